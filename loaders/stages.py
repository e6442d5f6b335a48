"""Stages: the steps of each chain, in order of display."""

from graph.terms import mint, node, typed
from loaders.claims import CLAIMED, dated, defined, labelled
from loaders.columns import SLUG, Column, Number, Reference
from loaders.loader import Loader

_stage = mint("stage", "stage_id")

LOADER = Loader(
    name="stages",
    about={"nl": "Schakels van de ketens", "en": "Stages of the chains"},
    columns=(
        Column("stage_id", SLUG, required=True),
        Column("chain", Reference("chain"), required=True),
        Column("position", Number(least=1, whole=True), required=True),
        Column("label_nl", required=True),
        Column("label_en", required=True),
        Column("definition_nl", required=True),
        Column("definition_en", required=True),
        *CLAIMED,
    ),
    key=("stage_id",),
    provides="stage",
    required=True,
    patterns=(
        (_stage, "rdf:type", node("ka:ChainStage")),
        (mint("chain", "chain"), "ka:hasStage", _stage),
        (_stage, "ka:position", typed("position", "integer")),
        *labelled(_stage),
        *defined(_stage),
        *dated(_stage),
    ),
)
