"""GeoPackage: regions and municipalities on the map, flows as lines, and the cells beside them to be joined.

A layer is drawn as outlines where the atlas has those of all municipalities in it, else as points; what has neither has
no geometry. Everything lies in the Dutch grid (EPSG:28992).
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import polars as pl
import pyogrio
import shapely

from graph.space import project, to_grid
from ketenatlas.delivery.content import Content, File, Form

NAME = "ketenatlas-rev.gpkg"
CRS = "EPSG:28992"
_TITLE = {
    "nl": "Regio's, gemeenten, leveringen en cijfers op de kaart",
    "en": "Regions, municipalities, supplies and figures on the map",
}
_STANDARD = "http://www.opengis.net/doc/IS/geopackage/1.3"

Shapes = Sequence[shapely.Geometry | None]


def _write(content: Content, folder: Path) -> list[File]:
    path = folder / NAME
    tables = content.tables
    with _clock(content.as_of):
        towns = tables["municipalities"]
        for layer, kind, column in (
            ("policy_regions", "policy-region", "region"),
            ("nuts3", "nuts3", "nuts3"),
            ("other_places", "other", None),
        ):
            members = {} if column is None else dict(towns.group_by(column).agg("municipality").drop_nulls().rows())
            _layer(path, layer, tables["regions"].filter(pl.col("kind") == kind), members, content.outlines)
        _layer(path, "municipalities", towns, {town: [town] for town in towns["municipality"]}, content.outlines)
        _lines(path, tables["flows"], tables["regions"])
        for name in ("cells", "space", "sources", "columns"):
            _save(path, name, tables[name], None, None)
    held = ("cells", "flows", "space", "regions", "municipalities", "sources", "columns")
    return [File(f"data/{NAME}", _TITLE, "application/geopackage+sqlite3", "GPKG", held, _STANDARD)]


@contextmanager
def _clock(day: datetime.date) -> Iterator[None]:
    """Files tell the reference date as the time they were made, so that the same atlas gives the same bytes."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{day.isoformat()}T00:00:00.000Z"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _points(
    table: pl.DataFrame, longitude: str = "longitude", latitude: str = "latitude"
) -> list[shapely.Point | None]:
    """The point of each row in the Dutch grid, None where it has none."""
    known = table.select(longitude, latitude).drop_nulls()
    drawn = iter(to_grid(known[longitude], known[latitude]))
    return [None if gap else shapely.Point(next(drawn)) for gap in table[longitude].is_null()]


def _layer(
    path: Path, layer: str, table: pl.DataFrame, members: Mapping[str, Sequence[str]],
    outlines: Mapping[str, shapely.Geometry],
) -> None:  # fmt: skip
    """A layer of places, each made of municipalities."""
    made_of = [members.get(place, []) for place in table[table.columns[0]]]
    if made_of and all(towns and all(town in outlines for town in towns) for towns in made_of):
        whole = [shapely.union_all([outlines[town] for town in towns]) for towns in made_of]
        parts = [shapely.MultiPolygon(shapely.get_parts(one).tolist()) for one in project(whole)]
        _save(path, layer, table, list(parts), "MultiPolygon")
    else:
        _save(path, layer, table, _points(table), "Point")


def _lines(path: Path, flows: pl.DataFrame, regions: pl.DataFrame) -> None:
    """The flows, as a line where they go from one point to another."""
    points = regions.select("place", "longitude", "latitude")
    both = flows.join(points, left_on="from", right_on="place", how="left", maintain_order="left").join(
        points, left_on="to", right_on="place", how="left", maintain_order="left", suffix="_to"
    )
    starts, ends = _points(both), _points(both, "longitude_to", "latitude_to")
    lines: Shapes = [
        None if start is None or end is None or start == end else shapely.LineString([start, end])
        for start, end in zip(starts, ends, strict=True)
    ]
    _save(path, "flows", flows, lines, "LineString")


def _save(path: Path, layer: str, table: pl.DataFrame, shapes: Shapes | None, kind: str | None) -> None:
    geometry = None if shapes is None else shapely.to_wkb(np.asarray(shapes, dtype=np.object_))
    fields = []
    for column in table.iter_columns():
        if column.dtype == pl.String:
            fields.append(column.to_numpy().astype(np.object_))
        elif column.dtype == pl.Date:
            fields.append(column.fill_null(datetime.date(1970, 1, 1)).to_numpy())
        else:
            fields.append(column.fill_null(0).to_numpy())
    empty = [column.is_null().to_numpy() for column in table.iter_columns()]
    pyogrio.raw.write(
        path, geometry, fields, table.columns, field_mask=empty, layer=layer, driver="GPKG",
        geometry_type=kind, crs=CRS if kind else None, append=path.exists(),
    )  # fmt: skip


FORMS = (Form("gpkg", _write),)
