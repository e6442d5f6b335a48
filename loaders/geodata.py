"""Geodata: features of GeoJSON, GeoPackage and Shapefile; their geometry becomes the column ``wkt`` in CRS84.

What a file says of its coordinate system is checked against the coordinates themselves
(:mod:`loaders.coordinates`), and what had to be mended is noted.
"""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely

from loaders.coordinates import DECIMALS, to_degrees
from loaders.files import Row, Table, TableError

SUFFIXES = (".geojson", ".json", ".gpkg", ".shp", ".zip")

WKT = "wkt"


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
    raw = shapely.from_wkb(geometry)
    shapes, notes = to_degrees(raw, meta.get("crs"), path.name)
    lost = shapely.is_missing(shapes) & ~shapely.is_missing(raw) & ~shapely.is_empty(raw)
    shapes[lost] = raw[lost]  # as they stand in the file, so that each row can say what is wrong with it
    headings = [str(field) for field in meta["fields"]]
    return Table(sheet, _rows(headings, fields, shapes), notes)


def _rows(headings: list[str], fields: list[Any], shapes: np.ndarray) -> Iterator[Row]:
    yield 0, [*headings, WKT]
    texts = shapely.to_wkt(shapes, rounding_precision=DECIMALS)
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
