"""Heat map: how much every thing has to do with every other, such as the relatedness of chains; like beside like."""

import numpy as np
import polars as pl
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.spatial.distance import squareform

from graph.errors import one_of
from graph.projections import colocation
from ketenatlas.views.canvas import PLAIN, SMALL, Canvas, clipped, number, room
from ketenatlas.views.figure import EVIDENCE, SOURCES, WEIGHT, Asked, Data, Drawn, Field, Figure, key
from ketenatlas.views.networked import edges
from ketenatlas.views.palette import ink_on

MOST = 50
"""Rows that can be read; of more the weaker ones are in the table only."""
_LABEL, _LEAST, _WIDEST = 235.0, 14.0, 62.0
_SHADES = ("#F1F6FB", "#D3E4F3", "#A9CBE5", "#74AAD2", "#3F85BB", "#0B4F8A")
"""One colour from light to dark, told apart without seeing colour; the lightest is little, white is unknown."""

_SAY = {
    "most": {
        "nl": "De {n} sterkste van {all} rijen; alle staan in de tabel.",
        "en": "The {n} strongest of {all} rows; all are in the table.",
    },
    "none": {"nl": "leeg: onbekend", "en": "empty: unknown"},
}


def data(asked: Asked) -> Data:
    """In how many places two things are found together."""
    of = asked.told.get("of", "stage" if asked.view.chain else "chain")
    one_of("--of", of, ("chain", "stage"))
    return Data(edges(colocation(asked.view, asked.by, of)).drop("start_region", "end_region"))


def draw(table: pl.DataFrame, asked: Asked) -> Drawn:
    """Draw a square for every pair; a pair that is said once only counts both ways if none is said the other way."""
    whole = table.drop_nulls(["start", "end", "weight"])
    ends = pl.concat([whole.select(thing=side, weight="weight") for side in ("start", "end")])
    sums = ends.group_by("thing").agg(pl.col("weight").sum()).sort(["weight", "thing"], descending=[True, False])
    notes = [asked.say(_SAY["most"], n=MOST, all=sums.height)] if sums.height > MOST else []
    things = sums["thing"].to_list()[:MOST]
    values = _square(whole, things)
    order = _alike(values)
    things, values = [things[at] for at in order], values[np.ix_(order, order)]
    canvas = Canvas()
    cell = max(_LEAST, min(_WIDEST, (canvas.width - _LABEL - 120) / len(things), 400 / len(things)))
    letters = min(PLAIN, max(11.0, cell - 1.5))
    names = [clipped(name, _LABEL - 10, letters) for name in _told_apart(things, asked)]
    turned = -60.0 if cell >= 15 else -90.0
    high = max(room(name, letters) for name in names) * (0.87 if turned > -90 else 1.0) + 12
    for at, name in enumerate(names):
        canvas.text(_LABEL - 7, high + (at + 0.5) * cell + letters * 0.36, name, letters, anchor="end")
        canvas.text(_LABEL + (at + 0.5) * cell + letters * 0.36, high - 5, name, letters, turned=turned)
    low, most = float(np.nanmin(values)), float(np.nanmax(values))
    for row, column in np.argwhere(~np.isnan(values)).tolist():
        value = float(values[row, column])
        shade = _SHADES[_step(value, low, most)]
        x, y = _LABEL + column * cell, high + row * cell
        shown = (
            number(value, asked.language)
            if most >= 2
            else f"{value:.2f}".replace(".", "," if asked.language == "nl" else ".")
        )
        told = f"{asked.names.label(things[row])}, {asked.names.label(things[column])}: {shown}"
        canvas.mark("rect", told, x=x + 0.5, y=y + 0.5, width=cell - 1, height=cell - 1, fill=shade)
        if cell >= 18 and room(shown, SMALL) <= cell - 3:
            canvas.text(x + cell / 2, y + cell / 2 + 4.3, shown, SMALL, anchor="middle", colour=ink_on(shade))
    canvas.height = high + cell * len(things) + 14
    canvas.height = canvas.legend(canvas.height, _scale(low, most, asked))
    return Drawn(canvas, tuple(notes))


def _told_apart(things: list[str], asked: Asked) -> list[str]:
    """What things are called; those of one name, such as stages of two chains, with their key before it."""
    labels = [asked.names.label(thing) for thing in things]
    return [
        f"{key(thing)}: {label}" if labels.count(label) > 1 else label
        for thing, label in zip(things, labels, strict=True)
    ]


def _square(table: pl.DataFrame, things: list[str]) -> np.ndarray:
    """The table as a square; not a number where it says nothing."""
    at = {thing: number for number, thing in enumerate(things)}
    values = np.full((len(things), len(things)), np.nan)
    for start, end, weight in table.select("start", "end", "weight").iter_rows():
        if start in at and end in at:
            values[at[start], at[end]] = weight
    return np.where(np.isnan(values), values.T, values)


def _alike(values: np.ndarray) -> list[int]:
    """An order in which like stands beside like: leaves of average linkage, turned so that neighbours are near."""
    if len(values) < 3:
        return list(range(len(values)))
    near = np.nan_to_num(values + values.T) / 2
    apart = near.max() - near
    np.fill_diagonal(apart, 0.0)
    return [int(at) for at in leaves_list(linkage(squareform(apart, checks=False), "average", optimal_ordering=True))]


def _step(value: float, low: float, most: float) -> int:
    part = (value - low) / (most - low) if most > low else 1.0
    return min(int(part * len(_SHADES)), len(_SHADES) - 1)


def _scale(low: float, most: float, asked: Asked) -> list[tuple[str, str]]:
    """The shades and the values they stand for."""
    shades = _SHADES if most > low else _SHADES[-1:]
    wide = (most - low) / len(shades)
    entries = []
    for at, shade in enumerate(shades):
        ends = [f"{low + (at + side) * wide:.2f}".rstrip("0").rstrip(".") for side in (0, 1)]
        told = " – ".join(dict.fromkeys(ends))
        told = told.replace(".", ",") if asked.language == "nl" else told
        entries.append((f'<rect width="22" height="14" fill="{shade}" stroke="#888" stroke-width="0.5"/>', told))
    white = '<rect x=".5" y=".5" width="21" height="13" fill="#fff" stroke="#888"/>'
    return [*entries, (white, asked.say(_SAY["none"]))]


FIGURE = Figure(
    name="heatmap",
    title={
        "nl": "{chain}: wat samen voorkomt, in hoeveel {by}",
        "en": "{chain}: what occurs together, in how many {by}",
    },
    reading={
        "nl": "Donkerder is meer samen; wat op elkaar lijkt staat naast elkaar, dus een blok op de schuine lijn is "
        "een familie.",
        "en": "Darker is more together; like stands beside like, so a block along the diagonal is a family.",
    },
    empty={"nl": "Er is niets bekend dat samen voorkomt.", "en": "Nothing is known to occur together."},
    fields=(
        Field("start", {"nl": "Het een", "en": "One"}, "chain"),
        Field("end", {"nl": "Het ander", "en": "Other"}, "chain"),
        WEIGHT,
        EVIDENCE,
        SOURCES,
    ),
    data=data,
    draw=draw,
    levels=("municipality", "park", "region"),
    options=("chain", "of"),
)
