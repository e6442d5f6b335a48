"""Applications of the assessment framework: who applies it in which phase, since when."""

from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Column
from loaders.documents import DOCUMENT, document_iri
from loaders.kinds import Listed
from loaders.lists import listed
from loaders.loader import Loader
from loaders.scopes import SCOPE, scope_iri

_application = claim_iri("application", "scope_kind", "scope", "phase", "source")

LOADER = Loader(
    name="applications",
    about={"nl": "Toepassing van het afwegingskader", "en": "Application of the assessment framework"},
    columns=(
        *SCOPE,
        Column("phase", Listed("assessment-phase"), required=True),
        Column("framework", DOCUMENT),
        *CLAIMED,
    ),
    key=("scope_kind", "scope", "phase", "source"),
    patterns=(
        *claimed("ka:FrameworkApplication", _application),
        (_application, "ka:appliedBy", scope_iri()),
        (_application, "ka:assessmentPhase", listed("assessment-phase", "phase")),
        (_application, "ka:setOutIn", document_iri("framework")),
    ),
)
