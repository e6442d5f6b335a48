"""How many hectares of plots the establishments use that perform a stage in a place."""

from graph.cubes.establishments import TABLES
from graph.cubing import ONE_PLACE, Cube
from graph.placing import SITE, meeting, ranked

_PARTS = 1_000_000
"""Parts of a hectare in which areas are added, in whole numbers, so that a sum does not depend on its order."""
_DAYS, _MEET = meeting("p", "k")
_OCCUPYING = f"""
    SELECT k.plot AS item, p.establishment AS contributor, p.stage, p.chain, {{source}} AS source,
           GREATEST(p.rank, {ranked("k.level")}) AS rank, {", ".join(f"p.{name}" for name in SITE)},
           CAST(FLOOR(k.area_ha * {_PARTS} + 0.5) AS BIGINT) AS amount, {_DAYS}
    FROM performances p
    JOIN occupants o ON p.establishment = o.establishment
    JOIN plots k ON o.plot = k.plot
    WHERE {_MEET}"""
OCCUPYING = " UNION ALL ".join(_OCCUPYING.format(source=source) for source in ("p.source", "k.source"))
"""Each performance counts the plots its establishment lies on, as sure as the performance and the plot together."""

CUBES = (
    Cube(
        name="hectares",
        title={"nl": "Hectaren kavel per schakel", "en": "Hectares of plots by stage"},
        note={
            "nl": (
                "Een kavel telt één keer per schakel en plek, ook als er meer vestigingen op liggen, en "
                "geheel in elke schakel van wie er ligt: een som over schakels telt dubbel. Vestigingen "
                "zonder kavel in een bron tellen niet mee: hun ruimte is onbekend, niet nul."
            ),
            "en": (
                "A plot counts once per stage and place, also if several establishments lie on it, and as"
                " a whole in each stage of those who lie there: a sum over stages counts double. "
                "Establishments of which no source names a plot do not count: their space is unknown, not"
                " nought."
            ),
        },
        by=("stage",),
        measure="ka:countedHectares",
        tables=("plots", *TABLES),
        contributions=OCCUPYING,
        ends=ONE_PLACE,
        parts=_PARTS,
    ),
)
