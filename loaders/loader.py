"""A loader: the declaration that turns one kind of table into statements, and how loaders are found.

A new source is one module in this package (or in a foreign package, as entry point of group
``ketenatlas.loaders``) that names its declaration ``LOADER``.
"""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from importlib.metadata import entry_points
from pathlib import Path

import polars as pl

import loaders
from graph.errors import AtlasError
from graph.lineage import ROWS
from graph.statements import Pattern, from_rows
from graph.terms import PREFIXES
from loaders.columns import Column, Known
from loaders.fitting import Fitting
from loaders.table import ROW, Reading, read

CURRENT = "_current"
"""Column that says whether a row is the newest of its thing in all files; see :attr:`Loader.dated_by`."""


@dataclass(frozen=True)
class Loader:
    """How one kind of table becomes statements.

    Attributes:
        name: name of the loader and of its folder in a data set.
        about: what the table holds, Dutch and English.
        columns: the columns; a table with other columns is refused.
        key: columns that together name a row.
        patterns: what each accepted row says.
        provides: kind of thing the first key column names, so that other tables may refer to it.
        required: whether an atlas can be built without this table.
        derive: columns computed from the accepted rows before the patterns are applied.
        dated_by: column with the year of a row, where rows of one thing (first key column) in several years are its
            states; the newest of all files is what the thing is now (see :data:`CURRENT`).
        also: for a further kind of key, how a row tells which thing it means, such as ``"17=2942"``.
        unused: headings of the register for which the atlas has no place; they are passed over with a note.
        bulk: whether the table may hold millions of rows, so that it is streamed and never whole in memory.
        restricted: whether its files are for those who may read what is restricted, unless a file says otherwise.
    """

    name: str
    about: Mapping[str, str]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    provides: str | None = None
    required: bool = False
    derive: Mapping[str, pl.Expr] | None = None
    dated_by: str | None = None
    also: Mapping[str, pl.Expr] | None = None
    unused: tuple[str, ...] = ()
    bulk: bool = False
    restricted: bool = False

    @property
    def refers_to(self) -> frozenset[str]:
        """Kinds of things this table points at."""
        return frozenset(thing for column in self.columns for thing in column.kind.things)

    @property
    def once(self) -> tuple[str, ...]:
        """The columns of the key that no two files of this loader may share."""
        if self.provides is None:
            return ()
        return self.key if self.dated_by else self.key[:1]

    def read(
        self, path: Path, known: Known, fitting: Fitting | None = None, taken: pl.DataFrame | None = None
    ) -> Reading:
        """Read and check one file, in any format the shared reader knows.

        Args:
            path: the file.
            known: keys of things that references may point at.
            fitting: what to follow instead of a mapping file beside the file.
            taken: keys (:attr:`once`) that other files of this loader have.

        Raises:
            TableError: if the file cannot be read as this table.
        """
        return read(path, self.columns, self.key, known, fitting, taken, self.unused)

    def brought(self, rows: pl.DataFrame) -> dict[str, pl.Series]:
        """Keys the accepted rows bring in, by kind of thing, to which other tables may refer."""
        if self.provides is None:
            return {}
        further = {thing: rows.select(key=key)["key"].drop_nulls() for thing, key in (self.also or {}).items()}
        return {self.provides: rows[self.key[0]], **further}

    def current(self, files: Sequence[pl.DataFrame]) -> list[pl.DataFrame]:
        """The accepted rows of all files, each with a mark (:data:`CURRENT`) on the newest row of its thing."""
        if self.dated_by is None or not files:
            return list(files)
        thing, year = self.key[0], pl.col(self.dated_by).cast(pl.Int64)
        newest = pl.concat([rows.select(thing, year.alias(CURRENT)) for rows in files]).group_by(thing).max()
        return [
            rows.join(newest, on=thing, how="left", maintain_order="left").with_columns(
                (pl.col(CURRENT) == year).alias(CURRENT)
            )
            for rows in files
        ]

    def statements(self, rows: pl.DataFrame, graph: str, *, pack: bool = False) -> pl.DataFrame:
        """The statements the accepted rows make, in one named graph; packed if asked."""
        return from_rows(self._derived(rows), self.patterns, graph, pack=pack)

    def lineage(self, rows: pl.DataFrame, file: str) -> pl.DataFrame:
        """The row each thing the accepted rows speak of was read from (see :data:`graph.lineage.ROWS`)."""
        table = self._derived(rows)
        subjects = {str(subject): subject for subject, _, _ in self.patterns}.values()
        parts = [
            table.select(s=subject.cast(pl.String), file=pl.lit(file), row=ROW).drop_nulls("s") for subject in subjects
        ]
        return pl.concat([pl.DataFrame(schema=ROWS), *parts]).unique(maintain_order=True)

    def _derived(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with the columns that are computed; without a mark, the newest of these rows are the newest."""
        marked = rows if CURRENT in rows.columns else self.current([rows])[0]
        return marked.with_columns(**(self.derive or {}))


def graph_of(loader: str, path: Path) -> str:
    """IRI of the named graph that holds one file's statements."""
    return f"{PREFIXES['graph']}{loader}-{path.stem}"


def load_of(loader: str, path: Path) -> str:
    """IRI of the act of loading one file."""
    return f"{PREFIXES['load']}{loader}-{path.stem}"


def discover() -> dict[str, Loader]:
    """Find all loaders, each after the ones whose things it refers to.

    Raises:
        AtlasError: if two loaders have one name, or if they refer to each other in a circle.
    """
    found: dict[str, Loader] = {}
    for loader in _declared():
        if loader.name in found:
            raise AtlasError(f"two loaders are called {loader.name!r}")
        found[loader.name] = loader
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, loader in sorted(found.items()):
        before = [n for n, other in found.items() if other.provides in loader.refers_to and n != name]
        sorter.add(name, *sorted(before))
    return {name: found[name] for name in sorter.static_order()}


def _declared() -> Iterator[Loader]:
    for module in pkgutil.iter_modules(loaders.__path__):
        declared = getattr(importlib.import_module(f"loaders.{module.name}"), "LOADER", None)
        if isinstance(declared, Loader):
            yield declared
    for entry in entry_points(group="ketenatlas.loaders"):
        declared = entry.load()
        if isinstance(declared, Loader):
            yield declared
