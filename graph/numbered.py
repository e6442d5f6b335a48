"""Numbered: who supplies whom and who lies where as whole numbers, so that no text is sorted to make a network.

Every establishment, place, chain and evidence level of an atlas is a word, and its number is its place in the order of
the words. The tables are made from the extracts when an atlas is built and lie beside them as they lie in memory, so
that a network is there as soon as they are read. For an atlas that has none, as an older one, they are made in passing.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import polars as pl

from graph import extracts

FOLDER = "numbered"
"""Folder of an atlas that holds the tables."""
NONE = -1
"""The number of what is not known."""
ABSENT = -2
"""Stands for the place of what is not there."""

_TABLES: Mapping[str, tuple[str, ...]] = {
    "supplies": ("supplier", "customer", "chain", "level"),
    "establishments": ("establishment", "municipality", "outside", "park"),
    "memberships": ("municipality", "region"),
}
"""Columns of words, by extract; memberships are the primary ones."""
_BOUNDS = {"since": np.iinfo(np.int32).min, "until": np.iinfo(np.int32).max}
_WORDS = "words.parquet"


@dataclass(frozen=True)
class Numbered:
    """The numbers of an atlas.

    Attributes:
        words: every word once, in order; its number is its row.
        columns: of a table by its name, each column by its own: numbers of words, ``since`` and ``until`` in days since
            1970, and for supplies ``row``, that of the extract. Supplies are in order of supplier, then customer; the
            others in that of the extract.
    """

    words: pl.Series
    columns: Mapping[str, Mapping[str, np.ndarray]]

    @cached_property
    def size(self) -> int:
        """How many words there are."""
        return len(self.words)

    def any_of(self, words: Iterable[str]) -> np.ndarray:
        """Whether each number is that of one of some words; at the end, for :data:`NONE`, it is not."""
        told = np.zeros(self.size + 1, dtype=bool)
        for word in words:
            at = int(self.words.search_sorted(word))
            told[at] = at < self.size and self.words[at] == word
        return told

    def holds(self, table: str, day: datetime.date) -> np.ndarray:
        """Whether each row of a table holds on a day."""
        at = (day - datetime.date(1970, 1, 1)).days
        columns = self.columns[table]
        told: np.ndarray = (columns["since"] <= at) & (columns["until"] >= at)
        return told

    def places(self, day: datetime.date, by: str) -> np.ndarray:
        """The number of the place of every establishment that is there on a day, by its own number.

        Args:
            day: the day.
            by: ``establishment`` (itself), ``park``, ``municipality`` or ``region``; outside the province a
                municipality or region is the other province or country.

        Returns:
            An entry per word and one at the end for none: :data:`NONE` where no place is known, :data:`ABSENT` for
            what is no establishment that is there.
        """
        sites = self.columns["establishments"]
        there = np.flatnonzero(self.holds("establishments", day))[::-1]  # so that the first of several rows is kept
        place = sites["park" if by == "park" else "municipality"][there]
        if by == "establishment":
            place = sites["establishment"][there]
        elif by != "park":
            if by == "region":
                place = self._regions(day)[place]
            place = np.where(place == NONE, sites["outside"][there], place)
        of = np.full(self.size + 1, ABSENT, dtype=np.int64)
        of[sites["establishment"][there]] = place
        return of

    def _regions(self, day: datetime.date) -> np.ndarray:
        members = self.columns["memberships"]
        there = np.flatnonzero(self.holds("memberships", day))[::-1]
        of = np.full(self.size + 1, NONE, dtype=np.int64)
        of[members["municipality"][there]] = members["region"][there]
        return of


def _made(read: Callable[[str], pl.DataFrame]) -> tuple[pl.Series, dict[str, np.ndarray]]:
    """The words, and of every table a row of numbers per column (:func:`_columns`), from the extracts of an atlas."""
    told = {name: read(name) for name in _TABLES}
    told["memberships"] = told["memberships"].filter("primary")
    told["supplies"] = told["supplies"].with_row_index("row")
    every = [told[name][column] for name, columns in _TABLES.items() for column in columns]
    words = pl.concat([column.drop_nulls().unique() for column in every]).unique().sort().alias("word")
    at = pl.DataFrame({"word": words, "at": pl.int_range(len(words), dtype=pl.Int32, eager=True)})
    tables = {}
    for name, columns in _TABLES.items():
        numbers = [
            told[name].select(word=column).join(at, on="word", how="left", maintain_order="left")["at"].fill_null(NONE)
            for column in columns
        ]
        days = [told[name][day].cast(pl.Int32).fill_null(bound) for day, bound in _BOUNDS.items()]
        row = [told[name]["row"].cast(pl.Int32)] if name == "supplies" else []
        tables[name] = np.array([column.to_numpy() for column in (*numbers, *days, *row)], dtype=np.int32)
    supplies = tables["supplies"]
    tables["supplies"] = supplies[:, np.lexsort((supplies[1], supplies[0]))]
    return words, tables


def write(folder: Path) -> None:
    """Write the tables of an atlas beside its extracts: the words as Parquet, the numbers as arrays of numpy."""
    target = folder / FOLDER
    target.mkdir()
    words, tables = _made(lambda extract: extracts.read(folder, extract))
    words.to_frame().write_parquet(target / _WORDS)
    for name, table in tables.items():
        np.save(target / f"{name}.npy", table)


def read(folder: Path) -> Numbered:
    """The numbers of an atlas; those read last are kept, for who looks at one network looks at another.

    Raises:
        AtlasError: if the atlas has neither these tables nor the extracts they are made from.
    """
    place = folder / FOLDER
    if place.is_dir():
        return _read(place, (place / _WORDS).stat().st_mtime_ns)
    return _numbered(*_made(lambda extract: extracts.read(folder, extract)))


@lru_cache(maxsize=1)
def _read(place: Path, _: int) -> Numbered:
    """The numbers in a folder, as they were written at a time."""
    words = pl.read_parquet(place / _WORDS)["word"]
    return _numbered(words, {name: np.load(place / f"{name}.npy") for name in _TABLES})


def _numbered(words: pl.Series, tables: Mapping[str, np.ndarray]) -> Numbered:
    return Numbered(words, {name: dict(zip(_columns(name), table, strict=True)) for name, table in tables.items()})


def _columns(table: str) -> tuple[str, ...]:
    """The columns of a table of numbers, in order."""
    return (*_TABLES[table], *_BOUNDS, *(("row",) if table == "supplies" else ()))
