"""Policy cycles: what returns at which interval, when it was last done, and what it waits for."""

from functools import partial

from graph.terms import mint, node, text, typed
from loaders.claims import CLAIMED, dated, labelled
from loaders.columns import SLUG, Code, Column, Day
from loaders.documents import DOCUMENT, document_iri
from loaders.kinds import Several, Sibling, each
from loaders.loader import Loader

_cycle = mint("cycle", "cycle_id")

LOADER = Loader(
    name="cycles",
    about={"nl": "Beleidscycli en wanneer zij terugkeren", "en": "Policy cycles and when they return"},
    columns=(
        Column("cycle_id", SLUG, required=True),
        Column("label_nl", required=True),
        Column("label_en", required=True),
        Column("interval", Code(r"P\d+[YMWD]", "an interval such as P4Y (four years) or P4M (four months)")),
        Column("last_done", Day()),
        Column("next_due", Day("end")),
        Column("due_after", Several(Sibling("cycle", "cycle_id"))),
        Column("document", DOCUMENT, required=True),
        Column("passage", required=True),
        *CLAIMED,
    ),
    key=("cycle_id",),
    provides="cycle",
    patterns=(
        (_cycle, "rdf:type", node("ka:PolicyCycle")),
        *labelled(_cycle),
        (_cycle, "ka:interval", text("interval")),
        (_cycle, "ka:lastDone", typed("last_done", "date")),
        (_cycle, "ka:nextDue", typed("next_due", "date")),
        *each(_cycle, "ka:dueAfter", "due_after", partial(mint, "cycle")),
        (_cycle, "ka:setOutIn", document_iri("document")),
        (_cycle, "ka:passage", text("passage")),
        *dated(_cycle),
    ),
)
