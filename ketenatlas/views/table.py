"""An answer as a table in the terminal, with numbered sources below it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph.asking import Answer, Source
from graph.catalogue import Column
from graph.evidence import levels
from graph.result import Value

if TYPE_CHECKING:
    from loaders.loader import Loader

WORDS = {
    "nl": {
        "none": "Geen enkele rij voldoet aan de vraag.",
        "missing": "Deels beantwoord: de atlas mist voor deze vraag",
        "waits": "Nog niet te beantwoorden: de atlas mist voor deze vraag",
        "rows": "rijen",
        "row": "rij",
        "sources": "Bronnen",
        "retrieved": "geraadpleegd",
        "yes": "ja",
        "no": "nee",
        "unknown": "onbekend",
        "more": "en {n} rijen meer; --all toont alles, --format csv geeft alles",
    },
    "en": {
        "none": "No row answers the question.",
        "missing": "Answered in part: for this question the atlas lacks",
        "waits": "Cannot be answered yet: for this question the atlas lacks",
        "rows": "rows",
        "row": "row",
        "sources": "Sources",
        "retrieved": "retrieved",
        "yes": "yes",
        "no": "no",
        "unknown": "unknown",
        "more": "and {n} rows more; --all shows everything, --format csv gives everything",
    },
}


def cell(value: Value | tuple[str, ...], kind: str, language: str) -> str:
    """One cell in words: what is unknown says so, it is never shown as zero or left out."""
    words = WORDS[language]
    if isinstance(value, tuple):
        if kind == "levels":
            value = tuple(levels()[name][1][language] if name in levels() else name for name in value)
        return "; ".join(value) or "–"
    if value is None or value == "":
        return words["unknown"] if kind in ("count", "number", "share", "date") else "–"
    if isinstance(value, bool):
        return words["yes" if value else "no"]
    if kind == "share" and isinstance(value, int | float):
        return f"{value * 100:.0f} %"
    if isinstance(value, float):
        text = f"{value:,.4f}".rstrip("0").rstrip(".")
        return text.translate(str.maketrans(",.", ".,")) if language == "nl" else text
    return value.isoformat() if isinstance(value, date) else str(value)


def heading(answer: Answer) -> str:
    """The question and what it was told, in one line."""
    told = ", ".join(f"{name} = {words}" for name, words in answer.told.items() if name != "lang")
    return f"{answer.question.id}  {answer.question.summary[answer.language]}" + (f"  [{told}]" if told else "")


def citation(source: Source, language: str) -> str:
    """One source as people cite it."""
    parts = [source.title, source.publisher]
    if source.issued is not None:
        parts.append(cell(source.issued, "date", language))
    if source.retrieved is not None:
        parts.append(f"{WORDS[language]['retrieved']} {cell(source.retrieved, 'date', language)}")
    return ", ".join(part for part in parts if part)


def display_rows(answer: Answer, numbers: Mapping[str, int]) -> list[list[str]]:
    """Cells as shown, one per column of the question: things by their label, sources by their number."""
    rows = []
    for row in answer.rows:
        cells = dict(zip(answer.variables, row, strict=True))
        shown = []
        for column in answer.question.columns:
            if column.kind == "thing":
                shown.append(cell(cells[f"{column.name}Label"], "text", answer.language))
            elif column.kind == "sources":
                members = cells[column.name]
                named = sorted(numbers[iri] for iri in members if iri in numbers) if isinstance(members, tuple) else []
                shown.append(", ".join(map(str, named)) or "–")
            else:
                shown.append(cell(cells[column.name], column.kind, answer.language))
        rows.append(shown)
    return rows


def lacking(answer: Answer) -> list[str]:
    """The tables an answer lacks, in words, each with the name a file of it is loaded under."""
    known = known_tables() if answer.missing else {}
    return [
        f"{known[name].about[answer.language].lower()} ({name})" if name in known else name for name in answer.missing
    ]


@cache
def known_tables() -> Mapping[str, "Loader"]:
    """The tables an atlas can be made of, each with its loader; looked for once, as finding them takes a while."""
    from loaders.loader import discover  # noqa: PLC0415 - half a second that most answers need not wait for

    return discover()


def called(language: str) -> dict[str, str]:
    """What each table holds, in a language, by its name."""
    return {name: loader.about[language] for name, loader in known_tables().items()}


@dataclass(frozen=True)
class Arrangement:
    """An answer laid out for reading.

    Attributes:
        shared: heading and words of the columns that say the same in every row.
        columns: the other columns, without those that are detail.
        rows: cells of these columns.
        sources: the sources of the rows shown, in the order of their numbers.
        hidden: number of rows left out.
    """

    shared: list[tuple[str, str]]
    columns: list[Column]
    rows: list[list[str]]
    sources: list[Source]
    hidden: int


def arrange(answer: Answer, limit: int | None = None) -> Arrangement:
    """Lay out an answer: what all rows share apart, sources by number, at most ``limit`` rows."""
    numbers = _cited(answer, limit)
    rows = display_rows(answer, numbers)
    columns = answer.question.columns
    place = [i for i, column in enumerate(columns) if not column.detail]
    shared = [i for i in place if len(rows) > 1 and len({row[i] for row in rows}) == 1]
    kept = [i for i in place if i not in shared]
    known = {source.iri: source for source in answer.sources}
    shown = rows[:limit]
    return Arrangement(
        shared=[(columns[i].label[answer.language], rows[0][i]) for i in shared],
        columns=[columns[i] for i in kept],
        rows=[[row[i] for i in kept] for row in shown],
        sources=[known[iri] for iri in numbers],
        hidden=len(rows) - len(shown),
    )


def _cited(answer: Answer, rows: int | None) -> dict[str, int]:
    """Numbers for the sources of the rows that are shown, in order of first appearance."""
    at = [i for i, column in enumerate(answer.variables) if column == "sources"]
    named: dict[str, int] = {}
    for row in answer.rows[:rows]:
        for i in at:
            members = row[i]
            for iri in members if isinstance(members, tuple) else ():
                named.setdefault(iri, len(named) + 1)
    return named


def _narrowest(column: Column, cells: list[str]) -> int:
    """Width below which a column is not squeezed: its longest word, within reason."""
    longest = max((len(word) for text in cells for word in text.split()), default=0)
    return min({"list": 12, "sources": 10}.get(column.kind, 18), longest)


def print_answer(answer: Answer, console: Console, limit: int | None = 40) -> None:
    """Print an answer: what all rows share above the table, the rest in it, the sources below.

    A cell that repeats the one above it, in the same group of rows, is left blank.
    """
    words = WORDS[answer.language]
    laid = arrange(answer, limit)
    console.print(escape(heading(answer)), style="bold", highlight=False)
    for label, text in laid.shared:
        console.print(f"  {escape(label)}: {escape(text)}", highlight=False)
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for i, column in enumerate(laid.columns):
        table.add_column(
            escape(column.label[answer.language]),
            justify="right" if column.kind in ("count", "number", "share") else "left",
            overflow="fold",
            min_width=_narrowest(column, [row[i] for row in laid.rows]),
        )
    before: list[str] = []
    for row in laid.rows:
        same = next((at for at, (a, b) in enumerate(zip(row, before, strict=False)) if a != b), 0)
        repeated = [column.kind == "thing" and at < same for at, column in enumerate(laid.columns)]
        table.add_row(*("" if again else escape(text) for again, text in zip(repeated, row, strict=True)))
        before = row
    if laid.rows:
        console.print(table)
    elif not answer.missing:
        console.print(f"  {words['none']}")
    if laid.hidden:
        console.print(words["more"].format(n=laid.hidden), style="dim")
    if answer.missing:
        said = words["missing"] if laid.rows else words["waits"]
        console.print(f"[bold]{said}[/bold] {escape('; '.join(lacking(answer)))}", highlight=False)
    console.print(answer.question.explanation[answer.language], style="italic", highlight=False)
    if laid.sources:
        console.print(f"[bold]{words['sources']}[/bold]")
    for number, source in enumerate(laid.sources, start=1):
        page = f"  {source.page}" if source.page else ""
        console.print(
            f"{number:>3}  {escape(citation(source, answer.language))}[dim]{escape(page)}[/dim]",
            highlight=False,
        )
