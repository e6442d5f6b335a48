"""Inputs: files of one's own beside the reference data, loaded, replaced and taken out again.

They are kept in the folder ``inputs`` of the builds, laid out like a data set, each with the mapping file that says how
it was read; a file of the same name as one of the data set stands in for it. An atlas is always built from the data set
and all inputs together, so that a file loaded again replaces exactly what it said before, and one taken out leaves no
trace.
"""

import csv
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from graph.catalogue import today
from graph.errors import AtlasError, UsageError
from ketenatlas.build import Report, build
from ketenatlas.dataset import Progress
from loaders.claims import SOURCED
from loaders.columns import PUBLIC, RESTRICTED
from loaders.files import identity
from loaders.fitting import SUFFIX, Fitting
from loaders.headings import plain
from loaders.loader import Loader, discover

FOLDER = "inputs"
SOURCE_COLUMNS = ("source_id", "title", "publisher", "url", "licence", "published", "retrieved", "note", "access")


def inputs_of(builds: Path) -> list[Path]:
    """The folder of inputs, if there is one."""
    folder = builds / FOLDER
    return [folder] if folder.is_dir() else []


def loader_named(name: str) -> Loader:
    """A loader by its name.

    Raises:
        UsageError: if there is none.
    """
    known = discover()
    if name not in known:
        raise UsageError(f"there is no loader {name!r}; there are {', '.join(sorted(known))}")
    return known[name]


def load(
    builds: Path,
    loader: Loader,
    file: Path,
    *,
    fitting: Fitting | None = None,
    source: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
    data: Path | None = None,
    progress: Progress = lambda _: None,
) -> Report:
    """Add a file to the inputs, or replace the one of that name, and build.

    Args:
        builds: folder of builds.
        loader: what reads the file.
        file: the file; it is copied.
        fitting: how its headings fit; by default as the mapping file beside it says.
        source: title, publisher, url, licence, published of the source the rows come from, where they name none, and
            access (public or restricted); what is not given here is as the mapping file says.
        constants: values of every row, such as ``valid_from``.
        data: the data set; the bundled one by default.
        progress: told what is going on.

    Raises:
        AtlasError: if the file does not load or the gate stops the build; the atlas and the inputs stay as they were.
    """
    if not file.is_file():
        raise AtlasError(f"{file} is missing; expected a file to load")
    told = fitting or Fitting.beside(file)
    own = {column.name for column in loader.columns}
    given = {name: value for name, value in (constants or {}).items() if value}
    about = {**told.source, **{name: value for name, value in (source or {}).items() if value}}
    for name in given:
        if name not in own:
            raise UsageError(f"{loader.name} has no column {name!r}, so that it cannot be given for all rows")
    with _staged(builds) as stage:
        key = _key(f"{loader.name}-{file.stem}")
        target = stage / loader.name / file.name
        access = about.setdefault("access", _access_before(target) or (RESTRICTED if loader.restricted else PUBLIC))
        if (source is not None or told.source) and {column.name for column in SOURCED} <= own:
            same = target.is_file() and identity(target) == identity(file)
            seen = _write_source(stage, key, file, about, same=same)
            given.setdefault("source", key)
            given.setdefault("date", about.get("published") or seen)
        target.parent.mkdir(parents=True, exist_ok=True)
        for former in target.parent.glob(f"{file.stem}.*"):
            former.unlink()
        shutil.copyfile(file, target)
        said = {"access": access} if access == RESTRICTED or loader.restricted else {}
        kept = replace(told, constants={**given, **told.constants}, source={**told.source, **said})
        if kept != Fitting():
            target.with_name(target.name + SUFFIX).write_text(kept.text(), encoding="utf-8")
        report = build(builds, data, over=[stage], progress=progress)
        _put_in_place(stage, builds)
    return report


def unload(
    builds: Path, loader: Loader, name: str, data: Path | None = None, progress: Progress = lambda _: None
) -> Report:
    """Take a file out of the inputs and build without it.

    Raises:
        UsageError: if no such file was loaded.
    """
    with _staged(builds) as stage:
        found = [path for path in (stage / loader.name).glob("*") if name in (path.name, path.stem)]
        if not found:
            there = sorted(path.name for path in (stage / loader.name).glob("*") if path.suffix != SUFFIX)
            raise UsageError(f"{loader.name}/{name} was not loaded; loaded are {', '.join(there) or 'no files'}")
        for path in found:
            path.unlink()
            path.with_name(path.name + SUFFIX).unlink(missing_ok=True)
            (stage / "sources" / f"{_key(f'{loader.name}-{path.stem}')}.csv").unlink(missing_ok=True)
        report = build(builds, data, over=[stage], progress=progress)
        _put_in_place(stage, builds)
    return report


class _staged:  # noqa: N801 - reads as a statement
    """A copy of the inputs to change; what is not put in place is thrown away."""

    def __init__(self, builds: Path) -> None:
        self._builds = builds

    def __enter__(self) -> Path:
        self._builds.mkdir(parents=True, exist_ok=True)
        self._folder = Path(tempfile.mkdtemp(prefix=".loading-", dir=self._builds))
        stage = self._folder / FOLDER
        if (self._builds / FOLDER).is_dir():
            shutil.copytree(self._builds / FOLDER, stage)
        else:
            stage.mkdir()
        return stage

    def __exit__(self, *exception: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def _put_in_place(stage: Path, builds: Path) -> None:
    former = stage.with_name("former")
    if (builds / FOLDER).is_dir():
        (builds / FOLDER).rename(former)
    stage.rename(builds / FOLDER)


def _access_before(target: Path) -> str | None:
    """What was said of the file that a new one replaces: what is restricted does not become public unsaid."""
    before = [path for path in target.parent.glob(f"{target.stem}.*") if path.suffix != SUFFIX]
    return next((told for path in before if (told := Fitting.beside(path).source.get("access"))), None)


def _write_source(stage: Path, key: str, file: Path, told: Mapping[str, str], *, same: bool) -> str:
    """Write the source of a file; returns the day it was first seen as it is.

    A file that has not changed keeps its day, so that loading it again changes nothing.
    """
    path = stage / "sources" / f"{key}.csv"
    seen = told.get("retrieved") or today()
    if same and path.is_file():
        with path.open(encoding="utf-8", newline="") as former:
            seen = next(csv.DictReader(former))["retrieved"]
    path.parent.mkdir(parents=True, exist_ok=True)
    row = {
        "source_id": key,
        "title": told.get("title") or file.name,
        "publisher": told.get("publisher") or "not named",
        "url": told.get("url") or f"https://w3id.org/ketenatlas/source/{key}",
        "licence": told.get("licence") or "not named; not to be published",
        "published": told.get("published") or "",
        "retrieved": seen,
        "note": told.get("note") or "",
        "access": told["access"],
    }
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, SOURCE_COLUMNS)
        writer.writeheader()
        writer.writerow(row)
    return seen


def _key(text: str) -> str:
    """A file name as a key: lower-case letters, digits and hyphens."""
    return plain(text).replace("_", "-")
