"""Space by year: hectares of business parks at the start and the end of each year, from measurements and changes.

A park counts with the gross area A it was last measured with, in or before the year, on day m. A change of a park
counts on top of that if its day lies after m, so that nothing counts twice; a change of no park, or of one that was
never measured, if it lies after the first measurement. With lost hectares L and added hectares N (all gross):

    start(y) = sum of A last measured in or before y + sum of (N - L) of counted changes before y
    end(y)   = start(y) + sum of (N - L) of counted changes in y

The end is unknown where no change is reported in the year. From the first counted change without a size or a day on
every figure that rests on it is unknown. Space programmed as replacement is shown and never added: it counts when it is
built. These are accounts, not a model; the definitions are our own.
"""

import datetime
import math

import polars as pl

from graph.analyses import Facts, members

_SIGN = {"lost": -1.0, "added": 1.0}
_FIGURES = {"lost": "lost", "replaced": "replaced", "added": "added"}


def analyse(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """The years in which parks were measured or a change was reported, oldest first; changes without a day last.

    Args:
        rows: ``kind`` (measured, lost, replaced or added), ``day``, ``hectares``, ``park``, ``about``, ``evidence``
            and ``sources``; a measurement without ``day`` lies after the day asked for.
        facts: not used.
    """
    del facts
    table = rows.with_columns(
        pl.col("day").cast(pl.Date),
        pl.col("hectares").cast(pl.Float64),
        pl.col("kind", "park", "about", "evidence", "sources").cast(pl.String),
        year=pl.col("day").cast(pl.Date).dt.year().cast(pl.Int64),
    )
    measured = table.filter((pl.col("kind") == "measured") & pl.col("day").is_not_null())
    changes = table.filter(pl.col("kind") != "measured")
    parks = table.filter(pl.col("kind") == "measured")["park"].n_unique()
    shown = pl.concat([measured, changes])
    told = shown.group_by("year").agg(
        *(
            pl.col("hectares").filter(pl.col("kind") == kind).drop_nulls().sort().sum().alias(name)
            for kind, name in _FIGURES.items()
        ),
        *(
            (pl.col("hectares").is_not_null() & (pl.col("kind") == kind)).any().alias(f"{name}_known")
            for kind, name in _FIGURES.items()
        ),
        sizeUnknown=(pl.col("hectares").is_null() & (pl.col("kind") != "measured")).sum().cast(pl.Int64),
        about=members("about"),
        evidence=members("evidence"),
        sources=members("sources"),
    )
    told = told.with_columns(
        pl.when(pl.col(f"{name}_known")).then(pl.col(name)).alias(name) for name in _FIGURES.values()
    )
    stock = [_stock(year, measured, changes, parks) for year in told["year"]]
    table = pl.DataFrame(
        {
            "year": told["year"],
            "haStart": pl.Series([start for start, _, _ in stock], dtype=pl.Float64),
            "haEnd": pl.Series([end for _, end, _ in stock], dtype=pl.Float64),
            "parksUnknown": pl.Series([unknown for _, _, unknown in stock], dtype=pl.Int64),
        }
    )
    return told.join(table, on="year", nulls_equal=True).sort("year", nulls_last=True)


def _counted(measured: pl.DataFrame, first: datetime.date | None, changes: pl.DataFrame) -> pl.DataFrame:
    """Changes that count on top of what was measured: year, and hectares won (or lost, below zero).

    Args:
        measured: the last measurement of each park.
        first: day of the first measurement of any park, from which changes elsewhere count.
        changes: all changes.
    """
    since = measured.select("park", measured="day")
    return (
        changes.filter(pl.col("kind").is_in(list(_SIGN)))
        .join(since, on="park", how="left")
        .filter((pl.col("day") > pl.col("measured").fill_null(pl.lit(first, dtype=pl.Date))).fill_null(value=True))
        .select("year", won=pl.col("hectares") * pl.col("kind").replace_strict(_SIGN, return_dtype=pl.Float64))
        .sort("year", "won")
    )


def _stock(
    year: int | None, measured: pl.DataFrame, changes: pl.DataFrame, parks: int
) -> tuple[float | None, float | None, int]:
    """Hectares at the start and the end of a year, and the number of parks whose area is not known then."""
    there = measured.filter((pl.col("year") <= year) & pl.col("hectares").is_not_null()) if year else measured.clear()
    last = there.sort("day", "hectares").unique("park", keep="last", maintain_order=True)
    unknown = parks - last.height
    if last.is_empty():
        return None, None, unknown
    counted = _counted(last, measured["day"].min(), changes)  # type: ignore[arg-type]
    before, during = counted.filter(pl.col("year") < year), counted.filter(pl.col("year") == year)
    if counted["year"].null_count() or before["won"].null_count():
        return None, None, unknown
    start = math.fsum([*last["hectares"], *before["won"]])
    if during.is_empty() or during["won"].null_count():
        return start, None, unknown
    return start, math.fsum([start, *during["won"]]), unknown
