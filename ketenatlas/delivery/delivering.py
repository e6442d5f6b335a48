"""Delivering: from an atlas to a folder that others can use without it, checked before it is put in place.

The same atlas, compared with the same previous delivery, gives the same bytes: no file tells when it was made.
"""

import datetime
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from graph.collecting import collected
from graph.errors import AtlasError, UsageError
from graph.store import Store
from ketenatlas import __version__
from ketenatlas.atlas import Atlas
from ketenatlas.delivery import forms, telling
from ketenatlas.delivery.catalog import catalog
from ketenatlas.delivery.changes import changes, summed
from ketenatlas.delivery.content import Content, Earlier, File, Form, Publisher
from ketenatlas.delivery.described import TABLES
from ketenatlas.delivery.gathering import gathered, outlines, statistical
from ketenatlas.delivery.profile import found
from ketenatlas.delivery.protecting import Shown, keep, shown
from ketenatlas.delivery.provenance import provenance
from ketenatlas.delivery.schema import Table, Words
from ketenatlas.delivery.sealing import SEAL, broken, seal
from ketenatlas.delivery.tabular import CSVW, PACKAGE, csvw, misread, package
from ketenatlas.exports import frame_csv

ABOUT = "metadata/delivery.json"
"""What a delivery is, for the comparison with a next one."""


@dataclass(frozen=True)
class Delivered:
    """A file of a delivery.

    Attributes:
        name: path in the folder.
        kind: ``data``, ``metadata``, ``changes``, ``readme`` or ``checksums``.
        title: what it is.
        path: where it lies.
    """

    name: str
    kind: str
    title: Words
    path: Path


@dataclass(frozen=True)
class Delivery:
    """A delivery that was put in place.

    Attributes:
        folder: where it lies.
        identifier: its name.
        as_of: the day it is about (ISO).
        identity: hash of the build of the atlas.
        tables: its tables as they stand in the files.
        about: what each table and column means.
        files: its files.
        sources: the sources behind its figures.
        changes: what changed since the previous delivery; empty if there was none.
        summary: how much changed, per table.
        loss: what disclosure control cost (:data:`ketenatlas.delivery.protecting.LOSS`), as everybody may know it.
        findings: what the catalog lacks of what is recommended.
        previous: identifier of the previous delivery, if it was compared with one.
    """

    folder: Path
    identifier: str
    as_of: str
    identity: str
    tables: Mapping[str, pl.DataFrame]
    about: Mapping[str, Table]
    files: tuple[Delivered, ...]
    sources: pl.DataFrame
    changes: pl.DataFrame
    summary: pl.DataFrame
    loss: pl.DataFrame
    findings: pl.DataFrame
    previous: str | None


def deliver(atlas: Atlas, out: Path, *, previous: Path | None = None, lang: str = "nl") -> Delivery:
    """Write what an atlas adds up to as a folder: data, metadata, and what changed since the previous delivery.

    Args:
        atlas: an atlas on this machine.
        out: the folder; empty, or an earlier delivery, which it replaces.
        previous: the folder of the delivery before, to compare with; it may be ``out``.
        lang: the language that comes first in what is for people.

    Raises:
        UsageError: if the atlas is remote, or the folder holds something else.
        AtlasError: if nobody is named who gives it out, the previous delivery is not whole, or a check fails; what lies
            in the folder is then as it was.
    """
    store = atlas.engine
    if not isinstance(store, Store):
        raise UsageError("a delivery is made from the tables of an atlas on this machine, not from a remote one")
    publisher = Publisher.told(store.manifest.get("publisher") or {})
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / SEAL).is_file())):
        raise UsageError(
            f"{out} holds something that is no delivery; nothing was written, give another folder with --out"
        )
    content, cells = _content(store, publisher, None if previous is None else _earlier(previous))
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".delivering-", dir=out.parent) as workshop:
        folder = Path(workshop) / "delivery"
        files, findings = _written(content, folder, lang)
        seal(folder)
        _put(folder, out)
    keep(store, content.identifier, cells.kept)
    return Delivery(
        folder=out,
        identifier=content.identifier,
        as_of=content.as_of.isoformat(),
        identity=content.identity,
        tables=content.tables,
        about=TABLES,
        files=tuple(_listed(files, out)),
        sources=content.tables["sources"],
        changes=content.tables["changes"],
        summary=summed(content.tables["changes"]),
        loss=content.loss,
        findings=findings,
        previous=content.previous.identifier if content.previous else None,
    )


