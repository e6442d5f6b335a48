"""Factor intensity: what an establishment uses per job or hectare, beside the median of its work environment."""

import polars as pl

from graph.analyses import Facts
from graph.metrics.intensity import compared, intensity

_WHO = ["establishment", "factor", "unit"]


def analyse(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """One row per establishment, work environment, factor and unit.

    Where several sources give a figure for the latest period, the middle one counts.
    """
    del facts
    latest = (
        rows.with_columns(pl.col("amount", "divisor").cast(pl.Float64), end=pl.col("period").str.slice(-4))
        .filter(pl.col("end") == pl.col("end").max().over(_WHO))
        .group_by(*_WHO, "workEnvironment", maintain_order=True)
        .agg(
            pl.col("establishmentLabel", "workEnvironmentLabel", "factorLabel", "divisor").first(),
            pl.col("period").max(),
            pl.col("amount").median(),
            evidence=pl.col("level").unique().sort().str.join("|"),
            sources=pl.col("source").unique().sort().str.join("|"),
        )
        .with_columns(value=intensity(pl.col("amount"), pl.col("divisor")))
    )
    return compared(latest, "value", ["workEnvironment", "factor", "unit"], "establishment").sort(
        "factorLabel",
        "unit",
        "workEnvironmentLabel",
        "establishmentLabel",
        "establishment",
        "workEnvironment",
        nulls_last=True,
    )
