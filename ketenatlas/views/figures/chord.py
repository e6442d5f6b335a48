"""Chord: what flows between a few regions in one glance, and beside it what each gives and takes."""

import math

import polars as pl

from ketenatlas.views.canvas import LARGE, PLAIN, SMALL, Anchor, Canvas, clipped, number
from ketenatlas.views.columns import apart
from ketenatlas.views.figure import ELSEWHERE, Asked, Drawn, Figure, in_order
from ketenatlas.views.networked import FIELDS, flows, gathered, placed
from ketenatlas.views.palette import INK, NONE, WITHIN, region_colour

MOST = 6
"""Groups a chord can hold; more are added up to one."""
_ROUND, _BAND, _GAP = 186.0, 16.0, 0.07
_LEFT = 350.0
"""Middle of the ring, from the left."""

_SAY = {
    "within": {"nl": "binnen: {n}", "en": "within: {n}"},
    "bars": {"nl": "Uit en in, tussen regio's", "en": "Out and in, between regions"},
    "out": {"nl": "gaat naar andere", "en": "goes to others"},
    "into": {"nl": "komt van andere", "en": "comes from others"},
    "elsewhere": {
        "nl": "Elders: alle plaatsen buiten de regio's, en wat meer is dan {n} groepen.",
        "en": "Elsewhere: all places outside the regions, and what is more than {n} groups.",
    },
    "alone": {
        "nl": "Tussen regio's is geen stroom bekend, alleen erbinnen.",
        "en": "No flow between regions is known, only within.",
    },
}


def _at(angle: float, radius: float) -> tuple[float, float]:
    return _LEFT + radius * math.sin(angle), 252.0 - radius * math.cos(angle)


def _spot(angle: float, radius: float) -> str:
    x, y = _at(angle, radius)
    return f"{x:.1f} {y:.1f}"


def draw(table: pl.DataFrame, asked: Asked) -> Drawn:
    """Draw a ring of regions, a ribbon for each flow, and bars for the sums."""
    whole = gathered(placed(table, asked), MOST)
    names = asked.names
    groups = in_order([*whole["start"], *whole["end"]], names)
    amount = {(start, end): weight for start, end, weight in whole.select("start", "end", "weight").iter_rows()}
    within = {group: amount.pop((group, group), 0.0) for group in groups}
    notes = (asked.say(_SAY["elsewhere"], n=MOST),) if ELSEWHERE in groups else ()
    canvas = Canvas()
    if not amount:
        y = canvas.paragraph(0, 8, asked.say(_SAY["alone"]), canvas.width, LARGE)
        for group in groups:
            told = f"{names.label(group)} {asked.say(_SAY['within'], n=number(within[group], asked.language))}"
            y = canvas.paragraph(0, y + 2, told, canvas.width)
        canvas.height = y + 6
        return Drawn(canvas, notes)
    out = {group: sum(w for (start, _), w in amount.items() if start == group) for group in groups}
    into = {group: sum(w for (_, end), w in amount.items() if end == group) for group in groups}
    arcs = _ring(canvas, groups, amount, asked)
    _labels(canvas, groups, arcs, within, asked)
    _bars(canvas, groups, out, into, asked)
    canvas.height = 506.0
    return Drawn(canvas, notes)


def _ring(
    canvas: Canvas, groups: list[str], amount: dict[tuple[str, str], float], asked: Asked
) -> dict[str, tuple[float, float]]:
    """The ring and its ribbons; returns where the arc of each group begins and ends."""
    total = 2 * sum(amount.values())
    turn = (2 * math.pi - _GAP * len(groups)) / total
    arcs: dict[str, tuple[float, float]] = {}
    leaves: dict[tuple[str, str], tuple[float, float]] = {}
    arrives: dict[tuple[str, str], tuple[float, float]] = {}
    angle = _GAP / 2
    for group in groups:
        begin = angle
        near = groups[groups.index(group) + 1 :] + groups[: groups.index(group)]
        # Partners in the order of the ring, the last first, so that ribbons do not twist around each other.
        for other in reversed(near):
            for ends, pair in ((leaves, (group, other)), (arrives, (other, group))):
                if pair in amount:
                    ends[pair] = angle, angle + amount[pair] * turn
                    angle += amount[pair] * turn
        arcs[group] = begin, angle
        angle += _GAP
    for pair, weight in sorted(amount.items(), key=lambda item: (-item[1], item[0])):
        (a, b), (c, d) = leaves[pair], arrives[pair]
        inner, tip = _ROUND - 3, _ROUND - 14
        path = (
            f"M{_spot(a, inner)}A{inner:.1f} {inner:.1f} 0 {int(b - a > math.pi)} 1 {_spot(b, inner)}"
            f"Q{_spot(0, 0)} {_spot(c, tip)}L{_spot((c + d) / 2, inner)}L{_spot(d, tip)}"
            f"Q{_spot(0, 0)} {_spot(a, inner)}Z"
        )
        told = f"{asked.names.label(pair[0])} → {asked.names.label(pair[1])}: {number(weight, asked.language)}"
        colour = region_colour(pair[0])
        canvas.mark("path", told, d=path, fill=colour, fill_opacity="0.6", stroke="#fff", stroke_width=0.8)
    for group, (a, b) in arcs.items():
        outer = _ROUND + _BAND
        large = int(b - a > math.pi)
        path = (
            f"M{_spot(a, _ROUND)}A{_ROUND:.1f} {_ROUND:.1f} 0 {large} 1 {_spot(b, _ROUND)}L{_spot(b, outer)}"
            f"A{outer:.1f} {outer:.1f} 0 {large} 0 {_spot(a, outer)}Z"
        )
        canvas.mark("path", asked.names.label(group), d=path, fill=region_colour(group))
    return arcs


