"""Scenarios: what disappears when establishments disappear.

What goes is computed for many cases at once, in columns: a case is a name for the establishments that are gone in it,
such as all those on one park. Any two situations can be counted and compared. Nothing here says that something will
happen, or that others cannot step in: the answer is about what is known, before and after.

Frames:
    presences: ``establishment``, ``stage`` and a column per level of area (a name, or null where it lies in none);
        the same fact may stand there several times, for instance once per source.
    relations: ``relation``, ``supplier``, ``customer``.
    gone: ``case``, ``establishment``.
"""

from collections.abc import Sequence

import polars as pl

AREA = ["chain", "subject", "scale", "area"]
"""What a count is of: something in a chain, in an area of a scale."""


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


def alternatives(presences: pl.DataFrame, where: pl.DataFrame, gone: pl.DataFrame) -> pl.DataFrame:
    """How many others perform a stage that someone who goes performs, and where, if any do.

    They are all who perform it less those who go, so that nobody is named once per case: what a case leaves is the list
    of places of the stage, less the places where the last one goes.

    Args:
        presences: who performs which stage.
        where: ``establishment`` and ``place`` (a name, or null).
        gone: which establishments go, by case.

    Returns:
        ``case``, ``stage``, ``number`` and ``places`` (a list, in order), in order of case and stage.
    """
    performed, going = presences.select("stage", "establishment").unique(), gone.unique()
    known = performed.group_by("stage").agg(known=pl.len().cast(pl.Int64))
    less = performed.join(going, on="establishment").group_by("case", "stage").agg(less=pl.len().cast(pl.Int64))
    placed = performed.join(where.drop_nulls().unique(), on="establishment")
    there = placed.group_by("stage", "place").agg(there=pl.len())
    emptied = (
        placed.join(going, on="establishment")
        .group_by("case", "stage", "place")
        .agg(going=pl.len())
        .join(there, on=["stage", "place"])
        .filter(pl.col("going") == pl.col("there"))
        .group_by("case", "stage")
        .agg(emptied="place")
    )
    left = (
        less.join(known, on="stage")
        .select("case", "stage", number=pl.col("known") - pl.col("less"))
        .filter(pl.col("number") > 0)
        .join(there.group_by("stage").agg(places=pl.col("place").sort()), on="stage", how="left")
        .join(emptied, on=["case", "stage"], how="left")
    )
    some = pl.col("emptied").is_not_null()
    fewer = pl.col("places").list.set_difference("emptied").list.sort()
    return (
        pl.concat([left.filter(~some), left.filter(some).with_columns(places=fewer)])
        .select("case", "stage", "number", pl.col("places").fill_null([]))
        .sort("case", "stage")
    )


def counted(facts: pl.DataFrame, thing: str, levels: Sequence[str]) -> pl.DataFrame:
    """How many different things there are of each subject, per area and in all.

    Args:
        facts: ``chain``, ``subject``, ``level``, ``source``, a column with the things, and one per level of area.
        thing: column with what is counted, each once.
        levels: columns with areas.

    Returns:
        ``chain``, ``subject``, ``scale`` (a level, or ``all``), ``area`` (null for all), ``count``, and as lists
        ``evidence`` and ``sources``, in order.
    """
    placed = pl.concat(
        [
            facts.select("chain", "subject", "level", "source", thing, scale=pl.lit(scale), area=area)
            for scale, area in [*((level, pl.col(level)) for level in levels), ("all", pl.lit(None, pl.String))]
        ]
    )
    return (
        placed.filter(pl.col("area").is_not_null() | (pl.col("scale") == "all"))
        .group_by(AREA)
        .agg(
            count=pl.col(thing).n_unique().cast(pl.Int64),
            evidence=pl.col("level").drop_nulls().unique().sort(),
            sources=pl.col("source").drop_nulls().unique().sort(),
        )
        .sort(AREA, nulls_last=True)
    )


def compared(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Two countings (:func:`counted`) side by side.

    Returns:
        The columns of a counting with ``before`` and ``after`` for its count (0 where nothing is known), ``change``,
        ``last`` (whether nothing known is left), and ``elsewhere``: how many are known afterwards in other areas.
    """
    both = before.rename({"count": "before"}).join(
        after.rename({"count": "after"}), on=AREA, how="full", coalesce=True, nulls_equal=True, suffix="_after"
    )
    return (
        both.with_columns(pl.col("before", "after").fill_null(0))
        .with_columns(
            pl.concat_list(pl.col(name).fill_null([]), pl.col(f"{name}_after").fill_null([]))
            .list.unique()
            .list.sort()
            .alias(name)
            for name in ("evidence", "sources")
        )
        .with_columns(
            change=pl.col("after") - pl.col("before"),
            last=(pl.col("before") > 0) & (pl.col("after") == 0),
            elsewhere=pl.col("after").filter(pl.col("scale") == "all").first().over("chain", "subject")
            - pl.col("after"),
        )
        .select(*AREA, "before", "after", "change", "last", "elsewhere", "evidence", "sources")
        .sort(AREA, nulls_last=True)
    )
