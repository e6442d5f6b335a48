"""Sections: a page about one thing is a row of questions about it, each with its evidence and numbered sources.

What a question answers becomes a section; what it does not answer stands at the end of the page with the reason, so
that a reader sees what is known first and what is unknown too, and never takes the one for the other.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar
from urllib.parse import urlencode

from starlette.requests import Request

from graph.asking import Answer, Engine, ask, choices, sources_of
from graph.catalogue import Column, Parameter, Question
from graph.result import Rows, Value
from ketenatlas.views.table import cell, citation, lacking
from ketenatlas.web.addresses import address
from ketenatlas.web.rendering import atlas_of, language_of, snapshot_of

MOST = 12
"""Rows of a section at most; the question has them all."""
OPEN = {"nl": "geen einde bekend", "en": "no end known"}
"""What stands where a fact has no last day."""
REMEMBERED = 400
"""Answers to queries that are kept, the latest used."""
NUMBERS = ("count", "number", "share")


class Remembering:
    """An engine that answers a query of ours once: pages of things look up much the same, and an atlas never changes.

    Args:
        engine: what answers.
        folder: of the atlas it answers on; answers of one atlas are never given for another.
    """

    _known: ClassVar[OrderedDict[tuple[Path, str], Rows]] = OrderedDict()
    _lock: ClassVar[Lock] = Lock()

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Where the atlas lies."""
        return self._folder

    def select(self, query: str) -> Rows:
        """Answer a SELECT query, from memory if it was asked before."""
        at = (self._folder, query)
        with self._lock:
            if at in self._known:
                self._known.move_to_end(at)
                return self._known[at]
        rows = self._engine.select(query)
        with self._lock:
            self._known[at] = rows
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return rows


def engine_of(request: Request) -> Remembering:
    """What answers queries of ours about the atlas that whoever asks may see."""
    return Remembering(atlas_of(request).engine, snapshot_of(request).folder)


def chain_choices(request: Request) -> list[tuple[str, str]]:
    """The chains a form offers: key and label."""
    found = choices(engine_of(request), Parameter("chain", "iri", {}, choices="ka:ValueChain"))
    return [(choice.key, choice.label[language_of(request)]) for choice in found]


