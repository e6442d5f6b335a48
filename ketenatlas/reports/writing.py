"""Writing a report: asking the questions of the library, and turning their answers into pieces.

A writer asks each question once, numbers the sources in order of first appearance, and remembers which questions were
asked, so that every figure leads back to both. What no question answers becomes a note that says which table would
fill it, never an empty table.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.asking import Answer, Engine, ask, sources_of
from graph.bounds import bounds
from graph.catalogue import Column, catalogue
from graph.evidence import levels
from graph.projections import View
from ketenatlas.exports import answer_csv
from ketenatlas.reports.pieces import (
    ROOM,
    WIDE_ROOM,
    Asked,
    Fact,
    Facts,
    Figure,
    Heading,
    Note,
    Paragraph,
    Piece,
    Points,
    Ref,
    Source,
    Sources,
    Table,
    widths,
)
from ketenatlas.views.answered import NUMERIC, words
from ketenatlas.views.canvas import number
from ketenatlas.views.figure import Names
from ketenatlas.views.table import citation, lacking

CITED = 4
"""Numbers of sources in a cell or after a sentence at most; the data file has them all."""
LONGEST = 260
"""Letters of a cell at most; a longer text is cut, and the data file has all of it."""
MEMBERS = 6
"""Members of a list in a cell at most."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "silent": "Nog niet te zeggen; het antwoord staat hier zodra de gegevens er zijn:",
        "waits": "{id} {question} Wacht op: {tables}.",
        "partly": "Deels beantwoord: de atlas mist hiervoor nog {tables}.",
        "none": "{id} {question} Geen bron in de atlas zegt hier iets over; dat is onbekend en geen nul.",
        "cut": "De eerste {shown} van {all} rijen; {file} heeft alle rijen.",
        "same": "Voor alle rijen geldt: {told}.",
        "bounds": "Twee getallen (laag–hoog): op alleen vastgestelde uitspraken, en op alle uitspraken.",
        "synthetic": "Let op: hier staan verzonnen voorbeeldgegevens tussen; zij zeggen niets over de werkelijkheid.",
        "more": "en {n} meer",
        "wholly": "{levels}",
        "partly_sure": "deels {levels}",
    },
    "en": {
        "silent": "Cannot be said yet; the answer stands here as soon as the data are there:",
        "waits": "{id} {question} Waits for: {tables}.",
        "partly": "Answered in part: for this the atlas still lacks {tables}.",
        "none": "{id} {question} No source in the atlas says anything of this; that is unknown and not nought.",
        "cut": "The first {shown} of {all} rows; {file} has all rows.",
        "same": "For all rows holds: {told}.",
        "bounds": "Two numbers (low–high): on asserted statements only, and on all statements.",
        "synthetic": "Mind: invented example data are among these; they say nothing about reality.",
        "more": "and {n} more",
        "wholly": "{levels}",
        "partly_sure": "in part {levels}",
    },
}

Row = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """A table that a question is to give.

    Attributes:
        question: identifier of the question.
        caption: what the table shows, in Dutch and English.
        told: what the question is told, beyond day and evidence.
        only: the columns to show, in order; all but details by default.
        keep: which rows belong here, where the question itself cannot be told so.
        most: rows at most.
        order: column to sort by, with a minus before it for the largest first; the order of the question by default.
        bounds: whether counts are shown on asserted claims and on all, where these differ.
        wide: whether it needs a page on its side.
    """

    question: str
    caption: tuple[str, str]
    told: Mapping[str, str]
    only: tuple[str, ...] = ()
    keep: Callable[[Row], bool] | None = None
    most: int = 12
    order: str = ""
    bounds: bool = False
    wide: bool = False


