"""Municipalities: CBS code, province and COROP area."""

from dataclasses import dataclass

import polars as pl

from graph.terms import mint, node, text
from loaders.claims import SOURCED, sourced
from loaders.columns import Code, Column, Reference
from loaders.loader import Loader
from loaders.regions import region_iri

GM = Code(
    r"GM(?:[1-9]\d{3}|0[1-9]\d{2}|00[1-9]\d|000[1-9])",
    "a CBS municipality code (GM0772); GM0000 stands for none",
)


@dataclass(frozen=True)
class Municipality(Reference):
    """A municipality of the atlas by its CBS code, also where a file gives the bare number: 772, 0772 and GM0772."""

    thing: str = "municipality"

    @property
    def expected(self) -> str:
        """The code, and that the municipality must be there."""
        return "the CBS code of a municipality that is in the atlas, such as GM0772"

    def tidy(self, cell: pl.Expr) -> pl.Expr:
        """The code with its letters and four digits."""
        number = cell.str.to_uppercase().str.extract(r"^(?:GM)?0*(\d{1,4})$")
        return pl.when(number.is_null()).then(cell).otherwise("GM" + number.str.zfill(4))


def municipality_iri(column: str) -> pl.Expr:
    """TOOI address of a municipality by its CBS code."""
    return mint("municipality", pl.col(column).str.to_lowercase())


_municipality = municipality_iri("code")

LOADER = Loader(
    name="municipalities",
    about={
        "nl": "Gemeenten met CBS-code, provincie en COROP-gebied",
        "en": "Municipalities with CBS code, province and COROP area",
    },
    columns=(
        Column("code", GM, required=True),
        Column("name", required=True),
        Column("province", Reference("region"), required=True),
        Column("corop", Reference("region")),
        *SOURCED,
    ),
    key=("code",),
    provides="municipality",
    required=True,
    patterns=(
        (_municipality, "rdf:type", node("ka:Municipality")),
        (_municipality, "rdfs:label", text("name")),
        (_municipality, "skos:notation", text("code")),
        (_municipality, "ka:within", region_iri("province")),
        (_municipality, "ka:inStatisticalRegion", region_iri("corop")),
        *sourced(_municipality),
    ),
)
