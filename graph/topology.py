"""Topology: what touches, lies in or straddles what, of areas and points in the Dutch grid (EPSG:28992), in columns.

Outlines are drawn by different hands and rounded, so that neighbours seldom meet exactly: each relation has a
tolerance, in metres or as a share, that the caller names. Candidates come from an R-tree (Leutenegger, Lopez and
Edgington 1997, as in GEOS); where many points meet one area, the area is prepared once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import shapely

from graph.space import project, to_grid
from graph.statements import having

PAIRS = {"one": pl.String, "other": pl.String}
"""Two things (terms)."""


@dataclass(frozen=True)
class Features:
    """Things with their geometry, in order of their names, so that no result depends on the order of rows.

    Attributes:
        terms: the things, in N-Triples syntax; a thing of several geometries stands here several times.
        shapes: a valid geometry of each, in metres (EPSG:28992).
    """

    terms: np.ndarray
    shapes: np.ndarray

    def __len__(self) -> int:
        return len(self.terms)


NONE = Features(np.array([], dtype=object), np.array([], dtype=object))
"""No features."""


def features(located: pl.DataFrame) -> Features:
    """Things with geometry, projected to the Dutch grid.

    Args:
        located: columns ``thing`` (term) and ``wkt`` (literal in longitude and latitude).
    """
    rows = located.select("thing", text=pl.col("wkt").str.extract(r'^"(.*)"')).unique().sort("thing", "text")
    pair = rows["text"].str.extract_groups(r"^POINT \(([-\d.]+) ([-\d.]+)\)$").struct.unnest().cast(pl.Float64)
    x, y = (column.to_numpy() for column in pair)
    points = ~np.isnan(x)  # of which there may be a million: their numbers are read without parsing each text
    shapes = np.full(rows.height, None, dtype=object)
    shapes[points] = shapely.points(to_grid(x[points], y[points]))
    areas = shapely.from_wkt(rows["text"].filter(pl.Series(~points)).to_numpy(), on_invalid="ignore")
    shapes[~points] = _valid(np.array(project(areas), dtype=object))
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    return Features(rows["thing"].to_numpy()[there], shapes[there])


def located(statements: pl.DataFrame, predicate: str = "geo:hasDefaultGeometry") -> pl.DataFrame:
    """The geometry of all things that have one: columns ``thing`` and ``wkt`` (terms)."""
    return (
        having(statements, predicate)
        .rename({"s": "thing", "o": "s"})
        .join(having(statements, "geo:asWKT").rename({"o": "wkt"}), on="s", maintain_order="left")
        .select("thing", "wkt")
    )


def _valid(shapes: np.ndarray) -> np.ndarray:
    broken = ~(shapely.is_valid(shapes) | shapely.is_missing(shapes))  # rounding may fold a thin corner over
    shapes[broken] = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    return shapes


def near(areas: Features, metres: float) -> pl.DataFrame:
    """Areas that lie within a distance of each other.

    Args:
        areas: what is compared, each with all others.
        metres: the largest distance between the nearest points of two.

    Returns:
        Each pair once (:data:`PAIRS`), with the ``metres`` between them.
    """
    one, other = shapely.STRtree(areas.shapes).query(areas.shapes, predicate="dwithin", distance=metres)
    once = areas.terms[one] < areas.terms[other]
    one, other = one[once], other[once]
    apart = shapely.distance(areas.shapes[one], areas.shapes[other])
    found = {"one": areas.terms[one], "other": areas.terms[other], "metres": apart}
    table = pl.DataFrame(found, schema={**PAIRS, "metres": pl.Float64})
    return table.group_by("one", "other").agg(pl.min("metres")).sort("one", "other")


def shares(inner: Features, outer: Features, least: float) -> pl.DataFrame:
    """Which part of each area lies in each of some others.

    Args:
        inner: the areas that are shared out.
        outer: the areas they are shared out over.
        least: a smaller share is a matter of drawing and is left out.

    Returns:
        :data:`PAIRS` of inner and outer area with ``share``, above ``least`` and at most 1.
    """
    at, over = shapely.STRtree(outer.shapes).query(inner.shapes, predicate="intersects")
    within, around = inner.shapes[at], outer.shapes[over]
    shapely.prepare(outer.shapes)
    share = np.ones(len(at))
    part = ~shapely.covers(around, within)  # the prepared test spares most areas an intersection
    share[part] = shapely.area(shapely.intersection(within[part], around[part])) / shapely.area(within[part])
    found = {"one": inner.terms[at], "other": outer.terms[over], "share": share}
    table = pl.DataFrame(found, schema={**PAIRS, "share": pl.Float64})
    return table.group_by("one", "other").agg(pl.max("share")).filter(pl.col("share") > least).sort("one", "other")


def holding(points: Features, areas: Features) -> pl.DataFrame:
    """In which areas each point lies; one on a border lies in all the areas that meet there (:data:`PAIRS`)."""
    area, at = shapely.STRtree(points.shapes).query(areas.shapes, predicate="intersects")
    pairs = pl.DataFrame({"one": points.terms[at], "other": areas.terms[area]}, schema=PAIRS)
    return pairs.unique().sort("one", "other")


def astray(stated: pl.DataFrame, inner: Features, outer: Sequence[Features], metres: float) -> pl.DataFrame:
    """Pairs of which a source says that one lies in the other, and geometry that it does not.

    A point must lie farther away than ``metres``, of an area more than half must lie outside.

    Args:
        stated: :data:`PAIRS`, inner thing first.
        inner: geometry of the former.
        outer: geometry of the latter.
        metres: tolerance for points.
    """
    sides = []
    for name, parts in (("one", [inner]), ("other", outer)):
        terms = np.concatenate([part.terms for part in parts])
        sides.append(
            pl.DataFrame({name: terms, f"{name}_at": np.arange(len(terms))}, schema_overrides={name: pl.String})
        )
    rows = stated.select("one", "other").unique().join(sides[0], on="one").join(sides[1], on="other")
    first = inner.shapes[rows["one_at"].to_numpy()]
    second = np.concatenate([part.shapes for part in outer])[rows["other_at"].to_numpy()]
    area = shapely.area(first)
    areal = area > 0
    off = np.zeros(rows.height, dtype=bool)
    off[~areal] = ~shapely.dwithin(first[~areal], second[~areal], metres)
    shared = shapely.area(shapely.intersection(first[areal], second[areal]))
    off[areal] = shared < area[areal] / 2
    told = rows.with_columns(off=pl.Series(off, dtype=pl.Boolean)).group_by("one", "other").agg(pl.col("off").all())
    return told.filter("off").select("one", "other").sort("one", "other")
