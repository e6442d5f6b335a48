"""Capacity: what a province, the Netherlands and the EU take in statements, time, memory and disk.

Run as ``python -m benchmarks.capacity``; with ``--page docs/capacity.md`` it writes the page and, beside it, what was
measured. Atlases of some sizes are built, each in a process of its own; what lies beyond them is extrapolated by the
growth that the measured ones show, and every cell of the page says which it is.
"""

import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import polars as pl
import typer
from rich.console import Console

from benchmarks.machine import machine_line, peak_memory
from benchmarks.province import write_data
from graph.store import current
from ketenatlas.build import build
from ketenatlas.lake import export

MEASURED = {
    "establishments": pl.Int64,
    "statements": pl.Int64,
    "build_s": pl.Float64,
    "cpu_s": pl.Float64,
    "memory_mib": pl.Float64,
    "store_mib": pl.Float64,
    "dump_mib": pl.Float64,
    "columns_mib": pl.Float64,
    "lake_mib": pl.Float64,
    "lake_s": pl.Float64,
}
"""A row per size: seconds of a whole build by the clock and of processors, most memory, and what lies on disk: the
store, its statements as packed N-Quads, extracts with cubes, and the lake; seconds to write the lake."""
FIGURES = {
    "statements": ("statements", 1e6, "million"),
    "build, time of processors": ("cpu_s", 60, "minutes"),
    "build, by the clock of a busy machine": ("build_s", 60, "minutes"),
    "memory while building": ("memory_mib", 1024, "GiB"),
    "disk: store": ("store_mib", 1024, "GiB"),
    "disk: N-Quads, packed, without registers": ("dump_mib", 1024, "GiB"),
    "disk: columns (facts and cubes)": ("columns_mib", 1024, "GiB"),
    "disk: lake": ("lake_mib", 1024, "GiB"),
    "writing the lake, by that clock": ("lake_s", 60, "minutes"),
}
"""Rows of the page: the column, what it is divided by, and the unit."""


@dataclass(frozen=True)
class Area:
    """An area one may want an atlas of.

    Attributes:
        name: what it is called.
        establishments: how many it has, in round figures.
        grounds: where that number comes from.
        advice: what to do at that size.
    """

    name: str
    establishments: int
    grounds: str
    advice: str


AREAS = (
    Area(
        "the chains of a province",
        30_000,
        "assumption for planning: the establishments of the chains, not of the bakery on the corner",
        "One laptop; everything in the store. `ketenatlas build`, `ketenatlas serve`.",
    ),
    Area(
        "a whole province",
        350_000,
        "assumption for planning: 15 % of the Netherlands, for a province of the size of Noord-Brabant",
        "A workstation. Questions about one chain or place go to the store; counts come from the cubes "
        "([cubes](howto/cubes.md)), networks and measures from the columns. Other tools read "
        "[the lake](howto/lake.md).",
    ),
    Area(
        "the Netherlands",
        2_275_000,
        "2,275,240 establishments in 2022 (CBS StatLine 81644NED, provisional figures, sum of the size classes, "
        "https://www.cbs.nl/nl-nl/cijfers/detail/81644NED)",
        "Build on a server. Keep the register and the claims in columns, as the lake, and count the cubes there with "
        "DuckDB or Spark ([the lake](howto/lake.md)); keep the reference data, the chains that are worked on and the "
        "cubes in the store. If everybody must ask all microdata in SPARQL, load them into a server made for it "
        "([outgrown](howto/outgrown.md)).",
    ),
    Area(
        "the EU",
        33_100_000,
        "33.1 million enterprises in 2023 (Eurostat, Structural business statistics overview, September 2025, "
        "https://ec.europa.eu/eurostat/statistics-explained/index.php/Structural_business_statistics_overview); "
        "establishments are more",
        "An atlas per country or province, each with its lake; Spark counts the cubes of all lakes on a cluster. A "
        "store holds reference data and cubes only. One store with all microdata is not what this is made for.",
    ),
)


def measure(sites: int, place: Path) -> dict[str, float]:
    """Make up an atlas of a size, build it, write its lake, and say what that took.

    Args:
        sites: establishments in stages, and as many in a register.
        place: an empty folder to work in.

    Returns:
        A value for each of :data:`MEASURED`.
    """
    data = write_data(place / "data", sites)
    # A register is restricted by itself, and then the atlas is made twice; here it is measured once.
    (data / "lisa" / "made.csv.toml").write_text('[source]\naccess = "public"\n', encoding="utf-8")
    note = place / "note.json"
    memory = peak_memory(_work, place / "builds", data, place / "lake", note)
    folder = current(place / "builds")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    disk = {
        "store_mib": _mib(folder / "store"),
        "dump_mib": _mib(folder / "atlas.nq.gz"),
        "columns_mib": _mib(folder / "extracts") + _mib(folder / "cubes"),
        "lake_mib": _mib(place / "lake"),
    }
    told: dict[str, float] = json.loads(note.read_text(encoding="utf-8"))
    known = {"establishments": sites, "statements": manifest["statements"], "memory_mib": memory or float("nan")}
    return {name: {**known, **disk, **told}[name] for name in MEASURED}


def _work(builds: Path, data: Path, lake: Path, note: Path) -> None:
    """Build an atlas and write its lake, and note the seconds of both."""
    started, worked = time.perf_counter(), time.process_time()
    folder = build(builds, data).folder
    built, cpu = time.perf_counter(), time.process_time()
    export(folder, lake, "en")
    done = {"build_s": built - started, "cpu_s": cpu - worked, "lake_s": time.perf_counter() - built}
    note.write_text(json.dumps(done), encoding="utf-8")


