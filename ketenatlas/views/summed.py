"""What of an answer can be drawn: which columns tell its rows apart, and which number is worth a mark.

A picture is chosen by the kinds of the columns: two that sort the rows make a grid, one makes bars. The number in it is
the first of the answer that a mark may show: counts are added up; hectares, shares, ratios and distances never are, and
are shown only where all rows of a mark say the same. If there is no such number, rows are counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.asking import Answer
from graph.catalogue import Column
from ketenatlas.views.answered import NUMERIC, words
from ketenatlas.views.canvas import number

_NO_AMOUNT = ("position", "year")
"""Numbers that say which, not how much."""
_FEW, _MANY = 16, 60
"""Members at most of what stands along the top and along the side of a grid."""
_SHORT = 40
"""Longest words, in letters, that sort rows; what is longer is told, not counted."""


@dataclass(frozen=True)
class Axis:
    """A column that sorts the rows of an answer: address and label of what stands in it, in order of appearance."""

    column: Column
    members: dict[str, str]


@dataclass(frozen=True)
class Summed:
    """An answer added up for a picture.

    Attributes:
        rows: what stands along the side.
        columns: what stands along the top, if a second column sorts the rows.
        value: the column that is added up; None where rows are counted.
        cells: the value by member of the rows and of the columns (empty where there is none); None is unknown.
        added: whether counts of several rows were added up for a mark.
    """

    rows: Axis
    columns: Axis | None
    value: Column | None
    cells: dict[tuple[str, str], float | None]
    added: bool


def summed(answer: Answer) -> Summed | None:
    """What of an answer can be drawn; None if no column sorts its rows."""
    axes = [axis for column in answer.question.columns if (axis := _axis(answer, column))]
    if not axes:
        return None
    top = _top([axis for axis in axes if axis.column.kind == "thing"]) or _top(axes)
    others = [axis for axis in axes if axis is not top]
    if top is None or not others:
        return _added(answer, axes[0], None)
    side = next((axis for axis in others if len(axis.members) <= _MANY), others[0])
    if len(side.members) > _MANY:
        return _added(answer, side, None)
    if _regions(side) and _regions(top):
        side, top = sorted((side, top), key=axes.index)  # a flow goes from the left to the top
    elif side.column.kind == "text" and top.column.kind == "thing" and not _regions(top):
        side, top = top, side
    return _added(answer, side, top)


def _axis(answer: Answer, column: Column) -> Axis | None:
    """A column as an axis, if it tells at least two rows apart by things or by a few words."""
    if column.kind not in ("thing", "text"):
        return None
    key = answer.variables.index(column.name)
    name = answer.variables.index(column.variables[-1])
    members = {str(row[key]): str(row[name]) for row in answer.rows if row[key] not in (None, "")}
    short = len(members) <= _FEW and all(len(name) <= _SHORT for name in members.values())
    fits = len(members) >= 2 and (column.kind == "thing" or short)
    return Axis(column, members) if fits else None


def _top(axes: Sequence[Axis]) -> Axis | None:
    """What stands along the top: regions if there are any, else the fewest members."""
    few = [axis for axis in axes if len(axis.members) <= _FEW]
    regions = [axis for axis in few if _regions(axis)]
    return min(regions or few, key=lambda axis: len(axis.members), default=None)


def _regions(axis: Axis) -> bool:
    """Whether an axis holds regions."""
    return any("/region/" in member for member in axis.members)


def value_of(answer: Answer, marks: Iterable[Sequence[int]]) -> Column | None:
    """The number of an answer that a picture shows; None if rows are to be counted.

    Args:
        answer: the answer.
        marks: places of the rows that each mark stands for.
    """
    groups = list(marks)
    for column in answer.question.columns:
        if column.kind in NUMERIC and column.name not in _NO_AMOUNT and not column.detail:
            known = [_known(answer, column, group) for group in groups]
            if any(known) and (column.kind == "count" or all(len(set(values)) <= 1 for values in known)):
                return column
    return None


def amount(answer: Answer, value: Column | None, rows: Sequence[int]) -> float | None:
    """What a mark shows: the sum of its counts, the one number all its rows say, or how many rows it stands for."""
    if value is None:
        return float(len(rows))
    known = _known(answer, value, rows)
    if not known:
        return None
    return sum(known) if value.kind == "count" else known[0]


def said(answer: Answer, value: Column | None, shown: float | None) -> str:
    """What a mark shows, in words."""
    if value is not None and value.kind == "share":
        return words(shown, "share", answer.language)
    if shown is None:
        return words(None, "count", answer.language)
    return number(shown, answer.language)


def _known(answer: Answer, column: Column, rows: Sequence[int]) -> list[float]:
    at = answer.variables.index(column.name)
    return [float(cell) for n in rows if isinstance(cell := answer.rows[n][at], int | float)]


def _added(answer: Answer, rows: Axis, columns: Axis | None) -> Summed:
    at = [answer.variables.index(axis.column.name) for axis in (rows, columns) if axis is not None]
    marks: dict[tuple[str, str], list[int]] = {}
    for place, row in enumerate(answer.rows):
        keys = [str(row[cell]) for cell in at if row[cell] not in (None, "")]
        if len(keys) == len(at):
            marks.setdefault((keys[0], keys[1] if len(keys) > 1 else ""), []).append(place)
    value = value_of(answer, marks.values())
    cells = {key: amount(answer, value, found) for key, found in marks.items()}
    counts = value is not None and value.kind == "count"
    return Summed(rows, columns, value, cells, counts and any(len(found) > 1 for found in marks.values()))
