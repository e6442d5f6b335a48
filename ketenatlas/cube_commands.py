"""The command for cubes: which there are, and the cells of one of them as a table or as RDF Data Cube.

With ``--public`` the cells as they may leave: protected, beside what everybody can read already
(:mod:`graph.disclosure.cubes`).
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import polars as pl
import pyoxigraph as ox
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph.errors import AtlasError, UsageError, one_of
from graph.store import Store, public
from ketenatlas.settings import Settings, language_told

if TYPE_CHECKING:
    from graph.disclosure.cubes import Protection

FORMS = ("table", "csv", "parquet", "turtle", "jsonld")
SHOWN = 40
"""Cells that are shown without ``--all``."""
_RDF = {"turtle": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD}

WORDS = {
    "nl": {
        "cube": "kubus", "counts": "telt", "by": "naar", "stage": "schakel", "chain": "keten",
        "place": "plek", "from": "van", "to": "naar", "register": "register", "division": "bedrijfstak", "day": "dag",
        "evidence": "bewijs", "value": "cijfer", "n": "vestigingen",
        "sources": "bronnen", "status": "onthulling",
        "more": "{shown} van {cells} cellen; --all toont ze alle, --out schrijft ze",
        "inside": "Niemand heeft gecontroleerd wat deze cellen onthullen: voor gebruik binnen de organisatie.",
        "open": "In deze cellen zit niets dan wat iedereen al kan lezen.",
        "outside": "Beschermd: dit mag naar buiten. Onderdrukt is niet nul; een som van wat er staat is geen totaal.",
        "checked": "Met de ware cijfers en waarom een cel niet naar buiten mag: voor gebruik binnen de organisatie.",
        "data_set": "kubus", "cells": "cellen", "primary": "zelf onderdrukt", "secondary": "mee onderdrukt",
        "exposed": "al bekend", "suppressed": "onderdrukt", "share": "aandeel cellen", "valueShare": "aandeel cijfer",
    },
    "en": {
        "cube": "cube", "counts": "counts", "by": "by", "stage": "stage", "chain": "chain",
        "place": "place", "from": "from", "to": "to", "register": "register", "division": "division", "day": "day",
        "evidence": "evidence", "value": "figure", "n": "establishments",
        "sources": "sources", "status": "disclosure",
        "more": "{shown} of {cells} cells; --all shows them all, --out writes them",
        "inside": "Nobody checked what these cells disclose: for use inside the organisation.",
        "open": "These cells hold nothing but what everybody can read already.",
        "outside": "Protected: this may go outside. Suppressed is not zero, and a sum of what is there is no total.",
        "checked": "With the true figures and why a cell may not go outside: for use inside the organisation.",
        "data_set": "cube", "cells": "cells", "primary": "primary", "secondary": "secondary",
        "exposed": "out already", "suppressed": "suppressed", "share": "share of cells",
        "valueShare": "share of figure",
    },
}  # fmt: skip


def register(app: typer.Typer, out: Console, progress: Console) -> None:
    """Add the command to the command line."""

    @app.command()
    def cubes(
        name: Annotated[str | None, typer.Argument(help="Name of a cube; none lists them all.")] = None,
        as_of: Annotated[
            str, typer.Option("--as-of", help="Any day (ISO), or counted: all days counted at build.")
        ] = "",
        evidence: Annotated[str, typer.Option(help="Least sure evidence level of the cells.")] = "all",
        lang: Annotated[str, typer.Option("--lang", help="Language of labels: nl or en.")] = "",
        form: Annotated[str, typer.Option("--format", help="table, csv, parquet, turtle or jsonld.")] = "table",
        target: Annotated[Path | None, typer.Option("--out", help="File to write; - is standard output.")] = None,
        everything: Annotated[bool, typer.Option("--all", help="Show all cells.")] = False,
        outside: Annotated[bool, typer.Option("--public", help="Only what may go outside: protected cells.")] = False,
        checked: Annotated[
            bool, typer.Option("--checked", help="All figures, with what may go outside and why not; to stay inside.")
        ] = False,
        lost: Annotated[bool, typer.Option("--loss", help="What protection costs, for every cube.")] = False,
        previous: Annotated[
            Path | None, typer.Option(help="What was kept of the previous delivery; both are made safe together.")
        ] = None,
        keep: Annotated[
            Path | None, typer.Option(help="File for what the next delivery must know; has true figures, stays inside.")
        ] = None,
        builds: Annotated[Path | None, typer.Option("--atlas", help="Folder of builds.")] = None,
    ) -> None:
        """Count what an atlas adds up to, per stage or chain, place, day and evidence level, as RDF Data Cube too."""
        language = language_told(lang)
        one_of("--format", form, FORMS)
        if name is None and not lost:
            out.print(_listed(language))
            return
        plain = target is None or str(target) == "-"
        if form == "parquet" and plain:
            raise UsageError("--format parquet needs a file; say which with --out")
        store = Store.open(builds or Settings().builds)
        words, protection = WORDS[language], None
        if outside or checked or lost or keep or previous:
            protection = _protected(store, as_of, previous, keep)
        if lost and protection is not None:
            _print_loss(protection.loss(), words, out)
        if name is None:
            return
        if protection is not None and (outside or checked):
            cells = _chosen(store, protection, name, evidence, outside=outside)
        else:
            cells = _asked(store, name, as_of, evidence)
        if form == "table":
            _print(_labelled(store, cells, language), name, words, out, None if everything else SHOWN)
        elif form == "parquet":
            _file(target).parent.mkdir(parents=True, exist_ok=True)
            cells.write_parquet(_file(target))
        else:
            text = _csv(store, cells, language) if form == "csv" else _rdf(store, name, cells, form)
            if plain:
                sys.stdout.write(text)
            else:
                _file(target).parent.mkdir(parents=True, exist_ok=True)
                _file(target).write_text(text, encoding="utf-8")
        note = "outside" if outside else "checked" if checked else "inside"
        note = "open" if set(cells["status"]) <= {"open"} else note
        progress.print(words[note], highlight=False, soft_wrap=True)
        if form != "table" and not plain:
            progress.print(f"written: {target}", highlight=False, soft_wrap=True)


def _file(target: Path | None) -> Path:
    return Path(target or "-")


def _listed(language: str) -> Table:
    """All cubes with what they count and by what."""
    from graph.cubing import data_sets  # noqa: PLC0415 - other commands need none of it
    from graph.placing import LEVELS  # noqa: PLC0415

    words = WORDS[language]
    table = Table(header_style="bold")
    for head in ("cube", "counts", "by"):
        table.add_column(words[head], overflow="fold")
    for one in data_sets().values():
        by = [*(words[name] for name in one.cube.dimensions), words["day"], words["evidence"]]
        table.add_row(one.name, f"{one.cube.title[language]}: {LEVELS[one.level][language]}", ", ".join(by))
    return table


def _asked(store: Store, name: str, as_of: str, evidence: str) -> pl.DataFrame:
    """The cells of a cube on a day, or on all days that were counted, up to an evidence level."""
    from graph import cubing  # noqa: PLC0415
    from graph.projections import View  # noqa: PLC0415

    counted = as_of == "counted"
    view = View(store.folder, as_of=store.manifest["as_of"] if counted or not as_of else as_of, evidence=evidence)
    sure = view.sure
    cells = cubing.read(store.folder, name) if counted else cubing.on(store.folder, name, view.day)
    return cells.filter(pl.col("evidence").is_in(sure))


def _protected(store: Store, as_of: str, previous: Path | None, keep: Path | None) -> "Protection":
    """The cubes of one day with what may go outside of them."""
    from graph.disclosure.cubes import protected_cubes  # noqa: PLC0415 - other commands need no solver
    from graph.projections import View  # noqa: PLC0415

    if as_of == "counted":
        raise UsageError("--as-of counted: what goes outside is of one day; two days are two deliveries")
    if previous is not None and not previous.is_file():
        raise UsageError(f"--previous: there is no file {previous}; expected is what --keep wrote")
    day = View(store.folder, as_of=as_of or store.manifest["as_of"], evidence="all").day
    before = None if previous is None else pl.read_parquet(previous)
    made = protected_cubes(store.folder, day, previous=before)
    if keep is not None:
        keep.parent.mkdir(parents=True, exist_ok=True)
        made.delivered.write_parquet(keep)
    return made


def _chosen(store: Store, protection: "Protection", name: str, evidence: str, *, outside: bool) -> pl.DataFrame:
    """The cells of one cube: as they may go outside, or with the true figures and the reasons."""
    from graph.cubing import data_set  # noqa: PLC0415
    from graph.disclosure.cubes import ALL  # noqa: PLC0415
    from graph.projections import View  # noqa: PLC0415

    if outside and data_set(name).name in protection.withheld:
        there = ", ".join(sorted(set(protection.tables) - set(protection.withheld)))
        raise AtlasError(
            f"the cube {name} does not go outside: it is too fine to protect, or counts once more what another counts;"
            f" nothing was written. These do: {there}"
        )
    cells = (protection.published() if outside else protection.tables)[data_set(name).name]
    view = View(store.folder, as_of=str(protection.day), evidence=evidence)
    return cells if evidence == ALL else cells.filter(pl.col("evidence").is_in(view.sure))


def _print_loss(table: pl.DataFrame, words: dict[str, str], out: Console) -> None:
    """Show what protection cost, shares in percent."""
    shown = Table(header_style="bold")
    told = table.drop("value").with_columns((pl.col("share", "valueShare") * 100).round(1))
    for column, kind in told.schema.items():
        shown.add_column(words[column], justify="right" if kind.is_numeric() else "left", no_wrap=not kind.is_numeric())
    for row in told.iter_rows():
        shown.add_row(*(f"{cell:.1f} %" if isinstance(cell, float) else str(cell) for cell in row))
    out.print(shown)


def _labelled(store: Store, cells: pl.DataFrame, language: str) -> pl.DataFrame:
    """The cells with the labels of what they are of beside the addresses; sources joined by semicolons."""
    from graph import extracts  # noqa: PLC0415

    names = extracts.read(store.folder, "labels").select("thing", label=language)
    table = cells.with_columns(pl.col("sources").list.join("; "))
    order: list[str] = []
    for column in cells.columns:
        order.append(column)
        if column in ("stage", "chain", "place", "from", "to"):
            known = names.rename({"thing": column, "label": f"{column}_label"})
            table = table.join(known, on=column, how="left", maintain_order="left")
            order.append(f"{column}_label")
    return table.select(order)


def _csv(store: Store, cells: pl.DataFrame, language: str) -> str:
    from ketenatlas.exports import frame_csv  # noqa: PLC0415

    return frame_csv(_labelled(store, cells, language))


def _rdf(store: Store, name: str, cells: pl.DataFrame, form: str) -> str:
    """The cells as RDF Data Cube, with their structure and what they were counted from."""
    from graph import cubing, observations, statements  # noqa: PLC0415
    from graph.terms import PREFIXES  # noqa: PLC0415

    inside = "largest" in cells.columns
    loads = pl.read_csv((store.folder if inside else public(store.folder)) / "loads.csv", columns=["loader", "load"])
    levels = cells.filter(pl.col("evidence") != "all")  # they are a partition, and their sum is no level
    if levels.is_empty() and cells.height:
        raise AtlasError(
            f"of the cube {name} only all evidence levels together may go outside, for which RDF has no code; take"
            " --format csv or parquet. Nothing was written."
        )
    cells = levels
    said = observations.exported(cubing.data_set(name), cells, loads)
    quads = ox.parse(statements.nquads(said), format=ox.RdfFormat.N_QUADS)
    used = {name: start for name, start in PREFIXES.items() if said["p"].str.contains(start, literal=True).any()}
    triples = (ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    return (ox.serialize(triples, format=_RDF[form], prefixes=used) or b"").decode()


def _print(table: pl.DataFrame, name: str, words: dict[str, str], out: Console, most: int | None) -> None:
    """Show the cells: things by their label, sources counted."""
    from graph.cubing import data_set  # noqa: PLC0415

    dimensions = data_set(name).cube.dimensions
    labels = {column: f"{column}_label" for column in dimensions if f"{column}_label" in table.columns}
    last = {column: pl.col(column).str.extract(r"([^/#]+)$") for column in dimensions}
    seen = table.select(
        *(pl.coalesce(label, last[column]).alias(column) for column, label in labels.items()),
        *(last[column].alias(column) for column in dimensions if column not in labels),
        "day", "evidence", "value", "n", "status",
        sources=pl.col("sources").str.split("; ").list.len(),
    )  # fmt: skip
    shown = Table(header_style="bold")
    for column, kind in seen.schema.items():
        shown.add_column(words[column], justify="right" if kind.is_numeric() else "left", overflow="fold")
    for row in seen.head(most or seen.height).iter_rows():
        shown.add_row(
            *("" if cell is None else escape(f"{cell:g}" if isinstance(cell, float) else str(cell)) for cell in row)
        )
    out.print(shown)
    if most is not None and seen.height > most:
        out.print(words["more"].format(shown=most, cells=seen.height))
