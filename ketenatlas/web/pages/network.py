"""A network picture as a page of its own."""

import secrets
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from graph.errors import UsageError
from graph.projections import PROJECTIONS
from ketenatlas.views.captions import caption
from ketenatlas.views.network import network_page
from ketenatlas.web.rendering import atlas_of, page


def network(request: Request) -> Response:
    """A network picture as a page of its own; its script runs by a nonce, nothing is loaded from elsewhere.

    Networks made from columns are in the explorer.
    """
    name = request.path_params["name"]
    if name in PROJECTIONS:
        given = {"network": name, "level": request.query_params.get("by"), "chain": request.query_params.get("chain")}
        kept = urlencode({key: value for key, value in given.items() if value})
        return RedirectResponse(f"/netwerken?{kept}", status_code=303)
    atlas = atlas_of(request)
    told = {key: value for key, value in request.query_params.items() if key not in ("by", "lang") and value}
    try:
        graph = atlas.network(name, request.query_params.get("by", "region"), **told)
    except UsageError as error:
        return page(request, "message.html.j2", status=400, message=str(error))
    title, notes = caption(graph, atlas.language)
    nonce = secrets.token_urlsafe(16)
    policy = f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'unsafe-inline'; img-src data:; " + (
        "frame-ancestors 'none'; base-uri 'none'"
    )
    made = network_page(graph, title, notes, atlas.language, nonce)
    return HTMLResponse(made, headers={"Content-Security-Policy": policy})


ROUTES = [Route("/netwerk/{name}", network)]
