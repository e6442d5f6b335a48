"""Headers: what every answer tells browsers, caches and other sites.

An answer to a request that carries a token or a session that works is for that reader alone: nobody keeps it, and no
other site may read it.
"""

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ketenatlas.web.access import bearer, signed_in

SAFE = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_ALLOWED = "Access-Control-Allow-Origin"
_YEAR = 365 * 24 * 3600


class Hardened:
    """Puts the safe headers on every answer that does not bring its own.

    It hands on every piece as it is: an answer that was cut off must not get a proper end on its way out.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with safe headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        known = bearer(request) is not None or signed_in(request) is not None

        async def hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                _harden(MutableHeaders(scope=message), scope, known=known)
            await send(message)

        await self._app(scope, receive, hardened)


def _harden(headers: MutableHeaders, scope: Scope, *, known: bool) -> None:
    for name, value in SAFE.items():
        headers.setdefault(name, value)
    if scope["scheme"] == "https":
        headers["Strict-Transport-Security"] = f"max-age={_YEAR}"
    if not scope["path"].startswith("/static/"):
        headers.add_vary_header("Authorization, Cookie")
    if known:
        headers["Cache-Control"] = "private, no-store"
        for name in [name for name in headers if name.startswith("access-control-")]:
            del headers[name]
        del headers["etag"]
    headers["Cross-Origin-Resource-Policy"] = "cross-origin" if headers.get(_ALLOWED) == "*" else "same-origin"
