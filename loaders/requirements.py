"""Requirements: which quality or work environment a stage needs."""

import polars as pl

from graph.terms import mint
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Choice, Column, Reference
from loaders.kinds import By, Listed
from loaders.lists import listed
from loaders.loader import Loader

_KINDS = (("quality", Listed("spatial-quality")), ("work-environment", Listed("work-environment")))
_requirement = claim_iri("requirement", "stage", "needs_kind", "needs", "source")


def _only(kind: str, value: pl.Expr) -> pl.Expr:
    return pl.when(pl.col("needs_kind") == kind).then(value)


LOADER = Loader(
    name="requirements",
    about={"nl": "Eisen van schakels aan hun plek", "en": "What stages need of their place"},
    columns=(
        Column("stage", Reference("stage"), required=True),
        Column("needs_kind", Choice(tuple(kind for kind, _ in _KINDS)), required=True),
        Column("needs", By("needs_kind", _KINDS), required=True),
        *CLAIMED,
    ),
    key=("stage", "needs_kind", "needs", "source"),
    patterns=(
        *claimed("ka:StageRequirement", _requirement),
        (_requirement, "ka:requiringStage", mint("stage", "stage")),
        (_requirement, "ka:requiredQuality", _only("quality", listed("spatial-quality", "needs"))),
        (_requirement, "ka:workEnvironment", _only("work-environment", listed("work-environment", "needs"))),
    ),
)
