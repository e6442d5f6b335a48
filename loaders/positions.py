"""Positions of municipalities: one point each, longitude and latitude."""

import polars as pl

from graph.terms import mint
from loaders.claims import SOURCED, sourced
from loaders.columns import Column
from loaders.geometry import Ordinate, literal, point
from loaders.loader import Loader
from loaders.municipalities import Municipality, municipality_iri

_point = mint("geometry", pl.col("municipality").str.to_lowercase() + "-position")

LOADER = Loader(
    name="positions",
    about={
        "nl": "Posities van gemeenten (lengte en breedte)",
        "en": "Positions of municipalities (longitude and latitude)",
    },
    columns=(
        Column("municipality", Municipality(), required=True),
        Column("longitude", Ordinate("longitude", "latitude", "longitude"), required=True),
        Column("latitude", Ordinate("longitude", "latitude", "latitude"), required=True),
        *SOURCED,
    ),
    key=("municipality",),
    patterns=(
        (municipality_iri("municipality"), "geo:hasCentroid", _point),
        (_point, "geo:asWKT", literal(point("longitude", "latitude"))),
        *sourced(_point),
    ),
)
