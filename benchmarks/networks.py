"""Networks, side by side: from a table of supplies to a metric, ours against networkx and igraph called directly.

Run as ``python -m benchmarks.networks``. A time includes making the graph from the table, for that is what a user waits
for. Engines that run must agree on the result, or the run fails. Seconds are only good for ratios within one run.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Metric:
    """One metric, and how each engine is asked for it on its own graph.

    Attributes:
        gives: what is told: ``values`` (one a node), ``nodes``, ``pairs`` of nodes or a ``matrix``.
        ask: by engine; networkx and ours are asked alike.
        directed, weighted: what graph it is asked of.
        make: how engines make what they are asked of, where that is no graph; else :data:`MAKE` tells.
    """

    gives: str
    ask: Mapping[str, Callable[[Any], Any]]
    directed: bool = True
    weighted: bool = False
    make: "Mapping[str, Make] | None" = None

    def asked(self, engine: str, table: pl.DataFrame, nodes: int) -> Any:
        """What an engine tells, from a table of supplies in memory to its answer."""
        return self.ask[engine]((self.make or MAKE)[engine](table, nodes, self))


Make = Callable[[pl.DataFrame, int, Metric], Any]


def _ours(table: pl.DataFrame, nodes: int, metric: Metric) -> Any:
    every = pl.DataFrame({"node": np.arange(nodes)})
    return from_edges(table.select("start", "end", "weight"), every, directed=metric.directed)


def _networkx(table: pl.DataFrame, nodes: int, metric: Metric) -> Any:
    graph: Any = nx.DiGraph() if metric.directed else nx.Graph()
    graph.add_nodes_from(range(nodes))
    if not metric.weighted:
        graph.add_edges_from(table.select("start", "end").rows())
        return graph
    summed = table.group_by("start", "end").agg(pl.col("weight").sum())
    graph.add_weighted_edges_from(summed.rows())
    return graph


def _igraph(table: pl.DataFrame, nodes: int, metric: Metric) -> Any:
    import igraph  # noqa: PLC0415 - a peer

    summed = _once(table, metric)
    graph = igraph.Graph(n=nodes, edges=summed.select("start", "end").to_numpy(), directed=metric.directed)
    if metric.weighted:
        graph.es["weight"] = summed["weight"].to_list()
    return graph


def _rustworkx(table: pl.DataFrame, nodes: int, metric: Metric) -> Any:
    import rustworkx  # noqa: PLC0415 - a peer

    graph = rustworkx.PyDiGraph() if metric.directed else rustworkx.PyGraph()
    graph.extend_from_edge_list(_once(table, metric).select("start", "end").rows())
    graph.add_nodes_from([None] * (nodes - graph.num_nodes()))
    return graph


def _networkit(table: pl.DataFrame, nodes: int, metric: Metric) -> Any:
    import networkit  # noqa: PLC0415 - a peer

    ends = _once(table, metric).select("start", "end")
    sides = (ends["start"].to_numpy(), ends["end"].to_numpy())
    return networkit.GraphFromCoo(sides, n=nodes, directed=metric.directed)


def _once(table: pl.DataFrame, metric: Metric) -> pl.DataFrame:
    """Every edge once: the engines count parallel edges apart, which bridges, cores and shortest paths must not."""
    ends = table if metric.directed else table.select("weight", start=pl.min_horizontal("start", "end"),
                                                      end=pl.max_horizontal("start", "end"))  # fmt: skip
    if metric.weighted:
        return ends.group_by("start", "end").agg(pl.col("weight").sum())
    return ends.select("start", "end").unique()


MAKE: dict[str, Make] = {
    "ours": _ours,
    "networkx": _networkx,
    "igraph": _igraph,
    "rustworkx": _rustworkx,
    "networkit": _networkit,
}
"""How each engine makes its graph of a table that lies in memory, its nodes numbered already."""


def _inverse(graph: Any) -> np.ndarray:
    nodes = graph.vcount()
    values: np.ndarray = np.asarray(graph.betweenness()) / ((nodes - 1) * (nodes - 2))
    return values


def _cut_points(graph: Any) -> Any:
    import rustworkx  # noqa: PLC0415 - a peer

    return rustworkx.articulation_points(graph)


def _bridges(graph: Any) -> Any:
    import rustworkx  # noqa: PLC0415 - a peer

    return rustworkx.bridges(graph)


def _cores(graph: Any) -> Any:
    import networkit  # noqa: PLC0415 - a peer

    return networkit.centrality.CoreDecomposition(graph).run().scores()


def _matrix(table: pl.DataFrame, nodes: int, metric: Metric) -> np.ndarray:
    del nodes, metric
    return flow_matrix(table.rename({"region": "from_region"}), "from_region", "to_region", "weight").values


def _matrix_by_loop(table: pl.DataFrame, nodes: int, metric: Metric) -> np.ndarray:
    """A loop over the edges of networkx, whose own quotient graph is far slower."""
    graph = _networkx(table, nodes, metric)
    region = dict(table.select("start", "region").rows()) | dict(table.select("end", "to_region").rows())
    order = {name: at for at, name in enumerate(sorted(map(str, set(region.values()))))}
    matrix = np.zeros((len(order), len(order)))
    for one, two, weight in graph.edges(data="weight"):
        matrix[order[str(region[one])], order[str(region[two])]] += weight
    return matrix


def _alike(ask: Callable[[Any], Any], **others: Callable[[Any], Any]) -> dict[str, Callable[[Any], Any]]:
    """Ours and networkx are asked by the same call."""
    return {"ours": ask, "networkx": ask, **others}


METRICS: dict[str, Metric] = {
    "pagerank": Metric(
        "values",
        _alike(lambda graph: nx.pagerank(graph, tol=1e-12), igraph=lambda graph: graph.pagerank(weights="weight")),
        weighted=True,
    ),
    "betweenness, exact": Metric("values", _alike(nx.betweenness_centrality, igraph=_inverse)),
    "betweenness, sampled": Metric(
        "values",
        _alike(lambda graph: nx.betweenness_centrality(graph, k=SAMPLE, seed=1, normalized=False)),
    ),
    "bridges": Metric(
        "pairs",
        _alike(
            lambda graph: list(nx.bridges(graph)),
            igraph=lambda graph: [graph.es[at].tuple for at in graph.bridges()],
            rustworkx=_bridges,
        ),
        directed=False,
    ),
    "cut points": Metric(
        "nodes",
        _alike(
            lambda graph: list(nx.articulation_points(graph)),
            igraph=lambda graph: graph.articulation_points(),
            rustworkx=_cut_points,
        ),
        directed=False,
    ),
    "k-core": Metric(
        "values",
        _alike(nx.core_number, igraph=lambda graph: graph.coreness(), networkit=_cores),
        directed=False,
    ),
    "region matrix": Metric(
        "matrix",
        _alike(np.asarray),
        weighted=True,
        make={"ours": _matrix, "networkx": _matrix_by_loop},
    ),
}
"""What is measured. rustworkx and networkit are asked where one of them was the fastest when tried."""


def plain(metric: Metric, told: Any, nodes: Sequence[Any]) -> np.ndarray:
    """What an engine told, in one form for all: numbers by node, or numbers of nodes in order."""
    if metric.gives == "values":
        return np.asarray([told[node] for node in nodes] if isinstance(told, dict) else told, dtype=float)
    number = {node: at for at, node in enumerate(nodes)}
    if metric.gives == "nodes":
        return np.asarray(sorted(number[node] for node in told))
    if metric.gives == "pairs":
        return np.asarray(sorted(sorted(number[node] for node in pair) for pair in told))
    return np.asarray(told)


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
        for metric, how in METRICS.items():
            first: tuple[float, np.ndarray] | None = None
            for engine in how.ask:
                limit = PATIENCE.get(engine, {}).get(metric, most_networkx if engine == "networkx" else max(sizes))
                if nodes > limit:
                    continue
                started = time.perf_counter()
                told = how.asked(engine, table, nodes)
                seconds = time.perf_counter() - started
                result = plain(how, told, range(nodes))
                tell(f"{nodes:,} {metric}, {engine}: {seconds:.2f} s")
                if first is None:
                    first = (seconds, result)
                elif result.shape != first[1].shape or not np.allclose(result, first[1], rtol=1e-3, atol=1e-6):
                    raise AtlasError(f"{engine} gives another {metric} than {next(iter(how.ask))} on {nodes} nodes")
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
