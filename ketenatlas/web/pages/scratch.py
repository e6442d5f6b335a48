"""The scratch graphs: SPARQL with updates, and graphs that may be put, added to and dropped, for who has a token."""

import uuid
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.errors import AtlasError
from graph.scratch import DATASET, READABLE, Change
from ketenatlas.web.access import may_update
from ketenatlas.web.answering import Streamed, options
from ketenatlas.web.graph_store import graph_of, read_graph
from ketenatlas.web.protocol import ProtocolError, address, here, media_type, read_operation, refusal, text_of, wanted
from ketenatlas.web.scratch import Scratch

_PRIVATE = {"Cache-Control": "no-store"}
_GRAPH_METHODS = "GET, HEAD, PUT, POST, DELETE"
_WRITTEN = "%/:=&?~#+!$,;'@()*[]"
"""What an address may hold as it is in a header; other characters are written as the URI of an IRI (RFC 3987)."""

Door = Callable[[Request], Awaitable[Response]]


def _guarded(door: Door, methods: str) -> Door:
    """A door that opens with a token only, and says in a sentence why it stays shut."""

    async def opened(request: Request) -> Response:
        if request.app.state.scratch is None:
            raise HTTPException(404)
        if request.method == "OPTIONS":
            return options(methods, open_to_all=False)
        try:
            if request.method not in methods.split(", "):
                raise ProtocolError(405, f"expected {methods}", {"Allow": f"{methods}, OPTIONS"})  # noqa: TRY301
            if not may_update(request):
                raise ProtocolError(  # noqa: TRY301 - refused like everything else
                    401, "the scratch graphs need a token that allows updates", {"WWW-Authenticate": "Bearer"}
                )
            return await door(request)
        except (AtlasError, ValueError, ProtocolError) as error:
            return refusal(error, {})

    return opened


def _scratch(request: Request) -> Scratch:
    told: Scratch = request.app.state.scratch
    return told


async def _sparql(request: Request) -> Response:
    """A query on the scratch graphs, or an update of them."""
    operation = await read_operation(request, updates=True)
    scratch, base = _scratch(request), here(request)
    if operation.update is not None:
        change = Change(
            "update",
            operation.update,
            base=base,
            default_graphs=operation.default_graphs or [],
            named_graphs=operation.named_graphs or [],
        )
        await run_in_threadpool(scratch.change, change)
        return Response(status_code=204)
    if operation.query is None:
        raise ProtocolError(400, "the request has neither a query nor an update")
    stream = await run_in_threadpool(
        scratch.begin,
        operation.query,
        wanted(request.headers),
        operation.default_graphs,
        operation.named_graphs,
        base=base,
    )
    return Streamed(stream, _PRIVATE)


async def _named(request: Request) -> Response:
    """A scratch graph by ``?graph=`` or ``?default``; or, with a whole data set as N-Quads, all of them."""
    whole = request.method == "PUT" and media_type(request) == DATASET
    if whole or (request.method == "POST" and not request.url.query):
        return await _change(request, None if whole else f"{request.base_url}scratch/rdf-graphs/{uuid.uuid4()}")
    return await _graph(request, graph_of(request))


async def _own(request: Request) -> Response:
    """A scratch graph whose address is the one that is asked."""
    return await _graph(request, address(here(request)))


async def _graph(request: Request, graph: str | None) -> Response:
    if request.method in ("GET", "HEAD"):
        return await read_graph(request, graph, _scratch(request).begin, _PRIVATE)
    return await _change(request, graph)


async def _change(request: Request, graph: str | None) -> Response:
    kinds = {"PUT": "replace", "POST": "add", "DELETE": "drop"}
    form = text = ""
    if request.method != "DELETE":
        most = request.app.state.settings.request_megabytes * 1024 * 1024
        form, text = media_type(request), await text_of(request, most)
        if form not in READABLE and not (form == DATASET and request.method == "PUT"):
            raise ProtocolError(415, f"expected {', '.join(READABLE)}, or a whole data set as {DATASET} by PUT")
    change = Change(kinds[request.method], text, form, graph, graph or here(request))
    became = await run_in_threadpool(_scratch(request).change, change)
    if became == "absent":
        raise ProtocolError(404, f"there is no graph {graph} here")
    if became == "created":
        return Response(status_code=201, headers={"Location": quote(graph or here(request), _WRITTEN)})
    return Response(status_code=204)


_ANY = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "DELETE", "PATCH"]
ROUTES = [
    Route("/scratch/sparql", _guarded(_sparql, "GET, HEAD, POST"), methods=_ANY),
    Route("/scratch/sparql/graph", _guarded(_named, _GRAPH_METHODS), methods=_ANY),
    Route("/scratch/rdf-graphs/{name:path}", _guarded(_own, _GRAPH_METHODS), methods=_ANY),
]
