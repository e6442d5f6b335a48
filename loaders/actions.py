"""Policy actions: what the province says it will do, in which theme and role, and by what it can be measured."""

from functools import partial

from graph.terms import mint, node, text
from loaders.claims import CLAIMED, dated, labelled
from loaders.columns import SLUG, Choice, Column, Reference
from loaders.documents import DOCUMENT, document_iri
from loaders.kinds import Listed, Several, each
from loaders.lists import listed
from loaders.loader import Loader

_action = mint("action", "action_id")

LOADER = Loader(
    name="actions",
    about={"nl": "Acties van de provincie per thema", "en": "Actions of the province by theme"},
    columns=(
        Column("action_id", SLUG, required=True),
        Column("label_nl", required=True),
        Column("label_en", required=True),
        Column("theme", Listed("policy-theme"), required=True),
        Column("document", DOCUMENT, required=True),
        Column("passage", required=True),
        Column("role", Several(Listed("provincial-role"))),
        Column("status", Choice(("intended", "running", "done", "stopped"))),
        Column("indicator", Several(Listed("indicator"))),
        Column("carried_out_by", Several(Reference("organisation"))),
        *CLAIMED,
    ),
    key=("action_id",),
    provides="action",
    patterns=(
        (_action, "rdf:type", node("ka:PolicyAction")),
        *labelled(_action),
        (_action, "ka:inTheme", listed("policy-theme", "theme")),
        (_action, "ka:setOutIn", document_iri("document")),
        (_action, "ka:passage", text("passage")),
        *each(_action, "ka:actionRole", "role", partial(listed, "provincial-role")),
        (_action, "ka:actionStatus", text("status")),
        *each(_action, "ka:measuredBy", "indicator", partial(listed, "indicator")),
        *each(_action, "ka:carriedOutBy", "carried_out_by", partial(mint, "organisation")),
        *dated(_action),
    ),
)
