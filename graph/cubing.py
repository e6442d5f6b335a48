"""Cubes: what an atlas adds up to, counted once in columns when it is built.

A module of :mod:`graph.cubes` names its cubes in a tuple ``CUBES`` and is found by itself. Every cube gives a data set
for each level of place it knows (:data:`graph.placing.LEVELS`): a table of cells, which stands beside the store as
Parquet and, as far as it is small, in the store as statements (:mod:`graph.observations`).

Where anything in an atlas is restricted the tables are for use inside the organisation: nobody checked whether a cell
tells of a single company, and every cell says so (:data:`STATUS`). Elsewhere every cell says that it holds nothing but
what everybody can read (:data:`OPEN`). What may go outside of the former is for :mod:`graph.disclosure.cubes` to say.
"""

import datetime
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from graph import extracts
from graph.collecting import collected
from graph.counting import CELL, CONTRIBUTION, count
from graph.errors import AtlasError, UsageError
from graph.placing import LEVELS, SITE, Facts, placed
from graph.store import NoAtlasError, public

FOLDER = "cubes"
"""Folder of an atlas that holds the tables of cells, one Parquet file per data set."""
STATUS = "not-checked"
"""Disclosure status of cells of which nobody checked what they disclose."""
OPEN = "open"
"""Disclosure status of cells that hold nothing but what everybody can read already."""
YEARS = 5
"""How many turns of the year are counted, up to that of the atlas."""


