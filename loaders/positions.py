"""Positions of municipalities: one point each, longitude and latitude."""

import polars as pl

from graph.terms import PREFIXES, mint
from loaders.claims import SOURCED, sourced
from loaders.columns import Column, Number
from loaders.loader import Loader
from loaders.municipalities import Municipality, municipality_iri

_point = mint("geometry", pl.col("municipality").str.to_lowercase() + "-position")
_wkt = pl.concat_str(
    pl.lit('"POINT ('),
    pl.col("longitude"),
    pl.lit(" "),
    pl.col("latitude"),
    pl.lit(f')"^^<{PREFIXES["geo"]}wktLiteral>'),
)

LOADER = Loader(
    name="positions",
    about={
        "nl": "Posities van gemeenten (lengte en breedte)",
        "en": "Positions of municipalities (longitude and latitude)",
    },
    columns=(
        Column("municipality", Municipality(), required=True),
        Column("longitude", Number(least=3.0, unit="degrees east"), required=True),
        Column("latitude", Number(least=50.0, unit="degrees north"), required=True),
        *SOURCED,
    ),
    key=("municipality",),
    patterns=(
        (municipality_iri("municipality"), "geo:hasCentroid", _point),
        (_point, "geo:asWKT", _wkt),
        *sourced(_point),
    ),
)
