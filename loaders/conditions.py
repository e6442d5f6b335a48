"""Entry conditions: under which conditions the province can step in with an instrument."""

from graph.terms import text
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import SLUG, Column
from loaders.documents import DOCUMENT, document_iri
from loaders.kinds import Listed
from loaders.lists import listed
from loaders.loader import Loader

_condition = claim_iri("condition", "condition_id")

LOADER = Loader(
    name="conditions",
    about={"nl": "Instapcondities bij instrumenten", "en": "Entry conditions of instruments"},
    columns=(
        Column("condition_id", SLUG, required=True),
        Column("instrument", Listed("instrument"), required=True),
        Column("text", required=True),
        Column("document", DOCUMENT),
        Column("passage"),
        *CLAIMED,
    ),
    key=("condition_id",),
    provides="condition",
    patterns=(
        *claimed("ka:EntryCondition", _condition),
        (_condition, "ka:conditionOf", listed("instrument", "instrument")),
        (_condition, "ka:conditionText", text("text")),
        (_condition, "ka:setOutIn", document_iri("document")),
        (_condition, "ka:passage", text("passage")),
    ),
)
