"""Flows between stages: what each stage delivers to the next; loops are allowed."""

from graph.terms import mint, node, text
from loaders.claims import CLAIMED, claim_iri, dated
from loaders.columns import Column, Reference
from loaders.loader import Loader

_flow = claim_iri("flow", "from_stage", "to_stage")

LOADER = Loader(
    name="stage_flows",
    about={"nl": "Stromen tussen schakels", "en": "Flows between stages"},
    columns=(
        Column("from_stage", Reference("stage"), required=True),
        Column("to_stage", Reference("stage"), required=True),
        Column("resource_nl", required=True),
        Column("resource_en", required=True),
        *CLAIMED,
    ),
    key=("from_stage", "to_stage"),
    patterns=(
        (_flow, "rdf:type", node("ka:StageFlow")),
        (_flow, "ka:fromStage", mint("stage", "from_stage")),
        (_flow, "ka:toStage", mint("stage", "to_stage")),
        (mint("stage", "from_stage"), "ka:feeds", mint("stage", "to_stage")),
        (_flow, "ka:resource", text("resource_nl", "nl")),
        (_flow, "ka:resource", text("resource_en", "en")),
        *dated(_flow),
    ),
)
