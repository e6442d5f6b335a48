"""The build: from a folder of tables to an atlas in place, and nothing else.

A build is a pure function of its inputs: the same files give the same statements and the same hash. A build that
fails leaves the current atlas as it was.
"""

import json
import os
import shutil
import tempfile
import time
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pyoxigraph as ox
from filelock import FileLock, Timeout

from graph import lineage, presence, rules, shapes, space, statements
from graph.consistency import ontology as ontology_statements
from graph.errors import AtlasError
from graph.resources import room
from graph.statements import INFERRED
from graph.store import fill, publish
from graph.terms import PREFIXES, iri, node, text, typed
from loaders.fitting import SUFFIX as FITTING
from loaders.loader import Loader, discover, graph_of, load_of
from loaders.table import FINDING, TableError

LOADS = f"{PREFIXES['graph']}loads"

Progress = Callable[[str], None]
"""Called with a line for people as the build goes on."""


class GateError(AtlasError):
    """The atlas was not put in place because of what the gate found."""

    def __init__(self, message: str, findings: pl.DataFrame) -> None:
        super().__init__(message)
        self.findings = findings


class BusyError(AtlasError):
    """Another build is at work in the same folder."""


@dataclass(frozen=True)
class Dataset:
    """A folder of tables: one subfolder per loader, and ``atlas.toml`` that says what it is.

    Attributes:
        folders: the data set's own folder, and folders that add tables to it.
        title: what it is called, by language.
        as_of: reference date (ISO).
        version: version of the data.
    """

    folders: tuple[Path, ...]
    title: Mapping[str, str]
    as_of: str
    version: str

    @classmethod
    def open(cls, folder: Path, added: Sequence[Path] = ()) -> "Dataset":
        """Read ``atlas.toml``.

        Args:
            folder: the data set.
            added: folders with further tables, laid out in the same way; they need no ``atlas.toml``.

        Raises:
            AtlasError: if a folder or the file is missing, or the file lacks title, date or version.
        """
        for path in added:
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
            return cls((folder, *added), told["title"], told["as_of"].isoformat(), str(told["version"]))
        except (KeyError, AttributeError):
            raise AtlasError(
                f"{path} must give title (nl, en), version and as_of (a date such as 2026-11-24)"
            ) from None

    def files(self, loader: Loader) -> list[Path]:
        """The tables of one loader, in order of name."""
        found = [path for folder in self.folders for path in (folder / loader.name).glob("*")]
        tables = (path for path in found if path.is_file() and path.suffix not in (".md", FITTING))
        return sorted(tables, key=lambda path: path.name)

    def check_folders(self, known: Mapping[str, Loader]) -> None:
        """Refuse a data set that lacks a required table, holds a folder no loader reads, or two files of one name.

        Raises:
            TableError: naming the folder or the files.
        """
        for path in sorted(path for folder in self.folders for path in folder.iterdir()):
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


@dataclass
class Report:
    """What a build did.

    Attributes:
        hash: identity of the atlas: SHA-256 of its canonical statements.
        folder: where it lies.
        loads: one row per file: loader, file, read, accepted, rejected, statements, hash.
        rejects: rejected rows with the reason.
        notes: faults that did not cost a row.
        findings: what the gate found.
        lineage: the row each thing was read from: s (term), file, row.
        classes: number of things per class (stated or inferred).
        statements: how many statements the atlas holds, ontology included.
        inferred: how many of those the rules concluded.
        seconds: duration per stage.
    """

    hash: str
    folder: Path
    as_of: str
    loads: pl.DataFrame
    rejects: pl.DataFrame
    notes: pl.DataFrame
    findings: pl.DataFrame
    lineage: pl.DataFrame
    classes: pl.DataFrame
    statements: int
    inferred: int
    seconds: dict[str, float] = field(default_factory=dict)


def scheme_statements() -> pl.DataFrame:
    """The code lists of the ontology as statements."""
    folder = room("ontology") / "schemes"
    return pl.concat(
        statements.from_rdf(path, f"{PREFIXES['graph']}scheme-{path.stem}") for path in sorted(folder.glob("*.ttl"))
    )


