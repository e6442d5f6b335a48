"""Acquisition leads: what a company that looks for a place needs. Names of companies have no place here."""

from functools import partial

from graph.terms import mint, typed
from loaders.claims import CLAIMED, claim_iri, claimed, labelled
from loaders.columns import SLUG, Column, Reference
from loaders.forecasts import HECTARES
from loaders.kinds import Listed, Several, each
from loaders.lists import listed
from loaders.loader import Loader

_lead = claim_iri("lead", "lead_id")

LOADER = Loader(
    name="leads",
    about={"nl": "Acquisitieleads en wat zij zoeken", "en": "Acquisition leads and what they look for"},
    columns=(
        Column("lead_id", SLUG, required=True),
        Column("label_nl", required=True),
        Column("label_en", required=True),
        Column("quality", Several(Listed("spatial-quality")), required=True),
        Column("work_environment", Listed("work-environment")),
        Column("stage", Several(Reference("stage"))),
        Column("area_ha", HECTARES),
        *CLAIMED,
    ),
    key=("lead_id",),
    provides="lead",
    patterns=(
        *claimed("ka:AcquisitionLead", _lead),
        *labelled(_lead),
        *each(_lead, "ka:wantedQuality", "quality", partial(listed, "spatial-quality")),
        (_lead, "ka:workEnvironment", listed("work-environment", "work_environment")),
        *each(_lead, "ka:targetsStage", "stage", partial(mint, "stage")),
        (_lead, "ka:areaHa", typed("area_ha", "decimal")),
    ),
)
