"""Comparison: two networks of the same kind as one, each edge with what became of it; and parts of a network.

The two may be of two days, or before and after a scenario (:mod:`graph.afterwards`). What neither knows is in neither.
"""

from typing import Any

import numpy as np
import polars as pl

from graph.arrays import ArrayDiGraph, ArrayGraph, Arrays, hold

Graph = ArrayGraph | ArrayDiGraph

KEPT, ADDED, GONE, WEAKER, STRONGER = "kept", "added", "gone", "weaker", "stronger"
"""What became of an edge between the first network and the second; what is kept has the same strength in both."""
CHANGES = (GONE, WEAKER, ADDED, STRONGER, KEPT)
"""All that can become of an edge, what falls away first."""


def compared(before: Graph, after: Graph) -> Graph:
    """Two networks as one.

    Args:
        before: the first network.
        after: the second, with nodes of the same kind.

    Returns:
        The nodes of both. Edges have ``change`` (one of :data:`CHANGES`), ``before`` and
        ``after`` (their strengths, 0 where there is no edge), ``weight`` (the larger of these), and ``evidence`` and
        ``sources`` of the second network, or of the first for what is gone.
    """
    tables = [_nodes(graph) for graph in (before, after)]
    both = pl.concat([tables[1], tables[0]], how="diagonal_relaxed").unique("node", keep="first", maintain_order=True)
    both = both.sort("node")
    number = pl.DataFrame({"node": both["node"], "at": np.arange(both.height)})
    old, new = (_edges(graph, number) for graph in (before, after))
    pairs = old.rename({"weight": "before"}).join(
        new.rename({"weight": "after"}), on=["start", "end"], how="full", coalesce=True, suffix="_after"
    )
    told = [pl.coalesce(pl.col(f"{name}_after"), pl.col(name)).alias(name) for name in ("evidence", "sources")]
    table = pairs.sort("start", "end").select(
        "start",
        "end",
        pl.col("before", "after").fill_null(0.0),
        *told,
        change=pl.when(pl.col("before").is_null())
        .then(pl.lit(ADDED))
        .when(pl.col("after").is_null())
        .then(pl.lit(GONE))
        .when(pl.col("after") < pl.col("before"))
        .then(pl.lit(WEAKER))
        .when(pl.col("after") > pl.col("before"))
        .then(pl.lit(STRONGER))
        .otherwise(pl.lit(KEPT)),
    )
    arrays = Arrays(
        both["node"].to_list(),
        both.drop("node"),
        table["start"].to_numpy(),
        table["end"].to_numpy(),
        table.drop("start", "end").with_columns(weight=pl.max_horizontal("before", "after")),
        directed=after.arrays.directed,
    )
    return hold(arrays, **after.graph)


def _nodes(graph: Graph) -> pl.DataFrame:
    names = pl.Series("node", [str(node) for node in graph.arrays.nodes], dtype=pl.String)
    return graph.arrays.node_table.select(names, pl.all())


def _edges(graph: Graph, number: pl.DataFrame) -> pl.DataFrame:
    """The edges of a network by the numbers of the common nodes; of an undirected one the lower number first."""
    arrays = graph.arrays
    own = pl.DataFrame({"node": [str(node) for node in arrays.nodes]}, schema={"node": pl.String})
    common = own.join(number, on="node", how="left", maintain_order="left")["at"].to_numpy()
    start, end = common[arrays.start], common[arrays.end]
    if not arrays.directed:
        start, end = np.minimum(start, end), np.maximum(start, end)
    table = arrays.edge_table
    words = [
        table[name] if name in table.columns else pl.Series(name, [None] * len(start), dtype=pl.String)
        for name in ("evidence", "sources")
    ]
    weight = pl.Series("weight", arrays.weights("weight"), dtype=pl.Float64)
    ends = {"start": start.astype(np.int64), "end": end.astype(np.int64)}
    return pl.DataFrame([*(pl.Series(name, at, dtype=pl.Int64) for name, at in ends.items()), weight, *words])


def narrowed(graph: Graph, least: float = 0.0, region: str | None = None) -> Graph:
    """The part of a network that is strong enough and touches a region, with the nodes of its edges.

    Args:
        graph: the network.
        least: strength below which an edge is left out; nodes without an edge go too where this or ``region`` is said.
        region: address of a region; an edge stays if one of its ends lies in it.
    """
    if least <= 0 and region is None:
        return graph
    arrays = graph.arrays
    keep = arrays.weights("weight") >= least
    if region is not None:
        if "region" in arrays.node_table.columns:
            inside = (arrays.node_table["region"] == region).fill_null(value=False).to_numpy()
        else:
            inside = np.array([node == region for node in arrays.nodes], dtype=bool)
        keep &= inside[arrays.start] | inside[arrays.end]
    stays = np.zeros(len(arrays.nodes), dtype=bool)
    stays[arrays.start[keep]] = stays[arrays.end[keep]] = True
    return hold(arrays.part(stays, keep), **graph.graph)


def counts(graph: Graph) -> dict[str, Any]:
    """How many edges of a comparison became what."""
    found = dict(graph.arrays.edge_table.group_by("change").len().iter_rows())
    return {kind: int(found.get(kind, 0)) for kind in CHANGES}
