"""Where what an atlas says comes from: the file, the row and the columns of it, and why what follows does."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

import polars as pl

from graph import lineage
from graph.about import About, Statement
from graph.explain import Explainer, Reason
from graph.naming import Names
from graph.statements import ONTOLOGY_GRAPHS
from graph.store import Store
from graph.terms import PREFIXES, expand
from ketenatlas.views.answered import Cell
from ketenatlas.views.reasons import Teller
from ketenatlas.views.table import known_tables

_SOURCE, _EVIDENCE, _OBSERVED = (expand(name) for name in ("dct:source", "ka:evidenceLevel", "ka:observedOn"))
_APART = {*(expand(name) for name in ("rdf:type", "rdfs:label", "skos:prefLabel")), _SOURCE, _EVIDENCE, _OBSERVED}
COMPUTED, INFERRED_, CODES, READ = "computed", "inferred", "ontology", "read"
"""How a statement came about: in columns when the atlas was built, by a rule, in the ontology, or from a file."""


@dataclass(frozen=True)
class Place:
    """A row of a file that was read.

    Attributes:
        file: loader and name of the file.
        rows: line numbers, as a spreadsheet counts them.
        about: what the table holds.
    """

    file: str
    rows: tuple[int, ...]
    about: str


@dataclass(frozen=True)
class Said:
    """One statement: the property, what it says, how it came about, and the columns it was read from.

    Attributes:
        triple: subject, predicate and object as N-Triples, to ask for its reason.
    """

    name: str
    value: Cell
    made: str
    columns: tuple[str, ...]
    triple: tuple[str, str, str]


@dataclass(frozen=True)
class Ground:
    """A thing or a claim with what is said of it, and where that was read.

    Attributes:
        iri: its address.
        label: what people call it.
        kind: its class.
        places: the rows it was read from; none for what was computed.
        said: what is said of it, without source, evidence and day.
        sources: the sources it names.
        evidence: its evidence level in words; may be empty.
        observed: the day it was established for; may be empty.
    """

    iri: str
    label: str
    kind: str
    places: tuple[Place, ...]
    said: tuple[Said, ...]
    sources: tuple[Cell, ...]
    evidence: str
    observed: str


@dataclass(frozen=True)
class Step:
    """A statement in a derivation: in words, the rule it follows by, where it stands, and what it starts from."""

    sentence: str
    rule: str
    ground: str
    parts: tuple["Step", ...]


class Origins:
    """Tells where things of one atlas come from, in one language."""

    def __init__(self, store: Store, language: str) -> None:
        self._store = store
        self._language = language
        self._names = Names(store.statements)
        self._read: dict[str, list[tuple[str, int]]] = {}

    @cached_property
    def _loaders(self) -> dict[str, str]:
        """Loader by named graph, as the report of the build has it."""
        loads = pl.read_csv(self._store.folder / "loads.csv", infer_schema=False)
        return dict(loads.select("graph", "loader").iter_rows())

    def _rows(self, term: str) -> list[tuple[str, int]]:
        """The rows a term was read from, looked up once."""
        if term not in self._read:
            self._read[term] = lineage.rows_of(self._store.folder, term)
        return self._read[term]

    def ground(self, iri: str) -> Ground:
        """What is said of a thing or claim, and where it was read."""
        said = About(self._store.statements, iri).said
        by_name: dict[str, list[Statement]] = {}
        for one in said:
            by_name.setdefault(one.predicate, []).append(one)
        levels = [self._words(one).text for one in by_name.get(_EVIDENCE, ())]
        return Ground(
            iri,
            _short(self._names.label(f"<{iri}>", self._language)),
            self._names.class_label(f"<{iri}>", self._language),
            self.places(iri),
            tuple(self._said(one) for one in said if one.predicate not in _APART),
            tuple(self._words(one) for one in by_name.get(_SOURCE, ())),
            ", ".join(levels),
            next((one.object.value for one in by_name.get(_OBSERVED, ())), ""),
        )

    def kind(self, iri: str) -> str:
        """The class of a thing in words."""
        return self._names.class_label(f"<{iri}>", self._language)

    def told(self, iri: str) -> str:
        """A thing in words: its label, or the labels of what a claim ties together."""
        if own := self._names.own_label(f"<{iri}>", self._language):
            return own
        said = [one for one in About(self._store.statements, iri).said if one.predicate not in _APART]
        parts = [self._words(one).text for one in said if _is_thing(one) and not one.inferred]
        return " · ".join(dict.fromkeys(parts)) or _short(self._names.label(f"<{iri}>", self._language))

    def places(self, iri: str) -> tuple[Place, ...]:
        """The rows a thing was read from, by file."""
        found: dict[str, list[int]] = {}
        for file, row in self._rows(f"<{iri}>"):
            found.setdefault(file, []).append(row)
        known = known_tables()
        return tuple(
            Place(file, tuple(rows), known[name].about[self._language] if (name := file.split("/")[0]) in known else "")
            for file, rows in found.items()
        )

    def _said(self, one: Statement) -> Said:
        triple = (str(one.subject), f"<{one.predicate}>", str(one.object))
        loader = self._loaders.get(one.graph, "")
        if one.inferred:
            made = INFERRED_
        elif loader:
            made = READ
        else:
            codes = one.graph.startswith((ONTOLOGY_GRAPHS, f"{PREFIXES['graph']}scheme-"))
            made = CODES if codes else COMPUTED
        name = self._names.label(f"<{one.predicate}>", self._language)
        return Said(name, self._words(one), made, columns_of(loader, one.predicate), triple)

    def _words(self, one: Statement) -> Cell:
        text = _short(self._names.label(str(one.object), self._language))
        return Cell(text if len(text) <= 300 else f"{text[:300]}…", one.object.value if _is_thing(one) else None)

    def reason(self, triple: tuple[str, str, str]) -> Step | None:
        """Why a statement holds; None if the atlas does not say it, or not on its day."""
        told = _explainer(self._store.folder, str(self._store.manifest["as_of"])).explain(triple)
        teller = Teller(self._names, self._language, self._rows)
        return None if told is None else _step(told, teller)


def _short(text: str) -> str:
    """Words without the keys of claims, which say nothing to people; the rows they stand in are told beside them."""
    return re.sub(r" \(claim:[^)]*\)", "", text)


def _is_thing(one: Statement) -> bool:
    return str(one.object).startswith("<")


@cache
def columns_of(loader: str, predicate: str) -> tuple[str, ...]:
    """The columns of a table that a loader makes statements with a property from; none if it makes no such ones."""
    declared = known_tables().get(loader)
    if declared is None:
        return ()
    found: dict[str, None] = {}
    for _, name, value in declared.patterns:
        if expand(name) == predicate:
            for root in _roots(declared.derive or {}, value.meta.root_names()):
                found[root] = None
    headings = {column.name for column in declared.columns}
    return tuple(name for name in found if name in headings)


def _roots(derived: Mapping[str, pl.Expr], names: Sequence[str]) -> Iterable[str]:
    """Columns of the file behind columns that may be computed from others."""
    for name in names:
        yield from derived[name].meta.root_names() if name in derived else [name]


def _step(reason: Reason, teller: Teller) -> Step:
    return Step(
        _short(teller.sentence(reason)),
        teller.because(reason.rule) if reason.rule else "",
        teller.origin(reason, reason.origin) if reason.origin else "",
        tuple(_step(part, teller) for part in reason.parts),
    )


@lru_cache(maxsize=2)
def _explainer(folder: Path, day: str) -> Explainer:
    """What finds reasons in an atlas; the rules of its ontology are compiled once."""
    return Explainer(Store(folder).statements, day)
