"""How many establishments perform a stage, or any stage of a chain, in a place."""

import polars as pl

from graph.cubing import ONE_PLACE, Cube
from graph.placing import Facts


def performing(facts: Facts) -> pl.DataFrame:
    """Each performance of a stage counts its establishment."""
    return facts.performances.drop("claim").with_columns(
        item="establishment", contributor="establishment", amount=pl.lit(1, pl.Int64)
    )


TABLES = ("participations", "establishments", "stages", "memberships")
"""Loaders of the tables that say who performs what where."""

CUBES = (
    Cube(
        name="establishments",
        title={"nl": "Vestigingen per schakel", "en": "Establishments by stage"},
        note={
            "nl": (
                "Een vestiging telt één keer per schakel en plek. Wie in meer schakels meedoet telt in "
                "elk daarvan: een som over schakels telt dubbel, de kubus per keten niet."
            ),
            "en": (
                "An establishment counts once per stage and place. One that takes part in several stages "
                "counts in each: a sum over stages counts double, the cube by chain does not."
            ),
        },
        by=("stage",),
        measure="ka:countedEstablishments",
        tables=TABLES,
        contributions=performing,
        ends=ONE_PLACE,
    ),
    Cube(
        name="establishments-by-chain",
        title={"nl": "Vestigingen per keten", "en": "Establishments by chain"},
        note={
            "nl": (
                "Een vestiging telt één keer per keten en plek, in hoeveel schakels zij ook meedoet. Wie "
                "in meer ketens meedoet telt in elk daarvan: een som over ketens telt dubbel."
            ),
            "en": (
                "An establishment counts once per chain and place, in however many stages it takes part. "
                "One that takes part in several chains counts in each: a sum over chains counts double."
            ),
        },
        by=("chain",),
        measure="ka:countedEstablishments",
        tables=TABLES,
        contributions=performing,
        ends=ONE_PLACE,
    ),
)
