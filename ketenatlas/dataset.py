"""Data sets: folders of tables, and what reading them all in the right order gives."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl

from graph import lineage, statements
from graph.errors import AtlasError
from graph.terms import PREFIXES, iri, node, text, typed
from loaders.columns import Reference
from loaders.fitting import SUFFIX as FITTING
from loaders.loader import Loader, graph_of, load_of
from loaders.table import FINDING, Reading, TableError

LOADS = f"{PREFIXES['graph']}loads"

Progress = Callable[[str], None]
"""Called with a line for people as work goes on."""


@dataclass(frozen=True)
class Dataset:
    """A folder of tables: one subfolder per loader, and ``atlas.toml`` that says what it is.

    Attributes:
        folders: the data set's own folder, and folders that add tables to it.
        over: folders whose tables stand in for those of the same name.
        title: what it is called, by language.
        as_of: reference date (ISO).
        version: version of the data.
        withheld: files that are passed over as if they were not there.
        publisher: who gives out what is delivered from it, as ``atlas.toml`` says it; empty if it does not.
    """

    folders: tuple[Path, ...]
    title: Mapping[str, str]
    as_of: str
    version: str
    over: tuple[Path, ...] = ()
    withheld: frozenset[Path] = frozenset()
    publisher: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path, added: Sequence[Path] = (), over: Sequence[Path] = ()) -> "Dataset":
        """Read ``atlas.toml``.

        Args:
            folder: the data set.
            added: folders with further tables, laid out in the same way; they need no ``atlas.toml``.
            over: such folders of which a table stands in for one of the same name.

        Raises:
            AtlasError: if a folder or the file is missing, or the file lacks title, date or version.
        """
        for path in (*added, *over):
            if not path.is_dir():
                raise AtlasError(f"{path} is missing; expected a folder with a subfolder of tables per loader")
        path = folder / "atlas.toml"
        try:
            told = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise AtlasError(f"{path} is missing; a data set needs it to say its title, version and date") from None
        except tomllib.TOMLDecodeError as error:
            raise AtlasError(f"{path} is not readable as TOML: {error}") from None
        try:
            return cls(
                (folder, *added),
                told["title"],
                told["as_of"].isoformat(),
                str(told["version"]),
                tuple(over),
                publisher=told.get("publisher", {}),
            )
        except (KeyError, AttributeError):
            raise AtlasError(
                f"{path} must give title (nl, en), version and as_of (a date such as 2026-11-24)"
            ) from None

    def files(self, loader: Loader) -> list[Path]:
        """The tables of one loader, in order of name."""
        own = self._tables(self.folders, loader)
        instead = self._tables(self.over, loader)
        kept = [path for path in own if path.stem not in {path.stem for path in instead}]
        return [*sorted(kept, key=lambda path: path.name), *sorted(instead, key=lambda path: path.name)]

    def _tables(self, folders: Sequence[Path], loader: Loader) -> list[Path]:
        found = [path for folder in folders for path in (folder / loader.name).glob("*")]
        kept = [path for path in found if path.suffix not in (".md", FITTING) and path not in self.withheld]
        return [path for path in kept if path.is_file()]

    def check_folders(self, known: Mapping[str, Loader]) -> None:
        """Refuse a data set that lacks a required table, holds a folder no loader reads, or two files of one name.

        Raises:
            TableError: naming the folder or the files.
        """
        for path in sorted(path for folder in (*self.folders, *self.over) for path in folder.iterdir()):
            if path.is_dir() and path.name not in known:
                raise TableError(f"{path}: there is no loader of that name; there are {', '.join(sorted(known))}")
        for loader in known.values():
            files = self.files(loader)
            for one, other in pairwise(files):
                if one.stem == other.stem:
                    raise TableError(f"{other} and {one} have one name; each file needs its own, give one another name")
            if loader.required and not files:
                names = ", ".join(column.name for column in loader.columns)
                folder = self.folders[0] / loader.name
                raise TableError(f"{folder} is missing or holds no file; expected a table with the columns {names}")


@dataclass(frozen=True)
class Part:
    """What came of reading one table.

    Attributes:
        loader: what read it.
        path: the file.
        reading: its rows and faults.
        statements: what its rows say, packed.
        lineage: the row each thing was read from.
        load: what the list of loads says of it.
    """

    loader: Loader
    path: Path
    reading: Reading
    statements: pl.DataFrame
    lineage: pl.DataFrame
    load: dict[str, Any]


@dataclass(frozen=True)
class Tables:
    """What came of reading all tables of a data set.

    Attributes:
        statements: a frame per file, packed.
        loads: one row per file: loader, file, counts, days and licences of its rows, hash, graph.
        rejects: rejected rows with the reason.
        notes: faults that did not cost a row.
        lineage: the row each thing was read from (:data:`graph.lineage.ROWS`).
        known: keys by kind of thing, to which other tables may refer.
        licences: licence by source.
        bulk: tables that were left to be streamed.
        used: keys that no other file may use again, by loader and file name without ending.
        parts: the same file by file.
    """

    statements: list[pl.DataFrame]
    loads: pl.DataFrame
    rejects: pl.DataFrame
    notes: pl.DataFrame
    lineage: pl.DataFrame
    known: dict[str, pl.Series]
    licences: dict[str, str]
    bulk: list[tuple[Loader, Path]]
    used: dict[tuple[str, str], pl.DataFrame]
    parts: tuple[Part, ...]


def read_tables(
    dataset: Dataset,
    loaders: Mapping[str, Loader],
    extra: Mapping[str, Path] | None = None,
    progress: Progress = lambda _: None,
    former: Tables | None = None,
) -> Tables:
    """Read every table of a data set, in an order that references allow.

    Args:
        dataset: the folders.
        loaders: in the order in which they refer to each other.
        extra: a further file by loader name.
        progress: told of each file.
        former: what came of reading the same data set with more files; what was read of the files that those files
            do not touch is taken from there.

    Raises:
        TableError: if a file cannot be read as its table.
    """
    parts: list[Part] = []
    known: dict[str, pl.Series] = {}
    licences: dict[str, str] = {}
    bulk: list[tuple[Loader, Path]] = []
    used: dict[tuple[str, str], pl.DataFrame] = {}
    for loader in loaders.values():
        files = dataset.files(loader)
        if extra and loader.name in extra:
            files.append(extra[loader.name])
        if loader.bulk:
            bulk += [(loader, path) for path in files]
            continue
        own = _untouched(former, loader, files, known) if former else None
        readings = [part.reading for part in own or ()]
        for path in files:
            if own is None:
                taken = [keys for (name, _), keys in used.items() if name == loader.name]
                readings.append(loader.read(path, known, taken=pl.concat(taken) if taken else None))
            reading = readings[files.index(path)]
            if loader.once:
                used[loader.name, path.stem] = reading.rows.select(loader.once)
            for thing, keys in loader.brought(reading.rows).items():
                before = known.get(thing)
                known[thing] = keys if before is None else pl.concat([before, keys]).unique(maintain_order=True)
            if loader.name == "sources":
                licences.update(zip(reading.rows["source_id"], reading.rows["licence"].fill_null(""), strict=True))
        if own is None:
            current = loader.current([reading.rows for reading in readings])
            own = [
                _part(loader, path, reading, rows, licences)
                for path, reading, rows in zip(files, readings, current, strict=True)
            ]
            for part in own:
                trouble = f", {part.reading.rejected} rejected" if part.reading.rejected else ""
                counted = f"{part.reading.rows.height:,} of {part.reading.read:,}"
                progress(f"{loader.name}/{part.path.name}: {counted} rows{trouble}")
        parts += own

    return Tables(
        [part.statements for part in parts],
        pl.DataFrame([part.load for part in parts]),
        _faults(parts, [part.reading.rejects for part in parts]),
        _faults(parts, [part.reading.notes for part in parts]),
        pl.concat([pl.DataFrame(schema=lineage.ROWS), *(part.lineage for part in parts)]),
        known,
        licences,
        bulk,
        used,
        tuple(parts),
    )


def _faults(parts: Sequence[Part], tables: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Faults of all files, each with the name of its file."""
    named = [
        table.with_columns(file=pl.lit(f"{part.loader.name}/{part.path.name}"))
        for part, table in zip(parts, tables, strict=True)
    ]
    return pl.concat([pl.DataFrame(schema=FINDING), *named])


