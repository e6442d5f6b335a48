"""Residents: which establishments are on which campus, and which of them carry its knowledge."""

from graph.terms import mint, typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import FLAG, Column, Reference
from loaders.loader import Loader

_residency = claim_iri("residency", "campus", "establishment", "source")

LOADER = Loader(
    name="residents",
    about={"nl": "Vestigingen op campussen", "en": "Establishments on campuses"},
    columns=(
        Column("campus", Reference("campus"), required=True),
        Column("establishment", Reference("establishment"), required=True),
        Column("carries_knowledge", FLAG),
        *CLAIMED,
    ),
    key=("campus", "establishment", "source"),
    patterns=(
        *claimed("ka:CampusResidency", _residency),
        (_residency, "ka:onCampus", mint("campus", "campus")),
        (_residency, "ka:resident", mint("establishment", "establishment")),
        (_residency, "ka:carriesKnowledge", typed("carries_knowledge", "boolean")),
    ),
)
