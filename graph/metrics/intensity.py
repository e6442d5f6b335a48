"""Intensity: what is used per job or per hectare, and how that compares with the middle of a group."""

import polars as pl

AT_LEAST = 3
"""From how many members the median of a group is given: of one or two it would tell what a member uses."""


def intensity(amount: pl.Expr, divisor: pl.Expr) -> pl.Expr:
    """Use per unit of size, ``x / s``, in the unit of the amount per unit of the divisor.

    Unknown where the amount or the divisor is unknown or the divisor is zero.
    """
    return pl.when(divisor > 0).then(amount / divisor)


def compared(table: pl.DataFrame, value: str, group: list[str], member: str) -> pl.DataFrame:
    """Put each value beside the median of its group.

    ``ratio = x / M``, with M the middle value of the group in order of size, or the mean of the two middle ones
    (median, Galton 1881). Without unit; one means: as much as the middle of the group. Unknown values are no part
    of a group.

    Args:
        table: one row per member and group; a row with an unknown group has no group.
        value: column with the values.
        group: columns that together name the group.
        member: column that names whose value it is.

    Returns:
        The table with ``median`` and ``ratio`` (unknown in a group of fewer than :data:`AT_LEAST` members, and the
        ratio also where the median is zero), and ``compared``, the number of members with a known value.
    """
    known = pl.col(value).is_not_null() & pl.all_horizontal(pl.col(*group).is_not_null())
    groups = (
        table.filter(known)
        .group_by(group)
        .agg(median=pl.col(value).median(), compared=pl.col(member).n_unique().cast(pl.Int64))
        .with_columns(median=pl.when(pl.col("compared") >= AT_LEAST).then("median"))
    )
    return table.join(groups, on=group, how="left", maintain_order="left").with_columns(
        median=pl.when(pl.col(value).is_not_null()).then("median"),
        ratio=pl.when(pl.col("median") > 0).then(pl.col(value) / pl.col("median")),
    )
