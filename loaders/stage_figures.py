"""Figures of stages: value added, jobs and the like, by stage, region and period."""

import polars as pl

from graph.terms import mint, text, typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Column, Number, Reference
from loaders.forecasts import PERIOD
from loaders.kinds import Listed
from loaders.lists import listed
from loaders.loader import Loader
from loaders.regions import region_iri

_figure = claim_iri("stage-figure", "stage", "indicator", pl.col("region").fill_null("all"), "period", "source")

LOADER = Loader(
    name="stage_figures",
    about={"nl": "Cijfers van schakels", "en": "Figures of stages"},
    columns=(
        Column("stage", Reference("stage"), required=True),
        Column("indicator", Listed("indicator"), required=True),
        Column("region", Reference("region")),
        Column("value", Number(), required=True),
        Column("unit", required=True),
        Column("period", PERIOD, required=True),
        *CLAIMED,
    ),
    key=("stage", "indicator", "region", "period", "source"),
    patterns=(
        *claimed("ka:StageFigure", _figure),
        (_figure, "ka:figureOf", mint("stage", "stage")),
        (_figure, "ka:figureIndicator", listed("indicator", "indicator")),
        (_figure, "ka:region", region_iri("region")),
        (_figure, "ka:value", typed("value", "decimal")),
        (_figure, "ka:unit", text("unit")),
        (_figure, "ka:period", text("period")),
    ),
)
