"""Campuses and the knowledge carrier that anchors each."""

import polars as pl

from graph.terms import mint, node, text
from loaders.claims import SOURCED, sourced
from loaders.columns import SLUG, Column, Reference
from loaders.loader import Loader
from loaders.municipalities import Municipality, municipality_iri

_campus = mint("campus", "campus_id")

LOADER = Loader(
    name="campuses",
    about={"nl": "Campussen met kennisdrager", "en": "Campuses with knowledge carrier"},
    columns=(
        Column("campus_id", SLUG, required=True),
        Column("name", required=True),
        Column("municipality", Municipality(), required=True),
        Column("park", Reference("park"), lenient=True),
        Column("knowledge_carrier"),
        *SOURCED,
    ),
    key=("campus_id",),
    provides="campus",
    patterns=(
        (_campus, "rdf:type", node("ka:Campus")),
        (_campus, "rdfs:label", text("name")),
        (_campus, "ka:within", municipality_iri("municipality")),
        (_campus, "ka:within", mint("park", pl.col("park"))),
        (_campus, "ka:knowledgeCarrier", text("knowledge_carrier")),
        *sourced(_campus),
    ),
)
