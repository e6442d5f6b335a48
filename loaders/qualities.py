"""Qualities of business parks that a public source names."""

from graph.terms import mint, text
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Choice, Column, Reference
from loaders.loader import Loader

QUALITIES = Choice(
    (
        "water-access",
        "quay",
        "rail-access",
        "road-access",
        "environmental-space",
        "high-grade-infrastructure",
        "strong-cluster",
        "inner-city-work",
        "energy-capacity",
        "building-height",
    )
)

_claim = claim_iri("quality", "park", "quality", "source")

LOADER = Loader(
    name="qualities",
    about={"nl": "Unieke kwaliteiten van bedrijventerreinen", "en": "Spatial qualities of business parks"},
    columns=(
        Column("park", Reference("park"), required=True),
        Column("quality", QUALITIES, required=True),
        Column("value"),
        *CLAIMED,
    ),
    key=("park", "quality", "source"),
    patterns=(
        *claimed("ka:LocationQuality", _claim),
        (_claim, "ka:location", mint("park", "park")),
        (_claim, "ka:quality", mint("quality", "quality")),
        (_claim, "ka:qualityValue", text("value", "en")),
    ),
)
