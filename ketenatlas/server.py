"""The server: the atlas in the browser and the SPARQL address, read-only and on this machine unless told otherwise."""

from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from ketenatlas.settings import Settings
from ketenatlas.tokens import Tokens
from ketenatlas.web import failures, pages
from ketenatlas.web.access import Sessions
from ketenatlas.web.snapshot import Snapshot

_STATIC = Path(__file__).resolve().parent / "web" / "static"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


async def _harden(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Put the safe headers on every answer that does not bring its own."""
    response = await call_next(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def application(builds: Path, settings: Settings, hosts: list[str], tokens: Tokens | None = None) -> Starlette:
    """The web application over a folder of builds.

    Args:
        builds: folder of builds; a new current build is picked up by itself.
        settings: limits and language.
        hosts: host names it answers to; others are refused (DNS rebinding).
        tokens: who may read what is restricted or change something; without it nobody may.

    Raises:
        NoAtlasError: if nothing was built there.
    """
    snapshot = Snapshot(builds, settings)

    @asynccontextmanager
    async def lifespan(_: Starlette):  # type: ignore[no-untyped-def] # noqa: ANN202
        yield
        snapshot.close()

    app = Starlette(
        routes=[*pages.routes(), Mount("/static", StaticFiles(directory=_STATIC))],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False),
            Middleware(BaseHTTPMiddleware, dispatch=_harden),
        ],
        exception_handlers={404: failures.not_found, Exception: failures.failed},
        lifespan=lifespan,
    )
    app.state.snapshot = snapshot
    app.state.settings = settings
    app.state.tokens = tokens or Tokens()
    app.state.sessions = Sessions()
    app.state.words = pages.words()
    app.state.menu = pages.menu()
    return app


def run(builds: Path, settings: Settings, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve until stopped."""
    import uvicorn  # noqa: PLC0415 - needed here only

    hosts = ["localhost", "127.0.0.1", "[::1]", host]
    app = application(builds, settings, hosts)
    say(f"the atlas is open at http://{host}:{port}/  (SPARQL at http://{host}:{port}/sparql); stop with Ctrl-C")
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
