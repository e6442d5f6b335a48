"""Addresses for programs: graphs one by one, what the atlas says of itself, and the atlas as a file."""

import re
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from graph.engine import GRAPH_TYPES
from graph.errors import AtlasError
from graph.terms import BASE
from ketenatlas.web.answering import OPEN_TO_ALL, identity, keeping, options, still_good, tag, unchanged
from ketenatlas.web.description import described
from ketenatlas.web.graph_store import READING, graph_of, read_graph
from ketenatlas.web.openapi import openapi
from ketenatlas.web.protocol import ProtocolError, address, refusal, wanted
from ketenatlas.web.rendering import snapshot_of

_ANY = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "DELETE", "PATCH"]


async def graph_store(request: Request) -> Response:
    """A graph of the atlas, by ``?graph=`` or ``?default``."""
    return await _graph(request, graph_of)


async def own_graph(request: Request) -> Response:
    """A graph of the atlas by its name in the path."""
    return await _graph(request, lambda asked: address(f"{BASE}graph/{asked.path_params['name']}"))


async def _graph(request: Request, named: Callable[[Request], str | None]) -> Response:
    if request.method == "OPTIONS":
        return options(READING)
    try:
        if request.method not in ("GET", "HEAD"):
            raise ProtocolError(  # noqa: TRY301 - refused like everything else
                405, "the graphs of the atlas can be read only", {"Allow": f"{READING}, OPTIONS"}
            )
        graph = named(request)
        sandbox = snapshot_of(request).sandbox
        mark = tag(identity(sandbox.folder), "graph", graph, wanted(request.headers, GRAPH_TYPES))
        headers = {**OPEN_TO_ALL, **keeping(request, mark)}
        if still_good(request, mark):
            return unchanged(headers)
        return await read_graph(request, graph, sandbox.begin, headers)
    except (AtlasError, ValueError, ProtocolError) as error:
        return refusal(error)


async def well_known(request: Request) -> Response:
    """What is in the atlas (VoID), or the questions as examples."""
    if request.method == "OPTIONS":
        return options(READING)
    try:
        form = wanted(request.headers, GRAPH_TYPES)[0]
        what, service = request.url.path.rsplit("/", 1)[-1], f"{request.base_url}sparql"
        return await described(request, what, service, snapshot_of(request).sandbox, form)
    except (AtlasError, ProtocolError) as error:
        return refusal(error)


async def download(request: Request) -> Response:
    """All statements of the atlas as N-Quads, packed."""
    folder = snapshot_of(request).folder
    mark = tag(identity(folder), "download")
    headers = {**OPEN_TO_ALL, **keeping(request, mark)}
    if still_good(request, mark):
        return unchanged(headers)
    return FileResponse(
        folder / "atlas.nq.gz", media_type="application/gzip", filename="ketenatlas.nq.gz", headers=headers
    )


async def description(request: Request) -> Response:
    """The description of the addresses for programs that this server has, as OpenAPI."""
    told = openapi(str(request.base_url), scratch=request.app.state.scratch is not None)
    routes = [route for route in request.app.routes if isinstance(route, Route)]

    def served(path: str) -> bool:
        sample = re.sub(r"\{\w+\}", "x", path)
        return any(route.path_regex.match(sample) for route in routes)

    paths = {path: about for path, about in told["paths"].items() if served(path)}
    return JSONResponse({**told, "paths": paths}, headers={**OPEN_TO_ALL, "Cache-Control": "no-cache"})


ROUTES = [
    Route("/sparql/graph", graph_store, methods=_ANY),
    Route("/rdf-graphs/{name:path}", own_graph, methods=_ANY),
    *(Route(f"/.well-known/{what}", well_known, methods=["GET", "OPTIONS"]) for what in ("void", "sparql-examples")),
    Route("/download/atlas.nq.gz", download),
    Route("/openapi.json", description),
]
