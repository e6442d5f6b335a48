"""Sources: the registers, documents and pages that facts come from."""

from graph.terms import iri, mint, node, text, typed
from loaders.columns import ACCESS, SLUG, URL, Column, Day
from loaders.loader import Loader

_source = mint("source", "source_id")

LOADER = Loader(
    name="sources",
    about={
        "nl": "Bronnen met uitgever, adres, licentie en datum",
        "en": "Sources with publisher, address, licence and date",
    },
    columns=(
        Column("source_id", SLUG, required=True),
        Column("title", required=True),
        Column("publisher", required=True),
        Column("url", URL, required=True),
        Column("licence"),
        Column("published", Day()),
        Column("retrieved", Day(), required=True),
        Column("note"),
        Column("access", ACCESS),
    ),
    key=("source_id",),
    provides="source",
    required=True,
    patterns=(
        (_source, "rdf:type", node("ka:Source")),
        (_source, "rdfs:label", text("title")),
        (_source, "dct:publisher", text("publisher")),
        (_source, "foaf:page", iri("url")),
        (_source, "dct:license", text("licence")),
        (_source, "dct:issued", typed("published", "date")),
        (_source, "ka:retrievedOn", typed("retrieved", "date")),
        (_source, "rdfs:comment", text("note")),
    ),
)
