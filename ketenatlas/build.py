"""The build: from a folder of tables to an atlas in place, and nothing else.

A build is a pure function of its inputs: the same files give the same statements and the same hash. A build that
fails leaves the current atlas as it was. Where any file is restricted, the atlas without such files is made too and
lies inside the other, so that both are put in place in one step.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
from filelock import FileLock, Timeout

from graph import rules, statements
from graph.consistency import ontology as ontology_statements
from graph.errors import AtlasError
from graph.resources import room
from graph.store import PUBLIC, publish
from graph.terms import PREFIXES
from ketenatlas.build_report import Report
from ketenatlas.clock import Clock
from ketenatlas.dataset import Dataset, Progress, Tables, read_tables
from ketenatlas.making import GateError, Recipe, Said, finish, say, store
from ketenatlas.restricted import check_apart
from loaders.loader import discover
from loaders.table import TableError

__all__ = ["BusyError", "GateError", "Report", "build", "ontology_statements", "scheme_statements"]


_WITHOUT = "without what is restricted, "
"""How a sentence about the public part begins."""


class BusyError(AtlasError):
    """Another build is at work in the same folder."""


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
    recipe = Recipe(
        builds, workshop, day, loaders, extra, statements.packed(ontology), lists, compiled, progress, clock
    )
    tables = read_tables(dataset, loaders, extra, progress)
    number = sum(part.height for part in tables.statements)
    progress(f"read {number:,} statements in {clock.lap('read'):.1f} s")
    whole = say(recipe, dataset, tables)
    public = _public_first(whole, tables) if whole.open_to_all.withheld else None
    del tables
    # The public part is finished first, for it is a part of the other then.
    *parts, report = map(finish, reversed(store(whole, public)))
    name = report.hash[:16]
    for part in parts:
        part.folder.rename(report.folder / PUBLIC)
        # What is restricted is no statement; a folder is named by both parts, so that what is in it never changes.
        name = hashlib.sha256(f"{report.hash} {part.hash}".encode()).hexdigest()[:16]
    report.folder = publish(builds, report.folder, name)
    return report


def _public_first(whole: Said, tables: Tables) -> Said:
    """What the public part says; what keeps the whole atlas from being made is told before what keeps its part."""
    try:
        public = _public(whole.recipe, whole.open_to_all, tables)
    except AtlasError:
        store(whole)
        raise
    number, clock = len(whole.open_to_all.withheld), whole.recipe.clock
    whole.recipe.progress(
        f"made up the public part, without {number} restricted file(s), in {clock.lap('public'):.1f} s"
    )
    return public


def _public(recipe: Recipe, dataset: Dataset, everything: Tables) -> Said:
    """What the atlas would say if the restricted files had never been there."""
    aside = Path(tempfile.mkdtemp(dir=recipe.workshop))
    clock = Clock((recipe.clock, "public"))
    quiet = replace(recipe, workshop=aside, progress=lambda _: None, clock=clock, of=_WITHOUT)
    try:
        dataset.check_folders(recipe.loaders)
        tables = read_tables(dataset, recipe.loaders, recipe.extra, former=everything)
        check_apart(everything, tables)
        said = say(quiet, dataset, tables)
    except TableError as error:
        raise AtlasError(f"{_WITHOUT}there is no atlas: {error}") from None
    # A restricted file may have stood in for another restricted one.
    return said if said.open_to_all == dataset else _public(recipe, said.open_to_all, everything)
