"""How complete chains are in regions, and where the white spots are, between evidence bounds."""

from typing import Literal, get_args

import polars as pl

from graph import extracts
from graph.errors import one_of
from graph.measures.specialisation import primary
from graph.measuring import Measure, labelled, rests_on
from graph.metrics import completeness as metric
from graph.projections import View

Area = Literal["region", "municipality"]
PLACES = get_args(Area)


def _held(view: View, by: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Which place holds which stage, and the presences that say so."""
    one_of("by", by, PLACES)
    stages = extracts.read(view.folder, "stages")
    if view.chain is not None:
        stages = stages.filter(pl.col("chain") == view.chain)
    present = primary(view).drop_nulls(by).rename({by: "place"})
    members = view.table("memberships").filter("primary")
    places = members[by].unique().sort()
    sure = present.select("place", "stage", sure=pl.col("level") == "asserted")
    return metric.held(stages, sure, places), present


def completeness(view: View, by: Area = "region") -> pl.DataFrame:
    """What part of the stages of each chain each place holds: at least by what is documented, at most by all."""
    held, present = _held(view, by)
    rests = present.group_by("place", "chain").agg(**rests_on())
    table = metric.completeness(held).join(rests, on=["place", "chain"], how="left", maintain_order="left")
    table = table.with_columns(pl.col("evidence", "sources").fill_null(""))
    return labelled(view, table.rename({"place": by}), by, "chain")


def white_spots(view: View, by: Area = "region") -> pl.DataFrame:
    """Stages that a place is not documented to hold: nothing is known, or something less sure."""
    held, present = _held(view, by)
    rests = present.group_by("place", "stage").agg(**rests_on())
    table = metric.white_spots(held).join(rests, on=["place", "stage"], how="left", maintain_order="left")
    table = table.with_columns(pl.col("evidence", "sources").fill_null(""))
    return labelled(view, table.rename({"place": by}), by, "chain", "stage")


MEASURES = [
    Measure(
        "completeness",
        {
            "nl": "Hoe compleet een keten in een regio is, ten minste en ten hoogste",
            "en": "How complete a chain is in a region, at least and at most",
        },
        {"nl": "schakels; deel van één", "en": "stages; part of one"},
        "ours: stages held over stages of the chain",
        "region",
        completeness,
    ),
    Measure(
        "white-spots",
        {
            "nl": "Witte vlekken: schakels die een regio niet gedocumenteerd heeft",
            "en": "White spots: stages a region is not documented to hold",
        },
        {"nl": "niets (nothing) of minder zeker (less-sure)", "en": "nothing or less-sure"},
        "ours: stages of the chain that no documented source names",
        "region",
        white_spots,
    ),
]
