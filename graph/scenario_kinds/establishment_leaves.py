"""Establishment leaves: one establishment goes, with its stages and supplies."""

import polars as pl

from graph.scenario_kinds import Given, Kind, Told
from graph.situation import Situation

_NOT_THERE = {
    "nl": "Deze vestiging is er op de dag van het scenario niet (meer), dus er verandert niets.",
    "en": "This establishment is not there (any more) on the day of the scenario, so nothing changes.",
}


def change(before: Situation, told: Told) -> Situation:
    """Take the establishment away."""
    going = before.sites.filter(pl.col("establishment") == told["establishment"])["establishment"].unique()
    return before.without(going) if len(going) else before.noting(_NOT_THERE)


KIND = Kind(
    name="establishment-leaves",
    title={"nl": "Een vestiging vertrekt", "en": "An establishment leaves"},
    assumes={
        "nl": "Vestiging {establishment} vertrekt, met schakels en leveringen.",
        "en": "Establishment {establishment} leaves, with its stages and supplies.",
    },
    takes=(Given("establishment", {"nl": "Vestiging", "en": "Establishment"}, "ka:Establishment"),),
    change=change,
)
