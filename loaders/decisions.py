"""Coordination decisions: what a round decided about an issue, and the actions that follow from it."""

from functools import partial

from graph.terms import mint, text, typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Column, Day, Reference
from loaders.kinds import Several, each
from loaders.loader import Loader

_decision = claim_iri("decision", "round", "issue")

LOADER = Loader(
    name="decisions",
    about={"nl": "Besluiten van afstemmingsronden", "en": "Decisions of coordination rounds"},
    columns=(
        Column("round", Reference("round"), required=True),
        Column("issue", Reference("issue"), required=True),
        Column("text", required=True),
        Column("action", Several(Reference("action"))),
        Column("due", Day("end")),
        Column("done", Day()),
        *CLAIMED,
    ),
    key=("round", "issue"),
    patterns=(
        *claimed("ka:CoordinationDecision", _decision),
        (_decision, "ka:decidedInRound", mint("round", "round")),
        (_decision, "ka:onIssue", mint("issue", "issue")),
        (_decision, "ka:decisionText", text("text")),
        *each(_decision, "ka:followedUpBy", "action", partial(mint, "action")),
        (_decision, "ka:followUpDue", typed("due", "date")),
        (_decision, "ka:followUpDone", typed("done", "date")),
    ),
)
