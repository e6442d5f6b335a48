"""maplib, a columnar SPARQL engine, beside the store: does it give the rows of every question, and how fast?

Run as ``python -m benchmarks.columnar``. maplib holds all statements in memory, as one graph. A question whose rows
differ is never routed to it, however fast it is; decision 0020 says what came of this.
"""

import contextlib
import gzip
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Annotated, Any, cast

import polars as pl
import pyoxigraph as ox
import typer
from rich.console import Console

from benchmarks.machine import machine_line
from graph.asking import prepare
from graph.catalogue import Question, catalogue
from graph.errors import AtlasError
from graph.store import Store
from ketenatlas.build import build

COLUMNS = {
    "question": pl.String,
    "outcome": pl.String,
    "rows": pl.Int64,
    "store_s": pl.Float64,
    "maplib_s": pl.Float64,
    "why": pl.String,
}
"""``outcome`` is ``same``, ``differs``, ``refused`` (an error) or ``crashed`` (the engine has to be loaded anew)."""

Row = dict[str, str]
"""What a row binds, by variable: the value of the term, and nothing where there is none."""


def measure(store: Store, as_of: str) -> pl.DataFrame:
    """Ask every question of both engines.

    Args:
        store: the atlas.
        as_of: the day (ISO).

    Returns:
        A row per question (see :data:`COLUMNS`), in seconds of one processor.

    Raises:
        AtlasError: if maplib is not installed.
    """
    made = []
    with tempfile.TemporaryDirectory() as folder:
        file = one_graph(store, Path(folder) / "atlas.nt")
        engine = loaded(file)
        for question in catalogue().questions.values():
            query = _bound(store, question, as_of)
            expected, ours = _timed(partial(_rows_of_store, store, query))
            outcome, why, theirs = "same", "", None
            try:
                found, theirs = _timed(partial(_rows_of_maplib, engine, query))
                if canonical(found) != canonical(expected):
                    outcome, why = "differs", difference(found, expected)
            # A panic of its Rust code is no Exception, and leaves a lock behind that nothing opens again.
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                outcome = "refused" if isinstance(error, Exception) else "crashed"
                why = str(error)[:120]
                engine = loaded(file) if outcome == "crashed" else engine
            made.append((question.id, outcome, len(expected), ours, theirs, why))
    return pl.DataFrame(made, schema=COLUMNS, orient="row")


def loaded(file: Path) -> Any:
    """A maplib model with the statements of a file.

    Raises:
        AtlasError: if maplib is not installed.
    """
    try:
        import maplib  # noqa: PLC0415 - for this measurement only
    except ImportError:
        raise AtlasError("maplib is not installed; install it with: pip install 'ketenatlas[bench]'") from None
    model = maplib.Model()
    model.read(str(file), format="ntriples")
    return model


def one_graph(store: Store, file: Path) -> Path:
    """Write all statements of an atlas once, without their graphs, as N-Triples."""
    with gzip.open(store.folder / "atlas.nq.gz") as packed:
        once = dict.fromkeys(quad.triple for quad in ox.parse(cast("IO[bytes]", packed), ox.RdfFormat.N_QUADS))
    ox.serialize(once, str(file), ox.RdfFormat.N_TRIPLES)
    return file


def _bound(store: Store, question: Question, as_of: str) -> str:
    dated = any(parameter.name == "asOf" for parameter in question.parameters)
    return prepare(store, question, {"asOf": as_of} if dated else {})[0]


def _timed(ask: Callable[[], list[Row]]) -> tuple[list[Row], float]:
    started = time.process_time()
    with _quiet():
        rows = ask()
    return rows, time.process_time() - started


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep what native code writes to standard error off the screen."""
    kept = os.dup(2)
    with Path(os.devnull).open("w") as nothing:
        os.dup2(nothing.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def _rows_of_store(store: Store, query: str) -> list[Row]:
    rows = store.select(query)
    return [
        {name: str(term.value) for name, term in zip(rows.columns, row, strict=True) if term is not None}
        for row in rows.terms
    ]


def _rows_of_maplib(engine: Any, query: str) -> list[Row]:
    answer = json.loads(engine.query(query, return_json=True))
    return [{name: cell["value"] for name, cell in row.items()} for row in answer["results"]["bindings"]]


def canonical(rows: list[Row]) -> list[list[tuple[str, str]]]:
    """Rows so that equal answers are equal: any order of rows and of listed words, numbers however they are written."""
    return sorted(sorted((name, _plain(value)) for name, value in row.items()) for row in rows)


def _plain(value: str) -> str:
    try:
        return f"{float(value):.9g}"
    except ValueError:
        return "|".join(sorted({*value.split("|")} - {""}))


def difference(found: list[Row], expected: list[Row]) -> str:
    """The columns whose values differ, with one value of each; or that there are more or fewer rows."""
    if len(found) != len(expected):
        return f"{len(found)} rows, expected {len(expected)}"
    told = []
    for name in sorted({name for row in expected for name in row} | {name for row in found for name in row}):
        ours, theirs = ({_plain(row.get(name, "")) for row in rows} for rows in (expected, found))
        if ours != theirs:
            told.append(f"{name}: {min(theirs - ours, default='')[:30]!r} for {min(ours - theirs, default='')[:30]!r}")
    return "; ".join(told) or "values stand in other rows"


def main(
    as_of: Annotated[str, typer.Option("--as-of", help="The day (ISO).")] = "2026-11-24",
    atlas: Annotated[Path | None, typer.Option(help="Folder of builds; a bundled atlas is built by default.")] = None,
    folder: Annotated[Path | None, typer.Option("--out", help="Folder for the figures as CSV.")] = None,
) -> None:
    """Measure and print."""
    out = Console()
    with tempfile.TemporaryDirectory() as made:
        measured = measure(Store.open(atlas) if atlas else Store(build(Path(made)).folder), as_of)
    with pl.Config(tbl_rows=-1, fmt_str_lengths=60, tbl_hide_dataframe_shape=True):
        out.print(str(measured), highlight=False)
    out.print(str(measured.group_by("outcome").len().sort("outcome")), highlight=False)
    out.print(machine_line(("pyoxigraph", "maplib", "polars")), highlight=False)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        measured.write_csv(folder / "columnar.csv")


if __name__ == "__main__":
    typer.run(main)
