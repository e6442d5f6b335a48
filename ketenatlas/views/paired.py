"""Paired dots: how many before and after, for every stage and region, as SVG inside a document."""

from html import escape

import polars as pl

from ketenatlas.views.lettering import FONT, width
from ketenatlas.views.palette import INK, WITHIN, region_colour

_SIZE, _ROW, _GAP = 13.0, 22.0, 10.0
_WIDE, _VALUE = 860.0, 70.0
_LINE = "#C9CED6"


def paired_dots(rows: pl.DataFrame, title: str) -> str:
    """Draw a pair of dots per row, an open one for before and a filled one for after, joined by a line.

    Args:
        rows: ``stage``, ``region`` (address), ``region_label``, ``before`` and ``after``, in the order to draw them.
        title: read out by screen readers; the numbers stand in the picture too.
    """
    told = list(rows.select("stage", "region", "region_label", "before", "after").iter_rows())
    stage_room = min(max(width(row[0], _SIZE) for row in told) * 1.08 + 16, 300.0)
    left = stage_room + min(max(width(row[2], _SIZE) for row in told) + 24, 200.0)
    right = _WIDE - _VALUE
    most = max(1, *(int(number) for row in told for number in row[3:]))
    steps = (part * 10**power for power in range(12) for part in (1, 2, 5))
    step: int = next(one for one in steps if one * 8 >= most)
    end = -(-most // step) * step

    def x(number: float) -> float:
        return left + (right - left) * number / end

    parts, y, before = [], 34.0, None
    for stage, region, label, was, left_over in told:
        if stage != before:
            y += _GAP if before is not None else 0
            parts.append(_text(0, y, _fitting(stage, stage_room - 12), "start", INK, bold=True))
            before = stage
        parts.append(_text(stage_room, y, _fitting(label, left - stage_room - 12), "start", INK))
        colour = region_colour(region)
        parts.append(
            f'<line x1="{x(was):.1f}" x2="{x(left_over):.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}" '
            f'stroke-width="3"/><circle cx="{x(was):.1f}" cy="{y:.1f}" r="5.5" fill="#fff" stroke="{colour}" '
            f'stroke-width="2"/><circle cx="{x(left_over):.1f}" cy="{y:.1f}" r="5.5" fill="{colour}"/>'
        )
        parts.append(_text(right + 18, y, f"{was} → {left_over}", "start", INK))
        y += _ROW
    low = y - _ROW / 2
    axis = [
        f'<line x1="{x(at):.1f}" x2="{x(at):.1f}" y1="20" y2="{low:.1f}" stroke="{_LINE}"/>'
        + _text(x(at), 9, str(at), "middle", WITHIN)
        for at in range(0, end + 1, step)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(title)}" class="pairs" '
        f'viewBox="-8 -2 {_WIDE + 8:.0f} {low + 8:.0f}" font-family="{FONT}" font-size="{_SIZE}">'
        f"{''.join(axis)}{''.join(parts)}</svg>"
    )


def _text(x: float, y: float, words: str, anchor: str, colour: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y + _SIZE * 0.35:.1f}" text-anchor="{anchor}" fill="{colour}"{weight}>'
        f"{escape(words)}</text>"
    )


def _fitting(words: str, room: float) -> str:
    """The words, cut off where there is no room for them all."""
    if width(words, _SIZE) * 1.08 <= room:
        return words
    while words and width(words + "…", _SIZE) * 1.08 > room:
        words = words[:-1]
    return words.rstrip() + "…"
