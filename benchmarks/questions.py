"""How fast the questions are: each asked as people ask it, with its defaults, on one atlas.

Run as ``python -m benchmarks.questions``. The time is that of the whole answer: binding, query, analysis, sources.
"""

import statistics
import tempfile
import time
from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.machine import machine_line
from graph.asking import ask
from graph.catalogue import catalogue
from graph.store import Store
from ketenatlas.build import build

COLUMNS = {"question": pl.String, "rows": pl.Int64, "best_ms": pl.Float64, "median_ms": pl.Float64}


def measure(store: Store, rounds: int, as_of: str) -> pl.DataFrame:
    """Ask every question a number of times.

    Args:
        store: the atlas.
        rounds: how often, after one time that does not count.
        as_of: the day (ISO).

    Returns:
        A row per question, slowest first (see :data:`COLUMNS`).
    """
    made = []
    for question in catalogue().questions.values():
        times = []
        rows = 0
        for _ in range(rounds + 1):
            started = time.perf_counter()
            rows = len(ask(store, question, {"asOf": as_of}).rows)
            times.append((time.perf_counter() - started) * 1000)
        made.append((question.id, rows, min(times[1:]), statistics.median(times[1:])))
    return pl.DataFrame(made, schema=COLUMNS, orient="row").sort("median_ms", "question", descending=[True, False])


def main(
    rounds: Annotated[int, typer.Option(help="How often each question is asked.")] = 5,
    limit: Annotated[float, typer.Option(help="Milliseconds a question may take; slower ones are counted.")] = 100.0,
    as_of: Annotated[str, typer.Option("--as-of", help="The day (ISO).")] = "2026-11-24",
    atlas: Annotated[Path | None, typer.Option(help="Folder of builds; a bundled atlas is built by default.")] = None,
    folder: Annotated[Path | None, typer.Option("--out", help="Folder for the figures as CSV.")] = None,
) -> None:
    """Measure and print."""
    out = Console()
    with tempfile.TemporaryDirectory() as made:
        store = Store.open(atlas) if atlas else Store(build(Path(made)).folder)
        measured = measure(store, rounds, as_of)
    table = Table(title="Questions on one atlas", title_justify="left", header_style="bold")
    for name in COLUMNS:
        table.add_column(name.replace("_", " "), justify="left" if name == "question" else "right")
    for identifier, rows, best, median in measured.iter_rows():
        table.add_row(identifier, f"{rows:,}", f"{best:.1f}", f"{median:.1f}")
    out.print(table)
    slow = measured.filter(pl.col("median_ms") > limit).height
    out.print(f"{measured.height} questions, {slow} above {limit:g} ms (median of {rounds})")
    out.print(machine_line(("pyoxigraph", "polars")), highlight=False)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        measured.write_csv(folder / "questions.csv")


if __name__ == "__main__":
    typer.run(main)
