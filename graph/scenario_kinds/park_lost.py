"""Park lost: a park loses its function, and every establishment on it goes."""

from dataclasses import replace

import polars as pl

from graph.scenario_kinds import PARK, Kind, Told
from graph.situation import Situation

_NOBODY = {
    "nl": "Van geen vestiging is bekend dat zij op dit terrein ligt: wat er verdwijnt is onbekend, niet niets.",
    "en": "No establishment is known to lie on this park: what disappears is unknown, not nothing.",
}


def change(before: Situation, told: Told) -> Situation:
    """Take away who is on the park with their stages and supplies, and what the park is designated for."""
    park = told["park"]
    going = before.sites.filter(pl.col("park") == park)["establishment"].unique().sort()
    after = before.without(going).touching(park)
    other = pl.col("park") != park
    after = replace(after, designations=after.designations.filter(other), possible=after.possible.filter(other))
    return after if len(going) else after.noting(_NOBODY)


KIND = Kind(
    name="park-lost",
    title={"nl": "Een bedrijventerrein verliest zijn functie", "en": "A business park loses its function"},
    assumes={
        "nl": "Bedrijventerrein {park} verliest zijn functie; wie er ligt verdwijnt, met schakels en leveringen.",
        "en": "Business park {park} loses its function; who is there goes, with stages and supplies.",
    },
    takes=(PARK,),
    change=change,
)
