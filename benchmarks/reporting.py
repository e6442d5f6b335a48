"""The report of a run: measurements and targets as CSV, as one page of Markdown, and growth as a picture."""

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from benchmarks.picture import growth
from benchmarks.running import Side
from benchmarks.targets import judged

MOST_TASKS = 20
"""Tasks of a side that the page shows in full; the table as CSV has all."""


def write(folder: Path, table: pl.DataFrame, sides: Iterable[Side], machine: str, differences: list[str]) -> None:
    """Write ``results.csv``, ``targets.csv``, ``results.md`` and ``growth.svg``.

    Args:
        folder: where they go.
        table: measurements (:data:`benchmarks.comparing.COLUMNS`).
        sides: what was compared.
        machine: what the figures were measured with.
        differences: what engines disagree on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    targets = judged(table)
    table.write_csv(folder / "results.csv", float_precision=6)
    targets.write_csv(folder / "targets.csv", float_precision=6)
    known = [side for side in sides if side.name in set(table["side"])]
    (folder / "results.md").write_text(page(table, targets, known, machine, differences), encoding="utf-8")
    (folder / "growth.svg").write_text(growth(table, _panels(table)), encoding="utf-8")


def _panels(table: pl.DataFrame) -> list[tuple[str, str]]:
    """Tasks that several engines did at every size, which is what a picture is good for."""
    sizes = table["size"].n_unique()
    whole = (
        table.filter(pl.col("warm_s").is_not_null())
        .group_by("side", "task", "engine", maintain_order=True)
        .agg(pl.col("size").n_unique())
        .filter(pl.col("size") == sizes)
    )
    compared = whole.group_by("side", "task", maintain_order=True).agg(pl.len()).filter(pl.col("len") > 1)
    return list(compared.select("side", "task").iter_rows())


def page(
    table: pl.DataFrame, targets: pl.DataFrame, sides: Iterable[Side], machine: str, differences: list[str]
) -> str:
    """The report as Markdown."""
    parts = [
        "# Measurements",
        "",
        machine,
        "",
        "All data are made up (`python -m benchmarks.province`). Seconds are only good for ratios within one run. A "
        "cell is warm seconds, then in brackets the ratio to ours: above 1 ours is faster. Cold times, memory and disk "
        "per engine stand in `results.csv`.",
        "",
        *(["**Engines disagree:**", "", *(f"- {line}" for line in differences), ""] if differences else
          ["All engines that answered gave the same rows.", ""]),
        "## Targets",
        "",
        *_markdown(["target", "bound", "establishments", "measured", "met"], [
            [row["target"], row["bound"], f"{row['size']:,}",
             "not measured" if row["measured"] is None else f"{row['measured']:,.2f}",
             "" if row["met"] is None else "met" if row["met"] else "**missed**"]
            for row in targets.iter_rows(named=True)]),
        "",
        "![Growth](growth.svg)",
    ]  # fmt: skip
    for side in sides:
        for size in sorted(table.filter(pl.col("side") == side.name)["size"].unique()):
            parts += ["", f"## {side.name}, {size:,} establishments", "", side.about, ""]
            parts += _side(table.filter((pl.col("side") == side.name) & (pl.col("size") == size)))
    return "\n".join(parts) + "\n"


def _side(rows: pl.DataFrame) -> list[str]:
    engines = list(dict.fromkeys(rows["engine"]))
    tasks = list(dict.fromkeys(rows["task"]))
    shown = tasks
    if len(tasks) > MOST_TASKS:
        known = rows.filter(pl.col("warm_s").is_not_null())
        several = known.group_by("task").agg(pl.len()).filter(pl.col("len") > 1)["task"]
        slowest = known.group_by("task").agg(pl.col("warm_s").max()).sort("warm_s", "task", descending=True)["task"]
        kept = {*several, *slowest.head(MOST_TASKS)}
        shown = [task for task in tasks if task in kept]
    cells = {(row["task"], row["engine"]): _cell(row) for row in rows.iter_rows(named=True)}
    table = _markdown(["task", *engines], [[task, *(cells[task, engine] for engine in engines)] for task in shown])
    facts = rows.group_by("engine", maintain_order=True).agg(
        pl.col("load_s").max(), pl.col("peak_mib").max(), pl.col("disk_mib").max()
    )
    loads = _markdown(
        ["engine", "loading, s", "peak memory, MiB", "disk, MiB"],
        [[row[0], *("" if value is None else f"{value:,.1f}" for value in row[1:])] for row in facts.iter_rows()],
    )
    notes = rows.filter(pl.col("note") != "").group_by("engine", "note", maintain_order=True).agg(pl.col("task"))
    told = [f"- {engine}: {note} ({_few(names)})" for engine, note, names in notes.iter_rows()]
    more = (
        [f"{len(tasks) - len(shown)} faster tasks of ours alone are left out here.", ""]
        if len(tasks) > len(shown)
        else []
    )
    return [*table, "", *more, *loads, *(["", "What gave up, and why:", "", *told] if told else [])]


def _few(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= 6 else f"{len(names)} tasks"


def _cell(row: dict[str, object]) -> str:
    warm, ratio = row["warm_s"], row["ratio"]
    if not isinstance(warm, float):
        return "-"
    mark = " differs" if str(row["note"]).startswith("DIFFERS") else ""
    return f"{warm:.4f}" + (f" ({ratio:.3g})" if isinstance(ratio, float) and row["role"] != "ours" else "") + mark


def _markdown(headings: list[str], rows: list[list[str]]) -> list[str]:
    lines = ["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    return [*lines, *("| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows)]
