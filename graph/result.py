"""Results: rows of RDF terms as plain values, tables and frames."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl
import pyoxigraph as ox

from graph.terms import PREFIXES

_XSD = PREFIXES["xsd"]
_WHOLE = {_XSD + name for name in ("integer", "int", "long", "nonNegativeInteger")}
_BROKEN = {_XSD + name for name in ("decimal", "double", "float")}

Value = str | int | float | bool | date | None
"""A cell as people and data frames want it; ``None`` means the engine gave no value."""

Term = ox.NamedNode | ox.BlankNode | ox.Literal


@dataclass(frozen=True)
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

    @property
    def values(self) -> list[tuple[Value, ...]]:
        """All rows as plain values."""
        return [tuple(value(term) for term in row) for row in self.terms]

    def frame(self) -> pl.DataFrame:
        """All rows as a data frame; a column of mixed kinds becomes text."""
        return frame(self.columns, self.values)


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
    if not isinstance(term, ox.Literal):
        return term.value
    datatype = term.datatype.value
    try:
        if datatype in _WHOLE:
            return int(term.value)
        if datatype in _BROKEN:
            return float(Decimal(term.value)) if datatype == _XSD + "decimal" else float(term.value)
        if datatype == _XSD + "boolean":
            return term.value in ("true", "1")
        if datatype == _XSD + "date":
            return date.fromisoformat(term.value[:10])
    except (ValueError, ArithmeticError):
        return term.value
    return term.value
