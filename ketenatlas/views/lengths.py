"""Lengths: one figure for each of a few things as bars or spans, as SVG inside a page that has its table too."""

from collections.abc import Sequence
from dataclasses import dataclass

from ketenatlas.views.canvas import PLAIN, SMALL, Canvas, clipped, number, room
from ketenatlas.views.palette import CLASS, INK, NONE, WITHIN

WIDE = 620.0
"""Width of these pictures unless told otherwise: half a screen."""
_ROW = 26.0
_LABEL = 0.42
"""Part of the width that names take at most."""


@dataclass(frozen=True)
class Bar:
    """One thing and its figure.

    Attributes:
        label: what it is called.
        value: its figure; a thing whose figure is unknown has none and is not drawn but named.
        colour: of its bar.
        low, high: between which the figure may lie, where that is known.
    """

    label: str
    value: float | None
    colour: str = CLASS
    low: float | None = None
    high: float | None = None


WORDS = {"nl": {"unknown": "onbekend"}, "en": {"unknown": "unknown"}}


def figure(value: float | None, language: str, decimals: int | None = None) -> str:
    """A figure as people read it; unknown says so.

    Args:
        value: the figure.
        language: its decimal and thousands marks.
        decimals: how many, so that a column lines up; as many as the figure needs by default.
    """
    if value is None:
        return WORDS[language]["unknown"]
    if decimals is None and (abs(value) >= 10 or value == round(value)):
        return number(value, language)
    text = f"{value:,.{2 if decimals is None else decimals}f}" if abs(value) >= 0.01 or decimals else f"{value:.2g}"
    return text.translate(str.maketrans(",.", ".,")) if language == "nl" else text


def bars(
    name: str, rows: Sequence[Bar], title: str, language: str, mark: float | None = None, wide: float = WIDE
) -> str:
    """A bar for each row from nought, or a dot with a line from low to high where rows say how sure they are.

    Args:
        name: tells this picture from others on the page.
        rows: in the order to draw them.
        title: read out by screen readers; every figure stands in the picture.
        language: of the figures.
        mark: a value to draw a line at, such as 1 where it means as everywhere.
        wide: width in pixels.
    """
    canvas = Canvas(wide)
    spans = any(row.low is not None for row in rows)
    label = min(max((room(row.label) for row in rows), default=0.0) + 14, wide * _LABEL)
    told = [figure(row.value, language) for row in rows]
    right = wide - max((room(text, SMALL) for text in told), default=0.0) - 14
    values = [row.value for row in rows if row.value is not None]
    least, most = min(0.0, *values, 0.0), max(*values, mark or 0.0, 0.0)
    # A line from low to high may run far beyond all figures: it is cut there, for the figures are what is compared.
    most = most * 1.25 if spans else most
    scale = (right - label) / ((most - least) or 1.0)

    def x(value: float) -> float:
        return label + (min(max(value, least), most) - least) * scale

    high = len(rows) * _ROW + 8
    canvas.mark("line", x1=x(0), x2=x(0), y1=0, y2=high, stroke=NONE)
    if mark is not None:
        canvas.mark("line", x1=x(mark), x2=x(mark), y1=0, y2=high, stroke=WITHIN, stroke_dasharray="4 3")
    for at, (row, words) in enumerate(zip(rows, told, strict=True)):
        y = 4 + (at + 0.5) * _ROW
        canvas.text(label - 10, y + 4.5, clipped(row.label, label - 12), PLAIN, anchor="end")
        if row.value is not None and spans:
            low, top = (row.value if end is None else end for end in (row.low, row.high))
            canvas.mark("line", x1=x(low), x2=x(top), y1=y, y2=y, stroke=row.colour, stroke_width=2)
            canvas.mark("circle", f"{row.label}: {words}", cx=x(row.value), cy=y, r=5.5, fill=row.colour)
        elif row.value is not None:
            left, long = min(x(0), x(row.value)), abs(x(row.value) - x(0))
            canvas.mark(
                "rect", f"{row.label}: {words}", x=left, y=y - 8, width=max(long, 0.8), height=16, fill=row.colour
            )
        canvas.text(wide, y + 4.5, words, SMALL, anchor="end", colour=INK)
    canvas.height = high
    return canvas.svg(name, title, title)


def facing(name: str, rows: Sequence[tuple[Bar, Bar]], heads: tuple[str, str], title: str, language: str) -> str:
    """Two bars for each row that run apart from its name in the middle, on one scale.

    Args:
        name: tells this picture from others on the page.
        rows: the left and the right bar; both have the same label.
        heads: what the left and the right bars count.
        title: read out by screen readers; every figure stands in the picture.
        language: of the figures.
    """
    canvas = Canvas(WIDE)
    half = min(max((room(left.label) for left, _ in rows), default=0.0) / 2 + 12, WIDE * 0.2)
    most = max((bar.value or 0.0 for pair in rows for bar in pair), default=0.0) or 1.0
    value = max(room(figure(bar.value, language), SMALL) for pair in rows for bar in pair) + 8
    reach = WIDE / 2 - half - value
    canvas.text(WIDE / 2 - half, 14, clipped(heads[0], reach + value), PLAIN, anchor="end", bold=True)
    canvas.text(WIDE / 2 + half, 14, clipped(heads[1], reach + value), PLAIN, bold=True)
    for at, pair in enumerate(rows):
        y = 28 + (at + 0.5) * _ROW
        canvas.text(WIDE / 2, y + 4.5, clipped(pair[0].label, 2 * half - 8), PLAIN, anchor="middle")
        for side, bar in zip((-1, 1), pair, strict=True):
            start, wide = WIDE / 2 + side * half, (bar.value or 0.0) / most * reach
            words = figure(bar.value, language)
            if bar.value:
                canvas.mark(
                    "rect",
                    f"{bar.label}, {heads[side > 0]}: {words}",
                    x=min(start, start + side * wide), y=y - 8, width=wide, height=16, fill=bar.colour,
                )  # fmt: skip
            canvas.text(start + side * (wide + 6), y + 4.5, words, SMALL, anchor="end" if side < 0 else "start")
    canvas.height = 32 + len(rows) * _ROW
    return canvas.svg(name, title, title)
