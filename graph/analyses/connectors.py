"""Connectors: establishments in several chains, with their betweenness in the network of all known relations."""

import polars as pl

from graph.analyses import Facts
from graph.metrics.betweenness import betweenness


def analyse(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Add the betweenness, unknown without a known relation; those in most chains and most between come first."""
    between = betweenness(facts("ties")).rename({"node": "establishment"})
    return rows.join(between.with_columns(pl.col("betweenness").round(6)), on="establishment", how="left").sort(
        "nChains",
        "betweenness",
        "organisationLabel",
        "establishment",
        descending=[True, True, False, False],
        nulls_last=True,
    )
