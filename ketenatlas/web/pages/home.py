"""The first page: the province at a glance."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.asking import held, records
from graph.catalogue import THEMES, query_file
from ketenatlas.views.chain_map import draw_map
from ketenatlas.views.matrix import matrix
from ketenatlas.web.pages.sparql import EXAMPLE
from ketenatlas.web.rendering import atlas_of, page, words_of


def home(request: Request) -> Response:
    """The province at a glance: chains by region, the map, the questions, a box for SPARQL."""
    atlas = atlas_of(request)
    rows, _ = records(atlas.engine, query_file("views", "chain-region"), {}, atlas.language)
    table = matrix(rows)
    chosen = request.query_params.get("keten")
    chain = next((iri for iri in table.chains if iri.rsplit("/", 1)[-1] == chosen), None)
    title = table.chains[chain] if chain else words_of(request)["all_chains"]
    return page(
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
        example=EXAMPLE,
    )


ROUTES = [Route("/", home)]
