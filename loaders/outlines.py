"""Outlines of municipalities from a GeoJSON file with the properties ``code`` and ``naam``, or as CBS names them."""

import polars as pl

from graph.terms import PREFIXES, mint
from loaders.claims import sourced
from loaders.columns import Column, Day, Reference
from loaders.loader import Loader
from loaders.municipalities import Municipality, municipality_iri

_outline = mint("geometry", pl.col("code").str.to_lowercase() + "-outline")
_wkt = pl.concat_str(pl.lit('"'), pl.col("wkt"), pl.lit(f'"^^<{PREFIXES["geo"]}wktLiteral>'))

LOADER = Loader(
    name="outlines",
    about={"nl": "Omtrekken van gemeenten", "en": "Outlines of municipalities"},
    columns=(
        Column("code", Municipality(), required=True, aliases=("statcode",)),
        Column("naam", aliases=("statnaam",)),
        Column("wkt", required=True),
        # A file that is given to a build as it is names no source; one that is loaded does.
        Column("source", Reference("source")),
        Column("date", Day()),
    ),
    key=("code",),
    patterns=(
        (municipality_iri("code"), "geo:hasDefaultGeometry", _outline),
        (_outline, "geo:asWKT", _wkt),
        *sourced(_outline),
    ),
)
