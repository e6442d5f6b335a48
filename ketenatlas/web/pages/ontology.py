"""The ontology to leaf through."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ketenatlas.views import reference
from ketenatlas.web.rendering import Entry, language_of, page, words_of

NAVIGATION = [Entry(90, "/ontologie/", "ontology")]


def ontology(request: Request) -> Response:
    """The ontology to leaf through: the first page, a module, or the code lists."""
    language = language_of(request)
    body = reference.bodies(language).get(request.path_params.get("page", reference.INDEX))
    if body is None:
        return page(request, "message.html.j2", status=404, message=words_of(request)["not_found"])
    return page(request, "ontology.html.j2", page=body)


ROUTES = [Route("/ontologie/", ontology), Route("/ontologie/{page}", ontology)]
