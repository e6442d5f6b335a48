"""The table of a measure as people read it and as files hold it."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from graph.labelling import level_words
from ketenatlas.views.lengths import Bar
from ketenatlas.views.palette import CLASS, region_colour

DRAWN = 20
"""Rows in a picture at most."""


def plain(table: pl.DataFrame) -> list[str]:
    """Columns that people read: a thing shows by its label alone; addresses and sources are in the files."""
    return [name for name in table.columns if name != "sources" and not is_address(table, name)]


def is_address(table: pl.DataFrame, name: str) -> bool:
    """Whether a column holds the addresses of which another holds the labels."""
    return label_of(name) in table.columns


def label_of(name: str) -> str:
    """The column with the labels of the things in a column."""
    return "label" if name == "node" else f"{name}_label"


def cell(value: Any, words: Mapping[str, str]) -> str:
    """One cell in words; what is unknown says so."""
    if value is None:
        return words["unknown"]
    if isinstance(value, bool):
        return words["yes"] if value else words["no"]
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def evidence_words(joined: str, language: str) -> str:
    """Joined evidence levels in words."""
    return level_words([word for word in joined.split("; ") if word], language)


def sheets(table: pl.DataFrame, about: Mapping[str, Any]) -> dict[str, pl.DataFrame]:
    """The sheets of a workbook: the table, and what it is and rests on."""
    told = {name: "; ".join(value) if isinstance(value, list) else str(value) for name, value in about.items()}
    sheet = pl.DataFrame({"name": list(told), "value": list(told.values())})
    return {str(about["measure"])[:31]: table, "about": sheet}


def drawn(table: pl.DataFrame, column: str) -> list[Bar]:
    """The rows of a picture: those with the highest figures, named by their labels.

    Args:
        table: of a measure.
        column: the figure to draw.
    """
    known = table.filter(pl.col(column).is_not_null()).sort(column, descending=True, maintain_order=True).head(DRAWN)
    labels = [name for name in table.columns if name == "label" or name.endswith("_label")]
    # A node says by its colour in which region it lies; elsewhere the region is what the row is about.
    named = ["label"] if "label" in labels else labels[:3]
    rows = []
    for row in known.to_dicts():
        region = row.get("region")
        rows.append(
            Bar(
                " – ".join(str(row[name]) for name in named if row[name]),
                float(row[column]),
                region_colour(region) if region else CLASS,
                row.get("low") if column == "lq" else None,
                row.get("high") if column == "lq" else None,
            )
        )
    return rows
