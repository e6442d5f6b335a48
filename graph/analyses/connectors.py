"""Connectors: establishments in several chains, with their betweenness in the network of all known relations."""

import polars as pl

from graph.analyses import Facts
from graph.metrics.centrality import betweenness


def analyse(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Add the betweenness, unknown without a known relation; those in most chains and most between come first."""
    ties = facts("ties").select(source="one", target="other", strength=pl.lit(1))
    between = betweenness(ties, directed=False).rename({"node": "establishment"})
    return rows.join(between.with_columns(pl.col("betweenness").round(6)), on="establishment", how="left").sort(
        "nChains",
        "betweenness",
        "organisationLabel",
        "establishment",
        descending=[True, True, False, False],
        nulls_last=True,
    )
