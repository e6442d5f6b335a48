"""Ego network: whom one establishment or organisation supplies and by whom it is supplied, one or two steps away."""

from dataclasses import dataclass

import polars as pl

from graph import extracts
from graph.errors import UsageError
from graph.measuring import joined
from graph.projections import inside, supply
from graph.terms import PREFIXES
from ketenatlas.views.canvas import LARGE, PLAIN, SMALL, Canvas, clipped, number, swatch
from ketenatlas.views.columns import apart
from ketenatlas.views.figure import ELSEWHERE, Asked, Data, Drawn, Field, Figure, in_order
from ketenatlas.views.networked import FIELDS, edges
from ketenatlas.views.palette import ACROSS, CLASS, INK, WITHIN, region_colour

MOST = 150
"""Establishments that can be read; beyond it those with the fewest supplies are left to the table."""
_ROW, _BOX = 25.0, 20.0

_SAY = {
    "of": {
        "nl": "het beeld ego vraagt een vestiging: --of, zoals --of asml-veldhoven",
        "en": "the picture ego asks for an establishment: --of, as --of asml-veldhoven",
    },
    "hops": {"nl": "--hops: {given!r} is niet 1 of 2", "en": "--hops: {given!r} is not 1 or 2"},
    "most": {
        "nl": "{n} van {all} vestigingen; de overige staan in de tabel.",
        "en": "{n} of {all} establishments; the others are in the table.",
    },
    "both": {"nl": "Wie beide doet, staat rechts.", "en": "Who does both stands right."},
    "suppliers": {"nl": "leveranciers", "en": "suppliers"},
    "customers": {"nl": "afnemers", "en": "customers"},
    "further": {"nl": "een stap verder", "en": "one step further"},
    "across": {"nl": "levering over een regiogrens", "en": "supply across a region border"},
    "within": {"nl": "levering binnen een regio", "en": "supply within a region"},
    "unsure": {
        "nl": "niet vastgesteld maar geschat of gereconstrueerd",
        "en": "not asserted but estimated or reconstructed",
    },
    "none": {"nl": "Van deze vestiging is geen levering bekend.", "en": "No supply of this establishment is known."},
}


def data(asked: Asked) -> Data:
    """The supplies between establishments within the steps asked for, from the one in the middle."""
    ego, hops = _ego(asked), asked.told.get("hops", "1")
    if hops not in ("1", "2"):
        raise UsageError(asked.say(_SAY["hops"], given=hops))
    whole = _together(edges(supply(asked.view, "establishment")), ego, asked)
    near = {ego}
    for _ in range(int(hops)):
        touching = whole.filter(pl.col("start").is_in(sorted(near)) | pl.col("end").is_in(sorted(near)))
        near |= {*touching["start"], *touching["end"]}
    return Data(whole.filter(pl.col("start").is_in(sorted(near)), pl.col("end").is_in(sorted(near))))


def _together(whole: pl.DataFrame, ego: str, asked: Asked) -> pl.DataFrame:
    """The supplies, with all establishments of an organisation as one where an organisation is in the middle.

    Its region is the one that all its establishments with a supply lie in, and null if they lie in several.
    """
    if not ego.startswith(PREFIXES["organisation"]):
        return whole
    own = extracts.read(asked.view.folder, "organisations").filter(pl.col("organisation") == ego)["establishment"]
    mine = {side: pl.col(side).is_in(own.implode()) for side in ("start", "end")}
    lies = pl.concat([whole.filter(mine[side])[f"{side}_region"].rename("region") for side in mine]).unique()
    region = lies[0] if len(lies) == 1 else None
    table = whole.with_columns(
        *(pl.when(mine[side]).then(pl.lit(ego)).otherwise(side).alias(side) for side in mine),
        *(
            pl.when(mine[side]).then(pl.lit(region, pl.String)).otherwise(f"{side}_region").alias(f"{side}_region")
            for side in mine
        ),
    ).filter(pl.col("start") != pl.col("end"))
    rests = {name: joined(pl.col(name).str.split("; ").explode()) for name in ("evidence", "sources")}
    key = ["start", "end", "start_region", "end_region"]
    return table.group_by(key, maintain_order=True).agg(pl.col("weight").sum(), **rests).select(whole.columns)


def _ego(asked: Asked) -> str:
    of = asked.told.get("of", "")
    if of.startswith(PREFIXES["organisation"]) and asked.names.find(of, "organisation"):
        return of
    ego = asked.option("of", "establishment")
    if ego is None:
        raise UsageError(asked.say(_SAY["of"]))
    return ego


@dataclass
class _Node:
    """One establishment: its side and step (0 is the middle, below 0 suppliers), and the middle of its box."""

    name: str
    step: int
    y: float = 0.0


