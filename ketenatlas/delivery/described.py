"""Described: the tables of a delivery with all their columns, as ``tables.csv`` and ``columns.csv`` say it."""

from pathlib import Path
from typing import Any

import polars as pl

from ketenatlas.delivery.schema import Column, Table

_HERE = Path(__file__).parent


def _rows(name: str) -> list[dict[str, Any]]:
    table = pl.read_csv(_HERE / name, infer_schema=False)
    return table.with_columns(pl.all().fill_null("")).to_dicts()


def _words(row: dict[str, Any], name: str) -> dict[str, str]:
    return {language: row[f"{name}_{language}"] for language in ("nl", "en")}


def _column(row: dict[str, Any]) -> Column:
    told = {name: row[name] for name in ("kind", "unit", "property", "refers")}
    return Column(
        name=row["column"],
        label=_words(row, "label"),
        about=_words(row, "definition"),
        required=row["required"] == "yes",
        **told,
    )


def _tables() -> dict[str, Table]:
    columns = _rows("columns.csv")
    return {
        row["table"]: Table(
            name=row["table"],
            title=_words(row, "title"),
            note=_words(row, "note"),
            columns=tuple(_column(one) for one in columns if one["table"] == row["table"]),
            same=tuple(row["same"].split()),
        )
        for row in _rows("tables.csv")
    }


TABLES = _tables()
"""The tables by name, in the order of the files."""
CHANGES = TABLES["changes"]
"""The table of what changed."""
