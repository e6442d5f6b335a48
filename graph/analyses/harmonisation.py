"""Harmonisation: the criteria of all regions side by side, for each work environment and category that has any."""

import polars as pl

from graph.analyses import Facts

_CASE = ["workEnvironment", "category"]
_ROW = [*_CASE, "region", "words"]


def analyse(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """One row per case, region and criterion, and one for each region of which no criterion is known for the case.

    Regions have the same criterion where its words are equal but for capitals and spaces.
    """
    del facts
    told = (
        rows.filter(pl.col("criterion").is_not_null())
        .with_columns(words=pl.col("criterion").str.to_lowercase().str.split(" ").list.eval(_word()).list.join(" "))
        .group_by(_ROW)
        .agg(
            pl.col("criterion", "regionLabel").min(),
            evidence=pl.col("level").unique().sort().str.join("|"),
            sources=pl.col("source").unique().sort().str.join("|"),
        )
    )
    cases = rows.filter(pl.col("criterion").is_not_null()).select(
        *_CASE, "workEnvironmentLabel", "categoryLabel", "position"
    )
    side_by_side = (
        cases.unique()
        .join(rows.select("region", "regionLabel").unique(), how="cross")
        .join(told.drop("regionLabel"), on=[*_CASE, "region"], how="left", nulls_equal=True)
    )
    order = ["workEnvironmentLabel", "position", "regionLabel", "criterion"]
    return (
        side_by_side.join(_others(told), on=_ROW, how="left", nulls_equal=True)
        .sort(*order, *_ROW, nulls_last=True)
        .drop("words", "position")
    )


def _word() -> pl.Expr:
    """The words of a list, without the empty ones that double spaces leave."""
    return pl.element().filter(pl.element() != "")


def _others(told: pl.DataFrame) -> pl.DataFrame:
    """For each criterion of a region: the regions with the same one, and those with other ones only."""
    other = told.select(*_CASE, "words", "regionLabel", away="region")
    return (
        told.select(_ROW)
        .join(other, on=_CASE, nulls_equal=True, suffix="Away")
        .filter(pl.col("region") != pl.col("away"))
        .group_by(*_ROW, "away", "regionLabel")
        .agg(same=(pl.col("words") == pl.col("wordsAway")).any())
        .group_by(_ROW)
        .agg(
            sameIn=pl.col("regionLabel").filter(pl.col("same")).sort().str.join("|"),
            otherIn=pl.col("regionLabel").filter(~pl.col("same")).sort().str.join("|"),
        )
    )
