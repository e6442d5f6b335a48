"""Commuting between regions, and how a municipality table is summed to regions."""

import polars as pl

from graph.terms import text, typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Column, Number, Reference
from loaders.loader import Loader
from loaders.regions import region_iri

_flow = claim_iri("commuting", "from_region", "to_region", "period")

LOADER = Loader(
    name="commuting",
    about={"nl": "Pendel tussen regio's", "en": "Commuting between regions"},
    columns=(
        Column("from_region", Reference("region"), required=True),
        Column("to_region", Reference("region"), required=True),
        Column("persons", Number(least=0, whole=True), required=True),
        Column("period", Number(least=1900, whole=True), required=True),
        *CLAIMED,
    ),
    key=("from_region", "to_region", "period"),
    patterns=(
        *claimed("ka:CommutingFlow", _flow),
        (_flow, "ka:fromRegion", region_iri("from_region")),
        (_flow, "ka:toRegion", region_iri("to_region")),
        (_flow, "ka:persons", typed("persons", "integer")),
        (_flow, "ka:period", text("period")),
    ),
)


def by_region(flows: pl.DataFrame, region_of: pl.DataFrame) -> pl.DataFrame:
    """Sum flows between municipalities to flows between regions.

    Args:
        flows: columns ``from``, ``to`` (CBS codes) and ``value`` (persons).
        region_of: columns ``municipality`` and ``region``, one row per municipality (primary membership);
            municipalities that do not occur are left out of the sums.

    Returns:
        Columns ``from_region``, ``to_region`` and ``persons``, rounded to whole persons after summing.
    """
    return (
        flows.join(region_of.rename({"municipality": "from", "region": "from_region"}), on="from")
        .join(region_of.rename({"municipality": "to", "region": "to_region"}), on="to")
        .group_by("from_region", "to_region")
        .agg(persons=pl.col("value").sum().round().cast(pl.Int64))
        .sort("from_region", "to_region")
    )
