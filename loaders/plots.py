"""Plots: pieces of land on a business park, with their status, their area and who is on them."""

from functools import partial

import polars as pl

from graph.statements import Pattern
from graph.terms import mint, node, text, typed
from loaders.claims import CLAIMED, dated
from loaders.columns import SLUG, Column, Reference
from loaders.forecasts import HECTARES
from loaders.geometry import AREA, area_of
from loaders.kinds import Listed, Several, each
from loaders.lists import listed
from loaders.loader import Loader

_plot = mint("plot", "plot_id")


def _occupants() -> tuple[Pattern, ...]:
    """Each occupant lies on the plot: the statement is about the occupant."""
    said = each(_plot, "ka:onPlot", "occupant", partial(mint, "establishment"))
    return tuple((occupant, predicate, plot) for plot, predicate, occupant in said)


LOADER = Loader(
    name="plots",
    about={"nl": "Kavels van bedrijventerreinen", "en": "Plots of business parks"},
    columns=(
        Column("plot_id", SLUG, required=True),
        Column("name"),
        Column("park", Reference("park"), required=True),
        Column("status", Listed("plot-status"), required=True),
        Column("area_ha", HECTARES),
        Column("occupant", Several(Reference("establishment"))),
        *AREA,
        *CLAIMED,
    ),
    key=("plot_id",),
    provides="plot",
    patterns=(
        (_plot, "rdf:type", node("ka:Plot")),
        (_plot, "rdfs:label", text("name")),
        (_plot, "ka:plotOf", mint("park", "park")),
        (_plot, "ka:plotStatus", listed("plot-status", "status")),
        (_plot, "ka:areaHa", typed("area_ha", "decimal")),
        *_occupants(),
        *area_of(_plot, pl.concat_str(pl.lit("plot-"), "plot_id")),
        *dated(_plot),
    ),
)
