"""The catalogue: question files found by themselves, each with a header that everything else reads.

A question is one ``.rq`` file. Lines that start with ``#+`` are its header, in YAML: what it asks (Dutch and
English), its parameters, and its columns with their kind. Command line, web forms, documentation and tests read
the same header.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from graph.binding import parameters as used_parameters
from graph.errors import AtlasError, UsageError
from graph.resources import room

LANGUAGES = ("nl", "en")

COLUMN_KINDS = {
    "thing": "a thing: its address, with its label in a second column of the same name plus 'Label'",
    "text": "words",
    "count": "a whole number",
    "number": "a number, unit as the column says",
    "share": "a part of one, between 0 and 1",
    "date": "a day",
    "flag": "yes or no",
    "levels": "evidence levels, most certain first",
    "sources": "addresses of sources",
    "list": "several words",
}
"""Kinds of columns a header may declare."""

PARAMETER_TYPES = ("iri", "date", "level", "text", "integer")

THEMES = {
    "A1": {"nl": "A.1 Economische toekomstbeelden regio's", "en": "A.1 Economic outlooks of the regions"},
    "A2": {"nl": "A.2 Regionale meerwaarde", "en": "A.2 Regional added value"},
    "B1": {"nl": "B.1 Strategische vestigingsplaatsen", "en": "B.1 Strategic business locations"},
    "B2": {
        "nl": "B.2 Bovenregionale en nationale afstemming",
        "en": "B.2 Supra-regional and national alignment",
    },
    "B3": {"nl": "B.3 Grootschalige logistiek", "en": "B.3 Large-scale logistics"},
    "C1": {"nl": "C.1 Herstructurering", "en": "C.1 Restructuring"},
    "C2": {"nl": "C.2 Nieuwe bedrijventerreinen", "en": "C.2 New business parks"},
    "N": {"nl": "N Nationale afstemming", "en": "N National alignment"},
    "X": {"nl": "X Vertrouwen, tijd en kwaliteit", "en": "X Trust, time and quality"},
}


class HeaderError(AtlasError):
    """A question file whose header cannot be used."""


@dataclass(frozen=True)
class Parameter:
    """What a question may be told.

    Attributes:
        name: name on the command line and in forms.
        type: one of :data:`PARAMETER_TYPES`.
        label: words for people, by language.
        choices: class whose members may be chosen (for ``iri``), as prefixed name.
        options: words that may be chosen (for ``text``), each with its label by language.
        default: what holds when nothing is given; ``None`` means no restriction.
    """

    name: str
    type: str
    label: Mapping[str, str]
    choices: str | None = None
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    default: str | None = None


@dataclass(frozen=True)
class Column:
    """One column of an answer.

    Attributes:
        name: the query variable.
        kind: one of :data:`COLUMN_KINDS`.
        label: heading by language.
        detail: whether a narrow table may leave it out; files and data frames always have it.
    """

    name: str
    kind: str
    label: Mapping[str, str]
    detail: bool = False

    @property
    def variables(self) -> tuple[str, ...]:
        """The query variables the column comes from."""
        return (self.name, f"{self.name}Label") if self.kind == "thing" else (self.name,)


@dataclass(frozen=True)
class Question:
    """One question of the library, as its file says.

    Attributes:
        requires: tables it needs.
        keeps: rules its answer keeps.
        text: the query.
        analysis: what computes the answer from the rows of the query (:mod:`graph.analyses`), if anything does.
        facts: variables the query projects for the analysis.
    """

    id: str
    theme: str
    summary: Mapping[str, str]
    explanation: Mapping[str, str]
    asked_by: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    requires: tuple[str, ...]
    keeps: tuple[str, ...]
    text: str
    path: Path
    analysis: str | None = None
    facts: tuple[str, ...] = ()

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of the cells of an answer, in order."""
        return tuple(variable for column in self.columns for variable in column.variables)

    @property
    def projected(self) -> tuple[str, ...]:
        """Variables the query must project, in order: those of the answer, or what an analysis starts from."""
        return self.facts or self.variables


_COMMON = {
    "asOf": {
        "type": "date",
        "default": "today",
        "label": {"nl": "Peildatum", "en": "As of"},
    },
    "evidence": {
        "type": "level",
        "default": "all",
        "label": {"nl": "Bewijs tot en met", "en": "Evidence up to"},
    },
    "lang": {
        "type": "text",
        "default": "nl",
        "options": {"nl": {"nl": "Nederlands", "en": "Dutch"}, "en": {"nl": "Engels", "en": "English"}},
        "label": {"nl": "Taal", "en": "Language"},
    },
}
"""Parameters that every question understands; a header names the ones it uses."""


def header(text: str, name: str) -> dict[str, Any]:
    """Read the ``#+`` lines of a query file.

    Raises:
        HeaderError: if they are not YAML.
    """
    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    try:
        content = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError as error:
        raise HeaderError(f"{name}: the header is not readable ({error})") from None
    if not isinstance(content, dict):
        raise HeaderError(f"{name}: there is no header; expected lines that start with '#+'")
    return content


