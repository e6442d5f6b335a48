"""Access: what a request may do, by the token in its header or by the session of a browser that signed in.

A program sends ``Authorization: Bearer ...`` with every request. A browser signs in once and has a cookie from then on
that scripts cannot read and other sites cannot send; it stands for reading only, so that no page of another site can
have anything changed. No token is ever part of an address.
"""

import secrets
import threading
import time
from collections import OrderedDict
from typing import cast

from starlette.requests import Request

from ketenatlas.tokens import READ, UPDATE, Token, Tokens

SESSION = "session"
"""Name of the cookie of a browser that signed in."""

SESSION_SECONDS = 8 * 3600
"""A working day."""

_MOST = 10_000
"""Sessions remembered at most; the oldest is forgotten first."""


class Sessions:
    """Browsers that signed in, in memory only: a server that starts anew knows none."""

    def __init__(self, seconds: float = SESSION_SECONDS, most: int = _MOST) -> None:
        self._seconds = seconds
        self._most = most
        self._lock = threading.Lock()
        self._open: OrderedDict[str, tuple[Token, float]] = OrderedDict()

    def begin(self, token: Token) -> str:
        """A new session of whoever has a token; returns what the cookie holds."""
        key = secrets.token_urlsafe(32)
        with self._lock:
            self._open[key] = (token, time.monotonic() + self._seconds)
            while len(self._open) > self._most:
                self._open.popitem(last=False)
        return key

    def of(self, key: str) -> Token | None:
        """The token a session began with, unless the session is over."""
        with self._lock:
            token, until = self._open.get(key, (None, 0.0))
            if token is not None and time.monotonic() > until:
                del self._open[key]
                token = None
            return token

    def end(self, key: str) -> None:
        """End a session."""
        with self._lock:
            self._open.pop(key, None)


def bearer(request: Request) -> Token | None:
    """The token in the header of a request, if it works."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        return None
    return cast("Tokens", request.app.state.tokens).of(secret.strip())


def signed_in(request: Request) -> Token | None:
    """The token with which a browser signed in, if the session lasts and the token still works as it is."""
    key = request.cookies.get(SESSION)
    began_with = cast("Sessions", request.app.state.sessions).of(key) if key else None
    if began_with is None:
        return None
    now = cast("Tokens", request.app.state.tokens).named(began_with.name)
    return now if now == began_with else None


def may_read_restricted(request: Request) -> bool:
    """Whether the request may read what is restricted."""
    return any(token is not None and READ in token.rights for token in (bearer(request), signed_in(request)))


def may_update(request: Request) -> bool:
    """Whether the request may change something: only by the token in its header, never by the cookie of a browser."""
    token = bearer(request)
    return token is not None and UPDATE in token.rights
