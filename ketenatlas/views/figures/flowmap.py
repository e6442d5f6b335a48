"""Flow map: where flows go, on the land of the province."""

import math

import numpy as np
import polars as pl
import shapely

from ketenatlas.views.canvas import LARGE, PLAIN, Canvas, number, swatch
from ketenatlas.views.figure import Asked, Drawn, Figure, in_order
from ketenatlas.views.map import Place, cells
from ketenatlas.views.networked import FIELDS, flows
from ketenatlas.views.palette import ACROSS, WITHIN, region_colour
from ketenatlas.views.places import labelled, municipalities

MOST, NAMED = 60, 14
"""Flows and names a map can hold; what is smaller is in the table only."""
_HIGH, _MARGIN = 520.0, 12.0
_THICK, _THIN = 9.0, 0.35
"""Width of the largest flow where it begins, in pixels, and the part of it that is left where it arrives."""

_SAY = {
    "most": {
        "nl": "De {n} grootste van {all} stromen tussen plaatsen.",
        "en": "The {n} largest of {all} flows between places.",
    },
    "own": {
        "nl": "Wat binnen een plaats blijft ({n}) staat alleen in de tabel.",
        "en": "What stays within a place ({n}) is in the table only.",
    },
    "outside": {
        "nl": "{n} van {all} gaat van of naar plaatsen buiten de kaart en staat alleen in de tabel.",
        "en": "{n} of {all} goes from or to places off the map and is in the table only.",
    },
    "across": {"nl": "tussen regio's", "en": "between regions"},
    "within": {"nl": "binnen een regio", "en": "within a region"},
    "taper": {
        "nl": "breed waar het begint, smal waar het aankomt",
        "en": "wide where it begins, narrow where it arrives",
    },
    "most_is": {"nl": "breedste: {n}", "en": "widest: {n}"},
    "schematic": {
        "nl": "Schematische kaart uit gemeenteposities; de grenzen zijn niet de echte.",
        "en": "Schematic map made from municipality positions; the borders are not the real ones.",
    },
    "no_map": {
        "nl": "Deze atlas heeft te weinig gemeenten met een positie om een kaart te tekenen.",
        "en": "This atlas has too few municipalities with a position to draw a map.",
    },
    "off": {
        "nl": "Geen van deze stromen loopt tussen twee plaatsen op de kaart.",
        "en": "None of these flows runs between two places on the map.",
    },
}


def draw(table: pl.DataFrame, asked: Asked) -> Drawn:
    """Draw the land, the largest flows bent clockwise, and the places they join."""
    canvas = Canvas()
    towns = municipalities(asked.view)
    if len(towns) < 3:
        canvas.height = canvas.paragraph(0, 8, asked.say(_SAY["no_map"]), canvas.width, LARGE) + 8
        return Drawn(canvas)
    land, points, schematic = cells(list(towns.values()))
    at = _spots(towns, points, table)
    whole = table.drop_nulls(["start", "end", "weight"])
    on = whole.filter(pl.col("start").is_in(list(at)), pl.col("end").is_in(list(at)))
    own = on.filter(pl.col("start") == pl.col("end"))
    between = on.filter(pl.col("start") != pl.col("end")).sort(
        ["weight", "start", "end"], descending=[True, False, False]
    )
    shown = between.head(MOST)
    notes = _notes(whole, on, own, between, asked)
    if schematic:
        notes.append(asked.say(_SAY["schematic"]))
    if shown.is_empty():
        canvas.height = canvas.paragraph(0, 8, asked.say(_SAY["off"]), canvas.width, LARGE) + 8
        return Drawn(canvas, tuple(notes))
    to_canvas = _projection(np.array(land), canvas)
    for place, shape in zip(towns.values(), land, strict=True):
        told = f"{place.label} ({place.region_label})"
        canvas.mark(
            "path",
            told,
            d=_outline(shape, to_canvas),
            fill=region_colour(place.region),
            fill_opacity="0.14",
            stroke="#fff",
            stroke_width=1,
        )
    spots = {place: to_canvas(x, y) for place, (x, y) in at.items()}
    _flows(canvas, shown, spots, towns, asked)
    _places(canvas, shown, spots, towns, asked)
    regions = in_order([place.region for place in towns.values()], asked.names)
    taper = '<path d="M0 3L22 6V8L0 11Z" fill="{}"/>'
    entries = [
        (taper.format(ACROSS), f"{asked.say(_SAY['across'])}: {asked.say(_SAY['taper'])}"),
        (taper.format(WITHIN), asked.say(_SAY["within"])),
        ("", asked.say(_SAY["most_is"], n=number(float(shown["weight"][0]), asked.language))),
    ]
    canvas.height = canvas.legend(canvas.height + 8, entries)
    canvas.height = canvas.legend(
        canvas.height, [(swatch(region_colour(one), 0.5), asked.names.label(one)) for one in regions]
    )
    return Drawn(canvas, tuple(notes))


def _spots(towns: dict[str, Place], points: np.ndarray, table: pl.DataFrame) -> dict[str, tuple[float, float]]:
    """Position of every municipality, and of every region as the middle of its municipalities, in metres."""
    found = {town: (float(x), float(y)) for town, (x, y) in zip(towns, points, strict=True)}
    regions = sorted({place.region for place in towns.values()} & {*table["start"], *table["end"]})
    for region in regions:
        own = [at for at, place in enumerate(towns.values()) if place.region == region]
        found[region] = (float(points[own, 0].mean()), float(points[own, 1].mean()))
    return found


