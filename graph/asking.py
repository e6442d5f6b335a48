"""Asking: a question and what it is told become an answer with its evidence and its sources."""

import datetime
import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import polars as pl
import pyoxigraph as ox

from graph.analyses import analysis
from graph.binding import Term, bind
from graph.catalogue import Parameter, Question, query_file, today
from graph.errors import UsageError, one_of
from graph.evidence import levels
from graph.result import Cells, Rows, Value
from graph.terms import PREFIXES, expand, full

_SEMICOLON = "; "
SEPARATOR = "|"
"""What stands between the members of a list column in a query's answer."""


class Engine(Protocol):
    """Anything that answers SELECT queries: a store, a sandbox, a remote server."""

    def select(self, query: str) -> Rows:
        """Answer a SELECT query."""
        ...


@dataclass(frozen=True)
class Choice:
    """A thing that may be chosen as a parameter: its address, and its label by language."""

    iri: str
    label: Mapping[str, str]

    @property
    def key(self) -> str:
        """The last part of the address, which people type."""
        return re.split(r"[/#]", self.iri)[-1]


@dataclass(frozen=True)
class Source:
    """A source of an answer, as people cite it."""

    iri: str
    title: str
    publisher: str | None
    page: str | None
    issued: Value
    retrieved: Value


@dataclass(frozen=True)
class Answer:
    """The answer to a question.

    Attributes:
        question: what was asked.
        told: the parameters as they were understood, for people.
        language: language of the labels.
        cells: plain values, one column per variable of the question; lists are tuples.
        sources: the sources the rows name, in order of first appearance.
        missing: tables the question needs and the atlas does not hold.
        query: the query that was run.
    """

    question: Question
    told: Mapping[str, str]
    language: str
    cells: tuple[Cells, ...]
    sources: tuple[Source, ...]
    missing: tuple[str, ...]
    query: str

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of the cells of a row."""
        return self.question.variables

    @cached_property
    def rows(self) -> list[tuple[Value | tuple[str, ...], ...]]:
        """Plain values, one per variable of the question; list columns are tuples."""
        return list(zip(*(cell.values() for cell in self.cells), strict=True))

    def frame(self) -> pl.DataFrame:
        """The rows as a data frame; lists are joined by semicolons."""
        plain = [
            Cells([_SEMICOLON.join(c) if isinstance(c, tuple) else c for c in cell.known], cell.places)
            for cell in self.cells
        ]
        return pl.DataFrame([cell.series(name) for name, cell in zip(self.variables, plain, strict=True)])


def choices(engine: Engine, parameter: Parameter) -> list[Choice]:
    """What a parameter of type ``iri`` may be, by label; without a class in its header that is anything."""
    if parameter.choices is None:
        return []
    rows = engine.select(
        f"SELECT ?thing ?label WHERE {{ ?thing a <{expand(parameter.choices)}> ; <{expand('rdfs:label')}> ?label }}"
    )
    found: dict[str, dict[str, str]] = {}
    for thing, label in rows.terms:
        if isinstance(thing, ox.NamedNode) and isinstance(label, ox.Literal):
            for language in [label.language] if label.language else ["nl", "en"]:
                found.setdefault(thing.value, {})[language] = label.value
    complete = [
        Choice(iri, {"nl": labels.get("nl", iri), "en": labels.get("en", labels.get("nl", iri))})
        for iri, labels in found.items()
    ]
    return sorted(complete, key=lambda choice: (choice.label["nl"], choice.iri))


def _term(engine: Engine, parameter: Parameter, given: str) -> tuple[Term | None, str]:
    """What was given as a term, and in words; no term means no restriction.

    Raises:
        UsageError: saying what was given and what is possible.
    """
    xsd = PREFIXES["xsd"]
    if parameter.type == "date":
        day = today() if given == "today" else given
        try:
            datetime.date.fromisoformat(day)
        except ValueError:
            raise UsageError(f"{parameter.name}: {given!r} is not a date as YYYY-MM-DD") from None
        return ox.Literal(day, datatype=ox.NamedNode(xsd + "date")), day
    if parameter.type == "level":
        ranks = {name: rank for name, (rank, _) in levels().items()} | {"all": len(levels())}
        one_of(parameter.name, given, ranks)
        return ox.Literal(ranks[given]), given
    if parameter.type == "integer":
        if not re.fullmatch(r"-?\d+", given):
            raise UsageError(f"{parameter.name}: {given!r} is not a whole number")
        return ox.Literal(int(given)), given
    if parameter.type == "text":
        if parameter.options and given not in parameter.options:
            raise UsageError(f"{parameter.name}: {given!r} is not one of {', '.join(parameter.options)}")
        return ox.Literal(given), given
    if given == "all":
        return None, given
    if parameter.choices is None:
        return _address(parameter, given)
    return _thing(choices(engine, parameter), parameter, given)


def _address(parameter: Parameter, given: str) -> tuple[Term, str]:
    """The thing with an address, in full or with one of our prefixes, where any thing may be asked for."""
    address = full(given.strip())
    if re.match(r"(?:https?://|urn:)[^\s<>\"{}|\\^`]+$", address):
        return ox.NamedNode(address), address
    raise UsageError(
        f"{parameter.name}: {given!r} is not an address such as establishment:asml-veldhoven or "
        f"{PREFIXES['establishment']}asml-veldhoven"
    )


def _thing(offered: Sequence[Choice], parameter: Parameter, given: str) -> tuple[Term, str]:
    """The thing that is meant: by address, prefixed name, key or label in either language."""
    wanted = given.strip()
    folded = wanted.casefold()
    try:
        address = expand(wanted)
    except ValueError:
        address = wanted
    for same in (
        lambda c: c.iri == address,
        lambda c: c.key.casefold() == folded,
        lambda c: folded in {label.casefold() for label in c.label.values()},
    ):
        found = [choice for choice in offered if same(choice)]
        if len(found) == 1:
            return ox.NamedNode(found[0].iri), found[0].label["nl"]
        if found:
            keys = ", ".join(f"{choice.key} ({choice.label['nl']})" for choice in found[:8])
            raise UsageError(f"{parameter.name}: {given!r} can mean {keys}; give one of these numbers or names")
    names = [choice.key for choice in offered] + [label for choice in offered for label in choice.label.values()]
    near = difflib.get_close_matches(wanted, names, n=3) or [choice.key for choice in offered[:12]]
    raise UsageError(f"{parameter.name}: {given!r} is not in the atlas; did you mean {', '.join(near)}?")


def named(engine: Engine, kind: str, given: str, what: str) -> str:
    """The address of the thing of a class (prefixed name) that is meant: by address, key or label in either language.

    Raises:
        UsageError: if there is none, or more than one; ``what`` says what it was to be.
    """
    parameter = Parameter(what, "iri", {}, choices=kind)
    return str(_thing(choices(engine, parameter), parameter, given)[0].value)


def prepare(
    engine: Engine, question: Question, given: Mapping[str, str | None], language: str = "nl"
) -> tuple[str, dict[str, str]]:
    """Bind what was given to a question.

    Returns:
        The query that can be run, and the parameters in words.

    Raises:
        UsageError: if a parameter is unknown or its value cannot be understood.
    """
    values, told = _understood(engine, question, given, language)
    return bind(question.text, values), told


def _understood(
    engine: Engine, question: Question, given: Mapping[str, str | None], language: str
) -> tuple[dict[str, Term], dict[str, str]]:
    """What was given as terms, and in words; a parameter without term is no restriction."""
    names = {parameter.name for parameter in question.parameters}
    for name in given:
        if name not in names:
            raise UsageError(f"{question.id} has no parameter {name!r}; there are {', '.join(sorted(names))}")
    values: dict[str, Term] = {}
    told: dict[str, str] = {}
    for parameter in question.parameters:
        value = language if parameter.name == "lang" else given.get(parameter.name) or parameter.default
        if value is None:
            continue
        term, words = _term(engine, parameter, value)
        told[parameter.name] = words
        if term is not None:
            values[parameter.name] = term
    return values, told


def records(
    engine: Engine, question: Question, given: Mapping[str, str | None], language: str = "nl"
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Rows of a query as dictionaries, and the parameters in words.

    Raises:
        UsageError: if a parameter is unknown or its value cannot be understood.
    """
    query, told = prepare(engine, question, given, language)
    found = engine.select(query)
    return [dict(zip(found.columns, row, strict=True)) for row in found.values], told


