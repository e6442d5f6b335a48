"""How many hectares of plots the establishments use that perform a stage in a place."""

import polars as pl

from graph.counting import rank
from graph.cubes.establishments import TABLES
from graph.cubing import ONE_PLACE, Cube
from graph.placing import Facts, meeting

_PARTS = 1_000_000
"""Parts of a hectare in which areas are added, in whole numbers, so that a sum does not depend on its order."""


def occupying(facts: Facts) -> pl.DataFrame:
    """Each performance counts the plots its establishment lies on, as sure as the performance and the plot together."""
    plots = facts.table("plots").with_columns(
        plot_rank=rank(pl.col("level")), amount=(pl.col("area_ha") * _PARTS).round().cast(pl.Int64)
    )
    on_plots = facts.table("occupants").join(
        plots.select("plot", "plot_rank", "amount", "since", "until", plot_source="source"), on="plot"
    )
    table = meeting(facts.performances, on_plots, "establishment").with_columns(
        rank=pl.max_horizontal("rank", "plot_rank"), item="plot", contributor="establishment"
    )
    both = [table, table.with_columns(source="plot_source")]
    return pl.concat(both).drop("claim", "plot", "plot_rank", "plot_source")


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
        contributions=occupying,
        ends=ONE_PLACE,
        parts=_PARTS,
    ),
)
