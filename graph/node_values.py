"""Node values: what the size or the colour of a node in a network can stand for, each with its formula and source."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import networkx as nx
import numpy as np

from graph.algorithms import communities
from graph.arrays import ArrayDiGraph, ArrayGraph, Arrays, hold
from graph.errors import UsageError
from graph.reshaping import with_distance

Graph = ArrayGraph | ArrayDiGraph
Text = Mapping[str, str]

MOST_PATHS = 4_000
"""Nodes above which ways between all pairs take too long to wait for."""


@dataclass(frozen=True)
class NodeValue:
    """One number per node.

    Attributes:
        label: what it is called.
        about: how to read it.
        of: gives the number of every node, in the order of the network's nodes.
    """

    label: Text
    about: Text
    of: Callable[[Graph], np.ndarray]


def _connections(graph: Graph) -> np.ndarray:
    """Number of edges at a node; a loop counts at both its ends."""
    arrays, size = graph.arrays, len(graph.arrays.nodes)
    found: np.ndarray = np.bincount(arrays.start, minlength=size) + np.bincount(arrays.end, minlength=size)
    return found.astype(np.float64)


def _strength(graph: Graph) -> np.ndarray:
    """Sum of the strengths of the edges at a node (Barrat et al., 2004)."""
    found: np.ndarray = _outward(graph) + _inward(graph)
    return found


def _outward(graph: Graph) -> np.ndarray:
    arrays = graph.arrays
    return np.bincount(arrays.start, arrays.weights("weight"), len(arrays.nodes))


def _inward(graph: Graph) -> np.ndarray:
    arrays = graph.arrays
    return np.bincount(arrays.end, arrays.weights("weight"), len(arrays.nodes))


def _between(graph: Graph) -> np.ndarray:
    """Betweenness (Freeman, 1977), on distances that are the inverse of strength; loops do not count."""
    arrays = graph.arrays
    if len(arrays.nodes) > MOST_PATHS:
        raise UsageError(
            f"ways between all pairs of {len(arrays.nodes):,} nodes take too long; expected at most {MOST_PATHS:,}: "
            "choose a chain, a region or a coarser level"
        )
    apart = arrays.start != arrays.end
    if not apart.any():
        return np.zeros(len(arrays.nodes))
    held = Arrays(
        arrays.nodes,
        arrays.node_table,
        arrays.start[apart],
        arrays.end[apart],
        arrays.edge_table.filter(apart),
        directed=arrays.directed,
    )
    found = nx.betweenness_centrality(with_distance(hold(held)), weight="distance")
    return np.array([round(found[node], 12) for node in arrays.nodes])


VALUES: Mapping[str, NodeValue] = {
    "connections": NodeValue(
        {"nl": "Aantal verbindingen", "en": "Number of connections"},
        {"nl": "Bij hoeveel lijnen de knoop hoort.", "en": "How many lines the node belongs to."},
        _connections,
    ),
    "strength": NodeValue(
        {"nl": "Sterkte", "en": "Strength"},
        {"nl": "Wat de lijnen bij de knoop optellen.", "en": "What the lines at the node add up to."},
        _strength,
    ),
    "outward": NodeValue(
        {"nl": "Sterkte uitgaand", "en": "Strength outward"},
        {"nl": "Wat van de knoop uitgaat; alleen waar lijnen een richting hebben.",
         "en": "What leaves the node; only where lines have a direction."},
        _outward,
    ),
    "inward": NodeValue(
        {"nl": "Sterkte inkomend", "en": "Strength inward"},
        {"nl": "Wat bij de knoop aankomt; alleen waar lijnen een richting hebben.",
         "en": "What arrives at the node; only where lines have a direction."},
        _inward,
    ),
    "between": NodeValue(
        {"nl": "Tussenpositie (betweenness)", "en": "Betweenness"},
        {"nl": "Hoe vaak de knoop op een kortste weg tussen twee andere ligt, van 0 tot 1 (Freeman, 1977). Een sterke "
               "verbinding is een korte weg.",
         "en": "How often the node lies on a shortest way between two others, from 0 to 1 (Freeman, 1977). A strong "
               "connection is a short way."},
        _between,
    ),
}  # fmt: skip
"""Numbers by the name people ask for them; the first is the usual one."""


def community(graph: Graph) -> np.ndarray:
    """The community of every node, as its number from 1, the largest first (Leiden; Traag et al., 2019; seeded)."""
    arrays = graph.arrays
    if not len(arrays.start):
        return np.arange(1, len(arrays.nodes) + 1)
    found = communities(arrays, "weight", 1.0, 0)
    _, first, numbered, size = np.unique(found, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(size), dtype=np.int64)
    rank[np.lexsort((first, -size))] = np.arange(1, len(size) + 1)
    ranked: np.ndarray = rank[numbered]
    return ranked
