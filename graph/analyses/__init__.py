"""Analyses: what a question computes where SPARQL alone cannot, over the rows of its query.

One module per analysis, found by the name a question's header gives (``#+ analysis: name``). Its function
``analyse(rows, facts)`` gets the rows of the query as a data frame, and ``facts``, which answers a query of
``queries/networks`` with the same parameters; it gives a data frame with the columns of the question. List columns hold
their members joined by ``|``, as queries give them. An analysis puts its rows in an order of its own, so that the
order of statements in a store never shows.
"""

from collections.abc import Callable

import polars as pl

from graph.collecting import module_named

Facts = Callable[[str], pl.DataFrame]
"""Answers a query of ``queries/networks`` by its name, with the parameters of the question that it knows."""

Analysis = Callable[[pl.DataFrame, Facts], pl.DataFrame]


def analysis(name: str) -> Analysis:
    """The analysis of a name.

    Raises:
        AtlasError: if there is none, saying which there are.
    """
    found: Analysis = module_named(__name__, name, "analysis").analyse
    return found


def members(*columns: str) -> pl.Expr:
    """The distinct members of list columns of a group, in order, as one list column; what is empty falls away."""
    parts = pl.concat([pl.col(column).cast(pl.String).str.split("|").explode() for column in columns])
    return parts.filter(parts.is_not_null() & (parts != "")).unique().sort().str.join("|")
