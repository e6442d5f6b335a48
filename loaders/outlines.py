"""Outlines of municipalities from a GeoJSON file with the properties ``code`` and ``naam``."""

import polars as pl

from graph.terms import PREFIXES, mint
from loaders.columns import Column
from loaders.loader import Loader
from loaders.municipalities import Municipality, municipality_iri

_outline = mint("geometry", pl.col("code").str.to_lowercase() + "-outline")
_wkt = pl.concat_str(pl.lit('"'), pl.col("wkt"), pl.lit(f'"^^<{PREFIXES["geo"]}wktLiteral>'))

LOADER = Loader(
    name="outlines",
    about={"nl": "Omtrekken van gemeenten", "en": "Outlines of municipalities"},
    columns=(
        Column("code", Municipality(), required=True),
        Column("naam"),
        Column("wkt", required=True),
    ),
    key=("code",),
    patterns=(
        (municipality_iri("code"), "geo:hasDefaultGeometry", _outline),
        (_outline, "geo:asWKT", _wkt),
    ),
)