class Citations:
    """The sources of one page, numbered in order of first appearance."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def numbers(self, sources: Iterable[str]) -> tuple[int, ...]:
        """The numbers of sources, a new one for each that is new to the page."""
        return tuple(sorted(self._numbers.setdefault(source, len(self._numbers) + 1) for source in sources if source))

    def listed(self, engine: Engine, language: str) -> list[tuple[str, str | None, str | None]]:
        """The sources in order of their number: how people cite it, its page elsewhere, and its page here."""
        return [
            (citation(source, language), source.page, address(source.iri))
            for source in sources_of(engine, list(self._numbers))
        ]


@dataclass(frozen=True)
class Cell:
    """One cell: its words, where it leads, and the numbers of the sources in it."""

    text: str
    address: str | None = None
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Section:
    """The answer to one question about a thing.

    Attributes:
        key: of its heading within the page.
        title: heading.
        about: how to read it.
        shared: heading and cell of the columns that say the same in every row.
        columns: the other columns.
        rows: their cells.
        total: number of rows there are.
        missing: tables the atlas lacks for it, in words.
        note: what must be said of rows that are not shown.
        more: where the whole answer is, with its query and files.
    """

    key: str
    title: str
    about: str
    shared: list[tuple[str, Cell]]
    columns: list[Column]
    rows: list[list[Cell]]
    total: int
    missing: list[str]
    note: str
    more: str | None

    @property
    def narrow(self) -> bool:
        """Whether half a screen is enough for it."""
        wide = sum(
            16 if column.kind == "text" else 10 if column.kind in ("thing", "list") else 5 for column in self.columns
        )
        return wide <= 40


@dataclass(frozen=True)
class Wanted:
    """What a page asks.

    Attributes:
        key: of the heading.
        title: heading, by language.
        question: what is asked.
        given: what it is told, beyond the day and the evidence.
        without: columns that the page itself makes plain.
        most: rows to show at most.
        always: columns that are shown even if nobody knows them.
        keep: which rows to show, by their cells; all by default.
        left: what is said of those that are not shown, by language, with ``{n}`` for their number.
    """

    key: str
    title: Mapping[str, str]
    question: Question
    given: Mapping[str, str]
    without: tuple[str, ...] = ()
    most: int = MOST
    keep: Callable[[Mapping[str, Any]], bool] | None = None
    left: Mapping[str, str] = field(default_factory=dict)
    always: tuple[str, ...] = ()


class Dossier:
    """Asks everything about one thing, with one numbering of sources.

    Args:
        engine: where to ask.
        language: ``nl`` or ``en``.
        given: the day (``asOf``) and the evidence, as far as the reader chose them.

    Attributes:
        levels: evidence levels of all cells so far.
    """

    def __init__(self, engine: Engine, language: str, given: Mapping[str, str] | None = None) -> None:
        self.engine = engine
        self.language = language
        self.given = dict(given or {})
        self.citations = Citations()
        self.levels: set[str] = set()

    def answer(self, question: Question, given: Mapping[str, str]) -> Answer:
        """The answer to a question, on the day and the evidence the reader chose."""
        takes = {parameter.name for parameter in question.parameters}
        told = {name: value for name, value in self.given.items() if name in takes}
        return ask(self.engine, question, {**told, **given}, self.language)

    def section(self, wanted: Wanted) -> Section:
        """The answer as a section."""
        return self.laid(wanted, self.answer(wanted.question, wanted.given))

    def laid(self, wanted: Wanted, answer: Answer) -> Section:
        """An answer laid out as a section."""
        rows = [dict(zip(answer.variables, row, strict=True)) for row in answer.rows]
        note = ""
        if wanted.keep is not None:
            whole, rows = len(rows), [row for row in rows if wanted.keep(row)]
            if wanted.left and len(rows) < whole:
                note = wanted.left[self.language].format(n=whole - len(rows))
        columns = [c for c in answer.question.columns if not c.detail and c.name not in wanted.without]
        # An amount nobody knows is said to be unknown; words that nobody gave are left out.
        kept = [c.name for c in columns if c.kind in NUMBERS or c.name in wanted.always]
        columns = [c for c in columns if c.name in kept or any(row[c.name] not in (None, "", ()) for row in rows)]
        cells = [[self._cell(row, column) for column in columns] for row in rows[: wanted.most]]
        same = [len(rows) > 1 and len({repr(row[c.name]) for row in rows}) == 1 for c in columns]
        return Section(
            key=wanted.key,
            title=wanted.title[self.language],
            about=answer.question.explanation[self.language],
            shared=[
                (c.label[self.language], one)
                for c, one, all_same in zip(columns, cells[0], same, strict=True)
                if all_same
            ]
            if cells
            else [],
            columns=[c for c, all_same in zip(columns, same, strict=True) if not all_same],
            rows=[[one for one, all_same in zip(row, same, strict=True) if not all_same] for row in cells],
            total=len(rows),
            missing=lacking(answer),
            note=note,
            more=self._more(answer.question, wanted.given),
        )

    def _more(self, question: Question, given: Mapping[str, str]) -> str | None:
        """The page of a question of the library, told the same."""
        if question.path.parent.name != question.theme:
            return None
        told = {name: value.rsplit("/", 1)[-1] if "://" in value else value for name, value in given.items()}
        return f"/vraag/{question.id}?{urlencode({**told, **self.given})}"

    def _cell(self, row: Mapping[str, Value | tuple[str, ...]], column: Column) -> Cell:
        value = row[column.name]
        if column.kind == "thing":
            label = cell(row[f"{column.name}Label"], "text", self.language)
            return Cell(label, address(str(value)) if value else None)
        if column.kind == "sources":
            return Cell("", numbers=self.citations.numbers(value if isinstance(value, tuple) else ()))
        if column.kind == "levels" and isinstance(value, tuple):
            self.levels.update(value)
        if column.name == "validTo" and value is None:
            return Cell(OPEN[self.language])
        return Cell(cell(value, column.kind, self.language))

    def listed(self) -> list[tuple[str, str | None, str | None]]:
        """The sources that were cited."""
        return self.citations.listed(self.engine, self.language)


@dataclass(frozen=True)
class Told:
    """The sections of a page: those that say something, and those of which nothing is known."""

    sections: Sequence[Section]

    @cached_property
    def known(self) -> list[Section]:
        """Sections with rows, or with something to say of rows that are not shown."""
        return [section for section in self.sections if section.rows or section.note]

    @cached_property
    def unknown(self) -> list[Section]:
        """Sections without."""
        return [section for section in self.sections if not section.rows and not section.note]
