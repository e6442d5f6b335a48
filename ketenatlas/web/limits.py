"""Limits on what one client, and all of them together, may ask: how often, how much at once, and how large.

A client that asks too often gets 429, a server that is full answers 503, both with the seconds after which to try
again. Pages and queries are counted apart, so that neither crowds out the other.
"""

import asyncio
import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ketenatlas.settings import Settings

QUERY, PAGE = "query", "page"
_QUERIES = ("/sparql", "/scratch", "/rdf-graphs", "/download", "/.well-known")
_FREE = ("/health", "/metrics", "/static")
"""Addresses that never wait: they cost next to nothing, and the first two must answer when all else is full."""

BODY_SECONDS = 30.0
"""How long the next piece of a request may take to arrive."""


def kind_of(path: str) -> str:
    """Whether an address runs queries of the client's own, or shows a page."""
    return QUERY if path.startswith(_QUERIES) else PAGE


def client_of(scope: Scope) -> str:
    """Whom a request is counted for: an IPv4 address, or the network of an IPv6 address, which is one household."""
    host = (scope.get("client") or ("",))[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return host


class Allowance:
    """A token bucket per client, in bounded memory: the client that was silent longest is forgotten first.

    Args:
        rate: requests a second that come back; 0 for no limit.
        burst: requests that may come at once after a silence.
        most: clients remembered.
        clock: seconds of a clock that never goes back.
    """

    def __init__(
        self, rate: float, burst: int, most: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate, self._burst, self._most, self._clock = rate, burst, most, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._left)

    def take(self, client: str) -> float:
        """Take one request from what a client may ask.

        Returns:
            0 if it may be answered, else the seconds after which the next may.
        """
        if not self._rate:
            return 0.0
        now = self._clock()
        left, at = self._left.pop(client, (float(self._burst), now))
        left = min(float(self._burst), left + (now - at) * self._rate)
        wait = 0.0 if left >= 1 else (1 - left) / self._rate
        self._left[client] = (left if wait else left - 1, now)
        while len(self._left) > self._most:
            self._left.popitem(last=False)
        return wait


class FullError(Exception):
    """There is no room, and no place in the queue or not soon enough."""


@dataclass
class Turnstile:
    """Lets so many in at once; some may wait a while, the rest are turned away.

    Attributes:
        at_once: how many are let in.
        queue: how many may wait.
        seconds: how long one waits at most.
        inside: how many are in now.
        waiting: how many wait now.
    """

    at_once: int
    queue: int
    seconds: float
    inside: int = 0
    waiting: int = 0
    _room: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def enter(self) -> None:
        """Go in, after waiting if need be.

        Raises:
            FullError: if that cannot be.
        """
        async with self._room:
            if self.inside >= self.at_once:
                if self.waiting >= self.queue:
                    raise FullError
                self.waiting += 1
                try:
                    async with asyncio.timeout(self.seconds):
                        await self._room.wait_for(lambda: self.inside < self.at_once)
                except TimeoutError:
                    raise FullError from None
                finally:
                    self.waiting -= 1
            self.inside += 1

    async def leave(self) -> None:
        """Make room for the next."""
        async with self._room:
            self.inside -= 1
            self._room.notify()


class Limited:
    """Keeps requests within the limits; what goes over them gets a status and a sentence.

    Attributes:
        refused: how many requests were refused, by reason: ``often``, ``full``, ``large``, ``slow``.
        turnstiles: who is in and who waits, by kind of address.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._most_bytes = settings.request_megabytes * 1024 * 1024
        self._allowances = {
            PAGE: Allowance(settings.page_rate, settings.page_burst),
            QUERY: Allowance(settings.query_rate, settings.query_burst),
        }
        self.turnstiles: Mapping[str, Turnstile] = {
            PAGE: Turnstile(settings.pages_at_once, settings.waiting, settings.wait_seconds),
            QUERY: Turnstile(settings.queries_at_once, settings.waiting, settings.wait_seconds),
        }
        self.refused = {"often": 0, "full": 0, "large": 0, "slow": 0}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope["app"].state.limits = self
        kind = kind_of(scope["path"])
        wait = self._allowances[kind].take(client_of(scope))
        if wait:
            await self._refuse(scope, receive, send, "often", 429, wait, "too many requests from this address")
        elif _length(scope) > self._most_bytes:
            await self._refuse(scope, receive, send, "large", 413, 0, f"larger than {self._most_bytes:,} bytes")
        elif scope["path"].startswith(_FREE):
            await self._app(scope, receive, send)
        else:
            await self._inside(scope, receive, send, self.turnstiles[kind])

    async def _inside(self, scope: Scope, receive: Receive, send: Send, turnstile: Turnstile) -> None:
        try:
            await turnstile.enter()
        except FullError:
            await self._refuse(scope, receive, send, "full", 503, 5, "the server is busy; nothing was done")
            return
        begun = False

        async def marked(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, self._measured(receive), marked)
        except _TooLargeError:
            if not begun:
                await self._refuse(scope, receive, send, "large", 413, 0, f"larger than {self._most_bytes:,} bytes")
        except _TooSlowError:
            if not begun:
                await self._refuse(scope, receive, send, "slow", 408, 0, "the request did not arrive in time")
        finally:
            await turnstile.leave()

    def _measured(self, receive: Receive) -> Receive:
        """What arrives, counted, and not waited for without end."""
        size, complete = 0, False

        async def measured() -> Message:
            nonlocal size, complete
            if complete:  # what comes now is only that the client has gone
                return await receive()
            try:
                async with asyncio.timeout(BODY_SECONDS):
                    message = await receive()
            except TimeoutError:
                raise _TooSlowError from None
            size += len(message.get("body", b""))
            complete = not message.get("more_body", False)
            if size > self._most_bytes:
                raise _TooLargeError
            return message

        return measured

    async def _refuse(
        self, scope: Scope, receive: Receive, send: Send, reason: str, status: int, wait: float, why: str
    ) -> None:
        self.refused[reason] += 1
        headers = {"Retry-After": str(math.ceil(wait))} if wait else {}
        await PlainTextResponse(f"{why}\n", status, {**headers, "Cache-Control": "no-store"})(scope, receive, send)


class _TooLargeError(Exception):
    """A request that is larger than it said, or did not say how large it is."""


class _TooSlowError(Exception):
    """A request that stopped arriving."""


def _length(scope: Scope) -> int:
    told = dict(scope["headers"]).get(b"content-length", b"0")
    return int(told) if told.isdigit() else 0
