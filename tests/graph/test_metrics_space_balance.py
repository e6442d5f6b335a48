"""Space by hand: what is met, not met and unknown; bounds of supply; programming; restructuring."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.metrics.space_balance import STATES, fit, programmed, regained, shortage, supply_bounds

NEEDS = pl.DataFrame(
    [("s", "quality", "quay"), ("s", "quality", "quay"), ("s", "room", "room"), ("t", "category", "5")],
    schema=["stage", "kind", "need"], orient="row",
)  # fmt: skip
OFFERS = pl.DataFrame(
    [
        ("harbour", "quality", "quay", True),
        ("harbour", "room", "room", True),
        ("harbour", "category", "5", True),
        ("town", "room", "room", False),
        ("town", "category", "5", False),
        ("field", "room", "room", True),
        ("field", "category", "5", False),
        ("field", "category", "5", True),
    ],
    schema=["park", "kind", "need", "met"], orient="row",
)  # fmt: skip
PARKS = pl.DataFrame(
    {"park": ["field", "harbour", "town", "moor"], "region": ["r", "r", "r", None], "issuable_ha": [3.0, 5.0, 0.0, 9.0]}
)


def test_each_requirement_is_met_not_met_or_unknown():
    made = fit(NEEDS, PARKS["park"], OFFERS)
    assert made.height == 3 * 4
    states = {(stage, park, need): state for stage, park, _, need, state in made.iter_rows()}
    assert states["s", "harbour", "quay"] == "met"
    assert states["s", "field", "quay"] == "unknown"  # that no source names it does not mean there is none
    assert states["s", "town", "room"] == "not-met"
    assert states["t", "field", "5"] == "met"  # of sources that differ the one that says it is offered counts
    assert states["t", "moor", "5"] == "unknown"


def test_supply_lies_between_what_fits_for_sure_and_what_is_not_known_to_fail():
    made = supply_bounds(fit(NEEDS, PARKS["park"], OFFERS), PARKS)
    assert made.rows() == [("s", "r", 1, 2, 5.0, 8.0), ("t", "r", 2, 2, 8.0, 8.0)]


def test_programming_is_never_added_up_over_vintages_nor_taken_for_nought():
    demands = pl.DataFrame(
        [
            ("r", "2024", "2024-2035", 12.0, 5.0),
            ("r", "2024", "2024-2035", 4.0, None),
            ("r", "2026", "2026-2035", 6.0, None),
            ("q", None, None, 2.0, 3.0),
        ],
        schema=["region", "vintage", "period", "demand_ha", "programmed_ha"], orient="row",
    )  # fmt: skip
    assert programmed(demands).rows() == [
        ("q", None, None, 1, 2.0, 3.0, 0.0, -1.0),
        ("r", "2024", "2024-2035", 2, 16.0, 5.0, 4.0, 7.0),
        ("r", "2026", "2026-2035", 1, 6.0, None, 6.0, None),
    ]


def test_what_is_short_is_told_after_hard_and_after_all_plans_and_unknown_stays_unknown():
    balances = pl.DataFrame(
        {"demand_ha": [100.0, 10.0, None], "hard_ha": [40.0, 12.0, 1.0], "soft_ha": [30.0, None, 1.0]}
    )
    made = shortage(balances).select("short_of_hard_ha", "short_of_all_ha")
    assert made.rows() == [(60.0, 30.0), (-2.0, None), (None, None)]


def test_restructuring_frees_at_least_what_is_known():
    projects = pl.DataFrame(
        [("r", 8.0, 3.0), ("r", None, None), ("q", 4.0, None)],
        schema={"region": pl.String, "gross_ha": pl.Float64, "reissuable_ha": pl.Float64}, orient="row",
    )  # fmt: skip
    assert regained(projects).rows() == [("q", 1, 4.0, None, 1), ("r", 2, 8.0, 3.0, 1)]


OFFERED = st.lists(
    st.tuples(st.sampled_from(["field", "harbour", "town"]), st.sampled_from(["quay", "room", "5"]), st.booleans()),
    max_size=10,
)
KIND = {"quay": "quality", "room": "room", "5": "category"}


@given(OFFERED, st.randoms())
def test_order_does_not_matter_and_the_lower_bound_is_below_the_upper(rows, random):
    def made(told):
        offers = pl.DataFrame(
            [(park, KIND[need], need, met) for park, need, met in told],
            schema={"park": pl.String, "kind": pl.String, "need": pl.String, "met": pl.Boolean}, orient="row",
        )  # fmt: skip
        return fit(NEEDS, PARKS["park"], offers)

    shuffled = list(rows)
    random.shuffle(shuffled)
    fits = made(rows)
    assert made(shuffled).equals(fits)
    assert set(fits["state"]) <= set(STATES)
    bounds = supply_bounds(fits, PARKS)
    assert (bounds["parks_lower"] <= bounds["parks_upper"]).all()
    assert (bounds["supply_lower_ha"] <= bounds["supply_upper_ha"]).all()


@pytest.fixture(scope="module")
def example(with_example):
    from graph.measuring import measure, measured
    from graph.projections import View

    view = View(with_example.folder, as_of="2026-11-24", language="en")
    return lambda name, **told: measured(measure(name), view, told)


def test_the_invented_example_finds_its_places_with_grounds(example):
    """The invented parts need environmental space and category 5.1: only the invented heavy park offers both."""
    parts = example("candidate-parks").filter(pl.col("stage_label").str.starts_with("Example parts"))
    heavy = parts.filter(pl.col("park_label").str.contains("Zwaar")).row(0, named=True)
    assert heavy["met"] == "category 5.1; environmental space; issuable land"
    assert (heavy["not_met"], heavy["unknown"]) == ("", "")
    assert heavy["evidence"] == "synthetic"
    assert (parts["not_met"] == "").all()
    every = example("candidate-parks", show="all")
    assert every.filter(pl.col("not_met").str.contains("issuable land")).height
    balance = example("space-balance").filter(pl.col("stage_label").str.starts_with("Example parts")).row(0, named=True)
    assert (balance["demand_ha"], balance["parks_lower"], balance["supply_lower_ha"]) == (6.0, 1, 6.0)
    assert balance["supply_upper_ha"] > balance["supply_lower_ha"]
    middle = example("region-balance").filter(pl.col("demand_ha") == 100).row(0, named=True)
    assert (middle["short_of_hard_ha"], middle["short_of_all_ha"]) == (60.0, 30.0)
    freed = example("restructuring-space")
    assert freed["regained_ha"].to_list() == [3.0, 2.0]  # of two projects in the second region one says what it yields
    assert freed["yield_unknown"].to_list() == [0, 1]
