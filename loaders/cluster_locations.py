"""Cluster locations: business parks designated for large-scale logistics, from when to when, by which decision."""

from graph.terms import mint, typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import FLAG, Column, Reference
from loaders.documents import DOCUMENT, document_iri
from loaders.loader import Loader

_location = claim_iri("cluster-location", "park", "decided_in")

LOADER = Loader(
    name="cluster_locations",
    about={"nl": "Aangewezen locaties voor grootschalige logistiek", "en": "Locations for large-scale logistics"},
    columns=(
        Column("park", Reference("park"), required=True),
        Column("decided_in", DOCUMENT, required=True),
        Column("multimodal", FLAG),
        *CLAIMED,
    ),
    key=("park", "decided_in"),
    patterns=(
        *claimed("ka:ClusterLocation", _location),
        (_location, "ka:atLocation", mint("park", "park")),
        (_location, "ka:decidedIn", document_iri("decided_in")),
        (_location, "ka:multimodal", typed("multimodal", "boolean")),
    ),
)
