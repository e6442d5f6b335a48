"""Rules, side by side: our inference in columns against SPARQL rules, owlrl and HermiT, on one made-up graph.

Run as ``python -m benchmarks.rules``. All engines that run must agree statement for statement on our own properties
and classes, or the run fails. Seconds are only good for ratios within one run.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from benchmarks.engines import OURS, PEERS, Engine, Triples, of_ours
from benchmarks.machine import machine_line, peak_memory
from benchmarks.synthetic import GRAPH, statements_of
from graph.consistency import ontology as bundled_ontology
from graph.rules import compile_rules, infer

SITES = (200, 820, 8_550, 25_700)
"""Establishments, for about 4.5k, 13k, 121k and 361k stated statements."""
PACKAGES = ("polars", "pyoxigraph", "owlrl", "owlready2")

COLUMNS = {
    "sites": pl.Int64,
    "stated": pl.Int64,
    "inferred": pl.Int64,
    "engine": pl.String,
    "seconds": pl.Float64,
    "ratio": pl.Float64,
    "exponent": pl.Float64,
    "peak_mib": pl.Float64,
}
"""A measurement: ``inferred`` counts what engines must agree on, ``ratio`` is to our seconds, ``exponent`` is the
slope of log seconds over log stated since the size before, ``peak_mib`` the memory of a process that does only this.
The last two are of ours."""

Tell = Callable[[str], None]


def measure(
    sizes: Sequence[int],
    engines: Sequence[Engine],
    *,
    seed: int = 1,
    patient: bool = False,
    tell: Tell = lambda _: None,
) -> tuple[pl.DataFrame, list[str]]:
    """Run the engines side by side.

    Args:
        sizes: numbers of establishments.
        engines: ours first; the others are compared with the first.
        seed: of the made-up graph.
        patient: whether to run slow engines on larger graphs too.
        tell: is given a line on each step.

    Returns:
        A frame of measurements (:data:`COLUMNS`, memory left open), and a sentence for each engine that disagrees
        with the first.
    """
    ontology = bundled_ontology()
    present = []
    for engine in engines:
        if missing := engine.lacks():
            tell(missing)
        else:
            present.append(engine)
    for engine in present:
        if engine.usual is None:
            engine.run(statements_of(2), ontology)  # so that no first time is measured
    rows: list[dict[str, object]] = []
    disagreements: list[str] = []
    for sites in sorted(set(sizes)):
        statements = statements_of(sites, seed)
        closures: dict[str, Triples] = {}
        seconds: dict[str, float] = {}
        for engine in present:
            limit = engine.utmost if patient else engine.usual
            if limit is not None and statements.height > limit:
                tell(f"{engine.name} is left out at {statements.height:,} statements: it is run up to {limit:,}.")
                continue
            outcome = engine.run(statements, ontology)
            closures[engine.name] = of_ours(outcome.closure, statements)
            seconds[engine.name] = outcome.seconds
            tell(f"{engine.name}: {statements.height:,} statements in {outcome.seconds:.3f} s")
        disagreements += [f"At {statements.height:,} statements: {line}" for line in differences(closures)]
        held = of_ours(statements.select("s", "p", "o"), statements).height
        size = {"sites": sites, "stated": statements.height}
        rows += [
            {**size, "engine": name, "seconds": took, "inferred": closures[name].height - held}
            for name, took in seconds.items()
        ]
    return _with_ratios(pl.DataFrame(rows, schema=COLUMNS), engines[0].name), disagreements


def infer_only(sites: int, seed: int) -> None:
    """What the memory of ours is measured on: make up a graph and infer from it."""
    infer(statements_of(sites, seed), compile_rules(bundled_ontology()), GRAPH)


def differences(closures: dict[str, Triples]) -> list[str]:
    """Say where engines disagree with the first of them.

    Args:
        closures: by name of the engine, what it says holds.

    Returns:
        One sentence for each engine that disagrees, with a statement as example.
    """
    (name, reference), *others = closures.items()
    told = []
    for other, closure in others:
        lacking = reference.join(closure, on=["s", "p", "o"], how="anti")
        extra = closure.join(reference, on=["s", "p", "o"], how="anti")
        parts = [
            f"{what} {frame.height:,}, such as {' '.join(frame.sort('s', 'p', 'o').row(0))}"
            for what, frame in (("misses", lacking), ("adds", extra))
            if frame.height
        ]
        if parts:
            told.append(f"{other} disagrees with {name}: of the statements it {' and '.join(parts)}.")
    return told


def show(measured: pl.DataFrame) -> Table:
    """Lay measurements out for people."""
    table = Table(title="Rules: what follows from what is stated", title_justify="left")
    for heading in COLUMNS:
        table.add_column(heading.replace("_", " "), justify="left" if heading == "engine" else "right")
    for row in measured.iter_rows(named=True):
        table.add_row(
            f"{row['sites']:,}",
            f"{row['stated']:,}",
            f"{row['inferred']:,}",
            escape(row["engine"]),
            f"{row['seconds']:.3f}",
            f"{row['ratio']:.1f}",
            "" if row["exponent"] is None else f"{row['exponent']:.2f}",
            "" if row["peak_mib"] is None else f"{row['peak_mib']:,.0f}",
        )
    return table


def _with_ratios(measured: pl.DataFrame, first: str) -> pl.DataFrame:
    """Fill in how each engine compares with the first, and how the time of the first grows from size to size."""
    own = measured.filter(pl.col("engine") == first).select("sites", "stated", base="seconds")
    growth = pl.col("base").log().diff() / pl.col("stated").log().diff()
    return (
        measured.join(own.select("sites", "base", growth=growth), on="sites", maintain_order="left")
        .with_columns(
            ratio=pl.col("seconds") / pl.col("base"),
            exponent=pl.when(pl.col("engine") == first).then("growth"),
        )
        .select(list(COLUMNS))
    )


def with_memory(measured: pl.DataFrame, first: str, seed: int) -> pl.DataFrame:
    """Fill in the peak memory of the first engine, which is ours, at each size."""
    peaks = {sites: peak_memory(infer_only, sites, seed) for sites in measured["sites"].unique()}
    peak = pl.col("sites").replace_strict(peaks, return_dtype=pl.Float64)
    return measured.with_columns(peak_mib=pl.when(pl.col("engine") == first).then(peak))


app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
ENGINES = (OURS, *PEERS)


@app.command()
def main(
    sites: Annotated[list[int] | None, typer.Option(min=2, help="Establishments; repeat it for more sizes.")] = None,
    patient: Annotated[bool, typer.Option("--all", help="Run owlrl at every size too, which takes hours.")] = False,
    seed: Annotated[int, typer.Option(help="Seed of the made-up graph.")] = 1,
    out: Annotated[Path | None, typer.Option(help="Folder for rules.csv and machine.txt.")] = None,
) -> None:
    """Measure our rules against other engines; exit code 1 means that they disagree."""
    progress = Console(stderr=True, highlight=False, soft_wrap=True)
    machine = machine_line(PACKAGES)
    measured, disagreements = measure(
        sites or SITES, ENGINES, seed=seed, patient=patient, tell=lambda line: progress.print(escape(line))
    )
    measured = with_memory(measured, OURS.name, seed)
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(show(measured))
    console.print(machine, highlight=False)
    if out:
        out.mkdir(parents=True, exist_ok=True)
        measured.write_csv(out / "rules.csv", float_precision=4)
        (out / "machine.txt").write_text(machine + "\n", encoding="utf-8")
        progress.print(f"written: {out / 'rules.csv'}, {out / 'machine.txt'}", markup=False)
    for line in disagreements:
        progress.print(line, markup=False, style="red")
    if disagreements:
        raise typer.Exit(1)


if __name__ == "__main__":
    app()
