"""Tables that go out to be decided in: columns to fill, columns to look at, and the mapping that tells them apart."""

import csv
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from ketenatlas.exports import neutral


def write_table(found: pl.DataFrame, target: Path, decided: Sequence[str], shown: Sequence[str]) -> Path:
    """Write a table to decide in, and the mapping file beside it.

    Args:
        found: what to decide on; a column to fill that it lacks is left empty.
        target: the file, CSV for spreadsheets; cells that begin as a formula are neutralised.
        decided: columns that the loader reads.
        shown: columns to look at, which the loader ignores.

    Returns:
        The mapping file.
    """
    from loaders.fitting import SUFFIX, Fitting  # noqa: PLC0415

    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*decided, *shown])
        for row in found.iter_rows(named=True):
            cells = ["" if row.get(name) is None else row[name] for name in (*decided, *shown)]
            writer.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in cells])
    mapping = target.with_name(target.name + SUFFIX)
    mapping.write_text(Fitting(ignore=tuple(shown)).text(), encoding="utf-8")
    return mapping
