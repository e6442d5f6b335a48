"""Oracles: the figures of cubes, asked by SPARQL from the claims, to prove that columns and queries say the same.

A file of ``queries/cubes`` says in SPARQL what one or two cubes count, on all levels of place at once. It is slow, and
it is the definition: the columns must agree with it, cell by cell.
"""

import datetime
from typing import Protocol

import polars as pl
import pyoxigraph as ox

from graph.binding import bind
from graph.counting import rank
from graph.cubing import DataSet
from graph.errors import UsageError
from graph.resources import room
from graph.result import Rows
from graph.terms import PREFIXES

_TOLERANCE = 1e-9


class Engine(Protocol):
    """Anything that answers SELECT queries."""

    def select(self, query: str) -> Rows:
        """Answer a SELECT query."""
        ...


def names() -> list[str]:
    """The oracles there are."""
    return sorted(path.stem for path in (room("queries") / "cubes").glob("*.rq"))


def counted(engine: Engine, name: str, day: datetime.date) -> pl.DataFrame:
    """What an oracle counts on a day.

    Args:
        engine: the atlas.
        name: one of :func:`names`.
        day: the day.

    Returns:
        A row per cell: ``cube``, ``level``, what names the cell, ``rank``, ``figure``, and where the oracle tells
        them ``contributors`` and ``largest``.

    Raises:
        UsageError: if there is no such oracle.
    """
    if name not in names():
        raise UsageError(f"there is no oracle {name!r}; there are {', '.join(names())}")
    text = (room("queries") / "cubes" / f"{name}.rq").read_text(encoding="utf-8")
    date = ox.Literal(day.isoformat(), datatype=ox.NamedNode(f"{PREFIXES['xsd']}date"))
    table = engine.select(bind(text, {"asOf": date})).frame()
    numbers = [name for name in ("rank", "figure", "contributors", "largest") if name in table.columns]
    return table.with_columns(pl.col(numbers).cast(pl.Float64))


def differences(told: pl.DataFrame, one: DataSet, cells: pl.DataFrame) -> pl.DataFrame:
    """Where a data set and its oracle do not say the same.

    Args:
        told: what the oracle counts on a day.
        one: the data set.
        cells: its cells on that day.

    Returns:
        A row per cell that only one of them has, or of which they give another figure.
    """
    own = told.filter((pl.col("cube") == one.cube.name) & (pl.col("level") == one.level))
    if "of" in own.columns:
        own = own.rename({"of": one.cube.by[0]})
    by = list(one.cube.dimensions)
    ours = cells.select(*by, "value", "n", "largest", rank=rank(pl.col("evidence")).cast(pl.Float64))
    both = own.join(ours, on=[*by, "rank"], how="full", coalesce=True)
    pairs = {"figure": "value", "contributors": "n", "largest": "largest_right"}
    if "largest" not in own.columns:
        pairs = {"figure": "value"}
    same = [((pl.col(a) - pl.col(b)).abs() < _TOLERANCE).fill_null(value=False) for a, b in pairs.items()]
    return both.filter(~pl.all_horizontal(same))
