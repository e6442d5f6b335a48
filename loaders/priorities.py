"""Priorities: which chain, coalition or goal a regional vision names, and where."""

import polars as pl

from graph.terms import mint, text
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Choice, Column, Reference
from loaders.documents import document_iri
from loaders.kinds import By, Listed
from loaders.lists import listed
from loaders.loader import Loader

_naming = claim_iri("priority", "vision", "named_kind", pl.col("named").str.to_lowercase())
_KINDS = (("chain", Reference("chain")), ("coalition", Reference("coalition")), ("goal", Listed("policy-goal")))

LOADER = Loader(
    name="priorities",
    about={"nl": "Speerpunten die regionale visies noemen", "en": "Priorities that regional visions name"},
    columns=(
        Column("vision", Reference("vision"), required=True),
        Column("named_kind", Choice(tuple(kind for kind, _ in _KINDS)), required=True),
        Column("named", By("named_kind", _KINDS), required=True),
        Column("passage", required=True),
        *CLAIMED,
    ),
    key=("vision", "named_kind", "named"),
    patterns=(
        *claimed("ka:PriorityNaming", _naming),
        (_naming, "ka:inVision", document_iri("vision")),
        (_naming, "ka:namedPriority", pl.when(pl.col("named_kind") == "chain").then(mint("chain", "named"))),
        (_naming, "ka:namedPriority", pl.when(pl.col("named_kind") == "coalition").then(mint("coalition", "named"))),
        (_naming, "ka:namedPriority", pl.when(pl.col("named_kind") == "goal").then(listed("policy-goal", "named"))),
        (_naming, "ka:passage", text("passage")),
    ),
)
