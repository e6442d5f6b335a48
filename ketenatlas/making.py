"""Making: an atlas in the workshop, in three steps: what it says, in columns; stored and checked; finished.

The atlas and its public part are made by the same steps. No cube of equal facts is counted twice, and the store of the
atlas begins as a copy of that of its public part. While the engine loads, all other work on the columns is done.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl
import pyoxigraph as ox

from graph import (
    cubing,
    extracts,
    lineage,
    numbered,
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
from graph.columns import encoded
from graph.columns.encoding import encode, read_nquads
from graph.errors import AtlasError
from graph.filling import STORE, Filling
from graph.statements import INFERRED
from graph.store import add, describe, dump
from ketenatlas import bulk
from ketenatlas.build_report import Report, count_classes, write_report
from ketenatlas.clock import Clock
from ketenatlas.dataset import Dataset, Progress, Tables, load_statements
from ketenatlas.deciding import confirm, decide
from ketenatlas.restricted import without_restricted
from loaders.loader import Loader

MADE = "made"
"""Folder of the workshop with the atlas."""


class GateError(AtlasError):
    """The atlas was not put in place because of what the gate found."""

    def __init__(self, message: str, findings: pl.DataFrame) -> None:
        super().__init__(message)
        self.findings = findings


@dataclass(frozen=True)
class Recipe:
    """How an atlas is made; an atlas and its public part have most of it in common.

    Attributes:
        of: words before a message about it that say which of the two it is about.
    """

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
    of: str = ""


@dataclass(frozen=True)
class Said:
    """What an atlas says, before it is stored.

    Attributes:
        recipe: what it is made by.
        dataset: its data set.
        open_to_all: the same without what is restricted.
        tables: what came of reading its tables, decisions applied, without their statements.
        streamed: what came of its bulk tables.
        loads: one row per file.
        situated: what was computed from geometry.
        everything: its statements, packed, but for those of cubes and of bulk tables.
        stated: how many statements tables and code lists make, and what follows from joining them.
        inferred: how many of its statements the rules concluded.
        counted: statements of cubes, packed; none until they are counted.
    """

    recipe: Recipe
    dataset: Dataset
    open_to_all: Dataset
    tables: Tables
    streamed: Sequence[bulk.Streamed]
    loads: pl.DataFrame
    situated: spatial.Found
    everything: pl.DataFrame
    stated: int
    inferred: int
    counted: pl.DataFrame

    @property
    def folder(self) -> Path:
        """Where the atlas is made."""
        return self.recipe.workshop / MADE

    @property
    def restricted(self) -> int:
        """How many files of the data set are restricted."""
        return len(self.open_to_all.withheld - self.dataset.withheld)

    @property
    def stored(self) -> pl.DataFrame:
        """The statements that are stored before those of bulk tables."""
        return pl.concat([self.everything, self.counted])

    @property
    def of_bulk(self) -> int:
        """How many statements bulk tables add."""
        return sum(part.load["statements"] - part.apart.height + part.computed for part in self.streamed)


@dataclass(frozen=True)
class Made:
    """An atlas that is stored but for its bulk tables.

    Attributes:
        said: what it says.
        report: what was done.
        manifest: what it is.
    """

    said: Said
    report: Report
    manifest: Mapping[str, Any]


def say(recipe: Recipe, dataset: Dataset, tables: Tables) -> Said:
    """What an atlas says, but for its cubes; its extracts are written in the workshop.

    Args:
        recipe: what it is made by.
        dataset: its data set.
        tables: what came of reading its tables.
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
    said = Said(
        recipe=recipe,
        dataset=dataset,
        open_to_all=open_to_all,
        # The statements of each table by itself would be kept beside those of all.
        tables=replace(tables, statements=[], known={}, used={}, parts=()),
        streamed=streamed,
        loads=loads,
        situated=situated,
        everything=everything,
        stated=facts.height,
        inferred=inferred.height,
        counted=statements.packed(statements.empty()),
    )
    said.folder.mkdir()
    extracts.write(facts, said.folder)
    numbered.write(said.folder)
    registers.gather(sorted(workshop.glob(f"{registers.NAME}-*.parquet")), said.folder)
    clock.lap("extracts")
    return said


def store(whole: Said, public: Said | None = None) -> list[Made]:
    """Store what an atlas says, and what its public part says, but for bulk tables, and let the gate look at them.

    Args:
        whole: what the atlas says.
        public: what its public part says, if that is another one.

    Returns:
        The atlas, and its public part, if that is another one.

    Raises:
        GateError: if the gate closes; first for the whole.
    """
    clock, progress = whole.recipe.clock, whole.recipe.progress
    first = public or whole
    with Filling(first.folder) as engine:
        engine.add(first.everything)
        whole = _counted(whole)
        public = public and _counted(public, like=whole.folder)
        first = public or whole
        engine.add(first.counted)
        both = [said for said in (whole, public) if said]
        written = [_written(said) for said in both]
        engine.done()
        if public:
            engine.copy(whole.folder, public.stored, whole.stored)
    number = sum(said.stored.height for said in both)
    progress(f"stored {number:,} statements in {clock.lap('store'):.1f} s")
    with ThreadPoolExecutor() as threads:
        found = list(threads.map(_found_in_store, both))
    return [_checked(*one, more) for one, more in zip(written, found, strict=True)]


