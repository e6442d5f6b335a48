"""Betweenness: on what part of the shortest ways between others something lies."""

import math

import networkx as nx
import polars as pl


def betweenness(ties: pl.DataFrame) -> pl.DataFrame:
    """Betweenness in a network without direction, where a stronger tie is a shorter way.

    ``b_v = sum_{s<t} sigma_st(v) / sigma_st``, over ``(n-1)(n-2)/2``, the number of other pairs; ``sigma_st`` counts
    the shortest ways from s to t and ``sigma_st(v)`` those through v (Freeman, 1977; computed as by Brandes, 2001).
    The strength of a tie is how many rows it has; its length is **one over its strength**. Lengths are scaled to
    whole numbers, so that ways of equal length are found to be equal.

    Args:
        ties: one row per relation, with columns ``one`` and ``other``; their order means nothing, and parallel rows
            add up. A relation of something with itself is no tie.

    Returns:
        One row per thing that has a tie, by name: ``node`` and ``betweenness``, a part of one.
    """
    strengths = (
        ties.select(
            a=pl.min_horizontal(pl.col("one", "other").cast(pl.String)),
            b=pl.max_horizontal(pl.col("one", "other").cast(pl.String)),
        )
        .filter(pl.col("a") != pl.col("b"))
        .group_by("a", "b")
        .len("strength")
        .sort("a", "b")
    )
    scale = math.lcm(*strengths["strength"].unique().to_list())
    graph: nx.Graph[str] = nx.Graph()
    graph.add_weighted_edges_from(strengths.select("a", "b", scale // pl.col("strength")).iter_rows(), weight="length")
    found = sorted(nx.betweenness_centrality(graph, weight="length").items())
    return pl.DataFrame(found, schema={"node": pl.String, "betweenness": pl.Float64}, orient="row")
