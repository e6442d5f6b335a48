"""Results: rows of RDF terms as plain values, tables and frames."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import cast

import numpy as np
import polars as pl
import pyoxigraph as ox

from graph.columns.rows import Table
from graph.terms import PREFIXES

_XSD = PREFIXES["xsd"]
_WHOLE = {_XSD + name for name in ("integer", "int", "long", "nonNegativeInteger")}
_BROKEN = {_XSD + name for name in ("decimal", "double", "float")}

Value = str | int | float | bool | date | None
"""A cell as people and data frames want it; ``None`` means the engine gave no value."""

Term = ox.NamedNode | ox.BlankNode | ox.Literal


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

    def frame(self) -> pl.DataFrame:
        """All rows as a data frame; a column of mixed kinds becomes text."""
        return frame(self.columns, self.values)


class TableRows(Rows):
    """The answer to a query that was answered from columns; terms and values are made once for each distinct term."""

    def __init__(self, table: Table) -> None:
        object.__setattr__(self, "columns", table.names)
        object.__setattr__(self, "_table", table)

    _table: Table

    @cached_property
    def terms(self) -> list[tuple[Term | None, ...]]:
        """All rows as terms."""
        return cast("list[tuple[Term | None, ...]]", self._table.listed([None, *(w.term for w in self._table.words)]))

    @property
    def values(self) -> list[tuple[Value, ...]]:
        """All rows as plain values."""
        return cast("list[tuple[Value, ...]]", self._table.listed(self._plain))

    @cached_property
    def _plain(self) -> list[Value]:
        return [None, *(plain(word.text, word.datatype) for word in self._table.words)]

    def frame(self) -> pl.DataFrame:
        """All rows as a data frame; a column of mixed kinds becomes text."""
        series = []
        for name, cell in zip(self.columns, self._table.cells, strict=True):
            used = np.unique(cell)
            known = frame([name], [(self._plain[at],) for at in used.tolist()])[name]
            series.append(known.gather(np.searchsorted(used, cell)))
        return pl.DataFrame(series)


def frame(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> pl.DataFrame:
    """A data frame of plain values; a column of mixed kinds becomes text, an empty one is text."""
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    series = []
    for name, column in zip(columns, cells, strict=True):
        kinds = {type(cell) for cell in column if cell is not None}
        if kinds == {int, float}:
            series.append(pl.Series(name, column, dtype=pl.Float64, strict=False))
        elif len(kinds) > 1:
            series.append(pl.Series(name, [None if cell is None else str(cell) for cell in column]))
        else:
            series.append(pl.Series(name, column, dtype=None if kinds else pl.String))
    return pl.DataFrame(series)


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
