"""Findings of an assessment: to which side each of the four categories falls, and why. There is no total."""

from graph.terms import text
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import SLUG, Column, Reference
from loaders.kinds import Listed
from loaders.lists import listed
from loaders.loader import Loader

_finding = claim_iri("finding", "finding_id")

LOADER = Loader(
    name="findings",
    about={"nl": "Bevindingen per effectcategorie", "en": "Findings by effect category"},
    columns=(
        Column("finding_id", SLUG, required=True),
        Column("assessment", Reference("assessment"), required=True),
        Column("category", Listed("effect-category"), required=True),
        Column("pole", Listed("effect-pole"), required=True),
        Column("rationale", required=True),
        *CLAIMED,
    ),
    key=("finding_id",),
    provides="finding",
    patterns=(
        *claimed("ka:CategoryScore", _finding),
        (_finding, "ka:findingOf", claim_iri("assessment", "assessment")),
        (_finding, "ka:findingCategory", listed("effect-category", "category")),
        (_finding, "ka:findingPole", listed("effect-pole", "pole")),
        (_finding, "ka:rationale", text("rationale")),
    ),
)
