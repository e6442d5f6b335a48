"""What the command line shows: reports, catalogues, findings and advice, as tables for people."""

import platform
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph.catalogue import THEMES, Catalogue
from graph.errors import UsageError
from graph.remote import Remote
from graph.result import Rows
from graph.sandbox import FORKS, Limits, Sandbox
from graph.store import current
from graph.store import public as public_part
from graph.terms import PREFIXES, shorten
from ketenatlas.build import Report
from ketenatlas.login import login_for
from ketenatlas.settings import NOT_REMOTE, Settings
from ketenatlas.views import quality


def _table(title: str, *columns: tuple[str, str]) -> Table:
    table = Table(title=title, title_justify="left", header_style="bold")
    for name, side in columns:
        table.add_column(name, justify="right" if side == "right" else "left", overflow="fold")
    return table


def report(built: Report, out: Console) -> None:
    """What a build made: counts per source and per class, and what was found."""
    sources = _table(
        "What was read",
        ("table", "left"),
        ("read", "right"),
        ("accepted", "right"),
        ("rejected", "right"),
        ("statements", "right"),
    )
    for row in built.loads.sort("loader", "file").iter_rows(named=True):
        numbers = (f"{row[name]:,}" for name in ("read", "accepted", "rejected", "statements"))
        sources.add_row(f"{row['loader']}/{row['file']}", *numbers)
    out.print(sources)
    classes = _table("What it holds", ("class", "left"), ("things", "right"))
    for name, things in built.classes.iter_rows():
        classes.add_row(name.removeprefix(PREFIXES["ka"]), f"{things:,}")
    out.print(classes)
    _rows("Rejected rows", built.rejects.to_dicts(), out)
    _rows("Noted, row kept", built.notes.to_dicts(), out)
    if built.findings.height:
        found = _table("What the gate found", ("severity", "left"), ("number", "right"), ("finding", "left"))
        counted = (
            built.findings.group_by("severity", "message_en", maintain_order=True).len().sort("severity", "message_en")
        )
        for severity, message, number in counted.iter_rows():
            found.add_row(quality.WORDS["en"][severity], str(number), message)
        out.print(found)
    seconds = sum(built.stages.values())
    out.print(
        f"{built.statements:,} statements of which {built.inferred:,} inferred for {built.as_of}, "
        f"in {seconds:.1f} s; hash {built.hash[:16]}; reports in {built.folder}",
        highlight=False,
    )


def _rows(title: str, rows: Sequence[Mapping[str, Any]], out: Console, limit: int = 8) -> None:
    if not rows:
        return
    table = _table(title, *((name, "left") for name in ("file", "row", "column", "found", "expected")))
    for row in rows[:limit]:
        table.add_row(*(escape(str(row[name])) for name in ("file", "row", "column", "found", "expected")))
    out.print(table)
    if len(rows) > limit:
        out.print(f"and {len(rows) - limit} more")


def questions(known: Catalogue, language: str, out: Console) -> None:
    """All questions by theme."""
    for theme, group in known.by_theme().items():
        out.print(f"[bold]{THEMES[theme][language]}[/bold]")
        for question in group:
            told = " ".join(f"--{p.name}" for p in question.parameters if p.name != "lang")
            out.print(f"  {question.id}  {escape(question.summary[language])}", highlight=False)
            out.print(f"         {told}", highlight=False, style="dim")


def networks(known: Mapping[str, Mapping[str, str]], language: str, out: Console) -> None:
    """All networks with what they are."""
    for name, about in known.items():
        out.print(f"  [bold]{name}[/bold]  {escape(about[language])}", highlight=False)


@contextmanager
def guarded(where: str | None, *, public: bool = False) -> Iterator[Sandbox | Remote]:
    """An engine for queries from outside: a sandbox over the local atlas or its public part, or a remote server."""
    if where and where.startswith(("http://", "https://")):
        if public:
            raise UsageError(NOT_REMOTE)
        yield Remote(where, login=login_for(where))
        return
    settings = Settings()
    limits = Limits(settings.query_seconds, settings.query_megabytes, settings.answer_megabytes)
    folder = current(Path(where) if where else settings.builds)
    with Sandbox(public_part(folder) if public else folder, limits) as sandbox:
        yield sandbox


def anything(media_type: str, data: bytes, out: Console) -> None:
    """The answer to any query: rows as a table, statements as they are."""
    if media_type != "application/sparql-results+json":
        out.print(data.decode(), markup=False, highlight=False)
        return
    try:
        rows = Rows.from_json(data)
    except TypeError:
        out.print("true" if b"true" in data else "false")
        return
    table = _table("", *((name, "left") for name in rows.columns))
    for row in rows.values:
        table.add_row(*("" if cell is None else escape(shorten(str(cell))) for cell in row))
    out.print(table)
    out.print(f"{len(rows.terms)} rows")


def findings(folder: Path, language: str, out: Console) -> int:
    """What the gate found when an atlas was built; returns the number that was more than noted."""
    told, words = quality.tables(folder), quality.WORDS[language]
    heads = ("severity", "subject", "name", "value", "finding", "file", "row")
    table = _table(f"{words['title']}: {folder.name}", *((words[head], "left") for head in heads))
    for row in told["findings"]:
        told_of = (row[head] for head in ("subject", "name", "value"))
        cells = (words[row["severity"]], *told_of, row[f"message_{language}"], row["file"], row["row"])
        table.add_row(*(escape(cell) for cell in cells))
    out.print(table)
    _rows(words["rejects"], told["rejects"], out, limit=40)
    out.print(str(folder / "findings.csv"), highlight=False)
    return len([row for row in told["findings"] if row["severity"] != "note"]) + len(told["rejects"])


def next_steps(files: list[Path], root: Path, out: Console) -> None:
    """How to go on after the first build."""
    home = "" if root == Path("build") else f" --atlas {root}"
    out.print()
    out.print(f"[bold]Picture[/bold]   {files[0].resolve()}", highlight=False, soft_wrap=True)
    out.print(f"[bold]Browser[/bold]   ketenatlas serve{home}     then open http://127.0.0.1:8080/", highlight=False)
    out.print(f"[bold]Questions[/bold] ketenatlas ask{home}", highlight=False)


def doctor(settings: Settings, out: Console) -> None:
    """Versions, optional parts and the limits in force."""
    table = _table("ketenatlas doctor", ("part", "left"), ("state", "left"))
    for name in (
        "ketenatlas",
        "pyoxigraph",
        "rdflib",
        "polars",
        "networkx",
        "pyvis",
        "owlready2",
        "pyshacl",
        "starlette",
    ):
        try:
            table.add_row(name, version(name))
        except PackageNotFoundError:
            table.add_row(name, "missing")
    table.add_row("Python", platform.python_version())
    java = shutil.which("java")
    table.add_row("Java (HermiT)", java or "not found: ketenatlas check --consistency cannot run")
    table.add_row("query time limit", f"{settings.query_seconds:g} s")
    memory = f"{settings.query_megabytes} MB" if FORKS else "not in force on this system"
    table.add_row("query memory limit", memory)
    table.add_row("query answer limit", f"{settings.answer_megabytes} MB")
    table.add_row("query workers", "forked, without sockets" if FORKS else "spawned, sockets not shut off")
    out.print(table)
