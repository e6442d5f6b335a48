"""Bars: amounts beside each other, each bar built up of parts; drawn from a table that stands beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ketenatlas.views.canvas import PLAIN, SMALL, Canvas, clipped, number, swatch
from ketenatlas.views.palette import CLASS, INK, NONE, ink_on

MOST = 14
"""Bars that a picture shows; what is smaller is in the table."""
COLOURS = (CLASS, "#8DB4D6", "#E69F00", "#CC79A7")
"""Colours of the parts of a bar, in order."""
_LABEL, _HIGH, _STEP, _VALUE = 380.0, 19.0, 27.0, 90.0


@dataclass(frozen=True)
class Bar:
    """One bar: what it is of, and how much of each part; a part nothing is known of is None."""

    label: str
    parts: tuple[float | None, ...]

    @property
    def total(self) -> float:
        """All parts together."""
        return sum(part or 0.0 for part in self.parts)


def bars(rows: Sequence[Bar], parts: Sequence[str], language: str, said: Mapping[str, str]) -> Canvas:
    """Draw horizontal bars from nought, in the order given, the parts of each behind each other.

    Args:
        rows: the bars; of more than :data:`MOST` the first are drawn.
        parts: what the parts are; a legend tells them apart if there are several.
        language: of the numbers.
        said: words for ``unknown``.
    """
    canvas = Canvas(960.0)
    shown = rows[:MOST]
    most = max((row.total for row in shown), default=0.0) or 1.0
    wide = canvas.width - _LABEL - _VALUE
    y = 6.0
    for row in shown:
        canvas.text(_LABEL - 10, y + _HIGH - 5, clipped(row.label, _LABEL - 12), PLAIN, anchor="end")
        x = _LABEL
        for part, name, colour in zip(row.parts, parts, COLOURS, strict=False):
            if part:
                long = wide * part / most
                told = f"{row.label}, {name}: {number(part, language)}"
                canvas.mark("rect", told, x=x, y=y, width=long, height=_HIGH, fill=colour)
                if len(parts) > 1 and long > 34:
                    ink = ink_on(colour)
                    canvas.text(x + long / 2, y + _HIGH - 5, number(part, language), SMALL, anchor="middle", colour=ink)
                x += long
        known = any(part is not None for part in row.parts)
        value = number(row.total, language) if known else said["unknown"]
        canvas.text(x + 7, y + _HIGH - 5, value, SMALL, bold=True, colour=INK)
        y += _STEP
    canvas.mark("line", x1=_LABEL, x2=_LABEL, y1=2, y2=y - 4, stroke=NONE)
    canvas.height = y + 4
    if len(parts) > 1:
        entries = [
            (swatch(colour), name)
            for at, (name, colour) in enumerate(zip(parts, COLOURS, strict=False))
            if any(row.parts[at] for row in shown)
        ]
        canvas.height = canvas.legend(canvas.height + 4, entries)
    return canvas
