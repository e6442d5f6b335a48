"""The vocabulary: what the ontology's modules and code lists say, read into plain things one can walk through.

Only reading happens here. What follows from the axioms (the ends of a property whose inverse or rule names them) is
told apart from what is stated, so that a page can say which is which.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from graph.descriptions import Descriptions, local
from graph.resources import room
from graph.terms import ONTOLOGY, PREFIXES, expand

Kind = Literal["class", "object property", "datatype property"]
Texts = Mapping[str, str]
"""A text by language: ``nl`` and ``en``."""

KINDS: Mapping[str, Kind] = {
    "owl:Class": "class",
    "owl:ObjectProperty": "object property",
    "owl:DatatypeProperty": "datatype property",
}
ROOT = "ketenatlas"
"""Key of the module that imports all others and describes the ontology as a whole."""
_RANKS = ("ka:position", "ka:categoryRank", "ka:evidenceRank")
"""Properties by which a code list orders its concepts."""
_VANN = "http://purl.org/vocab/vann/"


@dataclass(frozen=True)
class Term:
    """A class or property of the ontology. Other terms are named by their full IRI.

    Attributes:
        domain: classes of what has the property, as stated; empty where nothing is stated.
        range: classes or datatypes of its values, as stated.
        inverse: properties that say the same the other way round, whichever of the two states it.
        chains: rules; each is a chain of properties that together give this one.
        disjoint: classes that share no member with this one, whichever of the two states it.
    """

    iri: str
    name: str
    kind: Kind
    module: str
    label: Texts
    definition: Texts
    note: Texts
    superclasses: tuple[str, ...] = ()
    subclasses: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    inverse: tuple[str, ...] = ()
    superproperties: tuple[str, ...] = ()
    subproperties: tuple[str, ...] = ()
    chains: tuple[tuple[str, ...], ...] = ()
    transitive: bool = False
    symmetric: bool = False
    disjoint: tuple[str, ...] = ()


@dataclass(frozen=True)
class Module:
    """One file of the ontology; ``borrowed`` are the terms of others it declares in order to use them."""

    key: str
    title: Texts
    description: Texts
    terms: tuple[Term, ...]
    borrowed: tuple[str, ...]


@dataclass(frozen=True)
class Concept:
    """One entry of a code list; ``facts`` are further properties of ours with their values, IRI or text."""

    iri: str
    notation: str
    label: Texts
    definition: Texts
    kinds: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    facts: tuple[tuple[str, str | Texts], ...] = ()


@dataclass(frozen=True)
class Scheme:
    """A code list."""

    iri: str
    key: str
    label: Texts
    definition: Texts
    note: Texts
    source: str
    concepts: tuple[Concept, ...]


@dataclass(frozen=True)
class About:
    """What the ontology says of itself."""

    title: Texts
    description: Texts
    version: str
    created: str
    licence: str
    source: str
    prefix: str
    namespace: str


@dataclass(frozen=True)
class Vocabulary:
    """The whole ontology with its code lists."""

    about: About
    modules: tuple[Module, ...]
    schemes: tuple[Scheme, ...]

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """Every term of ours by its IRI, module by module."""
        return {term.iri: term for module in self.modules for term in module.terms}

    @cached_property
    def lists(self) -> Mapping[str, tuple[Scheme, ...]]:
        """Code lists by the class of their concepts."""
        found: dict[str, list[Scheme]] = defaultdict(list)
        for scheme in self.schemes:
            for kind in dict.fromkeys(kind for concept in scheme.concepts for kind in concept.kinds):
                found[kind].append(scheme)
        return {kind: tuple(schemes) for kind, schemes in found.items()}

    def domain(self, iri: str) -> tuple[str, ...]:
        """Classes of what has a property: as stated, else as its inverse, rules or wider property give them."""
        return self._end(iri, True, frozenset())

    def range(self, iri: str) -> tuple[str, ...]:
        """Classes of a property's values: as stated, else as its inverse, rules or wider property give them."""
        return self._end(iri, False, frozenset())

    def _end(self, iri: str, first: bool, seen: frozenset[tuple[str, bool]]) -> tuple[str, ...]:
        term = self.terms.get(iri)
        if term is None or (iri, first) in seen:
            return ()
        seen |= {(iri, first)}
        if stated := term.domain if first else term.range:
            return stated
        if found := next((end for other in term.inverse if (end := self._end(other, not first, seen))), ()):
            return found
        by_rule = {self._end(chain[0 if first else -1], first, seen) for chain in term.chains}
        if len(by_rule) == 1 and (found := by_rule.pop()):
            return found
        return next((found for wider in term.superproperties if (found := self._end(wider, first, seen))), ())


def vocabulary(folder: Path | None = None) -> Vocabulary:
    """Read the ontology.

    Args:
        folder: where the modules lie, with the code lists in ``schemes``; the bundled ones by default.

    Raises:
        SyntaxError: if a file is not well-formed.
    """
    place = folder or room("ontology")
    files = {path.stem: Descriptions([path]) for path in sorted(place.glob("*.ttl"))}
    root = files[ROOT]
    order = [ROOT, *(local(iri) for iri in root.iris(_address(root), "owl:imports"))]
    keys = sorted(files, key=lambda key: (key == ROOT, order.index(key) if key in order else len(order), key))
    modules = _complete([_module(key, files[key]) for key in keys])
    schemes = _schemes(Descriptions(sorted((place / "schemes").glob("*.ttl"))))
    return Vocabulary(_about(root), modules, tuple(schemes))


