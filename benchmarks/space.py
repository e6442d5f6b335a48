"""Space: our spatial join of points with parks and municipalities beside a plain loop, and geopandas where it is there.

Run as ``python -m benchmarks.space``. Municipalities and parks are made up: a board of cells with borders of many
points, as real ones have, and squares. All ways must find the same pairs, or the run fails. A loop over every point
takes too long, so that it is measured on a sample and reckoned up to all points.
"""

import importlib.util
import sys
import time
from collections.abc import Callable, Sized
from typing import Annotated, TypeVar

import numpy as np
import polars as pl
import shapely
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.machine import machine_line
from graph.errors import AtlasError
from graph.space import from_grid
from graph.topology import Features, features, holding, near, shares

WEST, SOUTH, SIDE = 80_000.0, 360_000.0, 120_000.0
"""The square that is divided, in metres of the Dutch grid."""
BORDER = 120
"""Points on each side of a municipality."""
SAMPLE = 500
"""Points for which the plain loop is run."""

COLUMNS = {"work": pl.String, "points": pl.Int64, "seconds": pl.Float64, "pairs": pl.Int64}

Made = TypeVar("Made", bound=Sized)


def areas(municipalities: int, parks: int, seed: int) -> tuple[Features, Features]:
    """Municipalities that fill the square, with wavering borders that neighbours share, and square parks in it."""
    dice = np.random.default_rng(seed)
    across = int(np.ceil(np.sqrt(municipalities)))
    step = SIDE / across
    steps = np.linspace(0, 1, BORDER + 1)
    waver = np.sin(steps * 7 * np.pi) * step / 40

    def border(one: tuple[int, int], other: tuple[int, int]) -> list[tuple[float, float]]:
        start, end = np.array(one), np.array(other)
        aside = np.array([abs(end[1] - start[1]), abs(end[0] - start[0])])
        line = start + np.outer(steps, end - start) + np.outer(waver / step, aside)
        return [(float(x), float(y)) for x, y in line * step + np.array([WEST, SOUTH])]

    cells = []
    for at in range(municipalities):
        x, y = at % across, at // across
        low, high = border((x, y), (x + 1, y)), border((x, y + 1), (x + 1, y + 1))
        left, right = border((x, y), (x, y + 1)), border((x + 1, y), (x + 1, y + 1))
        cells.append(shapely.Polygon([*low, *right, *reversed(high), *reversed(left)]))
    corners = dice.uniform(0, SIDE - 2_000, (parks, 2)) + np.array([WEST, SOUTH])
    sides = dice.uniform(200, 1_200, parks)
    boxes = shapely.box(corners[:, 0], corners[:, 1], corners[:, 0] + sides, corners[:, 1] + sides)
    return _named("municipality", np.array(cells, dtype=object)), _named("park", boxes)


def points(number: int, seed: int) -> pl.DataFrame:
    """Points all over the square, as a build has them: ``thing`` and ``wkt`` (terms, longitude and latitude)."""
    dice = np.random.default_rng(seed)
    longitude, latitude = from_grid(*(dice.uniform(0, SIDE, (2, number)) + np.array([[WEST], [SOUTH]])))
    return pl.DataFrame({"x": longitude, "y": latitude}).select(
        thing=pl.format("<point/{}>", pl.int_range(pl.len())),
        wkt=pl.format('"POINT ({} {})"^^<urn:wkt>', pl.col("x").round(6), pl.col("y").round(6)),
    )


def ours(spots: Features, places: Features) -> set[tuple[str, str]]:
    """The join of the build."""
    return set(holding(spots, places).rows())


def loop(spots: Features, places: Features) -> set[tuple[str, str]]:
    """Every point against every area, one by one."""
    return {
        (point, place)
        for point, spot in zip(spots.terms, spots.shapes, strict=True)
        for place, shape in zip(places.terms, places.shapes, strict=True)
        if shape.intersects(spot)
    }


