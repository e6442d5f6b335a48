"""Places in a network: how many ties, how strong, between whom, and what holds the network together.

The weight of an edge is its strength. What a node's figure rests on are the levels and sources of its own edges; a
figure that looks at the whole network rests on those of all rows together. What ranks by risk (betweenness, cut points,
bridges) never rests on reconstructed or synthetic relations where nodes are establishments.
"""

from typing import Literal, get_args

import networkx as nx
import numpy as np
import polars as pl

from graph.errors import one_of
from graph.measuring import Measure, observed, rests_on_joined
from graph.projections import PROJECTIONS, Graph, View
from graph.reshaping import simple, with_distance

Network = Literal["supply", "collaboration", "colocation", "stage-flow", "commuting"]
NETWORKS = get_args(Network)
Level = Literal["establishment", "park", "municipality", "region"]
EXACT = 20_000
"""Nodes up to which every shortest way is counted; beyond it a sample is."""
SAMPLES, SOURCES = 10, 100
"""Samples that are drawn beyond that, to know the error, and nodes in each from which ways are followed."""
T_95 = 2.262
"""Student's t for nine degrees of freedom: half the width of a 95 % interval in standard errors."""


def network_of(view: View, network: str, by: str) -> Graph:
    """The network a measure is taken of; ``by`` counts where the network has levels.

    Raises:
        UsageError: if there is no such network or level.
    """
    one_of("network", network, NETWORKS)
    if network in ("stage-flow", "commuting"):
        return PROJECTIONS[network](view)
    return PROJECTIONS[network](view, by=by)


def nodes_with(graph: Graph, **figures: np.ndarray) -> pl.DataFrame:
    """A row per node with its label, region where known, the figures, and what its edges rest on."""
    arrays = graph.arrays
    size = len(arrays.nodes)
    ends = pl.concat(
        [
            arrays.edge_table.select(pl.Series("at", side, dtype=pl.Int64), "evidence", "sources")
            for side in (arrays.start, arrays.end)
        ]
    )
    rests = ends.group_by("at").agg(**rests_on_joined())
    told = ["label"]
    if "region_label" in arrays.node_table.columns and arrays.node_table["region"].to_list() != arrays.nodes:
        told.append("region_label")
    return (
        pl.DataFrame({"at": np.arange(size), "node": arrays.nodes}, schema={"at": pl.Int64, "node": pl.String})
        .hstack(arrays.node_table.select(told))
        .hstack(pl.DataFrame({name: np.asarray(values) for name, values in figures.items()}))
        .join(rests, on="at", how="left", maintain_order="left")
        .drop("at")
        .with_columns(pl.col("evidence", "sources").fill_null(""))
    )


def _simple(graph: Graph) -> Graph:
    """The network without direction and without edges from a node to itself, strengths of both ways added up."""
    return simple(graph, {"weight": pl.col("weight").sum(), **rests_on_joined()})


def degree(view: View, network: Network = "supply", by: Level = "establishment") -> pl.DataFrame:
    """Ties and strengths: in, out and together; an undirected tie counts once."""
    graph = network_of(view, network, by)
    arrays, size = graph.arrays, len(graph.arrays.nodes)
    weight = arrays.weights("weight")
    out, into = (np.bincount(side, minlength=size) for side in (arrays.start, arrays.end))
    strong, weak = (np.bincount(side, weights=weight, minlength=size) for side in (arrays.start, arrays.end))
    if not arrays.directed:
        loops = np.bincount(arrays.start[arrays.start == arrays.end], minlength=size)
        table = nodes_with(graph, degree=out + into - loops, strength=strong + weak)
        return table.sort("degree", "node", descending=[True, False])
    figures = {"in_degree": into, "out_degree": out, "in_strength": weak, "out_strength": strong}
    table = nodes_with(graph, degree=into + out, strength=strong + weak, **figures)
    return table.sort("degree", "node", descending=[True, False])


def betweenness(
    view: View, network: Network = "supply", by: Level = "establishment", exact: int = EXACT
) -> pl.DataFrame:
    """Part of the shortest ways that lead over each node; a strong edge is a short one.

    Beyond ``exact`` nodes it is estimated from samples (Brandes and Pich, 2007), ways counted in steps; ``error`` is
    then half the width of the 95 % interval over :data:`SAMPLES` samples. That holds for who lies between many; who
    lies only on the ways of a few neighbours is seen whole when one of those is in a sample, which seldom happens, so
    that value and error are both mostly too low there.
    """
    graph = network_of(observed(view, by), network, by)
    size = len(graph.arrays.nodes)
    if size <= exact:
        counted = nx.betweenness_centrality(with_distance(graph), weight="distance") if size else {}
        value = np.array([counted[node] for node in graph.arrays.nodes], dtype=float)
        error, method = np.zeros(size), "exact"
    else:
        drawn = [nx.betweenness_centrality(graph, k=min(SOURCES, size), seed=seed) for seed in range(SAMPLES)]
        values = np.array([[one[node] for node in graph.arrays.nodes] for one in drawn])
        value = values.mean(axis=0)
        error = T_95 * values.std(axis=0, ddof=1) / np.sqrt(SAMPLES)
        method = f"sampled: {SAMPLES} x {min(SOURCES, size)}, in steps"
    table = nodes_with(graph, betweenness=value.round(12), error=error)
    return _before_evidence(table, method=pl.lit(method)).sort("betweenness", "node", descending=[True, False])


