"""The server: the atlas in the browser and the SPARQL address, read-only and on this machine unless told otherwise."""

from collections.abc import Callable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.sandbox import Limits
from ketenatlas.settings import Settings
from ketenatlas.tokens import Tokens
from ketenatlas.web import failures, pages
from ketenatlas.web.access import Sessions
from ketenatlas.web.scratch import Scratch
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


class _Hardened:
    """Puts the safe headers on every answer that does not bring its own.

    It hands on every piece as it is: an answer that was cut off must not get a proper end on its way out, as it would
    from Starlette's own base for middleware.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, hardened)


def application(
    builds: Path, settings: Settings, hosts: list[str], tokens: Tokens | None = None, scratch: Path | None = None
) -> Starlette:
    """The web application over a folder of builds.

    Args:
        builds: folder of builds; a new current build is picked up by itself.
        settings: limits and language.
        hosts: host names it answers to; others are refused (DNS rebinding).
        tokens: who may read what is restricted or change something; without it nobody may.
        scratch: file of graphs that may be changed with a token, apart from the atlas; without one there are none.

    Raises:
        NoAtlasError: if nothing was built there.
    """
    snapshot = Snapshot(builds, settings)
    limits = Limits(settings.query_seconds, settings.query_megabytes, settings.answer_megabytes)
    writable = Scratch(scratch, limits) if scratch else None

    @asynccontextmanager
    async def lifespan(_: Starlette):  # type: ignore[no-untyped-def] # noqa: ANN202
        yield
        snapshot.close()
        if writable:
            writable.close()

    app = Starlette(
        routes=[*pages.routes(), Mount("/static", StaticFiles(directory=_STATIC))],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False),
            Middleware(_Hardened),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        ],
        exception_handlers={404: failures.not_found, Exception: failures.failed},
        lifespan=lifespan,
    )
    app.state.snapshot = snapshot
    app.state.scratch = writable
    app.state.settings = settings
    app.state.tokens = tokens or Tokens()
    app.state.sessions = Sessions()
    app.state.words = pages.words()
    app.state.menu = pages.menu()
    return app


def run(
    builds: Path,
    settings: Settings,
    host: str,
    port: int,
    say: Callable[[str], None],
    tokens: Path | None = None,
    scratch: Path | None = None,
) -> None:
    """Serve until stopped."""
    import uvicorn  # noqa: PLC0415 - needed here only

    hosts = ["localhost", "127.0.0.1", "[::1]", host]
    app = application(builds, settings, hosts, Tokens(tokens), scratch)
    say(f"the atlas is open at http://{host}:{port}/  (SPARQL at http://{host}:{port}/sparql); stop with Ctrl-C")
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
