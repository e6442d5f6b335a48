"""What is asked of array graphs often, answered from the arrays: by numpy and scipy, or by a fast library.

Each function has the signature, the meaning and the values of the networkx function of its name. One that cannot take
its arguments returns ``NotImplemented``, and networkx' own runs. igraph, an optional part, is used where it is there.
"""

import gc
import importlib.util
import random
from collections.abc import Callable, Iterator
from typing import Any

import networkx as nx
import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components as _components

from graph.arrays import Arrays, Node

IGRAPH = importlib.util.find_spec("igraph") is not None
"""Whether the optional igraph is there."""
AT_ONCE = 64
"""Sources that are followed together when shortest paths are counted."""
_GONE = 2**62
"""The degree of a node that has left, far above any other, also when some are taken off."""


def _by_node(arrays: Arrays, values: np.ndarray) -> dict[Node, float]:
    return dict(zip(arrays.nodes, values.tolist(), strict=True))


def _igraph(arrays: Arrays) -> Any:
    import igraph  # noqa: PLC0415 - optional, and most calls do without

    return igraph.Graph(
        n=len(arrays.nodes), edges=np.column_stack([arrays.start, arrays.end]), directed=arrays.directed
    )


def _rustworkx(arrays: Arrays) -> Any:
    import rustworkx  # noqa: PLC0415 - most calls do without

    made = rustworkx.PyDiGraph() if arrays.directed else rustworkx.PyGraph()
    made.extend_from_edge_list(_pairs(arrays))  # which adds the nodes up to the last that has an edge
    made.add_nodes_from([None] * (len(arrays.nodes) - made.num_nodes()))
    return made


def _pairs(arrays: Arrays) -> list[tuple[int, int]]:
    """The edges as pairs of numbers.

    Pairs of numbers hold no circles: looking for them, which Python does at every so many objects that are made, would
    take as long as making them.
    """
    looks = gc.isenabled()
    gc.disable()
    try:
        return list(zip(arrays.start.tolist(), arrays.end.tolist(), strict=True))
    finally:
        if looks:
            gc.enable()


def pagerank(
    graph: Any,
    alpha: float = 0.85,
    personalization: Any = None,
    max_iter: int = 100,
    tol: float = 1e-6,
    nstart: Any = None,
    weight: str | None = "weight",
    dangling: Any = None,
) -> Any:
    """PageRank (Brin and Page, 1998) by power iteration on the weighted adjacency matrix."""
    if any(given is not None for given in (personalization, nstart, dangling)) or not graph.arrays.nodes:
        return NotImplemented
    arrays: Arrays = graph.arrays
    forward = arrays.matrix(weight)
    out = np.asarray(forward.sum(axis=1)).ravel()
    share = np.divide(1.0, out, out=np.zeros_like(out), where=out > 0)
    backward = forward.T.tocsr()
    size, loose = len(out), out == 0
    rank = np.full(size, 1 / size)
    for _ in range(max_iter):
        last = rank
        rank = alpha * (backward @ (last * share) + last[loose].sum() / size) + (1 - alpha) / size
        if np.abs(rank - last).sum() < size * tol:
            return _by_node(arrays, rank)
    raise nx.PowerIterationFailedConvergence(max_iter)


def betweenness_centrality(
    graph: Any,
    k: int | None = None,
    normalized: bool = True,
    weight: str | None = None,
    endpoints: bool = False,
    seed: Any = None,
) -> Any:
    """Share of shortest paths through each node (Freeman, 1977; algorithm of Brandes, 2001).

    ``weight`` names an attribute that is a distance; a strength must be turned round first. With ``k`` only the paths
    from a sample of k nodes count (Brandes and Pich, 2007).
    """
    arrays: Arrays = graph.arrays
    size = len(arrays.nodes)
    if endpoints or size <= 2:
        return NotImplemented
    sources = None
    if k is not None and k != size:
        chosen = random.Random(seed) if isinstance(seed, int) else seed  # noqa: S311 - a sample, no secret
        if not isinstance(chosen, random.Random):
            return NotImplemented
        sources = [arrays.number[node] for node in chosen.sample(list(arrays.nodes), k)]
    if weight is not None:
        lengths = arrays.weights(weight)
        if (lengths <= 0).any():
            return NotImplemented
        if not len(lengths) or (lengths == lengths[0]).all():
            weight = None  # of edges of one length the fewest are the shortest way, which is found sooner
    through = _paths_through(arrays, weight, sources)
    if through is None:
        return NotImplemented
    return _by_node(arrays, through * _scale(arrays, sources, normalized=normalized))


