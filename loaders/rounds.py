"""Coordination rounds: the yearly meetings of a coordination table."""

from graph.terms import mint, node, typed
from loaders.claims import CLAIMED, dated, labelled
from loaders.columns import SLUG, Column, Day, Reference
from loaders.loader import Loader

_round = mint("round", "round_id")

LOADER = Loader(
    name="rounds",
    about={"nl": "Ronden van afstemmingstafels", "en": "Rounds of coordination tables"},
    columns=(
        Column("round_id", SLUG, required=True),
        Column("label_nl", required=True),
        Column("label_en", required=True),
        Column("table", Reference("table"), required=True),
        Column("held_on", Day()),
        *CLAIMED,
    ),
    key=("round_id",),
    provides="round",
    patterns=(
        (_round, "rdf:type", node("ka:CoordinationRound")),
        *labelled(_round),
        (_round, "ka:roundOf", mint("table", "table")),
        (_round, "ka:heldOn", typed("held_on", "date")),
        *dated(_round),
    ),
)
