"""Coordination tables: where matters that go beyond a region are discussed, in which form and with whom."""

from graph.terms import mint, node, text
from loaders.claims import CLAIMED, dated, labelled
from loaders.columns import SLUG, Column, Reference
from loaders.documents import DOCUMENT, document_iri
from loaders.kinds import Listed, Several, each
from loaders.lists import listed
from loaders.loader import Loader
from loaders.regions import region_iri

_table = mint("table", "table_id")

LOADER = Loader(
    name="coordination_tables",
    about={"nl": "Afstemmingstafels", "en": "Coordination tables"},
    columns=(
        Column("table_id", SLUG, required=True),
        Column("label_nl", required=True),
        Column("label_en", required=True),
        Column("form", Listed("coordination-form"), required=True),
        Column("region", Several(Reference("region"))),
        Column("document", DOCUMENT),
        Column("passage"),
        *CLAIMED,
    ),
    key=("table_id",),
    provides="table",
    patterns=(
        (_table, "rdf:type", node("ka:CoordinationTable")),
        *labelled(_table),
        (_table, "ka:tableForm", listed("coordination-form", "form")),
        *each(_table, "ka:region", "region", region_iri),
        (_table, "ka:setOutIn", document_iri("document")),
        (_table, "ka:passage", text("passage")),
        *dated(_table),
    ),
)
