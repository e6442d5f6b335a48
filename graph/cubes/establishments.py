"""How many establishments perform a stage, or any stage of a chain, in a place."""

from graph.cubing import ONE_PLACE, Cube

PERFORMING = """
    SELECT *, establishment AS item, establishment AS contributor, CAST(1 AS BIGINT) AS amount FROM performances"""
"""Each performance of a stage counts its establishment."""
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
        contributions=PERFORMING,
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
        contributions=PERFORMING,
        ends=ONE_PLACE,
    ),
)
