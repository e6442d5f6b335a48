"""Pictures made for paper: narrow, so that their letters are as large as those of the text beside them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ketenatlas.reports.pieces import Figure, Ref, Table, widths
from ketenatlas.views.canvas import PLAIN, SMALL, Canvas, clipped, room
from ketenatlas.views.canvas import lines as broken
from ketenatlas.views.lengths import Bar, bars, facing, figure
from ketenatlas.views.palette import NONE, ink_on

WIDE = 620.0
"""Width in pixels; on paper a pixel is 0.8 point."""
_ROW = 25.0
_PARTS = re.compile(r"(?<=-)| ")
"""Where a name may be broken: after its hyphen, or at a space."""
HIDDEN = "x"
"""Stands for a number that may not be shown."""

WORDS = {
    "nl": {
        "known": "vestigingen bekend",
        "white": "geen bron noemt er een (witte vlek)",
        "hidden": "afgeschermd",
        "unknown": "onbekend",
        "none": "niemand bekend",
    },
    "en": {
        "known": "establishments known",
        "white": "no source names one (white spot)",
        "hidden": "withheld",
        "unknown": "unknown",
        "none": "nobody known",
    },
}


@dataclass(frozen=True)
class Line:
    """A row of a grid: what it is called, and a number for each column.

    A number is a count, nothing where no source names one, or :data:`HIDDEN` where it may not be shown.
    """

    label: str
    values: tuple[int | str | None, ...]


def grid(
    name: str,
    caption: str,
    columns: Sequence[tuple[str, str]],
    rows: Sequence[Line],
    head: str,
    language: str,
    ref: Ref | None = None,
    notes: tuple[str, ...] = (),
    width: float = 1.0,
) -> Figure:
    """How much is known of each of a few things in each of a few places.

    Args:
        name: tells this picture from others in the report.
        caption: what it shows.
        columns: label and colour of the places.
        rows: the rows.
        head: what the rows are.
        language: of the words.
        ref: what it rests on.
        notes: how to read it.
        width: its part of the width of the page.
    """
    words = WORDS[language]
    canvas = Canvas(WIDE)
    head_room = (
        max((room(part, PLAIN, bold=True) for text, _ in columns for part in _PARTS.split(text)), default=0) + 10
    )
    label = min(max((room(line.label) for line in rows), default=0.0) + 12, WIDE - head_room * len(columns))
    step = (WIDE - label) / max(len(columns), 1)
    centres = [label + (at + 0.5) * step for at in range(len(columns))]
    heads = [_broken(text, step - 6) for text, _ in columns]
    top = 10 + 16.0 * max((len(parts) for parts in heads), default=1)
    for x, parts in zip(centres, heads, strict=True):
        for row, part in enumerate(reversed(parts)):
            canvas.text(x, top - 12 - 16 * row, part, PLAIN, anchor="middle", bold=True)
    low = top
    for line in rows:
        named = broken(line.label, label - 10)
        high = _ROW if len(named) == 1 else 16.0 * len(named) + 6
        y, low = low + high / 2, low + high
        canvas.mark("line", x1=0, x2=WIDE, y1=low, y2=low, stroke=NONE, stroke_width=0.6)
        for at, part in enumerate(named):
            canvas.text(0, y + 4.5 + 16 * (at - (len(named) - 1) / 2), clipped(part, label - 10), PLAIN)
        for x, (place, colour), value in zip(centres, columns, line.values, strict=True):
            told = f"{line.label}, {place}: {_said(value, language)}"
            if isinstance(value, int) and value > 0:
                wide = max(22.0, room(str(value), SMALL) + 12)
                canvas.mark("rect", told, x=x - wide / 2, y=y - 9, width=wide, height=18, rx=9, fill=colour)
                canvas.text(x, y + 4.2, str(value), SMALL, anchor="middle", bold=True, colour=ink_on(colour))
            elif value == HIDDEN:
                canvas.mark("rect", told, x=x - 11, y=y - 9, width=22, height=18, rx=9, fill="#DDDDDD")
                canvas.text(x, y + 4.2, HIDDEN, SMALL, anchor="middle")
            else:
                dash = {"stroke_dasharray": "3 2.5"} if value is None else {}
                canvas.mark(
                    "rect", told, x=x - 11, y=y - 9, width=22, height=18, rx=9, fill="#fff", stroke="#8A8A8A", **dash
                )
    y = low + 8
    known = '<rect width="22" height="14" rx="7" fill="#6E6E6E"/>'
    white = (
        '<rect x="0.5" y="0.5" width="21" height="13" rx="6.5" fill="#fff" stroke="#8A8A8A" stroke-dasharray="3 2.5"/>'
    )
    entries = [(known, words["known"]), (white, words["white"])]
    if any(value == HIDDEN for line in rows for value in line.values):
        entries.append(('<rect width="22" height="14" rx="7" fill="#DDDDDD"/>', f"{HIDDEN}: {words['hidden']}"))
    canvas.height = canvas.legend(y, entries)
    cells = [(line.label, *(_said(value, language) for value in line.values)) for line in rows]
    titles = [(head, False), *((text, True) for text, _ in columns)]
    alt = f"{caption}. " + "; ".join(
        f"{row[0]}: " + ", ".join(f"{place} {told}" for (place, _), told in zip(columns, row[1:], strict=True))
        for row in cells
    )
    table = Table(caption, widths(titles, cells), tuple(cells))
    return Figure(canvas.svg(name, caption, alt), f"{alt}.", caption, ref, notes, table, width)


def lengths(
    name: str,
    caption: str,
    rows: Sequence[Bar],
    heads: tuple[str, str],
    language: str,
    mark: float | None = None,
    ref: Ref | None = None,
    notes: tuple[str, ...] = (),
) -> Figure:
    """One figure for each of a few things, as bars, or as dots with a line from low to high."""
    told = [
        figure(row.value, language)
        + (f" ({figure(row.low, language)}–{figure(row.high, language)})" if row.low is not None else "")
        for row in rows
    ]
    cells = [(row.label, text) for row, text in zip(rows, told, strict=True)]
    alt = f"{caption}. " + "; ".join(f"{label}: {text}" for label, text in cells) + "."
    table = Table(caption, widths([(heads[0], False), (heads[1], True)], cells), tuple(cells))
    return Figure(bars(name, rows, caption, language, mark=mark), alt, caption, ref, notes, table)


def both_ways(
    name: str,
    caption: str,
    rows: Sequence[tuple[Bar, Bar]],
    heads: tuple[str, str, str],
    language: str,
    ref: Ref | None = None,
    notes: tuple[str, ...] = (),
) -> Figure:
    """Two figures for each of a few things, apart to the left and the right."""
    cells = [(left.label, _flow(left.value, language), _flow(right.value, language)) for left, right in rows]
    alt = f"{caption}. " + "; ".join(f"{one}: {heads[1]} {a}, {heads[2]} {b}" for one, a, b in cells) + "."
    table = Table(caption, widths([(heads[0], False), (heads[1], True), (heads[2], True)], cells), tuple(cells))
    return Figure(facing(name, rows, heads[1:], caption, language), alt, caption, ref, notes, table)


def _broken(text: str, wide: float) -> list[str]:
    """A name in one line, or in two if that fits better: at its hyphen or its space."""
    if room(text, PLAIN, bold=True) <= wide:
        return [text]
    parts = _PARTS.split(text, maxsplit=1)
    return [clipped(part.strip(), wide, PLAIN, bold=True) for part in parts]


def _flow(value: float | None, language: str) -> str:
    return WORDS[language]["none"] if value is None else figure(value, language)


def _said(value: int | str | None, language: str) -> str:
    if value is None:
        return WORDS[language]["unknown"]
    return WORDS[language]["hidden"] if value == HIDDEN else str(value)
