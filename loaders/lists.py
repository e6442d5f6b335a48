"""Code lists of the ontology, as tables use them: the words a cell may hold, and the address each word stands for."""

from collections.abc import Mapping
from functools import cache

import polars as pl

from graph.resources import room
from graph.statements import from_rdf, having
from graph.terms import PREFIXES


@cache
def words(scheme: str) -> Mapping[str, str]:
    """Notation of each concept of a list, with the concept as N-Triples term; in the order of the notations."""
    path = room("ontology") / "schemes" / f"{scheme}.ttl"
    told = having(from_rdf(path, f"{PREFIXES['graph']}scheme-{scheme}"), "skos:notation").sort("o")
    return {notation.strip('"'): concept for concept, notation in told.iter_rows()}


def listed(scheme: str, cell: pl.Expr | str) -> pl.Expr:
    """Address of the concept a cell names by its notation: ``plan-phase`` and ``draft`` give ``plan-phase:draft``."""
    column = pl.col(cell) if isinstance(cell, str) else cell
    return column.replace_strict(dict(words(scheme)), default=None, return_dtype=pl.String)
