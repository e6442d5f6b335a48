"""A question as a form, with its answer, its sources and its SPARQL."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.asking import choices
from graph.catalogue import today
from graph.errors import AtlasError, UsageError
from ketenatlas.exports import answer_csv, answer_json
from ketenatlas.views.table import arrange, citation, lacking
from ketenatlas.web.rendering import SHOWN, atlas_of, page


def question(request: Request) -> Response:
    """A question as a form with its answer, its sources and its SPARQL; as CSV or JSON by ``format``."""
    atlas = atlas_of(request)
    try:
        asked = atlas.catalogue[request.path_params["identifier"]]
    except UsageError as error:
        return page(request, "message.html.j2", status=404, message=str(error))
    given = {p.name: request.query_params.get(p.name) or None for p in asked.parameters if p.name != "lang"}
    options = {p.name: choices(atlas.engine, p) for p in asked.parameters if p.choices}
    told: dict[str, Any] = {"question": asked, "given": given, "options": options, "today": today()}
    try:
        answer = atlas.answer(asked.id, given)
    except AtlasError as error:
        return page(request, "question.html.j2", status=400, answer=None, error=str(error), **told)
    form = request.query_params.get("format")
    if form in ("csv", "json"):
        text = answer_csv(answer) if form == "csv" else answer_json(answer)
        name = f'attachment; filename="{asked.id}.{form}"'
        kind = "text/csv; charset=utf-8" if form == "csv" else "application/json"
        return Response(text, headers={"Content-Type": kind, "Content-Disposition": name})
    laid = arrange(answer, SHOWN)
    kept = urlencode([(name, value) for name, value in given.items() if value])
    return page(
        request,
        "question.html.j2",
        answer=answer,
        error=None,
        laid=laid,
        lacking=lacking(answer),
        citations=[(citation(source, atlas.language), source.page) for source in laid.sources],
        kept=kept,
        **told,
    )


ROUTES = [Route("/vraag/{identifier}", question)]
