"""Designation changes: a park becomes or ends as a location for large-scale logistics, or comes to lie in a zone."""

from dataclasses import replace

import polars as pl

from graph.scenario_kinds import PARK, Given, Kind, Told
from graph.situation import ASSUMED, CLUSTER, CLUSTER_WORDS, Situation, park_areas

_UNKNOWN = {
    "nl": "Of het terrein deze aanwijzing nu heeft staat niet in de atlas: ervoor is onbekend, geteld als niet.",
    "en": "Whether the park has this designation now is not in the atlas: before is unknown, counted as not.",
}
_STAYS = {
    "nl": "Een aanwijzing verplaatst niemand: wat op het terrein ligt blijft staan en is getoond om te zien wie het "
    "raakt.",
    "en": "A designation moves nobody: what is on the park stays, and is shown to see whom it concerns.",
}


def change(before: Situation, told: Told) -> Situation:
    """Give the park the designation, or take it away; who is on the park stays."""
    park, what = told["park"], told.get("zone") or CLUSTER
    told_of = before.view.table("zone_coverages").filter((pl.col("park") == park) & (pl.col("zone") == what))
    same = (pl.col("park") == park) & (pl.col("designation") == what)
    had = not before.designations.filter(same).is_empty()
    kept = before.designations.filter(~same)
    if told["to"] == "designated":
        where = park_areas(before.view).filter(pl.col("park") == park)
        new = where.with_columns(
            designation=pl.lit(what), level=pl.lit(ASSUMED), source=pl.lit(None, pl.String)
        ).select(kept.columns)
        kept = before.designations if had else pl.concat([kept, new])
    after = replace(before, designations=kept).touching(park).noting(_STAYS)
    return after if had or told_of.height else after.noting(_UNKNOWN)


KIND = Kind(
    name="designation-changes",
    title={
        "nl": "Een aanwijzing verandert (locatie voor grootschalige logistiek, werkingsgebied)",
        "en": "A designation changes (large-scale logistics location, regulatory zone)",
    },
    assumes={
        "nl": "Bedrijventerrein {park}: de aanwijzing {zone} wordt {to}.",
        "en": "Business park {park}: the designation {zone} is {to}.",
    },
    takes=(
        PARK,
        Given(
            "to",
            {"nl": "Wat het wordt", "en": "What it becomes"},
            options={
                "designated": {"nl": "gegeven", "en": "given"},
                "ended": {"nl": "beëindigd", "en": "ended"},
            },
        ),
        Given(
            "zone",
            {
                "nl": "Werkingsgebied; zonder is het de locatie voor grootschalige logistiek",
                "en": "Regulatory zone; without it, the large-scale logistics location",
            },
            "ka:RegulatoryZone",
            required=False,
            without=CLUSTER_WORDS,
        ),
    ),
    change=change,
)
