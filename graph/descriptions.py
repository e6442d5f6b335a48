"""Descriptions: RDF files as they were written, thing by thing and in the order of the file, for reading aloud."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from graph.terms import expand, full

LANGUAGES = ("nl", "en")


class Descriptions:
    """What some files say, by subject; predicates are given as prefixed names or, if no prefix fits, as full IRI."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._said: dict[str, dict[str, list[str | ox.Literal]]] = {}
        for path in paths:
            for quad in ox.parse(path=str(path)):
                if isinstance(quad.object, ox.Triple):
                    continue
                of_subject = self._said.setdefault(_name(quad.subject), {})
                value = quad.object if isinstance(quad.object, ox.Literal) else _name(quad.object)
                of_subject.setdefault(quad.predicate.value, []).append(value)

    def __iter__(self) -> Iterator[str]:
        return iter(self._said)

    def predicates(self, subject: str) -> list[str]:
        """The predicates said of a thing."""
        return list(self._said.get(subject, ()))

    def _values(self, subject: str, predicate: str) -> list[str | ox.Literal]:
        return self._said.get(subject, {}).get(full(predicate), [])

    def iris(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The things a thing is related to."""
        return tuple(v for v in self._values(subject, predicate) if isinstance(v, str) and not v.startswith("_:"))

    def texts(self, subject: str, predicate: str) -> dict[str, str]:
        """A text by language; one without a language counts for all."""
        found: dict[str, str] = {}
        for literal in self._values(subject, predicate):
            if isinstance(literal, ox.Literal):
                languages = (literal.language,) if literal.language else LANGUAGES
                found |= dict.fromkeys(languages, literal.value)
        return found

    def plain(self, subject: str, predicate: str) -> str:
        """The first value as it is written, be it text or IRI; empty where there is none."""
        for value in self._values(subject, predicate):
            return value.value if isinstance(value, ox.Literal) else value
        return ""

    def lists(self, subject: str, predicate: str) -> tuple[tuple[str, ...], ...]:
        """The RDF lists a thing is related to, as their members."""
        return tuple(tuple(self._members(v)) for v in self._values(subject, predicate) if isinstance(v, str))

    def _members(self, head: str) -> Iterator[str]:
        while head in self._said:
            yield from self.iris(head, "rdf:first")
            head = self.plain(head, "rdf:rest")

    def of_kind(self, kind: str) -> list[str]:
        """The things of a kind, given as prefixed name."""
        return [subject for subject in self if expand(kind) in self.iris(subject, "rdf:type")]


def _name(value: ox.NamedNode | ox.BlankNode | ox.Triple) -> str:
    """The IRI; a blank node keeps its mark ``_:``."""
    return value.value if isinstance(value, ox.NamedNode) else str(value)


def local(iri: str) -> str:
    """The last part of an IRI."""
    return re.split("[#/]", iri)[-1]
