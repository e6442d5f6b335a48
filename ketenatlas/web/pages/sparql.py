"""The SPARQL address: for programs the protocol, for people a page with a box and a table."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.engine import GRAPH_TYPES, RESULT_TYPES
from graph.errors import AtlasError
from ketenatlas.negotiation import acceptable
from ketenatlas.web import protocol
from ketenatlas.web.answering import options
from ketenatlas.web.pages.workbench import workbench
from ketenatlas.web.rendering import Entry, snapshot_of

NAVIGATION = [Entry(60, "/sparql", "sparql")]


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
        return await run_in_threadpool(workbench, request, "", error)
    return await run_in_threadpool(workbench, request, operation.query, None)


def _wants_page(request: Request) -> bool:
    """Whether a client names HTML and likes nothing better, as browsers do."""
    header = request.headers.get("accept", "")
    offered = ("text/html", *RESULT_TYPES, *GRAPH_TYPES)
    return "text/html" in header and acceptable(header, offered)[0] == "text/html"


ROUTES = [Route("/sparql", sparql, methods=["GET", "POST", "OPTIONS"])]
