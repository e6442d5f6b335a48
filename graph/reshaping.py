"""Reshaping: array graphs made from array graphs: with distances for strengths, or without directions."""

import math
from collections.abc import Mapping

import numpy as np
import polars as pl
import scipy.sparse as sp

from graph.arrays import ArrayDiGraph, ArrayGraph, Arrays, hold

_EXACT = 2**40
"""Sums of whole numbers below this are exact."""


def with_distance(graph: "ArrayGraph | ArrayDiGraph") -> "ArrayGraph | ArrayDiGraph":
    """The graph with an edge attribute ``distance``: the inverse of its strength (Newman, 2001).

    Where strengths are whole numbers, distances are all multiplied by the least common multiple of the strengths, so
    that they are whole too and ways of equal length are equal and not nearly so.
    """
    arrays = graph.arrays
    weights = arrays.weights("weight")
    known = np.unique(weights)
    whole = known.astype(np.int64).tolist() if (known == known.round()).all() and (known != 0).all() else []
    scale = math.lcm(*whole)
    scale = scale if scale < _EXACT else 1
    distance = scale / weights
    told = Arrays(
        arrays.nodes,
        lambda: arrays.node_table,
        arrays.start,
        arrays.end,
        lambda: arrays.edge_table.with_columns(distance=distance),
        directed=arrays.directed,
        strengths={**arrays.strengths, "distance": distance},
    )
    return hold(told, **graph.graph)


def added_up(
    start: np.ndarray, end: np.ndarray, weights: np.ndarray, size: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each edge once, in order of its ends, with the sum of the weights.

    Args:
        start: numbers of nodes.
        end: numbers of nodes.
        weights: one per edge.
        size: number of nodes.

    Returns:
        Starts, ends and sums.
    """
    summed = sp.coo_array((weights, (start, end)), shape=(size, size)).tocsr()
    summed.sum_duplicates()
    return np.repeat(np.arange(size), np.diff(summed.indptr)), summed.indices.astype(np.int64), summed.data


def simple(graph: "ArrayGraph | ArrayDiGraph", total: Mapping[str, pl.Expr] | None = None) -> ArrayGraph:
    """The graph without directions and without edges from a node to itself; strengths of both ways add up.

    Args:
        graph: the graph.
        total: how the attributes of edges that become one edge add up; by default only ``weight`` is kept.
    """
    arrays = graph.arrays
    size = len(arrays.nodes)
    apart = np.flatnonzero(arrays.start != arrays.end)
    one, two = arrays.start[apart], arrays.end[apart]
    low, high = np.minimum(one, two), np.maximum(one, two)
    start, end, weights = added_up(low, high, arrays.weights("weight")[apart], size)

    def edges() -> pl.DataFrame:
        rows = arrays.edge_table[apart].with_columns(_start=low, _end=high)
        how = total if total is not None else {"weight": pl.col("weight").sum()}
        joined: pl.DataFrame = rows.group_by("_start", "_end").agg(**how).sort("_start", "_end")
        return joined.drop("_start", "_end")

    told = Arrays(
        arrays.nodes,
        lambda: arrays.node_table,
        start,
        end,
        edges,
        directed=False,
        strengths={"weight": weights},
    )
    return ArrayGraph(told, **graph.graph)
