"""Space demands: how much space a stage needs in a region and work environment, and how much is programmed for it."""

from graph.terms import mint, text, typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import SLUG, Column, Reference
from loaders.documents import document_iri
from loaders.forecasts import HECTARES, PERIOD, YEAR
from loaders.kinds import Listed
from loaders.lists import listed
from loaders.loader import Loader
from loaders.regions import region_iri

_demand = claim_iri("space-demand", "demand_id")

LOADER = Loader(
    name="space_demands",
    about={"nl": "Ruimtevraag van schakels", "en": "Space demands of stages"},
    columns=(
        Column("demand_id", SLUG, required=True),
        Column("stage", Reference("stage"), required=True),
        Column("region", Reference("region"), required=True),
        Column("work_environment", Listed("work-environment")),
        Column("vintage", YEAR),
        Column("period", PERIOD),
        Column("demand_ha", HECTARES, required=True),
        Column("programmed_ha", HECTARES),
        Column("agreement", Reference("agreement")),
        *CLAIMED,
    ),
    key=("demand_id",),
    patterns=(
        *claimed("ka:SpaceDemand", _demand),
        (_demand, "ka:demandingStage", mint("stage", "stage")),
        (_demand, "ka:region", region_iri("region")),
        (_demand, "ka:workEnvironment", listed("work-environment", "work_environment")),
        (_demand, "ka:vintage", text("vintage")),
        (_demand, "ka:period", text("period")),
        (_demand, "ka:demandHa", typed("demand_ha", "decimal")),
        (_demand, "ka:programmedHa", typed("programmed_ha", "decimal")),
        (_demand, "ka:agreedIn", document_iri("agreement")),
    ),
)
