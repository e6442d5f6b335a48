"""Deciding: what people decided on matches and proposals is applied to the tables of a build; what it cost is told."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from graph import confirming
from graph.statements import RDF_TYPE, packed, unpacked
from graph.terms import shorten
from graph.unifying import renamed, unify, waiting
from ketenatlas.bulk import Streamed
from ketenatlas.dataset import Tables
from loaders.table import FINDING


def decide(tables: Tables, streamed: Sequence[Streamed], decisions: pl.DataFrame) -> Tables:
    """The tables as decisions make them, with what bulk tables say of the things decided on.

    Args:
        tables: the tables as they were read.
        streamed: what came of the bulk tables.
        decisions: as :func:`graph.unifying.decisions_in` gives them; without any, nothing changes.

    Raises:
        AtlasError: if decisions contradict each other, naming the rows.
    """
    if decisions.is_empty():
        return tables
    said = pl.concat([*map(unpacked, tables.statements), *(part.apart for part in streamed)])
    rows = pl.concat([tables.lineage, *(part.apart_lineage for part in streamed)])
    unified = unify(said, decisions)
    there = frozenset(said.filter(pl.col("p") == RDF_TYPE)["s"])
    notes = [
        (file, "", row, "", thing, "a thing that some file has; the decision waits for it")
        for file, row, thing in waiting(decisions, there)
    ]
    told = pl.DataFrame(notes, schema=FINDING, orient="row")
    return replace(
        tables,
        statements=[packed(unified.statements)],
        lineage=rows.with_columns(s=renamed(pl.col("s"), unified.kept)),
        notes=pl.concat([tables.notes, told, _withheld(unified.withheld, rows)]),
    )


def confirm(tables: Tables) -> Tables:
    """The tables with the decisions on proposals applied; a decision on what is not there is noted and waits.

    Raises:
        AtlasError: if two decisions of one day contradict each other, naming the rows.
    """
    said = pl.concat(tables.statements)
    decisions = confirming.decisions_in(said, tables.lineage)
    if decisions.is_empty():
        return tables
    done = confirming.confirm(unpacked(said), decisions)
    notes = [
        (file, "", row, "claim", _short(claim), "a proposal that is in the atlas; the decision waits for it")
        for file, row, claim in done.waiting
    ]
    return replace(
        tables,
        statements=[packed(done.statements)],
        lineage=pl.concat([tables.lineage, done.lineage]).unique(maintain_order=True),
        notes=pl.concat([tables.notes, pl.DataFrame(notes, schema=FINDING, orient="row")]),
    )


def _withheld(withheld: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """What was left out, at the row it was read from."""
    first = rows.group_by("s", maintain_order=True).agg(pl.first("file"), pl.first("row"))
    found = withheld.join(first, left_on="thing", right_on="s", how="left", maintain_order="left")

    def short(name: str) -> pl.Expr:
        return pl.col(name).map_elements(_short, return_dtype=pl.String)

    return found.select(
        "file",
        "row",
        sheet=pl.lit(""),
        column=short("predicate"),
        found=short("found"),
        expected=pl.col("why").str.replace_all(r"<[^>]*?([^/>]*)>", "$1"),
    ).select(*FINDING)


def _short(term: str) -> str:
    return shorten(term.strip("<>")) if term.startswith("<") else term
