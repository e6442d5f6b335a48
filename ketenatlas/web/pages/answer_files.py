"""An answer as a file: the query is asked again, and what it gives is written in the form the address ends in."""

import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import shapely
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.errors import AtlasError, UsageError
from graph.space import from_grid
from ketenatlas.exports import frame_csv
from ketenatlas.network_exports import write_network
from ketenatlas.views.figure_page import png
from ketenatlas.views.rows_map import draw
from ketenatlas.views.still import still
from ketenatlas.web.answered import Answered, answered
from ketenatlas.web.downloads import TYPES, attached, workbook
from ketenatlas.web.faults import fault
from ketenatlas.web.pages.workbench import as_map, as_network, map_note
from ketenatlas.web.rendering import language_of, page, snapshot_of, words_of

AS_THEY_ARE = {
    "tsv": "text/tab-separated-values",
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
"""Forms that the engine itself writes."""


def answer_file(request: Request) -> Response:
    """The answer to the query in the address, as a file."""
    form, query = request.path_params["form"], request.query_params.get("query", "")
    sandbox = snapshot_of(request).sandbox
    try:
        if form in AS_THEY_ARE:
            kind, made = sandbox.answer(query, [AS_THEY_ARE[form]])
        elif form in _WRITERS:
            write, kind = _WRITERS[form]
            made = write(request, answered(sandbox, query))
        else:
            raise UsageError(f"an answer comes as {', '.join([*AS_THEY_ARE, *_WRITERS])}, not as {form!r}")
    except (AtlasError, ValueError) as error:
        said = fault(query, error, language_of(request)).sentence
        return page(request, "message.html.j2", status=400, message=said)
    return attached(made, kind, f"antwoord.{form.rpartition('.')[2]}")


def _csv(_: Request, made: Answered) -> bytes:
    return frame_csv(made.frame()).encode()


def _xlsx(_: Request, made: Answered) -> bytes:
    return workbook({"antwoord": made.frame()})


def _graph(form: str) -> Callable[[Request, Answered], bytes]:
    def written(request: Request, made: Answered) -> bytes:
        found = as_network(request, made, language_of(request))
        if found is None:
            raise UsageError(words_of(request)["sparql_no_network"])
        return _through(form, lambda path: write_network(found[2], path))

    return written


def _network_svg(request: Request, made: Answered) -> bytes:
    found = as_network(request, made, language_of(request))
    if found is None:
        raise UsageError(words_of(request)["sparql_no_network"])
    return still(found[1], words_of(request)["result"], language_of(request)).encode()


def _map_svg(request: Request, made: Answered) -> bytes:
    words, language = words_of(request), language_of(request)
    found, view = as_map(request, made, language)
    if not found:
        raise UsageError(words["sparql_no_map"])
    return draw(view, found, words["result"], map_note(found, made, words, language)).encode()


def _geojson(request: Request, made: Answered) -> bytes:
    found, _ = as_map(request, made, language_of(request))

    def degrees(points: np.ndarray) -> np.ndarray:
        return np.column_stack(from_grid(points[:, 0], points[:, 1])).round(7)

    features = [
        {
            "type": "Feature",
            "geometry": json.loads(shapely.to_geojson(shapely.transform(spot.shape, degrees))),
            "properties": {"label": spot.label, "number": spot.size},
        }
        for spot in found
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _as_png(svg: Callable[[Request, Answered], bytes]) -> Callable[[Request, Answered], bytes]:
    return lambda request, made: png(svg(request, made).decode())


def _through(form: str, write: Callable[[Path], object]) -> bytes:
    """What is written by way of a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"answer.{form}"
        write(path)
        return path.read_bytes()


_WRITERS: Mapping[str, tuple[Callable[[Request, Answered], bytes], str]] = {
    "csv": (_csv, TYPES["csv"]),
    "xlsx": (_xlsx, TYPES["xlsx"]),
    "graphml": (_graph("graphml"), "application/graphml+xml"),
    "gexf": (_graph("gexf"), "application/gexf+xml"),
    "network.svg": (_network_svg, TYPES["svg"]),
    "network.png": (_as_png(_network_svg), TYPES["png"]),
    "geojson": (_geojson, "application/geo+json"),
    "map.svg": (_map_svg, TYPES["svg"]),
    "map.png": (_as_png(_map_svg), TYPES["png"]),
}

ROUTES = [Route("/sparql/antwoord.{form}", answer_file)]
