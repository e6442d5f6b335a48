"""Assessments of regional added value: of which establishment, or acquisition lead, in which phase.

What was found stands in findings.
"""

from graph.terms import mint
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import SLUG, Column, Reference
from loaders.documents import DOCUMENT, document_iri
from loaders.kinds import Listed
from loaders.lists import listed
from loaders.loader import Loader

_assessment = claim_iri("assessment", "assessment_id")

LOADER = Loader(
    name="assessments",
    about={"nl": "Profielen van regionale meerwaarde", "en": "Profiles of regional added value"},
    columns=(
        Column("assessment_id", SLUG, required=True),
        Column("establishment", Reference("establishment")),
        Column("lead", Reference("lead")),
        Column("phase", Listed("assessment-phase")),
        Column("framework", DOCUMENT),
        *CLAIMED,
    ),
    key=("assessment_id",),
    provides="assessment",
    patterns=(
        *claimed("ka:RegionalValueAssessment", _assessment),
        (_assessment, "ka:assessedEstablishment", mint("establishment", "establishment")),
        (_assessment, "ka:assessedLead", claim_iri("lead", "lead")),
        (_assessment, "ka:assessmentPhase", listed("assessment-phase", "phase")),
        (_assessment, "ka:setOutIn", document_iri("framework")),
    ),
)
