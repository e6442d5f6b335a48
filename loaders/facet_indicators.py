"""Facet indicators: which indicator says something about a facet of regional added value, according to whom."""

from graph.terms import text
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Column
from loaders.kinds import Listed
from loaders.lists import listed
from loaders.loader import Loader

_choice = claim_iri("facet-indicator", "facet", "indicator", "source")

LOADER = Loader(
    name="facet_indicators",
    about={
        "nl": "Indicatoren bij facetten van regionale meerwaarde",
        "en": "Indicators of facets of regional added value",
    },
    columns=(
        Column("facet", Listed("added-value-facet"), required=True),
        Column("indicator", Listed("indicator"), required=True),
        Column("rationale"),
        *CLAIMED,
    ),
    key=("facet", "indicator", "source"),
    patterns=(
        *claimed("ka:FacetIndicator", _choice),
        (_choice, "ka:ofFacet", listed("added-value-facet", "facet")),
        (_choice, "ka:measuredBy", listed("indicator", "indicator")),
        (_choice, "ka:rationale", text("rationale")),
    ),
)
