"""Elaborations: which policy document works out which other one; where it says so stands in the table only."""

from graph.terms import mint
from loaders.claims import SOURCED
from loaders.columns import Column
from loaders.documents import DOCUMENT, document_iri
from loaders.loader import Loader

_document = document_iri("document")

LOADER = Loader(
    name="elaborations",
    about={"nl": "Welk document werkt welk ander uit", "en": "Which document works out which other one"},
    columns=(
        Column("document", DOCUMENT, required=True),
        Column("elaborates", DOCUMENT, required=True),
        Column("passage"),
        *SOURCED,
    ),
    key=("document", "elaborates"),
    patterns=(
        (_document, "ka:elaborates", document_iri("elaborates")),
        (_document, "dct:source", mint("source", "source")),
    ),
)
