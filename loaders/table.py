"""The shared reader: a table becomes checked rows, and what is wrong with the others.

Bad rows never vanish and never stop the good ones: accepted + rejected = read, and every rejected row says which
column held what and what was expected. Rows are read and checked in batches, so that a table may be larger than memory.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import polars as pl

from loaders.columns import Column, Known
from loaders.files import Row, TableError, identity, open_tables
from loaders.fitting import Fitting
from loaders.headings import Headed, find

__all__ = ["FINDING", "ROW", "Reading", "TableError", "read", "read_batches"]

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
AT_ONCE = 25_000
"""Rows of a batch."""
_MAX_FOUND = 120
_FIRST = "_first"
"""The first cell of a row that holds something."""
_TOTALS = ("totaal", "totalen", "eindtotaal", "subtotaal", "total", "totals", "som", "sum")


@dataclass(frozen=True)
class Reading:
    """What came of reading one table, or one batch of it.

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


_PLAINLY = pl.QueryOptFlags(comm_subexpr_elim=False)
"""To look for what expressions have in common takes longer than a small table does; here they have nothing."""


def read(
    path: Path,
    columns: Sequence[Column],
    key: Sequence[str],
    known: Known,
    fitting: Fitting | None = None,
    taken: pl.DataFrame | None = None,
    unused: Sequence[str] = (),
) -> Reading:
    """Read and check a whole table at once, so that rows may refer to any other row (see :func:`read_batches`)."""
    return next(read_batches(path, columns, key, known, fitting, taken, unused, at_once=sys.maxsize))


def read_batches(
    path: Path,
    columns: Sequence[Column],
    key: Sequence[str],
    known: Known,
    fitting: Fitting | None = None,
    taken: pl.DataFrame | None = None,
    unused: Sequence[str] = (),
    at_once: int | None = None,
) -> Iterator[Reading]:
    """Read and check a table batch by batch; there is at least one.

    Args:
        path: the file; a mapping file beside it is followed.
        columns: what each column may hold.
        key: columns that together must be unique in the table.
        known: keys of things that references may point at.
        fitting: what to follow instead of a mapping file beside the file.
        taken: what other files have used of the key: all of its columns, or the first ones.
        unused: headings that are known and have no column.
        at_once: rows of a batch; :data:`AT_ONCE` by default.

    Raises:
        TableError: if the file cannot be read as this table.
    """
    fitting = fitting or Fitting.beside(path)
    headed = find(path.name, open_tables(path), columns, fitting, unused)
    checker = _Checker(path.name, headed.sheet, columns, key, known, taken)
    hashed = identity(path)
    notes = [(path.name, headed.sheet, None, "", note, "") for note in headed.notes]
    said = pl.DataFrame(notes, schema=FINDING, orient="row")
    for first in iter(lambda: list(islice(headed.rows, 1)), []):
        frame, uneven = _frames(chain(first, islice(headed.rows, (at_once or AT_ONCE) - 1)), headed, fitting)
        read = frame.height + len(uneven)
        rows, rejects, noted = checker.check(frame, uneven)
        yield Reading(rows, rejects, pl.concat([said, noted]), read, read - rows.height, hashed)
        said = said.clear()


def _frames(rows: Iterator[Row], headed: Headed, fitting: Fitting) -> tuple[pl.DataFrame, list[tuple[int, int]]]:
    """As :func:`_frame`, for any number of rows: only some of them are there as text of Python at a time."""
    made = [_frame(some, headed, fitting) for some in iter(lambda: list(islice(rows, AT_ONCE)), [])]
    return pl.concat([frame for frame, _ in made]), [one for _, uneven in made for one in uneven]


