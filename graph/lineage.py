"""Lineage: from which row of which file each thing was read, so that a finding or an answer leads back to it."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from graph.statements import having
from graph.terms import full

FILE = "lineage.parquet"
"""Name of the table in the folder of an atlas; tables of bulk loads stand beside it."""

ROWS = {"s": pl.String, "file": pl.String, "row": pl.Int64}
"""The thing (term in N-Triples syntax), the file with its loader, and the line in it."""


def rows_of(folder: Path, term: str) -> list[tuple[str, int]]:
    """Files and lines a thing was read from; none for what was inferred or computed.

    Args:
        folder: folder of an atlas.
        term: the thing, in N-Triples syntax.
    """
    found = (
        pl.scan_parquet(sorted(folder.glob("lineage*.parquet")))
        .filter(pl.col("s") == term)
        .select("file", "row")
        .sort("file", "row")
    )
    return found.collect().rows()


def locate(findings: pl.DataFrame, rows: pl.DataFrame, statements: pl.DataFrame) -> pl.DataFrame:
    """Give each finding the name of its subject, and the file and line it was first read from.

    Args:
        findings: what the gate found, with column ``subject``.
        rows: where things were read from (:data:`ROWS`).
        statements: where names are stated; Dutch names come first.

    Returns:
        The findings with ``name``, ``file`` and ``row``; a thing of no file has none of the latter.
    """
    terms = [f"<{full(subject)}>" for subject in findings["subject"]]
    first = rows.group_by("s", maintain_order=True).agg(pl.first("file"), pl.first("row"))
    names = (
        having(statements.filter(pl.col("s").is_in(terms)), "rdfs:label")
        .sort(~pl.col("o").str.ends_with("@nl"), "o")
        .group_by("s", maintain_order=True)
        .agg(name=pl.first("o").str.extract(r'^"(.*)"(?:@[a-z]+)?$'))
    )
    return (
        findings.with_columns(s=pl.Series(terms, dtype=pl.String))
        .join(names, on="s", how="left", maintain_order="left")
        .join(first, on="s", how="left", maintain_order="left")
        .drop("s")
    )


def rows_of_each(folder: Path, terms: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
    """As :func:`rows_of`, for many things at once; what was read nowhere is not in it.

    Args:
        folder: folder of an atlas.
        terms: the things, in N-Triples syntax.
    """
    rows = (
        pl.scan_parquet(sorted(folder.glob("lineage*.parquet")))
        .filter(pl.col("s").is_in(list(terms)))
        .select("s", "file", "row")
        .sort("s", "file", "row")
    )
    found: dict[str, list[tuple[str, int]]] = {}
    for term, file, row in rows.collect().iter_rows():
        found.setdefault(term, []).append((file, row))
    return found
