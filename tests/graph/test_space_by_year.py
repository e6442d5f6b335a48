"""Space by year: a worked example by hand, what is unknown stays unknown, and no order of rows shows."""

import datetime
from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analyses.space_by_year import analyse

FACTS = ("kind", "day", "hectares", "park", "about", "evidence", "sources")
Fact = tuple[str, str | None, float | None, str | None]
SHOWN = ("year", "haStart", "lost", "replaced", "added", "haEnd")

WORKED: list[Fact] = [
    ("measured", "2024-01-01", 100.0, "a"),
    ("measured", "2024-01-01", 50.0, "b"),
    ("lost", "2024-06-01", 10.0, "a"),
    ("replaced", "2024-06-01", 8.0, "b"),
    ("added", "2026-03-01", 12.0, "b"),
    ("lost", "2026-05-01", 2.5, "a"),
]


def table(facts: Sequence[Fact]) -> pl.DataFrame:
    rows = [
        (kind, None if day is None else datetime.date.fromisoformat(day), ha, park, f"{park} ({kind})", None, "s")
        for kind, day, ha, park in facts
    ]
    kinds = dict.fromkeys(FACTS, pl.String) | {"day": pl.Date, "hectares": pl.Float64}
    return pl.DataFrame(rows, schema=kinds, orient="row")


def answer(facts: Sequence[Fact]) -> list[tuple[float | None, ...]]:
    return analyse(table(facts), lambda _: pl.DataFrame()).select(SHOWN).rows()


def test_worked_example():
    """150 measured; 10 lost leaves 140; replacement is only programmed; 12 built and 2.5 lost leaves 149.5."""
    assert answer(WORKED) == [(2024, 150.0, 10.0, 8.0, None, 140.0), (2026, 140.0, 2.5, None, 12.0, 149.5)]


def test_a_later_measurement_takes_the_place_of_the_earlier_one():
    """100 measured, 10 lost, 85 measured anew: the new measurement counts, whatever was reported before it."""
    again = [WORKED[0], WORKED[2], ("measured", "2025-01-01", 85.0, "a"), ("lost", "2026-05-01", 2.5, "a")]
    assert answer(again) == [
        (2024, 100.0, 10.0, None, None, 90.0),
        (2025, 85.0, None, None, None, None),
        (2026, 85.0, 2.5, None, None, 82.5),
    ]


def test_what_nobody_reports_is_unknown_and_not_zero():
    assert answer(WORKED[:2]) == [(2024, 150.0, None, None, None, None)]


def test_a_change_before_the_measurement_is_in_it_already():
    assert answer([("measured", "2024-07-01", 100.0, "a"), ("lost", "2024-06-01", 10.0, "a")]) == [
        (2024, 100.0, 10.0, None, None, None)
    ]


@pytest.mark.parametrize("change", [("lost", "2024-06-01", None, "a"), ("added", None, 5.0, "a")])
def test_a_change_without_size_or_day_leaves_what_follows_unknown(change: Fact):
    later = answer([*WORKED, change])
    assert [row[5] for row in later] == [None] * len(later)
    assert next(row for row in later if row[0] == 2026)[1] is None


def test_a_project_on_no_park_counts_after_the_first_measurement():
    assert answer([*WORKED[:2], ("added", "2025-01-01", 5.0, None)])[-1] == (2025, 150.0, None, None, 5.0, 155.0)
    assert answer([*WORKED[:2], ("added", "2023-01-01", 5.0, None)])[0] == (2023, None, None, None, 5.0, None)


def test_parks_without_a_measurement_are_counted():
    facts = table([*WORKED, ("measured", "2026-01-01", 7.0, "c"), ("measured", None, 9.0, "d")])
    unknown = dict(analyse(facts, lambda _: pl.DataFrame()).select("year", "parksUnknown").rows())
    assert unknown == {2024: 2, 2026: 1}


@settings(max_examples=30, deadline=None)
@given(st.permutations([*WORKED, ("lost", None, 1.0, "a"), ("measured", "2025-01-01", None, "c")]))
def test_the_order_of_rows_does_not_matter(shuffled: list[Fact]):
    def made(facts: Sequence[Fact]) -> list[tuple[object, ...]]:
        return analyse(table(facts), lambda _: pl.DataFrame()).rows()

    assert made(shuffled) == made(sorted(shuffled, key=str))


def test_the_names_of_parks_do_not_matter():
    assert answer([(kind, day, ha, f"park-{park}") for kind, day, ha, park in WORKED]) == answer(WORKED)
