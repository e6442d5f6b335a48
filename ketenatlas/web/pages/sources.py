"""Sources and quality: what was read, rejected and reported."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ketenatlas.views import quality
from ketenatlas.web.rendering import Entry, page, snapshot_of

NAVIGATION = [Entry(80, "/bronnen", "sources")]


def sources(request: Request) -> Response:
    """What was read, rejected and reported when the atlas was built."""
    return page(request, "sources.html.j2", tables=quality.tables(snapshot_of(request).folder))


ROUTES = [Route("/bronnen", sources)]
