"""Loading, side by side: a LISA-shaped table from file to store, and other ways to the same statements.

Run as ``python -m benchmarks.loading``; ``--rows 1700000`` is the size of the national register. Everything in the
table is made up. Seconds are only good for ratios within one run.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import polars as pl
import pyoxigraph as ox
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.machine import machine_line, peak_memory
from benchmarks.register import TOWNS, by_morph_kgc, plainly, write_table
from graph.consistency import ontology
from graph.errors import AtlasError
from graph.rules import compile_rules
from graph.statements import RDF_TYPE, SCHEMA
from graph.terms import PREFIXES, expand
from ketenatlas import bulk
from ketenatlas.build import scheme_statements
from loaders.loader import discover

PACKAGES = ("polars", "pyoxigraph", "rdflib")
MAPPING = "read, check and map"
OWN = "engine's own bulk load"
COLUMNS = {
    "work": pl.String,
    "rows": pl.Int64,
    "quads": pl.Int64,
    "seconds": pl.Float64,
    "quads_per_second": pl.Float64,
    "ratio": pl.Float64,
    "peak_mib": pl.Float64,
}
"""A measurement; ``ratio`` is its time per quad to that of the engine's own bulk load of the same statements."""


def context() -> bulk.Context:
    """What the register is read against: its municipalities and its source."""
    towns = pl.Series([town.upper() for town in TOWNS])
    things = {f"{PREFIXES['municipality']}{town}": "ka:Municipality" for town in TOWNS}
    things[f"{PREFIXES['source']}lisa"] = "ka:Source"
    kinds = [(f"<{thing}>", RDF_TYPE, f"<{expand(kind)}>", "<urn:g>") for thing, kind in things.items()]
    lists = scheme_statements().filter(pl.col("p") == RDF_TYPE)
    return bulk.Context(
        {"municipality": towns, "source": pl.Series(["lisa"])},
        {"lisa": ""},
        pl.concat([lists, pl.DataFrame(kinds, schema=SCHEMA, orient="row")]),
        compile_rules(ontology()),
    )


def streamed(table: Path, folder: Path) -> Path:
    """What the build does with a bulk table: read, check, map, pass the gate; returns the N-Quads.

    Raises:
        AtlasError: if a row was rejected or the gate found something, for then the work was not the same.
    """
    folder.mkdir(exist_ok=True)
    made = bulk.stream(discover()["lisa"], table, context(), folder, lambda _: None)
    if made.load["rejected"] or made.findings.height:
        raise AtlasError(f"{made.load['rejected']} rows were rejected, {made.findings.height} findings; expected none")
    return made.path


def stored(nquads: Path, folder: Path) -> None:
    """The engine's own bulk load of the same statements."""
    store = ox.Store(str(folder))
    store.bulk_load(path=str(nquads), format=ox.RdfFormat.N_QUADS)
    store.flush()


def loaded(table: Path, folder: Path) -> None:
    """From file to store: what loading a bulk table into the atlas does."""
    stored(streamed(table, folder), folder / "store")


def measure(rows: int, plain_rows: int, morph_kgc: Path | None = None) -> pl.DataFrame:
    """Load one made-up register in each way.

    Args:
        rows: size of the register.
        plain_rows: size at which the others are measured, and ours once more.
        morph_kgc: interpreter of an environment that has morph-kgc; without it that is left out.

    Raises:
        AtlasError: if two ways do not give the same number of statements.
    """
    found: list[tuple[str, int, float]] = []

    def timed(work: str, size: int, run: Callable[[], object]) -> None:
        started = time.perf_counter()
        run()
        found.append((work, size, time.perf_counter() - started))

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        table, little = folder / "lisa.csv", folder / "little.csv"
        write_table(table, rows)
        write_table(little, plain_rows)
        few = len(plainly(little))
        timed(MAPPING, rows, lambda: streamed(table, folder / "mapped"))
        timed(OWN, rows, lambda: stored(folder / "mapped" / "lisa-lisa.nq", folder / "own"))
        timed("from file to store", rows, lambda: loaded(table, folder / "ours"))
        timed(MAPPING, plain_rows, lambda: streamed(little, folder / "little"))
        timed("plain rdflib, into memory", plain_rows, lambda: plainly(little))
        quads = {rows: _lines(folder / "mapped" / "lisa-lisa.nq"), plain_rows: few}
        agreeing = {"plain rdflib": few, "ours": _lines(folder / "little" / "lisa-little.nq", distinct=True)}
        if morph_kgc is not None:
            python, target = morph_kgc, folder / "morph.nq"
            timed("morph-kgc, to N-Quads", plain_rows, lambda: by_morph_kgc(python, little, target))
            agreeing["morph-kgc"] = _lines(target, distinct=True)
        peak = peak_memory(streamed, table, folder / "watched")
    if len(set(agreeing.values())) > 1:
        raise AtlasError(f"the ways do not give the same statements: {agreeing}")
    frame = pl.DataFrame(found, schema=("work", "rows", "seconds"), orient="row").with_columns(
        quads=pl.col("rows").replace_strict(quads)
    )
    each = pl.col("seconds") / pl.col("quads")
    measured = frame.with_columns(
        quads_per_second=1 / each,
        ratio=each / each.filter(pl.col("work") == OWN).first(),
        peak_mib=pl.when((pl.col("work") == MAPPING) & (pl.col("rows") == rows)).then(pl.lit(peak)),
    )
    return measured.select(pl.col(name).cast(kind) for name, kind in COLUMNS.items())


def _lines(nquads: Path, *, distinct: bool = False) -> int:
    """Number of statements in a file; a thing that many rows speak of is stated once per batch."""
    if distinct:
        return len(set(nquads.read_text(encoding="utf-8").splitlines()))
    with nquads.open("rb") as file:
        return sum(1 for _ in file)


def main(
    rows: Annotated[int, typer.Option(help="Rows of the register.")] = 100_000,
    plain_rows: Annotated[int, typer.Option(help="Rows for rdflib and morph-kgc.")] = 20_000,
    morph_kgc: Annotated[Path | None, typer.Option(help="Python of an environment with morph-kgc.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the figures as CSV.")] = None,
) -> None:
    """Measure and print."""
    measured = measure(rows, plain_rows, morph_kgc)
    table = Table(title=f"Loading ({machine_line(PACKAGES)})", title_justify="left", header_style="bold")
    for name in COLUMNS:
        table.add_column(name.replace("_", " "), justify="left" if name == "work" else "right")
    for row in measured.iter_rows():
        table.add_row(*map(_cell, row))
    Console(width=120 if not sys.stdout.isatty() else None).print(table)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        measured.write_csv(out / "loading.csv")


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value or "")


if __name__ == "__main__":
    typer.run(main)