def _scale(arrays: Arrays, sources: list[int] | None, *, normalized: bool) -> np.ndarray | float:
    """What makes sums over ordered pairs comparable, as networkx does: a node is no end of paths from itself."""
    others = len(arrays.nodes) - 1
    once = 1.0 if arrays.directed else 0.5  # an undirected pair is one pair
    if sources is None:
        return 1 / (others * (others - 1)) if normalized else once
    ends = np.full(len(arrays.nodes), float(len(sources)))
    ends[sources] -= 1
    ends[ends == 0] = np.nan
    return 1 / (ends * (others - 1)) if normalized else others * once / ends


def _paths_through(arrays: Arrays, weight: str | None, sources: list[int] | None) -> np.ndarray | None:
    """Sum over ordered pairs of the share of shortest paths that pass through each node."""
    both = 1.0 if arrays.directed else 2.0
    if IGRAPH:
        weights = None if weight is None else arrays.weights(weight)
        made = _igraph(arrays)
        if sources is None:
            return both * np.asarray(made.betweenness(weights=weights))
        one_way = np.asarray(made.betweenness(weights=weights, sources=sources))
        return one_way * both
    if weight is not None:
        return _weighted(arrays, weight) if sources is None else None
    if sources is None:
        import rustworkx  # noqa: PLC0415

        counted = rustworkx.betweenness_centrality(_rustworkx(arrays), normalized=False)
        return both * np.asarray([counted[at] for at in range(len(arrays.nodes))])
    return sampled_paths(arrays, sources)


def _weighted(arrays: Arrays, weight: str) -> np.ndarray:
    import networkit  # noqa: PLC0415 - most calls do without

    made = networkit.GraphFromCoo(
        (arrays.weights(weight), (arrays.start, arrays.end)), n=len(arrays.nodes), weighted=True,
        directed=arrays.directed,
    )  # fmt: skip
    counted = networkit.centrality.Betweenness(made)
    counted.run()
    return np.asarray(counted.scores())


def sampled_paths(arrays: Arrays, sources: list[int]) -> np.ndarray:
    """Shortest paths from some sources through each node, many sources at once by sparse matrix products.

    The steps are those of Brandes (2001), level by level: counts of paths forward, dependencies backward.
    """
    forward = arrays.matrix()
    forward.data[:] = 1.0
    backward = forward.T.tocsr()
    size = len(arrays.nodes)
    total = np.zeros(size)
    for first in range(0, len(sources), AT_ONCE):
        some = np.asarray(sources[first : first + AT_ONCE])
        paths = np.zeros((size, len(some)))
        paths[some, np.arange(len(some))] = 1.0
        levels = [paths.copy()]
        while True:
            reached = backward @ levels[-1]
            reached[paths > 0] = 0.0
            if not reached.any():
                break
            paths += reached
            levels.append(reached)
        depends = np.zeros_like(paths)
        inverse = np.divide(1.0, paths, out=np.zeros_like(paths), where=paths > 0)
        for level, before in zip(levels[:0:-1], levels[-2::-1], strict=True):
            here = np.where(level > 0, (1.0 + depends) * inverse, 0.0)
            depends += np.where(before > 0, forward @ here, 0.0) * before
        depends[some, np.arange(len(some))] = 0.0
        total += depends.sum(axis=1)
    return total


def _sets(arrays: Arrays, labels: np.ndarray) -> Iterator[set[Node]]:
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    for part in np.split(order, cuts) if len(order) else []:
        yield {arrays.nodes[at] for at in part.tolist()}


def _connected(graph: Any, kind: str) -> Iterator[set[Node]]:
    _, labels = _components(graph.arrays.matrix(), directed=graph.arrays.directed, connection=kind)
    yield from _sets(graph.arrays, labels)


def connected_components(graph: Any) -> Any:
    """Parts of an undirected graph, as sets of nodes."""
    return NotImplemented if graph.is_directed() else _connected(graph, "weak")


def weakly_connected_components(graph: Any) -> Any:
    """Parts of a directed graph when directions are left aside."""
    return _connected(graph, "weak") if graph.is_directed() else NotImplemented


def strongly_connected_components(graph: Any) -> Any:
    """Parts of a directed graph in which every node leads to every other."""
    return _connected(graph, "strong") if graph.is_directed() else NotImplemented


