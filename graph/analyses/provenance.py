"""Provenance: the statements about a thing, with the table and the file each was read from."""

import polars as pl

from graph.analyses import Facts

_KEY = ("about", "property", "value")


def analyse(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Rows with ``graph``, ``loader`` and ``file``; what was inferred or computed has a graph and no file.

    Args:
        rows: statements with the full addresses of their parts (``about``, ``property``, ``value``) and their words.
        facts: answers ``statement-graphs``, which says in which named graph each statement stands.
    """
    homes = facts("statement-graphs").rename(dict(zip(("subject", "predicate", "object"), _KEY, strict=True)))
    texts = [*_KEY, "graph", "loader", "file"]
    homes = homes.select(pl.col(texts).cast(pl.String)).unique()
    # A statement that several graphs hold is told once, by the one that was read from a file.
    homes = homes.sort(*texts, nulls_last=True).unique(_KEY, keep="first", maintain_order=True)
    told = rows.with_columns(pl.col(_KEY).cast(pl.String)).join(homes, on=_KEY, how="left")
    order = ("subject", "predicate", "object", "about", "property", "value", "sources")
    return told.unique().sort(order, nulls_last=True)
