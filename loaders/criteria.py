"""Criteria for programming, planning and land allocation: whose they are, on which category, and how verifiable."""

from functools import partial

from graph.terms import text, typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import FLAG, SLUG, Column
from loaders.documents import DOCUMENT, document_iri
from loaders.kinds import Listed, Several, each
from loaders.lists import listed
from loaders.loader import Loader
from loaders.scopes import SCOPE, scope_iri

_criterion = claim_iri("criterion", "criterion_id")

LOADER = Loader(
    name="criteria",
    about={"nl": "Afwegingscriteria", "en": "Allocation criteria"},
    columns=(
        Column("criterion_id", SLUG, required=True),
        *SCOPE,
        Column("category", Several(Listed("effect-category")), required=True),
        Column("text", required=True),
        Column("phase", Several(Listed("assessment-phase"))),
        Column("work_environment", Several(Listed("work-environment"))),
        Column("verifiable", FLAG),
        Column("indicator", Several(Listed("indicator"))),
        Column("document", DOCUMENT),
        *CLAIMED,
    ),
    key=("criterion_id",),
    patterns=(
        *claimed("ka:AllocationCriterion", _criterion),
        (_criterion, "ka:criterionOf", scope_iri()),
        *each(_criterion, "ka:criterionCategory", "category", partial(listed, "effect-category")),
        (_criterion, "ka:criterionText", text("text")),
        *each(_criterion, "ka:assessmentPhase", "phase", partial(listed, "assessment-phase")),
        *each(_criterion, "ka:workEnvironment", "work_environment", partial(listed, "work-environment")),
        (_criterion, "ka:isVerifiable", typed("verifiable", "boolean")),
        *each(_criterion, "ka:measuredBy", "indicator", partial(listed, "indicator")),
        (_criterion, "ka:setOutIn", document_iri("document")),
    ),
)
