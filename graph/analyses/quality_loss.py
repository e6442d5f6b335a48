"""Quality loss: hectares with a quality at the start and at the end of a period, per region (B1-07)."""

import polars as pl

from graph.analyses import Facts

_PLACE = ["region", "quality"]


def _on(day: str) -> pl.Expr:
    """Whether a quality holds on a day."""
    return pl.col("from").fill_null(pl.col(day)).le(pl.col(day)) & pl.col("to").fill_null(pl.col(day)).ge(pl.col(day))


def _event(text: str, day: str) -> pl.Expr:
    """The words for a beginning or an end that falls inside the period."""
    inside = (pl.col(day) > pl.col("start")) if day == "from" else (pl.col(day) < pl.col("day"))
    return pl.when(inside).then(pl.col(text).cast(pl.String))


def analyse(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """One row per region and quality.

    A park counts with all its hectares on the days a source gives it the quality. A function change that began after
    the start takes its hectares off a park that still has the quality at the end; where the quality has ended with it,
    nothing is taken off twice; where no source but the change gives the park the quality, its hectares count at the
    start only.

    Args:
        rows: qualities (kind ``quality``) and function changes (``change``) that touch the period, with their area.
        facts: not used.
    """
    del facts
    dates = ("from", "to", "start", "day")
    rows = rows.cast({"ha": pl.Float64, **dict.fromkeys(dates, pl.Date)})
    rows = rows.filter((pl.col("kind") == "quality") | (pl.col("from") > pl.col("start")))
    parks = (
        rows.filter(pl.col("kind") == "quality")
        .group_by(*_PLACE, "park")
        .agg(ha=pl.col("ha").max(), had=_on("start").any(), has=_on("day").any())
    )
    changes = (
        rows.filter(pl.col("kind") == "change")
        .unique([*_PLACE, "park", "ha", "begins"])
        .join(parks.drop("ha"), on=[*_PLACE, "park"], how="left")
        .select(
            *_PLACE,
            before=pl.when(pl.col("had").is_null()).then("ha").otherwise(0.0),
            after=pl.when(pl.col("has")).then(-pl.col("ha")).otherwise(0.0),
            unknown=(pl.col("ha").is_null() & (pl.col("had").is_null() | pl.col("has"))),
        )
    )
    held = parks.filter(pl.col("had") | pl.col("has")).select(
        *_PLACE,
        before=pl.when("had").then("ha").otherwise(0.0),
        after=pl.when("has").then("ha").otherwise(0.0),
        unknown=pl.col("ha").is_null(),
    )
    figures = (
        pl.concat([held, changes])
        .group_by(_PLACE)
        .agg(haStart=_known("before"), haEnd=_known("after"), unknownHa=pl.col("unknown").sum())
    )
    said = rows.group_by(_PLACE).agg(
        pl.col("regionLabel").first(),
        pl.col("qualityLabel").first(),
        events=pl.concat_str(_joined(_event("begins", "from")), _joined(_event("ends", "to")), separator="|"),
        evidence=_joined(pl.col("level")),
        sources=_joined(pl.col("source")),
    )
    return (
        figures.join(said, on=_PLACE)
        .with_columns(delta=pl.col("haEnd") - pl.col("haStart"))
        .sort("regionLabel", "qualityLabel", "region", "quality")
    )


def _known(column: str) -> pl.Expr:
    """The sum of what is known, or null where nothing is; rounded, so that the order of adding never shows."""
    return pl.when(pl.col(column).is_not_null().any()).then(pl.col(column).sum().round(6))


def _joined(members: pl.Expr) -> pl.Expr:
    """Members, each once, in order, as one list cell."""
    return members.drop_nulls().unique().sort().str.join("|")
