"""Participations: which establishment takes part in which stage, doing what, according to whom."""

from graph.terms import mint, text
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Choice, Column, Reference
from loaders.loader import Loader

_participation = claim_iri("participation", "establishment", "stage", "source")

LOADER = Loader(
    name="participations",
    about={"nl": "Deelname van vestigingen aan schakels", "en": "Participation of establishments in stages"},
    columns=(
        Column("establishment", Reference("establishment"), required=True),
        Column("stage", Reference("stage"), required=True),
        Column("activity"),
        Column(
            "role",
            Choice(("producer", "developer", "supplier", "service", "user", "research", "validation")),
            required=True,
        ),
        *CLAIMED,
    ),
    key=("establishment", "stage", "source"),
    patterns=(
        *claimed("ka:StageParticipation", _participation),
        (_participation, "ka:participant", mint("establishment", "establishment")),
        (_participation, "ka:inStage", mint("stage", "stage")),
        (_participation, "ka:activity", text("activity", "en")),
        (_participation, "ka:role", text("role")),
    ),
)
