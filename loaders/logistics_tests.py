"""Logistics tests: an establishment against the four conditions of the ordinance; an empty condition is unknown."""

from graph.terms import mint, typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import FLAG, Column, Reference
from loaders.forecasts import HECTARES
from loaders.loader import Loader

_test = claim_iri("logistics-test", "establishment", "source")

LOADER = Loader(
    name="logistics_tests",
    about={"nl": "Toetsen grootschalige logistiek", "en": "Tests for large-scale logistics"},
    columns=(
        Column("establishment", Reference("establishment"), required=True),
        Column("parcel_ha", HECTARES),
        Column("large_buildings", FLAG),
        Column("mainly_logistics", FLAG),
        Column("high_impact", FLAG),
        *CLAIMED,
    ),
    key=("establishment", "source"),
    patterns=(
        *claimed("ka:LogisticsTest", _test),
        (_test, "ka:testedEstablishment", mint("establishment", "establishment")),
        (_test, "ka:parcelHa", typed("parcel_ha", "decimal")),
        (_test, "ka:largeBuildings", typed("large_buildings", "boolean")),
        (_test, "ka:mainlyLogistics", typed("mainly_logistics", "boolean")),
        (_test, "ka:highImpact", typed("high_impact", "boolean")),
    ),
)
