"""Parquet: columns as analysts keep them, cells as text."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from loaders.files import Row, Table, TableError

SUFFIXES = (".parquet",)

_AT_ONCE = 50_000


def tables(path: Path) -> list[Table]:
    """The one table of a Parquet file.

    Raises:
        TableError: if the file is damaged.
    """
    try:
        names = pl.read_parquet_schema(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TableError(f"{path.name} cannot be read as Parquet: {error}") from None
    return [Table("", _rows(path, list(names)))]


def _rows(path: Path, names: list[str]) -> Iterator[Row]:
    yield 1, names
    line = 2
    while True:
        piece = pl.scan_parquet(path).slice(line - 2, _AT_ONCE).select(pl.all().cast(pl.String).fill_null("")).collect()
        if piece.is_empty():
            return
        for row in piece.iter_rows():
            yield line, list(row)
            line += 1