def build(
    builds: Path,
    data: Path | None = None,
    *,
    as_of: str | None = None,
    added: Sequence[Path] = (),
    extra: Mapping[str, Path] | None = None,
    wait: float = 600.0,
    progress: Progress = lambda _: None,
) -> Report:
    """Build an atlas and put it in place.

    Args:
        builds: folder of builds.
        data: data set; the bundled reference data by default.
        as_of: reference date for what is inferred; the data set's own by default.
        added: folders with further tables, laid out like a data set.
        extra: further files by loader name, such as ``{"outlines": Path("gemeenten.geojson")}``.
        wait: seconds to wait for another build in the same folder.
        progress: told what is going on.

    Raises:
        AtlasError: if an input is missing or unreadable, the gate closes, or another build does not end.
    """
    try:
        builds.mkdir(parents=True, exist_ok=True)
        lock = FileLock(builds / ".lock")
        if not os.access(builds, os.W_OK):
            raise PermissionError(13, "no permission to write there")
    except OSError as error:
        raise AtlasError(f"cannot build in {builds}: {error.strerror or error}") from None
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            progress(f"another build is at work in {builds}; waiting for it")
            lock.acquire(timeout=wait)
    except Timeout:
        raise BusyError(f"another build is at work in {builds}; nothing was changed, try again later") from None
    with lock:
        for leftover in builds.glob(".making-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        workshop = Path(tempfile.mkdtemp(prefix=".making-", dir=builds))
        try:
            dataset = Dataset.open(data or room("data"), added)
            return _build(builds, workshop, dataset, as_of, extra or {}, progress)
        except OSError as error:
            raise AtlasError(f"the build failed and nothing was changed: {error}") from None
        finally:
            shutil.rmtree(workshop, ignore_errors=True)


class _Clock:
    """Times the stages of a build."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> float:
        now = time.perf_counter()
        self.seconds[stage] = now - self._last
        self._last = now
        return self.seconds[stage]


def _build(
    builds: Path, workshop: Path, dataset: Dataset, as_of: str | None, extra: Mapping[str, Path], progress: Progress
) -> Report:
    clock = _Clock()
    day = as_of or dataset.as_of
    loaders = discover()
    dataset.check_folders(loaders)
    for name in extra:
        if name not in loaders:
            raise AtlasError(f"there is no loader {name!r}; there are {', '.join(sorted(loaders))}")

    ontology, schemes = ontology_statements(), scheme_statements()
    frames, loads, rejects, notes, read_from = _read_tables(dataset, loaders, extra, progress)
    facts = statements.one_home([schemes, *frames])
    derived = [
        space.region_geometries(facts, day),
        space.region_distances(facts, day),
        presence.presences(facts),
        presence.links(facts),
    ]
    facts = statements.one_home([facts, *derived])
    progress(f"read {facts.height:,} statements in {clock.lap('read'):.1f} s")

    inferred = rules.infer(space.snapshot(facts, day), rules.compile_rules(ontology), INFERRED)
    everything = statements.one_home([ontology, facts, inferred])
    progress(f"inferred {inferred.height:,} statements for {day} in {clock.lap('rules'):.1f} s")

    nquads = statements.nquads(everything)
    identity = statements.digest(nquads)
    manifest = {
        "title": dict(dataset.title),
        "version": dataset.version,
        "as_of": day,
        "hash": identity,
        "statements": everything.height,
        "inferred": inferred.height,
    }
    made = workshop / identity[:16]
    made.mkdir()
    fill(made, nquads, manifest)
    progress(f"stored {everything.height:,} statements in {clock.lap('store'):.1f} s")

    findings = pl.concat(
        [
            shapes.run_shapes(everything),
            shapes.run_checks(ox.Store.read_only(str(made / "store")), day),
        ]
    )
    findings = lineage.locate(findings, read_from, everything)
    progress(f"checked in {clock.lap('gate'):.1f} s: {findings.height} findings")
    report = Report(
        hash=identity,
        folder=made,
        as_of=day,
        loads=loads,
        rejects=rejects,
        notes=notes,
        findings=findings,
        lineage=read_from,
        classes=_count_classes(everything),
        statements=everything.height,
        inferred=inferred.height,
        seconds=clock.seconds,
    )
    _write_report(made, report, manifest)
    stops = findings.filter(pl.col("severity") == "stop")
    if stops.height:
        failed = builds / "failed"
        failed.mkdir(exist_ok=True)
        _write_report(failed, report, manifest)
        first = stops.row(0, named=True)
        raise GateError(
            f"the gate stopped the build with {stops.height} finding(s); the atlas in use is unchanged. "
            f"The first: {first['subject']}: {first['message_en']} All of them: {failed / 'findings.csv'}",
            stops,
        )
    report.folder = publish(builds, made, made.name)
    return report


def _read_tables(
    dataset: Dataset, loaders: Mapping[str, Loader], extra: Mapping[str, Path], progress: Progress
) -> tuple[list[pl.DataFrame], pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Read every table of a data set, in an order that references allow."""
    read_from = [pl.DataFrame(schema=lineage.ROWS)]
    frames: list[pl.DataFrame] = []
    known: dict[str, pl.Series] = {}
    loads: list[dict[str, Any]] = []
    rejects, notes = [pl.DataFrame(schema=FINDING)], [pl.DataFrame(schema=FINDING)]
    for loader in loaders.values():
        files = dataset.files(loader)
        if loader.name in extra:
            files.append(extra[loader.name])
        for path in files:
            reading = loader.read(path, known)
            made = loader.statements(reading.rows, graph_of(loader.name, path))
            frames.append(made)
            read_from.append(loader.lineage(reading.rows, f"{loader.name}/{path.name}"))
            rejects.append(reading.rejects.with_columns(file=pl.lit(f"{loader.name}/{path.name}")))
            notes.append(reading.notes.with_columns(file=pl.lit(f"{loader.name}/{path.name}")))
            if loader.provides:
                keys = reading.rows[loader.key[0]]
                before = known.get(loader.provides)
                known[loader.provides] = keys if before is None else pl.concat([before, keys])
            loads.append(
                {
                    "loader": loader.name,
                    "file": path.name,
                    "read": reading.read,
                    "accepted": reading.rows.height,
                    "rejected": reading.rejected,
                    "statements": made.height,
                    "sha256": reading.sha256,
                    "graph": graph_of(loader.name, path),
                    "load": load_of(loader.name, path),
                }
            )
            trouble = f", {reading.rejected} rejected" if reading.rejected else ""
            progress(f"{loader.name}/{path.name}: {reading.rows.height:,} of {reading.read:,} rows{trouble}")
    table = pl.DataFrame(loads)
    frames.append(_load_statements(table))
    return frames, table, pl.concat(rejects), pl.concat(notes), pl.concat(read_from)


def _load_statements(loads: pl.DataFrame) -> pl.DataFrame:
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


def _count_classes(everything: pl.DataFrame) -> pl.DataFrame:
    """Number of things per class of ours."""
    space_of_ours = f"<{PREFIXES['ka']}"
    return (
        statements.having(everything, "rdf:type")
        .filter(pl.col("o").str.starts_with(space_of_ours))
        .group_by(pl.col("o").alias("class"))
        .agg(things=pl.col("s").n_unique())
        .with_columns(pl.col("class").str.strip_chars("<>"))
        .sort("class")
    )


def _write_report(folder: Path, report: Report, manifest: Mapping[str, Any]) -> None:
    """Write what a build did beside the atlas: CSV for people, JSON for programs."""
    report.rejects.write_csv(folder / "rejects.csv")
    report.notes.write_csv(folder / "notes.csv")
    report.findings.write_csv(folder / "findings.csv")
    report.loads.write_csv(folder / "loads.csv")
    report.lineage.write_parquet(folder / lineage.FILE)
    report.classes.write_csv(folder / "classes.csv")
    told = {**manifest, "seconds": {stage: round(value, 2) for stage, value in report.seconds.items()}}
    (folder / "report.json").write_text(json.dumps(told, indent=2, ensure_ascii=False), encoding="utf-8")
