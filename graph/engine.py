"""The engine: one SPARQL query on one open store, answered in a wanted form.

Little is imported here, so that a query worker starts in milliseconds.
"""

from collections.abc import Callable
from typing import IO

import pyoxigraph as ox

from graph.columns.answering import Columns
from graph.columns.rows import MEDIA_TYPE, Table
from graph.lexer import tokens

_RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
RESULT_TYPES = tuple(_RESULTS)
"""Media types for the answers to SELECT and ASK; ASK knows the first two only."""
GRAPH_TYPES = tuple(_GRAPHS)
"""Media types for the answers to CONSTRUCT and DESCRIBE."""

Writer = Callable[[IO[bytes] | None], bytes | None]
"""Writes an answer to a file, or returns it as bytes when there is no file."""


def answer(
    store: ox.Store,
    query: str,
    media_types: list[str] | None = None,
    default_graphs: list[str] | None = None,
    named_graphs: list[str] | None = None,
    *,
    base: str | None = None,
    union: bool = True,
) -> tuple[str, Writer]:
    """Run one query.

    Args:
        store: where to look.
        query: any SPARQL 1.1 query.
        media_types: acceptable forms, best first; ``None`` means JSON for rows and Turtle for graphs.
        default_graphs: named graphs whose union is the default graph (SPARQL protocol).
        named_graphs: named graphs that ``GRAPH`` may see (SPARQL protocol).
        base: what relative addresses in the query are relative to; without one they are an error.
        union: whether the default graph is the union of all graphs, unless the query (``FROM``) or the request names a
            dataset; else it is the graph without a name.

    Returns:
        The media type chosen and what writes the answer.

    Raises:
        SyntaxError: if the query is not SPARQL.
        ValueError: if the answer can take none of the forms.
    """
    result = _result(store, query, default_graphs, named_graphs, base, union)
    if isinstance(result, ox.QueryTriples):
        wanted = _first(media_types, GRAPH_TYPES, "text/turtle")
        return wanted, lambda file: result.serialize(file, _GRAPHS[wanted])
    if isinstance(result, ox.QueryBoolean):
        wanted = _first(media_types, RESULT_TYPES[:2], RESULT_TYPES[0])
        return wanted, lambda file: result.serialize(file, _RESULTS[wanted])
    wanted = _first(media_types, RESULT_TYPES, RESULT_TYPES[0])
    return wanted, lambda file: result.serialize(file, _RESULTS[wanted])


def answer_in_columns(columns: Columns, query: str, media_types: list[str] | None = None) -> tuple[str, Writer]:
    """Answer a SELECT query from columns, as :func:`answer` does.

    Args:
        columns: the atlas in columns.
        query: the query.
        media_types: acceptable forms, best first; :data:`graph.columns.rows.MEDIA_TYPE` is one more.

    Raises:
        RefusedError: if it is not of the kind that is answered from columns.
        ValueError: if the answer can take none of the forms.
    """
    asked = columns.read(query)
    wanted = _first(media_types, (MEDIA_TYPE, *RESULT_TYPES), RESULT_TYPES[0])
    table = columns.answer(asked)
    return wanted, lambda file: _written(table, wanted, file)


def _written(table: Table, media_type: str, file: IO[bytes] | None) -> bytes | None:
    if media_type not in (MEDIA_TYPE, RESULT_TYPES[0]):
        found = ox.parse_query_results(b"".join(table.json()), format=ox.QueryResultsFormat.JSON)
        return found.serialize(file, _RESULTS[media_type])
    pieces = [table.packed()] if media_type == MEDIA_TYPE else table.json()
    if file is None:
        return b"".join(pieces)
    for piece in pieces:
        file.write(piece)
    return None


def solutions(store: ox.Store, query: str) -> ox.QuerySolutions:
    """Run a SELECT query and give its rows as the engine finds them, without writing them down in between.

    Raises:
        SyntaxError: if the query is not SPARQL.
        TypeError: if it is no SELECT query.
    """
    result = _result(store, query)
    if not isinstance(result, ox.QuerySolutions):
        raise TypeError("expected a SELECT query")
    return result


def _result(
    store: ox.Store,
    query: str,
    default_graphs: list[str] | None = None,
    named_graphs: list[str] | None = None,
    base: str | None = None,
    union: bool = True,
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    chosen = default_graphs is not None or named_graphs is not None
    own = any(token.kind == "word" and token.text.upper() == "FROM" for token in tokens(query))
    return store.query(
        query,
        base_iri=base,
        use_default_graph_as_union=union and not (chosen or own),
        default_graph=[ox.NamedNode(name) for name in default_graphs or []] if chosen else None,
        named_graphs=[ox.NamedNode(name) for name in named_graphs or []] if chosen else None,
    )


def _first(wanted: list[str] | None, offered: tuple[str, ...], usual: str) -> str:
    if wanted is None:
        return usual
    for media_type in wanted:
        if media_type in offered:
            return media_type
    raise ValueError(f"this answer cannot be given as {' or '.join(wanted)}; there are {', '.join(offered)}")
