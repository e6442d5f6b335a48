"""What is present: the rows of the extract of presences that hold, for those who add them up in columns."""

import polars as pl

from graph.counting import rank
from graph.twins import Known, Told


def present(known: Known, told: Told) -> pl.LazyFrame:
    """The presences as sure as asked for, on the day asked for, of the chain and region asked for, if any.

    Returns:
        Rows of the extract ``presences``; regions by primary membership, unless told ``basis`` is ``all``.
    """
    return holding(sure(known.table("presences"), told), told, "chain", "region")


def sure(rows: pl.LazyFrame, told: Told) -> pl.LazyFrame:
    """The presences or links as sure as asked for, between regions by the membership asked for."""
    kept = rows.filter(rank(pl.col("level")) <= most(told))
    return kept if told.get("basis", "primary") == "all" else kept.filter("primary")


def most(told: Told) -> int:
    """The rank of the least sure level that was asked for."""
    return int(told.get("evidence", 4))


def holding(rows: pl.LazyFrame, told: Told, *columns: str) -> pl.LazyFrame:
    """The rows that hold on the day asked for, and in whose columns stands what was asked for under their name."""
    if "asOf" in told:
        day = pl.lit(told["asOf"]).str.to_date()
        rows = rows.filter((pl.col("since") <= day) & (pl.col("until") >= day))
    return rows.filter(*(pl.col(column) == told[column] for column in columns if column in told))


def listed(*columns: str) -> pl.Expr:
    """The distinct members of columns of a group, in order, as one list column; what is unknown falls away."""
    return pl.concat([pl.col(column) for column in columns]).drop_nulls().unique().sort().str.join("|")
