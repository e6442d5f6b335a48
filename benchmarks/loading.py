"""Loading, side by side: a LISA-shaped table from file to store, beside the engine's own bulk load and plain rdflib.

Run as ``python -m benchmarks.loading``. Everything in the table is made up. Seconds are only good for ratios within
one run.
"""

import csv
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, cast

import numpy as np
import polars as pl
import pyoxigraph as ox
import rdflib
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.machine import machine_line, peak_memory
from graph.statements import write_nquads
from graph.terms import PREFIXES
from loaders.loader import discover
from loaders.table import read_batches

HEADINGS = ("vestigingsnummer", "kvk_nummer", "naam", "gemeentecode", "pc6", "sbi_code", "banen", "source", "date")
TOWNS = ("GM0772", "GM0855", "GM0758", "GM0796", "GM0828")
CODES = ("2611", "4719", "6201", "2899", "8610", "0111")
KNOWN = {"municipality": pl.Series(TOWNS), "source": pl.Series(["lisa"])}
PACKAGES = ("polars", "pyoxigraph", "rdflib")
COLUMNS = {
    "work": pl.String,
    "rows": pl.Int64,
    "quads": pl.Int64,
    "seconds": pl.Float64,
    "quads_per_second": pl.Float64,
    "ratio": pl.Float64,
    "peak_mib": pl.Float64,
}
"""A measurement; ``ratio`` is to the engine's own bulk load of the same statements (per quad)."""


def write_table(path: Path, rows: int, seed: int = 1) -> None:
    """Write a made-up register of establishments."""
    chance = np.random.default_rng(seed)
    towns, codes = chance.choice(TOWNS, rows), chance.choice(CODES, rows)
    jobs = chance.pareto(1.2, rows).astype(int) + 1
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        for at in range(rows):
            own = (f"{at:012d}", f"{at:08d}", f"Bedrijf {at}", towns[at], "5612AB", codes[at], jobs[at])
            writer.writerow((*own, "lisa", "2024-04-01"))


def mapped(table: Path, target: Path) -> int:
    """Read, check and map a table to N-Quads; returns the number of quads."""
    loader = discover()["lisa"]
    quads = 0
    with target.open("wb") as out:
        for batch in read_batches(table, loader.columns, loader.key, KNOWN):
            made = loader.statements(batch.rows, f"{PREFIXES['graph']}lisa")
            quads += made.height
            write_nquads(made, out)
    return quads


def stored(nquads: Path, folder: Path) -> int:
    """The engine's own bulk load of the same statements."""
    store = ox.Store(str(folder))
    store.bulk_load(path=str(nquads), format=ox.RdfFormat.N_QUADS)
    store.flush()
    return len(store)


def loaded(table: Path, nquads: Path, folder: Path) -> int:
    """From file to store: what a bulk load of the atlas does."""
    mapped(table, nquads)
    return stored(nquads, folder)


def plainly(table: Path) -> int:
    """The same statements as rdflib makes them, row by row, in memory."""
    loader = discover()["lisa"]
    graph = rdflib.Graph()
    for batch in read_batches(table, loader.columns, loader.key, KNOWN):
        for s, p, o in loader.statements(batch.rows, "urn:g").select("s", "p", "o").iter_rows():
            subject, predicate, value = (cast("rdflib.term.Node", rdflib.util.from_n3(term)) for term in (s, p, o))
            graph.add((subject, predicate, value))
    return len(graph)


def measure(rows: int, plain_rows: int) -> pl.DataFrame:
    """Load one made-up table in each way.

    Args:
        rows: size of the table.
        plain_rows: size at which rdflib is measured.
    """
    found = []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        table, little, nquads = folder / "lisa.csv", folder / "little.csv", folder / "lisa.nq"
        write_table(table, rows)
        write_table(little, plain_rows)
        ways: list[tuple[str, int, Callable[[], int]]] = [
            ("read, check and map", rows, lambda: mapped(table, nquads)),
            ("engine's own bulk load", rows, lambda: stored(nquads, folder / "own")),
            ("from file to store", rows, lambda: loaded(table, folder / "again.nq", folder / "ours")),
            ("rdflib, in memory", plain_rows, lambda: plainly(little)),
        ]
        for work, size, run in ways:
            started = time.perf_counter()
            quads = run()
            seconds = time.perf_counter() - started
            found.append((work, size, quads, seconds, quads / seconds, None, None))
        peak = peak_memory(mapped, table, folder / "watched.nq")
    frame = pl.DataFrame(found, schema=COLUMNS, orient="row")
    own = frame.filter(pl.col("work") == "engine's own bulk load")["quads_per_second"][0]
    return frame.with_columns(
        ratio=own / pl.col("quads_per_second"),
        peak_mib=pl.when(pl.col("work") == "read, check and map").then(pl.lit(peak)),
    )


def main(
    rows: Annotated[int, typer.Option(help="Rows of the table.")] = 100_000,
    plain_rows: Annotated[int, typer.Option(help="Rows for rdflib.")] = 20_000,
    out: Annotated[Path | None, typer.Option(help="Folder for the figures as CSV.")] = None,
) -> None:
    """Measure and print."""
    measured = measure(rows, plain_rows)
    table = Table(title=f"Loading ({machine_line(PACKAGES)})", title_justify="left", header_style="bold")
    for name in COLUMNS:
        table.add_column(name.replace("_", " "), justify="left" if name == "work" else "right")
    for row in measured.iter_rows():
        table.add_row(
            *(
                "" if v is None else f"{v:,.2f}" if isinstance(v, float) else f"{v:,}" if isinstance(v, int) else v
                for v in row
            )
        )
    Console(width=120 if not sys.stdout.isatty() else None).print(table)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        measured.write_csv(out / "loading.csv")


if __name__ == "__main__":
    typer.run(main)
