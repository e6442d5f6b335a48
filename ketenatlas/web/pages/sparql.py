"""The SPARQL address: for programs the protocol, for people a page with a box and a table."""

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.engine import GRAPH_TYPES, RESULT_TYPES
from graph.errors import AtlasError
from graph.result import Rows
from graph.terms import shorten
from ketenatlas.negotiation import acceptable
from ketenatlas.web import protocol
from ketenatlas.web.answering import options
from ketenatlas.web.rendering import SHOWN, Entry, page, snapshot_of

NAVIGATION = [Entry(60, "/sparql", "sparql")]
EXAMPLE = """PREFIX ka: <https://w3id.org/ketenatlas/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?keten ?schakel WHERE {
  ?chain a ka:ValueChain ; rdfs:label ?keten ; ka:hasStage ?stage .
  ?stage rdfs:label ?schakel ; ka:position ?plaats .
  FILTER(LANG(?keten) = "nl" && LANG(?schakel) = "nl")
}
ORDER BY ?keten ?plaats
"""
"""What the box holds at first."""


async def sparql(request: Request) -> Response:
    """The SPARQL address: for programs the protocol, for people a page with a box and a table."""
    if request.method == "OPTIONS":
        return options(protocol.METHODS)
    for_people = _wants_page(request)
    try:
        operation = await protocol.read_operation(request)
        if not for_people:
            return await protocol.respond(request, operation, snapshot_of(request).sandbox)
    except (AtlasError, ValueError, protocol.ProtocolError) as error:
        if not for_people:
            return protocol.refusal(error)
        return await run_in_threadpool(_sparql_page, request, "", str(error))
    return await run_in_threadpool(_sparql_page, request, operation.query, None)


def _wants_page(request: Request) -> bool:
    """Whether a client names HTML and likes nothing better, as browsers do."""
    header = request.headers.get("accept", "")
    offered = ("text/html", *RESULT_TYPES, *GRAPH_TYPES)
    return "text/html" in header and acceptable(header, offered)[0] == "text/html"


def _sparql_page(request: Request, query: str | None, error: str | None) -> Response:
    """The page with the box; the answer as a table, statements as Turtle."""
    content: Mapping[str, Any] = {"columns": (), "rows": [], "text": "", "hidden": 0, "asked": bool(query)}
    if query and not error:
        try:
            media_type, data = snapshot_of(request).sandbox.answer(query)
            content = _shown(media_type, data)
        except (AtlasError, ValueError) as refused:
            error = str(refused)
    return page(
        request,
        "sparql.html.j2",
        status=400 if error else 200,
        query=query or EXAMPLE,
        error=error,
        **content,
    )


def _shown(media_type: str, data: bytes) -> Mapping[str, Any]:
    shown: dict[str, Any] = {"columns": (), "rows": [], "text": "", "hidden": 0, "asked": True}
    if media_type != "application/sparql-results+json":
        return {**shown, "text": data.decode()}
    try:
        answer = Rows.from_json(data)
    except TypeError:
        return {**shown, "text": "true" if b"true" in data else "false"}
    rows = [["" if cell is None else shorten(str(cell)) for cell in row] for row in answer.values[:SHOWN]]
    return {**shown, "columns": answer.columns, "rows": rows, "hidden": max(0, len(answer.terms) - SHOWN)}


ROUTES = [Route("/sparql", sparql, methods=["GET", "POST", "OPTIONS"])]
