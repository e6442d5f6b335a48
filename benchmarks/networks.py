"""Networks, side by side: from a table of supplies to a metric, ours against networkx and igraph called directly.

Run as ``python -m benchmarks.networks``. A time includes making the graph from the table, for that is what a user waits
for. Engines that run must agree on the result, or the run fails. Seconds are only good for ratios within one run.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import networkx as nx
import numpy as np
import polars as pl
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.machine import machine_line
from graph.arrays import from_edges
from graph.errors import AtlasError
from graph.metrics.regions import flow_matrix

SIZES = (10_000, 100_000, 1_000_000)
EDGES_A_NODE = 5
REGIONS = 40
SAMPLE = 100
PACKAGES = ("networkx", "igraph", "rustworkx", "networkit", "numpy", "scipy", "polars")
COLUMNS = {
    "nodes": pl.Int64,
    "metric": pl.String,
    "engine": pl.String,
    "seconds": pl.Float64,
    "ratio": pl.Float64,
}
"""A measurement; ``ratio`` is to our seconds, above 1 where ours is faster."""

Run = Callable[[pl.DataFrame, int], Any]


def supplies(nodes: int, seed: int = 1) -> pl.DataFrame:
    """A made-up table of supplies: some suppliers have very many customers (a power law), no supply is to itself.

    Returns:
        ``start`` and ``end`` (node numbers), ``weight`` (1 to 4), ``region`` of the start and ``to_region`` of the end.
    """
    rng = np.random.default_rng(seed)
    number = EDGES_A_NODE * nodes
    start = nodes - 1 - np.minimum((nodes * rng.power(3, number)).astype(np.int64), nodes - 1)
    end = rng.integers(0, nodes, number)
    weight = rng.integers(1, 5, number).astype(float)
    region = rng.integers(0, REGIONS, nodes)
    apart = start != end
    start, end, weight = start[apart], end[apart], weight[apart]
    table = {"start": start, "end": end, "weight": weight, "region": region[start], "to_region": region[end]}
    return pl.DataFrame(table)


def _ours(table: pl.DataFrame, nodes: int, *, directed: bool = True) -> Any:
    every = pl.DataFrame({"node": np.arange(nodes)})
    return from_edges(table.select("start", "end", "weight"), every, directed=directed)


def _networkx(table: pl.DataFrame, nodes: int, *, directed: bool = True) -> Any:
    graph: Any = nx.DiGraph() if directed else nx.Graph()
    graph.add_nodes_from(range(nodes))
    for one, two, weight in table.select("start", "end", "weight").iter_rows():
        if graph.has_edge(one, two):
            graph[one][two]["weight"] += weight
        else:
            graph.add_edge(one, two, weight=weight)
    return graph


def _igraph(table: pl.DataFrame, nodes: int, *, directed: bool = True) -> Any:
    import igraph  # noqa: PLC0415 - a peer

    summed = table.group_by("start", "end").agg(pl.col("weight").sum()).sort("start", "end")
    graph = igraph.Graph(n=nodes, edges=summed.select("start", "end").to_numpy(), directed=True)
    graph.es["weight"] = summed["weight"].to_list()
    return graph if directed else graph.as_undirected(combine_edges={"weight": "sum"})


def _values(told: dict[Any, float]) -> np.ndarray:
    return np.asarray([told[at] for at in range(len(told))])


def _inverse(graph: Any, nodes: int) -> np.ndarray:
    return np.asarray(graph) / ((nodes - 1) * (nodes - 2))


def _pairs(graph: Any) -> np.ndarray:
    edges = graph.get_edgelist()
    return np.asarray(sorted(sorted(edges[at]) for at in graph.bridges()))


def _by_quotient(table: pl.DataFrame, nodes: int) -> np.ndarray:
    graph = _networkx(table, nodes)
    region = dict(table.select("start", "region").rows()) | dict(table.select("end", "to_region").rows())
    order = {name: at for at, name in enumerate(sorted(map(str, set(region.values()))))}
    matrix = np.zeros((len(order), len(order)))
    for one, two, weight in graph.edges(data="weight"):
        matrix[order[str(region[one])], order[str(region[two])]] += weight
    return matrix


METRICS: dict[str, dict[str, Run]] = {
    "pagerank": {
        "ours": lambda t, n: _values(nx.pagerank(_ours(t, n), tol=1e-12)),
        "networkx": lambda t, n: _values(nx.pagerank(_networkx(t, n), tol=1e-12)),
        "igraph": lambda t, n: np.asarray(_igraph(t, n).pagerank(weights="weight")),
    },
    "betweenness, exact": {
        "ours": lambda t, n: _values(nx.betweenness_centrality(_ours(t, n))),
        "networkx": lambda t, n: _values(nx.betweenness_centrality(_networkx(t, n))),
        "igraph": lambda t, n: _inverse(_igraph(t, n).betweenness(), n),
    },
    "betweenness, sampled": {
        "ours": lambda t, n: _values(nx.betweenness_centrality(_ours(t, n), k=SAMPLE, seed=1, normalized=False)),
        "networkx": lambda t, n: _values(
            nx.betweenness_centrality(_networkx(t, n), k=SAMPLE, seed=1, normalized=False)
        ),
    },
    "bridges": {
        "ours": lambda t, n: np.asarray(sorted(map(sorted, nx.bridges(_ours(t, n, directed=False))))),
        "networkx": lambda t, n: np.asarray(sorted(map(sorted, nx.bridges(_networkx(t, n, directed=False))))),
        "igraph": lambda t, n: _pairs(_igraph(t, n, directed=False)),
    },
    "cut points": {
        "ours": lambda t, n: np.asarray(sorted(nx.articulation_points(_ours(t, n, directed=False)))),
        "networkx": lambda t, n: np.asarray(sorted(nx.articulation_points(_networkx(t, n, directed=False)))),
        "igraph": lambda t, n: np.asarray(sorted(_igraph(t, n, directed=False).articulation_points())),
    },
    "k-core": {
        "ours": lambda t, n: _values(nx.core_number(_ours(t, n, directed=False))),
        "networkx": lambda t, n: _values(nx.core_number(_networkx(t, n, directed=False))),
        "igraph": lambda t, n: np.asarray(_igraph(t, n, directed=False).coreness()),
    },
    "region matrix": {
        "ours": lambda t, n: (
            flow_matrix(t.rename({"region": "from_region"}), "from_region", "to_region", "weight").values
        ),
        "networkx": _by_quotient,
    },
}
"""What is measured. networkx' own quotient graph is far slower than the loop over its edges used here."""


