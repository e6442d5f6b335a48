"""How an answer goes out: piece by piece as its worker finds it, with what caches and other sites may do with it.

An answer that goes over a limit before its first piece is refused with a status. One that is already on its way cannot
take its status back: where its form has comments a last line says why, and the connection is broken off before the end
that HTTP wants, so that no client takes a part for the whole.
"""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from functools import lru_cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from graph.lexer import tokens
from graph.sandbox import LimitError, Stream
from ketenatlas import __version__

OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Vary": "Accept",
}
"""Other sites may read what everybody may read, without credentials."""
DELIVERY_SECONDS = 600
"""How long a client may take to fetch one answer; its worker waits that long."""

_COMMENTS = {
    "text/turtle": "\n# {}\n",
    "application/n-triples": "\n# {}\n",
    "application/sparql-results+xml": "\n<!-- {} -->\n",
    "application/rdf+xml": "\n<!-- {} -->\n",
}
_FLEETING = {"NOW", "RAND", "UUID", "STRUUID"}


class CutOffError(Exception):
    """An answer that was on its way when it went over a limit."""


class Streamed(StreamingResponse):
    """An answer that goes out as it comes from its worker, which ends with it."""

    def __init__(self, stream: Stream, headers: dict[str, str]) -> None:
        super().__init__(_pieces(stream), headers={**headers, "Content-Type": stream.media_type})
        self._stream = stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, and end its worker whatever happens."""
        try:
            if scope["method"] == "HEAD":
                self.body_iterator = _nothing()
            async with asyncio.timeout(DELIVERY_SECONDS):
                await super().__call__(scope, receive, send)
        except (CutOffError, TimeoutError):
            pass  # the server breaks the connection off where an answer has no end
        finally:
            self._stream.close()


async def _nothing() -> AsyncIterator[bytes]:
    for piece in (b"",):
        yield piece


async def _pieces(stream: Stream) -> AsyncIterator[bytes]:
    while True:
        try:
            piece = await run_in_threadpool(next, stream.pieces, None)
        except LimitError as error:
            comment = _COMMENTS.get(stream.media_type)
            if comment:
                yield comment.format(error).encode()
            raise CutOffError(str(error)) from None
        if piece is None:
            return
        yield piece


def tag(*parts: object) -> str:
    """The mark (ETag) of an answer: the same as long as atlas, request and program are the same.

    It is a weak one: the answer says the same, but its rows may come in another order.
    """
    told = json.dumps([__version__, *parts]).encode()
    return f'W/"{hashlib.sha256(told).hexdigest()[:32]}"'


@lru_cache(maxsize=64)
def identity(folder: Path) -> str:
    """The hash of the atlas in a folder, which changes with every statement of it."""
    told: str = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["hash"]
    return told


def fleeting(query: str) -> bool:
    """Whether a query may have another answer each time it is asked."""
    return any(token.kind == "word" and token.text.upper() in _FLEETING for token in tokens(query))


def keeping(request: Request, mark: str) -> dict[str, str]:
    """Headers that let a cache keep an answer, if it asks each time whether it still holds."""
    public = "authorization" not in request.headers and "cookie" not in request.headers
    return {"ETag": mark, "Cache-Control": f"{'public' if public else 'private'}, no-cache"}


def still_good(request: Request, mark: str) -> bool:
    """Whether the client has this answer already (RFC 9110, section 13.1.2, by weak comparison)."""
    known = request.headers.get("if-none-match", "")
    return request.method in ("GET", "HEAD") and mark.removeprefix("W/") in {
        part.strip().removeprefix("W/") for part in known.split(",")
    }


def unchanged(headers: dict[str, str]) -> Response:
    """The answer to who has it already."""
    return Response(status_code=304, headers=headers)


def options(methods: str, *, open_to_all: bool = True) -> Response:
    """What may be asked of an address, also for a browser that asks on behalf of another site."""
    headers = {"Allow": f"{methods}, OPTIONS"}
    if open_to_all:
        headers |= {
            **OPEN_TO_ALL,
            "Access-Control-Allow-Methods": f"{methods}, OPTIONS",
            "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
            "Access-Control-Max-Age": "86400",
        }
    return Response(status_code=204, headers=headers)
