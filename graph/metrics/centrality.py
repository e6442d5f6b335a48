"""Centrality: which nodes of a network lie between others, and which hold it together."""

import math

import networkx as nx
import polars as pl

_DIGITS = 12
"""Sums of fractions depend on their order beyond this many digits; what is given does not."""


def betweenness(edges: pl.DataFrame) -> pl.DataFrame:
    """How often a node lies on a shortest way between two others (Freeman 1977; algorithm of Brandes 2001).

    ``b(v) = sum over s, t other than v of (shortest ways from s to t through v / shortest ways from s to t)``, divided
    by ``(n - 1)(n - 2)``, so between 0 and 1. Strength is not distance: a strong edge is a short one, ``distance =
    1 / strength``. Distances are kept as whole numbers (all times the least common multiple of the strengths), so that
    ways of equal length are equal and not nearly so.

    Args:
        edges: columns ``source``, ``target`` and ``strength`` (a whole number of at least 1, such as a number of
            supplies); directed; parallel edges add up.

    Returns:
        Columns ``node`` and ``betweenness``, by node.
    """
    summed = edges.group_by("source", "target").agg(pl.col("strength").sum()).sort("source", "target")
    common = math.lcm(*summed["strength"].to_list())
    graph: nx.DiGraph[str] = nx.DiGraph()
    for source, target, strength in summed.iter_rows():
        graph.add_edge(source, target, distance=common // strength)
    found = nx.betweenness_centrality(graph, weight="distance", normalized=True)
    return _by_node({node: round(value, _DIGITS) for node, value in found.items()}, "betweenness", pl.Float64)


def cut_points(edges: pl.DataFrame) -> pl.DataFrame:
    """Nodes without which a part of the network that is now connected falls apart (Hopcroft and Tarjan 1973).

    Args:
        edges: columns ``source`` and ``target``; direction does not matter.

    Returns:
        Columns ``node`` and ``cut_point`` (true or false), by node.
    """
    graph: nx.Graph[str] = nx.Graph(edges.select("source", "target").unique().sort("source", "target").rows())
    cuts = set(nx.articulation_points(graph))
    return _by_node({node: node in cuts for node in graph}, "cut_point", pl.Boolean)


def _by_node(values: dict[str, float] | dict[str, bool], name: str, kind: type[pl.DataType]) -> pl.DataFrame:
    return pl.DataFrame(
        {"node": list(values), name: list(values.values())}, schema={"node": pl.String, name: kind}
    ).sort("node")
