"""The province as a map: municipality outlines where they were loaded, else a schematic map made from positions.

The schematic map gives every municipality the land nearest to its position (a Voronoi diagram, Okabe et al. 2000),
cut off near the outermost positions. It says where places lie to each other, not where borders run, and says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import shapely

from graph.space import project, to_grid
from ketenatlas.views.palette import region_colour

WIDTH = 760
MARGIN = 8
_REACH = 6_000.0
"""How far the schematic land reaches beyond the outermost positions, in metres."""

WORDS = {
    "nl": {
        "schematic": "Schematische kaart uit gemeenteposities; de grenzen zijn niet de echte.",
        "outlines": "Gemeentegrenzen uit het geladen bestand.",
        "known": "bekende vestigingen",
        "none": "geen vestiging bekend",
    },
    "en": {
        "schematic": "Schematic map made from municipality positions; the borders are not the real ones.",
        "outlines": "Municipality borders from the file that was loaded.",
        "known": "known establishments",
        "none": "no establishment known",
    },
}


@dataclass(frozen=True)
class Place:
    """One municipality on the map; ``known`` is the number of establishments, ``None`` where nothing is known."""

    label: str
    region: str
    region_label: str
    longitude: float
    latitude: float
    outline: str | None
    known: int | None


def cells(places: Sequence[Place]) -> tuple[list[shapely.Geometry], np.ndarray, bool]:
    """Land, position (metres, EPSG:28992) and whether the land is schematic."""
    points = to_grid([place.longitude for place in places], [place.latitude for place in places])
    if all(place.outline for place in places):
        return project(shapely.from_wkt(np.array([place.outline for place in places]))), points, False
    cloud = shapely.multipoints(points)
    land = shapely.buffer(shapely.concave_hull(cloud, ratio=0.35), _REACH)
    parts = shapely.get_parts(shapely.voronoi_polygons(cloud, extend_to=land))
    tree = shapely.STRtree(parts)
    owner, part = tree.query(shapely.points(points), predicate="within")
    cell = dict(zip(owner.tolist(), part.tolist(), strict=True))
    own = shapely.intersection(parts[[cell[at] for at in range(len(places))]], land)
    return list(own), points, True


def map_svg(
    places: Sequence[Place],
    title: str,
    language: str = "nl",
    labels: int = 14,
    parks: Sequence[tuple[str, str]] = (),
    marked: str = "",
) -> str:
    """Draw the map as SVG: land in the colour of its region, a circle sized by the number of establishments.

    Args:
        places: the municipalities.
        title: what the circles count; read out by screen readers.
        language: language of the notes.
        labels: at most so many names, of the largest circles.
        parks: label and outline (well-known text, longitude and latitude) of business parks.
        marked: label of a municipality that gets a dark border and its name, whatever is known there.
    """
    words = WORDS[language]
    if len(places) < 3:
        return ""
    land, points, schematic = cells(places)
    left, low, right, high = shapely.total_bounds(np.array(land))
    scale = (WIDTH - 2 * MARGIN) / (right - left)
    height = round((high - low) * scale) + 2 * MARGIN + 22

    def at(x: float, y: float) -> tuple[float, float]:
        return round(MARGIN + (x - left) * scale, 1), round(MARGIN + (high - y) * scale, 1)

    shapes, circles = [], []
    spots: list[tuple[float, float, float, str]] = []
    most = max((place.known or 0 for place in places), default=0) or 1
    order = sorted(range(len(places)), key=lambda i: (-(places[i].known or 0), places[i].label))
    for i in order:
        place, (x, y) = places[i], at(*points[i])
        told = f"{place.known} {words['known']}" if place.known else words["none"]
        shapes.append(
            f'<path d="{_path(land[i], at)}" fill="{region_colour(place.region)}"><title>'
            f"{escape(place.label)} ({escape(place.region_label)}): {told}</title></path>"
        )
        if place.known:
            radius = 5 + 17 * (place.known / most) ** 0.5
            circles.append(f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="{region_colour(place.region)}"/>')
            spots.append((x, y, radius, f"{place.label} ({place.known})"))
        elif place.label == marked:
            spots.append((x, y, 5, place.label))
    border = "".join(f'<path d="{_path(land[i], at)}"/>' for i in order if places[i].label == marked)
    names = [
        f'<text x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>' for x, y, text in _place_names(spots, height)[:labels]
    ]
    note = words["schematic" if schematic else "outlines"]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" class="map">'
        f"<title>{escape(title)}</title>"
        '<g stroke="#fff" stroke-width="1" fill-opacity="0.22">' + "".join(shapes) + "</g>"
        f'<g fill="none" stroke="#1b1b1b" stroke-width="2.5" stroke-linejoin="round">{border}</g>'
        '<g fill="#444" fill-opacity="0.55">' + _park_shapes(parks, at, 0.5 / scale) + "</g>"
        '<g stroke="#fff" stroke-width="1.5" pointer-events="none">' + "".join(circles) + "</g>"
        '<g font-family="sans-serif" font-size="14" font-weight="600" text-anchor="middle" fill="#1b1b1b" stroke="#fff"'
        ' stroke-width="3" paint-order="stroke" pointer-events="none">' + "".join(names) + "</g>"
        f'<text x="{MARGIN}" y="{height - 5}" font-family="sans-serif" font-size="13" fill="#444">{escape(note)}</text>'
        "</svg>"
    )


def _place_names(spots: Sequence[tuple[float, float, float, str]], height: float) -> list[tuple[float, float, str]]:
    """Put names beside circles, the largest first; a name that fits nowhere is left out."""
    taken = [(x - r, y - r, x + r, y + r) for x, y, r, _ in spots]
    placed = []
    for x, y, r, text in spots:
        wide, tall = 7.6 * len(text), 15.0
        for middle, base in (
            (x, y + r + 13),
            (x, y - r - 4),
            (x + r + 4 + wide / 2, y + 5),
            (x - r - 4 - wide / 2, y + 5),
        ):
            box = (middle - wide / 2, base - tall + 3, middle + wide / 2, base + 3)
            inside = box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= height - 20
            if inside and not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
                taken.append(box)
                placed.append((middle, base, text))
                break
    return placed


def _park_shapes(
    parks: Sequence[tuple[str, str]], at: Callable[[float, float], tuple[float, float]], detail: float
) -> str:
    """Business parks as small areas that tell their name; what is finer than half a pixel is left out."""
    land = project(shapely.from_wkt(np.array([outline for _, outline in parks], dtype=object)))
    return "".join(
        f'<path d="{_path(shapely.simplify(shape, detail), at)}"><title>{escape(label)}</title></path>'
        for (label, _), shape in zip(parks, land, strict=True)
    )


def _path(shape: shapely.Geometry, at: Callable[[float, float], tuple[float, float]]) -> str:
    """The rings of a polygon as an SVG path."""
    rings = []
    for polygon in shapely.get_parts(shape):
        if shapely.get_type_id(polygon) != 3:
            continue
        for ring in [polygon.exterior, *polygon.interiors]:
            points = (at(x, y) for x, y in shapely.get_coordinates(ring))
            rings.append("M" + "L".join(f"{x} {y}" for x, y in points) + "Z")
    return "".join(rings)
