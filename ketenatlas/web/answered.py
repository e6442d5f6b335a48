"""Answered: what a query gives, as rows of terms with what people need to read them."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl
import pyoxigraph as ox

from graph import extracts
from graph.result import Rows, Term, value
from graph.sandbox import Sandbox
from graph.terms import shorten
from graph.vocabulary import vocabulary
from ketenatlas.web.addresses import address

LONG = 160
"""Characters of a text that a cell shows."""
_STATEMENT = ("subject", "predicate", "object")


@dataclass(frozen=True)
class Answered:
    """What a query gives.

    Attributes:
        kind: ``rows`` (SELECT), ``truth`` (ASK) or ``statements`` (CONSTRUCT and DESCRIBE).
        columns: names of the columns; those of statements are subject, predicate and object.
        terms: the rows.
        truth: the answer to ASK.
        raw: the answer as a program gets it: JSON, or N-Triples for statements.
        seconds: how long it took.
    """

    kind: str
    columns: tuple[str, ...]
    terms: Sequence[tuple[Term | None, ...]]
    truth: bool
    raw: bytes
    seconds: float

    def frame(self) -> pl.DataFrame:
        """The rows as a table of plain values."""
        return Rows(self.columns, list(self.terms)).frame()


def answered(sandbox: Sandbox, query: str) -> Answered:
    """Answer a query.

    Raises:
        AtlasError: if it is refused, is no SPARQL or goes over a limit.
    """
    begun = time.perf_counter()
    media_type, raw = sandbox.answer(query, ["application/sparql-results+json", "application/n-triples"])
    seconds = time.perf_counter() - begun
    if media_type == "application/n-triples":
        terms: list[tuple[Term | None, ...]] = [
            (triple.subject, triple.predicate, triple.object) for triple in ox.parse(raw, format=ox.RdfFormat.N_TRIPLES)
        ]
        return Answered("statements", _STATEMENT, sorted(terms, key=_order), False, raw, seconds)
    found = ox.parse_query_results(raw, format=ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return Answered("truth", (), [], bool(found), raw, seconds)
    rows = Rows.of(found)
    return Answered("rows", rows.columns, rows.terms, False, raw, seconds)


def _order(row: tuple[Term | None, ...]) -> tuple[str, ...]:
    return tuple(str(term) for term in row)


@dataclass(frozen=True)
class Cell:
    """A cell for reading.

    Attributes:
        text: what it says: a label where one is known.
        name: the address of a thing, short where we have a prefix for it; nothing for words and numbers.
        link: where it leads.
        language: of a text that says so.
        number: whether it is a number.
    """

    text: str
    name: str = ""
    link: str | None = None
    language: str = ""
    number: bool = False


def cells(folder: Path, terms: Sequence[tuple[Term | None, ...]], language: str) -> list[list[Cell]]:
    """Rows for reading.

    Args:
        folder: of the atlas, which knows what things are called.
        terms: the rows.
        language: of labels.
    """
    known = labels(folder, {t.value for row in terms for t in row if isinstance(t, ox.NamedNode)}, language)
    return [[_cell(term, known) for term in row] for row in terms]


def labels(folder: Path, iris: Iterable[str], language: str) -> dict[str, str]:
    """What things and terms are called, of those that have a name."""
    wanted = sorted(iris)
    table = _labels(folder).filter(pl.col("thing").is_in(wanted)).select("thing", language)
    own = _terms()
    found = {iri: own[iri][language] for iri in wanted if iri in own}
    return found | {thing: label for thing, label in table.iter_rows() if label}


@lru_cache(maxsize=4)
def _labels(folder: Path) -> pl.DataFrame:
    return extracts.read(folder, "labels")


@lru_cache(maxsize=1)
def _terms() -> dict[str, dict[str, str]]:
    known = vocabulary()
    told = {term.iri: dict(term.label) for term in known.terms.values()}
    told |= {concept.iri: dict(concept.label) for scheme in known.schemes for concept in scheme.concepts}
    return {iri: text for iri, text in told.items() if text.get("nl") and text.get("en")}


def _cell(term: Term | None, known: dict[str, str]) -> Cell:
    if term is None:
        return Cell("–")
    if isinstance(term, ox.NamedNode):
        short = shorten(term.value)
        outside = term.value if term.value.startswith(("http://", "https://")) else None
        return Cell(known.get(term.value, short), short, address(term.value) or outside)
    if not isinstance(term, ox.Literal):
        return Cell(str(term))
    text = term.value if len(term.value) <= LONG else term.value[:LONG] + "…"
    plain = value(term)
    return Cell(
        text, language=term.language or "", number=isinstance(plain, int | float) and not isinstance(plain, bool)
    )
