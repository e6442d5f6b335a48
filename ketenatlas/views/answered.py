"""An answer laid out for a page: cells that lead somewhere, numbers as the language writes them, sources by number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graph.asking import Answer, Source
from graph.catalogue import Column
from graph.errors import UsageError
from graph.result import Value
from ketenatlas.views.table import cell

NUMERIC = ("count", "number", "share")
"""Kinds of columns that hold numbers, to be set to the right."""


@dataclass(frozen=True)
class Cell:
    """One cell of an answer on a page.

    Attributes:
        text: what it says.
        iri: the thing it names, if it names one.
        numbers: the sources it cites, by their number.
    """

    text: str
    iri: str | None = None
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Row:
    """One row: its cells, and the addresses of all things it is about."""

    cells: tuple[Cell, ...]
    things: tuple[str, ...]


@dataclass(frozen=True)
class Laid:
    """An answer laid out.

    Attributes:
        shared: columns that say the same in every row, with that cell.
        columns: the other columns.
        rows: the rows shown, in order.
        sources: the sources of the rows shown, in the order of their numbers.
        hidden: number of rows left out.
        order: name of the column the rows are sorted by, with a minus before it for the largest first; may be empty.
    """

    shared: Sequence[tuple[Column, Cell]]
    columns: Sequence[Column]
    rows: Sequence[Row]
    sources: Sequence[Source]
    hidden: int
    order: str


def words(value: Value | tuple[str, ...], kind: str, language: str) -> str:
    """A value as a page shows it: as :func:`ketenatlas.views.table.cell`, with thousands apart from ten thousand."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10_000:
        return f"{value:,}".replace(",", "." if language == "nl" else ",")
    return cell(value, kind, language)


def lay(answer: Answer, limit: int, order: str = "", detail: bool = False) -> Laid:
    """Lay an answer out.

    Args:
        answer: the answer.
        limit: rows shown at most.
        order: a column to sort by, with a minus before it for the largest first; the order of the question if empty.
        detail: whether to show the columns a narrow table leaves out.

    Raises:
        UsageError: if there is no such column to sort by.
    """
    columns = [column for column in answer.question.columns if detail or not column.detail]
    rows = _sorted(answer, order)
    known = {source.iri: source for source in answer.sources}
    numbers: dict[str, int] = {}
    laid: list[Row] = []
    for row in rows:
        values = dict(zip(answer.variables, row, strict=True))
        if len(laid) < limit:
            for column in columns:
                members = values[column.name]
                if column.kind == "sources" and isinstance(members, tuple):
                    for iri in members:
                        numbers.setdefault(iri, len(numbers) + 1)
        laid.append(_row(answer, columns, values, numbers))
    same = [len(laid) > 1 and len({row.cells[at] for row in laid}) == 1 for at in range(len(columns))]
    kept = [at for at in range(len(columns)) if not same[at]]
    shown = [Row(tuple(row.cells[at] for at in kept), row.things) for row in laid[:limit]]
    return Laid(
        shared=[(columns[at], laid[0].cells[at]) for at in range(len(columns)) if same[at]],
        columns=[columns[at] for at in kept],
        rows=shown,
        sources=[known[iri] for iri in numbers if iri in known],
        hidden=len(laid) - len(shown),
        order=order,
    )


def _row(
    answer: Answer,
    columns: Sequence[Column],
    values: dict[str, Value | tuple[str, ...]],
    numbers: dict[str, int],
) -> Row:
    cells = []
    for column in columns:
        value = values[column.name]
        if column.kind == "thing":
            text = words(values[f"{column.name}Label"], "text", answer.language)
            cells.append(Cell(text, str(value) if value else None))
        elif column.kind == "sources":
            members = value if isinstance(value, tuple) else ()
            cells.append(Cell("" if members else "–", None, tuple(sorted(numbers[m] for m in members if m in numbers))))
        elif isinstance(value, str) and value.startswith(("https://", "http://")):
            cells.append(Cell(value, value))
        else:
            cells.append(Cell(words(value, column.kind, answer.language)))
    things = (values[c.name] for c in answer.question.columns if c.kind == "thing")
    return Row(tuple(cells), tuple(dict.fromkeys(str(thing) for thing in things if thing)))


def _sorted(answer: Answer, order: str) -> list[tuple[Value | tuple[str, ...], ...]]:
    """The rows in the order asked for; what is unknown comes last either way."""
    if not order:
        return list(answer.rows)
    name, down = order.removeprefix("-"), order.startswith("-")
    column = next((column for column in answer.question.columns if column.name == name), None)
    if column is None:
        there = ", ".join(column.name for column in answer.question.columns)
        raise UsageError(f"{answer.question.id} has no column {name!r} to sort by; there are {there}")
    at = answer.variables.index(column.variables[-1])

    def weight(row: tuple[Value | tuple[str, ...], ...]) -> tuple[int, float, str]:
        value = row[at]
        if isinstance(value, int | float):
            return 0, float(value), ""
        if isinstance(value, date):
            return 0, float(value.toordinal()), ""
        return 1, 0.0, words(value, column.kind, answer.language).casefold()

    told = [row for row in answer.rows if row[at] not in (None, "", ())]
    untold = [row for row in answer.rows if row[at] in (None, "", ())]
    return sorted(told, key=weight, reverse=down) + untold
