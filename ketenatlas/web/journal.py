"""The journal: what the server did, without a word on who asked for it.

A line has the time, the method, the form of the address (``/vraag/{identifier}``, never what was filled in), the
status, how long it took and how much was sent. No address of a client, no parameter, no token and no text of a query is
ever written; of an error only its kind and where in the program it happened.
"""

import logging
import time
import traceback
from collections import Counter
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ketenatlas.web.failures import failed

LOG = logging.getLogger("ketenatlas.journal")
BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds between which requests are counted."""

_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"))
_ROOT = Path(__file__).resolve().parents[2]


class Journal:
    """Writes a line of every request, counts it, and turns what should not happen into a page and a line.

    Attributes:
        started: when the server started (monotonic clock).
        requests: number of requests by form of the address, method and status.
        within: number of requests answered within each of :data:`BOUNDS`, by form of the address.
        seconds: their time together, by form of the address.
        failures: how many went wrong.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.started = time.monotonic()
        self.requests: Counter[tuple[str, str, int]] = Counter()
        self.within: Counter[tuple[str, float]] = Counter()
        self.seconds: Counter[str] = Counter()
        self.failures = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request and write its line."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope["app"].state.journal = self
        began = time.monotonic()
        status = sent = 0

        async def noted(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as error:
            self.failures += 1
            LOG.error("failed: %s", told(error))  # noqa: TRY400 - the message may hold what was asked
            if not status:
                await (await _page(scope, error))(scope, receive, noted)
        finally:
            self._note(scope, status, time.monotonic() - began, sent)

    def _note(self, scope: Scope, status: int, seconds: float, sent: int) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        form = form_of(scope)
        self.requests[form, method, status] += 1
        self.seconds[form] += seconds  # type: ignore[assignment] # a Counter adds any number
        for bound in BOUNDS:
            if seconds <= bound:
                self.within[form, bound] += 1
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        LOG.info("%s %s %s %d %.0f ms %d B", now, method, form, status, seconds * 1000, sent)


async def _page(scope: Scope, error: Exception) -> Response:
    """The page that says that something went wrong; a line of text where even that fails."""
    try:
        return await failed(Request(scope), error)
    except Exception as again:
        LOG.error("failed: %s", told(again))  # noqa: TRY400
        return PlainTextResponse("the atlas cannot be shown\n", 500)


def form_of(scope: Scope) -> str:
    """The form of an address, as its page declares it: there are few of them, and none says what was asked."""
    routes: list[BaseRoute] = scope["app"].routes
    plain = {**scope, "root_path": ""}
    for route in routes:
        if route.matches(plain)[0] is not Match.NONE:
            return str(getattr(route, "path", "other"))
    return "nowhere"


def told(error: BaseException) -> str:
    """The kind of an error and the places it came by, without its message."""
    places = []
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        name = path.relative_to(_ROOT).as_posix() if path.is_relative_to(_ROOT) else path.name
        places.append(f"{name}:{frame.lineno}")
    return f"{type(error).__name__} at {' < '.join(reversed(places[-8:]))}"
