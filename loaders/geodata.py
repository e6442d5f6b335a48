"""Geodata: features of GeoJSON, GeoPackage and Shapefile; their geometry becomes the column ``wkt`` in CRS84.

What a file says of its coordinate system is checked against the coordinates themselves: Dutch grid (EPSG:28992) and
longitude-latitude are told apart, and swapped axes are put right where that is beyond doubt, with a note.
"""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import shapely

from loaders.files import Row, Table, TableError

SUFFIXES = (".geojson", ".json", ".gpkg", ".shp", ".zip")

WKT = "wkt"
_GRID = "EPSG:28992"
_DEGREES = "OGC:CRS84"
_FRAMES = {_DEGREES: (-1.0, 46.0, 12.0, 56.0), _GRID: (-10_000.0, 290_000.0, 300_000.0, 640_000.0)}
"""Bounds (west, south, east, north) in which the Netherlands and their neighbours lie, by system."""


def tables(path: Path) -> list[Table]:
    """The layers of a file, each with the properties of its features and their geometry.

    Raises:
        TableError: if the file cannot be read, holds no features, or its coordinates fit no known system.
    """
    address = f"/vsizip/{path}" if path.suffix.lower() == ".zip" else path
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # what GDAL remarks on is either mended or an error below
        return _layers(path, address)


def _layers(path: Path, address: str | Path) -> list[Table]:
    try:
        names = [str(name) for name, _ in pyogrio.list_layers(address)]
        layers = [_layer(path, address, name, "" if len(names) == 1 else name) for name in names]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise TableError(f"{path.name} cannot be read as geodata: {error}") from None
    found = [table for table in layers if table is not None]
    if not found:
        raise TableError(f"{path.name} holds no features")
    return found


def _layer(path: Path, address: str | Path, name: str, sheet: str) -> Table | None:
    meta, _, geometry, fields = pyogrio.raw.read(address, layer=name, read_geometry=True)
    if geometry is None or not len(geometry):
        return None
    shapes, notes = to_degrees(shapely.from_wkb(geometry), meta.get("crs"), path.name)
    headings = [str(field) for field in meta["fields"]]
    return Table(sheet, _rows(headings, fields, shapes), notes)


def _rows(headings: list[str], fields: list[Any], shapes: np.ndarray) -> Iterator[Row]:
    yield 0, [*headings, WKT]
    texts = shapely.to_wkt(shapes, rounding_precision=6)
    for at, text in enumerate(texts):
        cells = ["" if _absent(column[at]) else _text(column[at]) for column in fields]
        yield at + 1, [*cells, text or ""]


def _absent(value: object) -> bool:
    return value is None or (isinstance(value, float) and np.isnan(value)) or str(value) == "NaT"


def _text(value: object) -> str:
    if isinstance(value, float | np.floating):
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    return str(value)


def to_degrees(shapes: np.ndarray, said: str | None, name: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Geometries in longitude and latitude, valid, and what had to be mended.

    Args:
        shapes: geometries as they stand in the file; missing ones are None.
        said: the coordinate system the file names, if it does.
        name: name of the file, for messages.

    Returns:
        The geometries, None where the coordinates fit no system, and a sentence for each kind of repair.

    Raises:
        TableError: if no coordinates fit what the file says or any system known here.
    """
    flat = shapely.force_2d(shapes)
    bounds = shapely.bounds(flat)
    there = ~np.isnan(bounds).any(axis=1)
    if not there.any():
        raise TableError(f"{name} holds features, but none has a geometry")
    known = [(_DEGREES, False), (_DEGREES, True), (_GRID, False), (_GRID, True)]
    fits: list[np.ndarray] = [
        _inside(bounds[:, [1, 0, 3, 2]] if turned else bounds, _FRAMES[system]) for system, turned in known
    ]
    if not np.any(fits) and said is not None and not any(_same(said, system) for system in _FRAMES):
        known, fits = [(said, False)], [np.asarray(there)]
    notes: list[str] = []
    made = np.full(len(flat), None, dtype=object)
    for (system, turned), fit in zip(known, fits, strict=True):
        if fit.any():
            made[fit] = _projected(flat[fit], system, turned=turned)
            notes += _mended(int(fit.sum()), system, said, turned=turned)
    lost = int((there & (made == None)).sum())  # noqa: E711 - element by element
    if lost == there.sum():
        west, south, east, north = shapely.total_bounds(flat)
        raise TableError(
            f"{name}: coordinates from ({west:g}, {south:g}) to ({east:g}, {north:g}) are neither longitude and "
            "latitude of these parts nor the Dutch grid; say in the file which system they are in"
        )
    if lost:
        notes.append(f"{lost} features lie outside these parts in any system; their geometry is left out")
    broken = ~shapely.is_valid(made) & ~shapely.is_missing(made)
    if broken.any():
        notes.append(f"{int(broken.sum())} geometries cross themselves and were repaired")
        made[broken] = shapely.make_valid(made[broken])
    return made, tuple(notes)


def _inside(bounds: np.ndarray, frame: tuple[float, float, float, float]) -> np.ndarray:
    """Which features lie in a frame; one without geometry lies nowhere."""
    west, south, east, north = bounds.T
    return np.asarray((west >= frame[0]) & (south >= frame[1]) & (east <= frame[2]) & (north <= frame[3]))


def _projected(shapes: np.ndarray, system: str, *, turned: bool) -> np.ndarray:
    if turned:
        shapes = shapely.transform(shapes, lambda points: points[:, ::-1])
    if system == _DEGREES:
        return shapes
    to = pyproj.Transformer.from_crs(system, _DEGREES, always_xy=True)
    return shapely.transform(shapes, lambda points: np.column_stack(to.transform(points[:, 0], points[:, 1])))


def _mended(number: int, system: str, said: str | None, *, turned: bool) -> Iterator[str]:
    if turned:
        order = "latitude, longitude" if system == _DEGREES else "y, x"
        yield f"{number} features have their coordinates as {order}; they were turned round"
    if said is not None and not _same(said, system):
        yield f"the file says {said}, the coordinates of {number} features are {system}; read as the latter"


def _same(said: str, system: str) -> bool:
    """Whether two names mean one coordinate system, the order of axes aside."""
    one, other = pyproj.CRS.from_user_input(said), pyproj.CRS.from_user_input(system)
    if one.is_geographic and other.is_geographic:
        return True  # differences between datums are below the rounding of a position
    return one.equals(other, ignore_axis_order=True)
