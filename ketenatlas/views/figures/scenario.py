"""Scenario: what is there before and after, for every stage and region."""

import math
from collections.abc import Callable
from dataclasses import replace

import polars as pl

from graph.errors import UsageError
from graph.projections import View
from ketenatlas.views.canvas import PLAIN, SMALL, Canvas, clipped, lines, number
from ketenatlas.views.figure import EVIDENCE, SOURCES, Asked, Data, Drawn, Field, Figure, in_order
from ketenatlas.views.palette import INK, NONE, WITHIN, region_colour

MOST = 36
"""Rows that can be read; of more those that change least are in the table only."""
_STAGE, _REGION, _ROW, _VALUE = 190.0, 150.0, 21.0, 130.0

_SAY = {
    "before": {
        "nl": "het beeld scenario vraagt --before DAG of --table met stage, region, before en after",
        "en": "the picture scenario asks for --before DAY or for --table with stage, region, before and after",
    },
    "days": {"nl": "Voor: {one}. Na: {two}.", "en": "Before: {one}. After: {two}."},
    "most": {
        "nl": "De {n} rijen die het meest veranderen, van {all}; alle staan in de tabel.",
        "en": "The {n} rows that change most, of {all}; all are in the table.",
    },
    "same": {"nl": "{n} rijen veranderen niet.", "en": "{n} rows do not change."},
    "was": {"nl": "voor", "en": "before"},
    "is": {"nl": "na", "en": "after"},
    "unknown": {"nl": "onbekend", "en": "unknown"},
}


def data(asked: Asked) -> Data:
    """Establishments known by stage (without a chain: by chain) and region, on an earlier day and on the day.

    Where none is known on a day there is no number: that is unknown, not zero.
    """
    if "before" not in asked.told:
        raise UsageError(asked.say(_SAY["before"]))
    of = "stage" if asked.view.chain else "chain"
    view = asked.view
    earlier = replace(view, as_of=asked.told["before"])

    def counted(one: View, name: str) -> pl.DataFrame:
        there = one.table("presences").filter("primary")
        return there.group_by(stage=pl.col(of), region=pl.col("region")).agg(
            pl.col("establishment").n_unique().cast(pl.Float64).alias(name),
            pl.col("level").unique().alias(f"{name}_level"),
            pl.col("source").unique().alias(f"{name}_source"),
        )

    table = counted(earlier, "before").join(counted(view, "after"), on=["stage", "region"], how="full", coalesce=True)
    whole = table.with_columns(
        pl.concat_list(pl.col(f"before_{part}").fill_null([]), pl.col(f"after_{part}").fill_null([]))
        .list.unique()
        .list.sort()
        .list.join("; ")
        .alias(name)
        for part, name in (("level", "evidence"), ("source", "sources"))
    )
    days = asked.say(_SAY["days"], one=earlier.day.isoformat(), two=view.day.isoformat())
    return Data(whole.select(one.name for one in FIGURE.fields).sort("stage", "region"), (days,))


