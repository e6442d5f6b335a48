"""Coordinates: in which system they are, told from the numbers themselves, and how they become longitude and latitude.

The Dutch grid (EPSG:28992) and longitude and latitude cannot be mistaken for each other, nor can their axes: a number
of metres is no number of degrees, and of the places around here none has a latitude that is also a longitude.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import pyproj
import shapely

from loaders.files import TableError

GRID = "EPSG:28992"
DEGREES = "OGC:CRS84"
FRAMES = {DEGREES: (-1.0, 46.0, 12.0, 56.0), GRID: (-10_000.0, 290_000.0, 300_000.0, 640_000.0)}
"""Bounds (west, south, east, north) in which the Netherlands and their neighbours lie, by system."""
WAYS = tuple((system, turned) for system in FRAMES for turned in (False, True))
"""The systems, each with its axes in order and turned."""
ORDER = {DEGREES: "latitude, longitude", GRID: "y, x"}
"""How turned axes of a system are called."""
DECIMALS = 6
"""Decimals of a degree that are kept: a tenth of a metre."""


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
    there = ~(shapely.is_missing(flat) | shapely.is_empty(flat))
    if not there.any():
        raise TableError(f"{name} holds features, but none has a geometry")
    known, fits = list(WAYS), fitting(flat)
    if not np.any(fits) and said is not None and not any(_same(said, system) for system in FRAMES):
        known, fits = [(said, False)], [there]
    notes: list[str] = []
    made = np.full(len(flat), None, dtype=object)
    for (system, turned), fit in zip(known, fits, strict=True):
        if fit.any():
            made[fit] = projected(flat[fit], system, turned=turned)
            notes += _mended(int(fit.sum()), system, said, turned=turned)
    lost = int((there & shapely.is_missing(made)).sum())
    if lost == there.sum():
        west, south, east, north = shapely.total_bounds(flat)
        raise TableError(
            f"{name}: coordinates from ({west:g}, {south:g}) to ({east:g}, {north:g}) are neither longitude and "
            "latitude of these parts nor the Dutch grid; say in the file which system they are in"
        )
    if lost:
        notes.append(f"{lost} features lie outside these parts in any system")
    made, broken = valid(made)
    if broken.any():
        notes.append(f"{int(broken.sum())} geometries cross themselves and were repaired")
    return made, tuple(notes)


def fitting(shapes: np.ndarray) -> list[np.ndarray]:
    """Which geometries fit each of :data:`WAYS`; one that is missing or empty fits none."""
    bounds = shapely.bounds(shapes)
    return [_inside(bounds[:, [1, 0, 3, 2]] if turned else bounds, FRAMES[system]) for system, turned in WAYS]


def projected(shapes: np.ndarray, system: str, *, turned: bool = False) -> np.ndarray:
    """Geometries of a system, whose axes may be turned, in longitude and latitude."""
    if turned:
        shapes = shapely.transform(shapes, lambda points: points[:, ::-1])
    if system == DEGREES:
        return shapes
    return shapely.transform(shapes, lambda points: np.column_stack(degrees(points[:, 0], points[:, 1], system)))


def degrees(x: np.ndarray, y: np.ndarray, system: str = GRID) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude of points of a system."""
    return _ALONE.submit(_degrees, x, y, system).result()


_ALONE = ThreadPoolExecutor(1, "projection")
"""Columns are computed in threads of their own, in several at once, and PROJ crashes there; here it has its own."""


def _degrees(x: np.ndarray, y: np.ndarray, system: str) -> tuple[np.ndarray, np.ndarray]:
    longitude, latitude = _transformer(system).transform(x, y)
    return longitude, latitude


@cache
def _transformer(system: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(system, DEGREES, always_xy=True)


def valid(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Geometries of which those that cross themselves are repaired, and which these were.

    A repaired area is nothing but area: lines and points that are left over fall away.
    """
    made = shapes.copy()
    broken = ~shapely.is_valid(made) & ~shapely.is_missing(made)
    made[broken] = shapely.make_valid(made[broken], method="structure", keep_collapsed=False)
    return made, broken


def _inside(bounds: np.ndarray, frame: tuple[float, float, float, float]) -> np.ndarray:
    """Which features lie in a frame; one without geometry lies nowhere."""
    west, south, east, north = bounds.T
    return np.asarray((west >= frame[0]) & (south >= frame[1]) & (east <= frame[2]) & (north <= frame[3]))


def _mended(number: int, system: str, said: str | None, *, turned: bool) -> Iterator[str]:
    if turned:
        yield f"{number} features have their coordinates as {ORDER[system]}; they were turned round"
    if said is not None and not _same(said, system):
        yield f"the file says {said}, the coordinates of {number} features are {system}; read as the latter"


def _same(said: str, system: str) -> bool:
    """Whether two names mean one coordinate system, the order of axes aside."""
    one, other = pyproj.CRS.from_user_input(said), pyproj.CRS.from_user_input(system)
    if one.is_geographic and other.is_geographic:
        return True  # differences between datums are below the rounding of a position
    return one.equals(other, ignore_axis_order=True)
