"""Columns beside the engine of the store: every question of the library, asked of both, with the rows compared.

Run as ``python -m benchmarks.columns --size 10000``. Both get the same query on the same atlas; what is measured is
from the query to rows of plain values, the second time, in seconds of one processor (decision 0024).
"""

import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Annotated

import polars as pl
import pyoxigraph as ox
import typer
from rich.console import Console

from benchmarks.case import prepared
from benchmarks.machine import machine_line
from graph.asking import prepare
from graph.catalogue import Question, catalogue
from graph.columns.answering import Columns
from graph.columns.syntax import RefusedError
from graph.engine import solutions
from graph.result import Rows, TableRows
from graph.store import Store

COLUMNS = {
    "question": pl.String,
    "outcome": pl.String,
    "rows": pl.Int64,
    "columns_s": pl.Float64,
    "engine_s": pl.Float64,
}
"""``outcome`` is ``same``, ``differs`` or ``refused`` (left to the engine)."""


def measure(store: Store, columns: Columns, as_of: str) -> pl.DataFrame:
    """Ask every question of both.

    Args:
        store: the atlas.
        columns: the same atlas in columns.
        as_of: the day (ISO).

    Returns:
        A row per question (see :data:`COLUMNS`).
    """
    return pl.DataFrame(
        [compared(store, columns, question, as_of) for question in catalogue().questions.values()],
        schema=COLUMNS,
        orient="row",
    )


def compared(
    store: Store, columns: Columns, question: Question, as_of: str
) -> tuple[str, str, int, float | None, float]:
    """Ask one question of both (a row of :data:`COLUMNS`)."""
    told = {"asOf": as_of} if any(parameter.name == "asOf" for parameter in question.parameters) else {}
    query, _ = prepare(store, question, told)
    theirs, engine = _timed(lambda: Rows.of(solutions(store.statements, query)))
    try:
        ours, own = _timed(lambda: TableRows(columns.select(query)))
    except RefusedError:
        return question.id, "refused", len(theirs.terms), None, engine
    return question.id, "same" if _cells(ours) == _cells(theirs) else "differs", len(theirs.terms), own, engine


def _timed(ask: Callable[[], Rows]) -> tuple[Rows, float]:
    started = time.process_time()
    rows = ask()
    once = time.process_time() - started
    if once > _LONG:
        return rows, once
    started = time.process_time()
    ask().cells()
    return rows, time.process_time() - started


_LONG = 10.0
"""Seconds from which on a question is not asked a second time."""


def _cells(rows: Rows) -> Counter[tuple[object, ...]]:
    """Rows in any order; the members of a joined text in any order, each once."""
    return Counter(tuple(_plain(term) for term in row) for row in rows.terms)


def _plain(term: object) -> object:
    if isinstance(term, ox.Literal) and "|" in term.value:
        return tuple(sorted(set(term.value.split("|"))))
    return term


def main(
    size: Annotated[int, typer.Option(help="establishments")] = 1_000,
    work: Annotated[Path | None, typer.Option(help="folder of made-up atlases, kept for the next time")] = None,
) -> None:
    """Compare columns with the engine of the store on a made-up atlas."""
    with tempfile.TemporaryDirectory() as folder:
        case = prepared(size, work or Path(folder))
        table = measure(Store(case.atlas), Columns(case.atlas), case.as_of)
    console = Console()
    console.print(machine_line(["pyoxigraph", "numpy"]))
    for name, outcome, rows, own, engine in table.iter_rows():
        ratio = f"{engine / own:8.1f}" if own else "        "
        console.print(f"{name:6} {outcome:8} {rows:8,} {own or 0:9.4f} {engine:9.4f} {ratio}", highlight=False)
    told = Counter(table["outcome"].to_list())
    ratios = (table["engine_s"] / table["columns_s"]).drop_nulls().to_list()
    console.print(", ".join(f"{number} {outcome}" for outcome, number in sorted(told.items())))
    console.print(f"engine to columns: median {median(ratios):.1f}, smallest {min(ratios):.1f}", highlight=False)
    if (table["outcome"] == "differs").any():
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
