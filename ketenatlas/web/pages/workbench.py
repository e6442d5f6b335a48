"""The workbench: the SPARQL address as people see it, with an editor, its words, and the answer in several forms.

The page works without script; a script (``static/sparql-editor.js``) colours the query, completes words and asks
without loading the page anew.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from graph.asking import prepare
from graph.catalogue import THEMES
from graph.errors import AtlasError
from graph.projections import View
from ketenatlas.views.canvas import number as words_of_number
from ketenatlas.views.explorer import WORDS as EXPLORER_WORDS
from ketenatlas.views.explorer import Look, Picture, in_page, picture
from ketenatlas.views.rows_map import MOST as MOST_PLACES
from ketenatlas.views.rows_map import Spot, draw, spots
from ketenatlas.views.rows_network import MOST as MOST_ROWS
from ketenatlas.views.rows_network import Ends, ends, network, things
from ketenatlas.views.still import still
from ketenatlas.web.addresses import address
from ketenatlas.web.answered import Answered, answered, cells, labels
from ketenatlas.web.examples import EXAMPLES
from ketenatlas.web.faults import fault
from ketenatlas.web.rendering import atlas_of, decimal, language_of, page, snapshot_of, words_of
from ketenatlas.web.workbench_words import KINDS, WORDS

__all__ = ["WORDS", "workbench"]

VIEWS = ("table", "network", "map", "raw")
"""Forms in which an answer is shown."""
ROWS = 200
"""Rows of the table on one page."""
MOST_RAW = 100_000
"""Characters of the raw answer that are shown; the files hold it all."""


def workbench(request: Request, query: str | None, error: Exception | None) -> Response:
    """The page with the editor, and what the query in it gives."""
    language = language_of(request)
    told: dict[str, Any] = {
        "query": query or _example(request) or EXAMPLES[0].query,
        "asked": None,
        "fault": None,
        "limits": snapshot_of(request).sandbox.limits,
        "examples": [(one.key, one.title[language]) for one in EXAMPLES],
        "questions": [
            (THEMES[theme][language], [(one.id, one.summary[language]) for one in own])
            for theme, own in atlas_of(request).catalogue.by_theme().items()
        ],
        "explorer_words": EXPLORER_WORDS[language],
    }
    if query and error is None:
        try:
            told |= _answer(request, query, language)
        except (AtlasError, ValueError) as refused:
            error = refused
    if error is not None:
        told["fault"] = fault(query or "", error, language)
    return page(request, "sparql.html.j2", status=400 if error else 200, **told)


def _example(request: Request) -> str | None:
    """The query of the example asked for: a short one by its key, or a question of the library by its number."""
    wanted = request.query_params.get("voorbeeld", "")
    short = next((one.query for one in EXAMPLES if one.key == wanted), None)
    if short or not wanted:
        return short
    atlas = atlas_of(request)
    try:
        return prepare(atlas.engine, atlas.catalogue[wanted], {}, atlas.language)[0]
    except AtlasError:
        return None


def _answer(request: Request, query: str, language: str) -> dict[str, Any]:
    """What the query gives, in the form asked for."""
    folder, asked = snapshot_of(request).folder, request.query_params
    made = answered(snapshot_of(request).sandbox, query)
    wanted = asked.get("view", "table")
    view = wanted if wanted in VIEWS and (made.kind != "truth" or wanted == "raw") else "table"
    kept = {"query": query, **{name: asked[name] for name in ("van", "naar") if asked.get(name)}}
    told: dict[str, Any] = {
        "asked": made,
        "view": view,
        "count": len(made.terms),
        "seconds": words_of_number(made.seconds, language) if made.seconds >= 10 else decimal(made.seconds, language),
        "tabs": [(name, urlencode({**kept, "view": name})) for name in VIEWS],
        "kept": urlencode(kept),
        "files": _forms(made, view),
    }
    if view == "network":
        return told | _network(request, made, language)
    if view == "map":
        found, svg = _map(request, made, language)
        return told | {"svg": svg, "places": _listed(found, language)}
    if view == "raw":
        raw = made.raw.decode("utf-8", errors="replace")
        return told | {"raw": raw[:MOST_RAW], "cut": len(raw) > MOST_RAW}
    pages = max(1, -(-len(made.terms) // ROWS))
    at = min(max(1, int(asked.get("pagina", "1")) if asked.get("pagina", "1").isdecimal() else 1), pages)
    rows = cells(folder, made.terms[(at - 1) * ROWS : at * ROWS], language)
    return told | {
        "rows": rows,
        "first": (at - 1) * ROWS + 1,
        "before": urlencode({**kept, "view": view, "pagina": at - 1}) if at > 1 else None,
        "after": urlencode({**kept, "view": view, "pagina": at + 1}) if at < pages else None,
    }


def _forms(made: Answered, view: str) -> list[tuple[str, str]]:
    """The files an answer can be had as: their ending and what they are called."""
    if made.kind == "truth":
        return [("json", "JSON"), ("xml", "XML")]
    own = (
        [("ttl", "Turtle"), ("nt", "N-Triples"), ("jsonld", "JSON-LD"), ("rdf", "RDF/XML")]
        if made.kind == "statements"
        else [("csv", "CSV"), ("xlsx", "Excel"), ("tsv", "TSV"), ("json", "JSON"), ("xml", "XML")]
    )
    if view == "network":
        own += [("graphml", "GraphML"), ("gexf", "GEXF (Gephi)"), ("network.svg", "SVG"), ("network.png", "PNG")]
    if view == "map":
        own += [("geojson", "GeoJSON"), ("map.svg", "SVG"), ("map.png", "PNG")]
    return own


def as_network(request: Request, made: Answered, language: str) -> tuple[Ends, Picture, Any] | None:
    """An answer as a network, where it has two columns with things: its ends, the picture, and the network itself."""
    chosen = ends(made.columns, made.terms, request.query_params.get("van", ""), request.query_params.get("naar", ""))
    if chosen is None:
        return None
    at = [made.columns.index(name) for name in (chosen.start, chosen.end)]
    iris = {row[one].value for row in made.terms[:MOST_ROWS] for one in at if row[one] is not None}  # type: ignore[union-attr]
    graph = network(made.columns, made.terms, chosen, labels(snapshot_of(request).folder, iris, language))
    names = {kind: words[language] for kind, words in KINDS.items()}
    return chosen, picture(graph, language, Look(address=address, names=names)), graph


def _network(request: Request, made: Answered, language: str) -> dict[str, Any]:
    found = as_network(request, made, language)
    if found is None or not found[1].edges:
        return {"picture": None, "ends": None, "held": []}
    chosen, drawn, _ = found
    return {
        "ends": chosen,
        "held": things(made.columns, made.terms),
        "picture": drawn,
        "data": in_page(drawn.data),
        "still": still(drawn, words_of(request)["result"], language),
        "cut": len(made.terms) > MOST_ROWS,
        "most": MOST_ROWS,
    }


def as_map(request: Request, made: Answered, language: str) -> tuple[list[Spot], View]:
    """The places of an answer, and the view they lie in."""
    view = View(snapshot_of(request).folder, language=language)
    rows = made.terms[:MOST_PLACES]
    iris = {term.value for row in rows for term in row if term is not None and not hasattr(term, "datatype")}
    return spots(view, made.columns, rows, labels(view.folder, iris, language)), view


def _map(request: Request, made: Answered, language: str) -> tuple[list[Spot], str]:
    found, view = as_map(request, made, language)
    words = words_of(request)
    return found, draw(view, found, words["result"], map_note(found, made, words, language)) if found else ""


def map_note(found: list[Spot], made: Answered, words: Mapping[str, str], language: str) -> str:
    """What a map says of itself: how many rows have a place."""
    told = words["sparql_placed"].format(
        n=words_of_number(len(found), language), all=words_of_number(len(made.terms), language)
    )
    return told + (" " + words["sparql_sized"] if any(spot.size is not None for spot in found) else "")


def _listed(found: list[Spot], language: str) -> list[tuple[str, str]]:
    """The places as a table: what they are called and their number."""
    return [(spot.label, words_of_number(spot.size, language)) for spot in found[:ROWS]]
