"""An answer as a network: which thing stands beside which in a row, or which thing says something of which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
import pyoxigraph as ox

from graph.arrays import ArrayDiGraph, ArrayGraph, from_edges
from graph.result import Term
from graph.terms import shorten

MOST = 20_000
"""Rows that are drawn at most."""
_FROM = ("subject", "s", "van", "from", "start", "supplier", "leverancier", "source", "bron")
_TO = ("object", "o", "naar", "to", "end", "customer", "afnemer", "target", "doel")


@dataclass(frozen=True)
class Ends:
    """The columns with both ends of an edge."""

    start: str
    end: str


def things(columns: Sequence[str], terms: Sequence[tuple[Term | None, ...]]) -> list[str]:
    """The columns that hold things, as far as the first rows tell."""
    return [name for at, name in enumerate(columns) if any(isinstance(row[at], ox.NamedNode) for row in terms[:200])]


def ends(
    columns: Sequence[str], terms: Sequence[tuple[Term | None, ...]], start: str = "", end: str = ""
) -> Ends | None:
    """Which columns are the ends of edges: those asked for, those named so, else the first two with things."""
    held = things(columns, terms)
    first = next((name for name in (start, *_FROM) if name in held), held[0] if held else "")
    rest = [name for name in held if name != first]
    second = next((name for name in (end, *_TO) if name in rest), rest[0] if rest else "")
    return Ends(first, second) if first and second else None


def network(
    columns: Sequence[str],
    terms: Sequence[tuple[Term | None, ...]],
    chosen: Ends,
    labels: Mapping[str, str],
) -> ArrayGraph | ArrayDiGraph:
    """A network of the rows: an edge for every pair, as strong as it has rows.

    Args:
        columns: names of the columns.
        terms: the rows; of more than :data:`MOST` the first.
        chosen: the columns with the ends.
        labels: what things are called.
    """
    one, two = columns.index(chosen.start), columns.index(chosen.end)
    pairs = [
        (a.value, b.value)
        for row in terms[:MOST]
        for a, b in [(row[one], row[two])]
        if isinstance(a, ox.NamedNode) and isinstance(b, ox.NamedNode)
    ]
    edges = pl.DataFrame(pairs, schema={"start": pl.String, "end": pl.String}, orient="row")
    nodes = sorted({thing for pair in pairs for thing in pair})
    told = pl.DataFrame(
        {
            "node": nodes,
            "label": [labels.get(thing) or shorten(thing) for thing in nodes],
            "kind": [_kind(thing) for thing in nodes],
        },
        schema={"node": pl.String, "label": pl.String, "kind": pl.String},
    )
    total = {"weight": pl.len().cast(pl.Float64)}
    return from_edges(edges, told, directed=True, total=total, kind="answer")


def _kind(iri: str) -> str:
    short = shorten(iri)
    return short.partition(":")[0] if short != iri else iri.split("/")[2] if iri.count("/") > 2 else ""
