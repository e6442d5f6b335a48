"""The SPARQL 1.1 Protocol, query operation: read-only, every query in a worker of its own."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from graph.engine import GRAPH_TYPES, RESULT_TYPES
from graph.errors import AtlasError
from graph.guard import MAX_LENGTH
from graph.sandbox import FormError, LimitError, Sandbox
from ketenatlas.negotiation import acceptable

OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*", "Vary": "Accept"}
_MAX_BODY = 4 * MAX_LENGTH
_NO_UPDATES = "this address answers queries only; nothing can be changed here"

DESCRIPTION = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .

[] a sd:Service ;
    sd:endpoint <{address}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:feature sd:UnionDefaultGraph ;
    sd:resultFormat formats:SPARQL_Results_JSON , formats:SPARQL_Results_XML , formats:SPARQL_Results_CSV ,
        formats:SPARQL_Results_TSV , formats:Turtle , formats:N-Triples , formats:JSON-LD , formats:RDF_XML ;
    sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ] .
"""


class ProtocolError(Exception):
    """A request the protocol does not allow: status and a sentence."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Operation:
    """One query operation as a request states it."""

    query: str | None
    default_graphs: list[str] | None
    named_graphs: list[str] | None


async def read_operation(request: Request) -> Operation:
    """Read the query and its dataset from a request.

    Raises:
        ProtocolError: if the request is not a query operation of the protocol.
    """
    fields = parse_qsl(request.url.query, keep_blank_values=True)
    queries = [value for name, value in fields if name == "query"]
    if request.method == "POST":
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        body = await _body(request)
        if kind == "application/x-www-form-urlencoded":
            form = parse_qsl(body, keep_blank_values=True)
            if queries:
                raise ProtocolError(400, "the query belongs in the body of the form, not in the address")
            fields = [*fields, *form]
            queries = [value for name, value in form if name == "query"]
        elif kind == "application/sparql-query":
            queries = [*queries, body]
        elif kind == "application/sparql-update":
            raise ProtocolError(403, _NO_UPDATES)
        else:
            raise ProtocolError(
                415,
                "expected a form (application/x-www-form-urlencoded) or a query (application/sparql-query)",
            )
        if not queries and not any(name == "update" for name, _ in fields):
            raise ProtocolError(400, "the request has no query")
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in fields):
        raise ProtocolError(403, _NO_UPDATES)
    if len(queries) > 1:
        raise ProtocolError(400, f"the request has {len(queries)} queries; expected one")
    defaults = [value for name, value in fields if name == "default-graph-uri"]
    named = [value for name, value in fields if name == "named-graph-uri"]
    for address in (*defaults, *named):
        try:
            ox.NamedNode(address)
        except ValueError:
            raise ProtocolError(400, f"{address!r} is not the address of a graph") from None
    chosen = bool(defaults or named)
    return Operation(queries[0] if queries else None, defaults if chosen else None, named if chosen else None)


async def _body(request: Request) -> str:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > _MAX_BODY:
            raise ProtocolError(413, f"the request is larger than {_MAX_BODY:,} bytes")
        parts.append(part)
    try:
        return b"".join(parts).decode("utf-8")
    except UnicodeDecodeError:
        raise ProtocolError(400, "the request is not UTF-8") from None


def wanted(headers: Headers) -> list[str]:
    """The forms a client accepts, best first.

    Raises:
        ProtocolError: if none of ours is among them.
    """
    types = acceptable(headers.get("accept"), (*RESULT_TYPES, *GRAPH_TYPES))
    if not types:
        raise ProtocolError(406, f"answers come as {', '.join((*RESULT_TYPES, *GRAPH_TYPES))}")
    return types


async def respond(request: Request, operation: Operation, sandbox: Sandbox) -> Response:
    """Answer a query operation, or describe the service where there is no query."""
    if operation.query is None:
        address = str(request.url.replace(query=""))
        return Response(DESCRIPTION.format(address=address), media_type="text/turtle", headers=OPEN_TO_ALL)
    media_type, data = await run_in_threadpool(
        sandbox.answer,
        operation.query,
        wanted(request.headers),
        operation.default_graphs,
        operation.named_graphs,
    )
    return Response(data, headers={**OPEN_TO_ALL, "Content-Type": media_type})


def refusal(error: Exception) -> PlainTextResponse:
    """An error as the protocol wants it: a status and a sentence."""
    if isinstance(error, ProtocolError):
        status = error.status
    elif isinstance(error, FormError):
        status = 406
    elif isinstance(error, LimitError):
        status = 503
    elif isinstance(error, AtlasError | ValueError):
        status = 400
    else:
        raise error
    return PlainTextResponse(f"{error}\n", status_code=status, headers=OPEN_TO_ALL)
