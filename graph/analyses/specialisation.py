"""Specialisation of regions in chains: location quotients to the province and to the country, and what to withhold."""

import polars as pl

from graph.analyses import Facts
from graph.metrics.specialisation import location_quotient_interval

FEWEST, DOMINANT = 3, 0.75
"""Jobs of fewer establishments than the first, or of which one has more than the second part, are withheld."""


def analyse(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Add shares and quotients; those most specialised come first within each chain."""
    totals, totals_evidence, totals_sources = _totals(facts("region-totals"))
    table = (
        rows.cast(dict.fromkeys(("establishments", "jobs", "largest", "known"), pl.Int64))
        .with_columns(share=pl.col("establishments") / pl.col("establishments").sum().over("chain"))
        .join(totals, on="region", how="left")
        .join(_national(facts("jobs-figures")), on=["chain", "region"], how="left")
    )
    quotient, low, high = location_quotient_interval(
        table["establishments"].cast(pl.Float64).to_numpy(),
        table.select(pl.col("establishments").sum().over("chain").cast(pl.Float64)).to_series().to_numpy(),
        table["expected"].cast(pl.Float64).fill_null(float("nan")).to_numpy(),
    )
    withheld = (pl.col("known") > 0) & ((pl.col("known") < FEWEST) | (pl.col("largest") > DOMINANT * pl.col("jobs")))
    measured = pl.col("expected").is_not_null()
    return table.with_columns(
        *(
            pl.Series(name, values, dtype=pl.Float64).fill_nan(None).round(3)
            for name, values in (("lq", quotient), ("lqLow", low), ("lqHigh", high))
        ),
        suppressed=withheld,
        jobs=pl.when((pl.col("known") > 0) & ~withheld).then("jobs"),
        jobsUnknown=pl.col("establishments") - pl.col("known"),
        evidence=_together("evidence", pl.when(measured).then(pl.lit(totals_evidence)), "nationalEvidence"),
        sources=_together("sources", pl.when(measured).then(pl.lit(totals_sources)), "nationalSources"),
    ).sort(
        "chainLabel",
        "chain",
        "lq",
        "share",
        "region",
        descending=[False, False, True, True, False],
        nulls_last=True,
    )


def _together(*parts: str | pl.Expr) -> pl.Expr:
    """Lists of words put together, without those that are unknown."""
    return pl.concat_str(*parts, separator="|", ignore_nulls=True)


def _totals(figures: pl.DataFrame) -> tuple[pl.DataFrame, str, str]:
    """The part of all establishments of the province that each region has, by the latest figure of each municipality.

    Where a municipality has no figure, nothing can be said of the whole, so that every share is unknown.
    """
    latest = figures.sort("day", "source", nulls_last=False).unique("municipality", keep="last", maintain_order=True)
    complete = latest.height > 0 and latest["total"].null_count() == 0
    shares = (
        latest.group_by("region")
        .agg(pl.col("total").cast(pl.Float64).sum())
        .select("region", expected=pl.col("total") / pl.col("total").sum() if complete else pl.lit(None, pl.Float64))
    )
    return shares, *(latest[name].drop_nulls().unique().sort().str.join("|").item() for name in ("evidence", "source"))


def _national(figures: pl.DataFrame) -> pl.DataFrame:
    """Location quotients of jobs to the country, of the latest period in which both have them.

    Only stages of which area and country both have a figure count, and only with a total of both. Of several sources
    for one figure the first by address is taken.
    """
    jobs = (
        figures.with_columns(pl.col("jobs").cast(pl.Float64), pl.col("national").cast(pl.Boolean))
        .sort("source")
        .unique(["area", "chain", "stage", "period"], keep="first", maintain_order=True)
    )
    stages, areas = jobs.filter(pl.col("stage").is_not_null()), jobs.filter(pl.col("stage").is_null())
    grounds, origins = (
        pl.concat_list(*(f"{name}{part}" for part in ("", "There", "All", "ThereAll")))
        for name in ("evidence", "source")
    )
    return (
        _beside(stages, "chain", "stage", "period")
        .join(_beside(areas, "period"), on=["area", "period"], suffix="All")
        .group_by("chain", "area", "period", maintain_order=True)
        .agg(
            lqNational=(
                (pl.col("jobs").sum() / pl.col("jobsAll").first())
                / (pl.col("jobsThere").sum() / pl.col("jobsThereAll").first())
            ).round(3),
            nationalEvidence=grounds.explode().unique().sort().str.join("|"),
            nationalSources=origins.explode().unique().sort().str.join("|"),
        )
        .sort("period")
        .unique(["chain", "area"], keep="last", maintain_order=True)
        .rename({"area": "region"})
        .drop("period")
    )


def _beside(figures: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """Figures of areas, each beside that of the country with the same keys."""
    country = figures.filter(pl.col("national")).select(*keys, "jobs", "evidence", "source")
    return (
        figures.filter(~pl.col("national"))
        .select(*keys, "area", "jobs", "evidence", "source")
        .join(country, on=list(keys), suffix="There")
    )