def draw(table: pl.DataFrame, asked: Asked) -> Drawn:
    """Draw a pair of dots for every stage and region, joined by a line from before to after."""
    whole = table.drop_nulls(["stage", "region"]).with_columns(
        change=(pl.col("after").fill_null(0.0) - pl.col("before").fill_null(0.0)).abs()
    )
    notes = []
    if whole.height > MOST:
        notes.append(asked.say(_SAY["most"], n=MOST, all=whole.height))
        whole = whole.sort(["change", "stage", "region"], descending=[True, False, False]).head(MOST)
    if still := whole.filter(pl.col("change") == 0).height:
        notes.append(asked.say(_SAY["same"], n=still))
    names = asked.names
    regions = {region: at for at, region in enumerate(in_order(whole["region"].to_list(), names))}
    rows = sorted(
        whole.select("stage", "region", "before", "after").rows(),
        key=lambda row: (names.label(row[0]), row[0], regions[row[1]]),
    )
    canvas = Canvas()
    left, right = _STAGE + _REGION + 24, canvas.width - _VALUE
    top = 34.0
    step, most = _ticks(max((v for row in rows for v in row[2:] if v is not None), default=1.0))

    def x_of(value: float) -> float:
        return left + (right - left) * value / most

    y = top
    places = []
    for at, row in enumerate(rows):
        if at and row[0] != rows[at - 1][0]:
            y += _short(rows, at, asked)
        places.append(y + _ROW / 2)
        y += _ROW
    low = y + _short(rows, len(rows), asked)
    for tick in range(round(most / step) + 1):
        x = x_of(tick * step)
        canvas.mark("line", x1=x, x2=x, y1=top - 6, y2=low, stroke=NONE, stroke_width=0.8)
        canvas.text(x, top - 12, number(tick * step, asked.language), SMALL, anchor="middle", colour=WITHIN)
    for at, ((stage, region, before, after), y) in enumerate(zip(rows, places, strict=True)):
        if not at or stage != rows[at - 1][0]:
            canvas.mark(
                "line", x1=0, x2=canvas.width, y1=y - _ROW / 2 - 3, y2=y - _ROW / 2 - 3, stroke=NONE, stroke_width=0.8
            )
            for below, line in enumerate(lines(names.label(stage), _STAGE, PLAIN, bold=True)):
                canvas.text(0, y + 4.5 + below * 17, line, PLAIN, bold=True)
        canvas.text(_STAGE + 10, y + 4.5, clipped(names.label(region), _REGION, SMALL), SMALL)
        _pair(canvas, y, region, before, after, x_of, right, asked)
    dot = '<circle cx="11" cy="7" r="5.5" fill="{}" stroke="{}" stroke-width="1.8"/>'
    entries = [(dot.format("#fff", INK), asked.say(_SAY["was"])), (dot.format(INK, INK), asked.say(_SAY["is"]))]
    entries += [(dot.format(region_colour(one), region_colour(one)), names.label(one)) for one in regions]
    canvas.height = canvas.legend(low + 14, entries)
    return Drawn(canvas, tuple(notes))


def _short(rows: list[tuple[str, str, float | None, float | None]], at: int, asked: Asked) -> float:
    """Room the name of the stage above a row still needs when it has more lines than rows."""
    stage = rows[at - 1][0]
    taken = sum(row[0] == stage for row in rows) * _ROW
    return max(8.0, len(lines(asked.names.label(stage), _STAGE, PLAIN, bold=True)) * 17 + 8 - taken)


def _pair(
    canvas: Canvas,
    y: float,
    region: str,
    before: float | None,
    after: float | None,
    x_of: Callable[[float], float],
    right: float,
    asked: Asked,
) -> None:
    """The dots of one row with the line between them, and their values in words."""
    colour = region_colour(region)
    words = [
        number(value, asked.language) if value is not None else asked.say(_SAY["unknown"]) for value in (before, after)
    ]
    told = f"{asked.names.label(region)}: {words[0]} → {words[1]}"
    if before is not None and after is not None:
        canvas.mark("line", x1=x_of(before), x2=x_of(after), y1=y, y2=y, stroke=colour, stroke_width=3.5)
    if before is not None:
        canvas.mark("circle", told, cx=x_of(before), cy=y, r=5.5, fill="#fff", stroke=colour, stroke_width=1.8)
    if after is not None:
        same = after == before
        canvas.mark("circle", told, cx=x_of(after), cy=y, r=3.4 if same else 5.5, fill=colour)
    canvas.text(right + 16, y + 4.5, words[0] if words[0] == words[1] else f"{words[0]} → {words[1]}", SMALL)


def _ticks(most: float) -> tuple[float, float]:
    """Step of the axis, a round number, and where the axis ends."""
    rough = max(most, 1.0) / 6
    power = 10.0 ** math.floor(math.log10(rough))
    step = max(1.0 if most >= 1 else power, next(power * part for part in (1, 2, 5, 10) if power * part >= rough))
    return step, step * max(1, math.ceil(most / step))


FIGURE = Figure(
    name="scenario",
    title={"nl": "{chain}: voor en na, per schakel en regio", "en": "{chain}: before and after, by stage and region"},
    reading={
        "nl": "Een open stip is voor, een dichte na; de lijn ertussen is de verandering.",
        "en": "An open dot is before, a filled one after; the line between them is the change.",
    },
    empty={"nl": "Er is niets bekend, voor noch na.", "en": "Nothing is known, before or after."},
    fields=(
        Field("stage", {"nl": "Schakel of keten", "en": "Stage or chain"}, "stage"),
        Field("region", {"nl": "Regio", "en": "Region"}, "region"),
        Field("before", {"nl": "Voor", "en": "Before"}, number=True),
        Field("after", {"nl": "Na", "en": "After"}, number=True),
        EVIDENCE,
        SOURCES,
    ),
    data=data,
    draw=draw,
    options=("chain", "before"),
)
