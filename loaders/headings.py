"""Headings: which line of a table holds them, and which of our columns each one is."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice

from loaders.columns import Column
from loaders.files import Row, Table, TableError
from loaders.fitting import Fitting

_LOOKED_AT = 15
"""Rows in which headings may stand; titles and notes may come before them."""
_CUT = 10
"""Characters that a shapefile leaves of a heading; what comes after them is lost."""


@dataclass(frozen=True)
class Headed:
    """A table whose headings are known.

    Attributes:
        sheet: name of the sheet or layer.
        names: for each column of the file our column, or None where it is not used.
        headings: the headings as they stand in the file.
        rows: the rows below the headings.
        notes: what was mended while reading.
    """

    sheet: str
    names: tuple[str | None, ...]
    headings: tuple[str, ...]
    rows: Iterator[Row]
    notes: tuple[str, ...]


@lru_cache(maxsize=4096)
def plain(heading: str) -> str:
    """A heading without case, accents and punctuation: ``Gemeente (code)`` is ``gemeente_code``."""
    bare = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", bare.lower()).strip("_")


def recognised(headings: Sequence[str], columns: Sequence[Column], fitting: Fitting) -> tuple[str | None, ...]:
    """Our column for each heading: as the mapping file says, else by name or alias.

    A heading of ten characters may be one that was cut off there; it is ours if only one of our columns begins so.
    """
    told = {heading: name for name, heading in fitting.columns.items()}
    by_plain = {plain(heading): name for heading, name in told.items()}
    known = {plain(name): column.name for column in columns for name in (column.name, *column.aliases)}
    taken = set(fitting.columns)
    own = {name: column for name, column in known.items() if column not in taken}
    found = []
    for heading in headings:
        by_name = None if _is_cut(heading) else own.get(plain(heading))
        of = {own[name] for name in cut_from(heading, own)}
        found.append(
            told.get(heading) or by_plain.get(plain(heading)) or by_name or (of.pop() if len(of) == 1 else None)
        )
    return tuple(found)


def _is_cut(heading: str) -> bool:
    """Whether a heading cannot be whole: ``BRUTO_OPP_`` is the beginning of another, not ``BRUTO_OPP``."""
    return len(heading) == _CUT and heading.endswith("_")


def cut_from(heading: str, names: Iterable[str]) -> list[str]:
    """The longer names that a heading of ten characters may be the beginning of."""
    if len(heading) != _CUT:
        return []
    start = plain(heading) + ("_" if heading.endswith("_") else "")
    return [name for name in names if name.startswith(start) and len(name) > len(start)]


def find(
    name: str, tables: Sequence[Table], columns: Sequence[Column], fitting: Fitting, unused: Sequence[str] = ()
) -> Headed:
    """The table, and the line in it, whose headings fit the columns best.

    Args:
        name: file name for messages.
        tables: the tables of the file.
        columns: our columns.
        fitting: what the mapping file says.
        unused: headings that are known and have no column; they are passed over with a note.

    Raises:
        TableError: if a column is missing, unknown or there twice, or there is no row below the headings.
    """
    if fitting.sheet is not None:
        named = [table for table in tables if table.sheet == fitting.sheet]
        if not named:
            there = ", ".join(repr(table.sheet) for table in tables)
            raise TableError(f"{name} has no sheet {fitting.sheet!r}; there are {there}")
        tables = named
    candidates = [_headed(table, columns, fitting) for table in tables]
    best = max(candidates, key=lambda headed: len({n for n in headed.names if n}))
    passed = passed_over(best.headings, best.names, unused)
    _check(name, best, columns, fitting, passed)
    first = next(best.rows, None)
    if first is None:
        raise TableError(f"{name} holds headings but no rows")
    told = (f"known headings without a place in the atlas are not used: {', '.join(passed)}",) if passed else ()
    return Headed(best.sheet, best.names, best.headings, chain([first], best.rows), (*best.notes, *told))


def passed_over(headings: Sequence[str], names: Sequence[str | None], unused: Sequence[str]) -> list[str]:
    """The headings without a column of ours that are known all the same, whole or cut off."""
    known = {plain(name) for name in unused}
    return [
        heading
        for heading, ours in zip(headings, names, strict=True)
        if ours is None and heading and (plain(heading) in known or cut_from(heading, known))
    ]


def _headed(table: Table, columns: Sequence[Column], fitting: Fitting) -> Headed:
    """The line (or two lines) of headings that name most of our columns."""
    start = list(islice(table.rows, _LOOKED_AT))
    options: list[tuple[int, int, int, tuple[str, ...]]] = []
    for at, (_, cells) in enumerate(start):
        options.append((_score(cells, columns, fitting), 1, -at, tuple(cell.strip() for cell in cells)))
        if at + 1 < len(start):
            double = _two_lines(cells, start[at + 1][1], columns, fitting)
            options.append((_score(double, columns, fitting), 0, -at, double))
    _, single, before, headings = max(options, default=(0, 1, 0, ()))
    below = start[-before + (1 if single else 2) :]
    names = recognised(headings, columns, fitting)
    return Headed(table.sheet, names, headings, chain(below, table.rows), table.notes)


def _score(headings: Sequence[str], columns: Sequence[Column], fitting: Fitting) -> int:
    return len({name for name in recognised(headings, columns, fitting) if name})


def _two_lines(
    upper: Sequence[str], lower: Sequence[str], columns: Sequence[Column], fitting: Fitting
) -> tuple[str, ...]:
    """Headings of two lines, of which the upper may be merged cells that span several of the lower.

    Each is what both lines say together, unless only the lower one is a column of ours.
    """
    joined, spanning = [], ""
    for at, below in enumerate(cell.strip() for cell in lower):
        above = upper[at].strip() if at < len(upper) else ""
        spanning = above or spanning
        both = f"{spanning} {below}".strip() if below else above
        alone = recognised([both, below], columns, fitting)
        joined.append(below if alone[0] is None and alone[1] else both)
    return tuple(joined)


def _check(name: str, headed: Headed, columns: Sequence[Column], fitting: Fitting, passed: Sequence[str]) -> None:
    for ours in (*fitting.columns, *fitting.constants, *fitting.values):
        if ours not in {column.name for column in columns}:
            raise TableError(f"{name}: the mapping file names {ours!r}, which is no column of this table")
    found = [ours for ours in headed.names if ours]
    lost = [heading for ours, heading in fitting.columns.items() if ours not in found]
    if lost:
        raise TableError(f"{name}: the mapping file names the heading {lost[0]!r}, which is not in the file")
    ignored = {plain(heading) for heading in fitting.ignore}
    unknown = [
        heading
        for heading, ours in zip(headed.headings, headed.names, strict=True)
        if ours is None
        and heading
        and heading not in passed
        and plain(heading) not in ignored
        and "*" not in fitting.ignore
    ]
    missing = [c.name for c in columns if c.required and c.name not in found and c.name not in fitting.constants]
    repeated = sorted({ours for ours in found if found.count(ours) > 1})
    if not (unknown or missing or repeated):
        return
    expected = [column.name for column in columns]
    parts = []
    if missing:
        parts.append(f"missing: {', '.join(missing)}")
    if unknown:
        hints = []
        names = {plain(name) for column in columns for name in (column.name, *column.aliases)}
        for heading in unknown:
            near = difflib.get_close_matches(plain(heading), [e for e in expected if e not in found], n=1)
            whole = sorted(cut_from(heading, names))
            hint = f" (cut off; it may be {' or '.join(whole)}: a mapping file says which)" if whole else ""
            hints.append(f"{heading!r}" + (hint or (f" (meant {near[0]!r}?)" if near else "")))
        parts.append(f"unknown: {', '.join(hints)}")
    if repeated:
        parts.append(f"twice: {', '.join(repeated)}")
    raise TableError(
        f"{name}: the columns are not as expected; {'; '.join(parts)}. Expected columns: {', '.join(expected)}"
    )
