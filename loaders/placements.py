"""Placements: in which chain and stages an innovation coalition has a place, and whether that is confirmed."""

from graph.terms import mint, text
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Choice, Column, Reference
from loaders.kinds import Several, each
from loaders.loader import Loader

_placement = claim_iri("placement", "coalition", "chain")

LOADER = Loader(
    name="placements",
    about={"nl": "Plek van coalities in ketens", "en": "Place of coalitions in chains"},
    columns=(
        Column("coalition", Reference("coalition"), required=True),
        Column("chain", Reference("chain"), required=True),
        Column("stage", Several(Reference("stage"))),
        Column("confirmation", Choice(("confirmed-by-source", "to-be-confirmed")), required=True),
        *CLAIMED,
    ),
    key=("coalition", "chain"),
    patterns=(
        *claimed("ka:CoalitionPlacement", _placement),
        (_placement, "ka:coalition", mint("coalition", "coalition")),
        (_placement, "ka:inChain", mint("chain", "chain")),
        *each(_placement, "ka:placedInStage", "stage", lambda part: mint("stage", part)),
        (_placement, "ka:confirmation", text("confirmation")),
    ),
)
