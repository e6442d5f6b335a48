"""Strategic designations: business parks that are candidates for, or have, more than ordinary strategic interest.

One row per ground, since grounds come from different sources with different evidence.
"""

import polars as pl

from graph.terms import mint
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Choice, Column, Reference
from loaders.documents import DOCUMENT, document_iri
from loaders.kinds import By, Listed
from loaders.lists import listed
from loaders.loader import Loader

_GROUNDS = (("quality", Listed("spatial-quality")), ("chain", Reference("chain")), ("task", Listed("societal-task")))
_designation = claim_iri("designation", "park", "ground_kind", "ground", "source")


def _ground(kind: str, value: pl.Expr) -> pl.Expr:
    return pl.when(pl.col("ground_kind") == kind).then(value)


LOADER = Loader(
    name="designations",
    about={"nl": "Strategische terreinen en hun gronden", "en": "Strategic parks and their grounds"},
    columns=(
        Column("park", Reference("park"), required=True),
        Column("status", Listed("designation-status"), required=True),
        Column("ground_kind", Choice(tuple(kind for kind, _ in _GROUNDS)), required=True),
        Column("ground", By("ground_kind", _GROUNDS), required=True),
        Column("document", DOCUMENT),
        *CLAIMED,
    ),
    key=("park", "ground_kind", "ground", "source"),
    patterns=(
        *claimed("ka:StrategicDesignation", _designation),
        (_designation, "ka:atLocation", mint("park", "park")),
        (_designation, "ka:designationStatus", listed("designation-status", "status")),
        (_designation, "ka:ground", _ground("quality", listed("spatial-quality", "ground"))),
        (_designation, "ka:ground", _ground("chain", mint("chain", "ground"))),
        (_designation, "ka:ground", _ground("task", listed("societal-task", "ground"))),
        (_designation, "ka:setOutIn", document_iri("document")),
    ),
)
