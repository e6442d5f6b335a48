"""How many participations in a stage sources name in a place."""

from graph.cubes.establishments import TABLES
from graph.cubing import ONE_PLACE, Cube

CLAIMED = "SELECT *, claim AS item, establishment AS contributor, CAST(1 AS BIGINT) AS amount FROM performances"
"""Each participation counts itself."""

CUBES = (
    Cube(
        name="participations",
        title={"nl": "Deelnames per schakel", "en": "Participations by stage"},
        note={
            "nl": (
                "Twee bronnen die dezelfde deelname noemen zijn twee deelnames. Sommen over schakels "
                "tellen niets dubbel."
            ),
            "en": (
                "Two sources that name the same participation are two participations. Sums over stages "
                "count nothing double."
            ),
        },
        by=("stage",),
        measure="ka:countedParticipations",
        tables=TABLES,
        contributions=CLAIMED,
        ends=ONE_PLACE,
    ),
)
