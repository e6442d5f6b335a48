"""Every comparison in one run: ``python -m benchmarks --size 10000 --size 100000 --out benchmarks/results``.

Exit code 1 means that engines gave different rows; the first row that differs is told.
"""

import importlib.metadata
import tempfile
from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from rich.console import Console

from benchmarks import reporting
from benchmarks.case import prepared
from benchmarks.comparing import COLUMNS, compared, table
from benchmarks.machine import machine_line
from benchmarks.running import Limits
from benchmarks.sides import sides

PACKAGES = (
    "pyoxigraph",
    "polars",
    "duckdb",
    "maplib",
    "rdflib",
    "owlready2",
    "owlrl",
    "networkx",
    "igraph",
    "morph-kgc",
)


def machine(note: str) -> str:
    """The machine and the versions of what was compared, as far as it is installed."""
    there = [name for name in PACKAGES if _installed(name)]
    return machine_line(there) + (f". {note}" if note else "")


def _installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def kept(out: Path | None) -> pl.DataFrame:
    """What was measured before into the same folder: a side at a size that is not run again stays as it was."""
    file = None if out is None else out / "results.csv"
    if file is None or not file.is_file():
        return pl.DataFrame(schema=COLUMNS)
    return pl.read_csv(file, schema=COLUMNS).with_columns(pl.col("note").fill_null(""))


def main(
    size: Annotated[list[int] | None, typer.Option(min=100, help="Establishments; repeat it for more sizes.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for tables and picture; other figures there stay.")] = None,
    side: Annotated[list[str] | None, typer.Option(help="Only these comparisons; all by default.")] = None,
    work: Annotated[Path | None, typer.Option(help="Folder for data and atlases, kept; else a temporary one.")] = None,
    seconds: Annotated[float, typer.Option(help="Most seconds for a task.")] = 30.0,
    load_seconds: Annotated[float, typer.Option(help="Most seconds for loading.")] = 300.0,
    megabytes: Annotated[float, typer.Option(help="Most memory of an engine.")] = 4096.0,
    note: Annotated[str, typer.Option(help="What people should know of this run, such as what ran beside it.")] = "",
    seed: Annotated[int, typer.Option(help="Seed of the made-up data.")] = 1,
) -> None:
    """Compare, write and judge."""
    progress = Console(stderr=True, highlight=False, soft_wrap=True)
    known = sides()
    if unknown := set(side or ()) - set(known):
        raise typer.BadParameter(f"there is no comparison {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    chosen = [one for name, one in known.items() if not side or name in side]
    limits = Limits(seconds, load_seconds, megabytes)
    measured = kept(out)
    differences: list[str] = []
    told = machine(note)
    with tempfile.TemporaryDirectory() as made:
        for one in size or [10_000]:
            progress.print(f"making up and building {one:,} establishments", markup=False)
            case = prepared(one, work or Path(made), seed)
            for comparison in chosen:
                run = compared(comparison, case, limits, lambda line: progress.print(f"  {line}", markup=False))
                again = (pl.col("side") == comparison.name) & (pl.col("size") == one)
                measured = pl.concat([measured.filter(~again), table(comparison, run)])
                differences += run.differences
                if out is not None:
                    reporting.write(out, measured, known.values(), told, differences)
    if out is not None:
        progress.print(f"written: {out / 'results.md'}, results.csv, targets.csv, growth.svg", markup=False)
    for line in differences:
        progress.print(line, markup=False, style="red")
    if differences:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
