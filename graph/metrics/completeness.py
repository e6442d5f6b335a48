"""Completeness: which stages of a chain a place is known to hold, between a lower and an upper bound.

The lower bound counts what is documented, the upper bound everything on the evidence that is asked for. A stage of
which nothing is known is a white spot: that no source names it, not that it is not there.
"""

import polars as pl


def held(stages: pl.DataFrame, present: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
    """Every place with every stage of every chain, and how sure it is held.

    Args:
        stages: ``chain`` and ``stage``.
        present: ``place``, ``stage`` and ``sure`` (whether the fact is documented); rows may repeat.
        places: the places, each once.

    Returns:
        ``place``, ``chain``, ``stage``, ``lower`` (documented) and ``upper`` (known at all), in order.
    """
    there = present.group_by("place", "stage").agg(lower=pl.col("sure").any())
    return (
        pl.DataFrame({"place": places})
        .join(stages.select("chain", "stage").unique(), how="cross")
        .join(there, on=["place", "stage"], how="left")
        .select(
            "place",
            "chain",
            "stage",
            lower=pl.col("lower").fill_null(value=False),
            upper=pl.col("lower").is_not_null(),
        )
        .sort("place", "chain", "stage")
    )


def completeness(holds: pl.DataFrame) -> pl.DataFrame:
    """What part of the stages of each chain each place holds: stages held over stages there are.

    Args:
        holds: as :func:`held` gives it.

    Returns:
        ``place``, ``chain``, ``stages`` (number), ``lower`` and ``upper`` (numbers held), ``lower_share`` and
        ``upper_share`` (parts of one), and ``white`` (number of which nothing is known), in order.
    """
    return (
        holds.group_by("place", "chain")
        .agg(
            stages=pl.len().cast(pl.Int64),
            lower=pl.col("lower").sum().cast(pl.Int64),
            upper=pl.col("upper").sum().cast(pl.Int64),
        )
        .with_columns(
            lower_share=pl.col("lower") / pl.col("stages"),
            upper_share=pl.col("upper") / pl.col("stages"),
            white=pl.col("stages") - pl.col("upper"),
        )
        .sort("place", "chain")
    )


def white_spots(holds: pl.DataFrame) -> pl.DataFrame:
    """Stages that a place is not documented to hold.

    Returns:
        ``place``, ``chain``, ``stage`` and ``known``: ``nothing``, or ``less-sure`` where something less sure than
        documented is known.
    """
    known = pl.when(pl.col("upper")).then(pl.lit("less-sure")).otherwise(pl.lit("nothing"))
    return holds.filter(~pl.col("lower")).select("place", "chain", "stage", known=known)