def pagerank(view: View, network: Network = "supply", by: Level = "establishment") -> pl.DataFrame:
    """Part of the time that a random walk along the edges, by strength, is at each node."""
    graph = network_of(view, network, by)
    ranks = nx.pagerank(graph, tol=1e-10, max_iter=1_000) if graph.arrays.nodes else {}
    values = np.array([ranks[node] for node in graph.arrays.nodes], dtype=float).round(12)
    return nodes_with(graph, pagerank=values).sort("pagerank", "node", descending=[True, False])


def cut_points(view: View, network: Network = "supply", by: Level = "establishment") -> pl.DataFrame:
    """Nodes without which a connected part falls apart, with the pieces it leaves; directions are left aside."""
    graph = _simple(network_of(observed(view, by), network, by))
    # A node in n blocks of which none falls apart by itself holds n pieces together.
    blocks = pl.DataFrame({"node": [node for block in nx.biconnected_components(graph) for node in block]})
    found = blocks.cast(pl.String).group_by("node").agg(pieces=pl.len().cast(pl.Int64)).filter(pl.col("pieces") > 1)
    table = nodes_with(graph).join(found, on="node")
    return _before_evidence(table, pieces=pl.col("pieces")).sort("pieces", "node", descending=[True, False])


def bridges(view: View, network: Network = "supply", by: Level = "establishment") -> pl.DataFrame:
    """Ties without which a connected part falls in two; directions are left aside."""
    graph = _simple(network_of(observed(view, by), network, by))
    label = dict(zip(graph.arrays.nodes, graph.arrays.node_table["label"], strict=True))
    rows = [
        (one, label[one], two, label[two], *(graph.edges[one, two][name] for name in ("weight", "evidence", "sources")))
        for one, two in sorted(tuple(sorted(pair)) for pair in nx.bridges(graph))
    ]
    names = ("start", "start_label", "end", "end_label", "weight", "evidence", "sources")
    schema = {name: pl.Float64 if name == "weight" else pl.String for name in names}
    return pl.DataFrame(rows, schema=schema, orient="row")


def k_core(view: View, network: Network = "supply", by: Level = "establishment") -> pl.DataFrame:
    """The largest k for which each node is in a part where all have at least k ties; directions are left aside."""
    graph = _simple(network_of(view, network, by))
    cores = nx.core_number(graph)
    values = np.array([cores[node] for node in graph.arrays.nodes], dtype=np.int64)
    return nodes_with(graph, core=values).sort("core", "node", descending=[True, False])


def _before_evidence(table: pl.DataFrame, **added: pl.Expr) -> pl.DataFrame:
    """The table with columns put before those that say what it rests on."""
    rest = ["evidence", "sources"]
    return table.with_columns(**added).select(pl.exclude([*rest, *added]), *added, *rest)


MEASURES = [
    Measure(
        "degree",
        {"nl": "Aantal en sterkte van banden, in en uit", "en": "Number and strength of ties, in and out"},
        {"nl": "banden; som van gewichten", "en": "ties; sum of weights"},
        "Barrat, Barthélemy, Pastor-Satorras and Vespignani (2004)",
        "node",
        degree,
    ),
    Measure(
        "betweenness",
        {
            "nl": "Deel van de kortste wegen dat over een knoop loopt",
            "en": "Part of the shortest ways that lead over a node",
        },
        {"nl": "deel van één", "en": "part of one"},
        "Freeman (1977); Brandes (2001); Brandes and Pich (2007)",
        "node",
        betweenness,
    ),
    Measure(
        "pagerank",
        {
            "nl": "Belang van een knoop in een wandeling langs de banden",
            "en": "Weight of a node in a walk along the ties",
        },
        {"nl": "deel van één", "en": "part of one"},
        "Brin and Page (1998)",
        "node",
        pagerank,
    ),
    Measure(
        "cut-points",
        {
            "nl": "Knopen waarzonder een deel van het netwerk uiteenvalt",
            "en": "Nodes without which a part of the network falls apart",
        },
        {"nl": "stukken", "en": "pieces"},
        "Hopcroft and Tarjan (1973)",
        "node",
        cut_points,
    ),
    Measure(
        "bridges",
        {
            "nl": "Banden waarzonder een deel van het netwerk uiteenvalt",
            "en": "Ties without which a part of the network falls in two",
        },
        {"nl": "som van gewichten", "en": "sum of weights"},
        "Tarjan (1974)",
        "pair",
        bridges,
    ),
    Measure(
        "k-core",
        {"nl": "Hoe diep een knoop in de kern ligt", "en": "How deep in the core a node lies"},
        {"nl": "banden", "en": "ties"},
        "Seidman (1983)",
        "node",
        k_core,
    ),
]
