"""Explain: why a statement holds, down to the stated facts, the rule and the sources that give it.

A derivation is searched backwards over the store, by the same rules that made the inferred statements and on the
same day, with growing depth, so that the shortest one is found and none supports itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import polars as pl
import pyoxigraph as ox

from graph.rules import Rule, class_key, compile_rules
from graph.statements import INFERRED, ONTOLOGY_GRAPHS, RDF_TYPE, SCHEMA
from graph.terms import PREFIXES, expand

Triple = tuple[str, str, str]
"""Subject, predicate and object in N-Triples syntax."""

_DEEPEST = 24
"""Longest derivation that is looked for; a chain of two hundred steps within steps needs far fewer."""
_COMPUTED = (
    *("presences", "links", "region-distances", "region-geometries"),
    *("computed-measures", "computed-touches", "computed-within", "computed-locations"),
)
"""Named graphs whose statements are computed in columns from others when an atlas is built."""


@dataclass(frozen=True)
class Origin:
    """Where a statement stands: its named graph, and what was loaded into it.

    Attributes:
        graph: IRI of the named graph.
        file: name of the file it was read from, with its loader; None for the ontology and its code lists.
        source: IRI of the source the subject names, if it names one.
        title: title of that source.
        observed: the day the source was established for, or seen.
        evidence: evidence level of the subject, if it is a claim.
    """

    graph: str
    file: str | None = None
    source: str | None = None
    title: str | None = None
    observed: str | None = None
    evidence: str | None = None


@dataclass(frozen=True)
class Reason:
    """Why one statement holds.

    Attributes:
        triple: the statement.
        origin: where it is stated; None where it follows.
        rule: the rule by which it follows; None where it is stated or computed.
        parts: the reasons of the statements the rule starts from.
    """

    triple: Triple
    origin: Origin | None = None
    rule: Rule | None = None
    parts: tuple["Reason", ...] = ()

    @property
    def computed(self) -> bool:
        """Whether it was computed in columns when the atlas was built, rather than read or inferred by a rule."""
        return self.origin is not None and self.origin.graph.removeprefix(PREFIXES["graph"]) in _COMPUTED


class Explainer:
    """Finds reasons in one atlas.

    Args:
        store: the atlas, its ontology included.
        as_of: the day for which it was inferred (ISO).
        rules: the rules that were in force; by default compiled from the ontology inside the atlas.
    """

    def __init__(self, store: ox.Store, as_of: str, rules: Sequence[Rule] | None = None) -> None:
        self._store = store
        self._as_of = as_of
        self._inferred = ox.NamedNode(INFERRED)
        rules = compile_rules(ontology_of(store)) if rules is None else rules
        self._by_head: dict[str, list[Rule]] = {}
        for rule in rules:
            self._by_head.setdefault(rule.head, []).append(rule)
        self._valid: dict[str, bool] = {}
        self._tried: dict[tuple[Triple, int], Reason | None] = {}

    def explain(self, triple: Triple) -> Reason | None:
        """The shortest reason for a statement; None if it does not hold on the day of the atlas."""
        if not self._holds(triple):
            return None
        for depth in range(_DEEPEST):
            if (reason := self._prove(triple, depth)) is not None:
                return reason
        return None

    def _prove(self, triple: Triple, depth: int) -> Reason | None:
        """A derivation of at most so many rules deep; whether there is one does not depend on who asks."""
        if (triple, depth) not in self._tried:
            self._tried[triple, depth] = self._stated(triple) or (self._follows(triple, depth) if depth else None)
        return self._tried[triple, depth]

    def _stated(self, triple: Triple) -> Reason | None:
        """The statement itself, if it stands outside the inferred graph and holds on the day."""
        if not (self._on_day(triple[0]) and self._on_day(triple[2])):
            return None
        homes = sorted(str(q.graph_name)[1:-1] for q in self._quads(*triple) if q.graph_name != self._inferred)
        return Reason(triple, origin=self._origin(triple[0], homes[0])) if homes else None

    def _follows(self, triple: Triple, depth: int) -> Reason | None:
        s, p, o = triple
        key = class_key(o) if p == RDF_TYPE else p
        for rule in sorted(self._by_head.get(key, []), key=lambda rule: (rule.head in rule.body, len(rule.body))):
            for body in self._bodies(rule, s, o):
                parts: list[Reason] = []
                for part in body:
                    reason = self._prove(part, depth - 1)
                    if reason is None:
                        break
                    parts.append(reason)
                else:
                    return Reason(triple, rule=rule, parts=tuple(parts))
        return None

    def _bodies(self, rule: Rule, s: str, o: str) -> Iterator[list[Triple]]:
        """Chains of statements in the atlas that would give the statement by the rule."""
        if rule.form == "so":
            yield from self._chains(rule.body, s, o)
        elif rule.form == "os":
            yield from self._chains(rule.body, o, s)
        elif rule.form == "s":
            yield from self._chains(rule.body, s, None)
        else:
            yield from ([found] for found in self._pairs(rule.body[0], None, s))

    def _chains(self, body: Sequence[str], start: str, end: str | None) -> Iterator[list[Triple]]:
        first, *rest = body
        if not rest:
            yield from ([found] for found in self._pairs(first, start, end))
            return
        for found in self._pairs(first, start, None):
            for tail in self._chains(rest, found[2], end):
                yield [found, *tail]

    def _pairs(self, key: str, s: str | None, o: str | None) -> Iterator[Triple]:
        """Statements of one relation: of a property, or of membership in a class. Stated ones come first."""
        predicate, wanted = (RDF_TYPE, key.removeprefix("type ")) if key.startswith("type ") else (key, o)
        quads = self._quads(s, predicate, wanted)
        seen = set()
        for quad in sorted(quads, key=lambda q: (q.graph_name == self._inferred, str(q.subject), str(q.object))):
            triple = (str(quad.subject), predicate, str(quad.object))
            if triple not in seen:
                seen.add(triple)
                yield triple

    def _quads(self, s: str | None, p: str, o: str | None) -> list[ox.Quad]:
        subject, wanted = (None if term is None else _term(term) for term in (s, o))
        if isinstance(subject, ox.Literal):
            return []
        return list(self._store.quads_for_pattern(subject, ox.NamedNode(p[1:-1]), wanted, None))

    def _holds(self, triple: Triple) -> bool:
        return bool(self._quads(*triple))

    def _on_day(self, term: str) -> bool:
        """Whether a thing holds on the day of the atlas: it did not start later and has not ended before."""
        if not term.startswith("<"):
            return True
        if term not in self._valid:
            starts, ends = (self._values(term, name) for name in ("ka:validFrom", "ka:validTo"))
            self._valid[term] = all(day <= self._as_of for day in starts) and all(day >= self._as_of for day in ends)
        return self._valid[term]

    def _values(self, subject: str, predicate: str) -> list[str]:
        """Plain values of one property of a thing."""
        return sorted(
            quad.object.value
            for quad in self._quads(subject, f"<{expand(predicate)}>", None)
            if isinstance(quad.object, ox.NamedNode | ox.Literal)
        )

    def _origin(self, subject: str, graph: str) -> Origin:
        def one(about: str, predicate: str) -> str | None:
            return next(iter(self._values(about, predicate)), None)

        loads = [
            str(quad.subject)
            for quad in self._store.quads_for_pattern(
                None, ox.NamedNode(expand("ka:loadedInto")), ox.NamedNode(graph), None
            )
        ]
        file = f"{one(loads[0], 'ka:loaderName')}/{one(loads[0], 'ka:fileName')}" if loads else None
        source = one(subject, "dct:source")
        return Origin(
            graph,
            file,
            source,
            one(f"<{source}>", "rdfs:label") if source and source.startswith("http") else source,
            one(subject, "ka:observedOn"),
            one(subject, "ka:evidenceLevel"),
        )


def ontology_of(store: ox.Store) -> pl.DataFrame:
    """The statements of the ontology's modules that an atlas holds."""
    homes = [graph for graph in store.named_graphs() if str(graph).startswith(f"<{ONTOLOGY_GRAPHS}")]
    rows = [
        (str(quad.subject), str(quad.predicate), str(quad.object), str(home))
        for home in homes
        for quad in store.quads_for_pattern(None, None, None, home)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _term(text: str) -> ox.NamedNode | ox.Literal:
    """An IRI or literal from N-Triples syntax."""
    if text.startswith("<"):
        return ox.NamedNode(text[1:-1])
    quad = next(iter(ox.parse(f"<s:s> <p:p> {text} .".encode(), format=ox.RdfFormat.N_TRIPLES)))
    return cast("ox.Literal", quad.object)
