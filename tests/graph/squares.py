"""Hand-made squares on the Dutch grid, in hundreds of metres east and north of a field near Eindhoven, as statements."""

from collections.abc import Iterable, Mapping

import numpy as np
import polars as pl
import shapely

from graph.space import from_grid
from graph.statements import SCHEMA
from graph.terms import expand
from graph.topology import Features

EAST, NORTH = 150_000.0, 380_000.0


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """A rectangle, in hundreds of metres."""
    return shapely.transform(shapely.box(west, south, east, north), lambda points: points * 100 + (EAST, NORTH))


def dot(x: float, y: float) -> shapely.Point:
    return shapely.transform(shapely.Point(x, y), lambda points: points * 100 + (EAST, NORTH))


def degrees(shape: shapely.Geometry) -> str:
    """Well-known text in longitude and latitude, as the loaders write it."""
    turned = shapely.transform(shape, lambda points: np.column_stack(from_grid(points[:, 0], points[:, 1])))
    return shapely.to_wkt(turned, rounding_precision=6)


def made(shapes: Mapping[str, shapely.Geometry]) -> Features:
    """Features in metres, without the rounding of degrees."""
    names = sorted(shapes)
    return Features(np.array(names, dtype=object), np.array([shapes[name] for name in names], dtype=object))


def facts(shapes: Mapping[str, shapely.Geometry], said: Iterable[tuple[str, str, str]] = ()) -> pl.DataFrame:
    """Statements: the geometry of things, and what else is said; all names are prefixed.

    A municipality, park, plot or establishment is told by its prefix; ``town`` stands for one that the atlas lacks.
    """
    kinds = {"municipality": "Municipality", "park": "BusinessPark", "plot": "Plot", "establishment": "Establishment"}
    rows = [
        (name, "rdf:type", f"ka:{kinds[name.partition(':')[0]]}") for name in shapes if name.partition(":")[0] in kinds
    ]
    wkt = f'"^^<{expand("geo:wktLiteral")}>'
    literals = [
        (term(name.replace("town:", "municipality:")), f"<{expand('geo:asWKT')}>", f'"{degrees(shape)}{wkt}')
        for name, shape in ((f"geometry:{name.replace(':', '-')}", shape) for name, shape in shapes.items())
    ]
    for name in shapes:
        rows.append(
            (name.replace("town:", "municipality:"), "geo:hasDefaultGeometry", f"geometry:{name.replace(':', '-')}")
        )
    told = [(term(s), term(p), term(o)) for s, p, o in [*rows, *said]] + literals
    return pl.DataFrame([(*row, "<urn:g>") for row in told], schema=SCHEMA, orient="row")


def term(name: str) -> str:
    return name if name.startswith('"') else f"<{expand(name)}>"


def pairs(statements: pl.DataFrame, predicate: str) -> set[tuple[str, str]]:
    """Local names of the subjects and objects of one predicate."""
    found = statements.filter(pl.col("p") == term(predicate))
    return {tuple(part.strip("<>").rpartition("/")[2] for part in row) for row in found.select("s", "o").rows()}
