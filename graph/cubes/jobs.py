"""How many jobs the establishments have that perform a stage, or any stage of a chain, in a place."""

import polars as pl

from graph.cubes.establishments import TABLES, performing
from graph.cubing import ONE_PLACE, Cube
from graph.placing import Facts

_UNKNOWN = {
    "nl": (
        "Alleen vestigingen waarvan een bron de banen noemt tellen mee (contributors); van de andere in "
        "de kubus van vestigingen zijn de banen onbekend, niet nul."
    ),
    "en": (
        "Only establishments of which a source gives the jobs count (contributors); of the others in the "
        "cube of establishments the jobs are unknown, not nought."
    ),
}


def employing(facts: Facts) -> pl.DataFrame:
    """Each performance counts the jobs of its establishment; of several figures the highest."""
    jobs = facts.table("establishments").drop_nulls("jobs").group_by("establishment").agg(amount=pl.col("jobs").max())
    return performing(facts).drop("amount").join(jobs.with_columns(pl.col("amount").cast(pl.Int64)), on="establishment")


CUBES = (
    Cube(
        name="jobs",
        title={"nl": "Banen per schakel", "en": "Jobs by stage"},
        note={
            "nl": (
                f"{_UNKNOWN['nl']} Alle banen van een vestiging tellen in elke schakel waarin zij meedoet:"
                " een som over schakels telt dubbel, de kubus per keten niet."
            ),
            "en": (
                f"{_UNKNOWN['en']} All jobs of an establishment count in each stage in which it takes "
                "part: a sum over stages counts double, the cube by chain does not."
            ),
        },
        by=("stage",),
        measure="ka:countedJobs",
        tables=TABLES,
        contributions=employing,
        ends=ONE_PLACE,
    ),
    Cube(
        name="jobs-by-chain",
        title={"nl": "Banen per keten", "en": "Jobs by chain"},
        note={
            "nl": (
                f"{_UNKNOWN['nl']} Een vestiging telt één keer per keten; wie in meer ketens meedoet telt "
                "in elk daarvan, dus een som over ketens telt dubbel."
            ),
            "en": (
                f"{_UNKNOWN['en']} An establishment counts once per chain; one that takes part in several "
                "chains counts in each, so a sum over chains counts double."
            ),
        },
        by=("chain",),
        measure="ka:countedJobs",
        tables=TABLES,
        contributions=employing,
        ends=ONE_PLACE,
    ),
)
