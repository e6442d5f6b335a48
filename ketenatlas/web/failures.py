"""What a reader sees when an address leads nowhere or something goes wrong."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ketenatlas.web.rendering import page, words_of


async def not_found(request: Request, _: Exception) -> Response:
    """A page for an address that leads nowhere."""
    return await run_in_threadpool(page, request, "message.html.j2", status=404, message=words_of(request)["not_found"])


async def stopped(request: Request, _: Exception) -> Response:
    """A page for a query of our own that went over a limit, as on a machine that has too much to do."""
    response = await run_in_threadpool(
        page, request, "message.html.j2", status=503, message=words_of(request)["stopped"]
    )
    response.headers["Retry-After"] = "10"
    return response


async def failed(request: Request, _: Exception) -> Response:
    """A page for what should not happen; the reason goes to the log, not to the reader."""
    return await run_in_threadpool(page, request, "message.html.j2", status=500, message=words_of(request)["failed"])
