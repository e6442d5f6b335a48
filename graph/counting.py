"""Counting: from dated contributions to the cells of a cube on one day, in columns.

A contribution says that an item counts for some place or stage, from one day to another, that surely. An item counts
once in a cell, however many claims put it there, and at the surest level any of them has; so the cells of one place on
one day are a partition by evidence level, and what is known up to a level is the sum of the cells up to that level.
"""

import datetime
from collections.abc import Sequence

import polars as pl

from graph.evidence import levels

CONTRIBUTION = {
    "item": pl.String,
    "contributor": pl.String,
    "amount": pl.Int64,
    "rank": pl.Int64,
    "source": pl.String,
    "since": pl.Date,
    "until": pl.Date,
}
"""Columns of contributions, beside those that say where they count. An open end is null, and so is an unknown amount.

``item`` is what counts once, ``contributor`` the establishment behind it, ``rank`` that of the evidence level.
"""
CELL: dict[str, "type[pl.DataType] | pl.DataType"] = {
    "evidence": pl.String,
    "value": pl.Int64,
    "n": pl.Int64,
    "largest": pl.Int64,
    "second": pl.Int64,
    "sources": pl.List(pl.String),
}
"""Columns of cells, beside those that say of what: ``n`` contributors, and what the largest two of them give."""

_AT_ONCE = 200_000
"""Contributions that are counted at a time, each as often as there are days."""
_CONTRIBUTORS = {
    "n": pl.len().cast(pl.Int64),
    "largest": pl.col("amount").max(),
    "second": pl.col("amount").sort(descending=True).get(1, null_on_oob=True),
}


def rank(level: pl.Expr) -> pl.Expr:
    """The rank of evidence levels, given by name or address."""
    ranks = {name: place for name, (place, _) in levels().items()}
    return level.str.extract(r"([^/#]+)$").replace_strict(ranks, return_dtype=pl.Int64)


def holding(rows: pl.DataFrame, day: datetime.date) -> pl.DataFrame:
    """The rows that hold on a day, as far as is known: an open end holds on any day."""
    moment = pl.lit(day)
    begun = pl.col("since").is_null() | (pl.col("since") <= moment)
    return rows.filter(begun & (pl.col("until").is_null() | (pl.col("until") >= moment)))


def _surest(
    contributions: pl.DataFrame, by: Sequence[str], days: Sequence[datetime.date]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What counts on each day: each item once in each place with its rank and amount, and the rows that put it there.

    Args:
        contributions: with terms as numbers.
        by: the columns that name a cell.
        days: the days.
    """
    known = contributions.drop_nulls([*by, "amount"])
    held = pl.concat(holding(known, day).with_columns(day=pl.lit(day)) for day in days)
    item = [*by, "day", "item"]
    counted = held.group_by(item).agg(pl.col("rank").min(), pl.col("amount").max())
    return counted, held.drop("amount").join(counted, on=[*item, "rank"])


def counting(contributions: pl.DataFrame, by: Sequence[str], day: datetime.date) -> pl.DataFrame:
    """What counts in which cell on one day, before it is added up.

    Args:
        contributions: as of :func:`count`.
        by: the columns that name a cell.
        day: the day.

    Returns:
        Columns ``by``, ``evidence``, ``item``, ``contributor``, ``amount`` and ``source``: an item is in one cell of
        each place, in a row for each of its contributors and sources.
    """
    names = {place: name for name, (place, _) in levels().items()}
    coded = contributions.with_columns(pl.col(pl.String).cast(pl.Categorical))
    return _surest(coded, by, [day])[1].select(
        pl.col(*by).cast(pl.String),
        pl.col("rank").replace_strict(names, return_dtype=pl.String).alias("evidence"),
        pl.col("item", "contributor").cast(pl.String), "amount", pl.col("source").cast(pl.String),
    )  # fmt: skip


def count(contributions: pl.DataFrame, by: Sequence[str], days: Sequence[datetime.date]) -> pl.DataFrame:
    """The cells of a cube on some days.

    Args:
        contributions: columns ``by`` and :data:`CONTRIBUTION`; one that lacks a place or an amount counts nowhere.
        by: the columns that name a cell.
        days: the days, in order.

    Returns:
        Columns ``by``, ``day`` and :data:`CELL`, in order of day and of what names a cell; there is no cell without an
        item.
    """
    coded = _coded(contributions, by)
    together = max(1, _AT_ONCE // max(1, contributions.height))
    return pl.concat(_cells(coded, by, days[at : at + together]) for at in range(0, len(days), together))


def _coded(contributions: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Contributions with text as numbers; those of what names a cell are in the order of the text."""
    kinds = {name: pl.Enum(contributions[name].drop_nulls().unique().sort()) for name in by}
    return contributions.cast(kinds).with_columns(pl.col(pl.String).cast(pl.Categorical))  # type: ignore[arg-type]


def _cells(contributions: pl.DataFrame, by: Sequence[str], days: Sequence[datetime.date]) -> pl.DataFrame:
    """The cells of some days that are counted together, as days are one more thing that names a cell."""
    counted, surest = _surest(contributions, by, days)
    cell = [*by, "day", "rank"]
    each = (
        surest.unique([*by, "day", "item", "contributor"]).group_by([*cell, "contributor"]).agg(pl.col("amount").sum())
    )
    names = {place: name for name, (place, _) in levels().items()}
    return (
        counted.group_by(cell)
        .agg(value=pl.col("amount").sum())
        .join(each.group_by(cell).agg(**_CONTRIBUTORS), on=cell)
        .join(surest.group_by(cell).agg(sources=pl.col("source").unique()), on=cell)
        .sort("day", *by, "rank")
        .with_columns(
            pl.col(*by).cast(pl.String),
            pl.col("sources").cast(pl.List(pl.String)).list.sort(),
            evidence=pl.col("rank").replace_strict(names, return_dtype=pl.String),
        )
        .select(*by, "day", *CELL)
    )