def _labels(
    canvas: Canvas, groups: list[str], arcs: dict[str, tuple[float, float]], within: dict[str, float], asked: Asked
) -> None:
    """Names around the ring, on each side pushed apart until none covers another."""
    middles = {group: sum(arcs[group]) / 2 for group in groups}
    for right in (True, False):
        own = sorted((g for g in groups if (math.sin(middles[g]) >= 0) == right), key=lambda g: _at(middles[g], 1)[1])
        wanted = [_at(middles[group], _ROUND + _BAND + 10)[1] + 2 for group in own]
        for group, y in zip(own, apart(wanted, [1.0] * len(own), [36.0] * max(len(own) - 1, 0)), strict=True):
            near = max(min(abs(y + lift - 252.0) for lift in (-14, 0, 18)), 0.0)
            reach = math.sqrt(max((_ROUND + _BAND + 8) ** 2 - near**2, 0.0))
            x = _LEFT + max(reach, 6.0) * (1 if right else -1)
            anchor: Anchor = "start" if right else "end"
            name = clipped(asked.names.label(group), 150.0 if right else 135.0, PLAIN, bold=True)
            canvas.text(x, y, name, PLAIN, anchor=anchor, bold=True, halo=True)
            if within[group]:
                told = asked.say(_SAY["within"], n=number(within[group], asked.language))
                canvas.text(x, y + 16, told, SMALL, anchor=anchor, colour="#4A4A4A", halo=True)


def _bars(canvas: Canvas, groups: list[str], out: dict[str, float], into: dict[str, float], asked: Asked) -> None:
    """What each group gives to others, to the right, and takes from them, to the left."""
    left, middle, long = 760.0, 985.0, 135.0
    most = max(*out.values(), *into.values())
    canvas.text(left, 66, asked.say(_SAY["bars"]), LARGE, bold=True)
    canvas.text(middle - 8, 92, f"← {asked.say(_SAY['into'])}", SMALL, anchor="end", colour=WITHIN)
    canvas.text(middle + 8, 92, f"{asked.say(_SAY['out'])} →", SMALL, colour=WITHIN)
    for row, group in enumerate(groups):
        y = 108 + row * 58
        name = clipped(asked.names.label(group), 3 * long, PLAIN, bold=True)
        canvas.text(middle, y + 11, name, PLAIN, anchor="middle", bold=True)
        for amount, right in ((out[group], True), (into[group], False)):
            wide = long * amount / most
            x = middle if right else middle - wide
            canvas.mark(
                "rect",
                x=x,
                y=y + 18,
                width=wide,
                height=18,
                fill=region_colour(group),
                fill_opacity="1" if right else "0.55",
            )
            value = number(amount, asked.language)
            away = middle + (wide + 6) * (1 if right else -1)
            canvas.text(away, y + 32, value, SMALL, anchor="start" if right else "end")
        canvas.mark("line", x1=middle, x2=middle, y1=y + 15, y2=y + 39, stroke=INK, stroke_width=1.2)
    canvas.mark("line", x1=left - 20, x2=left - 20, y1=50, y2=116 + len(groups) * 58, stroke=NONE)


FIGURE = Figure(
    name="chord",
    title={"nl": "{what} tussen regio's", "en": "{what} between regions"},
    reading={
        "nl": "Een lint heeft de kleur van de regio waar het begint en een punt waar het aankomt; hoe breder, hoe "
        "meer. "
        "Wat binnen een regio blijft, staat als getal bij de naam.",
        "en": "A ribbon has the colour of the region where it begins and a point where it arrives; wider is more. "
        "What stays within a region is the number at its name.",
    },
    empty={"nl": "Er is geen stroom tussen regio's bekend.", "en": "No flow between regions is known."},
    fields=FIELDS,
    data=flows,
    draw=draw,
    levels=("region",),
    options=("chain", "of"),
)
