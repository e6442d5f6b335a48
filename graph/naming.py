"""Naming: what people type for a thing or a property becomes its address, and back again to a label."""

import difflib
import re

import pyoxigraph as ox

from graph.errors import UsageError
from graph.terms import PREFIXES, expand, shorten

_LABELS = ("rdfs:label", "skos:prefLabel")


class Names:
    """Finds things in one atlas by address, prefixed name, key or label, in either language.

    Args:
        store: the atlas, its ontology included.
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._found: tuple[dict[str, set[str]], dict[str, set[str]]] | None = None

    def thing(self, given: str) -> str:
        """The one thing that is meant, as N-Triples term; a quoted text is a literal.

        Raises:
            UsageError: if nothing, or more than one thing, is called that.
        """
        wanted = given.strip()
        if wanted.startswith('"'):
            return wanted
        if (address := self._address(wanted)) is not None:
            return address
        keys, labels = self._index()
        for known in (keys, labels):
            found = sorted(known.get(wanted.casefold(), ()))
            if len(found) == 1:
                return f"<{found[0]}>"
            if found:
                raise UsageError(
                    f"{given!r} can mean {', '.join(shorten(iri) for iri in found[:8])}; give one of these"
                )
        near = difflib.get_close_matches(wanted.casefold(), [*labels, *keys], n=3)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise UsageError(f"{given!r} is not in the atlas{hint}")

    def predicate(self, given: str) -> str:
        """The property that is meant; ``a`` is the class of a thing.

        Raises:
            UsageError: if the ontology has no such property.
        """
        wanted = given.strip()
        if wanted == "a":
            return f"<{expand('rdf:type')}>"
        if (address := self._address(wanted)) is not None:
            return address
        ours = PREFIXES["ka"]
        properties = sorted(
            quad.subject.value
            for kind in ("owl:ObjectProperty", "owl:DatatypeProperty")
            for quad in self._store.quads_for_pattern(
                None, ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand(kind)), None
            )
            if isinstance(quad.subject, ox.NamedNode)
        )
        named = {
            name.casefold(): iri
            for iri in properties
            for name in (iri.removeprefix(ours), *(label.value for label in self._labels(iri)))
        }
        if wanted.casefold() in named:
            return f"<{named[wanted.casefold()]}>"
        near = difflib.get_close_matches(wanted.casefold(), list(named), n=3)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise UsageError(f"the ontology has no property {given!r}{hint}")

    def label(self, term: str, language: str) -> str:
        """What people call a term: its label in their language, else in another, else its class and its key."""
        if not term.startswith("<"):
            return re.sub(r'^"(.*)"(?:@[\w-]+|\^\^\S+)?$', r"\1", term, flags=re.DOTALL)
        if own := self.own_label(term, language):
            return own
        short = shorten(term[1:-1])
        return f"{self.class_label(term, language)} ({short})" if short.startswith("claim:") else short

    def own_label(self, term: str, language: str) -> str | None:
        """The label of a thing in a language, else in another; None if it has none."""
        labels = self._labels(term[1:-1])
        mine = sorted(label.value for label in labels if label.language in (language, None))
        other = sorted(label.value for label in labels)
        return next(iter(mine or other), None)

    def class_label(self, term: str, language: str) -> str:
        """Label of the narrowest class of a thing."""
        kinds = set(self._objects(term[1:-1], "rdf:type"))
        wider = {above for kind in kinds for above in self._objects(kind, "rdfs:subClassOf")}
        narrow = sorted(kinds - wider)
        return self.label(f"<{narrow[0]}>", language) if narrow else ""

    def _objects(self, iri: str, predicate: str) -> list[str]:
        quads = self._store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(expand(predicate)), None, None)
        return [quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)]

    def _address(self, wanted: str) -> str | None:
        if wanted.startswith("<") and wanted.endswith(">"):
            return wanted
        if wanted.startswith(("http://", "https://", "urn:")):
            return f"<{wanted}>"
        try:
            return f"<{expand(wanted)}>"
        except ValueError:
            return None

    def _labels(self, iri: str) -> list[ox.Literal]:
        return [
            quad.object
            for name in _LABELS
            for quad in self._store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(expand(name)), None, None)
            if isinstance(quad.object, ox.Literal)
        ]

    def _index(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """Keys and labels in lower case, with the things that carry them."""
        if self._found is None:
            keys: dict[str, set[str]] = {}
            labels: dict[str, set[str]] = {}
            for name in _LABELS:
                for quad in self._store.quads_for_pattern(None, ox.NamedNode(expand(name)), None, None):
                    if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                        iri = quad.subject.value
                        keys.setdefault(re.split("[/#]", iri)[-1].casefold(), set()).add(iri)
                        labels.setdefault(quad.object.value.casefold(), set()).add(iri)
            self._found = keys, labels
        return self._found