def _frame(batch: list[Row], headed: Headed, fitting: Fitting) -> tuple[pl.DataFrame, list[tuple[int, int]]]:
    """A batch as columns of ours, and the rows that do not have a cell per heading (line, number of cells)."""
    width = len(headed.headings)
    even: list[list[str]] = []
    lines: list[int] = []
    firsts: list[str] = []
    uneven: list[tuple[int, int]] = []
    for line, cells in batch:
        if len(cells) != width:
            while len(cells) > width and not cells[-1].strip():
                cells.pop()
            if len(cells) != width:
                uneven.append((line, len(cells)))
                continue
        even.append(cells)
        lines.append(line)
        firsts.append(next((cell for cell in cells if cell.strip()), ""))
    by_column = list(zip(*even, strict=True)) if even else [()] * width
    series = {ROW: pl.Series(ROW, lines, dtype=pl.Int64), _FIRST: pl.Series(_FIRST, firsts, dtype=pl.String)}
    for name, column in zip(headed.names, by_column, strict=True):
        if name is not None:
            series[name] = pl.Series(name, column, dtype=pl.String)
    frame = pl.DataFrame(list(series.values())).with_columns(
        **{name: pl.lit(value) for name, value in fitting.constants.items() if name not in series}
    )
    words = {name: pl.col(name).str.strip_chars().replace(dict(told)) for name, told in fitting.values.items()}
    return frame.with_columns(**{name: cell for name, cell in words.items() if name in frame.columns}), uneven


