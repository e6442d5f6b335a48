"""Quays: banks where ships can load and unload, and the business park they belong to."""

from graph.terms import mint, node, text, typed
from loaders.claims import CLAIMED, dated
from loaders.columns import SLUG, Column, Number, Reference
from loaders.loader import Loader

_quay = mint("quay", "quay_id")

LOADER = Loader(
    name="quays",
    about={"nl": "Kades bij bedrijventerreinen", "en": "Quays at business parks"},
    columns=(
        Column("quay_id", SLUG, required=True),
        Column("name", required=True),
        Column("park", Reference("park"), required=True),
        Column("length_m", Number(least=0, unit="metres")),
        *CLAIMED,
    ),
    key=("quay_id",),
    provides="quay",
    patterns=(
        (_quay, "rdf:type", node("ka:Quay")),
        (_quay, "rdfs:label", text("name")),
        (_quay, "ka:quayAt", mint("park", "park")),
        (_quay, "ka:quayLengthM", typed("length_m", "decimal")),
        *dated(_quay),
    ),
)
