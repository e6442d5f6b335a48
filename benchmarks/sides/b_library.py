"""The questions of the library, each asked as people ask it, with its defaults; peers where there is a form for them.

The floor gives all columns that SQL can, evidence and sources included; labels where they are more than the key of
what they name. Two questions have none: X-01 tells of the statements of an atlas, which tables do not have, and rows
of B2-09 are chosen by betweenness and cut points. A floor leaves out what is no matter of SQL, and says so. The naive
form is written for questions that go over all establishments or supplies; it gives the columns that count, without
labels, evidence and sources.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import polars as pl

from benchmarks import floor, sparql, virtuoso
from benchmarks.case import in_quads, plainly
from benchmarks.running import CannotError, Case, Engine, Session, Side
from graph.asking import Engine as Answering
from graph.asking import ask
from graph.catalogue import catalogue
from graph.remote import Remote
from graph.result import Rows
from graph.store import Store

FOLDER = "library"
FIRST = "A1-04"
"""Asked first, so that the first answer of an atlas is one over all establishments."""


def tasks(case: Case) -> Sequence[str]:
    """Names of the questions: :data:`FIRST`, then those with a floor."""
    del case
    known = floor.asked(FOLDER)
    return sorted(catalogue().questions, key=lambda name: (name != FIRST, name not in known, name))


def asking(engine: Answering, case: Case) -> Callable[[str], pl.DataFrame]:
    """The questions, asked of an engine the way we ask them."""
    return lambda task: ask(engine, catalogue()[task], {"asOf": case.as_of}).frame()


def ours(case: Case) -> Session:
    """The atlas."""
    disk = sum(path.stat().st_size for path in case.atlas.rglob("*") if path.is_file())
    return Session(asking(Store(case.atlas), case), disk=disk)


def naive(case: Case) -> Session:
    """Microdata alone in Oxigraph, asked in SPARQL without what an atlas adds."""
    select, session = sparql.oxigraph(case.micro)

    def answer(task: str) -> pl.DataFrame:
        kinds = floor.asked(FOLDER).get(task)
        if kinds is None or "rq" not in kinds:
            raise CannotError("no naive form was written for it")
        return select(floor.bound(kinds["rq"], case))

    return Session(answer, session.disk, session.memory, session.close)


def on_virtuoso(case: Case) -> Session:
    """A Virtuoso that holds the atlas, asked as we ask a server: what it answers wrongly is not left to it."""
    server = virtuoso.Server(in_quads(case, case.atlas))
    return Session(asking(Remote(server.address), case), server.disk, server.memory, server.close)


class _InRdflib:
    """The same questions on rdflib."""

    def __init__(self, statements: Path) -> None:
        from rdflib import Graph  # noqa: PLC0415 - a peer

        self._graph = Graph().parse(str(statements), format="nt")

    def select(self, query: str) -> Rows:
        """Answer a SELECT query."""
        return Rows.from_json(self._graph.query(query).serialize(format="json") or b"")


def in_rdflib(case: Case) -> Session:
    """All statements of the atlas in rdflib."""
    return Session(asking(_InRdflib(plainly(case)), case))


SIDE = Side(
    "library",
    "Every question of the library with its defaults, analysis, labels and sources included.",
    tasks,
    (
        Engine("ketenatlas", ours, "ours"),
        Engine("DuckDB", partial(floor.duckdb, folder=FOLDER), "floor"),
        Engine("Oxigraph, naive", naive),
        Engine("Virtuoso, asked as a server of ours", on_virtuoso, lacks=virtuoso.lacking, most=1_000),
        Engine("rdflib", in_rdflib, most=1_000),
    ),
)
