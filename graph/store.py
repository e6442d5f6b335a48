"""The store: an atlas on disk, made aside, put in place whole, opened for reading.

A folder of builds holds one folder per content hash and a small file ``current`` that names the one in use.
Replacing that file is atomic, so that readers see the old atlas or the new one and never half of either; readers
that have the old one open keep it.
"""

import gzip
import json
import os
import shutil
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
import pyoxigraph as ox

from graph.columns.answering import Columns, columns_of
from graph.columns.syntax import OURS, RefusedError
from graph.engine import answer, solutions
from graph.errors import AtlasError
from graph.result import Rows, TableRows
from graph.statements import write_canonical

CURRENT = "current"
PUBLIC = "public"
"""Folder of an atlas that holds the atlas without what is restricted, where anything is."""
KEEP = 2
"""Builds that stay on disk: the one in use and the one before."""

_EFFORT = 6
"""How hard N-Quads are squeezed, of 9: more takes several times as long and saves a few percent."""


class NoAtlasError(AtlasError):
    """There is nothing to open yet."""


def current(root: Path) -> Path:
    """The folder of the atlas in use.

    Raises:
        NoAtlasError: if nothing was built here.
    """
    try:
        name = (root / CURRENT).read_text(encoding="utf-8").strip()
    except OSError:
        raise NoAtlasError(f"there is no atlas in {root}; make one with: ketenatlas build") from None
    folder = root / name
    if not (folder / "store").is_dir():
        raise NoAtlasError(f"the atlas {name} in {root} is gone; make it again with: ketenatlas build")
    return folder


def public(folder: Path) -> Path:
    """What everybody may see of an atlas: the atlas that was made beside it without what is restricted, or all of it.

    Raises:
        NoAtlasError: if something in it is restricted, or may be, and there is no such atlas.
    """
    try:
        restricted = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["restricted"]
    except (OSError, KeyError):
        raise NoAtlasError(
            f"the atlas {folder.name} does not tell what in it is restricted; make it again with: ketenatlas build"
        ) from None
    if not restricted:
        return folder
    if not (folder / PUBLIC / "store").is_dir():
        raise NoAtlasError(f"the public part of the atlas {folder.name} is gone; make it again with: ketenatlas build")
    return folder / PUBLIC


def dump(folder: Path, facts: pl.DataFrame) -> str:
    """Write the statements of an atlas as packed N-Quads into its folder; returns their identity.

    Args:
        folder: the atlas.
        facts: its statements, packed.
    """
    with (
        (folder / "atlas.nq.gz").open("wb") as file,
        gzip.GzipFile(filename="", mode="wb", compresslevel=_EFFORT, fileobj=file, mtime=0) as squeezed,
    ):
        return write_canonical(facts, squeezed.write)


def describe(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write down what an atlas is."""
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False), encoding="utf-8")


def add(folder: Path, parts: Sequence[Path]) -> None:
    """Load files with N-Quads, such as those of bulk tables, into a store; no copy of them is kept."""
    store = ox.Store(str(folder / "store"))
    for part in parts:
        store.bulk_load(path=str(part), format=ox.RdfFormat.N_QUADS)
    store.flush()
    del store


def publish(root: Path, made: Path, name: str) -> Path:
    """Put a finished atlas in place and name it the current one; older ones beyond :data:`KEEP` are removed."""
    target = root / name
    if target.exists():
        _renew(made, target)
        shutil.rmtree(made)
    else:
        made.rename(target)
    pointer = root / f"{CURRENT}.new"
    with pointer.open("w", encoding="utf-8") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    previous = None
    with suppress(NoAtlasError):
        previous = current(root)
    pointer.replace(root / CURRENT)
    kept = {target, previous}
    builds = sorted(
        (path for path in root.iterdir() if (path / "manifest.json").is_file() and path not in kept),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    for old in builds[max(0, KEEP - len(kept - {None})) :]:
        shutil.rmtree(old, ignore_errors=True)
    return target


def _renew(made: Path, target: Path) -> None:
    """Renew what is told about an atlas that is there already; the statements are the same, readers have them open."""
    for path in list(made.iterdir()):
        there = target / path.name
        if path.name == PUBLIC and there.is_dir():
            _renew(path, there)
        elif path.name != "store":
            if there.is_dir():
                there.rename(made / f"former-{path.name}")
            path.replace(there)


class Store:
    """An atlas on disk, opened for reading only. Any number of processes may have it open.

    Attributes:
        folder: where it lies.
        manifest: what it is: title, version, reference date, hash.
        statements: the engine itself, for code that looks statements up rather than asking queries.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest: Mapping[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self.statements = ox.Store.read_only(str(folder / "store"))

    @classmethod
    def open(cls, root: Path) -> "Store":
        """Open the current atlas of a folder of builds.

        Raises:
            NoAtlasError: if nothing was built there.
        """
        return cls(current(root))

    @cached_property
    def _columns(self) -> Columns | None:
        """The atlas in columns, opened when the first query comes: many who open a store only look statements up."""
        return columns_of(self.folder)

    def select(self, query: str) -> Rows:
        """Answer a SELECT query, from columns where it can be."""
        if self._columns is not None:
            try:
                return TableRows(self._columns.select(query))
            except RefusedError:
                pass
            except OURS as error:
                warnings.warn(
                    f"columns failed ({error!r}) and the engine answers: {query}", RuntimeWarning, stacklevel=2
                )
        return Rows.of(solutions(self.statements, query))

    def answer(self, query: str, media_types: list[str] | None = None) -> tuple[str, bytes]:
        """Answer any query in the first form that fits (see :func:`graph.engine.answer`)."""
        media_type, write = answer(self.statements, query, media_types)
        return media_type, write(None) or b""
