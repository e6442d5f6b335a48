"""Use of quays: who lies at a quay, whether goods really pass it, and whether the occupant needs water.

A row without establishment says that nobody uses the quay; a quay without a row is a quay of which that is unknown.
"""

import polars as pl

from graph.terms import mint, typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import FLAG, Column, Reference
from loaders.loader import Loader

_use = claim_iri("quay-use", "quay", pl.col("establishment").fill_null("nobody"), "source")

LOADER = Loader(
    name="quay_use",
    about={"nl": "Gebruik van kades", "en": "Use of quays"},
    columns=(
        Column("quay", Reference("quay"), required=True),
        Column("establishment", Reference("establishment")),
        Column("transhipment", FLAG, required=True),
        Column("needs_water", FLAG),
        *CLAIMED,
    ),
    key=("quay", "establishment", "source"),
    patterns=(
        *claimed("ka:QuayUse", _use),
        (_use, "ka:usedQuay", mint("quay", "quay")),
        (_use, "ka:occupiedBy", mint("establishment", "establishment")),
        (_use, "ka:transhipment", typed("transhipment", "boolean")),
        (_use, "ka:needsWaterAccess", typed("needs_water", "boolean")),
    ),
)
