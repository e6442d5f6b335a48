"""Code lists of the ontology, as tables use them: the words a cell may hold, and the address each word stands for."""

from collections.abc import Mapping
from functools import cache

import polars as pl

from graph.resources import room
from graph.statements import from_rdf, having
from graph.terms import PREFIXES

_LABEL = "skos:prefLabel"


@cache
def words(scheme: str) -> Mapping[str, str]:
    """Notation of each concept of a list, with the concept as N-Triples term; in the order of the notations."""
    path = room("ontology") / "schemes" / f"{scheme}.ttl"
    told = having(from_rdf(path, f"{PREFIXES['graph']}scheme-{scheme}"), "skos:notation").sort("o")
    return {notation.strip('"'): concept for concept, notation in told.iter_rows()}


@cache
def labels(scheme: str) -> Mapping[str, str]:
    """Dutch label of each concept of a list, by its notation."""
    told = having(
        from_rdf(room("ontology") / "schemes" / f"{scheme}.ttl", f"{PREFIXES['graph']}scheme-{scheme}"), _LABEL
    )
    dutch = {concept: label[1:-4] for concept, label in told.iter_rows() if label.endswith('"@nl')}
    return {notation: dutch[concept] for notation, concept in words(scheme).items()}


@cache
def names(scheme: str) -> Mapping[str, str]:
    """Notation of each concept of a list by all it is called in Dutch, in lower case: notation, label, other names."""
    path = room("ontology") / "schemes" / f"{scheme}.ttl"
    told = from_rdf(path, f"{PREFIXES['graph']}scheme-{scheme}")
    called = pl.concat([having(told, _LABEL), having(told, "skos:altLabel")])
    notations = {concept: notation for notation, concept in words(scheme).items()}
    found = {
        name[1:-4].lower(): notations[concept]
        for concept, name in called.iter_rows()
        if name.endswith('"@nl') and concept in notations
    }
    return {**found, **{notation.lower(): notation for notation in notations.values()}}


def named(scheme: str, cell: pl.Expr | str) -> pl.Expr:
    """Address of the concept a cell names in any of the ways :func:`names` knows; null for what it does not."""
    column = pl.col(cell) if isinstance(cell, str) else cell
    addresses = {name: words(scheme)[notation] for name, notation in names(scheme).items()}
    return column.str.to_lowercase().replace_strict(addresses, default=None, return_dtype=pl.String)


def listed(scheme: str, cell: pl.Expr | str) -> pl.Expr:
    """Address of the concept a cell names by its notation: ``plan-phase`` and ``draft`` give ``plan-phase:draft``."""
    column = pl.col(cell) if isinstance(cell, str) else cell
    return column.replace_strict(dict(words(scheme)), default=None, return_dtype=pl.String)
