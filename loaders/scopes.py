"""Where something applies: a region, a municipality or a business park, told by two columns."""

import polars as pl

from graph.terms import mint
from loaders.columns import Choice, Column, Reference
from loaders.kinds import By
from loaders.municipalities import municipality_iri
from loaders.regions import region_iri

_KINDS = ("region", "municipality", "park")

SCOPE = (
    Column("scope_kind", Choice(_KINDS), required=True),
    Column("scope", By("scope_kind", tuple((kind, Reference(kind)) for kind in _KINDS)), required=True),
)
"""Columns that name a place: its kind, and its key."""


def scope_iri() -> pl.Expr:
    """Address of the place that :data:`SCOPE` names."""
    return pl.coalesce(
        pl.when(pl.col("scope_kind") == "region").then(region_iri("scope")),
        pl.when(pl.col("scope_kind") == "municipality").then(municipality_iri("scope")),
        pl.when(pl.col("scope_kind") == "park").then(mint("park", "scope")),
    )
