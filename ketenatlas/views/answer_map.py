"""The map of an answer: regions shaded, municipalities and parks as circles, flows between regions as bands."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import polars as pl
import shapely

from graph import extracts
from graph.asking import Answer, records
from graph.catalogue import Column, query_file
from graph.projections import View
from graph.space import project
from graph.store import Store
from graph.terms import PREFIXES
from ketenatlas.views.answer_picture import AnswerPicture
from ketenatlas.views.canvas import PLAIN, SMALL, Canvas, swatch
from ketenatlas.views.figure import Asked, in_order, key
from ketenatlas.views.figures import flowmap
from ketenatlas.views.map import Place, cells
from ketenatlas.views.palette import NONE, REGIONS, region_colour
from ketenatlas.views.places import labelled, municipalities
from ketenatlas.views.summed import amount, said, value_of

_HIGH, _MARGIN, _NAMED = 560.0, 12.0, 24
_KINDS = ("park", "municipality", "region")
"""Kinds of places a map knows, the most precise first."""
_ENDS = (("fromRegion", "toRegion"), ("regionA", "regionB"))
"""Columns that are the two ends of a flow."""

SAY: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "title": "{value} per {place}",
        "flows": "{value} tussen regio's",
        "rows": "Aantal rijen",
        "park": "terrein",
        "municipality": "gemeente",
        "region": "regio",
        "circles": "De oppervlakte van een cirkel is wat het antwoord noemt voor die plaats; een open cirkel is een "
        "plaats waarvan het getal onbekend is. Geen cirkel is onbekend, niet nul.",
        "shades": "Hoe voller de kleur van een regio, hoe meer het antwoord er noemt. Zonder kleur is onbekend.",
        "added": "Rijen van het antwoord zijn opgeteld; wat in meer dan een rij meetelt, telt hier vaker mee.",
        "off": "{n} van de {all} rijen noemen geen plaats op deze kaart; zij staan in de tabel.",
        "schematic": "Schematische kaart uit gemeenteposities; de grenzen zijn niet de echte.",
        "outlines": "Gemeentegrenzen uit het geladen bestand.",
        "unknown": "onbekend",
    },
    "en": {
        "title": "{value} by {place}",
        "flows": "{value} between regions",
        "rows": "Number of rows",
        "park": "park",
        "municipality": "municipality",
        "region": "region",
        "circles": "The area of a circle is what the answer says for that place; an open circle is a place of which "
        "the number is unknown. No circle is unknown, not zero.",
        "shades": "The fuller the colour of a region, the more the answer says there. No colour is unknown.",
        "added": "Rows of the answer are added up; what counts in more than one row counts more than once here.",
        "off": "{n} of the {all} rows name no place on this map; they are in the table.",
        "schematic": "Schematic map made from municipality positions; the borders are not the real ones.",
        "outlines": "Municipality borders from the file that was loaded.",
        "unknown": "unknown",
    },
}


def has_places(answer: Answer) -> bool:
    """Whether the rows of an answer name places a map knows."""
    return _ends(answer) is not None or _placing(answer) is not None


def answer_map(answer: Answer, folder: Path) -> AnswerPicture | None:
    """Draw an answer on the land of the province; None if it names no places there.

    Args:
        answer: the answer.
        folder: folder of the atlas it was asked of.
    """
    day = answer.told.get("asOf")
    view = View(folder, None, day, "all", answer.language)
    towns = municipalities(view)
    if len(towns) < 3:
        return None
    if ends := _ends(answer):
        return _flows(answer, ends, view)
    placing = _placing(answer)
    if placing is None:
        return None
    column, kind = placing
    return _placed(answer, column, kind, view, towns)


def _ends(answer: Answer) -> tuple[str, str] | None:
    names = {column.name for column in answer.question.columns if column.kind == "thing"}
    return next((ends for ends in _ENDS if names.issuperset(ends)), None)


def _placing(answer: Answer) -> tuple[Column, str] | None:
    """The column that places the rows, and what kind of places it holds."""
    things = [column for column in answer.question.columns if column.kind == "thing"]
    found: dict[str, Column] = {}
    for column in things:
        at = answer.variables.index(column.name)
        for row in answer.rows:
            kind = next((one for one in (*_KINDS, "establishment") if str(row[at]).startswith(PREFIXES[one])), None)
            if kind is not None:
                found.setdefault(kind, column)
    if "park" in found and "municipality" in found and _known(answer, found["park"]) * 2 < len(answer.rows):
        del found["park"]  # most rows have a municipality only
    if "establishment" in found and not {"park", "municipality"} & found.keys():
        return found["establishment"], "municipality"
    return next(((found[kind], kind) for kind in _KINDS if kind in found), None)


def _known(answer: Answer, column: Column) -> int:
    at = answer.variables.index(column.name)
    return sum(row[at] not in (None, "") for row in answer.rows)


def _flows(answer: Answer, ends: tuple[str, str], view: View) -> AnswerPicture | None:
    say = SAY[answer.language]
    value = value_of(answer, [[row] for row in range(len(answer.rows))])
    place = answer.variables.index(value.name) if value else None
    one, two = (answer.variables.index(name) for name in ends)
    rows = [
        (str(row[one]), str(row[two]), float(row[place]) if place is not None else 1.0)  # type: ignore[arg-type]
        for row in answer.rows
        if row[one] and row[two] and (place is None or row[place] is not None)
    ]
    table = (
        pl.DataFrame(rows, schema={"start": pl.String, "end": pl.String, "weight": pl.Float64}, orient="row")
        .group_by("start", "end", maintain_order=True)
        .agg(pl.col("weight").sum())
        .with_columns(start_region="start", end_region="end")
    )
    if table.is_empty():
        return None
    drawn = flowmap.draw(table, Asked(view, "region"))
    title = say["flows"].format(value=value.label[answer.language] if value else say["rows"])
    return AnswerPicture(drawn.canvas, title, (flowmap.FIGURE.reading[answer.language], *drawn.notes))


def _placed(answer: Answer, column: Column, kind: str, view: View, towns: Mapping[str, Place]) -> AnswerPicture | None:
    say = SAY[answer.language]
    land, points, schematic = cells(list(towns.values()))
    spots = _spots(kind, view, towns, points)
    home = _homes(view) if kind == "municipality" else {}
    at = answer.variables.index(column.name)
    places = [home.get(str(row[at]), str(row[at])) for row in answer.rows]
    on = [place in spots for place in places]
    if not any(on):
        return None
    marks: dict[str, list[int]] = {}
    for row, (place, there) in enumerate(zip(places, on, strict=True)):
        if there:
            marks.setdefault(place, []).append(row)
    value = value_of(answer, marks.values())
    sums = {place: amount(answer, value, rows) for place, rows in marks.items()}
    canvas = Canvas()
    left, low, right, high = (float(edge) for edge in shapely.total_bounds(np.array(land, dtype=object)))
    scale = min((canvas.width - 2 * _MARGIN) / (right - left), _HIGH / (high - low))
    indent = (canvas.width - (right - left) * scale) / 2

    def to_canvas(x: float, y: float) -> tuple[float, float]:
        return indent + (x - left) * scale, _MARGIN + (high - y) * scale

    canvas.height = (high - low) * scale + 2 * _MARGIN
    most = max((shown for shown in sums.values() if shown is not None), default=1.0) or 1.0
    for town, shape in zip(towns.values(), land, strict=True):
        shown = sums.get(town.region) if kind == "region" else None
        opacity = 0.12 if kind != "region" else 0.06 if shown is None else 0.15 + 0.7 * shown / most
        told = f"{town.label} ({town.region_label})"
        canvas.mark(
            "path",
            told,
            d=_outline(shape, to_canvas, 0.5 / scale),
            fill=region_colour(town.region),
            fill_opacity=f"{opacity:.2f}",
            stroke="#fff",
            stroke_width=1,
        )
    _marks(canvas, sums, {place: to_canvas(*spots[place]) for place in sums}, most, answer, value, kind, view, towns)
    regions = in_order([place.region for place in towns.values()], Asked(view).names)
    canvas.height = canvas.legend(
        canvas.height + 8, [(swatch(region_colour(one), 0.5), Asked(view).names.label(one)) for one in regions]
    )
    title = say["title"].format(value=value.label[answer.language] if value else say["rows"], place=say[kind])
    reading = [say["shades" if kind == "region" else "circles"]]
    if value is not None and value.kind == "count" and any(len(rows) > 1 for rows in marks.values()):
        reading.append(say["added"])
    if not all(on):
        reading.append(say["off"].format(n=on.count(False), all=len(on)))
    return AnswerPicture(canvas, title, (*reading, say["schematic" if schematic else "outlines"]))


def _marks(
    canvas: Canvas,
    sums: Mapping[str, float | None],
    spots: Mapping[str, tuple[float, float]],
    most: float,
    answer: Answer,
    value: Column | None,
    kind: str,
    view: View,
    towns: Mapping[str, Place],
) -> None:
    """A circle for every place, the largest below the others and named first; regions only have their words."""
    names = Asked(view).names
    owner = dict(extracts.read(view.folder, "parks").select("park", "municipality").iter_rows())
    circles = []
    for place in sorted(sums, key=lambda one: (-(sums[one] or 0.0), one)):
        x, y = spots[place]
        shown = sums[place]
        told = said(answer, value, shown)
        radius = 0.0 if kind == "region" else 3.5 + 20 * (max(shown or 0.0, 0.0) / most) ** 0.5
        circles.append((x, y, max(radius, 1.0), f"{names.label(place)} ({told})"))
        if kind == "region":
            continue
        town = towns.get(owner.get(place, place) or "")
        colour = region_colour(town.region) if town else NONE
        fill = {"fill": colour, "fill_opacity": "0.85"} if shown is not None else {"fill": "#fff"}
        edge = "#fff" if shown is not None else colour
        canvas.mark(
            "circle", f"{names.label(place)}: {told}", cx=x, cy=y, r=radius, **fill, stroke=edge, stroke_width=1.5
        )
    frame = (0.0, 0.0, canvas.width, canvas.height)
    size = PLAIN if kind != "park" else SMALL
    for x, y, anchor, name in labelled(circles, size, _NAMED, frame):
        canvas.text(x, y, name, size, anchor=anchor, bold=True, halo=True)


def _spots(kind: str, view: View, towns: Mapping[str, Place], points: np.ndarray) -> dict[str, tuple[float, float]]:
    """Position of every place of a kind, in metres of the Dutch grid."""
    at = {town: (float(x), float(y)) for town, (x, y) in zip(towns, points, strict=True)}
    if kind == "municipality":
        return at
    if kind == "region":
        own: dict[str, list[int]] = {}
        for number, place in enumerate(towns.values()):
            own.setdefault(place.region, []).append(number)
        means = {region: points[rows].mean(axis=0) for region, rows in own.items() if key(region) in REGIONS}
        return {region: (float(x), float(y)) for region, (x, y) in means.items()}
    rows, _ = records(Store(view.folder), query_file("views", "parks"), {}, view.language)
    shapes = project(shapely.from_wkt(np.array([row["outline"] for row in rows], dtype=object))) if rows else []
    middles = shapely.get_coordinates(shapely.centroid(np.array(shapes, dtype=object)))
    parks = dict(extracts.read(view.folder, "parks").select("park", "municipality").iter_rows())
    found = {park: at[town] for park, town in parks.items() if town in at}
    return found | {row["park"]: (float(x), float(y)) for row, (x, y) in zip(rows, middles, strict=True)}


def _homes(view: View) -> dict[str, str]:
    """The municipality of every establishment."""
    table = extracts.read(view.folder, "establishments").drop_nulls("municipality")
    return dict(table.select("establishment", "municipality").iter_rows())


def _outline(shape: shapely.Geometry, to_canvas: Callable[[float, float], tuple[float, float]], detail: float) -> str:
    """The rings of land as a path; corners nearer than ``detail`` (metres) to a line are left out."""
    rings = []
    for polygon in shapely.get_parts(shapely.simplify(shape, detail)):
        for ring in [polygon.exterior, *polygon.interiors] if shapely.get_type_id(polygon) == 3 else ():
            corners = ("{:.1f} {:.1f}".format(*to_canvas(x, y)) for x, y in shapely.get_coordinates(ring))
            rings.append("M" + "L".join(corners) + "Z")
    return "".join(rings)
