"""Outlines of municipalities, as PDOK serves those of CBS and Kadaster or with the properties ``code`` and ``naam``.

Municipalities that are not in the atlas keep their outline too, for they are neighbours of those that are.
"""

from dataclasses import dataclass

import polars as pl

from graph.terms import mint, text
from loaders.claims import SOURCED, sourced
from loaders.columns import Column, Known
from loaders.geometry import Shape, area_of
from loaders.loader import Loader
from loaders.municipalities import GM, Municipality, municipality_iri


@dataclass(frozen=True)
class AnyMunicipality(Municipality):
    """A municipality by its CBS code, whether the atlas has it or not."""

    @property
    def expected(self) -> str:
        """The form of the code."""
        return GM.expected

    @property
    def things(self) -> frozenset[str]:
        """None: the municipality need not be there."""
        return frozenset()

    def remark(self, cell: pl.Expr, known: Known) -> pl.Expr | None:
        """Nothing."""
        del cell, known
        return None

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether the code has the form."""
        return GM.good(cell, known)


_key = pl.col("code").str.to_lowercase() + "-outline"

LOADER = Loader(
    name="outlines",
    about={"nl": "Omtrekken van gemeenten", "en": "Outlines of municipalities"},
    columns=(
        Column("code", AnyMunicipality(), required=True, aliases=("statcode", "gemeentecode", "gm_code")),
        Column("naam", aliases=("statnaam", "gemeentenaam", "gm_naam", "name")),
        Column("wkt", Shape(), required=True, aliases=("geometry", "geometrie", "geom")),
        *(Column(name) for name in ("jrstatcode", "rubriek", "id", "fid")),
        # A file that is given to a build as it is names no source; one that is loaded does.
        *(Column(column.name, column.kind) for column in SOURCED),
    ),
    key=("code",),
    provides="outline",
    patterns=(
        *area_of(municipality_iri("code"), _key),
        (mint("geometry", _key), "rdfs:label", text("naam")),
        *sourced(mint("geometry", _key)),
    ),
)