def _part(loader: Loader, path: Path, reading: Reading, rows: pl.DataFrame, licences: Mapping[str, str]) -> Part:
    """What one table says, of its rows with the mark of the newest."""
    made = loader.statements(rows, graph_of(loader.name, path), pack=True)
    counts = {
        "read": reading.read,
        "accepted": reading.rows.height,
        "rejected": reading.rejected,
        "statements": made.height,
    }
    load = told_of_load(loader, path, counts, dated(reading.rows, licences), reading.sha256)
    return Part(loader, path, reading, made, loader.lineage(rows, f"{loader.name}/{path.name}"), load)


def _untouched(
    former: Tables, loader: Loader, files: Sequence[Path], known: Mapping[str, pl.Series]
) -> list[Part] | None:
    """What was read of a loader's files, if reading them again would give the same."""
    parts = [part for part in former.parts if part.loader.name == loader.name]
    if [part.path for part in parts] != list(files):
        return None
    gone = {
        thing: keys.filter(~keys.is_in(known[thing].implode())) if thing in known else keys
        for thing, keys in former.known.items()
        if thing in loader.refers_to
    }
    for part in parts:
        if part.reading.rejected:
            return None
        for column in loader.columns:
            for thing in column.kind.things:
                keys = gone.get(thing)
                if keys is None or keys.is_empty():
                    continue
                if type(column.kind) is not Reference or part.reading.rows[column.name].is_in(keys.implode()).any():
                    return None
    return parts


