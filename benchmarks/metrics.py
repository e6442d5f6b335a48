"""Metrics against published examples: what a paper or a sum by hand gives, and what ours gives.

Run as ``python -m benchmarks.metrics``; it fails if any differs by more than the digits that were published.
"""

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import polars as pl
import scipy.sparse as sp
import typer
from rich.console import Console
from rich.table import Table

from graph.algorithms import communities
from graph.arrays import from_edges
from graph.errors import AtlasError
from graph.metrics import specialisation as spread
from graph.metrics.agglomeration import duranton_overman, ellison_glaeser
from graph.metrics.communities import adjusted_mutual_information, assortativity
from graph.metrics.completeness import completeness, held
from graph.metrics.complexity import complexity
from graph.metrics.dependence import concentration, interdependence
from graph.metrics.relatedness import proximity, relatedness_density
from graph.metrics.systemic import ESSENTIAL, NONE, OTHER, Economy

COLUMNS = ("metric", "example", "source", "published", "ours", "difference")


@dataclass(frozen=True)
class Example:
    """A worked example.

    Attributes:
        metric: what is computed.
        example: on what.
        source: who published the value, or that it is a sum by hand.
        published: the value.
        ours: computes it.
        digits: how far it may differ: half of the last digit that was published.
    """

    metric: str
    example: str
    source: str
    published: float
    ours: Callable[[], float]
    digits: float = 1e-9


ECONGEO = np.array(
    [[100, 0, 0, 0, 0], [0, 15, 5, 70, 10], [0, 20, 10, 20, 50], [0, 25, 30, 5, 40], [0, 40, 55, 5, 0.0]]
)
"""Five regions by five industries, the example of the R package EconGeo (Balland)."""
SIX = np.array(
    [
        [0, 3, 2, 7, 5, 11],
        [4, 0, 9, 1, 8, 6],
        [10, 2, 0, 4, 3, 7],
        [6, 5, 1, 0, 9, 2],
        [8, 3, 6, 10, 0, 4],
        [2, 7, 5, 3, 11, 0.0],
    ]
)
"""Six firms in three sectors, the reference network of the authors of the systemic risk index."""
COUPLES = np.array(
    [[258, 16, 35, 13], [12, 157, 58, 19], [13, 23, 306, 35], [5, 7, 24, 16.0]],
)
"""Couples by ethnic group of each partner (Catania and others, table I of Newman, 2003), rounded per thousand there."""
PAGES = [(1, 2), (1, 3), (3, 1), (3, 2), (3, 5), (4, 5), (4, 6), (5, 4), (5, 6), (6, 4)]
"""Six web pages of which one has no links, the example of Langville and Meyer (2006)."""


def _graph(pairs: Any, *, directed: bool = False) -> Any:
    rows = [tuple(pair) for pair in pairs]
    return from_edges(pl.DataFrame(rows, schema=["start", "end"], orient="row"), directed=directed)


def _club() -> Any:
    return _graph(nx.karate_club_graph().edges())


def _couples() -> float:
    rows = [(f"w{i}", f"m{j}", value) for i, line in enumerate(COUPLES) for j, value in enumerate(line)]
    edges = pl.DataFrame(rows, schema=["start", "end", "weight"], orient="row")
    names = [f"{sex}{i}" for sex in "wm" for i in range(4)]
    nodes = pl.DataFrame({"node": names, "group": [name[1] for name in names]})
    return assortativity(from_edges(edges, nodes).arrays, "group")


def _modularity() -> float:
    graph = _club()
    labels = communities(graph.arrays, "weight", 1.0, 0)
    parts = [{graph.arrays.nodes[at] for at in np.flatnonzero(labels == one)} for one in np.unique(labels)]
    return float(nx.community.modularity(graph, parts, weight=None))


def _six() -> float:
    inputs = np.array([[ESSENTIAL, OTHER, NONE], [NONE, ESSENTIAL, OTHER], [OTHER, NONE, ESSENTIAL]])
    economy = Economy(sp.csr_array(SIX), np.array([0, 1, 2, 0, 1, 2]), inputs)
    return float(economy.index(np.array([0]), direction="downstream", tolerance=1e-13)[0])


def _wine() -> float:
    countries = np.zeros((40, 2), dtype=bool)
    countries[:17, 0] = countries[6:30, 1] = True
    return float(proximity(countries)[0, 1])


def _density() -> float:
    present = spread.location_quotient(ECONGEO) >= 1
    return float(relatedness_density(present, proximity(present))[1, 4])


