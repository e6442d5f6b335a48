"""The picture of an answer: bars for one column that sorts its rows, a grid for two; nothing where neither fits."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.asking import Answer
from ketenatlas.views.canvas import PLAIN, SMALL, Canvas, clipped, room, swatch
from ketenatlas.views.palette import CLASS, NONE, REGIONS, WITHIN, chain_colour, ink_on, region_colour
from ketenatlas.views.summed import Axis, Summed, said, summed

BARS, GRID = 40, 36
"""Rows a picture of bars and a grid can hold; what is smaller is in the table only."""
_LABEL, _BAR, _CELL_HIGH, _WIDEST = 330.0, 23.0, 27.0, 150.0

SAY: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "title": "{value} per {rows}",
        "title_two": "{value} per {rows} en {columns}",
        "title_flows": "{value} tussen regio's: van links naar boven",
        "rows": "Aantal rijen",
        "bars": "Elke balk is wat het antwoord noemt voor {rows}; de langste staat bovenaan.",
        "grid": "Elk vakje is wat het antwoord noemt voor {rows} (links) en {columns} (boven); donkerder is meer. "
        "Een leeg vakje is onbekend, niet nul.",
        "added": "Rijen van het antwoord zijn opgeteld; wat in meer dan een rij meetelt, telt hier vaker mee.",
        "most": "De {n} grootste van {all}; alle staan in de tabel.",
        "unknown": "onbekend",
    },
    "en": {
        "title": "{value} by {rows}",
        "title_two": "{value} by {rows} and {columns}",
        "title_flows": "{value} between regions: from the left to the top",
        "rows": "Number of rows",
        "bars": "Each bar is what the answer says for {rows}; the longest is on top.",
        "grid": "Each square is what the answer says for {rows} (left) and {columns} (top); darker is more. "
        "An empty square is unknown, not zero.",
        "added": "Rows of the answer are added up; what counts in more than one row counts more than once here.",
        "most": "The {n} largest of {all}; all are in the table.",
        "unknown": "unknown",
    },
}


@dataclass(frozen=True)
class AnswerPicture:
    """A picture of an answer, with its title and what must be said beside it."""

    canvas: Canvas
    title: str
    reading: tuple[str, ...]


def picture(answer: Answer) -> AnswerPicture | None:
    """Draw an answer; None if no column sorts its rows, or no number in it is known."""
    what = summed(answer)
    if what is None or not any(value is not None for value in what.cells.values()):
        return None
    say = SAY[answer.language]
    value = what.value.label[answer.language] if what.value else say["rows"]
    named = {"rows": _heading(what.rows, answer), "value": value}
    if what.columns is None or _owned(what, what.columns):
        canvas, notes = _bars(what, answer)
        title, reading = say["title"].format(**named), say["bars"].format(**named)
    else:
        named["columns"] = _heading(what.columns, answer)
        canvas, notes = _grid(what, what.columns, answer)
        flows = what.rows.column.name.startswith("from") and what.columns.column.name.startswith("to")
        title = say["title_flows" if flows else "title_two"].format(**named)
        reading = say["grid"].format(**named)
    return AnswerPicture(canvas, title, (reading, *([say["added"]] if what.added else []), *notes))


def _owned(what: Summed, columns: Axis) -> bool:
    """Whether every member of the rows lies in one region only: bars in the colours of regions say that better."""
    regions = all("/region/" in column for column in columns.members)
    return regions and len({row for row, _ in what.cells}) == len(what.cells)


def _heading(axis: Axis, answer: Answer) -> str:
    return axis.column.label[answer.language].lower()


def _colour(thing: str) -> str:
    """The colour a region or a chain has everywhere; one calm colour for all else."""
    if "/chain/" in thing:
        return chain_colour(thing)
    return region_colour(thing) if thing.rsplit("/", 1)[-1] in REGIONS else CLASS


def _bars(what: Summed, answer: Answer) -> tuple[Canvas, tuple[str, ...]]:
    """A bar for every member of the rows, the longest first; what is unknown comes last and says so."""
    say = SAY[answer.language]
    cells = {key[0]: value for key, value in what.cells.items()}
    owner = {row: column for row, column in what.cells if column}
    order = sorted(cells, key=lambda one: (cells[one] is None, -(cells[one] or 0.0), what.rows.members[one]))
    shown = order[:BARS]
    most = max((abs(cells[one] or 0.0) for one in shown), default=0.0) or 1.0
    canvas = Canvas()
    wide = canvas.width - _LABEL - 110
    for at, one in enumerate(shown):
        y = at * _BAR
        value = cells[one]
        canvas.text(_LABEL - 10, y + 16, clipped(what.rows.members[one], _LABEL - 12), PLAIN, anchor="end")
        told = said(answer, what.value, value)
        if value is None:
            canvas.text(_LABEL + 2, y + 16, say["unknown"], SMALL, colour=WITHIN)
            continue
        long = max(1.5, abs(value) / most * wide)
        canvas.mark(
            "rect",
            f"{what.rows.members[one]}: {told}",
            x=_LABEL,
            y=y + 3,
            width=long,
            height=_BAR - 6,
            rx=2,
            fill=_colour(owner.get(one, one)),
            fill_opacity="0.85",
        )
        canvas.text(_LABEL + long + 7, y + 16, told, SMALL)
    canvas.mark("line", x1=_LABEL, x2=_LABEL, y1=0, y2=len(shown) * _BAR, stroke=WITHIN, stroke_width=1)
    canvas.height = len(shown) * _BAR + 6
    if what.columns is not None:
        there = {owner[one] for one in shown}
        entries = [(swatch(_colour(one), 0.85), name) for one, name in what.columns.members.items() if one in there]
        canvas.height = canvas.legend(canvas.height + 8, entries)
    return canvas, _left_out(len(shown), len(order), answer)


def _grid(what: Summed, columns: Axis, answer: Answer) -> tuple[Canvas, tuple[str, ...]]:
    """A square for every pair; rows by what they add up to, columns in the order of the answer's labels."""
    sums: dict[str, float] = {}
    for (row, _), value in what.cells.items():
        sums[row] = sums.get(row, 0.0) + (value or 0.0)
    order = sorted(sums, key=lambda one: (-sums[one], what.rows.members[one]))
    shown = order[:GRID]
    tops = sorted(columns.members, key=lambda one: columns.members[one])
    canvas = Canvas()
    step = min(_WIDEST, (canvas.width - _LABEL - 90) / len(tops))
    heads = [clipped(columns.members[one], 170, SMALL) for one in tops]
    longest = max(room(head, SMALL) for head in heads)
    turned = longest > step - 8
    high = longest * 0.87 + 18 if turned else 24.0
    for at, (one, head) in enumerate(zip(tops, heads, strict=True)):
        x = _LABEL + (at + 0.5) * step
        canvas.mark("rect", x=x - step / 2 + 1, y=high - 5, width=step - 2, height=3, fill=_colour(one))
        if turned:
            canvas.text(x + 3, high - 10, head, SMALL, turned=-60)
        else:
            canvas.text(x, high - 10, head, SMALL, anchor="middle")
    known = [value for value in what.cells.values() if value is not None]
    most = max(abs(value) for value in known) or 1.0
    for at, row in enumerate(shown):
        y = high + at * _CELL_HIGH
        canvas.text(_LABEL - 10, y + 18, clipped(what.rows.members[row], _LABEL - 12), PLAIN, anchor="end")
        canvas.mark(
            "line",
            x1=_LABEL,
            x2=_LABEL + step * len(tops),
            y1=y + _CELL_HIGH,
            y2=y + _CELL_HIGH,
            stroke=NONE,
            stroke_width=0.6,
        )
        for place, column in enumerate(tops):
            if (row, column) not in what.cells:
                continue
            value = what.cells[row, column]
            told = said(answer, what.value, value)
            colour = _colour(row) if _colour(column) == CLASS else _colour(column)
            strong = 0.06 if value is None else 0.15 + 0.75 * (abs(value) / most) ** 0.5
            x = _LABEL + place * step
            canvas.mark(
                "rect",
                f"{what.rows.members[row]}, {columns.members[column]}: {told}",
                x=x + 1,
                y=y + 1,
                width=step - 2,
                height=_CELL_HIGH - 2,
                rx=2,
                fill=colour,
                fill_opacity=f"{strong:.2f}",
            )
            if room(told, SMALL) <= step - 4:
                letters = ink_on(colour, strong)
                canvas.text(x + step / 2, y + 18, told, SMALL, anchor="middle", colour=letters)
    canvas.height = high + len(shown) * _CELL_HIGH + 8
    return canvas, _left_out(len(shown), len(order), answer)


def _left_out(shown: int, there: int, answer: Answer) -> tuple[str, ...]:
    return () if shown == there else (SAY[answer.language]["most"].format(n=shown, all=there),)
