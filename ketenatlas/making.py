"""Making: an atlas in the workshop, in three steps: what it says, in columns; stored and checked; finished.

The atlas and its public part are made by the same steps, and no cube of equal facts is counted twice.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from graph.errors import AtlasError
from graph.statements import INFERRED
from graph.store import add, describe, fill
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


@dataclass(frozen=True)
class Said:
    """What an atlas says, before it is stored.

    Attributes:
        dataset: its data set.
        open_to_all: the same without what is restricted.
        tables: what came of reading its tables, decisions applied.
        streamed: what came of its bulk tables.
        loads: one row per file.
        situated: what was computed from geometry.
        everything: its statements, packed, but for those of cubes and of bulk tables.
        counted: statements of cubes, packed.
        inferred: how many of its statements the rules concluded.
    """

    dataset: Dataset
    open_to_all: Dataset
    tables: Tables
    streamed: Sequence[bulk.Streamed]
    loads: pl.DataFrame
    situated: spatial.Found
    everything: pl.DataFrame
    counted: pl.DataFrame
    inferred: int

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
        recipe: what it was made by.
        said: what it says.
        report: what was done.
        manifest: what it is.
    """

    recipe: Recipe
    said: Said
    report: Report
    manifest: Mapping[str, Any]


def say(recipe: Recipe, dataset: Dataset, tables: Tables, like: Path | None = None) -> Said:
    """What an atlas says; its extracts, numbers and cubes are written in the workshop.

    Args:
        recipe: what it is made by.
        dataset: its data set.
        tables: what came of reading its tables.
        like: folder of an atlas by the same recipe, of which no cube is counted again whose facts are the same.
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

    status = cubing.STATUS if open_to_all.withheld - dataset.withheld else cubing.OPEN
    counted = statements.packed(_counted(facts, workshop, loads, day, status, like))
    progress(f"counted cubes of {counted.height:,} statements in {clock.lap('cubes'):.1f} s")
    return Said(dataset, open_to_all, tables, streamed, loads, situated, everything, counted, inferred.height)


def store(recipe: Recipe, said: Said) -> Made:
    """Store what an atlas says, but for its bulk tables, and let the gate look at it.

    Args:
        recipe: what it is made by.
        said: what it says.

    Raises:
        GateError: if the gate closes.
    """
    folder, day, progress, clock = recipe.workshop / MADE, recipe.day, recipe.progress, recipe.clock
    everything, tables, streamed = said.everything, said.tables, said.streamed
    # The hash of a load's file stands among the statements, so that bulk tables are part of the identity too.
    identity = fill(folder, said.stored)
    stored = everything.height + said.counted.height
    manifest = {
        "title": dict(said.dataset.title),
        "version": said.dataset.version,
        "as_of": day,
        "hash": identity,
        "statements": stored + said.of_bulk,
        "inferred": said.inferred,
        "restricted": said.restricted,
        "publisher": dict(said.dataset.publisher),
    }
    describe(folder, manifest)
    progress(f"stored {stored:,} statements in {clock.lap('store'):.1f} s")
    found = [
        shapes.run_shapes(everything),
        shapes.run_checks(ox.Store.read_only(str(folder / "store")), day),
        said.situated.findings,
    ]
    located = lineage.locate(pl.concat(found), tables.lineage, everything)
    findings = pl.concat([located, *(part.findings for part in streamed)])
    progress(f"checked in {clock.lap('gate'):.1f} s: {findings.height} findings")
    report = Report(
        hash=identity,
        folder=folder,
        as_of=day,
        loads=said.loads,
        rejects=pl.concat([tables.rejects, *(part.rejects for part in streamed)]),
        notes=pl.concat([tables.notes, *(part.notes for part in streamed)]),
        findings=findings,
        lineage=tables.lineage,
        classes=count_classes(everything),
        statements=stored + said.of_bulk,
        inferred=said.inferred,
        stages=clock.seconds,
        memory=clock.memory,
    )
    stops = findings.filter(pl.col("severity") == "stop")
    if stops.height:
        failed = recipe.builds / "failed"
        failed.mkdir(exist_ok=True)
        write_report(failed, report, manifest)
        first = stops.row(0, named=True)
        raise GateError(
            f"the gate stopped the build with {stops.height} finding(s); the atlas in use is unchanged. "
            f"The first: {first['subject']}: {first['message_en']} All of them: {failed / 'findings.csv'}",
            stops,
        )
    return Made(recipe, said, report, manifest)


def finish(made: Made) -> Report:
    """Add the bulk tables, and write what was done beside the atlas."""
    recipe, said, folder = made.recipe, made.said, made.report.folder
    if said.streamed:
        add(folder, [part.path for part in said.streamed])
        for path in recipe.workshop.glob("lineage-*.parquet"):
            path.rename(folder / path.name)
        seconds = recipe.clock.lap("bulk")
        recipe.progress(f"stored {said.of_bulk:,} statements of bulk tables in {seconds:.1f} s")
    write_report(folder, made.report, made.manifest)
    return made.report


def _concluded(facts: pl.DataFrame, day: str) -> pl.DataFrame:
    """The statements, and what follows from joining them."""
    derived = [
        space.region_geometries(facts, day),
        space.region_distances(facts, day),
        presence.presences(facts),
        presence.links(facts),
    ]
    return statements.one_home([facts, *map(statements.packed, derived)])


def _counted(
    facts: pl.DataFrame, workshop: Path, loads: pl.DataFrame, day: str, status: str, like: Path | None
) -> pl.DataFrame:
    """Write the tables beside the store, extracts, numbers and cubes, and give what is said of the cubes."""
    made = workshop / MADE
    made.mkdir()
    extracts.write(facts, made)
    numbered.write(made)
    registers.gather(sorted(workshop.glob(f"{registers.NAME}-*.parquet")), made)
    own = datetime.date.fromisoformat(day)
    counted = cubing.written(made, cubing.reference_days(own), status, like)
    return observations.statements(counted, loads, own, observations.room_for(facts.height))