def ask(
    engine: Engine, question: Question, given: Mapping[str, str | None] | None = None, language: str = "nl"
) -> Answer:
    """Ask a question.

    Args:
        engine: where to ask.
        question: the question.
        given: parameter values as people type them; ``None`` or absence means the default.
        language: language of labels, ``nl`` or ``en``.

    Raises:
        UsageError: if a parameter is unknown or its value cannot be understood.
    """
    query, told = prepare(engine, question, given or {}, language)
    kinds = {column.name: column.kind for column in question.columns}
    named: list[tuple[int, tuple[str, ...]]] = []
    cells = []
    for variable, cell in _answered(engine, question, given or {}, query, language):
        kind = kinds.get(variable)
        if kind in ("list", "levels", "sources"):
            members = {value: _members(kind, value) for value in dict.fromkeys(cell.known)}
            cells.append(Cells([members[value] for value in cell.known], cell.places))
            if kind == "sources":
                named += [(row, members[value]) for row, value in cell.first()]
        else:
            cells.append(cell)
    return Answer(
        question=question,
        told=told,
        language=language,
        cells=tuple(cells),
        sources=tuple(sources_of(engine, _appearing(named))),
        missing=_missing(engine, question),
        query=query,
    )


def _answered(
    engine: Engine, question: Question, given: Mapping[str, str | None], query: str, language: str
) -> list[tuple[str, Cells]]:
    """Names and columns of the answer: those of the query, or what the analysis makes of them."""
    answer = engine.select(query)
    if question.analysis is None:
        return list(zip(answer.columns, answer.cells(), strict=True))

    def facts(name: str) -> pl.DataFrame:
        asked = query_file("networks", name)
        known = {parameter.name for parameter in asked.parameters}
        kept = {key: value for key, value in given.items() if key in known}
        return engine.select(prepare(engine, asked, kept, language)[0]).frame()

    made = analysis(question.analysis)(answer.frame(), facts).select(question.variables)
    return [(series.name, Cells.of(series.to_list())) for series in made]


