"""Establishments: where an organisation works. Outside the province only the province or country is kept."""

import polars as pl

from graph.terms import mint, node, text, typed
from loaders.claims import SOURCED, sourced
from loaders.columns import EVIDENCE, SLUG, Column, Day, Number, Reference
from loaders.geometry import POINT, point_of
from loaders.loader import Loader
from loaders.municipalities import Municipality, municipality_iri
from loaders.regions import region_iri

_establishment = mint("establishment", "establishment_id")

LOADER = Loader(
    name="establishments",
    about={
        "nl": "Vestigingen met gemeente en bedrijventerrein",
        "en": "Establishments with municipality and business park",
    },
    columns=(
        Column("establishment_id", SLUG, required=True),
        Column("organisation", Reference("organisation"), required=True),
        Column("name", required=True),
        Column("municipality", Municipality()),
        Column("outside", Reference("region")),
        Column("park", Reference("park"), lenient=True),
        Column("park_evidence", EVIDENCE),
        Column("jobs", Number(least=0, whole=True), lenient=True),
        Column("valid_from", Day()),
        Column("valid_to", Day("end")),
        *POINT,
        *SOURCED,
    ),
    key=("establishment_id",),
    provides="establishment",
    derive={
        "park_evidence": pl.when(pl.col("park").is_not_null()).then(pl.col("park_evidence").fill_null("estimated"))
    },
    patterns=(
        (_establishment, "rdf:type", node("ka:Establishment")),
        (mint("organisation", "organisation"), "ka:hasEstablishment", _establishment),
        (_establishment, "rdfs:label", text("name")),
        (_establishment, "ka:inMunicipality", municipality_iri("municipality")),
        (_establishment, "ka:outsideRegion", region_iri("outside")),
        (_establishment, "ka:situatedOn", mint("park", "park")),
        (_establishment, "ka:locationEvidence", mint("evidence", "park_evidence")),
        (_establishment, "ka:jobs", typed("jobs", "integer")),
        (_establishment, "ka:validFrom", typed("valid_from", "date")),
        (_establishment, "ka:validTo", typed("valid_to", "date")),
        *point_of(_establishment, pl.concat_str(pl.lit("establishment-"), "establishment_id")),
        *sourced(_establishment),
    ),
)
