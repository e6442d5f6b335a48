"""Whether two engines say the same: rows compared as people read them, not as engines write them."""

import numpy as np
import polars as pl

_TAIL = r"^<?(?:[a-z]+://|urn:)[^<> ]*[/#:]([^/#:<> ]*)>?$"
"""The last part of an address, in brackets or not."""
_IN_LIST = r"(^|; )[a-z]+://[^<> ;]*[/#]([^/#<> ;]*)"
"""An address in a list."""
_LITERAL = r'^"(.*)"(?:@[a-z]+|\^\^\S+)?$'
_FLAGS = {"true": "1", "false": "0"}


def plain(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows without what only tells engines apart: addresses by their last part, in lower case; numbers as numbers.

    Columns are in the order of their names, rows in the order of what is no number.
    """
    told = rows.select(_plain(rows[name]) for name in sorted(rows.columns))
    words = [name for name in told.columns if told[name].dtype == pl.String]
    return told.sort([*words, *(name for name in told.columns if name not in words)], nulls_last=True)


def _plain(column: pl.Series) -> pl.Series:
    if column.dtype.is_numeric():
        return column.cast(pl.Float64)
    if column.dtype == pl.Boolean:
        return column.cast(pl.Float64)
    text = column.cast(pl.String).str.replace(_LITERAL, "$1").str.replace(_TAIL, "$1")
    text = text.str.replace_all(_IN_LIST, "$1$2").str.to_lowercase()
    text = pl.select(pl.when(text != "").then(text)).to_series().replace(_FLAGS).alias(column.name)
    number = text.cast(pl.Float64, strict=False)
    return number if number.null_count() == text.null_count() and text.null_count() < len(text) else text


def difference(reference: pl.DataFrame, other: pl.DataFrame, tolerance: float = 1e-9) -> str | None:
    """Say where two answers differ, in the columns both have.

    Args:
        reference: the answer to compare with.
        other: the other answer; it may have fewer columns.
        tolerance: relative difference below which two numbers are the same.

    Returns:
        The first row that differs, or None.
    """
    shared = [name for name in sorted(reference.columns) if name in other.columns]
    if not shared:
        return f"no column is shared: {reference.columns} and {other.columns}"
    one, two = plain(reference.select(shared)), plain(other.select(shared))
    if one.height != two.height:
        words = [name for name in shared if one[name].dtype == two[name].dtype == pl.String] or shared
        lacking, extra = (
            a.join(b, on=words, how="anti", nulls_equal=True) if _same_types(a, b, words) else a
            for a, b in ((one, two), (two, one))
        )
        first = (lacking if lacking.height else extra if extra.height else one).head(1).to_dicts()
        return f"{other.height:,} rows, expected {reference.height:,}; the first that differs: {first}"
    for name in shared:
        a, b = one[name], two[name]
        if a.dtype != b.dtype:
            a, b = a.cast(pl.String), b.cast(pl.String)
        if a.dtype == pl.Float64:
            alike = np.isclose(a.to_numpy(), b.to_numpy(), rtol=tolerance, atol=tolerance, equal_nan=True)
        else:
            alike = a.eq_missing(b).to_numpy()
        if not alike.all():
            at = int(np.argmin(alike))
            return f"row {at} in order: expected {one.row(at, named=True)}, got {two.row(at, named=True)}"
    return None


def _same_types(one: pl.DataFrame, two: pl.DataFrame, names: list[str]) -> bool:
    return all(one[name].dtype == two[name].dtype for name in names)