def _notes(whole: pl.DataFrame, on: pl.DataFrame, own: pl.DataFrame, between: pl.DataFrame, asked: Asked) -> list[str]:
    """What is not on the map, in numbers."""

    def amount(table: pl.DataFrame) -> str:
        return number(float(table["weight"].sum()), asked.language)

    notes = []
    if between.height > MOST:
        notes.append(asked.say(_SAY["most"], n=MOST, all=between.height))
    if not own.is_empty():
        notes.append(asked.say(_SAY["own"], n=amount(own)))
    if on.height < whole.height:
        off = float(whole["weight"].sum()) - float(on["weight"].sum())
        notes.append(asked.say(_SAY["outside"], n=number(off, asked.language), all=amount(whole)))
    return notes


class _Projection:
    """Metres of the Dutch grid to pixels, north up."""

    def __init__(self, left: float, high: float, scale: float, indent: float) -> None:
        self.left, self.high, self.scale, self.indent = left, high, scale, indent

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        return self.indent + (x - self.left) * self.scale, _MARGIN + (self.high - y) * self.scale


def _projection(land: np.ndarray, canvas: Canvas) -> _Projection:
    left, low, right, high = shapely.total_bounds(land)
    scale = min((canvas.width - 2 * _MARGIN) / (right - left), _HIGH / (high - low))
    canvas.height = (high - low) * scale + 2 * _MARGIN
    return _Projection(left, high, scale, (canvas.width - (right - left) * scale) / 2)


def _outline(shape: shapely.Geometry, to_canvas: _Projection) -> str:
    """The rings of land as a path; corners nearer than half a pixel to a line are left out."""
    rings = []
    for polygon in shapely.get_parts(shapely.simplify(shape, 0.5 / to_canvas.scale)):
        for ring in [polygon.exterior, *polygon.interiors] if shapely.get_type_id(polygon) == 3 else ():
            rings.append(
                "M" + "L".join("{:.1f} {:.1f}".format(*to_canvas(x, y)) for x, y in shapely.get_coordinates(ring)) + "Z"
            )
    return "".join(rings)


def _region(place: str, towns: dict[str, Place]) -> str:
    return towns[place].region if place in towns else place


def _flows(
    canvas: Canvas, shown: pl.DataFrame, spots: dict[str, tuple[float, float]], towns: dict[str, Place], asked: Asked
) -> None:
    """The flows, the smallest first, those within a region below those between regions."""
    most = float(shown["weight"][0])
    rows = shown.select("start", "end", "weight").rows()
    rows.sort(key=lambda row: (_region(row[0], towns) != _region(row[1], towns), row[2]))
    for start, end, weight in rows:
        across = _region(start, towns) != _region(end, towns)
        told = f"{asked.names.label(start)} → {asked.names.label(end)}: {number(weight, asked.language)}"
        wide = max(1.2, _THICK * (weight / most) ** 0.7)
        canvas.mark(
            "path",
            told,
            d=_bent(spots[start], spots[end], wide),
            fill=ACROSS if across else WITHIN,
            fill_opacity="0.75" if across else "0.5",
        )


def _bent(start: tuple[float, float], end: tuple[float, float], wide: float) -> str:
    """A tapered band along a curve that bends to the left of its way, so that there and back lie apart."""
    a, b = np.array(start), np.array(end)
    way = b - a
    knee = (a + b) / 2 + np.array([way[1], -way[0]]) * 0.2
    t = np.linspace(0, 1, 17)[:, None]
    line = (1 - t) ** 2 * a + 2 * t * (1 - t) * knee + t**2 * b
    along = 2 * (1 - t) * (knee - a) + 2 * t * (b - knee)
    across = np.column_stack([-along[:, 1], along[:, 0]]) / np.maximum(np.linalg.norm(along, axis=1), 1e-9)[:, None]
    half = wide / 2 * (1 - (1 - _THIN) * t)
    rim = np.vstack([line + across * half, (line - across * half)[::-1]])
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in rim) + "Z"


def _places(
    canvas: Canvas, shown: pl.DataFrame, spots: dict[str, tuple[float, float]], towns: dict[str, Place], asked: Asked
) -> None:
    """The places that flows join, sized by what they send and get, the largest named."""
    ends = pl.concat([shown.select(place=side, weight="weight") for side in ("start", "end")])
    sums = ends.group_by("place").agg(pl.col("weight").sum()).sort(["weight", "place"], descending=[True, False])
    most = float(sums["weight"][0])
    circles = []
    for place, weight in sums.iter_rows():
        x, y = spots[place]
        radius = 3.5 + 9 * math.sqrt(weight / most)
        circles.append((x, y, radius, asked.names.label(place)))
        told = f"{asked.names.label(place)}: {number(weight, asked.language)}"
        canvas.mark(
            "circle",
            told,
            cx=x,
            cy=y,
            r=radius,
            fill=region_colour(_region(place, towns)),
            stroke="#fff",
            stroke_width=1.5,
        )
    for x, y, anchor, name in labelled(circles, PLAIN, NAMED, (0, 0, canvas.width, canvas.height)):
        canvas.text(x, y, name, PLAIN, anchor=anchor, bold=True, halo=True)


FIGURE = Figure(
    name="flowmap",
    title={"nl": "{what} tussen {by} op de kaart", "en": "{what} between {by} on the map"},
    reading={
        "nl": "Een band loopt van breed naar smal, buigt met de klok mee en is rood als hij een regiogrens over gaat.",
        "en": "A band runs from wide to narrow, bends clockwise and is red where it crosses a region border.",
    },
    empty={"nl": "Er is geen stroom tussen plaatsen bekend.", "en": "No flow between places is known."},
    fields=FIELDS,
    data=flows,
    draw=draw,
    levels=("municipality", "region"),
    options=("chain", "of"),
)
