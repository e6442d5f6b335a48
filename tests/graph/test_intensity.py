"""Use of scarce factors per job or hectare, beside the median of a work environment."""

import random
import statistics

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.analyses.factor_intensity import analyse
from graph.metrics.intensity import AT_LEAST, compared, intensity

COLUMNS = [
    "establishment", "establishmentLabel", "workEnvironment", "workEnvironmentLabel", "factor", "factorLabel",
    "period", "amount", "unit", "divisor", "level", "source",
]  # fmt: skip


def facts(*rows: tuple[str, str | None, str, float, float | None, str]) -> pl.DataFrame:
    """Rows of who, work environment, period, amount, divisor and source, all of one factor and unit."""
    table = [
        (who, who.upper(), where, where and where.upper(), "f", "F", period, amount, "u", divisor, "asserted", source)
        for who, where, period, amount, divisor, source in rows
    ]
    return pl.DataFrame(table, schema=COLUMNS, orient="row")


def answer(table: pl.DataFrame) -> dict[tuple[str, str | None], tuple[float | None, float | None, float | None]]:
    made = analyse(table, lambda name: pl.DataFrame())
    return {
        (row["establishment"], row["workEnvironment"]): (row["value"], row["median"], row["ratio"])
        for row in made.iter_rows(named=True)
    }


def test_median_of_an_odd_and_an_even_group_as_worked_by_hand():
    """1, 3, 8: the middle one is 3. 1, 2, 4, 9: the mean of 2 and 4 is 3."""
    table = pl.DataFrame({"who": list("abcdefg"), "group": list("xxxyyyy"), "x": [8.0, 1.0, 3.0, 9.0, 1.0, 4.0, 2.0]})
    made = compared(table, "x", ["group"], "who")
    assert made["median"].to_list() == [3.0] * 7
    assert made["ratio"].to_list() == pytest.approx([8 / 3, 1 / 3, 1, 3, 1 / 3, 4 / 3, 2 / 3])
    assert made["compared"].to_list() == [3, 3, 3, 4, 4, 4, 4]


def test_a_small_group_has_no_median():
    table = pl.DataFrame({"who": ["a", "b"], "group": ["x", "x"], "x": [1.0, 2.0]})
    made = compared(table, "x", ["group"], "who")
    assert made["median"].to_list() == [None, None]
    assert made["compared"].to_list() == [2, 2]


@pytest.mark.parametrize(
    ("amount", "divisor", "expected"), [(6.0, 2.0, 3.0), (6.0, 0.0, None), (6.0, None, None), (0.0, 2.0, 0.0)]
)
def test_intensity_is_unknown_where_the_divisor_is_unknown_or_zero(amount, divisor, expected):
    table = pl.DataFrame({"x": [amount], "s": [divisor]}, schema={"x": pl.Float64, "s": pl.Float64})
    assert table.select(i=intensity(pl.col("x"), pl.col("s")))["i"][0] == expected


def test_ratio_to_a_median_of_zero_is_unknown():
    table = pl.DataFrame({"who": list("abc"), "group": list("xxx"), "x": [0.0, 0.0, 5.0]})
    made = compared(table, "x", ["group"], "who")
    assert made["median"].to_list() == [0.0] * 3
    assert made["ratio"].to_list() == [None] * 3


def test_the_latest_period_counts_and_several_sources_meet_in_the_middle():
    told = answer(
        facts(
            ("a", "w", "2023", 900.0, 10.0, "one"),
            ("a", "w", "2025", 20.0, 10.0, "one"),
            ("a", "w", "2024-2025", 40.0, 10.0, "two"),
            ("b", "w", "2025", 10.0, 10.0, "one"),
            ("c", "w", "2025", 50.0, 10.0, "one"),
        )
    )
    assert told == {
        ("a", "w"): (3.0, 3.0, 1.0),
        ("b", "w"): (1.0, 3.0, pytest.approx(1 / 3)),
        ("c", "w"): (5.0, 3.0, pytest.approx(5 / 3)),
    }


def test_an_unknown_work_environment_is_no_group():
    table = facts(*((who, None, "2025", 10.0, 10.0, "one") for who in "abc"))
    assert set(answer(table).values()) == {(1.0, None, None)}


VALUES = st.lists(st.floats(min_value=0.1, max_value=1e6), min_size=1, max_size=9)


@given(VALUES, st.randoms(use_true_random=False))
def test_order_and_names_do_not_matter_and_the_median_is_that_of_the_standard_library(
    values: list[float], chance: random.Random
):
    rows = [(f"e{at}", "w", "2025", value, 2.0, "one") for at, value in enumerate(values)]
    told = answer(facts(*rows))
    chance.shuffle(rows)
    assert answer(facts(*rows)) == told
    renamed = answer(facts(*((f"z{who}", *rest) for who, *rest in rows)))
    assert {(f"z{who}", where): made for (who, where), made in told.items()} == renamed
    expected = statistics.median(value / 2 for value in values) if len(values) >= AT_LEAST else None
    assert [median for _, median, _ in told.values()] == [
        expected if expected is None else pytest.approx(expected)
    ] * len(values)


def test_no_facts_no_answer():
    empty = pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
    assert analyse(empty, lambda name: pl.DataFrame()).rows() == []
