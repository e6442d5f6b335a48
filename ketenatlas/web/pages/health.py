"""Addresses for whoever keeps the server running: whether it is well, and what it did in numbers."""

import ipaddress
import time
from collections.abc import Iterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from graph.errors import AtlasError
from ketenatlas.web.access import bearer
from ketenatlas.web.journal import BOUNDS, Journal
from ketenatlas.web.limits import Limited
from ketenatlas.web.rendering import snapshot_of

WORDS = {
    "nl": {"stopped": "Dit duurde te lang en is gestopt: de server heeft het druk. Probeer het zo opnieuw."},
    "en": {"stopped": "This took too long and was stopped: the server is busy. Try again in a moment."},
}
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


async def health(request: Request) -> Response:
    """200 if the atlas answers a query, else 503."""
    headers = {"Cache-Control": "no-store"}
    try:
        await run_in_threadpool(lambda: snapshot_of(request).sandbox.answer("ASK { ?s ?p ?o }"))
    except (AtlasError, OSError):
        return PlainTextResponse("the atlas does not answer\n", 503, {**headers, "Retry-After": "5"})
    return PlainTextResponse("ok\n", headers=headers)


async def metrics(request: Request) -> Response:
    """Counts in the text form of Prometheus, for this machine or with a token; nothing in them is about a person."""
    if not (_from_here(request) or bearer(request)):
        return PlainTextResponse("only from this machine, or with a token\n", 403, {"Cache-Control": "no-store"})
    state = request.app.state
    text = "\n".join([*_of_journal(state.journal), *_of_limits(state.limits), ""])
    return Response(text, media_type="text/plain; version=0.0.4", headers={"Cache-Control": "no-store"})


def _from_here(request: Request) -> bool:
    """Whether a request comes from this machine and was not passed on for another one."""
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _of_journal(journal: Journal) -> Iterator[str]:
    yield "# TYPE ketenatlas_uptime_seconds gauge"
    yield f"ketenatlas_uptime_seconds {time.monotonic() - journal.started:.0f}"
    yield "# TYPE ketenatlas_failures_total counter"
    yield f"ketenatlas_failures_total {journal.failures}"
    yield "# TYPE ketenatlas_requests_total counter"
    counts: dict[str, int] = {}
    for (form, method, status), number in sorted(journal.requests.items()):
        counts[form] = counts.get(form, 0) + number
        yield f'ketenatlas_requests_total{{address="{form}",method="{method}",status="{status}"}} {number}'
    yield "# TYPE ketenatlas_request_seconds histogram"
    for form, number in counts.items():
        for bound in BOUNDS:
            yield (
                f'ketenatlas_request_seconds_bucket{{address="{form}",le="{bound:g}"}} {journal.within[form, bound]}'
            )
        yield f'ketenatlas_request_seconds_bucket{{address="{form}",le="+Inf"}} {number}'
        yield f'ketenatlas_request_seconds_sum{{address="{form}"}} {journal.seconds[form]:.3f}'
        yield f'ketenatlas_request_seconds_count{{address="{form}"}} {number}'


def _of_limits(limits: Limited) -> Iterator[str]:
    yield "# TYPE ketenatlas_refused_total counter"
    for reason, number in limits.refused.items():
        yield f'ketenatlas_refused_total{{reason="{reason}"}} {number}'
    for name in ("inside", "waiting"):
        yield f"# TYPE ketenatlas_{name} gauge"
        for kind, turnstile in limits.turnstiles.items():
            yield f'ketenatlas_{name}{{kind="{kind}"}} {getattr(turnstile, name)}'


ROUTES = [Route("/health", health), Route("/metrics", metrics)]
