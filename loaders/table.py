"""The shared reader: a file becomes checked rows, and what is wrong with the others.

Bad rows never vanish and never stop the good ones: accepted + rejected = read, and every rejected row says which
column held what and what was expected.
"""

import csv
import difflib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from graph.errors import AtlasError
from graph.statements import digest
from loaders.columns import Column, Known

FINDING = {
    "file": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "found": pl.String,
    "expected": pl.String,
}
"""Columns of the reject file and of the notes."""

ROW = "_row"
_MAX_FOUND = 120


class TableError(AtlasError):
    """A file that cannot be read as the table it should be."""


@dataclass(frozen=True)
class Raw:
    """A file as text cells: headings, rows of cells, and the line each row starts on."""

    headings: tuple[str, ...]
    rows: list[list[str]]
    lines: list[int]
    sha256: str


@dataclass(frozen=True)
class Reading:
    """What came of reading one table.

    Attributes:
        rows: accepted rows, tidied, with the line number in ``_row``.
        rejects: one line per fault of a rejected row (see :data:`FINDING`).
        notes: faults that did not cost the row.
        read: number of rows in the file.
        rejected: number of rows rejected; ``rows.height + rejected == read``.
        sha256: identity of the file's bytes.
    """

    rows: pl.DataFrame
    rejects: pl.DataFrame
    notes: pl.DataFrame
    read: int
    rejected: int
    sha256: str


def read_csv(path: Path) -> Raw:
    """Read a CSV file: UTF-8 with or without BOM, else Windows-1252; comma, semicolon or tab.

    Raises:
        TableError: if the file is missing, unreadable or holds no rows.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise TableError(f"{path} is missing; expected a CSV file") from None
    except OSError as error:
        raise TableError(f"{path} cannot be read: {error.strerror}") from None
    if not data.strip():
        raise TableError(f"{path.name} is empty; expected a line of headings and at least one row")
    if b"\x00" in data[:4096]:
        raise TableError(f"{path.name} is not a text file; expected CSV")
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        content = data.decode("cp1252", errors="replace")
    first = content.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator)
    rows: list[list[str]] = []
    lines: list[int] = []
    before = 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
                lines.append(before + 1)
            before = reader.line_num
    except csv.Error as error:
        raise TableError(f"{path.name}, line {reader.line_num}: not readable as CSV ({error})") from None
    headings = tuple(cell.strip().lower() for cell in rows[0])
    if len(rows) == 1:
        raise TableError(f"{path.name} holds headings but no rows")
    return Raw(headings, rows[1:], lines[1:], digest(data))


def check_headings(name: str, headings: Sequence[str], columns: Sequence[Column]) -> None:
    """Refuse a table whose headings are not the expected ones.

    Raises:
        TableError: naming the unknown, repeated and missing headings, with the nearest match.
    """
    expected = [column.name for column in columns]
    unknown = [heading for heading in headings if heading not in expected]
    missing = [column.name for column in columns if column.required and column.name not in headings]
    repeated = sorted({heading for heading in headings if headings.count(heading) > 1})
    if not (unknown or missing or repeated):
        return
    parts = []
    if missing:
        parts.append(f"missing: {', '.join(missing)}")
    if unknown:
        hints = []
        for heading in unknown:
            near = difflib.get_close_matches(heading, expected, n=1)
            hints.append(f"{heading!r}" + (f" (meant {near[0]!r}?)" if near else ""))
        parts.append(f"unknown: {', '.join(hints)}")
    if repeated:
        parts.append(f"twice: {', '.join(repeated)}")
    raise TableError(
        f"{name}: the columns are not as expected; {'; '.join(parts)}. Expected columns: {', '.join(expected)}"
    )


def _findings(frame: pl.DataFrame, name: str, column: str, found: pl.Expr, expected: pl.Expr) -> pl.DataFrame:
    return frame.select(
        file=pl.lit(name),
        sheet=pl.lit(""),
        row=pl.col(ROW),
        column=pl.lit(column),
        found=found.str.slice(0, _MAX_FOUND),
        expected=expected,
    )


def check(name: str, raw: Raw, columns: Sequence[Column], key: Sequence[str], known: Known) -> Reading:
    """Check a table column by column.

    Args:
        name: file name for messages.
        raw: the cells.
        columns: what each column may hold.
        key: columns that together must be unique.
        known: keys of things that references may point at.
    """
    width = len(raw.headings)
    even = [i for i, row in enumerate(raw.rows) if len(row) == width]
    uneven = pl.DataFrame(
        [
            (name, "", raw.lines[i], "", f"{len(row)} cells", f"{width} cells, one per heading")
            for i, row in enumerate(raw.rows)
            if len(row) != width
        ],
        schema=FINDING,
        orient="row",
    )
    frame = pl.DataFrame(
        {
            heading: pl.Series([raw.rows[i][at] for i in even], dtype=pl.String)
            for at, heading in enumerate(raw.headings)
        }
    ).with_columns(pl.Series(ROW, [raw.lines[i] for i in even], dtype=pl.Int64))
    absent = [column.name for column in columns if column.name not in raw.headings]
    cells = {
        column.name: pl.col(column.name).str.strip_chars().replace("", None)
        for column in columns
        if column.name not in absent
    }
    frame = frame.with_columns(**cells).with_columns(**{heading: pl.lit(None, dtype=pl.String) for heading in absent})
    rejects: list[pl.DataFrame] = [uneven]
    notes: list[pl.DataFrame] = []
    for column in columns:
        cell = pl.col(column.name)
        if column.default is not None:
            frame = frame.with_columns(cell.fill_null(column.default))
        if column.required:
            rejects.append(
                _findings(
                    frame.filter(cell.is_null()),
                    name,
                    column.name,
                    pl.lit("an empty cell"),
                    pl.lit(column.kind.expected),
                )
            )
        tidied = column.kind.tidy(cell)
        wrong = cell.is_not_null() & ~column.kind.good(tidied, known).fill_null(value=False)
        faults = _findings(frame.filter(wrong), name, column.name, cell, pl.lit(column.kind.expected))
        (notes if column.lenient else rejects).append(faults)
        frame = frame.with_columns(
            pl.when(wrong).then(None).otherwise(tidied).alias(column.name) if column.lenient else tidied
        )
    bad_rows = pl.concat(rejects)["row"].unique()
    frame = frame.filter(~pl.col(ROW).is_in(bad_rows.to_list()))
    if key:
        first = pl.col(ROW).min().over(list(key))
        again = frame.with_columns(_first=first).filter(pl.col("_first") != pl.col(ROW))
        values = pl.concat_str(*[pl.col(part).fill_null("") for part in key], separator=" | ")
        expected = pl.concat_str(pl.lit("a key not used before; first in row "), pl.col("_first").cast(pl.String))
        rejects.append(_findings(again, name, "+".join(key), values, expected))
        frame = frame.filter(~pl.col(ROW).is_in(again[ROW].to_list()))
    rejected = pl.concat(rejects).sort("row", maintain_order=True)
    noted = pl.concat(notes) if notes else pl.DataFrame(schema=FINDING)
    kept = noted.filter(pl.col("row").is_in(frame[ROW].to_list())).sort("row", maintain_order=True)
    return Reading(frame, rejected, kept, len(raw.rows), len(raw.rows) - frame.height, raw.sha256)