class _Checker:
    """Checks the batches of one table; it remembers the keys it has seen."""

    def __init__(
        self,
        name: str,
        sheet: str,
        columns: Sequence[Column],
        key: Sequence[str],
        known: Known,
        taken: pl.DataFrame | None,
    ) -> None:
        self._name, self._sheet = name, sheet
        self._columns, self._key, self._known, self._taken = columns, list(key), known, taken
        self._seen: pl.DataFrame | None = None

    def check(
        self, frame: pl.DataFrame, uneven: list[tuple[int, int]]
    ) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        """Accepted rows, faults of the others, and faults that did not cost a row."""
        rejects = [
            pl.DataFrame(
                [
                    (self._name, self._sheet, line, "", f"{cells} cells", "as many cells as there are headings")
                    for line, cells in uneven
                ],
                schema=FINDING,
                orient="row",
            )
        ]
        notes = [pl.DataFrame(schema=FINDING)]
        judged = self._judged(frame)
        marked = judged.select(pl.col("^[?].*$").sum()).row(0, named=True)
        for mark, number in marked.items():
            if number:
                found, name, expected, lenient = self._meaning(mark)
                fault = self._faults(judged.filter(pl.col(mark)), name, found, self._said(expected, name, judged))
                (notes if lenient else rejects).append(fault)
        bad = pl.concat(rejects)["row"].unique()
        kept = {
            column.name: pl.when(f"?wrong {column.name}").then(None).otherwise(pl.col(f"={column.name}"))
            if column.lenient
            else pl.col(f"={column.name}")
            for column in self._columns
        }
        frame = judged.filter(~pl.col(ROW).is_in(bad.to_list())).select(ROW, **kept)
        frame = self._unique(frame, rejects)
        rejected = pl.concat(rejects).sort("row", maintain_order=True)
        kept_rows = frame.select(row=ROW)
        noted = pl.concat(notes).join(kept_rows, on="row", how="semi").sort("row", maintain_order=True)
        return frame, rejected, noted

    def _judged(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Every column as it stands, tidied (``~name``), as it is meant (``=name``), and marks (``?kind name``).

        All columns are judged at once: a small table costs no more than a look, a large one is judged in parallel.
        """
        cells: dict[str, pl.Expr] = {}
        for column in self._columns:
            there = column.name in frame.columns
            cell = pl.col(column.name).str.strip_chars().replace("", None) if there else pl.lit(None, dtype=pl.String)
            cells[column.name] = cell if column.default is None else cell.fill_null(column.default)
        total = pl.col(_FIRST).str.to_lowercase().str.strip_chars(": ").is_in(_TOTALS).fill_null(value=False)
        tidied: dict[str, pl.Expr] = {}
        meant: dict[str, pl.Expr] = {}
        marks: dict[str, pl.Expr] = {"?total": total}
        for column in self._columns:
            name, kind = column.name, column.kind
            cell, tidy, own = pl.col(name), pl.col(f"~{name}"), pl.col(f"={name}")
            tidied[f"~{name}"] = kind.tidy(cell)
            # What a row is named by is never read as another: a former municipality is but a part of its successor.
            meant[f"={name}"] = tidy if name in self._key else kind.understood(tidy, self._known)
            if column.required:
                marks[f"?empty {name}"] = cell.is_null()
            good = kind.good(own, self._known).fill_null(value=False)
            marks[f"?wrong {name}"] = cell.is_not_null() & ~good
            remark = kind.remark(tidy, self._known)
            if remark is not None:
                marks[f"!{name}"] = remark
                marks[f"?otherwise {name}"] = (good & (own != tidy)).fill_null(value=False)
        judged = frame.lazy().select(ROW, _FIRST, **cells).with_columns(**tidied).with_columns(**meant)
        return judged.with_columns(**marks).collect(optimizations=_PLAINLY)

    def _meaning(self, mark: str) -> tuple[pl.Expr, str, str, bool]:
        """What a mark says: what was found, in which column, what was expected, and whether the row is kept."""
        if mark == "?total":
            return pl.col(_FIRST), "", "a row about one thing; this one is a total", False
        kind, _, name = mark.partition(" ")
        column = next(column for column in self._columns if column.name == name)
        if kind == "?empty":
            return pl.lit("an empty cell"), name, column.kind.expected, False
        if kind == "?otherwise":
            return pl.col(name), name, "", True
        return pl.col(name), name, column.kind.expected, column.lenient

    def _said(self, expected: str, name: str, judged: pl.DataFrame) -> pl.Expr:
        """What was expected, with what the kind of the column remarks on the cell."""
        parts = [pl.lit(expected or None, dtype=pl.String)]
        if f"!{name}" in judged.columns:
            parts.append(pl.col(f"!{name}") if expected else pl.col(f"!{name}") + "; read as that")
        return pl.concat_str(*parts, separator="; ", ignore_nulls=True)

    def _unique(self, frame: pl.DataFrame, rejects: list[pl.DataFrame]) -> pl.DataFrame:
        """Rows whose key was not used before, in this batch or an earlier one."""
        if not self._key:
            return frame
        if self._taken is not None:
            parts = self._taken.columns
            used = frame.join(self._taken, on=parts, how="semi", maintain_order="left")
            expected = pl.lit("a key not used before; another file of this data set has it")
            rejects.append(self._faults(used, "+".join(parts), _joined(parts), expected))
            frame = frame.join(self._taken, on=parts, how="anti", maintain_order="left")
        own = frame.group_by(self._key, maintain_order=True).agg(_first=pl.col(ROW).min())
        if self._seen is None:
            seen = own
        else:
            new = own.join(self._seen, on=self._key, how="anti", nulls_equal=True)
            seen = pl.concat([self._seen, new], rechunk=False)
        self._seen = seen
        told = frame.join(seen, on=self._key, how="left", nulls_equal=True, maintain_order="left")
        again = told.filter(pl.col("_first") != pl.col(ROW))
        expected = pl.concat_str(pl.lit("a key not used before; first in row "), pl.col("_first").cast(pl.String))
        rejects.append(self._faults(again, "+".join(self._key), _joined(self._key), expected))
        return told.filter(pl.col("_first") == pl.col(ROW)).drop("_first")

    def _faults(self, frame: pl.DataFrame, column: str, found: pl.Expr, expected: pl.Expr) -> pl.DataFrame:
        return frame.select(
            file=pl.lit(self._name),
            sheet=pl.lit(self._sheet),
            row=pl.col(ROW),
            column=pl.lit(column),
            found=found.str.slice(0, _MAX_FOUND),
            expected=expected,
        )


def _joined(parts: Sequence[str]) -> pl.Expr:
    """The cells of a key, as they are shown to people."""
    return pl.concat_str(*[pl.col(part).fill_null("") for part in parts], separator=" | ")