def _appearing(named: Sequence[tuple[int, tuple[str, ...]]]) -> list[str]:
    """What lists name, in order of the rows where it stands first."""
    return list(dict.fromkeys(name for _, listed in sorted(named, key=lambda one: one[0]) for name in listed))


def _members(kind: str, cell: Value) -> tuple[str, ...]:
    """What stands in a cell of a list column, each once, in order."""
    members = {part for part in str(cell or "").split(SEPARATOR) if part}
    if kind == "levels":
        ranks = levels()
        return tuple(sorted(members, key=lambda name: ranks[name][0] if name in ranks else 99))
    return tuple(sorted(members))


def sources_of(engine: Engine, iris: Sequence[str]) -> list[Source]:
    """Title, publisher, page and dates of sources, in the given order."""
    if not iris:
        return []
    values = " ".join(f"<{iri}>" for iri in iris)
    rows = engine.select(
        f"""SELECT ?source ?title ?publisher ?page ?issued ?retrieved WHERE {{
          VALUES ?source {{ {values} }}
          ?source <{expand("rdfs:label")}> ?title .
          OPTIONAL {{ ?source <{expand("dct:publisher")}> ?publisher }}
          OPTIONAL {{ ?source <{expand("foaf:page")}> ?page }}
          OPTIONAL {{ ?source <{expand("dct:issued")}> ?issued }}
          OPTIONAL {{ ?source <{expand("ka:retrievedOn")}> ?retrieved }}
        }}"""
    )
    found = {
        str(iri): Source(str(iri), str(title), _words(publisher), _words(page), issued, retrieved)
        for iri, title, publisher, page, issued, retrieved in rows.values
    }
    return [found.get(iri, Source(iri, iri, None, None, None, None)) for iri in iris]


def _words(value: Value) -> str | None:
    return None if value is None else str(value)


def held(engine: Engine) -> set[str]:
    """Tables of which the atlas holds at least one accepted row."""
    rows = engine.select(
        f"""SELECT DISTINCT ?name WHERE {{
          ?load <{expand("ka:loaderName")}> ?name ; <{expand("ka:rowsAccepted")}> ?rows . FILTER(?rows > 0)
        }}"""
    )
    return {str(row[0]) for row in rows.values}


def _missing(engine: Engine, question: Question) -> tuple[str, ...]:
    """Tables the question needs of which the atlas holds no accepted row."""
    there = held(engine)
    return tuple(name for name in question.requires if name not in there)