def _kernel() -> float:
    sites = np.random.default_rng(1).uniform(0, 100_000, (60, 2))
    made = duranton_overman(sites[:20], sites, most_km=200, choices=20)
    return float(np.trapezoid(made.density, made.distance))


def _flows(*rows: tuple[str, str, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["from", "to", "weight"], orient="row")


def _held() -> float:
    stages = pl.DataFrame({"chain": ["c"] * 4, "stage": list("abcd")})
    present = pl.DataFrame({"place": ["p", "p", "p"], "stage": ["a", "b", "c"], "sure": [True, True, False]})
    return float(completeness(held(stages, present, pl.Series(["p"])))["lower_share"][0])


def _first(values: Any) -> float:
    return float(np.asarray(values).ravel()[0])


HALVES, NESTED = np.array([0.5, 0.5]), np.tri(3, dtype=bool)[::-1]
TRIANGLES = [(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (3, 5)]

EXAMPLES = (
    Example(
        "betweenness",
        "middle of a star of five",
        "Freeman (1977)",
        1.0,
        lambda: nx.betweenness_centrality(_graph((0, i) for i in range(1, 5)))[0],
    ),
    Example(
        "betweenness",
        "middle of a path of five",
        "by hand: 4 of 6 pairs",
        2 / 3,
        lambda: nx.betweenness_centrality(_graph((i, i + 1) for i in range(4)))[2],
    ),
    Example(
        "PageRank",
        "page 4 of six, damping 0.9",
        "Langville and Meyer (2006)",
        0.3751,
        lambda: nx.pagerank(_graph(PAGES, directed=True), alpha=0.9, tol=1e-12)[4],
        5e-5,
    ),
    Example(
        "PageRank",
        "page 1 of six, damping 0.9",
        "Langville and Meyer (2006)",
        0.03721,
        lambda: nx.pagerank(_graph(PAGES, directed=True), alpha=0.9, tol=1e-12)[1],
        5e-6,
    ),
    Example(
        "cut points",
        "two triangles joined by an edge",
        "by hand",
        2,
        lambda: len(list(nx.articulation_points(_graph(TRIANGLES)))),
    ),
    Example(
        "bridges", "two triangles joined by an edge", "by hand", 1, lambda: len(list(nx.bridges(_graph(TRIANGLES))))
    ),
    Example(
        "k-core",
        "largest k of two triangles joined by an edge",
        "by hand",
        2,
        lambda: max(nx.core_number(_graph(TRIANGLES)).values()),
    ),
    Example(
        "communities", "largest modularity of Zachary's club", "Brandes and others (2008)", 0.4198, _modularity, 5e-5
    ),
    Example(
        "agreement of divisions (AMI)",
        "two crossed halves of four",
        "by hand: (0 - 1/3) / (1 - 1/3)",
        -0.5,
        lambda: adjusted_mutual_information(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])),
    ),
    Example(
        "assortativity",
        "couples by ethnic group, from rounded parts",
        "networkx, on table I of Newman (2003), who has 0.621 unrounded",
        0.623,
        _couples,
        5e-4,
    ),
    Example(
        "location quotient",
        "EconGeo, region 2, industry 4",
        "Balland, EconGeo",
        3.5,
        lambda: float(spread.location_quotient(ECONGEO)[1, 3]),
    ),
    Example(
        "interval of a share",
        "5 of 10, lower bound",
        "Clopper and Pearson (1934)",
        0.1871,
        lambda: _first(spread.share_interval(np.array([5.0]), np.array([10.0]))[0]),
        5e-5,
    ),
    Example("Krugman", "EconGeo, region 1", "by hand on EconGeo", 1.6, lambda: _first(spread.krugman(ECONGEO))),
    Example(
        "Hachman",
        "EconGeo, region 2",
        "by hand on EconGeo: 1 / (5 x 0.525)",
        1 / 2.625,
        lambda: float(spread.hachman(ECONGEO)[1]),
    ),
    Example(
        "Hoover",
        "amounts 0, 10, 10, 30, 50 over 10, 15, 20, 25, 30",
        "Balland, EconGeo",
        0.25,
        lambda: _first(spread.hoover(np.array([[0.0], [10], [10], [30], [50]]), np.array([10.0, 15, 20, 25, 30]))),
    ),
    Example("Gini", "EconGeo, industry 2", "by hand on EconGeo", 0.36, lambda: float(spread.gini(ECONGEO)[1])),
    Example(
        "entropy",
        "chances 1/2, 1/4, 1/8, 1/8",
        "Shannon (1948)",
        1.75,
        lambda: _first(spread.entropy(np.array([[4.0, 2, 1, 1]]))),
    ),
    Example(
        "Theil, within",
        "1 and 3 against 2 and 2",
        "by hand",
        math.log(0.5) / 8 + 3 * math.log(1.5) / 8,
        lambda: spread.theil(np.array([1.0, 3, 2, 2]), np.array([0, 0, 1, 1]))[0],
    ),
    Example(
        "Theil, between",
        "1 and 1 against 3 and 3",
        "by hand",
        math.log(0.5) / 4 + 3 * math.log(1.5) / 4,
        lambda: spread.theil(np.array([1.0, 1, 3, 3]), np.array([0, 0, 1, 1]))[1],
    ),
    Example("relatedness", "wine and grapes", "Hidalgo and others (2007)", 0.46, _wine, 5e-3),
    Example("relatedness density", "EconGeo, region 2, industry 5", "by hand: 1/2 of 5/3, per cent", 30, _density),
    Example(
        "complexity",
        "three nested regions, the first",
        "by hand: eigenvector (2, -1, -4), standardised",
        math.sqrt(1.5),
        lambda: _first(complexity(NESTED).regions),
    ),
    Example(
        "Ellison-Glaeser",
        "four plants in one of two halves",
        "by hand, Ellison and Glaeser (1997), eq. 5",
        1.0,
        lambda: ellison_glaeser(np.full(4, 10.0), np.zeros(4, dtype=int), HALVES),
    ),
    Example(
        "Ellison-Glaeser",
        "four plants spread evenly",
        "by hand, Ellison and Glaeser (1997), eq. 5",
        -1 / 3,
        lambda: ellison_glaeser(np.full(4, 10.0), np.array([0, 0, 1, 1]), HALVES),
    ),
    Example("Duranton-Overman", "a density adds up to one", "Duranton and Overman (2005)", 1.0, _kernel, 1e-2),
    Example(
        "systemic risk (ESRI)",
        "six firms, downstream, firm 1 stops",
        "reference values of Diem and others (2022)",
        0.50687988214742541,
        _six,
        1e-12,
    ),
    Example(
        "concentration of sources",
        "three equal sources",
        "by hand, Hirschman (1945)",
        1 / 3,
        lambda: _first(concentration(_flows(("a", "r", 2), ("b", "r", 2), ("c", "r", 2)), ["to"], "from")["hhi"]),
    ),
    Example(
        "interdependence",
        "2 of 6 flows of either join both",
        "by hand, Jaccard (1901)",
        2 / 6,
        lambda: _first(
            interdependence(_flows(("a", "b", 2), ("a", "c", 3), ("b", "b", 1)), "from", "to")["interdependence"]
        ),
    ),
    Example("completeness", "two documented and one estimated of four", "by hand, lower bound", 0.5, _held),
)
"""The examples, in the order in which they are shown."""


