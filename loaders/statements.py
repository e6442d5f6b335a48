"""Policy statements: what a document wants, asks or rules, where it says so, and whom that binds."""

from functools import partial

from graph.terms import mint, text
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import SLUG, Column, Reference
from loaders.documents import DOCUMENT, document_iri
from loaders.kinds import Several, each
from loaders.loader import Loader

_statement = claim_iri("statement", "statement_id")

LOADER = Loader(
    name="statements",
    about={"nl": "Beleidsuitspraken met vindplaats", "en": "Policy statements with their place"},
    columns=(
        Column("statement_id", SLUG, required=True),
        Column("document", DOCUMENT, required=True),
        Column("passage", required=True),
        Column("text_nl", required=True),
        Column("text_en", required=True),
        Column("binding_for", Several(Reference("organisation"))),
        *CLAIMED,
    ),
    key=("statement_id",),
    provides="statement",
    patterns=(
        *claimed("ka:PolicyStatement", _statement),
        (_statement, "ka:setOutIn", document_iri("document")),
        (_statement, "ka:passage", text("passage")),
        (_statement, "ka:statementText", text("text_nl", "nl")),
        (_statement, "ka:statementText", text("text_en", "en")),
        *each(_statement, "ka:bindingFor", "binding_for", partial(mint, "organisation")),
    ),
)
