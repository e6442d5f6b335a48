"""The build: from a folder of tables to an atlas in place, and nothing else.

A build is a pure function of its inputs: the same files give the same statements and the same hash. A build that
fails leaves the current atlas as it was. Where any file is restricted, the atlas without such files is made too and
lies inside the other, so that both are put in place in one step.
"""

import datetime
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl
import pyoxigraph as ox
from filelock import FileLock, Timeout

from graph import (
    cubing,
    extracts,
    lineage,
    observations,
    presence,
    registers,
    rules,
    shapes,
    space,
    spatial,
    statements,
    unifying,
)
from graph.consistency import ontology as ontology_statements
from graph.errors import AtlasError
from graph.resources import room
from graph.statements import INFERRED
from graph.store import PUBLIC, add, describe, fill, publish
from graph.terms import PREFIXES
from ketenatlas import bulk
from ketenatlas.clock import Clock
from ketenatlas.dataset import Dataset, Progress, Tables, load_statements, read_tables
from ketenatlas.deciding import confirm, decide
from ketenatlas.restricted import check_apart, without_restricted
from loaders.loader import Loader, discover
from loaders.table import TableError


class GateError(AtlasError):
    """The atlas was not put in place because of what the gate found."""

    def __init__(self, message: str, findings: pl.DataFrame) -> None:
        super().__init__(message)
        self.findings = findings


class BusyError(AtlasError):
    """Another build is at work in the same folder."""


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
        stages: duration of each stage, in seconds, in the order in which they were done.
        memory: most memory, in MiB, that the process had held by the end of each stage; empty where the system does
            not tell.
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
    stages: dict[str, float] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)

    @property
    def peak_mib(self) -> float | None:
        """Most memory, in MiB, that the process had held by the end of the build."""
        return max(self.memory.values(), default=None)

    @property
    def disk_bytes(self) -> int:
        """What the atlas takes on disk, its public part included; a file that stands in both counts once."""
        told = [path.stat() for path in self.folder.rglob("*") if path.is_file()]
        return sum({(one.st_dev, one.st_ino): one.st_size for one in told}.values())


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
    over: Sequence[Path] = (),
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
        over: such folders of which a table stands in for one of the same name.
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
            dataset = Dataset.open(data or room("data"), added, over)
            return _build(builds, workshop, dataset, as_of, extra or {}, progress)
        except OSError as error:
            raise AtlasError(f"the build failed and nothing was changed: {error}") from None
        finally:
            shutil.rmtree(workshop, ignore_errors=True)


@dataclass(frozen=True)
class _Recipe:
    """What the atlas and its public part have in common."""

    builds: Path
    workshop: Path
    day: str
    loaders: Mapping[str, Loader]
    extra: Mapping[str, Path]
    ontology: pl.DataFrame
    schemes: pl.DataFrame
    compiled: Sequence[rules.Rule]
    progress: Progress
    clock: Clock


def _build(
    builds: Path, workshop: Path, dataset: Dataset, as_of: str | None, extra: Mapping[str, Path], progress: Progress
) -> Report:
    clock = Clock()
    loaders = discover()
    dataset.check_folders(loaders)
    for name in extra:
        if name not in loaders:
            raise AtlasError(f"there is no loader {name!r}; there are {', '.join(sorted(loaders))}")
    ontology = ontology_statements()
    compiled = rules.compile_rules(ontology)
    lists = statements.packed(scheme_statements())
    day = as_of or dataset.as_of
    recipe = _Recipe(
        builds, workshop, day, loaders, extra, statements.packed(ontology), lists, compiled, progress, clock
    )
    tables = read_tables(dataset, loaders, extra, progress)
    said = sum(part.height for part in tables.statements)
    progress(f"read {said:,} statements in {clock.lap('read'):.1f} s")
    report, open_to_all = _made(recipe, dataset, tables)
    if open_to_all.withheld:
        public = _public(recipe, open_to_all, tables)
        public.folder.rename(report.folder / PUBLIC)
        # What is restricted is no statement; a folder is named by both parts, so that what is in it never changes.
        name = hashlib.sha256(f"{report.hash} {public.hash}".encode()).hexdigest()[:16]
        number = len(open_to_all.withheld)
        progress(f"made the public part, without {number} restricted file(s), in {clock.lap('public'):.1f} s")
    else:
        name = report.hash[:16]
    report.folder = publish(builds, report.folder, name)
    return report


def _public(recipe: _Recipe, dataset: Dataset, everything: Tables) -> Report:
    """The atlas as it would be if the restricted files had never been there."""
    aside = Path(tempfile.mkdtemp(dir=recipe.workshop))
    quiet = replace(recipe, workshop=aside, progress=lambda _: None, clock=Clock())
    try:
        dataset.check_folders(recipe.loaders)
        tables = read_tables(dataset, recipe.loaders, recipe.extra, former=everything)
        check_apart(everything, tables)
        report, open_to_all = _made(quiet, dataset, tables)
        # A restricted file may have stood in for another restricted one.
        return report if open_to_all == dataset else _public(recipe, open_to_all, everything)
    except GateError as error:
        raise GateError(f"without what is restricted, {error}", error.findings) from None
    except TableError as error:
        raise AtlasError(f"without what is restricted there is no atlas: {error}") from None


