"""Matrix: what flows from every place to every other, places in order of region, regions framed."""

import polars as pl

from ketenatlas.views.canvas import LARGE, PLAIN, SMALL, Canvas, clipped, number, room, swatch
from ketenatlas.views.figure import ELSEWHERE, Asked, Drawn, Figure, in_order
from ketenatlas.views.networked import FIELDS, flows, gathered, placed
from ketenatlas.views.palette import ACROSS, INK, NONE, OUTSIDE, WITHIN, ink_on, region_colour

MOST = 60
"""Rows that can be read; of more places the smaller ones are added up."""
_LEAST, _WIDEST, _LABEL, _BESIDE = 12.5, 80.0, 215.0, 260.0

_SAY = {
    "from": {"nl": "van ↓  naar →", "en": "from ↓  to →"},
    "within": {"nl": "binnen een regio", "en": "within a region"},
    "across": {"nl": "tussen regio's", "en": "between regions"},
    "outside": {"nl": "van of naar elders", "en": "from or to elsewhere"},
    "darker": {"nl": "donkerder is meer (wortelschaal), tot {most}", "en": "darker is more (root scale), up to {most}"},
    "largest": {"nl": "Grootste tussen regio's", "en": "Largest between regions"},
    "elsewhere": {
        "nl": "Elders: plaatsen buiten de regio's, en wat meer is dan {n} rijen.",
        "en": "Elsewhere: places outside the regions, and what is more than {n} rows.",
    },
}


def draw(table: pl.DataFrame, asked: Asked) -> Drawn:
    """Draw a square for every pair of places."""
    whole = gathered(placed(table, asked), MOST)
    region = dict(
        pl.concat([whole.select(p=side, r=f"{side}_region") for side in ("start", "end")]).unique().iter_rows()
    )
    names = asked.names
    order = {one: at for at, one in enumerate(in_order(list(region.values()), names))}
    places = sorted(region, key=lambda place: (order[region[place]], names.label(place)))
    cell = max(_LEAST, min(_WIDEST, (Canvas().width - _LABEL - _BESIDE) / len(places), 440 / len(places)))
    letters = min(PLAIN, max(11.0, cell - 1.2))
    turned = -60.0 if cell > 16 else -90.0
    shown = [clipped(names.label(place), _LABEL - 8, letters) for place in places]
    canvas = Canvas()
    heads = [clipped(name, 135, letters) for name in shown]
    high = max(room(head, letters) for head in heads) * (0.87 if turned > -90 else 1.0) + 12
    canvas.text(_LABEL - 8, high - 6, asked.say(_SAY["from"]), SMALL, anchor="end", colour=WITHIN)
    for at, (place, name, head) in enumerate(zip(places, shown, heads, strict=True)):
        canvas.text(_LABEL - 6, high + (at + 0.5) * cell + letters * 0.36, name, letters, anchor="end")
        canvas.text(_LABEL + (at + 0.5) * cell + letters * 0.36, high - 5, head, letters, turned=turned)
        canvas.mark(
            "rect", x=_LABEL + at * cell, y=high - 3, width=cell - 1, height=2, fill=region_colour(region[place])
        )
    _cells(canvas, whole, places, region, cell, high, asked)
    side = len(places) * cell
    canvas.mark("rect", x=_LABEL, y=high, width=side, height=side, fill="none", stroke=NONE)
    for one in order:
        if one == ELSEWHERE:
            continue
        own = [at for at, place in enumerate(places) if region[place] == one]
        start, long = own[0] * cell, len(own) * cell
        canvas.mark(
            "rect", x=_LABEL + start, y=high + start, width=long, height=long, fill="none", stroke=INK, stroke_width=1.4
        )
    _largest(canvas, whole, _LABEL + side + 30, high, asked)
    canvas.height = high + side + 14
    entries = [(swatch(region_colour(one)), names.label(one)) for one in order if one != ELSEWHERE]
    entries += [(swatch(ACROSS, 0.75), asked.say(_SAY["across"])), (swatch(OUTSIDE), asked.say(_SAY["outside"]))]
    most = number(float(whole["weight"].to_numpy().max()), asked.language)
    entries.append((swatch(INK, 0.35), asked.say(_SAY["darker"], most=most)))
    canvas.height = canvas.legend(canvas.height, entries)
    return Drawn(canvas, (asked.say(_SAY["elsewhere"], n=MOST),) if ELSEWHERE in places else ())


def _cells(
    canvas: Canvas,
    table: pl.DataFrame,
    places: list[str],
    region: dict[str, str],
    cell: float,
    high: float,
    asked: Asked,
) -> None:
    """The squares: within a region in its colour, between regions in one strong colour, elsewhere grey."""
    at = {place: number for number, place in enumerate(places)}
    most = float(table["weight"].to_numpy().max())
    names = asked.names
    for start, end, weight in table.select("start", "end", "weight").iter_rows():
        one, two = region[start], region[end]
        colour = OUTSIDE if ELSEWHERE in (one, two) else region_colour(one) if one == two else ACROSS
        strong = 0.15 + 0.85 * (weight / most) ** 0.5
        x, y = _LABEL + at[end] * cell, high + at[start] * cell
        told = f"{names.label(start)} → {names.label(end)}: {number(weight, asked.language)}"
        size = cell - 1 if cell < 20 else cell - 2
        canvas.mark(
            "rect", told, x=x + 0.5, y=y + 0.5, width=size, height=size, fill=colour, fill_opacity=f"{strong:.2f}"
        )
        value = number(weight, asked.language)
        if room(value, SMALL) <= cell - 1:
            letters = ink_on(colour, strong)
            canvas.text(x + cell / 2, y + cell / 2 + 4.5, value, SMALL, anchor="middle", colour=letters)


def _largest(canvas: Canvas, table: pl.DataFrame, x: float, y: float, asked: Asked) -> None:
    """The largest flows between regions in words, beside the squares."""
    between = table.filter(
        pl.col("start_region") != pl.col("end_region"), pl.col("start") != ELSEWHERE, pl.col("end") != ELSEWHERE
    )
    between = between.sort(["weight", "start", "end"], descending=[True, False, False]).head(10)
    wide = min(canvas.width - x, 360.0)
    if between["weight"].n_unique() < 2 or wide < 200:
        return
    canvas.text(x, y + 12, asked.say(_SAY["largest"]), LARGE, bold=True)
    for row, (start, end, weight) in enumerate(between.select("start", "end", "weight").iter_rows()):
        value = number(weight, asked.language)
        left = wide - room(value, SMALL) - 14
        told = f"{asked.names.label(start)} → {asked.names.label(end)}"
        canvas.text(x, y + 34 + row * 19, clipped(told, left, SMALL), SMALL)
        canvas.text(x + wide, y + 34 + row * 19, value, SMALL, anchor="end")


FIGURE = Figure(
    name="matrix",
    title={"nl": "{what} tussen {by}, van rij naar kolom", "en": "{what} between {by}, from row to column"},
    reading={
        "nl": "Elk vakje is wat van de plaats van de rij naar die van de kolom gaat; leeg is niet bekend. Een "
        "kader is een regio.",
        "en": "Each square is what goes from the place of its row to that of its column; empty is not known. A "
        "frame is a region.",
    },
    empty={"nl": "Er is geen stroom tussen plaatsen bekend.", "en": "No flow between places is known."},
    fields=FIELDS,
    data=flows,
    draw=draw,
    levels=("municipality", "region"),
    options=("chain", "of"),
)
