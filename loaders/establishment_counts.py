"""Number of business establishments per municipality (CBS)."""

from graph.terms import typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Column, Number
from loaders.loader import Loader
from loaders.municipalities import Municipality, municipality_iri

_count = claim_iri("establishments", "municipality", "date")

LOADER = Loader(
    name="establishment_counts",
    about={
        "nl": "Aantal bedrijfsvestigingen per gemeente",
        "en": "Number of establishments per municipality",
    },
    columns=(
        Column("municipality", Municipality(), required=True),
        Column("establishments", Number(least=0, whole=True), required=True),
        *CLAIMED,
    ),
    key=("municipality", "date"),
    patterns=(
        *claimed("ka:MunicipalFigure", _count),
        (_count, "ka:aboutMunicipality", municipality_iri("municipality")),
        (_count, "ka:establishmentCount", typed("establishments", "integer")),
    ),
)