def _counted(said: Said, like: Path | None = None) -> Said:
    """Count cubes and write them beside the store; what is said of them comes with the rest.

    Args:
        said: what an atlas says.
        like: folder of an atlas by the same recipe, of which no cube is counted again whose facts are the same.
    """
    recipe, folder = said.recipe, said.folder
    own = datetime.date.fromisoformat(recipe.day)
    status = cubing.STATUS if said.restricted else cubing.OPEN
    cells = cubing.written(folder, cubing.reference_days(own), status, like)
    told = observations.statements(cells, said.loads, own, observations.room_for(said.stated))
    recipe.progress(f"counted cubes of {told.height:,} statements in {recipe.clock.lap('cubes'):.1f} s")
    return replace(said, counted=statements.packed(told))


def _written(said: Said) -> tuple[Said, str, pl.DataFrame]:
    """Write all statements as N-Quads and as numbers; gives their identity, and what shapes find in them."""
    recipe, folder = said.recipe, said.folder
    # The hash of a load's file stands among the statements, so that bulk tables are part of the identity too.
    identity = dump(folder, said.stored)
    encode(_parts(said), folder / encoded.FOLDER)
    recipe.progress(f"wrote them in columns in {recipe.clock.lap('columns'):.1f} s")
    found = shapes.run_shapes(said.everything)
    recipe.clock.lap("gate")
    return said, identity, found


def _found_in_store(said: Said) -> pl.DataFrame:
    """What the checks that are queries find in an atlas that is stored but for its bulk tables."""
    return shapes.run_checks(ox.Store.read_only(str(said.folder / STORE)), said.recipe.day)


def _checked(said: Said, identity: str, *found: pl.DataFrame) -> Made:
    """Let the gate look at an atlas that is stored but for its bulk tables.

    Args:
        said: what it says.
        identity: its identity.
        found: what was found in it.
    """
    recipe, folder, tables, streamed = said.recipe, said.folder, said.tables, said.streamed
    number = said.stored.height + said.of_bulk
    manifest = {
        "title": dict(said.dataset.title),
        "version": said.dataset.version,
        "as_of": recipe.day,
        "hash": identity,
        "statements": number,
        "inferred": said.inferred,
        "restricted": said.restricted,
        "publisher": dict(said.dataset.publisher),
    }
    describe(folder, manifest)
    located = lineage.locate(pl.concat([*found, said.situated.findings]), tables.lineage, said.everything)
    findings = pl.concat([located, *(part.findings for part in streamed)])
    recipe.progress(f"checked in {recipe.clock.lap('gate'):.1f} s: {findings.height} findings")
    report = Report(
        hash=identity,
        folder=folder,
        as_of=recipe.day,
        loads=said.loads,
        rejects=pl.concat([tables.rejects, *(part.rejects for part in streamed)]),
        notes=pl.concat([tables.notes, *(part.notes for part in streamed)]),
        findings=findings,
        lineage=tables.lineage,
        classes=count_classes(said.everything),
        statements=number,
        inferred=said.inferred,
        stages=recipe.clock.seconds,
        memory=recipe.clock.memory,
    )
    stops = findings.filter(pl.col("severity") == "stop")
    if stops.height:
        failed = recipe.builds / "failed"
        failed.mkdir(exist_ok=True)
        write_report(failed, report, manifest)
        first = stops.row(0, named=True)
        raise GateError(
            f"{recipe.of}the gate stopped the build with {stops.height} finding(s); the atlas in use is unchanged. "
            f"The first: {first['subject']}: {first['message_en']} All of them: {failed / 'findings.csv'}",
            stops,
        )
    return Made(said, report, manifest)


def finish(made: Made) -> Report:
    """Add the bulk tables, and write what was done beside the atlas."""
    said, folder, recipe = made.said, made.said.folder, made.said.recipe
    if said.streamed:
        add(folder, [part.path for part in said.streamed])
        for path in recipe.workshop.glob("lineage-*.parquet"):
            path.rename(folder / path.name)
        seconds = recipe.clock.lap("bulk")
        recipe.progress(f"stored {said.of_bulk:,} statements of bulk tables in {seconds:.1f} s")
    write_report(folder, made.report, made.manifest)
    return made.report


def _parts(said: Said) -> Iterator[pl.DataFrame]:
    """All statements, packed, part by part."""
    yield said.stored
    for part in said.streamed:
        with part.path.open("rb") as lines:
            yield from read_nquads(lines)


def _concluded(facts: pl.DataFrame, day: str) -> pl.DataFrame:
    """The statements, and what follows from joining them."""
    derived = [
        space.region_geometries(facts, day),
        space.region_distances(facts, day),
        presence.presences(facts),
        presence.links(facts),
    ]
    return statements.one_home([facts, *map(statements.packed, derived)])
