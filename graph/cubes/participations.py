"""How many participations in a stage sources name in a place."""

import polars as pl

from graph.cubes.establishments import TABLES
from graph.cubing import ONE_PLACE, Cube
from graph.placing import Facts


def claimed(facts: Facts) -> pl.DataFrame:
    """Each participation counts itself."""
    return facts.performances.rename({"claim": "item"}).with_columns(
        contributor="establishment", amount=pl.lit(1, pl.Int64)
    )


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
        contributions=claimed,
        ends=ONE_PLACE,
    ),
)
