"""Figures of whole areas: all jobs or establishments of a region or the country, to compare stages and chains with."""

from graph.terms import text, typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Column, Number, Reference
from loaders.forecasts import PERIOD
from loaders.kinds import Listed
from loaders.lists import listed
from loaders.loader import Loader
from loaders.regions import region_iri

_figure = claim_iri("region-figure", "region", "indicator", "period", "source")

LOADER = Loader(
    name="region_figures",
    about={"nl": "Cijfers van hele gebieden", "en": "Figures of whole areas"},
    columns=(
        Column("region", Reference("region"), required=True),
        Column("indicator", Listed("indicator"), required=True),
        Column("value", Number(), required=True),
        Column("unit", required=True),
        Column("period", PERIOD, required=True),
        *CLAIMED,
    ),
    key=("region", "indicator", "period", "source"),
    patterns=(
        *claimed("ka:RegionFigure", _figure),
        (_figure, "ka:region", region_iri("region")),
        (_figure, "ka:figureIndicator", listed("indicator", "indicator")),
        (_figure, "ka:value", typed("value", "decimal")),
        (_figure, "ka:unit", text("unit")),
        (_figure, "ka:period", text("period")),
    ),
)
