"""Geometry of things: columns with an area or a point, in the Dutch grid or in degrees, and what they say.

An area is well-known text, as a column of a table or as :mod:`loaders.geodata` gives it. A point is that too, or a
pair of coordinates. Whatever system they are in, the graph gets longitude and latitude (CRS84).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
import shapely

from graph.statements import Pattern
from graph.terms import PREFIXES, mint
from loaders.columns import Column, Kind, Known, Number
from loaders.coordinates import DECIMALS, FRAMES, GRID, ORDER, WAYS, degrees, fitting, projected, valid

_AREAS, _POINTS = (3, 6), (0,)
"""Geometry types of shapely: polygons and multipolygons, points."""
_PLACES = "in longitude and latitude or in the Dutch grid (EPSG:28992), in the Netherlands or near"
_BEFORE = r"^\s*(?:<[^>]*>|SRID=\d+;)?\s*"
"""What may stand before well-known text: the system, in the manner of GeoSPARQL or of PostGIS."""


@dataclass(frozen=True)
class Shape(Kind):
    """A geometry as well-known text; what can be mended beyond doubt is mended and noted."""

    of: str = "area"

    @property
    def expected(self) -> str:
        """The kind of geometry, and where it must lie."""
        return f"{'a polygon' if self.of == 'area' else 'a point'} as well-known text, {_PLACES}"

    def tidy(self, cell: pl.Expr) -> pl.Expr:
        """The geometry in longitude and latitude, as it stands; what is no geometry of these parts stays as it is."""
        return _told(cell.str.replace(_BEFORE, ""), self._plain)

    def understood(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """The geometry as it is meant: turned round where its axes were, repaired where it crosses itself."""
        del known
        return _told(cell, lambda texts: _texts(self._meant(texts)[0]))

    def remark(self, cell: pl.Expr, known: Known) -> pl.Expr | None:
        """What was mended, or why the text cannot be read."""
        del known
        return _told(cell, lambda texts: self._meant(texts)[1])

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether a geometry was understood."""
        del known
        return cell.is_not_null()

    def _plain(self, texts: np.ndarray) -> np.ndarray:
        shapes = shapely.force_2d(shapely.from_wkt(texts, on_invalid="ignore"))
        straight = dict(zip(WAYS, fitting(shapes), strict=True))[(GRID, False)]
        shapes[straight] = projected(shapes[straight], GRID)
        read = _texts(shapes)
        return np.where(shapely.is_missing(shapes), texts, read)

    def _meant(self, texts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The geometries that are meant, None where there is none, and what to tell of them."""
        shapes = shapely.from_wkt(texts, on_invalid="ignore")
        told = np.full(len(texts), None, dtype=object)
        made = np.full(len(texts), None, dtype=object)
        asked = texts != None  # noqa: E711 - element by element
        right = np.isin(shapely.get_type_id(shapes), _AREAS if self.of == "area" else _POINTS)
        told[asked & ~right] = "this text is none"
        told[asked & right] = "this one lies elsewhere"
        for (system, turned), fit in zip(WAYS, fitting(shapes), strict=True):
            here = fit & right
            made[here] = projected(shapes[here], system, turned=turned)
            told[here] = f"the coordinates are {ORDER[system]} and were turned round" if turned else None
        made, broken = valid(made)
        mended = "the outline crosses itself and was repaired"
        told[broken] = [f"{word}; {mended}" if word else mended for word in told[broken]]
        gone = broken & shapely.is_empty(made)
        made[gone], told[gone] = None, "this one has no area"
        return made, told


def _texts(shapes: np.ndarray) -> np.ndarray:
    return np.asarray(shapely.to_wkt(shapes, rounding_precision=DECIMALS), dtype=object)


def _told(cell: pl.Expr, work: Callable[[np.ndarray], np.ndarray]) -> pl.Expr:
    """A column of texts made of another; empty cells stay empty, and a column of them costs nothing."""

    def of(column: pl.Series) -> pl.Series:
        if column.null_count() == len(column):
            return column.cast(pl.String)
        return pl.Series(column.name, work(np.array(column.to_list(), dtype=object)).tolist(), dtype=pl.String)

    return cell.map_batches(of, return_dtype=pl.String)


@dataclass(frozen=True)
class Ordinate(Kind):
    """One coordinate of a point whose other one stands in a column beside it.

    Attributes:
        x: column of longitudes, or of metres from west to east.
        y: column of latitudes, or of metres from south to north.
        own: which of the two this is.
    """

    x: str
    y: str
    own: str

    @property
    def expected(self) -> str:
        """What the two together must be."""
        return f"with the other coordinate a point {_PLACES}"

    def tidy(self, cell: pl.Expr) -> pl.Expr:
        """The number with a decimal point."""
        return Number().tidy(cell)

    def understood(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """The coordinate that belongs here, where the two were given the wrong way round."""
        del known
        other = self.tidy(pl.col(self.y if self.own == self.x else self.x))
        return pl.when(self._fits(turned=True)).then(other).otherwise(cell)

    def remark(self, cell: pl.Expr, known: Known) -> pl.Expr | None:
        """That the two were the wrong way round."""
        del cell, known
        told = "the two coordinates are the wrong way round"
        return pl.when(self._fits(turned=True)).then(pl.lit(told))

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether the two are a point of these parts, in either order."""
        del cell, known
        return self._fits(turned=False) | self._fits(turned=True)

    def _fits(self, *, turned: bool) -> pl.Expr:
        x, y = (Number().tidy(pl.col(name)).cast(pl.Float64, strict=False) for name in (self.x, self.y))
        if turned:
            x, y = y, x
        return pl.any_horizontal(
            *(x.is_between(west, east) & y.is_between(south, north) for west, south, east, north in FRAMES.values())
        ).fill_null(value=False)


def point(x: str, y: str) -> pl.Expr:
    """Points as well-known text in longitude and latitude, from two columns that :class:`Ordinate` checked."""
    return pl.struct(pl.col(x).cast(pl.Float64), pl.col(y).cast(pl.Float64)).map_batches(_point, return_dtype=pl.String)


def _point(pairs: pl.Series) -> pl.Series:
    first, second = (column.fill_null(np.nan).to_numpy().copy() for column in pairs.struct.unnest())
    west, south, east, north = FRAMES[GRID]
    metres = (first >= west) & (first <= east) & (second >= south) & (second <= north)
    first[metres], second[metres] = degrees(first[metres], second[metres])
    made = pl.DataFrame({"x": first, "y": second}).with_columns(pl.all().round(DECIMALS).cast(pl.String))
    there = ~(np.isnan(first) | np.isnan(second))
    text = pl.concat_str(pl.lit("POINT ("), "x", pl.lit(" "), "y", pl.lit(")"))
    return made.select(pl.when(pl.lit(pl.Series(there))).then(text).alias(pairs.name)).to_series()


_OTHERS = ("geometry", "geometrie", "geom", "the_geom", "shape", "wkt_geometry")

AREA = (Column("wkt", Shape(), lenient=True, aliases=_OTHERS),)
"""Column of an area; a bad one does not cost the row."""
POINT = (
    Column(
        "x",
        Ordinate("x", "y", "x"),
        lenient=True,
        aliases=(
            *("x_coordinaat", "xcoordinaat", "xcoord", "x_coord", "x_rd", "rd_x", "rdx"),
            *("longitude", "lon", "lengtegraad"),
        ),
    ),
    Column(
        "y",
        Ordinate("x", "y", "y"),
        lenient=True,
        aliases=(
            *("y_coordinaat", "ycoordinaat", "ycoord", "y_coord", "y_rd", "rd_y", "rdy"),
            *("latitude", "lat", "breedtegraad"),
        ),
    ),
    Column("wkt", Shape("point"), lenient=True, aliases=_OTHERS),
)
"""Columns of a point, as a pair of coordinates or as text; a bad one does not cost the row."""


def literal(text: pl.Expr) -> pl.Expr:
    """Well-known text as a literal of GeoSPARQL, in CRS84."""
    return pl.concat_str(pl.lit('"'), text, pl.lit(f'"^^<{PREFIXES["geo"]}wktLiteral>'))


def area_of(thing: pl.Expr, key: pl.Expr, predicate: str = "geo:hasDefaultGeometry") -> tuple[Pattern, ...]:
    """What the column :data:`AREA` says.

    Args:
        thing: what has the area; where it is null, nothing is said.
        key: names the geometry among all others, such as ``park-3214``.
        predicate: how the thing has it.
    """
    return _having(thing, key, pl.col("wkt"), pl.col("wkt").is_not_null(), predicate)


def point_of(thing: pl.Expr, key: pl.Expr) -> tuple[Pattern, ...]:
    """What the columns :data:`POINT` say."""
    paired = pl.col("x").is_not_null() & pl.col("y").is_not_null()
    text = pl.coalesce(pl.col("wkt"), point("x", "y"))
    return _having(thing, key, text, paired | pl.col("wkt").is_not_null(), "geo:hasDefaultGeometry")


def _having(thing: pl.Expr, key: pl.Expr, text: pl.Expr, there: pl.Expr, predicate: str) -> tuple[Pattern, ...]:
    geometry = pl.when(there & thing.is_not_null()).then(mint("geometry", key))
    return ((thing, predicate, geometry), (geometry, "geo:asWKT", literal(text)))
