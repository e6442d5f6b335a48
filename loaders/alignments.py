"""Alignments: how an action of the province relates to a national statement, with the place of both."""

from graph.terms import mint, text
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Choice, Column, Reference
from loaders.kinds import Listed
from loaders.lists import listed
from loaders.loader import Loader

_alignment = claim_iri("alignment", "action", "statement")

LOADER = Loader(
    name="alignments",
    about={"nl": "Aansluiting van acties op nationale uitspraken", "en": "Alignment of actions with the State"},
    columns=(
        Column("action", Reference("action"), required=True),
        Column("statement", Reference("statement"), required=True),
        Column("alignment", Listed("alignment-kind"), required=True),
        Column("passage", required=True),
        Column("rationale"),
        Column("confirmation", Choice(("to-be-confirmed", "confirmed-by-source")), default="to-be-confirmed"),
        *CLAIMED,
    ),
    key=("action", "statement"),
    patterns=(
        *claimed("ka:AlignmentStatement", _alignment),
        (_alignment, "ka:alignedAction", mint("action", "action")),
        (_alignment, "ka:alignedStatement", claim_iri("statement", "statement")),
        (_alignment, "ka:alignmentKind", listed("alignment-kind", "alignment")),
        (_alignment, "ka:passage", text("passage")),
        (_alignment, "ka:rationale", text("rationale")),
        (_alignment, "ka:confirmation", text("confirmation")),
    ),
)
