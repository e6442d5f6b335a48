"""Zone coverage: which business park lies within, partly within or outside a regulatory zone, from when to when.

For zones whose boundary is not at hand; a park without a row is a park of which that is unknown.
"""

from graph.terms import mint, text
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Choice, Column, Reference
from loaders.documents import DOCUMENT, document_iri
from loaders.loader import Loader

_coverage = claim_iri("zone-coverage", "zone", "park", "decided_in")

LOADER = Loader(
    name="zone_coverage",
    about={"nl": "Ligging van terreinen in of buiten werkingsgebieden", "en": "Parks within or outside zones"},
    columns=(
        Column("zone", Reference("zone"), required=True),
        Column("park", Reference("park"), required=True),
        Column("coverage", Choice(("within", "partly", "outside")), required=True),
        Column("decided_in", DOCUMENT, required=True),
        *CLAIMED,
    ),
    key=("zone", "park", "decided_in"),
    patterns=(
        *claimed("ka:ZoneCoverage", _coverage),
        (_coverage, "ka:coveringZone", mint("zone", "zone")),
        (_coverage, "ka:atLocation", mint("park", "park")),
        (_coverage, "ka:coverage", text("coverage")),
        (_coverage, "ka:decidedIn", document_iri("decided_in")),
    ),
)