PATIENCE = {
    "networkx": {"betweenness, exact": 1_000, "betweenness, sampled": 10_000},
    "igraph": {"betweenness, exact": 10_000},
    "ours": {"betweenness, exact": 10_000},
}
"""The largest graph an engine is asked for: beyond it minutes become hours."""


def measure(
    sizes: tuple[int, ...], *, most_networkx: int = 100_000, tell: Callable[[str], None] = lambda _: None
) -> pl.DataFrame:
    """Measure every engine on every metric.

    Args:
        sizes: numbers of nodes.
        most_networkx: the largest graph networkx is asked for.
        tell: is given a line on each step.

    Returns:
        A row per measurement (see :data:`COLUMNS`).

    Raises:
        AtlasError: if two engines disagree.
    """
    made: list[tuple[int, str, str, float, float | None]] = []
    for nodes in sizes:
        table = supplies(nodes)
        for metric, engines in METRICS.items():
            first: tuple[float, np.ndarray] | None = None
            for engine, run in engines.items():
                limit = PATIENCE.get(engine, {}).get(metric, most_networkx if engine == "networkx" else max(sizes))
                if nodes > limit:
                    continue
                started = time.perf_counter()
                result = run(table, nodes)
                seconds = time.perf_counter() - started
                tell(f"{nodes:,} {metric}, {engine}: {seconds:.2f} s")
                if first is None:
                    first = (seconds, result)
                elif result.shape != first[1].shape or not np.allclose(result, first[1], rtol=1e-3, atol=1e-6):
                    raise AtlasError(f"{engine} gives another {metric} than {next(iter(engines))} on {nodes} nodes")
                made.append((nodes, metric, engine, seconds, seconds / first[0]))
    return pl.DataFrame(made, schema=COLUMNS, orient="row")


def main(
    most: Annotated[int, typer.Option(help="Nodes of the largest network.")] = 1_000_000,
    most_networkx: Annotated[int, typer.Option(help="Nodes of the largest network for networkx.")] = 100_000,
    folder: Annotated[Path | None, typer.Option("--out", help="Folder for the figures as CSV.")] = None,
) -> None:
    """Measure and print."""
    out, progress = Console(), Console(stderr=True)
    sizes = tuple(size for size in SIZES if size <= most) or (most,)
    measured = measure(
        sizes, most_networkx=most_networkx, tell=lambda line: progress.print(f"  {line}", highlight=False)
    )
    table = Table(title="From a table of supplies to a metric", title_justify="left", header_style="bold")
    for name in COLUMNS:
        table.add_column(name, justify="left" if name in ("metric", "engine") else "right")
    for nodes, metric, engine, seconds, ratio in measured.iter_rows():
        table.add_row(f"{nodes:,}", metric, engine, f"{seconds:.3f}", f"{ratio:.1f}")
    out.print(table)
    out.print(machine_line(PACKAGES), highlight=False)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        measured.write_csv(folder / "networks.csv")


if __name__ == "__main__":
    typer.run(main)
