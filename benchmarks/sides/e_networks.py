"""Network metrics on the supplies of the atlas.

Ours starts from the atlas, as an analyst does: the network is projected from the graph, then networkx is called on it.
The engines that are called directly start from a table in memory whose nodes are numbered already, so that of them
nothing but the engine counts. networkx is met twice: so, and as one meets it without columns, where the supplies are
asked from the graph in SPARQL before they are a network.
"""

import datetime
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import polars as pl
import pyoxigraph as ox

from benchmarks import networks
from benchmarks.running import CannotError, Case, Engine, Session, Side
from graph import extracts
from graph.engine import solutions
from graph.prefixes import with_prefixes
from graph.projections import View, supply
from graph.reshaping import simple
from graph.store import Store

ASKED = {
    "supplies": "SELECT ?supplier ?customer ?since ?until "
    "{ ?x ka:supplier ?supplier ; ka:customer ?customer . $valid }",
    "establishments": "SELECT ?establishment ?municipality ?outside ?since ?until { ?x a ka:Establishment . "
    "OPTIONAL { ?x ka:inMunicipality ?municipality } OPTIONAL { ?x ka:outsideRegion ?outside } "
    "BIND(?x AS ?establishment) $valid }",
    "memberships": "SELECT ?municipality ?region ?since ?until "
    "{ ?x ka:member ?municipality ; ka:region ?region ; ka:primary true . $valid }",
}
"""The same facts in SPARQL, by extract."""
VALID = "OPTIONAL { ?x ka:validFrom ?since } OPTIONAL { ?x ka:validTo ?until }"


def tasks(case: Case) -> Sequence[str]:
    """Names of the metrics."""
    del case
    return list(networks.METRICS)


def supplies(read: Callable[[str], pl.DataFrame], as_of: str) -> pl.DataFrame:
    """Supplies between establishments that are there on a day (see :func:`networks.supplies`).

    Args:
        read: gives supplies, establishments and primary memberships, with the days between which they hold.
        as_of: the day.

    Returns:
        The columns of :func:`networks.supplies`; the numbers of nodes are in the order of their addresses.
    """
    day = pl.lit(datetime.date.fromisoformat(as_of))
    begun, ended = (pl.col("since").is_null() | (pl.col("since") <= day)), (pl.col("until") < day).fill_null(False)
    now = {name: read(name).filter(begun & ~ended).drop("since", "until") for name in ASKED}
    homes = now["establishments"].join(now["memberships"], on="municipality", how="left")
    region = homes.select("establishment", region=pl.coalesce("region", "outside")).unique("establishment")
    told = now["supplies"].join(region, left_on="supplier", right_on="establishment")
    told = told.join(region.rename({"region": "to_region"}), left_on="customer", right_on="establishment")
    names = pl.concat([told["supplier"], told["customer"]]).unique().sort()
    number = pl.DataFrame({"name": names, "at": pl.int_range(len(names), eager=True)})
    return (
        told.join(number.rename({"at": "start"}), left_on="supplier", right_on="name")
        .join(number.rename({"at": "end"}), left_on="customer", right_on="name")
        .select("start", "end", "region", "to_region", weight=pl.lit(1.0))
        .sort("start", "end")
    )


def from_extracts(case: Case) -> pl.DataFrame:
    """The supplies, from the tables beside the store."""

    def read(name: str) -> pl.DataFrame:
        table = extracts.read(case.atlas, name)
        return table.filter("primary").drop("primary") if "primary" in table.columns else table

    return supplies(read, case.as_of)


def from_graph(store: ox.Store, case: Case) -> pl.DataFrame:
    """The supplies, asked from the graph in SPARQL."""

    def read(name: str) -> pl.DataFrame:
        found = solutions(store, with_prefixes(ASKED[name].replace("$valid", VALID)))
        rows = [[None if term is None else term.value for term in row] for row in found]
        table = pl.DataFrame(rows, schema=[one.value for one in found.variables], orient="row").cast(pl.String)
        return table.with_columns(pl.col("since", "until").str.slice(0, 10).str.to_date("%Y-%m-%d"))

    return supplies(read, case.as_of)


def ours(case: Case, task: str) -> Any:
    """A metric from the atlas: the network, then the call of networkx on it."""
    view, metric = View(case.atlas, as_of=case.as_of), networks.METRICS[task]
    if metric.gives == "matrix":
        return supply(view, by="region").arrays.matrix("weight").toarray()
    graph = supply(view)
    return metric.ask["ours"](graph if metric.directed else simple(graph))


def session(engine: str, case: Case, *, asked: bool = False) -> Session:
    """One engine on every metric it has.

    Args:
        engine: its name in :data:`networks.METRICS`.
        case: what it works on.
        asked: whether the supplies are asked from the graph each time, instead of lying in memory.
    """
    table = from_extracts(case)
    size = int(table.select(pl.max_horizontal(pl.col("start", "end").max())).item()) + 1
    store = Store(case.atlas).statements if asked else None
    nodes = list(supply(View(case.atlas, as_of=case.as_of))) if engine == "ours" else range(size)

    def answer(task: str) -> Any:
        metric = networks.METRICS[task]
        if engine not in metric.ask:
            raise CannotError("it has no such metric, or another engine was faster")
        most = networks.PATIENCE.get(engine, {}).get(task)
        if most is not None and case.size > most:
            raise CannotError(f"not asked above {most:,} establishments, for it takes too long")
        if engine == "ours":
            return ours(case, task)
        return metric.asked(engine, table if store is None else from_graph(store, case), size)

    def rows(task: str, told: Any) -> pl.DataFrame:
        values = networks.plain(networks.METRICS[task], told, nodes)
        flat = values.astype(float).reshape(len(values), -1)
        return pl.DataFrame({f"value{at}": column for at, column in enumerate(flat.T)}).with_columns(
            at=pl.format("{}", pl.int_range(pl.len()).cast(pl.String).str.zfill(9))
        )

    return Session(answer, rows=rows)


SIDE = Side(
    "networks",
    "Metrics of who supplies whom: ours from the atlas, engines called directly from a numbered table in memory.",
    tasks,
    (
        Engine("ketenatlas", partial(session, "ours"), "ours"),
        Engine("igraph", partial(session, "igraph")),
        Engine("rustworkx", partial(session, "rustworkx")),
        Engine("networkit", partial(session, "networkit")),
        Engine("networkx", partial(session, "networkx"), most=100_000),
        Engine("networkx, from the graph", partial(session, "networkx", asked=True), most=100_000),
    ),
    tolerance=1e-3,
)
