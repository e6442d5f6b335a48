"""Outlines and positions from GeoJSON: features become rows, geometries become WKT in CRS84."""

import json
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape

from graph.statements import digest
from loaders.table import Raw, TableError

_CRS84 = ("CRS84", "EPSG::4326", "EPSG:4326")


def read_geojson(path: Path) -> Raw:
    """Read a GeoJSON feature collection; properties become columns, the geometry becomes column ``wkt``.

    Invalid rings are repaired; coordinates must be longitude and latitude (CRS84).

    Raises:
        TableError: if the file is missing, is no feature collection, or uses another coordinate system.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise TableError(f"{path} is missing; expected a GeoJSON file") from None
    try:
        collection: Any = json.loads(data)
        features = collection["features"]
    except (ValueError, KeyError, TypeError):
        raise TableError(f"{path.name} is not a GeoJSON feature collection") from None
    named = str((collection.get("crs") or {}).get("properties", {}).get("name", "CRS84"))
    if not named.endswith(_CRS84):
        raise TableError(f"{path.name} is in {named}; expected longitude and latitude (CRS84)")
    if not features:
        raise TableError(f"{path.name} holds no features")
    headings = tuple(sorted({str(key).lower() for feature in features for key in feature["properties"]}))
    rows = []
    for feature in features:
        properties = {str(key).lower(): value for key, value in feature["properties"].items()}
        geometry = shapely.make_valid(shape(feature["geometry"]))
        cells = ["" if properties.get(h) is None else str(properties[h]) for h in headings]
        rows.append([*cells, shapely.to_wkt(geometry, rounding_precision=6)])
    return Raw((*headings, "wkt"), rows, list(range(1, len(rows) + 1)), digest(data))
