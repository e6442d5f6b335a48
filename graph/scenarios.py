"""Scenarios: what disappears when establishments disappear.

Everything is computed for many cases at once, in columns: a case is a name for the establishments that are gone in it,
such as all those on one park. Nothing here says that something will happen, or that others cannot step in: the answer
is about what is known, before and after.

Frames:
    presences: ``establishment``, ``stage`` and a column per level of area (a name, or null where it lies in none);
        the same fact may stand there several times, for instance once per source.
    relations: ``relation``, ``supplier``, ``customer``.
    gone: ``case``, ``establishment``.
"""

from collections.abc import Sequence

import polars as pl


def stages_lost(presences: pl.DataFrame, gone: pl.DataFrame, levels: Sequence[str]) -> pl.DataFrame:
    """How many establishments perform a stage in an area before and after, for each area where one goes.

    Args:
        presences: who performs which stage where.
        gone: which establishments go, by case.
        levels: columns of ``presences`` with the areas, such as municipality and region.

    Returns:
        ``case``, ``stage``, ``level``, ``area``, ``before`` and ``after`` (numbers of establishments), in order; a
        stage is lost to an area where ``after`` is 0.
    """
    placed = pl.concat(
        [
            presences.select("establishment", "stage", level=pl.lit(level), area=pl.col(level).cast(pl.String))
            for level in levels
        ]
    )
    placed = placed.drop_nulls("area").unique()
    area = ["stage", "level", "area"]
    before = placed.group_by(area).len("before")
    leaving = placed.join(gone.unique(), on="establishment").group_by("case", *area).len("leaving")
    return (
        leaving.join(before, on=area)
        .select("case", *area, before=pl.col("before").cast(pl.Int64))
        .join(leaving, on=["case", *area])
        .select("case", *area, "before", after=pl.col("before") - pl.col("leaving").cast(pl.Int64))
        .sort("case", *area)
    )


def relations_cut(relations: pl.DataFrame, gone: pl.DataFrame) -> pl.DataFrame:
    """Relations that lose an end, once for each end that goes.

    Returns:
        The columns of ``relations`` after ``case``, ``end`` (the establishment that goes), ``partner`` (the other
        end) and ``inside`` (whether the partner goes too), in order.
    """
    going = gone.unique()
    ends = pl.concat(
        [
            relations.with_columns(end=pl.col("supplier"), partner=pl.col("customer")),
            relations.with_columns(end=pl.col("customer"), partner=pl.col("supplier")),
        ]
    )
    also = going.select("case", partner="establishment", inside=pl.lit(value=True))
    return (
        ends.join(going.rename({"establishment": "end"}), on="end")
        .join(also, on=["case", "partner"], how="left")
        .with_columns(pl.col("inside").fill_null(value=False))
        .select("case", "end", "partner", "inside", *relations.columns)
        .sort("case", "relation", "end", "partner")
    )


def alternatives(presences: pl.DataFrame, gone: pl.DataFrame) -> pl.DataFrame:
    """Who else performs a stage that someone who goes performs.

    Returns:
        ``case``, ``stage`` and ``establishment`` (one that stays), in order.
    """
    performed = presences.select("stage", "establishment").unique()
    going = gone.unique()
    return (
        performed.join(going, on="establishment")
        .select("case", "stage")
        .unique()
        .join(performed, on="stage")
        .join(going, on=["case", "establishment"], how="anti")
        .select("case", "stage", "establishment")
        .sort("case", "stage", "establishment")
    )