def _mib(path: Path) -> float:
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return sum(one.stat().st_size for one in files) / 2**20


def growth(measured: pl.DataFrame, column: str) -> float:
    """The exponent with which a figure grows with the number of establishments, fitted to what was measured.

    The slope of the least-squares line through the logarithms: 1 is in proportion, 2 is with the square. Of one size
    nothing can be fitted; then it is taken to be in proportion.

    Args:
        measured: as :data:`MEASURED`.
        column: the figure.
    """
    if measured.height == 1:
        return 1.0
    size, figure = (np.log(measured[name].to_numpy()) for name in ("establishments", column))
    return float(np.polyfit(size, figure, 1)[0])


def expected(measured: pl.DataFrame, column: str, establishments: int) -> tuple[float, bool]:
    """A figure at some size, and whether it was measured.

    If not, it grows from the nearest measured size by :func:`growth`, but upwards at least in proportion: what a build
    needs at any size makes small ones look as if growth were slower than it is.
    """
    there = measured.filter(pl.col("establishments") == establishments)
    if there.height:
        return float(there[column][0]), True
    nearest = measured.sort((pl.col("establishments").log() - np.log(establishments)).abs())[0]
    ratio = establishments / nearest["establishments"][0]
    exponent = growth(measured, column)
    return float(nearest[column][0]) * ratio ** (max(1.0, exponent) if ratio > 1 else exponent), False


def page(measured: pl.DataFrame, machine: str) -> str:
    """The page: per area what it takes, each cell measured or extrapolated, and what to do.

    Args:
        measured: as :data:`MEASURED`.
        machine: what it was measured with.
    """
    sizes = ", ".join(f"{one:,}" for one in measured["establishments"])
    lines = [
        "# How large can it get?",
        "",
        "Made by `python -m benchmarks.capacity --page docs/capacity.md`; do not edit by hand. Measured: made-up "
        f"atlases of {sizes} establishments that all take part in chains, with as many in a register, three supplies "
        f"each, and the cubes. {machine}; other work ran on the machine too, so time by the clock is "
        "several times what a machine of one's own takes: plan with the time of the processors.",
        "",
        "**m** is measured, **x** extrapolated: grown from the nearest measured size by the exponent in the last "
        "column, fitted to all of them, and at least in proportion to the establishments. An atlas with restricted "
        "files is made twice, in a public part and in whole, but where most is public the store of the whole shares "
        "the files of the other: somewhat more time, and twice the disk for all but the store. From two million "
        "statements on a store takes up to twice the space for each, because the engine rearranges its files and does "
        "not pack them again at first: that is in the exponent, and makes the store of far larger atlases look too "
        "large. Far from what was measured a "
        "figure says of which order it is and no more.",
        "",
        _row("", *(f"{one:,}" for one in measured["establishments"]), *(area.name for area in AREAS), "exponent"),
        _row(*["---"] * (measured.height + len(AREAS) + 2)),
        _row("establishments", *[""] * measured.height, *(f"{area.establishments:,}" for area in AREAS), ""),
    ]
    for name, (column, unit, word) in FIGURES.items():
        cells = []
        for size in (*measured["establishments"], *(area.establishments for area in AREAS)):
            figure, known = expected(measured, column, size)
            cells.append(f"{_short(figure / unit)} {'m' if known else 'x'}")
        lines.append(_row(f"{name} ({word})", *cells, f"{growth(measured, column):.2f}"))
    lines += ["", "## What to do at each size", ""]
    for area in AREAS:
        lines += [f"**{area.name[0].upper()}{area.name[1:]}.** {area.advice}", "", f"Size: {area.grounds}.", ""]
    return "\n".join(lines)


def _short(figure: float) -> str:
    """Two digits that matter, without an exponent."""
    return f"{float(f'{figure:.2g}'):,g}" if figure < 1e6 else f"{figure:,.0f}"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def main(
    sites: Annotated[list[int] | None, typer.Option(help="Size to measure; may repeat.")] = None,
    target: Annotated[Path | None, typer.Option("--page", help="Page to write, with the figures beside it.")] = None,
    again: Annotated[Path | None, typer.Option("--figures", help="CSV of an earlier run to add to.")] = None,
    work: Annotated[Path | None, typer.Option(help="Folder for data and atlases; a temporary one by default.")] = None,
) -> None:
    """Measure, print the page, and write it."""
    rows: Sequence[dict[str, float]] = pl.read_csv(again).to_dicts() if again else []
    with tempfile.TemporaryDirectory() as made:
        new = [
            measure(size, (work or Path(made)) / str(size))
            for size in sites or (() if again else (10_000, 30_000, 100_000))
        ]
    known = {int(row["establishments"]): row for row in (*rows, *new)}
    measured = pl.DataFrame(list(known.values()), schema=MEASURED).sort("establishments")
    text = page(measured, machine_line(("polars", "pyoxigraph")))
    Console().print(text, highlight=False, markup=False, soft_wrap=True)
    if target is not None:
        target.write_text(text, encoding="utf-8")
        measured.with_columns(pl.col(pl.Float64).round(2)).write_csv(target.with_suffix(".csv"))


if __name__ == "__main__":
    typer.run(main)
