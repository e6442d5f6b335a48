"""The SPARQL 1.1 Graph Store HTTP Protocol: which graph a request means, and reading it."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from graph.engine import GRAPH_TYPES
from graph.sandbox import Stream
from ketenatlas.web.answering import Streamed
from ketenatlas.web.protocol import ProtocolError, address, here, wanted

READING = "GET, HEAD"
"""What may be asked of a graph of the atlas."""

Begin = Callable[[str, list[str]], Stream]
"""Begins to answer a query in one of some forms."""


def graph_of(request: Request) -> str | None:
    """The graph a request names by ``?graph=`` or ``?default``; ``None`` is the default graph.

    Raises:
        ProtocolError: if it names none, or both.
    """
    told = request.query_params
    graphs = told.getlist("graph")
    if len(graphs) + ("default" in told) != 1 or "" in graphs:
        raise ProtocolError(400, "expected ?graph= with the address of one graph, or ?default")
    if "default" in told:
        return None
    # a relative address is relative to this one (section 4.2)
    return address(graphs[0] if ":" in graphs[0] else f"{here(request).rsplit('/', 1)[0]}/{graphs[0]}")


async def read_graph(request: Request, graph: str | None, begin: Begin, headers: dict[str, str]) -> Response:
    """The statements of one graph, in the form the client likes best.

    Raises:
        ProtocolError: if there is no such graph, or no form the client accepts.
    """
    types = wanted(request.headers, GRAPH_TYPES)
    pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    if graph:
        there = await run_in_threadpool(begin, f"ASK {{ {pattern} }}", ["application/sparql-results+json"])
        if b"true" not in b"".join(there.pieces):
            raise ProtocolError(404, f"there is no graph {graph} here")
    stream = await run_in_threadpool(begin, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", types)
    return Streamed(stream, headers)