def _address(said: Descriptions) -> str:
    return said.of_kind("owl:Ontology")[0]


def _about(root: Descriptions) -> About:
    me = _address(root)
    return About(
        title=root.texts(me, "dct:title"),
        description=root.texts(me, "dct:description"),
        version=root.plain(me, "owl:versionInfo"),
        created=root.plain(me, "dct:created")[:10],
        licence=root.plain(me, "dct:license"),
        source=root.plain(me, "dct:source"),
        prefix=root.plain(me, f"{_VANN}preferredNamespacePrefix"),
        namespace=root.plain(me, f"{_VANN}preferredNamespaceUri"),
    )


def _module(key: str, said: Descriptions) -> Module:
    me = _address(said)
    kinds = {expand(name): kind for name, kind in KINDS.items()}
    terms, borrowed = [], []
    for iri in said:
        types = said.iris(iri, "rdf:type")
        kind = next((kinds[name] for name in types if name in kinds), None)
        if kind is not None and iri.startswith(ONTOLOGY):
            terms.append(_term(key, iri, kind, said))
        elif iri != me and any(name.startswith(PREFIXES["owl"]) for name in types):
            borrowed.append(iri)
    return Module(key, said.texts(me, "dct:title"), said.texts(me, "dct:description"), tuple(terms), tuple(borrowed))


def _term(module: str, iri: str, kind: Kind, said: Descriptions) -> Term:
    types = said.iris(iri, "rdf:type")
    return Term(
        iri,
        iri.removeprefix(ONTOLOGY),
        kind,
        module,
        label=said.texts(iri, "rdfs:label"),
        definition=said.texts(iri, "skos:definition"),
        note=said.texts(iri, "skos:scopeNote"),
        superclasses=said.iris(iri, "rdfs:subClassOf"),
        domain=said.iris(iri, "rdfs:domain"),
        range=said.iris(iri, "rdfs:range"),
        inverse=said.iris(iri, "owl:inverseOf"),
        superproperties=said.iris(iri, "rdfs:subPropertyOf"),
        chains=said.lists(iri, "owl:propertyChainAxiom"),
        transitive=expand("owl:TransitiveProperty") in types,
        symmetric=expand("owl:SymmetricProperty") in types,
        disjoint=said.iris(iri, "owl:disjointWith"),
    )


def _complete(modules: list[Module]) -> tuple[Module, ...]:
    """Fill in what another term states: subclasses, narrower properties, the other of two inverse or disjoint."""
    terms = [term for module in modules for term in module.terms]

    def naming(column: str) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for term in terms:
            for other in getattr(term, column):
                found[other].append(term.iri)
        return found

    below, narrower = naming("superclasses"), naming("superproperties")
    inverse, disjoint = naming("inverse"), naming("disjoint")

    def filled(term: Term) -> Term:
        return replace(
            term,
            subclasses=tuple(below.get(term.iri, ())),
            subproperties=tuple(narrower.get(term.iri, ())),
            inverse=tuple(dict.fromkeys((*term.inverse, *inverse.get(term.iri, ())))),
            disjoint=tuple(dict.fromkeys((*term.disjoint, *disjoint.get(term.iri, ())))),
        )

    return tuple(replace(module, terms=tuple(filled(term) for term in module.terms)) for module in modules)


def _schemes(said: Descriptions) -> Iterable[Scheme]:
    """The code lists in order of their key, concepts in the order the list gives them."""
    members: dict[str, list[str]] = defaultdict(list)
    for subject in said:
        for scheme in said.iris(subject, "skos:inScheme"):
            members[scheme].append(subject)
    for iri in sorted(said.of_kind("skos:ConceptScheme")):
        yield Scheme(
            iri,
            local(iri),
            label=said.texts(iri, "skos:prefLabel"),
            definition=said.texts(iri, "skos:definition"),
            note=said.texts(iri, "skos:scopeNote"),
            source=said.plain(iri, "dct:source"),
            concepts=tuple(_concept(said, s) for s in sorted(members[iri], key=lambda s: _rank(said, s))),
        )


def _rank(said: Descriptions, concept: str) -> float:
    """Where a concept stands in its list; those without a rank keep the order of the file."""
    return next((float(text) for name in _RANKS if (text := said.plain(concept, name))), 0.0)


def _concept(said: Descriptions, iri: str) -> Concept:
    facts: list[tuple[str, str | Texts]] = []
    for predicate in said.predicates(iri):
        if predicate.startswith(ONTOLOGY) and predicate not in map(expand, _RANKS):
            facts += [(predicate, other) for other in said.iris(iri, predicate)]
            if texts := said.texts(iri, predicate):
                facts.append((predicate, texts))
    return Concept(
        iri=iri,
        notation=said.plain(iri, "skos:notation"),
        label=said.texts(iri, "skos:prefLabel"),
        definition=said.texts(iri, "skos:definition"),
        kinds=tuple(kind for kind in said.iris(iri, "rdf:type") if kind.startswith(ONTOLOGY)),
        broader=said.iris(iri, "skos:broader"),
        facts=tuple(facts),
    )
