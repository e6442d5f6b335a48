"""How dependent the stages of a region are on single, distant and non-adjacent sources."""

import polars as pl

from graph.analyses import Facts, members
from graph.metrics.dependence import concentration, share

_PLACE = ["region", "chain", "stage"]


def analyse(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """One row per region and stage that is supplied, by region, chain and stage.

    Args:
        rows: supplies into regions of Brabant, with their region of origin, whether that is far and whether it does
            not touch the region (null for unknown).
        facts: answers ``presences``, for the stages of the customers; a customer without one has stage null.
    """
    stages = (
        facts("presences")
        .group_by("chain", "stage", "stageLabel", "establishment")
        .agg(how_sure=members("evidence"), said_by=members("source"))
    )
    flows = (
        rows.rename({"toRegion": "region", "toRegionLabel": "regionLabel"})
        .with_columns(_flag("distant"), _flag("apart"), size=pl.col("size").cast(pl.Float64))
        .join(stages, left_on=["chain", "customer"], right_on=["chain", "establishment"], how="left")
        .with_columns(weight=_weight())
    )
    described = flows.group_by(*_PLACE, "regionLabel", "chainLabel", "stageLabel").agg(
        supplies=pl.len(),
        suppliers=pl.col("supplier").n_unique(),
        fromRegions=members("fromRegionLabel"),
        weighedBy=pl.when(_one_unit(over=None)).then(pl.col("measure").min()),
        evidence=members("level", "how_sure"),
        sources=members("source", "said_by"),
    )
    measures = (
        concentration(flows, _PLACE, "fromRegion").rename({"hhi": "hhiSources"}),
        share(flows, _PLACE, "distant").rename({"share": "shareDistant", "unknown": "distanceUnknown"}),
        share(flows, _PLACE, "apart").rename({"share": "shareNonadjacent", "unknown": "adjacencyUnknown"}),
    )
    for measure in measures:
        described = described.join(measure, on=_PLACE, nulls_equal=True)
    return described.sort("regionLabel", "chainLabel", "stageLabel", "stage", nulls_last=True)


def _flag(column: str) -> pl.Expr:
    """A flag that may be unknown as a flag: without rows its column is text."""
    return (pl.col(column).cast(pl.String) == "true").alias(column)


def _one_unit(over: list[str] | None) -> pl.Expr:
    """Whether all supplies of a place give their size, in one unit."""
    same = pl.col("size").is_not_null().all() & (pl.col("measure").n_unique() == 1) & (pl.col("size").sum() > 0)
    return same.over(over) if over else same


def _weight() -> pl.Expr:
    """The size of a supply if all of its place give one in the same unit; else each supply counts as one."""
    return pl.when(_one_unit(_PLACE)).then(pl.col("size")).otherwise(1.0)