def _content(store: Store, publisher: Publisher, earlier: Earlier | None) -> tuple[Content, Shown]:
    """What is delivered, and the cells with what the next delivery must know of them."""
    day = datetime.date.fromisoformat(store.manifest["as_of"])
    cells = shown(store, day, {"nuts3": statistical(store)}, earlier.identifier if earlier else None)
    tables = gathered(store, day, cells)
    tables["changes"] = changes(earlier.tables if earlier else {}, tables)
    content = Content(
        identifier=f"rev-{day}-{store.folder.name}",
        title=store.manifest["title"],
        as_of=day,
        identity=store.manifest["hash"],
        version=str(store.manifest["version"]),
        software=f"ketenatlas {__version__}",
        publisher=publisher,
        tables={name: tables[name] for name in TABLES},
        outlines=outlines(store),
        loss=cells.loss,
        previous=earlier,
    )
    return content, cells


def _earlier(folder: Path) -> Earlier:
    """A delivery as it lies in a folder.

    Raises:
        AtlasError: if it is none, or not as it was sealed.
    """
    try:
        told: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        faults = list(broken(folder))
    except (OSError, ValueError):
        raise AtlasError(
            f"{folder} is no delivery to compare with; expected a folder with {ABOUT} and {SEAL}; nothing was delivered"
        ) from None
    if faults:
        raise AtlasError(
            f"the previous delivery in {folder} is not as it was given out: {faults[0]}; nothing was delivered"
        )
    paths = {name: folder / "data" / f"{name}.parquet" for name in TABLES}
    tables = {name: pl.read_parquet(path) for name, path in paths.items() if path.is_file()}
    return Earlier(told["identifier"], told["address"], told["as_of"], tables)


def _written(content: Content, folder: Path, lang: str) -> tuple[list[File], pl.DataFrame]:
    """Write all files and check them; gives the files with data and what the catalog lacks.

    Raises:
        AtlasError: if the catalog is not what the profile asks, or a table does not read back.
    """
    for name in ("data", "metadata"):
        (folder / name).mkdir(parents=True)
    known: dict[str, Form] = collected(forms, "FORMS")
    files = [file for form in known.values() for file in form.write(content, folder / "data")]
    described, came = catalog(content, files, folder), provenance(content, files)
    texts = {
        CSVW: csvw(content),
        PACKAGE: package(content),
        ABOUT: _about(content),
        "metadata/loss.csv": frame_csv(content.loss),
        **{f"metadata/dcat.{ending}": text for ending, text in described.items()},
        **{f"metadata/prov.{ending}": text for ending, text in came.items()},
        "README.txt": telling.readme(content, files, lang),
        "LICENSE.txt": telling.licence(content),
        "CHANGES.txt": telling.changed(content),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    findings = found(described["ttl"])
    wrong = findings.filter(pl.col("severity") == "violation")
    faults = [*wrong["message_en"].to_list(), *misread(folder)]
    if faults:
        raise AtlasError(f"the delivery is not what it should be: {faults[0]} Nothing was put in place")
    (folder / "metadata" / "validation.txt").write_text(
        telling.checked(findings, len(content.tables)), encoding="utf-8"
    )
    return files, findings


def _about(content: Content) -> str:
    told = {
        "identifier": content.identifier,
        "address": content.address,
        "as_of": content.as_of.isoformat(),
        "atlas": content.identity,
        "version": content.version,
        "software": content.software,
        "previous": content.previous.identifier if content.previous else None,
        "rows": {name: len(table) for name, table in content.tables.items()},
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _put(folder: Path, out: Path) -> None:
    """Put a finished delivery in place of what was there."""
    if out.exists():
        out.rename(folder.parent / "former")
    shutil.move(folder, out)


def _listed(files: list[File], out: Path) -> list[Delivered]:
    told = [Delivered(file.name, "data", file.title, out / file.name) for file in files]
    for name, title in telling.METADATA.items():
        kind = {"README.txt": "readme", "CHANGES.txt": "changes", SEAL: "checksums"}.get(name, "metadata")
        told.append(Delivered(name, kind, title, out / name))
    return told
