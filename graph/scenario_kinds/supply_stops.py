"""Supply stops: one establishment no longer supplies another; both stay."""

from dataclasses import replace

import polars as pl

from graph.scenario_kinds import Given, Kind, Told
from graph.situation import Situation

_NONE = {
    "nl": "Tussen deze twee is geen levering bekend: wat er stopt is onbekend, niet niets.",
    "en": "No supply is known between these two: what stops is unknown, not nothing.",
}


def change(before: Situation, told: Told) -> Situation:
    """Take away every supply from the one to the other."""
    stops = (pl.col("supplier") == told["supplier"]) & (pl.col("customer") == told["customer"])
    after = replace(before, supplies=before.supplies.filter(~stops))
    return after if after.supplies.height < before.supplies.height else after.noting(_NONE)


KIND = Kind(
    name="supply-stops",
    title={"nl": "Een levering stopt", "en": "A supply stops"},
    assumes={
        "nl": "{supplier} levert niet meer aan {customer}; beide blijven.",
        "en": "{supplier} no longer supplies {customer}; both stay.",
    },
    takes=(
        Given("supplier", {"nl": "Leverancier", "en": "Supplier"}, "ka:Establishment"),
        Given("customer", {"nl": "Afnemer", "en": "Customer"}, "ka:Establishment"),
    ),
    change=change,
)
