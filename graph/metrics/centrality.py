"""Centrality: which nodes of a network lie between others, and which hold it together."""

import networkx as nx
import polars as pl

from graph.arrays import from_edges
from graph.reshaping import with_distance

_DIGITS = 12
"""Sums of fractions depend on their order beyond this many digits; what is given does not."""


def betweenness(edges: pl.DataFrame, *, directed: bool = True) -> pl.DataFrame:
    """How often a node lies on a shortest way between two others (Freeman 1977; algorithm of Brandes 2001).

    ``b(v) = sum over s, t other than v of (shortest ways from s to t through v / shortest ways from s to t)``, divided
    by the number of such pairs, so between 0 and 1. Strength is not distance: a strong edge is a short one,
    ``distance = 1 / strength``, in whole numbers, so that ways of equal length are equal and not nearly so.

    Args:
        edges: columns ``source``, ``target`` and ``strength`` (a whole number of at least 1, such as a number of
            supplies); parallel edges add up, an edge of a node with itself does not count.
        directed: whether ways follow the direction of edges.

    Returns:
        Columns ``node`` and ``betweenness``, by node.
    """
    apart = edges.select(start="source", end="target", weight="strength").filter(pl.col("start") != pl.col("end"))
    if apart.is_empty():
        return _by_node({}, "betweenness", pl.Float64)
    found = nx.betweenness_centrality(with_distance(from_edges(apart, directed=directed)), weight="distance")
    return _by_node({node: round(value, _DIGITS) for node, value in found.items()}, "betweenness", pl.Float64)


def cut_points(edges: pl.DataFrame) -> pl.DataFrame:
    """Nodes without which a part of the network that is now connected falls apart (Hopcroft and Tarjan 1973).

    Args:
        edges: columns ``source`` and ``target``; direction does not matter.

    Returns:
        Columns ``node`` and ``cut_point`` (true or false), by node.
    """
    if edges.is_empty():
        return _by_node({}, "cut_point", pl.Boolean)
    graph = from_edges(edges.select(start="source", end="target"), directed=False)
    cuts = set(nx.articulation_points(graph))
    return _by_node({node: node in cuts for node in graph}, "cut_point", pl.Boolean)


def _by_node(values: dict[str, float] | dict[str, bool], name: str, kind: type[pl.DataType]) -> pl.DataFrame:
    return pl.DataFrame(
        {"node": list(values), name: list(values.values())}, schema={"node": pl.String, name: kind}
    ).sort("node")
