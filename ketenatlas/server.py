"""The server: the atlas in the browser and the SPARQL address, read-only and on this machine unless told otherwise."""

import ipaddress
import logging
import sys
from collections.abc import Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from graph.errors import AtlasError
from graph.sandbox import LimitError, Limits
from ketenatlas.settings import Settings
from ketenatlas.tokens import Tokens
from ketenatlas.web import failures, pages
from ketenatlas.web.access import Sessions
from ketenatlas.web.headers import Hardened
from ketenatlas.web.journal import LOG, Journal
from ketenatlas.web.limits import Limited
from ketenatlas.web.scratch import Scratch
from ketenatlas.web.snapshot import Snapshots

_MOST_HEADERS = 64 * 1024
"""Bytes of the first line and the headers of a request; a longer query goes into a body."""
_STATIC = Path(__file__).resolve().parent / "web" / "static"


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
    snapshots = Snapshots(builds, settings)
    limits = Limits(settings.query_seconds, settings.query_megabytes, settings.answer_megabytes)
    writable = Scratch(scratch, limits) if scratch else None

    @asynccontextmanager
    async def lifespan(_: Starlette):  # type: ignore[no-untyped-def] # noqa: ANN202
        yield
        snapshots.close()
        if writable:
            writable.close()

    app = Starlette(
        routes=[*pages.routes(), Mount("/static", StaticFiles(directory=_STATIC))],
        middleware=[
            Middleware(Hardened),
            Middleware(Journal),
            Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False),
            Middleware(Limited, settings=settings),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        ],
        exception_handlers={404: failures.not_found, LimitError: failures.stopped, Exception: failures.failed},
        lifespan=lifespan,
    )
    app.state.snapshots = snapshots
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
    tokens_file: Path | None = None,
    names: Sequence[str] = (),
    log: Path | None = None,
    scratch: Path | None = None,
) -> None:
    """Serve until stopped.

    Args:
        builds: folder of builds.
        settings: limits and language.
        host: address to listen on.
        port: port to listen on.
        say: told where the atlas is, and what is to be known of that.
        tokens_file: who may read what is restricted or change something.
        names: host names by which others know the server, as behind a proxy.
        log: file for a line per request, or ``-`` for standard error; none by default.
        scratch: file of graphs that may be changed with a token; without one there are none.

    Raises:
        AtlasError: if there is no atlas, or the file of tokens cannot be trusted.
    """
    import uvicorn  # noqa: PLC0415 - needed here only

    hosts = ["localhost", "127.0.0.1", "[::1]", host, *names]
    _log_to(log)
    app = application(builds, settings, hosts, Tokens(tokens_file), scratch)
    say(f"the atlas is open at http://{host}:{port}/  (SPARQL at http://{host}:{port}/sparql); stop with Ctrl-C")
    if not is_loopback(host):
        say(
            f"warning: {host} can be reached from other machines, and nothing on the way is encrypted; put a proxy "
            "with TLS before it, and name the host by which others know it with --host-name"
        )
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        http="h11",
        h11_max_incomplete_event_size=_MOST_HEADERS,
        limit_concurrency=settings.connections,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies or None,
    )


def is_loopback(host: str) -> bool:
    """Whether an address to listen on can be reached from this machine only."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _log_to(log: Path | None) -> None:
    """Send the journal to a file or to standard error; errors go to standard error in any case."""
    own = log is not None and str(log) != "-"
    try:
        handler = logging.FileHandler(log, encoding="utf-8") if own and log else logging.StreamHandler(sys.stderr)
    except OSError as error:
        raise AtlasError(f"cannot write the journal to {log}: {error.strerror or error}") from None
    LOG.handlers = [handler]
    LOG.propagate = False
    LOG.setLevel(logging.INFO if log else logging.ERROR)
