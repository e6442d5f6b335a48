"""The pages, rendered on the server and readable without script: Dutch by default, English by a switch."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from graph.asking import choices, held, levels, records
from graph.catalogue import THEMES, query_file, today
from graph.engine import GRAPH_TYPES, RESULT_TYPES
from graph.errors import AtlasError, UsageError
from graph.result import Rows
from graph.terms import shorten
from ketenatlas.atlas import Atlas
from ketenatlas.exports import answer_csv, answer_json
from ketenatlas.negotiation import acceptable
from ketenatlas.views import quality, reference
from ketenatlas.views.captions import caption
from ketenatlas.views.map import Place, map_svg
from ketenatlas.views.matrix import matrix
from ketenatlas.views.network import network_page
from ketenatlas.views.table import arrange, citation, lacking
from ketenatlas.web import protocol
from ketenatlas.web.words import WORDS

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).resolve().parent / "templates"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_EXAMPLE = """PREFIX ka: <https://w3id.org/ketenatlas/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?keten ?schakel WHERE {
  ?chain a ka:ValueChain ; rdfs:label ?keten ; ka:hasStage ?stage .
  ?stage rdfs:label ?schakel ; ka:position ?plaats .
  FILTER(LANG(?keten) = "nl" && LANG(?schakel) = "nl")
}
ORDER BY ?keten ?plaats
"""
_SHOWN = 500


def _number(value: int, language: str) -> str:
    """A whole number with the thousands mark of the language."""
    return f"{value:,}".replace(",", "." if language == "nl" else ",")


_TEMPLATES.filters["number"] = _number


def _language(request: Request) -> str:
    told = request.query_params.get("lang") or request.cookies.get("lang") or request.app.state.settings.language
    return told if told in WORDS else "nl"


def _page(request: Request, template: str, *, status: int = 200, **content: Any) -> HTMLResponse:
    language = _language(request)
    other = "en" if language == "nl" else "nl"
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    html = _TEMPLATES.get_template(template).render(
        words=WORDS[language],
        language=language,
        switch=f"{request.url.path}?{urlencode([*kept, ('lang', other)])}",
        manifest=request.app.state.snapshot.manifest,
        levels=levels(),
        **content,
    )
    response = HTMLResponse(html, status_code=status)
    if request.query_params.get("lang") == language:
        response.set_cookie("lang", language, samesite="lax", httponly=True)
    return response


def _atlas(request: Request) -> Atlas:
    return Atlas(request.app.state.snapshot.sandbox, _language(request))


def home(request: Request) -> Response:
    """The province at a glance: chains by region, the map, the questions, a box for SPARQL."""
    atlas = _atlas(request)
    rows, _ = records(atlas.engine, query_file("views", "chain-region"), {}, atlas.language)
    table = matrix(rows)
    chosen = request.query_params.get("keten")
    chain = next((iri for iri in table.chains if iri.rsplit("/", 1)[-1] == chosen), None)
    title = table.chains[chain] if chain else WORDS[atlas.language]["all_chains"]
    return _page(
        request,
        "home.html.j2",
        matrix=table,
        key=lambda iri: iri.rsplit("/", 1)[-1],
        chain=chain,
        map=draw_map(atlas, chosen if chain else None, title),
        map_title=title,
        themes=THEMES,
        questions=atlas.catalogue.by_theme(),
        held=held(atlas.engine),
        example=_EXAMPLE,
    )


def draw_map(atlas: Atlas, chain: str | None, title: str) -> str:
    """The map of the province with the establishments of a chain, as SVG."""
    rows, _ = records(atlas.engine, query_file("views", "map"), {"chain": chain}, atlas.language)
    places = []
    for row in rows:
        longitude, latitude = row["point"].removeprefix("POINT (").removesuffix(")").split()
        places.append(
            Place(
                row["municipalityLabel"],
                row["region"],
                row["regionLabel"],
                float(longitude),
                float(latitude),
                row["outline"],
                row["establishments"],
            )
        )
    parks, _ = records(atlas.engine, query_file("views", "parks"), {}, atlas.language)
    outlines = [(row["parkLabel"], row["outline"]) for row in parks]
    return map_svg(places, title, atlas.language, parks=outlines)


def question(request: Request) -> Response:
    """A question as a form with its answer, its sources and its SPARQL; as CSV or JSON by ``format``."""
    atlas = _atlas(request)
    try:
        asked = atlas.catalogue[request.path_params["identifier"]]
    except UsageError as error:
        return _page(request, "message.html.j2", status=404, message=str(error))
    given = {p.name: request.query_params.get(p.name) or None for p in asked.parameters if p.name != "lang"}
    options = {p.name: choices(atlas.engine, p) for p in asked.parameters if p.choices}
    told: dict[str, Any] = {"question": asked, "given": given, "options": options, "today": today()}
    try:
        answer = atlas.answer(asked.id, given)
    except AtlasError as error:
        return _page(request, "question.html.j2", status=400, answer=None, error=str(error), **told)
    form = request.query_params.get("format")
    if form in ("csv", "json"):
        text = answer_csv(answer) if form == "csv" else answer_json(answer)
        name = f'attachment; filename="{asked.id}.{form}"'
        kind = "text/csv; charset=utf-8" if form == "csv" else "application/json"
        return Response(text, headers={"Content-Type": kind, "Content-Disposition": name})
    laid = arrange(answer, _SHOWN)
    kept = urlencode([(name, value) for name, value in given.items() if value])
    return _page(
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


def network(request: Request) -> Response:
    """A network picture as a page of its own; its script runs by a nonce, nothing is loaded from elsewhere."""
    atlas = _atlas(request)
    told = {key: value for key, value in request.query_params.items() if key not in ("by", "lang") and value}
    try:
        graph = atlas.network(request.path_params["name"], request.query_params.get("by", "region"), **told)
    except UsageError as error:
        return _page(request, "message.html.j2", status=400, message=str(error))
    title, notes = caption(graph, atlas.language)
    nonce = secrets.token_urlsafe(16)
    policy = f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'unsafe-inline'; img-src data:; " + (
        "frame-ancestors 'none'; base-uri 'none'"
    )
    page = network_page(graph, title, notes, atlas.language, nonce)
    return HTMLResponse(page, headers={"Content-Security-Policy": policy})


def sources(request: Request) -> Response:
    """What was read, rejected and reported when the atlas was built."""
    return _page(request, "sources.html.j2", tables=quality.tables(request.app.state.snapshot.folder))


def ontology(request: Request) -> Response:
    """The ontology to leaf through: the first page, a module, or the code lists."""
    language = _language(request)
    page = reference.bodies(language).get(request.path_params.get("page", reference.INDEX))
    if page is None:
        return _page(request, "message.html.j2", status=404, message=WORDS[language]["not_found"])
    return _page(request, "ontology.html.j2", page=page)


async def sparql(request: Request) -> Response:
    """The SPARQL address: for programs the protocol, for people a page with a box and a table."""
    if request.method == "OPTIONS":
        return Response(
            status_code=204,
            headers={
                **protocol.OPEN_TO_ALL,
                "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
                "Access-Control-Allow-Headers": "Accept, Content-Type",
            },
        )
    for_people = _wants_page(request)
    try:
        operation = await protocol.read_operation(request)
        if not for_people:
            return await protocol.respond(request, operation, request.app.state.snapshot.sandbox)
    except (AtlasError, ValueError, protocol.ProtocolError) as error:
        if not for_people:
            return protocol.refusal(error)
        return await run_in_threadpool(_sparql_page, request, "", str(error))
    return await run_in_threadpool(_sparql_page, request, operation.query, None)


def _wants_page(request: Request) -> bool:
    """Whether a client names HTML and likes nothing better, as browsers do."""
    header = request.headers.get("accept", "")
    offered = ("text/html", *RESULT_TYPES, *GRAPH_TYPES)
    return "text/html" in header and acceptable(header, offered)[0] == "text/html"


def _sparql_page(request: Request, query: str | None, error: str | None) -> Response:
    """The page with the box; the answer as a table, statements as Turtle."""
    content: Mapping[str, Any] = {"columns": (), "rows": [], "text": "", "hidden": 0, "asked": bool(query)}
    if query and not error:
        try:
            media_type, data = request.app.state.snapshot.sandbox.answer(query)
            content = _shown(media_type, data)
        except (AtlasError, ValueError) as refused:
            error = str(refused)
    return _page(
        request,
        "sparql.html.j2",
        status=400 if error else 200,
        query=query or _EXAMPLE,
        error=error,
        **content,
    )


def _shown(media_type: str, data: bytes) -> Mapping[str, Any]:
    shown: dict[str, Any] = {"columns": (), "rows": [], "text": "", "hidden": 0, "asked": True}
    if media_type != "application/sparql-results+json":
        return {**shown, "text": data.decode()}
    try:
        answer = Rows.from_json(data)
    except TypeError:
        return {**shown, "text": "true" if b"true" in data else "false"}
    rows = [["" if cell is None else shorten(str(cell)) for cell in row] for row in answer.values[:_SHOWN]]
    return {**shown, "columns": answer.columns, "rows": rows, "hidden": max(0, len(answer.terms) - _SHOWN)}


async def not_found(request: Request, _: Exception) -> Response:
    """A page for an address that leads nowhere."""
    return await run_in_threadpool(
        _page, request, "message.html.j2", status=404, message=WORDS[_language(request)]["not_found"]
    )


async def failed(request: Request, _: Exception) -> Response:
    """A page for what should not happen; the reason goes to the log, not to the reader."""
    return await run_in_threadpool(
        _page, request, "message.html.j2", status=500, message=WORDS[_language(request)]["failed"]
    )
