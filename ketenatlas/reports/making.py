"""Making a report: which kinds there are, the report of one, and its files in a folder.

A kind of report is a module of :mod:`ketenatlas.reports.kinds` with a ``KIND`` in it and is found by itself.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.asking import Engine, named
from graph.catalogue import today
from graph.errors import UsageError
from graph.projections import View
from graph.store import Store, public
from ketenatlas.atlas import Atlas
from ketenatlas.reports.html import as_html
from ketenatlas.reports.pdf import as_pdf
from ketenatlas.reports.pieces import Report
from ketenatlas.reports.styles import style
from ketenatlas.reports.writing import Writer

if TYPE_CHECKING:
    from ketenatlas.reports.delivered import Delivery


@dataclass(frozen=True)
class Kind:
    """A kind of report.

    Attributes:
        name: what people ask for.
        title: by language; ``{label}`` is what the thing is called.
        subtitle: by language.
        about: what it is for, for the command line.
        of: class of the things it is made of (prefixed name); nothing if it is of the whole atlas.
        write: writes it; is given the writer, the address of the thing, and what was delivered, if anything was.
        outward: whether it goes out: then it is made from what everybody may see, beside the data delivered with it.
    """

    name: str
    title: Mapping[str, str]
    subtitle: Mapping[str, str]
    about: str
    of: str
    write: "Callable[[Writer, str, Delivery | None], None]"
    outward: bool = False


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds of reports by name."""
    from ketenatlas.reports import kinds as home  # noqa: PLC0415 - its modules import this one

    found = [importlib.import_module(f"{home.__name__}.{m.name}") for m in pkgutil.iter_modules(home.__path__)]
    return {module.KIND.name: module.KIND for module in found if hasattr(module, "KIND")}


def make(
    kind: str,
    atlas: Atlas,
    key: str = "",
    *,
    as_of: str | None = None,
    evidence: str = "all",
    delivery: "Delivery | None" = None,
    asking: Engine | None = None,
) -> Report:
    """Make a report from an atlas on this machine.

    Args:
        kind: which kind.
        atlas: the atlas; its language is that of the report.
        key: of which thing: its key, label or address.
        as_of: the day (ISO); the day of the atlas by default, so that the same atlas gives the same report.
        evidence: least sure evidence level that counts.
        delivery: the data it goes with, whose counts are protected, if there are any.
        asking: what answers the questions, where that is another process; it must answer on the same atlas.

    Raises:
        UsageError: if there is no such kind or thing, or the atlas is not on this machine.
    """
    if kind not in kinds():
        raise UsageError(f"there is no report {kind!r}; there are {', '.join(kinds())}")
    chosen, store = kinds()[kind], atlas.engine
    if not isinstance(store, Store):
        raise UsageError("a report is made from an atlas on this machine; a remote one has no columns to draw from")
    if chosen.outward:
        store = Store(public(store.folder))
    manifest: Mapping[str, Any] = store.manifest
    engine = asking or store
    iri = named(engine, chosen.of, key, kind) if chosen.of else ""
    day = as_of or str(manifest.get("as_of") or today())
    writer = Writer(engine, View(store.folder, None, day, evidence, atlas.language))
    label = writer.label(iri) if iri else ""
    chosen.write(writer, iri, delivery)
    language = atlas.language
    return Report(
        kind=kind,
        title=chosen.title[language].format(label=label),
        subtitle=chosen.subtitle[language].format(label=label),
        language=language,
        day=writer.day,
        identity=str(manifest["hash"]),
        marks=_marks(writer, manifest),
        pieces=tuple(writer.pieces),
        files=dict(sorted(writer.files.items())),
    )


def write(report: Report, out: Path, folder: Path | None = None) -> list[Path]:
    """Write a report as HTML and PDF, with the tables that were cut in it, into a folder.

    Args:
        report: the report.
        out: the folder; it is made if it is not there.
        folder: the house style; our own by default.

    Raises:
        AtlasError: if the style cannot be used.
    """
    look = style(folder)
    stem = f"report.{report.language}"
    files = {f"{stem}.html": as_html(report, look).encode(), f"{stem}.pdf": as_pdf(report, look), **report.files}
    written = []
    for name, content in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    return written


def _marks(writer: Writer, manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """What the cover says of its state."""
    told = [
        writer.text("Stand op {day}.", "As of {day}.", day=writer.day),
        writer.text(
            "Gemaakt uit {title}, versie {version}, kenmerk {hash}.",
            "Made from {title}, version {version}, mark {hash}.",
            title=manifest["title"][writer.language],
            version=manifest["version"],
            hash=str(manifest["hash"])[:16],
        ),
        writer.text(
            "Concept: wat op een voorstel berust, zoals de lijst van ketens en de koppeling aan nationale "
            "kaders, wacht op bevestiging door de provincie.",
            "Draft: what rests on a proposal, such as the list of chains and the mapping to national frames, "
            "waits for confirmation by the province.",
        ),
        writer.text(
            "Wat geen bron noemt, is onbekend. Onbekend is geen nul en niet afwezig.",
            "What no source names is unknown. Unknown is not nought and not absent.",
        ),
    ]
    if writer.evidence != "all":
        told.append(
            writer.text(
                "Alleen bewijs tot en met het niveau {level} telt mee.",
                "Only evidence up to the level {level} counts.",
                level=writer.evidence,
            )
        )
    if manifest.get("restricted"):
        told.append(
            writer.text(
                "Niet openbaar: deze atlas bevat {n} bestand(en) die niet iedereen mag lezen.",
                "Not public: this atlas holds {n} file(s) that not everybody may read.",
                n=manifest["restricted"],
            )
        )
    if writer.synthetic:
        told.append(
            writer.text(
                "Let op: een deel van de gegevens is verzonnen als voorbeeld; dat staat bij de tabellen.",
                "Mind: part of the data is invented as an example; the tables say so.",
            )
        )
    return tuple(told)
