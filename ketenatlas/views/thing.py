"""Anything of the atlas laid out for reading: what is said of it, who names it, and what that rests on."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from graph.about import About, Statement
from graph.evidence import levels
from graph.statements import INFERRED, ONTOLOGY_GRAPHS
from graph.terms import BASE, OWN, PREFIXES, expand, shorten
from ketenatlas.views.thing_words import WORDS

SHOWN = 12
"""Values of one property that are shown at once; the others unfold."""
ROWS = 25
"""Claims of one kind, and things that point at it in one way, that are shown; the data has all."""

_LABELS = tuple(expand(name) for name in ("rdfs:label", "skos:prefLabel"))
_DEFINITION = expand("skos:definition")
_KIND = expand("rdf:type")
_SOURCE, _EVIDENCE, _OBSERVED = expand("dct:source"), expand("ka:evidenceLevel"), expand("ka:observedOn")
_FROM, _TO = expand("ka:validFrom"), expand("ka:validTo")
_TOP = expand("skos:topConceptOf")
_APART = {*_LABELS, _DEFINITION, _KIND, _SOURCE, _EVIDENCE, _OBSERVED, _FROM, _TO, _TOP}
"""Properties that have a place of their own on the page, or say twice what another says."""
_CODES = {expand(name) for name in ("ka:role", "ka:confirmation", "ka:actionStatus")}
_INVERSE = ox.NamedNode(expand("owl:inverseOf"))
_PLAIN = {expand(name) for name in ("ka:Claim", "skos:Concept", "prov:Entity", "prov:Activity", "geo:Feature")}
"""Classes that say little beside a more exact one."""
_MADE = {INFERRED: "inferred", ONTOLOGY_GRAPHS: "ontology", f"{PREFIXES['graph']}scheme-": "scheme"}
"""How the named graphs begin whose statements no file of the data set gave, and the word for how they came about."""
_LOADED, _LOADER, _FILE = expand("ka:loadedInto"), expand("ka:loaderName"), expand("ka:fileName")


@dataclass(frozen=True)
class Value:
    """Something to show: words, the thing they stand for if it is one, and an address on the web if it is that."""

    text: str
    iri: str = ""
    page: str = ""


@dataclass(frozen=True)
class Fact:
    """One property of a thing with its values, and where they come from."""

    name: Value
    values: tuple[Value, ...]
    origins: tuple[Value, ...]


@dataclass(frozen=True)
class Grounds:
    """What a claim rests on: sources, evidence levels, the day it was seen, and the days it holds."""

    sources: tuple[Value, ...]
    evidence: tuple[Value, ...]
    observed: str
    since: str
    until: str


@dataclass(frozen=True)
class Group:
    """Claims of one kind that name a thing in one way.

    Attributes:
        kind: class of the claims.
        role: the property by which they name it.
        heads: further properties they have.
        rows: for each claim its own address, the values of these properties, and what it rests on.
        total: how many there are; the rows may be fewer.
    """

    kind: Value
    role: Value
    heads: tuple[Value, ...]
    rows: tuple[tuple[str, tuple[tuple[Value, ...], ...], Grounds], ...]
    total: int


@dataclass(frozen=True)
class Mention:
    """Things that point at a thing by one property."""

    name: Value
    things: tuple[Value, ...]
    total: int


class Thing:
    """One thing laid out in one language."""

    def __init__(self, about: About, language: str) -> None:
        self.about = about
        self.language = language
        self._store = about.store
        self._names: dict[str, str] = {}

    @cached_property
    def name(self) -> str:
        """What it is called; a claim is called by its kind and the things it ties together."""
        if self._own(self.about.iri):
            return self.label(self.about.iri)
        ends = [self.label(one.object.value) for one in self._ends(self.about.said)]
        kind = self.kinds[0].text if self.kinds else ""
        return f"{kind}: {' – '.join(ends)}" if kind and ends else kind or shorten(self.about.iri)

    @cached_property
    def kinds(self) -> tuple[Value, ...]:
        """Its classes, without those that say little beside the others."""
        found = [one.object.value for one in self.about.said if one.predicate == _KIND]
        exact = [kind for kind in found if kind not in _PLAIN and not self._wider(kind, found)] or found
        return tuple(Value(self.label(kind), kind) for kind in exact)

    @cached_property
    def definition(self) -> str:
        """What it is, in the language asked for or another."""
        return self._text(self.about.iri, (_DEFINITION,))

    @cached_property
    def grounds(self) -> Grounds:
        """What the atlas says of it rests on."""
        return self._grounds(self.about.said)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """What is said of it, by property."""
        grouped: dict[str, list[Statement]] = {}
        for one in self.about.said:
            if one.predicate not in _APART and not (
                isinstance(one.object, ox.NamedNode) and one.object.value in self.about.claims
            ):
                grouped.setdefault(one.predicate, []).append(one)
        made = [
            Fact(
                Value(self.label(predicate), predicate),
                self._values(statements),
                tuple(dict.fromkeys(self._origin(one.graph) for one in statements)),
            )
            for predicate, statements in grouped.items()
        ]
        return tuple(
            sorted((fact for fact in made if fact.values), key=lambda fact: (len(fact.values), fact.name.text))
        )

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The claims that name it, by kind and role; last those that only rest on it."""
        grouped: dict[tuple[bool, str, str], list[str]] = {}
        for one in self.about.pointing:
            if one.subject.value in self.about.claims:
                cites = one.predicate in (_SOURCE, _EVIDENCE)
                grouped.setdefault((cites, self._kind(one.subject.value), one.predicate), []).append(one.subject.value)
        return tuple(self._group(kind, role, claims) for (_, kind, role), claims in sorted(grouped.items()))

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """What else points at it, by property."""
        grouped: dict[str, list[str]] = {}
        there = {one.predicate for one in self.about.said}
        for one in self.about.links:
            if self._inverse(one.predicate) & there:
                continue
            grouped.setdefault(one.predicate, []).append(one.subject.value)
        return tuple(
            Mention(
                Value(self.label(predicate), predicate),
                tuple(self._named(sorted(things)[:ROWS])),
                len(things),
            )
            for predicate, things in grouped.items()
        )

    def label(self, iri: str) -> str:
        """What a thing is called; what has no name is called by its short address."""
        if iri not in self._names:
            short = shorten(iri)
            other = WORDS[self.language].get(short) or re.split(r"[/#]", short)[-1].rpartition(":")[2]
            self._names[iri] = self._text(iri, _LABELS) or other
        return self._names[iri]

    def _group(self, kind: str, role: str, claims: Sequence[str]) -> Group:
        told = {claim: self.about.claims[claim] for claim in sorted(claims)[:ROWS]}
        heads = dict.fromkeys(
            one.predicate
            for statements in told.values()
            for one in statements
            if one.predicate not in _APART and not (one.predicate == role and one.object.value == self.about.iri)
        )
        ordered = sorted(heads, key=lambda head: self._literal(head, told.values()))
        rows = tuple(
            (
                claim,
                tuple(
                    self._values([one for one in statements if one.predicate == head and self._other(one)])
                    for head in ordered
                ),
                self._grounds(statements),
            )
            for claim, statements in told.items()
        )
        return Group(
            Value(self.label(kind), kind),
            Value(self.label(role), role),
            tuple(Value(self.label(head), head) for head in ordered),
            rows,
            len(claims),
        )

    def _other(self, one: Statement) -> bool:
        return one.object.value != self.about.iri

    def _literal(self, head: str, claims: Iterable[Sequence[Statement]]) -> int:
        """Things come before texts, and texts before numbers and codes."""
        sample = next(one.object for statements in claims for one in statements if one.predicate == head)
        return 0 if isinstance(sample, ox.NamedNode) else 1 if sample.language else 2

    def _grounds(self, statements: Sequence[Statement]) -> Grounds:
        def of(predicate: str) -> tuple[Value, ...]:
            return self._values([one for one in statements if one.predicate == predicate])

        def day(predicate: str) -> str:
            return ", ".join(value.text for value in of(predicate))

        known = levels()
        evidence = tuple(
            Value(known[key][1][self.language], value.iri) if (key := value.iri.rpartition("/")[2]) in known else value
            for value in of(_EVIDENCE)
        )
        return Grounds(of(_SOURCE), evidence, day(_OBSERVED), day(_FROM), day(_TO))

    def _values(self, statements: Sequence[Statement]) -> tuple[Value, ...]:
        """Values to show: of texts in several languages the one asked for."""
        own = {one.object.language for one in statements if isinstance(one.object, ox.Literal)}
        found = []
        for one in statements:
            node = one.object
            if isinstance(node, ox.NamedNode):
                outside = not self._own(node.value) and not node.value.startswith((BASE, OWN))
                web = node.value if node.value.startswith(("http://", "https://")) else ""
                found.append(Value(node.value, page=web) if outside else self._named([node.value])[0])
            elif node.language in (None, self.language) or self.language not in own:
                found.append(self._shown(one.predicate, node))
        return tuple(sorted(dict.fromkeys(found), key=lambda value: value.text.casefold()))

    def _shown(self, predicate: str, literal: ox.Literal) -> Value:
        if predicate in _CODES:
            return Value(WORDS[self.language].get(literal.value, literal.value))
        if literal.datatype.value == expand("xsd:boolean"):
            return Value(WORDS[self.language]["yes" if literal.value == "true" else "no"])
        if literal.value.startswith(("http://", "https://")) and not re.search(r"\s", literal.value):
            return Value(literal.value, page=literal.value)
        return Value(literal.value)

    def _named(self, iris: Sequence[str]) -> list[Value]:
        return [Value(self.label(iri), iri) for iri in iris]

    def _inverse(self, predicate: str) -> set[str]:
        """Properties that say the same the other way round."""
        node = ox.NamedNode(predicate)
        forth = (quad.object for quad in self._store.quads_for_pattern(node, _INVERSE, None, None))
        back = (quad.subject for quad in self._store.quads_for_pattern(None, _INVERSE, node, None))
        return {one.value for one in (*forth, *back) if isinstance(one, ox.NamedNode)}

    def _own(self, iri: str) -> bool:
        """Whether the atlas gives a thing a name."""
        return bool(self._text(iri, _LABELS))

    def _text(self, iri: str, predicates: Sequence[str]) -> str:
        """A text about a thing, in the language asked for, else in another."""
        found: dict[str, str] = {}
        for predicate in predicates:
            for quad in self._store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None, None):
                if isinstance(quad.object, ox.Literal):
                    found.setdefault(quad.object.language or "", quad.object.value)
        return found.get(self.language) or found.get("") or next(iter(found.values()), "")

    def _kind(self, iri: str) -> str:
        """The most exact class of a claim."""
        return min((kind for kind in self.about.kinds(ox.NamedNode(iri)) if kind not in _PLAIN), default=_KIND)

    def _wider(self, kind: str, others: Sequence[str]) -> bool:
        """Whether a class has one of the others below it."""
        below = ox.NamedNode(expand("rdfs:subClassOf"))
        return any(
            next(self._store.quads_for_pattern(ox.NamedNode(other), below, ox.NamedNode(kind), None), None) is not None
            for other in others
            if other != kind
        )

    def _ends(self, statements: Sequence[Statement]) -> list[Statement]:
        """The statements of a claim that name things with a label of their own."""
        return [
            one
            for one in statements
            if isinstance(one.object, ox.NamedNode) and one.predicate not in _APART and self._own(one.object.value)
        ]

    def _origin(self, graph: str) -> Value:
        """Where statements of a graph come from: the file, with the page of its load, or how they were made."""
        words = WORDS[self.language]
        for start, word in _MADE.items():
            if graph.startswith(start):
                return Value(words[word])
        loads = self._store.quads_for_pattern(None, ox.NamedNode(_LOADED), ox.NamedNode(graph), None)
        load = next((quad.subject for quad in loads if isinstance(quad.subject, ox.NamedNode)), None)
        if load is None:
            return Value(words["computed"])
        return Value(f"{self._text(load.value, (_LOADER,))}/{self._text(load.value, (_FILE,))}", load.value)
