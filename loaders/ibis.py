"""IBIS: the business parks of the provincial register, one row per park and year."""

import polars as pl

from graph.terms import mint, node, text, typed
from loaders.claims import SOURCED, sourced
from loaders.columns import Choice, Code, Column, Number
from loaders.geometry import AREA, area_of
from loaders.loader import Loader
from loaders.municipalities import Municipality, municipality_iri

RIN = Code(r"\d{1,10}", "an IBIS park number of digits only")
TYPES = Choice(("A", "B", "C", "C1", "C2", "C3", "C4", "C5"))

_park = mint("park", "rin")
_ha = Number(least=0, unit="hectares")

LOADER = Loader(
    name="ibis",
    about={"nl": "Bedrijventerreinen uit IBIS", "en": "Business parks from IBIS"},
    columns=(
        Column("rin", RIN, required=True, aliases=("rin_nummer", "rin_nr", "rinnummer", "rin nr")),
        Column("name", required=True, aliases=("plan_naam", "a_plannaam", "plannaam", "naam", "terreinnaam")),
        Column(
            "municipality",
            Municipality(),
            required=True,
            aliases=("gem_codes", "gem_code_cbs", "gemeentecode", "cbscode", "gem_code"),
        ),
        Column("year", Number(least=1900, whole=True), required=True, aliases=("jaar", "peiljaar", "meting")),
        Column("gross_ha", _ha, aliases=("ha_bruto", "opp_bruto", "bruto_opp", "bruto ha", "oppervlakte bruto")),
        Column("net_ha", _ha, aliases=("ha_netto", "opp_netto", "netto_opp", "netto ha", "oppervlakte netto")),
        Column("issuable_ha", _ha, aliases=("ha_totuit", "ha_tottuit", "opp_uitgeefbaar", "uitgeefbaar ha")),
        Column(
            "type", TYPES, lenient=True, aliases=("wloc_type", "werklocatie_type_code", "a_type", "type werklocatie")
        ),
        *AREA,
        *SOURCED,
    ),
    key=("rin",),
    provides="park",
    patterns=(
        (_park, "rdf:type", node("ka:BusinessPark")),
        (_park, "rdfs:label", text("name")),
        (_park, "ka:parkNumber", text("rin")),
        (_park, "ka:within", municipality_iri("municipality")),
        (_park, "ka:grossAreaHa", typed("gross_ha", "decimal")),
        (_park, "ka:netAreaHa", typed("net_ha", "decimal")),
        (_park, "ka:issuableAreaHa", typed("issuable_ha", "decimal")),
        (_park, "ka:workLocationType", mint("work-location-type", pl.col("type"))),
        *area_of(_park, pl.concat_str(pl.lit("park-"), "rin")),
        *sourced(_park),
    ),
)
