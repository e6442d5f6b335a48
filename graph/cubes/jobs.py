"""How many jobs the establishments have that perform a stage, or any stage of a chain, in a place."""

from graph.cubes.establishments import TABLES
from graph.cubing import ONE_PLACE, Cube

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


EMPLOYING = """
    SELECT p.*, p.establishment AS item, p.establishment AS contributor, j.amount
    FROM performances p
    JOIN (
        SELECT establishment, CAST(MAX(jobs) AS BIGINT) AS amount FROM establishments
        WHERE jobs IS NOT NULL GROUP BY establishment
    ) j ON p.establishment = j.establishment"""
"""Each performance counts the jobs of its establishment; of several figures the highest."""

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
        contributions=EMPLOYING,
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
        contributions=EMPLOYING,
        ends=ONE_PLACE,
    ),
)
