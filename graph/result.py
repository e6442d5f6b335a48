"""Results: rows of RDF terms as plain values, tables and frames."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import polars as pl
import pyoxigraph as ox

from graph.columns.rows import Table, picked
from graph.terms import PREFIXES

_XSD = PREFIXES["xsd"]
_WHOLE = {_XSD + name for name in ("integer", "int", "long", "nonNegativeInteger")}
_TEXTS = {_XSD + "string", PREFIXES["rdf"] + "langString"}
_BROKEN = {_XSD + name for name in ("decimal", "double", "float")}

Value = str | int | float | bool | date | None
"""A cell as people and data frames want it; ``None`` means the engine gave no value."""

Term = ox.NamedNode | ox.BlankNode | ox.Literal


@dataclass(frozen=True)
class Cells:
    """A column of plain values, each distinct one perhaps only once.

    Attributes:
        known: values; where many rows have the same it may stand for all of them.
        places: which of them each row has.
    """

    known: Sequence[Any]
    places: npt.NDArray[Any]

    @classmethod
    def of(cls, values: Sequence[Any]) -> "Cells":
        """A column of values as they stand."""
        return cls(values, np.arange(len(values)))

    def values(self) -> list[Any]:
        """The value of each row."""
        return picked(self.known, self.places)

    def first(self) -> list[tuple[int, Any]]:
        """The row where each value stands first, with the value."""
        used, rows = np.unique(self.places, return_index=True)
        return [(row, self.known[at]) for row, at in zip(rows.tolist(), used.tolist(), strict=True)]

    def series(self, name: str) -> pl.Series:
        """The column for a data frame; one of mixed kinds becomes text, an empty one is text."""
        return _series(name, self.known).gather(self.places)


@dataclass(frozen=True, eq=False)
class Rows:
    """The answer to a SELECT query, in the order of the engine."""

    columns: tuple[str, ...]
    terms: list[tuple[Term | None, ...]]

    @classmethod
    def from_json(cls, data: bytes) -> "Rows":
        """Read the SPARQL 1.1 JSON results format."""
        solutions = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        if not isinstance(solutions, ox.QuerySolutions):
            raise TypeError("expected the rows of a SELECT query, got the answer to an ASK query")
        return cls.of(solutions)

    @classmethod
    def of(cls, solutions: ox.QuerySolutions) -> "Rows":
        """Take the rows an engine of ours finds."""
        return cls(tuple(variable.value for variable in solutions.variables), [tuple(row) for row in solutions])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and self.columns == other.columns and self.terms == other.terms

    __hash__ = None  # type: ignore[assignment]

    @property
    def values(self) -> list[tuple[Value, ...]]:
        """All rows as plain values."""
        return [tuple(value(term) for term in row) for row in self.terms]

    def cells(self) -> tuple[Cells, ...]:
        """All columns as plain values."""
        return tuple(map(Cells.of, zip(*self.values, strict=True))) or tuple(Cells.of(()) for _ in self.columns)

    def frame(self) -> pl.DataFrame:
        """All rows as a data frame; a column of mixed kinds becomes text."""
        return pl.DataFrame([cell.series(name) for name, cell in zip(self.columns, self.cells(), strict=True)])


class TableRows(Rows):
    """The answer to a query that was answered from columns; terms and values are made once for each distinct term."""

    def __init__(self, table: Table) -> None:
        object.__setattr__(self, "columns", table.names)
        object.__setattr__(self, "_table", table)

    _table: Table

    @cached_property
    def terms(self) -> list[tuple[Term | None, ...]]:
        """All rows as terms."""
        return cast("list[tuple[Term | None, ...]]", self._table.listed(self._table.terms()))

    @property
    def values(self) -> list[tuple[Value, ...]]:
        """All rows as plain values."""
        return cast("list[tuple[Value, ...]]", self._table.listed(self._plain))

    @cached_property
    def _plain(self) -> list[Value]:
        table = self._table
        text = [type_ != "literal" or kind in _TEXTS for type_, kind, _ in table.told]
        return [
            None if not kind else value if text[kind] else plain(value, table.told[kind][1])
            for value, kind in zip(table.texts, table.kinds, strict=True)
        ]

    def cells(self) -> tuple[Cells, ...]:
        """All columns as plain values, each distinct one once."""
        found = []
        for cell in self._table.cells:
            there = np.zeros(len(self._plain), bool)
            there[cell] = True
            used = np.flatnonzero(there)
            place = np.cumsum(there) - 1
            found.append(Cells([self._plain[at] for at in used.tolist()], place[cell]))
        return tuple(found)


def frame(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> pl.DataFrame:
    """A data frame of plain values; a column of mixed kinds becomes text, an empty one is text."""
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    return pl.DataFrame([_series(name, column) for name, column in zip(columns, cells, strict=True)])


def _series(name: str, column: Sequence[Value]) -> pl.Series:
    kinds = set(map(type, column)) - {type(None)}
    if kinds == {int, float}:
        return pl.Series(name, column, dtype=pl.Float64, strict=False)
    if len(kinds) > 1:
        return pl.Series(name, [None if cell is None else str(cell) for cell in column])
    return pl.Series(name, column, dtype=None if kinds else pl.String)


def value(term: Term | None) -> Value:
    """One RDF term as a plain value; a literal that does not fit its datatype stays text."""
    if term is None:
        return None
    return plain(term.value, term.datatype.value if isinstance(term, ox.Literal) else "")


def plain(text: str, datatype: str) -> Value:
    """The text of a term as a plain value; without a datatype it is an address."""
    try:
        if datatype in _WHOLE:
            return int(text)
        if datatype in _BROKEN:
            return float(Decimal(text)) if datatype == _XSD + "decimal" else float(text)
        if datatype == _XSD + "boolean":
            return text in ("true", "1")
        if datatype == _XSD + "date":
            return date.fromisoformat(text[:10])
    except (ValueError, ArithmeticError):
        return text
    return text
