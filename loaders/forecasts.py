"""Forecasts: expected demand for space of a region, by work environment, scenario, period and vintage."""

from graph.terms import text, typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import SLUG, Code, Column, Number, Reference
from loaders.kinds import Listed
from loaders.lists import listed
from loaders.loader import Loader
from loaders.regions import region_iri

HECTARES = Number(least=0, unit="hectares")
YEAR = Code(r"\d{4}", "a year")
PERIOD = Code(r"\d{4}(?:-\d{4})?", "a year or years from-to, such as 2022-2030")

_forecast = claim_iri("forecast", "forecast_id")

LOADER = Loader(
    name="forecasts",
    about={"nl": "Prognoses van de ruimtevraag", "en": "Forecasts of demand for space"},
    columns=(
        Column("forecast_id", SLUG, required=True),
        Column("region", Reference("region"), required=True),
        Column("work_environment", Listed("work-environment")),
        Column("vintage", YEAR, required=True),
        Column("scenario", required=True),
        Column("period", PERIOD, required=True),
        Column("demand_ha", HECTARES, required=True),
        *CLAIMED,
    ),
    key=("forecast_id",),
    provides="forecast",
    patterns=(
        *claimed("ka:Forecast", _forecast),
        (_forecast, "ka:region", region_iri("region")),
        (_forecast, "ka:workEnvironment", listed("work-environment", "work_environment")),
        (_forecast, "ka:vintage", text("vintage")),
        (_forecast, "ka:scenario", text("scenario")),
        (_forecast, "ka:period", text("period")),
        (_forecast, "ka:demandHa", typed("demand_ha", "decimal")),
    ),
)
