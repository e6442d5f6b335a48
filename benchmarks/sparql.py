"""SPARQL engines beside ours, each over statements in a file; all give rows as a frame of text and numbers."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pyoxigraph as ox

from benchmarks.running import Session
from graph.result import Rows

Select = Callable[[str], pl.DataFrame]


def oxigraph_loaded(statements: Path) -> tuple[int, Callable[[], None]]:
    """Load statements into a new Oxigraph on disk; gives how many there are, and what removes it again."""
    store, folder = _loaded(statements)
    return len(store), lambda: shutil.rmtree(folder, ignore_errors=True)


def oxigraph(statements: Path) -> tuple[Select, Session]:
    """Oxigraph on disk, as people use it without us."""
    store, folder = _loaded(statements)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())

    def select(query: str) -> pl.DataFrame:
        found = store.query(query, use_default_graph_as_union=True)
        if not isinstance(found, ox.QuerySolutions):
            raise TypeError("expected a SELECT query")
        return Rows.of(found).frame()

    return select, Session(select, disk=size, close=lambda: shutil.rmtree(folder, ignore_errors=True))


def _loaded(statements: Path) -> tuple[ox.Store, Path]:
    folder = Path(tempfile.mkdtemp(prefix="oxigraph-"))
    store = ox.Store(str(folder))
    form = ox.RdfFormat.N_QUADS if statements.suffix == ".nq" else ox.RdfFormat.N_TRIPLES
    store.bulk_load(path=str(statements), format=form)
    store.flush()
    return store, folder


def _framed(names: list[str], rows: list[list[Any]]) -> pl.DataFrame:
    """Rows as a frame, also where there are none."""
    cells = list(zip(*rows, strict=True)) or [()] * len(names)
    return pl.DataFrame(
        {name: pl.Series(name, list(column), strict=False) for name, column in zip(names, cells, strict=True)}
    )


def maplib(statements: Path) -> tuple[Select, Session]:
    """Maplib, which keeps statements in columns in memory."""
    from maplib import Model  # noqa: PLC0415 - a peer

    model = Model()
    model.read(str(statements), format="ntriples")

    def select(query: str) -> pl.DataFrame:
        found: Any = model.query(query)
        return pl.DataFrame(found)

    return select, Session(select)


def rdflib(statements: Path) -> tuple[Select, Session]:
    """Plain rdflib in memory."""
    from rdflib import Graph  # noqa: PLC0415 - a peer

    graph = Graph().parse(str(statements), format="nt")

    def select(query: str) -> pl.DataFrame:
        found: Any = graph.query(query)
        names = [str(name) for name in found.vars]
        rows = [[None if cell is None else cell.toPython() for cell in row] for row in found]
        return _framed(names, rows)

    return select, Session(select)


def owlready2(statements: Path) -> tuple[Select, Session]:
    """Owlready2's own engine, which turns SPARQL into SQL over SQLite; it parses no path of more than one step."""
    import owlready2 as owl  # noqa: PLC0415 - a peer

    world = owl.World()
    world.get_ontology("http://example.org/all#").load(fileobj=statements.open("rb"))

    def select(query: str) -> pl.DataFrame:
        prepared = world.prepare_sparql(query)
        names = [str(name).lstrip("?") for name in prepared.column_names]
        rows = [[cell.iri if hasattr(cell, "iri") else cell for cell in row] for row in prepared.execute()]
        return _framed(names, rows)

    return select, Session(select)
