"""An answer on the map: what has a place in a row, by its own geometry or by that of the thing it names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import pyoxigraph as ox
import shapely

from graph import extracts
from graph.projections import View, coordinates, places
from graph.result import Term, value
from graph.space import project
from ketenatlas.views.canvas import PLAIN, SMALL, Canvas, number
from ketenatlas.views.map import cells
from ketenatlas.views.palette import CLASS, LAND, NONE
from ketenatlas.views.places import labelled, municipalities

MOST = 3_000
"""Places that are drawn at most."""
_HIGH, _MARGIN = 620.0, 14.0
_WKT = re.compile(r"^\s*(?:<([^>]*)>)?\s*((?:MULTI)?(?:POINT|LINESTRING|POLYGON)\b.*)$", re.IGNORECASE | re.DOTALL)


_Shapes = dict[int, tuple[shapely.Geometry, bool]]
"""Shapes by the number of their row, with whether they are in metres."""


@dataclass(frozen=True)
class Spot:
    """A place of an answer: what it is called, its shape in metres of the Dutch grid, and its number, if it has one."""

    label: str
    shape: shapely.Geometry
    size: float | None


def spots(
    view: View, columns: Sequence[str], terms: Sequence[tuple[Term | None, ...]], labels: Mapping[str, str]
) -> list[Spot]:
    """The places of an answer, one a row that has one.

    Args:
        view: where things lie on its day.
        columns: names of the columns.
        terms: the rows; of more than :data:`MOST` the first.
        labels: what things are called.
    """
    rows = list(terms[:MOST])
    shapes = _own(rows, len(columns)) or _named(view, rows, len(columns))
    if not shapes:
        return []
    at = list(shapes)
    projected = _in_metres(list(shapes.values()))
    return [Spot(_label(rows[row], labels), shape, _size(rows[row])) for row, shape in zip(at, projected, strict=True)]


def _own(rows: list[tuple[Term | None, ...]], width: int) -> _Shapes:
    """Shapes that the rows themselves hold, with whether they are in metres; of the first column that has any."""
    for column in range(width):
        found: _Shapes = {}
        for at, row in enumerate(rows):
            term = row[column]
            told = _WKT.match(term.value) if isinstance(term, ox.Literal) else None
            shape = shapely.from_wkt(told[2], on_invalid="ignore") if told else None
            if told is not None and shape is not None and not shape.is_empty:
                found[at] = (shape, "28992" in (told[1] or ""))
        if found:
            return found
    return {}


def _named(view: View, rows: list[tuple[Term | None, ...]], width: int) -> _Shapes:
    """Centres of the things that the rows name; of the first column that has any."""
    known = _centres(view)
    for column in range(width):
        found: _Shapes = {}
        for at, row in enumerate(rows):
            term = row[column]
            centre = known.get(term.value) if isinstance(term, ox.NamedNode) else None
            if centre is not None:
                found[at] = (shapely.Point(centre), False)
        if found:
            return found
    return {}


def _centres(view: View) -> dict[str, tuple[float, float]]:
    """Longitude and latitude of things: their own, else those of the municipality they lie in."""
    own = coordinates(view)
    towns = pl.concat(
        [
            extracts.read(view.folder, "parks").select("municipality", thing="park"),
            places(view).select("municipality", thing="establishment"),
        ]
    ).drop_nulls()
    around = towns.join(own.rename({"thing": "municipality"}), on="municipality").select(own.columns)
    both = pl.concat([own, around]).unique("thing", keep="first", maintain_order=True)
    return {thing: (longitude, latitude) for thing, longitude, latitude in both.iter_rows()}


def _in_metres(shapes: list[tuple[shapely.Geometry, bool]]) -> list[shapely.Geometry]:
    degrees = [shape for shape, metres in shapes if not metres]
    turned = iter(project(np.array(degrees, dtype=object)) if degrees else [])
    return [shape if metres else next(turned) for shape, metres in shapes]


def _label(row: tuple[Term | None, ...], labels: Mapping[str, str]) -> str:
    """What a row is called: its first word that is no number and no shape."""
    for term in row:
        if isinstance(term, ox.NamedNode):
            return labels.get(term.value) or term.value
        if isinstance(term, ox.Literal) and isinstance(value(term), str) and not _WKT.match(term.value):
            return term.value
    return ""


def _size(row: tuple[Term | None, ...]) -> float | None:
    """The first number of a row."""
    numbers = (value(term) for term in row if isinstance(term, ox.Literal))
    return next((float(one) for one in numbers if isinstance(one, int | float) and not isinstance(one, bool)), None)


def draw(view: View, found: Sequence[Spot], title: str, note: str) -> str:
    """Draw places on the land of the province as SVG.

    Args:
        view: the part of the atlas, for the land.
        found: the places.
        title: name of the picture.
        note: what is written below it.
    """
    canvas = Canvas()
    towns = list(municipalities(view).values())
    land = cells(towns)[0] if len(towns) >= 3 else []
    bounds = shapely.total_bounds(np.array([*land, *(spot.shape for spot in found)], dtype=object))
    left, low, right, high = (float(edge) for edge in bounds)
    scale = min((canvas.width - 2 * _MARGIN) / max(right - left, 1.0), (_HIGH - 2 * _MARGIN) / max(high - low, 1.0))
    aside = (canvas.width - (right - left) * scale) / 2
    canvas.height = (high - low) * scale + 2 * _MARGIN

    def at(x: float, y: float) -> tuple[float, float]:
        return aside + (x - left) * scale, _MARGIN + (high - y) * scale

    def path(shape: shapely.Geometry) -> str:
        parts = []
        for part in shapely.get_parts(shapely.simplify(shape, 0.5 / scale)):
            kind = shapely.get_type_id(part)
            rings = [part.exterior, *part.interiors] if kind == 3 else [part] if kind == 1 else []
            for ring in rings:
                corners = "L".join("{:.1f} {:.1f}".format(*at(x, y)) for x, y in shapely.get_coordinates(ring))
                parts.append(f"M{corners}" + ("Z" if kind == 3 else ""))
        return "".join(parts)

    for town, shape in zip(towns, land, strict=False):
        canvas.mark("path", town.label, d=path(shape), fill=LAND, stroke=NONE, stroke_width=0.8)
    most = max((abs(spot.size) for spot in found if spot.size is not None), default=0.0)
    circles = []
    for spot in sorted(found, key=lambda one: (-(one.size or 0.0), one.label)):
        told = spot.label if spot.size is None else f"{spot.label}: {number(spot.size, view.language)}"
        kind = shapely.get_type_id(spot.shape)
        if kind in (0, 4):  # points
            radius = 5.0 if spot.size is None or not most else 4 + 17 * (abs(spot.size) / most) ** 0.5
            for x, y in (at(*point) for point in shapely.get_coordinates(spot.shape)):
                canvas.mark("circle", told, cx=x, cy=y, r=radius, fill=CLASS, fill_opacity="0.75", stroke="#fff")
                circles.append((x, y, radius, told))
        else:
            area = kind in (3, 6)  # polygons
            canvas.mark(
                "path", told, d=path(spot.shape), fill=CLASS if area else "none", fill_opacity="0.35", stroke=CLASS
            )
            middle = shapely.get_coordinates(shapely.point_on_surface(spot.shape))[0]
            circles.append((*at(*middle), 1.0, told))
    frame = (0.0, 0.0, canvas.width, canvas.height)
    for x, y, anchor, name in labelled(circles[:400], PLAIN, 24, frame):
        canvas.text(x, y, name, PLAIN, anchor=anchor, bold=True, halo=True)
    canvas.height = canvas.paragraph(0, canvas.height + 4, note, canvas.width, SMALL) + 6
    return canvas.svg("answer-map", title, note)