@dataclass(frozen=True)
class Cube:
    """What is counted, and by what.

    Attributes:
        name: part of the names of its data sets.
        title: what it counts, in Dutch and English.
        note: what one must know to add up its cells, in Dutch and English.
        by: columns of its contributions that name a cell, beside the place.
        measure: the property that holds the figure.
        tables: loaders whose tables it is made of; the registers it is made of name themselves.
        contributions: SQL for the contributions (:data:`graph.counting.CONTRIBUTION`), each with its site, from the
            extracts and :data:`graph.placing.VIEWS`, in words that every engine understands.
        ends: what the place of each site is called, by what follows the names of the site's columns.
        levels: levels of place it is counted on.
        parts: how many parts of an amount make one unit of the figure, a power of ten, for figures that are no whole
            numbers.
    """

    name: str
    title: Mapping[str, str]
    note: Mapping[str, str]
    by: tuple[str, ...]
    measure: str
    tables: tuple[str, ...]
    contributions: str
    ends: Mapping[str, str]
    levels: tuple[str, ...] = tuple(LEVELS)
    parts: int = 1

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The columns that name a cell, beside the day and the evidence level."""
        return (*self.by, *self.ends.values())

    @property
    def schema(self) -> dict[str, "type[pl.DataType] | pl.DataType"]:
        """Columns of its cells."""
        figure = pl.Int64 if self.parts == 1 else pl.Float64
        return {
            **dict.fromkeys(self.dimensions, pl.String),
            "day": pl.Date,
            **CELL,
            **dict.fromkeys(("value", "largest", "second"), figure),
            "status": pl.String,
        }


ONE_PLACE: Mapping[str, str] = {"": "place"}
"""Ends of a cube whose contributions lie in one place."""


@dataclass(frozen=True)
class DataSet:
    """A cube on one level of place."""

    cube: Cube
    level: str

    @property
    def name(self) -> str:
        """Name of its file, and last part of its address."""
        return f"{self.cube.name}-{self.level}"


def cubes() -> dict[str, Cube]:
    """All cubes by name, in order."""
    from graph import cubes as package  # noqa: PLC0415 - its modules import this one

    return collected(package, "CUBES")


@cache
def data_sets() -> dict[str, DataSet]:
    """All data sets by name, in order."""
    made = [DataSet(cube, level) for cube in cubes().values() for level in cube.levels]
    return {one.name: one for one in made}


def data_set(name: str) -> DataSet:
    """The data set of a name.

    Raises:
        UsageError: if there is none, saying which there are.
    """
    known = data_sets()
    if name not in known:
        raise UsageError(f"there is no cube {name!r}; there are {', '.join(known)}")
    return known[name]


def reference_days(as_of: datetime.date) -> list[datetime.date]:
    """The days that are counted when an atlas is built: the last turns of the year, and its own day."""
    turns = [datetime.date(year, 1, 1) for year in range(as_of.year - YEARS + 1, as_of.year + 1)]
    return sorted({*turns, as_of})


def cells(facts: Facts, one: DataSet, days: list[datetime.date], status: str = STATUS) -> pl.DataFrame:
    """The cells of a data set on some days.

    Args:
        facts: of the atlas.
        one: the data set.
        days: in order.
        status: disclosure status of the cells.

    Returns:
        The cells (:attr:`Cube.schema`), in order of day and of what names them.
    """
    return _counted(facts, one, facts.asked(one.cube.contributions), days, status)


def placing(one: DataSet, contributions: str) -> str:
    """SQL for the contributions of a data set with the place, or the two places, they count in.

    Args:
        one: the data set.
        contributions: name of the table of contributions.
    """
    cube, text = one.cube, contributions
    sites = [f"{name}{end}" for end in cube.ends for name in SITE]
    kept = [*cube.by, "item", "contributor", "amount", "source"]
    for number, (end, place) in enumerate(cube.ends.items()):
        later = sites[len(SITE) * (number + 1) :]
        table = f"({text})" if number else text
        text = placed(table, [*kept, *later], one.level, place, end)
        kept.append(place)
    return text


def _counted(
    facts: Facts, one: DataSet, contributions: pl.DataFrame, days: list[datetime.date], status: str
) -> pl.DataFrame:
    cube = one.cube
    there = facts.asked(placing(one, "contributions"), contributions=contributions)
    table = count(there.select(*cube.dimensions, *CONTRIBUTION), cube.dimensions, days).with_columns(
        status=pl.lit(status)
    )
    if cube.parts != 1:
        decimals = len(str(cube.parts)) - 1
        table = table.with_columns((pl.col("value", "largest", "second") / cube.parts).round(decimals))
    return table.select(pl.col(name).cast(kind) for name, kind in cube.schema.items())


def written(
    folder: Path, days: list[datetime.date], status: str = STATUS, like: Path | None = None
) -> Iterator[tuple[DataSet, pl.DataFrame]]:
    """Count all cubes of an atlas and write them into its folder, one after the other.

    Args:
        folder: the atlas, with its extracts.
        days: the days to count.
        status: disclosure status of the cells.
        like: an atlas with cubes of the same days; of extracts that are the same nothing is counted twice.

    Yields:
        Each data set with its cells.
    """
    target = folder / FOLDER
    target.mkdir()
    facts = Facts(folder)
    for cube in cubes().values():
        same = like is not None and all(extracts.same(folder, like, name) for name in facts.reads(cube.contributions))
        contributions = pl.DataFrame() if same else facts.asked(cube.contributions)
        for level in cube.levels:
            one = DataSet(cube, level)
            if like and same:
                table = read(like, one.name).with_columns(status=pl.lit(status))
            else:
                table = _counted(facts, one, contributions, days, status)
            table.write_parquet(target / f"{one.name}.parquet")
            yield one, table


def read(folder: Path, name: str) -> pl.DataFrame:
    """The cells of a data set as they were counted when the atlas was built.

    Raises:
        UsageError: if there is no data set of that name.
        AtlasError: if the atlas has no cubes, for it was built by an older version.
    """
    path = folder / FOLDER / f"{data_set(name).name}.parquet"
    if not path.is_file():
        raise AtlasError(f"the atlas in {folder} has no cube {name!r}; make it again with: ketenatlas build")
    return pl.read_parquet(path)


def on(folder: Path, name: str, day: datetime.date) -> pl.DataFrame:
    """The cells of a data set on any day: as they were counted, or counted now from the facts.

    Raises:
        UsageError: if there is no data set of that name.
        AtlasError: if the atlas has no cubes, for it was built by an older version.
    """
    counted = read(folder, name)
    there = counted.filter(pl.col("day") == day)
    return cells(Facts(folder), data_set(name), [day], status_of(folder)) if there.is_empty() else there


def status_of(folder: Path) -> str:
    """The disclosure status of the cells of an atlas: :data:`OPEN` if nothing in it is restricted."""
    with suppress(NoAtlasError):
        return OPEN if public(folder) == folder else STATUS
    return STATUS
