"""Registers: what cubes count of bulk tables, kept as columns beside the store.

A bulk table is streamed into the store batch by batch and never whole in memory. Of each batch the few columns are kept
that cubes count; so the register counts although no other table and no rule ever sees it whole.
"""

from pathlib import Path

import polars as pl

from graph.extracts import FOLDER, extract
from graph.placing import SITE

NAME = "registered"
"""Name of the table among the extracts of an atlas."""
SCHEMA = {
    "register": pl.String,
    "establishment": pl.String,
    "division": pl.String,
    **dict.fromkeys(SITE, pl.String),
    "jobs": pl.Int64,
    "level": pl.String,
    "source": pl.String,
    "since": pl.Date,
    "until": pl.Date,
}
"""``register`` is the load, ``division`` the list and two digits of the main activity, such as ``sbi2008-26``."""


def registered(made: pl.DataFrame, load: str) -> pl.DataFrame:
    """The establishments that a batch of statements of a bulk table tells of.

    Args:
        made: the statements.
        load: IRI of the act of loading the table.

    Returns:
        Columns as in :data:`SCHEMA`; a row per establishment with a main activity.
    """
    activities = extract(made, "activities").filter("main").drop("since", "until", "activity", "main")
    return (
        extract(made, "establishments")
        .join(activities, on="establishment", maintain_order="left")
        .with_columns(
            register=pl.lit(load),
            division=pl.col("code").str.extract(r"([^/#]+-\d{2})\d*$"),
            jobs=pl.col("jobs").round(),
        )
        .select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())
    )


def gather(parts: list[Path], folder: Path) -> None:
    """Put what was kept of all batches together as one extract of an atlas, which has one also without any."""
    target = folder / FOLDER / f"{NAME}.parquet"
    empty = pl.LazyFrame(schema=SCHEMA)
    pl.concat([empty, *map(pl.scan_parquet, parts)]).sink_parquet(target)