class Writer:
    """Writes one report.

    Attributes:
        engine: what answers the questions.
        view: the part of the atlas in columns.
        names: what things are called.
        language: of the report.
        day: the day it is of (ISO).
        evidence: least sure evidence level that counts.
        pieces: what is written so far.
        files: files that belong to it.
    """

    def __init__(self, engine: Engine, view: View) -> None:
        """Begin a report.

        Args:
            engine: what answers the questions.
            view: the part of the atlas in columns; it says the day, the evidence and the language too.
        """
        self.engine, self.view = engine, view
        self.catalogue = catalogue()
        self.names = Names(view.folder, view.language)
        self.language, self.day, self.evidence = view.language, view.day.isoformat(), view.evidence
        self.pieces: list[Piece] = []
        self.files: dict[str, bytes] = {}
        self.waiting: dict[str, tuple[str, ...]] = {}
        self.synthetic = False
        self._numbers: dict[str, int] = {}
        self._answers: dict[tuple[str, tuple[tuple[str, str], ...]], Answer] = {}
        self._asked: dict[str, str] = {}

    def label(self, thing: str) -> str:
        """What a thing is called."""
        return self.names.label(thing)

    # What is asked

    def answer(self, question: str, told: Mapping[str, str] | None = None, evidence: str = "") -> Answer:
        """The answer to a question on the day of the report; asked once."""
        given = dict(told or {})
        known = {parameter.name for parameter in self.catalogue[question].parameters}
        given |= {"asOf": self.day} if "asOf" in known else {}
        given |= {"evidence": evidence or self.evidence} if "evidence" in known else {}
        at = (question, tuple(sorted(given.items())))
        if at not in self._answers:
            self._answers[at] = ask(self.engine, self.catalogue[question], given, self.language)
        answer = self._answers[at]
        self._asked[question] = answer.question.summary[self.language]
        if answer.missing:
            self.waiting[question] = answer.missing
        return answer

    def rows(self, question: str, told: Mapping[str, str] | None = None, evidence: str = "") -> list[Row]:
        """The rows of an answer by name of variable."""
        answer = self.answer(question, told, evidence)
        return [dict(zip(answer.variables, row, strict=True)) for row in answer.rows]

    def ref(self, question: str, rows: Sequence[Row] = ()) -> Ref:
        """What a sentence rests on: a question, and the sources of these rows."""
        self._asked[question] = self.catalogue[question].summary[self.language]
        found = dict.fromkeys(source for row in rows for source in row.get("sources") or ())
        return replace(self.cite(list(found), question), mark=self._mark(rows))

    def _mark(self, rows: Sequence[Row]) -> str:
        """How sure rows are, where not all of them are asserted."""
        told = [set(row.get("evidence") or ()) for row in rows]
        unsure = {level for one in told for level in one if level != "asserted"}
        self.synthetic = self.synthetic or "synthetic" in unsure
        if not unsure:
            return ""
        named = [words[self.language] for level, (_, words) in levels().items() if level in unsure]
        every = all(one and "asserted" not in one for one in told)
        return self._say("wholly" if every else "partly_sure", levels=", ".join(named))

    def cite(self, sources: Sequence[str], *questions: str) -> Ref:
        """What something rests on, from addresses of sources; the first few get a number."""
        shown = sources[:CITED]
        numbers = sorted(self._numbers.setdefault(source, len(self._numbers) + 1) for source in shown)
        return Ref(tuple(questions), tuple(numbers), len(sources) - len(shown))

    # What is written

    def text(self, dutch: str, english: str, /, **filled: object) -> str:
        """Words in the language of the report, filled in."""
        return (dutch if self.language == "nl" else english).format(**filled)

    def heading(self, level: int, dutch: str, english: str, /, **filled: object) -> None:
        """Write a heading."""
        self.pieces.append(Heading(self.text(dutch, english, **filled), level))

    def say(self, dutch: str, english: str, /, ref: Ref | None = None, **filled: object) -> None:
        """Write a paragraph."""
        self.pieces.append(Paragraph(self.text(dutch, english, **filled), ref))

    def points(self, points: Sequence[Paragraph]) -> None:
        """Write points below each other, if there are any."""
        if points:
            self.pieces.append(Points(tuple(points)))

    def note(self, dutch: str, english: str, /, **filled: object) -> None:
        """Write something to mind."""
        self.pieces.append(Note(self.text(dutch, english, **filled)))

    def facts(self, facts: Sequence[Fact]) -> None:
        """Write a few figures beside each other."""
        self.pieces.append(Facts(tuple(facts)))

    def figure(self, figure: Figure) -> None:
        """Write a picture."""
        self.pieces.append(figure)

    def listing(
        self,
        caption: str,
        heads: Sequence[tuple[str, bool]],
        rows: Sequence[tuple[str, ...]],
        ref: Ref | None = None,
        notes: Sequence[str] = (),
    ) -> None:
        """Write rows that are at hand as a table.

        Args:
            caption: what it shows.
            heads: text of each head, and whether numbers stand below it.
            rows: the cells in words.
            ref: what it rests on.
            notes: what must be said of it.
        """
        self.pieces.append(Table(caption, widths(heads, rows), tuple(rows), ref, tuple(notes)))

    def table(self, wanted: Wanted) -> bool:
        """Write the answer to a question as a table, or a note on what it lacks; whether there was a row."""
        answer = self.answer(wanted.question, wanted.told)
        rows = self.rows(wanted.question, wanted.told)
        low = self._lower(answer, wanted, rows)
        found = [(row, low.get(at, {})) for at, row in enumerate(rows) if wanted.keep is None or wanted.keep(row)]
        if not found:
            self._nothing(answer)
            return False
        found = _ordered(found, wanted.order, answer)
        shown = found[: wanted.most]
        columns = self._columns(answer, wanted)
        cells = [tuple(self._cell(row, column, least) for column in columns) for row, least in shown]
        notes = []
        same = [
            at
            for at, column in enumerate(columns)
            if column.kind != "sources" and len(cells) > 2 and len({row[at] for row in cells}) == 1
        ]
        if same and len(same) < len(columns):
            told = "; ".join(
                f"{columns[at].label[self.language]}: {cells[0][at]}" for at in same if cells[0][at] not in ("–", "")
            )
            notes += [self._say("same", told=told)] if told else []
            columns = [column for at, column in enumerate(columns) if at not in same]
            cells = [tuple(cell for at, cell in enumerate(row) if at not in same) for row in cells]
        cut = len(found) > len(shown)
        file = self._file(answer, wanted) if cut or len(columns) + len(same) < len(answer.question.columns) else ""
        if cut:
            notes.append(self._say("cut", shown=len(shown), all=len(found), file=file))
        if any(_apart(column, row[column.name], least) for row, least in shown for column in columns):
            notes.append(self._say("bounds"))
        if answer.missing:
            notes.append(self._say("partly", tables="; ".join(lacking(answer))))
        if any("synthetic" in (row.get("evidence") or ()) for row, _ in shown):
            self.synthetic = True
            notes.append(self._say("synthetic"))
        heads = [(column.label[self.language], column.kind in NUMERIC) for column in columns]
        ref = Ref((wanted.question,)) if any(column.kind == "sources" for column in columns) else None
        self.pieces.append(
            Table(
                self.text(*wanted.caption),
                widths(heads, cells, WIDE_ROOM if wanted.wide else ROOM),
                tuple(cells),
                ref or self.ref(wanted.question, [row for row, _ in shown]),
                tuple(notes),
                file,
                wanted.wide,
            )
        )
        return True

    def close(self) -> None:
        """Write the questions that were asked and the sources that were cited."""
        self.heading(1, "Vragen waarop dit rapport rust", "Questions this report rests on")
        self.say(
            "Elk cijfer draagt tussen haken het nummer van de vraag die het geeft en van de bronnen. Met "
            "ketenatlas ask en dat nummer geeft de atlas het hele antwoord, met de zoekvraag zelf.",
            "Every figure carries in brackets the number of the question that gives it and of the sources. With "
            "ketenatlas ask and that number the atlas gives the whole answer, with the query itself.",
        )
        self.pieces.append(Asked(tuple(sorted(self._asked.items()))))
        self.heading(1, "Bronnen", "Sources")
        known = sources_of(self.engine, list(self._numbers))
        self.pieces.append(
            Sources(
                tuple(Source(self._numbers[one.iri], citation(one, self.language), _link(one.page)) for one in known)
            )
        )

    # How an answer is laid out

    def _say(self, word: str, /, **filled: object) -> str:
        return WORDS[self.language][word].format(**filled)

    def _nothing(self, answer: Answer) -> None:
        about = {"id": answer.question.id, "question": answer.question.summary[self.language]}
        line = self._say("waits" if answer.missing else "none", tables="; ".join(lacking(answer)), **about)
        last = self.pieces[-1] if self.pieces else None
        before: tuple[str, ...] = ()
        if isinstance(last, Note) and last.kind == "waits":
            before = last.lines
            self.pieces.pop()
        self.pieces.append(Note(self._say("silent"), "waits", (*before, line)))

    def _columns(self, answer: Answer, wanted: Wanted) -> list[Column]:
        columns = {column.name: column for column in answer.question.columns}
        chosen = wanted.only or tuple(name for name, column in columns.items() if not column.detail)
        return [columns[name] for name in chosen]

    def _lower(self, answer: Answer, wanted: Wanted, rows: Sequence[Row]) -> dict[int, Row]:
        """For each row the counts on asserted claims only, where these are asked for."""
        if not wanted.bounds or self.evidence == "asserted" or not rows:
            return {}
        given = {**wanted.told, "asOf": self.day, "evidence": self.evidence}
        beside = bounds(self.engine, answer.question, given, self.language)
        return dict(enumerate(beside.head(len(rows)).to_dicts()))

    def _cell(self, row: Row, column: Column, least: Row) -> str:
        """A cell in words; sources by number."""
        if column.kind == "sources":
            ref = self.cite(list(row[column.name] or ()))
            more = f" +{ref.more}" if ref.more else ""
            return ", ".join(map(str, ref.sources)) + more or "–"
        if column.kind == "thing":
            return words(row[f"{column.name}Label"], "text", self.language)
        value = row[column.name]
        if column.kind == "list" and isinstance(value, tuple) and len(value) > MEMBERS:
            return "; ".join(value[:MEMBERS]) + f" ({self._say('more', n=len(value) - MEMBERS)})"
        told = number(value, self.language) if isinstance(value, float) and column.kind == "number" else ""
        told = told or words(value, column.kind, self.language)
        if _apart(column, value, least):
            told = f"{words(least[f'{column.name}Lower'], 'count', self.language)}–{told}"
        return told if len(told) <= LONGEST else f"{told[:LONGEST].rsplit(' ', 1)[0]} …"

    def _file(self, answer: Answer, wanted: Wanted) -> str:
        """The file that holds the whole answer; every table is written once."""
        parts = [wanted.question, *(value.rsplit("/", 1)[-1] for _, value in sorted(wanted.told.items()))]
        plain = "-".join("".join(c if c.isalnum() or c in "-_" else "-" for c in part) for part in parts)
        name = f"tables/{plain}.csv"
        self.files[name] = answer_csv(answer).encode()
        return name


def _apart(column: Column, value: Any, least: Row) -> bool:
    """Whether asserted claims alone give a lower count; a higher one says that surer claims place less exactly."""
    low = least.get(f"{column.name}Lower")
    return column.kind == "count" and value is not None and low is not None and low < value


def _ordered(found: list[tuple[Row, Row]], order: str, answer: Answer) -> list[tuple[Row, Row]]:
    """The rows in the order asked for; what is unknown comes last either way, equals keep their order."""
    if not order:
        return found
    name, down = order.removeprefix("-"), order.startswith("-")
    column = next(column for column in answer.question.columns if column.name == name)
    at = column.variables[-1]
    known = [one for one in found if one[0][at] not in (None, "", ())]
    unknown = [one for one in found if one[0][at] in (None, "", ())]
    return sorted(known, key=lambda one: one[0][at], reverse=down) + unknown


def _link(page: str | None) -> str | None:
    """The page of a source, if it is one that may be opened."""
    return page if page is not None and page.startswith(("http://", "https://")) else None