def by_geopandas(spots: Features, places: Features) -> set[tuple[str, str]]:
    """The spatial join of geopandas."""
    import geopandas  # noqa: PLC0415 - not everyone has it

    left = geopandas.GeoDataFrame({"point": spots.terms}, geometry=list(spots.shapes), crs="EPSG:28992")
    right = geopandas.GeoDataFrame({"place": places.terms}, geometry=list(places.shapes), crs="EPSG:28992")
    joined = geopandas.sjoin(left, right, predicate="intersects")
    return set(zip(joined["point"], joined["place"], strict=True))


def measure(number: int, parks: int, municipalities: int, seed: int = 1) -> pl.DataFrame:
    """Run all ways on the same points.

    Returns:
        Measurements (:data:`COLUMNS`).

    Raises:
        AtlasError: if the ways do not find the same pairs.
    """
    towns, grounds = areas(municipalities, parks, seed)
    places = Features(np.concatenate([towns.terms, grounds.terms]), np.concatenate([towns.shapes, grounds.shapes]))
    table = points(number, seed)
    rows: list[tuple[str, int, float, int]] = []

    def timed(work: str, of: int, make: Callable[[], Made]) -> Made:
        started = time.perf_counter()
        made = make()
        rows.append((work, of, time.perf_counter() - started, len(made)))
        return made

    spots = timed("points read from text and projected", number, lambda: features(table))
    found = timed("points in areas: ketenatlas", number, lambda: ours(spots, places))
    timed("parks shared out over municipalities", parks, lambda: shares(grounds, towns, 0.01))
    timed("municipalities that touch", municipalities, lambda: near(towns, 5.0))
    some = Features(spots.terms[:SAMPLE], spots.shapes[:SAMPLE])
    own = {pair for pair in found if pair[0] in set(some.terms)}
    _same("a plain loop", timed("points in areas: plain loop, sample", len(some), lambda: loop(some, places)), own)
    if importlib.util.find_spec("geopandas"):
        _same("geopandas", timed("points in areas: geopandas", number, lambda: by_geopandas(spots, places)), found)
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def _same(name: str, theirs: set[tuple[str, str]], mine: set[tuple[str, str]]) -> None:
    if theirs != mine:
        example = sorted(theirs ^ mine)[0]
        raise AtlasError(
            f"{name} does not find the same pairs: {len(theirs):,} beside {len(mine):,}, such as {example}"
        )


def _named(kind: str, shapes: np.ndarray) -> Features:
    names = np.array([f"<{kind}/{at:06}>" for at in range(len(shapes))], dtype=object)
    return Features(names, shapes)


app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def main(
    number: Annotated[int, typer.Option("--points", min=1, help="Points.")] = 100_000,
    parks: Annotated[int, typer.Option(min=1, help="Business parks.")] = 600,
    municipalities: Annotated[int, typer.Option(min=1, help="Municipalities.")] = 342,
    seed: Annotated[int, typer.Option(help="Seed of what is made up.")] = 1,
) -> None:
    """Measure the spatial join; exit code 1 means that the ways differ."""
    try:
        measured = measure(number, parks, municipalities, seed)
    except AtlasError as error:
        Console(stderr=True).print(str(error), markup=False)
        raise typer.Exit(1) from None
    table = Table(title=f"{number:,} points, {parks:,} parks, {municipalities:,} municipalities", title_justify="left")
    for heading in ("work", "things", "seconds", "pairs", "seconds for all"):
        table.add_column(heading, justify="left" if heading == "work" else "right")
    for work, of, seconds, pairs in measured.rows():
        whole = seconds * number / of if "sample" in work else seconds
        table.add_row(work, f"{of:,}", f"{seconds:.3f}", f"{pairs:,}", f"{whole:,.3f}")
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(table)
    console.print(machine_line(("shapely", "pyproj", "polars")), highlight=False)


if __name__ == "__main__":
    app()
