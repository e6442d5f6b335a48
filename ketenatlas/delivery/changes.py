"""Changes: what is new, gone or different since the previous delivery: figures, regions, sources and definitions.

A row is the same one in both if what names it is the same; the reference date is not part of its name. Of a figure that
is left out now, the previous one is not repeated.
"""

from collections.abc import Mapping

import polars as pl

from ketenatlas.delivery import described
from ketenatlas.delivery.protecting import SUPPRESSED
from ketenatlas.delivery.schema import Table

KINDS = ("new", "gone", "changed", "suppressed", "shown")
_LOOKED_AT = {
    "cells": ("value", "n", "status"),
    "flows": ("value", "n", "status"),
}
"""Columns that are compared, where not all are that name neither the row nor a thing."""
_LABELS = (
    "chain_label",
    "stage_label",
    "measure",
    "from_label",
    "to_label",
    "place_label",
    "label",
    "title",
    "evidence",
)
_LEFT = ("named",)
"""Columns that follow from the others."""


def changes(before: Mapping[str, pl.DataFrame], after: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """What changed between two deliveries, in the columns of :data:`ketenatlas.delivery.described.CHANGES`.

    Args:
        before: the tables of the previous delivery, as far as they are there; empty if there was none.
        after: those of the new one.
    """
    compared = [name for name in described.TABLES if name in before and name in after and name != "changes"]
    parts = [_compared(described.TABLES[name], before[name], after[name]) for name in compared]
    table = pl.concat(parts) if parts else pl.DataFrame(schema=described.CHANGES.schema)
    return described.CHANGES.shaped(table)


def summed(table: pl.DataFrame) -> pl.DataFrame:
    """How many changes of each kind there are per table: ``table`` and :data:`KINDS`."""
    counts = table.group_by("table").agg((pl.col("change") == kind).sum().cast(pl.Int64).alias(kind) for kind in KINDS)
    return counts.sort("table")


def _compared(table: Table, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    names = [*(table.same or (table.key,))]
    before, after = (_rowed(one, names) for one in (before, after))
    there = [column for column in after.columns if column in before.columns]
    looked = _LOOKED_AT.get(table.name) or tuple(
        column.name for column in table.columns if column.name not in (*names, *_LEFT) and "_label_" not in column.name
    )
    whole = [
        _said(table, rows.join(others, on="row", how="anti"), kind)
        for rows, others, kind in ((after, before, "new"), (before, after, "gone"))
    ]
    both = after.join(before.select(there), on="row", how="inner", suffix="_before", nulls_equal=True)
    if "status" in there:
        hidden, was = pl.col("status") == SUPPRESSED, pl.col("status_before") == SUPPRESSED
        whole += [
            _said(table, both.filter(hidden & ~was), "suppressed"),
            _said(table, both.filter(was & ~hidden), "shown"),
        ]
        both = both.filter(~hidden & ~was)
    for column in looked:
        if column in there:
            other = both.filter(~pl.col(column).eq_missing(pl.col(f"{column}_before")))
            whole.append(_said(table, other, "changed", column))
    return pl.concat(whole)


def _rowed(rows: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Rows with what names them in one column."""
    parts = [pl.col(name).fill_null("").str.extract(r"([^/#]*)$") for name in names]
    return rows.with_columns(row=pl.concat_str(parts, separator=" / "))


def _said(table: Table, rows: pl.DataFrame, kind: str, column: str | None = None) -> pl.DataFrame:
    told: dict[str, pl.Expr] = {"before": pl.lit(None, pl.String), "after": pl.lit(None, pl.String)}
    if column is not None:
        told = {"before": pl.col(f"{column}_before").cast(pl.String), "after": pl.col(column).cast(pl.String)}
    for language in ("nl", "en"):
        named = [name for label in _LABELS for name in (f"{label}_{language}", label) if name in rows.columns]
        words = [pl.col(name).cast(pl.String) for name in dict.fromkeys(named)]
        told[f"label_{language}"] = pl.concat_str(words, separator=", ", ignore_nulls=True) if words else pl.col("row")
    return rows.select(
        "row",
        name=pl.concat_str(pl.lit(f"{table.name}: "), "row", pl.lit(f": {column or kind}")),
        table=pl.lit(table.name),
        change=pl.lit(kind),
        column=pl.lit(column, pl.String),
        **told,
    ).select(list(described.CHANGES.schema))
