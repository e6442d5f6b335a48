"""The SPARQL 1.1 Protocol: what a request asks for, and the answer to it; every query in a worker of its own.

The atlas answers queries only. Updates are read for the scratch graphs (:mod:`ketenatlas.web.scratch`).
"""

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
from ketenatlas.web.answering import OPEN_TO_ALL, Streamed, fleeting, identity, keeping, still_good, tag, unchanged
from ketenatlas.web.description import described

METHODS = "GET, HEAD, POST"
"""What may be asked of the SPARQL address."""
_MAX_BODY = 4 * MAX_LENGTH
_NO_UPDATES = "this address answers queries only; nothing can be changed here"
_FORM = "application/x-www-form-urlencoded"
_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")


class ProtocolError(Exception):
    """A request the protocol does not allow: status and a sentence."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}


@dataclass(frozen=True)
class Operation:
    """One operation as a request states it: a query, an update, or neither (the service is to describe itself).

    Attributes:
        query: the query.
        default_graphs: graphs whose union is the default graph, if the request names a data set.
        named_graphs: graphs that ``GRAPH`` may see, if the request names a data set.
        update: the update.
    """

    query: str | None
    default_graphs: list[str] | None
    named_graphs: list[str] | None
    update: str | None = None


async def read_operation(request: Request, *, updates: bool = False) -> Operation:
    """Read the query or the update, and its dataset, from a request.

    Args:
        request: what came in.
        updates: whether updates are taken here.

    Raises:
        ProtocolError: if the request is not an operation of the protocol that is allowed here.
    """
    fields = parse_qsl(request.url.query, keep_blank_values=True)
    queries = [value for name, value in fields if name == "query"]
    changes: list[str] = []
    if any(name == "update" for name, _ in fields):
        raise ProtocolError(405 if updates else 403, "an update comes by POST, in the body" if updates else _NO_UPDATES)
    if request.method == "POST":
        kind = media_type(request)
        body = await text_of(request)
        if kind == _FORM:
            form = parse_qsl(body, keep_blank_values=True)
            if queries:
                raise ProtocolError(400, "the query belongs in the body of the form, not in the address")
            fields = [*fields, *form]
            queries = [value for name, value in form if name == "query"]
            changes = [value for name, value in form if name == "update"]
        elif kind == "application/sparql-query":
            queries = [*queries, body]
        elif kind == "application/sparql-update":
            changes = [body]
        else:
            raise ProtocolError(
                415,
                "expected a form (application/x-www-form-urlencoded) or a query (application/sparql-query)"
                + (" or an update (application/sparql-update)" if updates else ""),
            )
        if not queries and not changes:
            raise ProtocolError(400, "the request has no query")
    if not updates and (changes or any(name in _UPDATES for name, _ in fields)):
        raise ProtocolError(403, _NO_UPDATES)
    if len(queries) + len(changes) > 1:
        raise ProtocolError(400, f"the request has {len(queries)} queries and {len(changes)} updates; expected one")
    names = ("using-graph-uri", "using-named-graph-uri") if changes else ("default-graph-uri", "named-graph-uri")
    defaults, named = ([address(value) for name, value in fields if name == wanted] for wanted in names)
    chosen = bool(defaults or named)
    return Operation(
        queries[0] if queries else None,
        defaults if chosen else None,
        named if chosen else None,
        changes[0] if changes else None,
    )


def address(graph: str) -> str:
    """The address of a graph as a request gives it.

    Raises:
        ProtocolError: if it is none.
    """
    try:
        return ox.NamedNode(graph).value
    except ValueError:
        raise ProtocolError(400, f"{graph!r} is not the address of a graph") from None


def media_type(request: Request) -> str:
    """The media type of what a request carries, without its parameters; in lower case.

    Raises:
        ProtocolError: if it is said to be in another encoding than UTF-8.
    """
    kind, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(' "') not in ("utf-8", "utf8", "us-ascii"):
            raise ProtocolError(415, f"what is sent is to be UTF-8, not {value.strip()}")
    return kind


async def text_of(request: Request, most: int = _MAX_BODY) -> str:
    """What a request carries.

    Raises:
        ProtocolError: if it is larger than ``most`` bytes, or no UTF-8.
    """
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise ProtocolError(413, f"the request is larger than {most:,} bytes")
        parts.append(part)
    try:
        return b"".join(parts).decode("utf-8")
    except UnicodeDecodeError:
        raise ProtocolError(400, "the request is not UTF-8") from None


def wanted(headers: Headers, offered: tuple[str, ...] = (*RESULT_TYPES, *GRAPH_TYPES)) -> list[str]:
    """The forms a client accepts, best first.

    Raises:
        ProtocolError: if none of ours is among them.
    """
    types = acceptable(headers.get("accept"), offered)
    if not types:
        raise ProtocolError(406, f"answers come as {', '.join(offered)}")
    return types


def here(request: Request) -> str:
    """The address that was asked, as it was written, without its query."""
    return str(request.url.replace(path=request.scope["raw_path"].decode("ascii"), query="", fragment=""))


async def respond(request: Request, operation: Operation, sandbox: Sandbox) -> Response:
    """Answer a query operation on the atlas, or describe the service where there is no query."""
    if operation.query is None:
        form = wanted(request.headers, GRAPH_TYPES)[0]
        return await described(request, "service", here(request), sandbox, form)
    types = wanted(request.headers)
    headers = dict(OPEN_TO_ALL)
    if request.method == "POST" or fleeting(operation.query):
        headers["Cache-Control"] = "no-store"
    else:
        chosen = [operation.query, operation.default_graphs, operation.named_graphs]
        mark = tag(identity(sandbox.folder), here(request), chosen, types)
        headers |= keeping(request, mark)
        if still_good(request, mark):
            return unchanged(headers)
    stream = await run_in_threadpool(
        sandbox.begin,
        operation.query,
        types,
        operation.default_graphs,
        operation.named_graphs,
        base=here(request),
    )
    return Streamed(stream, headers)


def refusal(error: Exception, headers: dict[str, str] | None = None) -> PlainTextResponse:
    """An error as the protocol wants it: a status and a sentence."""
    told = {**(OPEN_TO_ALL if headers is None else headers), "Cache-Control": "no-store"}
    if isinstance(error, ProtocolError):
        status = error.status
        told |= error.headers
    elif isinstance(error, FormError):
        status = 406
    elif isinstance(error, LimitError):
        status = 503
    elif isinstance(error, AtlasError | ValueError):
        status = 400
    else:
        raise error
    return PlainTextResponse(f"{error}\n", status_code=status, headers=told)
