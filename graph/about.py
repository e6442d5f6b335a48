"""About: what an atlas says of one thing, where it speaks of it, and on what that rests.

Here is the bounded description of linked data for an atlas whose facts are claims: the statements about the thing,
the claims that name it whole, other statements that point at it, and the sources and files all of these come from.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import pyoxigraph as ox

from graph.statements import INFERRED, ONTOLOGY_GRAPHS
from graph.terms import ONTOLOGY, expand

MOST = 5_000
"""Statements that point at a thing of which no more are looked at; a thing named oftener says so."""
CONTENT = 100_000
"""Statements of a named graph that its description holds at most."""

_TYPE = ox.NamedNode(expand("rdf:type"))
_DERIVED = {expand("ka:Presence"), expand("ka:Link")}
"""Kinds of what is computed from claims in order to count; they say nothing the claims do not say."""
_SOURCE = ox.NamedNode(expand("dct:source"))
_LOADED = ox.NamedNode(expand("ka:loadedInto"))
_EVIDENCE = ox.NamedNode(expand("ka:evidenceLevel"))
_LABEL = ox.NamedNode(expand("rdfs:label"))


@dataclass(frozen=True)
class Statement:
    """One statement and the named graph it stands in."""

    subject: ox.NamedNode
    predicate: str
    object: ox.NamedNode | ox.Literal
    graph: str

    @property
    def inferred(self) -> bool:
        """Whether a rule gave it, rather than a file."""
        return self.graph == INFERRED

    @property
    def triple(self) -> ox.Triple:
        """The statement without its graph."""
        return ox.Triple(self.subject, ox.NamedNode(self.predicate), self.object)


class About:
    """What an atlas says of one thing.

    Args:
        store: the atlas.
        iri: full IRI of the thing.
        most: statements pointing at it that are looked at.
    """

    def __init__(self, store: ox.Store, iri: str, most: int = MOST) -> None:
        self.store = store
        self.iri = iri
        self._node = ox.NamedNode(iri)
        self._most = most

    @property
    def known(self) -> bool:
        """Whether the atlas speaks of it at all, as a thing or as a named graph."""
        return any(
            next(self.store.quads_for_pattern(*pattern), None) is not None
            for pattern in (
                (self._node, None, None, None),
                (None, None, self._node, None),
                (None, None, None, self._node),
            )
        )

    @cached_property
    def said(self) -> list[Statement]:
        """The statements about it, each once, by predicate; stated ones before inferred ones."""
        return self._about(self._node)

    def _about(self, node: ox.NamedNode) -> list[Statement]:
        found: dict[tuple[str, str], Statement] = {}
        quads = self.store.quads_for_pattern(node, None, None, None)
        for quad in sorted(quads, key=lambda q: (q.predicate.value, _graph(q) == INFERRED, str(q.object))):
            if not isinstance(quad.object, ox.Triple | ox.BlankNode):
                found.setdefault((quad.predicate.value, str(quad.object)), _statement(quad))
        return list(found.values())

    @cached_property
    def pointing(self) -> list[Statement]:
        """Statements that point at it, each once; at most as many as are looked at."""
        found: dict[tuple[str, str], Statement] = {}
        for quad in islice(self.store.quads_for_pattern(None, None, self._node, None), self._most):
            if isinstance(quad.subject, ox.NamedNode):
                key = (quad.predicate.value, quad.subject.value)
                if key not in found or found[key].inferred:
                    found[key] = _statement(quad)
        return [found[key] for key in sorted(found)]

    @property
    def cut(self) -> bool:
        """Whether more points at it than was looked at."""
        return len(self.pointing) >= self._most

    @cached_property
    def claims(self) -> dict[str, list[Statement]]:
        """The claims that name it, by IRI, each with all its statements.

        Whether they hold on the day of the atlas or not: the class of claims is inferred for those that do.
        """
        subjects = dict.fromkeys(one.subject for one in self.pointing)
        return {node.value: self._about(node) for node in subjects if self.claim(node)}

    def claim(self, node: ox.NamedNode) -> bool:
        """Whether a thing is a claim: it rests on evidence and has no name, for it only ties others together."""
        return self._has(node, _EVIDENCE) and not self._has(node, _LABEL) and not self.kinds(node) & _DERIVED

    def _has(self, node: ox.NamedNode, predicate: ox.NamedNode) -> bool:
        return next(self.store.quads_for_pattern(node, predicate, None, None), None) is not None

    @cached_property
    def derived(self) -> int:
        """How many computed things (presences, links) name it."""
        return len({one.subject for one in self.pointing if self.kinds(one.subject) & _DERIVED})

    @cached_property
    def links(self) -> list[Statement]:
        """What else points at it: neither claims nor what is computed from them."""
        return [
            one
            for one in self.pointing
            if one.subject.value not in self.claims and not self.kinds(one.subject) & _DERIVED
        ]

    def kinds(self, node: ox.NamedNode) -> set[str]:
        """The classes of a thing."""
        return {
            quad.object.value
            for quad in self.store.quads_for_pattern(node, _TYPE, None, None)
            if isinstance(quad.object, ox.NamedNode)
        }

    def description(self, claims: int = 1000) -> Iterator[ox.Triple]:
        """The bounded description: about the thing, the claims that name it, what points at it, and provenance.

        That of a named graph has what stands in it, and that of a module of the ontology its terms.

        Args:
            claims: how many claims, and how many further statements that point at it, are described at most.
        """
        if self.iri.startswith(ONTOLOGY.rstrip("#")) and "#" not in self.iri:
            yield from self._module()
        yield from (quad.triple for quad in islice(self._inside(), CONTENT))
        told = [*self.said]
        for statements in islice(self.claims.values(), claims):
            told += statements
        told += self.links[:claims]
        yield from dict.fromkeys(one.triple for one in told)
        yield from self._provenance(told)

    def _inside(self) -> Iterator[ox.Quad]:
        """The statements of a named graph, where the thing is one."""
        return self.store.quads_for_pattern(None, None, None, self._node)

    @cached_property
    def size(self) -> int:
        """How many statements stand in it, if it is a named graph; at most :data:`CONTENT` are counted."""
        return sum(1 for _ in islice(self._inside(), CONTENT))

    def _module(self) -> Iterator[ox.Triple]:
        """All terms of a module of the ontology, or of all modules."""
        module = self.iri.removeprefix(ONTOLOGY.rstrip("#")).removeprefix("/")
        for home in self.store.named_graphs():
            if isinstance(home, ox.NamedNode) and home.value.startswith(ONTOLOGY_GRAPHS + module):
                if module and home.value != ONTOLOGY_GRAPHS + module:
                    continue
                yield from (quad.triple for quad in self.store.quads_for_pattern(None, None, None, home))

    def _provenance(self, told: list[Statement]) -> Iterator[ox.Triple]:
        """The sources and evidence levels that statements name, and the loads that put them into the atlas."""
        grounds = (_SOURCE.value, _EVIDENCE.value)
        named = [one.object for one in told if one.predicate in grounds and isinstance(one.object, ox.NamedNode)]
        homes = dict.fromkeys([*(one.graph for one in told), self.iri])
        loads = [
            quad.subject
            for home in homes
            for quad in self.store.quads_for_pattern(None, _LOADED, ox.NamedNode(home), None)
            if isinstance(quad.subject, ox.NamedNode)
        ]
        for node in dict.fromkeys([*named, *loads]):
            if node != self._node:
                yield from (one.triple for one in self._about(node))


def _graph(quad: ox.Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""


def _statement(quad: ox.Quad) -> Statement:
    if not isinstance(quad.subject, ox.NamedNode) or not isinstance(quad.object, ox.NamedNode | ox.Literal):
        raise TypeError("an atlas holds no blank nodes and no statements about statements")
    return Statement(quad.subject, quad.predicate.value, quad.object, _graph(quad))