def body(text: str) -> str:
    """The query without its header, as an engine or a person would run it."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip() + "\n"


def read_question(path: Path, headings: Mapping[str, Mapping[str, str]] | None = None) -> Question:
    """Read one question file.

    Args:
        path: the ``.rq`` file.
        headings: column headings by name, for columns whose header gives none.

    Raises:
        HeaderError: naming the file and what its header lacks.
    """
    text = path.read_text(encoding="utf-8")
    told = header(text, path.name)
    for key in ("id", "summary", "columns", "requires"):
        if key not in told:
            raise HeaderError(f"{path.name}: the header has no {key!r}")
    identifier = str(told["id"])
    query = body(text)
    declared = dict(told.get("parameters") or {})
    used = used_parameters(query)
    for name, usual in _COMMON.items():
        if name in used:
            declared[name] = {**usual, **(declared.get(name) or {})}
    parameters = tuple(_parameter(path.name, name, about) for name, about in declared.items())
    wrong = {p.name: p.type for p in parameters if used.get(p.name) != p.type}
    if wrong or set(used) - set(declared):
        raise HeaderError(
            f"{path.name}: declared parameters {sorted(declared)} differ from used ones {sorted(used.items())}"
        )
    columns = tuple(_column(path.name, name, kind, headings or {}) for name, kind in told["columns"].items())
    if bool(told.get("analysis")) != bool(told.get("facts")):
        raise HeaderError(f"{path.name}: 'analysis' and 'facts' (the variables it starts from) come together")
    return Question(
        id=identifier,
        theme=identifier.partition("-")[0],
        summary=_both(path.name, "summary", told["summary"]),
        explanation=_both(path.name, "explanation", told.get("explanation", told["summary"])),
        asked_by=tuple(told.get("asked_by", ())),
        parameters=parameters,
        columns=columns,
        requires=tuple(told["requires"]),
        keeps=tuple(told.get("keeps", ())),
        text=query,
        path=path,
        analysis=told.get("analysis"),
        facts=tuple(told.get("facts", ())),
    )


def _parameter(file: str, name: str, about: Mapping[str, Any]) -> Parameter:
    if about.get("type") not in PARAMETER_TYPES:
        raise HeaderError(f"{file}: parameter {name!r} needs a type, one of {', '.join(PARAMETER_TYPES)}")
    return Parameter(
        name=name,
        type=about["type"],
        label=_both(file, f"label of parameter {name!r}", about.get("label")),
        choices=about.get("choices"),
        options={
            str(word): _both(file, f"label of option {word!r}", label)
            for word, label in (about.get("options") or {}).items()
        },
        default=about.get("default"),
    )


def _column(file: str, name: str, about: Any, headings: Mapping[str, Mapping[str, str]]) -> Column:
    told = about if isinstance(about, dict) else {"kind": about}
    if told.get("kind") not in COLUMN_KINDS:
        raise HeaderError(f"{file}: column {name!r} needs a kind, one of {', '.join(COLUMN_KINDS)}")
    label = _both(file, f"heading of column {name!r}", told.get("label", headings.get(name)))
    return Column(name, told["kind"], label, bool(told.get("detail", False)))


def _both(file: str, what: str, told: Any) -> Mapping[str, str]:
    if not isinstance(told, dict) or any(not told.get(language) for language in LANGUAGES):
        raise HeaderError(f"{file}: the {what} is needed in Dutch (nl) and English (en)")
    return {language: str(told[language]) for language in LANGUAGES}


class Catalogue:
    """All questions, by identifier."""

    def __init__(self, folder: Path | None = None) -> None:
        root = folder or room("queries")
        headings = yaml.safe_load((root / "columns.yaml").read_text(encoding="utf-8"))
        found: dict[str, Question] = {}
        for path in sorted(path for theme in THEMES for path in (root / theme).glob("*.rq")):
            question = read_question(path, headings)
            if question.id in found:
                raise HeaderError(f"{path.name}: the identifier {question.id} is used twice")
            if not path.name.startswith(question.id) or path.parent.name != question.theme:
                raise HeaderError(f"{path}: file and folder must be named after the identifier {question.id}")
            found[question.id] = question
        self.questions: Mapping[str, Question] = found
        self.headings: Mapping[str, Mapping[str, str]] = headings

    def __getitem__(self, identifier: str) -> Question:
        try:
            return self.questions[identifier.upper()]
        except KeyError:
            raise UsageError(f"there is no question {identifier!r}; there are {', '.join(self.questions)}") from None

    def by_theme(self) -> dict[str, list[Question]]:
        """Questions grouped by theme, in the order of the themes."""
        groups = {theme: [q for q in self.questions.values() if q.theme == theme] for theme in THEMES}
        return {theme: group for theme, group in groups.items() if group}


@cache
def catalogue() -> Catalogue:
    """The bundled question library."""
    return Catalogue()


def query_file(folder: str, name: str) -> Question:
    """A query that is no library question: an edge list (``networks``) or what a page shows (``views``).

    Raises:
        UsageError: if there is no such query.
    """
    known = {path.stem: path for path in (room("queries") / folder).glob("*.rq")}
    if name not in known:
        raise UsageError(f"there is no query {name!r} in {folder}; there are {', '.join(sorted(known))}")
    return read_question(known[name], catalogue().headings)


def today() -> str:
    """Today as an ISO date: what ``asOf`` means when nothing is said."""
    return datetime.date.today().isoformat()
