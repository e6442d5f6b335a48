"""Forms: what a question may be told, as fields a browser shows without script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.asking import Choice, Engine, choices
from graph.catalogue import Parameter, Question, today
from graph.evidence import levels

_SHORT = 30
"""Choices that a plain list can offer; of more people type a part of the name."""

SAY: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "all": "alle",
        "all_evidence": "al het bewijs",
        "type": "typ een deel van de naam; {n} om uit te kiezen",
        "address": "adres van een ding, zoals province:pv30 of establishment:asml-veldhoven",
        "asOf": "wat op deze dag gold",
        "evidence": "het minst zekere bewijs dat meetelt",
        "integer": "een heel getal",
    },
    "en": {
        "all": "all",
        "all_evidence": "all evidence",
        "type": "type a part of the name; {n} to choose from",
        "address": "address of a thing, such as province:pv30 or establishment:asml-veldhoven",
        "asOf": "what held on this day",
        "evidence": "the least sure evidence that counts",
        "integer": "a whole number",
    },
}


@dataclass(frozen=True)
class Field:
    """One field of a form.

    Attributes:
        name: name of the parameter.
        label: what people call it.
        form: ``select``, ``list`` (a box that proposes), ``date``, ``number`` or ``text``.
        value: what stands in it.
        options: value and label of what can be chosen.
        help: a few words below it; may be empty.
    """

    name: str
    label: str
    form: str
    value: str
    options: Sequence[tuple[str, str]] = ()
    help: str = ""


def fields(engine: Engine, question: Question, given: Mapping[str, str | None], language: str) -> list[Field]:
    """The fields of a question, filled with what was given or holds by default."""
    return [
        _field(engine, parameter, given.get(parameter.name) or "", language)
        for parameter in question.parameters
        if parameter.name != "lang"
    ]


def _field(engine: Engine, parameter: Parameter, given: str, language: str) -> Field:
    name, label, say = parameter.name, parameter.label[language], SAY[language]
    if parameter.choices:
        return _things(name, label, choices(engine, parameter), given, language)
    if parameter.type == "date":
        usual = today() if parameter.default == "today" else parameter.default or ""
        return Field(name, label, "date", given or usual, help=say["asOf"] if name == "asOf" else "")
    if parameter.type == "level":
        options = [("all", say["all_evidence"]), *((level, told[1][language]) for level, told in levels().items())]
        return Field(name, label, "select", given or "all", options, say["evidence"])
    if parameter.options:
        options = [(word, told[language]) for word, told in parameter.options.items()]
        open_ = [] if parameter.default else [("", say["all"])]
        return Field(name, label, "select", given or parameter.default or "", [*open_, *options])
    if parameter.type == "integer":
        return Field(name, label, "number", given or parameter.default or "", help=say["integer"])
    usual = parameter.default or ""
    return Field(name, label, "text", given or usual, help=say["address"] if parameter.type == "iri" else "")


def _things(name: str, label: str, offered: Sequence[Choice], given: str, language: str) -> Field:
    """A thing to choose: a plain list of a few, a box that proposes from many, by label where that is enough."""
    say = SAY[language]
    chosen = next((c for c in offered if given and given.casefold() in _called(c)), None)
    if len(offered) <= _SHORT:
        options = [("", say["all"]), *((choice.key, choice.label[language]) for choice in offered)]
        return Field(name, label, "select", chosen.key if chosen else given, options)
    keys = {choice.key.casefold() for choice in offered}
    counted: dict[str, int] = {}
    for choice in offered:
        for word in {text.casefold() for text in choice.label.values()}:
            counted[word] = counted.get(word, 0) + 1

    def value(choice: Choice) -> str:
        own = choice.label[language]
        return own if counted[own.casefold()] == 1 and own.casefold() not in keys else choice.key

    options = [(value(choice), choice.label[language]) for choice in offered]
    return Field(name, label, "list", value(chosen) if chosen else given, options, say["type"].format(n=len(offered)))


def _called(choice: Choice) -> set[str]:
    """What people may call a thing, in lower case."""
    return {text.casefold() for text in (choice.iri, choice.key, *choice.label.values())}
