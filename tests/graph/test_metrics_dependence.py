"""Dependence: the formulas against worked examples, and what must not change them."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.metrics.dependence import concentration, interdependence, share

FLOWS = pl.DataFrame(
    {
        "place": ["p", "p", "p", "p", "q", "r"],
        "origin": ["a", "a", "b", "c", "a", "b"],
        "far": [False, False, True, None, None, True],
        "weight": [30.0, 20.0, 30.0, 20.0, 7.0, 0.0],
    }
)
"""Into p flow 50 of 100 from a, 30 from b, 20 from c; into q all from a; into r nothing."""


def test_concentration_is_the_sum_of_squared_shares():
    assert concentration(FLOWS, ["place"], "origin").rows() == [
        ("p", pytest.approx(0.5**2 + 0.3**2 + 0.2**2)),
        ("q", 1.0),
        ("r", None),
    ]


def test_equal_sources_give_one_over_their_number():
    flows = pl.DataFrame({"place": ["p"] * 4, "origin": list("abcd"), "weight": [2.5] * 4})
    assert concentration(flows, ["place"], "origin")["hhi"].to_list() == [pytest.approx(1 / 4)]


def test_share_is_taken_of_what_is_known():
    assert share(FLOWS, ["place"], "far").rows() == [
        ("p", pytest.approx(30 / 80), pytest.approx(20 / 100)),
        ("q", None, 1.0),
        ("r", None, None),
    ]


def test_interdependence_by_hand():
    """a and b exchange 3 + 1; a keeps 4 for itself and gets 2 from c; b keeps nothing: 4/10, 4/4, 4/(10+4-4)."""
    flows = pl.DataFrame(
        {"start": ["a", "a", "b", "a", "c"], "end": ["b", "b", "a", "a", "a"], "weight": [1, 2, 1, 4, 2]}
    )
    assert interdependence(flows, "start", "end").rows() == [
        ("a", "b", 3, 1, 4 / 10, 4 / 4, 4 / 10),
        ("a", "c", 0, 2, 2 / 10, 2 / 2, 2 / 10),
    ]


rows = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.integers(1, 9)), min_size=1, max_size=20)


@given(rows, st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(flows: list[tuple[str, str, int]], chance):
    shuffled = chance.sample(flows, len(flows))
    first, second = (pl.DataFrame(data, ["start", "end", "weight"], orient="row") for data in (flows, shuffled))
    assert interdependence(first, "start", "end").equals(interdependence(second, "start", "end"))
    assert concentration(first, ["end"], "start").equals(concentration(second, ["end"], "start"))


@given(rows)
def test_other_names_give_the_same_measures(flows: list[tuple[str, str, int]]):
    frame = pl.DataFrame(flows, ["start", "end", "weight"], orient="row")
    renamed = frame.with_columns(pl.col("start", "end").replace({"a": "z", "d": "m"}))
    measures = ("interdependence",)
    ours, theirs = (interdependence(data, "start", "end").select(measures).rows() for data in (frame, renamed))
    assert sorted(ours) == sorted(theirs)
    assert all(0 < value <= 1 for (value,) in ours)
    assert sorted(concentration(frame, ["end"], "start")["hhi"]) == pytest.approx(
        sorted(concentration(renamed, ["end"], "start")["hhi"])
    )