def draw(table: pl.DataFrame, asked: Asked) -> Drawn:
    """Draw suppliers left of the establishment and customers right, a box each, in the colour of its region."""
    ego = _ego(asked)
    pairs = {
        (s, e): w
        for s, e, w in table.drop_nulls(["start", "end"]).select("start", "end", "weight").iter_rows()
        if s != e
    }
    less = table.filter(~pl.col("evidence").str.split("; ").list.contains("asserted"))
    unsure = set(less.select("start", "end").iter_rows())
    steps = _steps(ego, pairs)
    canvas = Canvas()
    if len(steps) == 1:
        canvas.height = canvas.paragraph(0, 8, asked.say(_SAY["none"]), canvas.width, LARGE) + 8
        return Drawn(canvas)
    region: dict[str, str | None] = {}
    for side in ("start", "end"):
        region |= dict(table.select(side, f"{side}_region").iter_rows())
    all_of_them = len(steps)
    kept = sorted(steps, key=lambda one: (abs(steps[one]), -_strength(one, pairs), one))[:MOST]
    notes = [asked.say(_SAY["most"], n=len(kept), all=all_of_them)] if all_of_them > MOST else []
    nodes = _placed(ego, {one: steps[one] for one in kept}, pairs, asked)
    levels = sorted({node.step for node in nodes.values()})
    wide = 184.0 if len(levels) > 3 else 320.0
    gap = (canvas.width - 2 - wide * len(levels)) / max(len(levels) - 1, 1)
    left = {step: 1 + at * (wide + gap) for at, step in enumerate(levels)}
    _headings(canvas, left, wide, asked)
    if any((other, ego) in pairs and (ego, other) in pairs for other in kept):
        notes.append(asked.say(_SAY["both"]))
    for (start, end), weight in sorted(pairs.items()):
        if start in nodes and end in nodes:
            apart_ = region[start] != region[end] and None not in (region[start], region[end])
            look = {"stroke": ACROSS if apart_ else WITHIN}
            look |= {"stroke_dasharray": "5 3"} if (start, end) in unsure else {}
            _arrow(canvas, nodes[start], nodes[end], left, wide, look, weight, asked)
    for node in nodes.values():
        middle = node.name == ego
        x, y = left[node.step], node.y - _BOX / 2
        colour = region_colour(region.get(node.name) or "")
        told = asked.names.label(node.name)
        canvas.mark(
            "rect", told, x=x, y=y, width=wide, height=_BOX, fill=CLASS if middle else "#fff", stroke=colour, rx=3
        )
        canvas.mark("rect", x=x, y=y, width=7, height=_BOX, fill=colour)
        size = PLAIN if middle else SMALL
        canvas.text(
            x + 13,
            node.y + 4.5,
            clipped(told, wide - 18, size, bold=middle),
            size,
            bold=middle,
            colour="#FFFFFF" if middle else INK,
        )
    canvas.height = max(node.y for node in nodes.values()) + _BOX + 12
    there = [one for name in nodes if (one := region.get(name))]
    regions = in_order([one if inside(one) else ELSEWHERE for one in there], asked.names)
    line = '<path d="M0 7H20" stroke="{}" stroke-width="2"/>'
    entries = [(line.format(ACROSS), asked.say(_SAY["across"])), (line.format(WITHIN), asked.say(_SAY["within"]))]
    if unsure:
        dashed = line.replace("/>", ' stroke-dasharray="5 3"/>').format(INK)
        entries.append((dashed, asked.say(_SAY["unsure"])))
    canvas.height = canvas.legend(
        canvas.height, [*entries, *((swatch(region_colour(one)), asked.names.label(one)) for one in regions)]
    )
    return Drawn(canvas, tuple(notes))


def _steps(ego: str, pairs: dict[tuple[str, str], float]) -> dict[str, int]:
    """How far each establishment is: customers at 1, other suppliers at -1, beyond them 2 and -2."""
    steps = {ego: 0}
    steps |= {end: 1 for start, end in pairs if start == ego}
    steps |= {start: -1 for start, end in pairs if end == ego and start not in steps}
    for side in (1, -1):
        ring = {one for one, step in steps.items() if step == side}
        for start, end in sorted(pairs):
            for one, other in ((start, end), (end, start)):
                if one in ring and other not in steps:
                    steps[other] = 2 * side
    return steps


def _strength(one: str, pairs: dict[tuple[str, str], float]) -> float:
    return sum(weight for pair, weight in pairs.items() if one in pair)


