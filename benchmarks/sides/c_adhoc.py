"""Ad-hoc questions over microdata: sums over everything, differences, paths, neighbourhoods."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import polars as pl

from benchmarks import floor, sparql, virtuoso
from benchmarks.running import Case, Engine, Session, Side
from graph.store import Store

FOLDER = "adhoc"
Loaded = tuple[sparql.Select, Session]


def tasks(case: Case) -> Sequence[str]:
    """Names of the questions."""
    del case
    return list(floor.asked(FOLDER))


def _answering(select: sparql.Select, case: Case, form: str) -> Callable[[str], pl.DataFrame]:
    queries = floor.asked(FOLDER)
    return lambda task: select(floor.bound(queries[task].get(f"{form}.rq", queries[task]["rq"]), case))


def ours(case: Case) -> Session:
    """The atlas as it is, asked in the form that suits its engine."""
    store = Store(case.atlas)
    return Session(_answering(lambda query: store.select(query).frame(), case, "best"), disk=_size(case.atlas))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def peer(load: Callable[[Path], Loaded], case: Case, *, form: str = "") -> Session:
    """A SPARQL engine that holds the statements the questions need; it is asked in its own form where there is one."""
    select, session = load(case.micro)
    return Session(_answering(select, case, form), session.disk, session.memory, session.close)


SIDE = Side(
    "ad-hoc",
    "Questions over all establishments and supplies. Peers hold only the statements of the properties these name.",
    tasks,
    (
        Engine("ketenatlas", ours, "ours"),
        Engine("DuckDB", partial(floor.duckdb, folder=FOLDER), "floor"),
        Engine("Polars", partial(floor.polars, folder=FOLDER), "floor"),
        Engine("Oxigraph, as written", partial(peer, sparql.oxigraph)),
        Engine("Oxigraph, rewritten", partial(peer, sparql.oxigraph, form="best")),
        Engine("maplib", partial(peer, sparql.maplib)),
        Engine("Virtuoso", partial(peer, virtuoso.select, form="virtuoso"), lacks=virtuoso.lacking),
        Engine("rdflib", partial(peer, sparql.rdflib), most=1_000),
        Engine("owlready2", partial(peer, sparql.owlready2), most=1_000),
    ),
)
