"""Betweenness against Krackhardt's kite, whose values are in every textbook, and ties of several strengths."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.metrics.betweenness import betweenness

KITE = {
    "Andre": "Beverly Carol Diane Fernando",
    "Beverly": "Diane Ed Garth",
    "Carol": "Diane Fernando",
    "Diane": "Ed Fernando Garth",
    "Ed": "Garth",
    "Fernando": "Garth Heather",
    "Garth": "Heather",
    "Heather": "Ike",
    "Ike": "Jane",
}
"""The social network of Krackhardt (1990), each tie once."""


def ties(*pairs: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(
        {"one": [a for a, _ in pairs], "other": [b for _, b in pairs]},
        schema_overrides={"one": pl.String, "other": pl.String},
    )


def found(*pairs: tuple[str, str]) -> dict[str, float]:
    return dict(betweenness(ties(*pairs)).iter_rows())


PAIRS = [(a, b) for a, others in KITE.items() for b in others.split()]


def test_the_kite():
    assert {name: round(value, 3) for name, value in found(*PAIRS).items()} == {
        "Andre": 0.023,
        "Beverly": 0.023,
        "Carol": 0.0,
        "Diane": 0.102,
        "Ed": 0.0,
        "Fernando": 0.231,
        "Garth": 0.231,
        "Heather": 0.389,
        "Ike": 0.222,
        "Jane": 0.0,
    }


def test_parallel_ties_add_up_to_a_shorter_way():
    """a-b-c with two relations each is as long as a-c with one: half of the ways run through b; with three, all."""
    double = [("a", "b"), ("b", "a"), ("b", "c"), ("b", "c")]
    assert found(("a", "c"), *double)["b"] == pytest.approx(0.5)
    assert found(("a", "c"), *double, ("a", "b"), ("c", "b"))["b"] == pytest.approx(1)
    assert found(("a", "c"), ("a", "b"), ("b", "c"))["b"] == 0


def test_ways_of_equal_length_are_equal_in_thirds_too():
    """Three ties of a third are as long as one of strength one, which sums of broken numbers would miss."""
    chain = [(a, b) for a, b in zip("abc", "bcd", strict=True) for _ in range(3)]
    assert found(("a", "d"), *chain)["b"] == pytest.approx((0.5 + 1 + 0) / 3)


def test_without_ties_nobody_lies_between():
    assert betweenness(ties()).height == 0
    assert betweenness(ties(("a", "a"))).height == 0
    assert found(("a", "b")) == {"a": 0, "b": 0}


@given(st.permutations(PAIRS), st.permutations(list("0123456789")))
def test_order_direction_and_names_do_not_matter(pairs, names):
    people = sorted({name for pair in PAIRS for name in pair})
    named = dict(zip(people, names, strict=True))
    turned = found(*((named[b], named[a]) for a, b in pairs))
    assert turned == pytest.approx({named[name]: value for name, value in found(*PAIRS).items()})