def _placed(ego: str, steps: dict[str, int], pairs: dict[tuple[str, str], float], asked: Asked) -> dict[str, _Node]:
    """Places in columns: nearest to the middle first by name, those beyond beside their partners."""
    nodes = {one: _Node(one, step) for one, step in steps.items()}
    most = max(sum(step == level for step in steps.values()) for level in set(steps.values()))
    middle = 44 + most * _ROW / 2
    nodes[ego].y = middle
    for side in (1, -1):
        own = sorted((one for one in nodes if steps[one] == side), key=lambda one: (asked.names.label(one), one))
        for at, one in enumerate(own):
            nodes[one].y = middle + (at - (len(own) - 1) / 2) * _ROW
        far = [one for one in nodes if steps[one] == 2 * side]
        wanted = {one: _partners(one, nodes, pairs, side) for one in far}
        far.sort(key=lambda one: (wanted[one], one))
        places = apart([wanted[one] for one in far], [1.0] * len(far), [_ROW] * max(len(far) - 1, 0))
        for one, y in zip(far, places, strict=True):
            nodes[one].y = y
    lift = 54 - min(node.y for node in nodes.values())
    for node in nodes.values():
        node.y += lift
    return nodes


def _partners(one: str, nodes: dict[str, _Node], pairs: dict[tuple[str, str], float], side: int) -> float:
    """Mean height of the partners of an establishment that stand one step nearer."""
    near = [
        nodes[other].y
        for pair in pairs
        if one in pair
        for other in pair
        if other in nodes and nodes[other].step == side
    ]
    return sum(near) / len(near)


def _headings(canvas: Canvas, left: dict[int, float], wide: float, asked: Asked) -> None:
    """What each column holds; the middle has its own name."""
    for step, x in left.items():
        if step:
            words = asked.say(_SAY["suppliers" if step == -1 else "customers" if step == 1 else "further"])
            canvas.text(x + wide / 2, 24, words, PLAIN, anchor="middle", bold=True)


def _arrow(
    canvas: Canvas,
    start: _Node,
    end: _Node,
    left: dict[int, float],
    wide: float,
    look: dict[str, str],
    weight: float,
    asked: Asked,
) -> None:
    """An arrow between boxes of two columns, or an arc beside those of one."""
    told = f"{asked.names.label(start.name)} → {asked.names.label(end.name)}: {number(weight, asked.language)}"
    if start.step == end.step:
        x = left[start.step] + wide
        bend = 14 + abs(end.y - start.y) / 12
        path = f"M{x:.1f} {start.y:.1f}C{x + bend:.1f} {start.y:.1f} {x + bend:.1f} {end.y:.1f} {x + 8:.1f} {end.y:.1f}"
        head = f"M{x + 9:.1f} {end.y - 4.5:.1f}L{x:.1f} {end.y:.1f}L{x + 9:.1f} {end.y + 4.5:.1f}z"
    else:
        back = start.step > end.step
        one, two = (end, start) if back else (start, end)
        path, head = _curve((left[one.step] + wide, one.y), (left[two.step], two.y), back)
    thick = min(1.2 + 0.6 * (weight - 1), 4.0)
    canvas.mark("path", told, d=path, fill="none", stroke_width=thick, stroke_opacity="0.7", **look)
    canvas.mark("path", d=head, fill=look["stroke"])


def _curve(one: tuple[float, float], two: tuple[float, float], back: bool) -> tuple[str, str]:
    """A curve from left to right with its head at the right end, or at the left when it goes back."""
    (x, y), (right, low) = one, two
    start, stop = (x + 8, right) if back else (x, right - 8)
    middle = (start + stop) / 2
    path = f"M{start:.1f} {y:.1f}C{middle:.1f} {y:.1f} {middle:.1f} {low:.1f} {stop:.1f} {low:.1f}"
    tip, at, side = (x, y, 1) if back else (right, low, -1)
    return path, f"M{tip + 9 * side:.1f} {at - 4:.1f}L{tip:.1f} {at:.1f}L{tip + 9 * side:.1f} {at + 4:.1f}z"


FIGURE = Figure(
    name="ego",
    title={"nl": "{what}: leveranciers en afnemers", "en": "{what}: suppliers and customers"},
    reading={
        "nl": "Een pijl is een levering en wijst naar de afnemer; de rand van een vak heeft de kleur van de regio.",
        "en": "An arrow is a supply and points to the customer; the edge of a box has the colour of its region.",
    },
    empty={"nl": "Van deze vestiging is geen levering bekend.", "en": "No supply of this establishment is known."},
    fields=(
        Field("start", {"nl": "Leverancier", "en": "Supplier"}, "establishment"),
        Field("end", {"nl": "Afnemer", "en": "Customer"}, "establishment"),
        *FIELDS[2:],
    ),
    data=data,
    draw=draw,
    options=("chain", "of", "hops"),
)