def _made(recipe: _Recipe, dataset: Dataset, tables: Tables) -> tuple[Report, Dataset]:
    """An atlas in the workshop, and its data set without what is restricted.

    Raises:
        GateError: if the gate closes.
    """
    workshop, day, progress, clock = recipe.workshop, recipe.day, recipe.progress, recipe.clock
    types = [part.filter(pl.col("p") == statements.RDF_TYPE) for part in (recipe.schemes, *tables.statements)]
    kinds = statements.unpacked(pl.concat(types))
    decisions = unifying.decisions_in(pl.concat(tables.statements), tables.lineage)
    context = bulk.Context(
        tables.known,
        tables.licences,
        kinds,
        recipe.compiled,
        areas=spatial.places(pl.concat(tables.statements), day),
        decided=unifying.involved(decisions),
    )
    streamed = [bulk.stream(loader, path, context, workshop, progress) for loader, path in tables.bulk]
    if streamed:
        clock.lap("streamed")
    open_to_all = without_restricted(dataset, tables, streamed)
    tables = confirm(decide(tables, streamed, decisions))
    loads = pl.concat([tables.loads, *(pl.DataFrame([part.load]) for part in streamed)], how="vertical_relaxed")
    told = statements.packed(load_statements(loads))
    facts = statements.one_home([recipe.schemes, *tables.statements, told])
    situated = spatial.relations(facts, context.areas, day)
    facts = _concluded(pl.concat([facts, statements.packed(situated.statements)]), day)
    progress(f"joined to {facts.height:,} statements in {clock.lap('joined'):.1f} s")

    inferred = rules.infer(space.snapshot(facts, day), recipe.compiled, INFERRED)
    everything = statements.one_home([recipe.ontology, facts, inferred])
    progress(f"inferred {inferred.height:,} statements for {day} in {clock.lap('rules'):.1f} s")

    made = workshop / "made"
    counted = _counted(facts, made, workshop, loads, day)
    progress(f"counted cubes of {counted.height:,} statements in {clock.lap('cubes'):.1f} s")

    # The hash of a load's file stands among the statements, so that bulk tables are part of the identity too.
    identity = fill(made, pl.concat([everything, statements.packed(counted)]))
    of_bulk = sum(part.load["statements"] - part.apart.height + part.computed for part in streamed)
    number = everything.height + counted.height + of_bulk
    manifest = {
        "title": dict(dataset.title),
        "version": dataset.version,
        "as_of": day,
        "hash": identity,
        "statements": number,
        "inferred": inferred.height,
        "restricted": len(open_to_all.withheld - dataset.withheld),
    }
    describe(made, manifest)
    progress(f"stored {everything.height + counted.height:,} statements in {clock.lap('store'):.1f} s")
    found = [
        shapes.run_shapes(everything),
        shapes.run_checks(ox.Store.read_only(str(made / "store")), day),
        situated.findings,
    ]
    located = lineage.locate(pl.concat(found), tables.lineage, everything)
    findings = pl.concat([located, *(part.findings for part in streamed)])
    progress(f"checked in {clock.lap('gate'):.1f} s: {findings.height} findings")
    if streamed:
        add(made, [part.path for part in streamed])
        for path in workshop.glob("lineage-*.parquet"):
            path.rename(made / path.name)
        progress(f"stored {of_bulk:,} statements of bulk tables in {clock.lap('bulk'):.1f} s")
    report = Report(
        hash=identity,
        folder=made,
        as_of=day,
        loads=loads,
        rejects=pl.concat([tables.rejects, *(part.rejects for part in streamed)]),
        notes=pl.concat([tables.notes, *(part.notes for part in streamed)]),
        findings=findings,
        lineage=tables.lineage,
        classes=_count_classes(everything),
        statements=number,
        inferred=inferred.height,
        stages=clock.seconds,
        memory=clock.memory,
    )
    _write_report(made, report, manifest)
    stops = findings.filter(pl.col("severity") == "stop")
    if stops.height:
        failed = recipe.builds / "failed"
        failed.mkdir(exist_ok=True)
        _write_report(failed, report, manifest)
        first = stops.row(0, named=True)
        raise GateError(
            f"the gate stopped the build with {stops.height} finding(s); the atlas in use is unchanged. "
            f"The first: {first['subject']}: {first['message_en']} All of them: {failed / 'findings.csv'}",
            stops,
        )
    return report, open_to_all


def _concluded(facts: pl.DataFrame, day: str) -> pl.DataFrame:
    """The statements, and what follows from joining them."""
    derived = [
        space.region_geometries(facts, day),
        space.region_distances(facts, day),
        presence.presences(facts),
        presence.links(facts),
    ]
    return statements.one_home([facts, *map(statements.packed, derived)])


def _counted(facts: pl.DataFrame, made: Path, workshop: Path, loads: pl.DataFrame, day: str) -> pl.DataFrame:
    """Write the tables beside the store, extracts and cubes, and give what is said of the cubes."""
    made.mkdir()
    extracts.write(facts, made)
    registers.gather(sorted(workshop.glob(f"{registers.NAME}-*.parquet")), made)
    own = datetime.date.fromisoformat(day)
    counted = cubing.written(made, cubing.reference_days(own))
    return observations.statements(counted, loads, own, observations.room_for(facts.height))


def _count_classes(everything: pl.DataFrame) -> pl.DataFrame:
    """Number of things per class of ours."""
    space_of_ours = f"<{PREFIXES['ka']}"
    return (
        statements.pairs(everything, "rdf:type")
        .group_by(pl.col("o").alias("class"))
        .agg(things=pl.col("s").n_unique())
        .with_columns(pl.col("class").cast(pl.String))
        .filter(pl.col("class").str.starts_with(space_of_ours))
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
    spent = {"seconds": report.stages, "memory_mib": report.memory}
    rounded = {name: {stage: round(value, 2) for stage, value in told.items()} for name, told in spent.items()}
    told = {**manifest, **rounded}
    (folder / "report.json").write_text(json.dumps(told, indent=2, ensure_ascii=False), encoding="utf-8")
