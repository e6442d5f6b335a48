"""Balances: demand against hard and soft supply in a region and work environment."""

from graph.terms import text, typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import SLUG, Column, Reference
from loaders.forecasts import HECTARES, PERIOD, YEAR
from loaders.kinds import Listed
from loaders.lists import listed
from loaders.loader import Loader
from loaders.regions import region_iri

_balance = claim_iri("balance", "balance_id")

LOADER = Loader(
    name="balances",
    about={"nl": "Balansen van vraag en aanbod", "en": "Balances of supply and demand"},
    columns=(
        Column("balance_id", SLUG, required=True),
        Column("region", Reference("region"), required=True),
        Column("work_environment", Listed("work-environment")),
        Column("vintage", YEAR, required=True),
        Column("period", PERIOD, required=True),
        Column("demand_ha", HECTARES),
        Column("hard_supply_ha", HECTARES),
        Column("soft_supply_ha", HECTARES),
        Column("forecast", Reference("forecast")),
        *CLAIMED,
    ),
    key=("balance_id",),
    patterns=(
        *claimed("ka:SupplyDemandBalance", _balance),
        (_balance, "ka:region", region_iri("region")),
        (_balance, "ka:workEnvironment", listed("work-environment", "work_environment")),
        (_balance, "ka:vintage", text("vintage")),
        (_balance, "ka:period", text("period")),
        (_balance, "ka:demandHa", typed("demand_ha", "decimal")),
        (_balance, "ka:hardSupplyHa", typed("hard_supply_ha", "decimal")),
        (_balance, "ka:softSupplyHa", typed("soft_supply_ha", "decimal")),
        (_balance, "ka:basedOnForecast", claim_iri("forecast", "forecast")),
    ),
)