def computed(examples: tuple[Example, ...] = EXAMPLES) -> list[tuple[str, str, str, float, float, float]]:
    """A row per example (see :data:`COLUMNS`).

    Raises:
        AtlasError: if any differs from what was published, saying which.
    """
    rows, wrong = [], []
    for one in examples:
        ours = float(one.ours())
        rows.append((one.metric, one.example, one.source, one.published, ours, abs(ours - one.published)))
        if not abs(ours - one.published) <= one.digits:
            wrong.append(f"{one.metric} ({one.example}): published {one.published:.10g}, ours {ours:.10g}")
    if wrong:
        raise AtlasError(f"{len(wrong)} of {len(rows)} differ from what was published: {'; '.join(wrong)}")
    return rows


def main() -> None:
    """Compute and print; exit code 1 if one differs."""
    out = Console(width=None if sys.stdout.isatty() else 160)
    try:
        rows = computed()
    except AtlasError as error:
        out.print(str(error), highlight=False)
        raise typer.Exit(1) from None
    table = Table(title="Metrics against published examples", title_justify="left", header_style="bold")
    for name in COLUMNS:
        table.add_column(name, justify="right" if name in COLUMNS[3:] else "left", overflow="fold")
    for metric, example, source, published, ours, difference in rows:
        table.add_row(metric, example, source, f"{published:.12g}", f"{ours:.12g}", f"{difference:.1e}")
    out.print(table)


if __name__ == "__main__":
    typer.run(main)