def told_of_load(
    loader: Loader, path: Path, counts: Mapping[str, int], spans: Mapping[str, Any], sha256: str
) -> dict[str, Any]:
    """What the list of loads says of one file."""
    return {
        "loader": loader.name,
        "file": path.name,
        **counts,
        **spans,
        "sha256": sha256,
        "graph": graph_of(loader.name, path),
        "load": load_of(loader.name, path),
    }


def dated(rows: pl.DataFrame, licences: Mapping[str, str]) -> dict[str, Any]:
    """The first and last day of a table's rows, and the licences of their sources."""
    days = rows["date"].drop_nulls() if "date" in rows.columns else pl.Series([], dtype=pl.String)
    named = sources_in(rows)
    return {
        "first_day": days.min(),
        "last_day": days.max(),
        "licences": "; ".join(sorted({licences.get(source, "") for source in named} - {""})),
    }


def sources_in(rows: pl.DataFrame) -> set[str]:
    """The sources that rows name."""
    return set(rows["source"].drop_nulls().unique()) if "source" in rows.columns else set()


def load_statements(loads: pl.DataFrame) -> pl.DataFrame:
    """What the graph says of each load: file, hash, counts, graph."""
    load = iri("load")
    return statements.from_rows(
        loads,
        (
            (load, "rdf:type", node("ka:Load")),
            (load, "ka:loaderName", text("loader")),
            (load, "ka:fileName", text("file")),
            (load, "ka:fileHash", text("sha256")),
            (load, "ka:rowsRead", typed("read", "integer")),
            (load, "ka:rowsAccepted", typed("accepted", "integer")),
            (load, "ka:rowsRejected", typed("rejected", "integer")),
            (load, "ka:loadedInto", iri("graph")),
        ),
        LOADS,
    )