def bridges(graph: Any, root: Any = None) -> Any:
    """Edges whose loss cuts an undirected graph in two."""
    arrays: Arrays = graph.arrays
    if root is not None or arrays.directed:
        return NotImplemented
    import rustworkx  # noqa: PLC0415 - most calls do without

    found = sorted((min(pair), max(pair)) for pair in rustworkx.bridges(_rustworkx(arrays)))
    return ((arrays.nodes[one], arrays.nodes[two]) for one, two in found)


def articulation_points(graph: Any) -> Any:
    """Nodes whose loss cuts an undirected graph in two."""
    arrays: Arrays = graph.arrays
    if arrays.directed:
        return NotImplemented
    import rustworkx  # noqa: PLC0415 - most calls do without

    return (arrays.nodes[at] for at in sorted(rustworkx.articulation_points(_rustworkx(arrays))))


def core_number(graph: Any) -> Any:
    """The largest k for which a node is in the k-core (Seidman, 1983); in and out count together.

    All nodes of the lowest degree leave together, then those whom that leaves with no more (Batagelj and Zaversnik,
    2003, in rounds).
    """
    arrays: Arrays = graph.arrays
    if (arrays.start == arrays.end).any():
        return NotImplemented  # networkx says what is wrong
    size = len(arrays.nodes)
    one, two = np.concatenate([arrays.start, arrays.end]), np.concatenate([arrays.end, arrays.start])
    ties = sp.coo_array((np.ones(len(one), dtype=np.int64), (one, two)), shape=(size, size)).tocsr()
    begins, ends, times = ties.indptr, ties.indices, ties.data  # both directions between two nodes are two ties
    degree = np.bincount(one, minlength=size)
    core = np.zeros(size, dtype=np.int64)
    left = np.arange(size)
    level = 0
    while len(left):
        level = max(level, int(degree[left].min()))
        leaving = left[degree[left] <= level]
        while len(leaving):
            core[leaving] = level
            degree[leaving] = _GONE
            lengths = begins[leaving + 1] - begins[leaving]
            at = np.repeat(begins[leaving] - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
            near = ends[at]
            np.subtract.at(degree, near, times[at])
            leaving = np.unique(near[(degree[near] <= level)])
        left = left[degree[left] < _GONE // 2]
    return dict(zip(arrays.nodes, core.tolist(), strict=True))


def leiden_communities(
    graph: Any,
    weight: str | None = "weight",
    resolution: float = 1,
    max_level: int | None = None,
    seed: Any = None,
) -> Any:
    """Communities by modularity, largest first (Leiden: Traag, Waltman and van Eck, 2019); a seed repeats them.

    Directions are left aside: the strengths of both directions add up.
    """
    if max_level is not None or not isinstance(seed, random.Random | int | None):
        return NotImplemented
    arrays: Arrays = graph.arrays
    chosen = seed.randrange(1 << 30) if isinstance(seed, random.Random) else seed or 0
    labels = communities(arrays, weight, resolution, chosen)
    return sorted(_sets(arrays, labels), key=lambda part: (-len(part), min(arrays.number[node] for node in part)))


def communities(arrays: Arrays, weight: str | None, resolution: float, seed: int) -> np.ndarray:
    """The number of the community of every node, by the Leiden algorithm."""
    matrix = arrays.matrix(weight)
    both = (matrix + matrix.T).tocoo() if arrays.directed else matrix.tocoo()
    once = both.row <= both.col
    start, end, strength = both.row[once], both.col[once], both.data[once]
    if IGRAPH:
        import igraph  # noqa: PLC0415

        igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - repeatable, no secret
        made = igraph.Graph(n=len(arrays.nodes), edges=np.column_stack([start, end]))
        part = made.community_leiden("modularity", weights=strength, resolution=resolution, n_iterations=-1)
        return np.asarray(part.membership)
    import networkit  # noqa: PLC0415

    networkit.setSeed(seed, False)
    threads = networkit.getMaxNumberOfThreads()
    networkit.setNumberOfThreads(1)  # several threads would give another answer each time
    made = networkit.GraphFromCoo((strength, (start, end)), n=len(arrays.nodes), weighted=True)
    found = networkit.community.ParallelLeiden(made, randomize=False, gamma=resolution)
    found.run()
    networkit.setNumberOfThreads(threads)
    return np.asarray(found.getPartition().getVector())


FAST: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        pagerank,
        betweenness_centrality,
        connected_components,
        weakly_connected_components,
        strongly_connected_components,
        bridges,
        articulation_points,
        core_number,
        leiden_communities,
    )
}
"""Functions by the name networkx knows them by."""
