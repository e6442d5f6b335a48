"""Demand shifts: where tightening in one region moves demand to another (waterbed effect)."""

from graph.terms import text, typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import SLUG, Column, Reference
from loaders.forecasts import HECTARES
from loaders.kinds import Listed
from loaders.lists import listed
from loaders.loader import Loader
from loaders.regions import region_iri

_shift = claim_iri("shift", "shift_id")

LOADER = Loader(
    name="shifts",
    about={"nl": "Verschuivingen van vraag tussen regio's", "en": "Shifts of demand between regions"},
    columns=(
        Column("shift_id", SLUG, required=True),
        Column("from_region", Reference("region"), required=True),
        Column("to_region", Reference("region"), required=True),
        Column("work_environment", Listed("work-environment")),
        Column("demand_ha", HECTARES),
        Column("signal"),
        *CLAIMED,
    ),
    key=("shift_id",),
    patterns=(
        *claimed("ka:DemandShift", _shift),
        (_shift, "ka:shiftFrom", region_iri("from_region")),
        (_shift, "ka:shiftTo", region_iri("to_region")),
        (_shift, "ka:workEnvironment", listed("work-environment", "work_environment")),
        (_shift, "ka:demandHa", typed("demand_ha", "decimal")),
        (_shift, "ka:rationale", text("signal")),
    ),
)
