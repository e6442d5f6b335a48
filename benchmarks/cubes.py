"""Cubes, counted in columns beside the same figures asked by SPARQL, and what they add to a build.

Run as ``python -m benchmarks.cubes``. Every cell of every data set is compared with its oracle on two days, those of a
streamed register too; one that differs fails the run. The build is timed with and without cubes.
"""

import datetime
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from unittest.mock import patch

import polars as pl
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.machine import machine_line
from benchmarks.province import AS_OF, write_data
from graph import cubing, oracles
from graph.errors import AtlasError
from graph.placing import Facts
from graph.store import Store
from ketenatlas.build import Report, build

DAYS = (datetime.date(2024, 1, 1), datetime.date.fromisoformat(AS_OF))
COLUMNS = {
    "oracle": pl.String,
    "day": pl.Date,
    "cells": pl.Int64,
    "sparql_s": pl.Float64,
    "columns_s": pl.Float64,
    "stored_s": pl.Float64,
    "ratio": pl.Float64,
}
"""Seconds to ask the figures by SPARQL, to count them in columns, to read the cells that were counted; the first to the
second."""


def built(folder: Path, data: Path, *, cubes: bool = True) -> Report:
    """Build an atlas, with its cubes or without."""

    def none(*_: object) -> Iterator[tuple[cubing.DataSet, pl.DataFrame]]:
        return iter(())

    if cubes:
        return build(folder, data)
    with patch.object(cubing, "written", none):
        return build(folder, data)


def compare(folder: Path, days: tuple[datetime.date, ...] = DAYS) -> pl.DataFrame:
    """Count every cube in columns and ask it by SPARQL.

    Args:
        folder: the atlas.
        days: on which days.

    Returns:
        A row per oracle and day (see :data:`COLUMNS`).

    Raises:
        AtlasError: if a cell is not what its oracle says.
    """
    store, made = Store(folder), []
    for name in oracles.names():
        for day in days:
            started = time.perf_counter()
            told = oracles.counted(store, name, day)
            asked = time.perf_counter()
            facts, named = Facts(folder), set(told["cube"])
            sets = [one for one in cubing.data_sets().values() if one.cube.name in named]
            counted = {one.name: cubing.cells(facts, one, [day]) for one in sets}
            done = time.perf_counter()
            there = {one.name: cubing.read(folder, one.name).filter(pl.col("day") == day) for one in sets}
            read = time.perf_counter()
            for one in sets:
                for cells in (counted[one.name], there[one.name]):
                    wrong = oracles.differences(told, one, cells)
                    if wrong.height:
                        raise AtlasError(f"{wrong.height} cells of {one.name} on {day} are not what SPARQL counts")
            cells_there = sum(table.height for table in counted.values())
            ratio = (asked - started) / (done - asked)
            made.append((name, day, cells_there, asked - started, done - asked, read - done, ratio))
    return pl.DataFrame(made, schema=COLUMNS, orient="row")


def overhead(plain: Report, full: Report) -> pl.DataFrame:
    """What cubes add to a build: seconds and statements without and with them."""
    rows = [
        ("seconds", sum(plain.stages.values()), sum(full.stages.values())),
        ("of which counting", 0.0, full.stages["cubes"]),
        ("statements", float(plain.statements), float(full.statements)),
    ]
    table = pl.DataFrame(rows, schema=["what", "without", "with"], orient="row")
    return table.with_columns(ratio=pl.when(pl.col("without") > 0).then(pl.col("with") / pl.col("without")))


def main(
    sites: Annotated[int, typer.Option(help="Establishments in stages, and as many in a register.")] = 100_000,
    folder: Annotated[Path | None, typer.Option("--out", help="Folder for the figures as CSV.")] = None,
    work: Annotated[Path | None, typer.Option(help="Folder for data and atlases; a temporary one by default.")] = None,
) -> None:
    """Measure, compare and print."""
    out = Console()
    with tempfile.TemporaryDirectory() as made:
        place = work or Path(made)
        data = write_data(place / "data", sites)
        plain = built(place / "without", data, cubes=False)
        full = built(place / "with", data)
        tables = {"build": overhead(plain, full), "cells": compare(full.folder)}
    for title, table in tables.items():
        shown = Table(title=f"{title}, {sites:,} establishments", title_justify="left", header_style="bold")
        for name in table.columns:
            shown.add_column(name.replace("_", " "), justify="left" if name in ("what", "oracle") else "right")
        for row in table.iter_rows():
            shown.add_row(
                *("" if cell is None else f"{cell:,.2f}" if isinstance(cell, float) else str(cell) for cell in row)
            )
        out.print(shown)
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            table.write_csv(folder / f"cubes-{title}.csv")
    out.print("every cell is what SPARQL counts")
    out.print(machine_line(("pyoxigraph", "polars")), highlight=False)


def _written(cell: object) -> str:
    if cell is None:
        return ""
    return f"{cell:,.2f}" if isinstance(cell, float) else str(cell)


if __name__ == "__main__":
    typer.run(main)
