"""The network explorer: a network as chosen in a form, drawn, as tables and files, and compared."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import polars as pl
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from graph import extracts
from graph.catalogue import today
from graph.comparison import CHANGES
from graph.errors import AtlasError, UsageError
from graph.evidence import levels
from graph.node_values import VALUES
from graph.projections import PROJECTIONS
from graph.scenario_kinds import kinds
from ketenatlas.exploring import (
    COLOURS,
    LEVELS,
    OF,
    PER,
    REGIONAL,
    SCENARIOS,
    TITLES,
    UNCHAINED,
    Chosen,
    Explored,
    explore,
    grouped_by,
)
from ketenatlas.exports import frame_csv
from ketenatlas.network_exports import edge_table, node_table, write_network
from ketenatlas.views.canvas import number
from ketenatlas.views.explorer import WORDS as EXPLORER_WORDS
from ketenatlas.views.explorer import Look, Picture, picture
from ketenatlas.views.network import in_words
from ketenatlas.views.still import still
from ketenatlas.web.addresses import address
from ketenatlas.web.downloads import TYPES, attached
from ketenatlas.web.network_words import WORDS
from ketenatlas.web.rendering import Entry, language_of, page, snapshot_of, words_of

__all__ = ["NAVIGATION", "ROUTES", "WORDS"]

NAVIGATION = [Entry(50, "/netwerken", "networks")]

ROWS = 100
"""Rows of a table in the page; the files hold them all."""
CITED = 5
"""Sources of a row that are named in the page; the files name them all."""
FILES = ("xlsx", "csv", "nodes.csv", "graphml", "gexf", "gpkg", "geojson", "net", "svg", "png")
"""Files a network can be had as, by their ending."""


def explorer(request: Request) -> Response:
    """The network that was chosen, drawn, with its tables."""
    language = language_of(request)
    shared: dict[str, Any] = {
        "explorer_words": EXPLORER_WORDS[language],
        "options": _options(request),
        "today": today(),
        "kinds": CHANGES,
    }
    try:
        chosen = Chosen.of_words(request.query_params)
        explored = explore(snapshot_of(request).folder, chosen, language, today())
    except UsageError as error:
        chosen = _understood(request)
        return page(
            request, "explorer.html.j2", status=400, chosen=chosen, explored=None, error=str(error), query="", **shared
        )
    made = _picture(explored, chosen, language)
    query = urlencode([*chosen.words(), ("lang", language)])
    return page(
        request,
        "explorer.html.j2",
        chosen=chosen,
        explored=explored,
        picture=made,
        error=None,
        query=query,
        alone=urlencode(chosen.words(then="", scenario="", what="", where="")),
        value=VALUES[chosen.size],
        **_tables(request, explored, language),
        **shared,
    )


def _understood(request: Request) -> Chosen:
    """What can be understood of a form that cannot as a whole, to show it again."""
    told: dict[str, str] = {}
    for name, value in request.query_params.items():
        try:
            Chosen.of_words({**told, name: value})
        except UsageError:
            continue
        told[name] = value
    return Chosen.of_words(told)


def _options(request: Request) -> Mapping[str, Any]:
    """What may be chosen, with its words."""
    language, words = language_of(request), words_of(request)
    chosen = _understood(request)
    labels = extracts.read(snapshot_of(request).folder, "labels").select("thing", label=language)

    def things(kind: str) -> list[tuple[str, str]]:
        own = labels.filter(pl.col("thing").str.contains(f"/{kind}/", literal=True)).sort("label")
        return [(thing.rsplit("/", 1)[-1], label) for thing, label in own.iter_rows()]

    ranked = sorted(levels().items(), key=lambda level: -level[1][0])
    return {
        "networks": [
            (name, TITLES[name][language], urlencode(_switched(chosen, name).words())) for name in PROJECTIONS
        ],
        "level": [
            (name, PER[name][language].removeprefix("per ").removeprefix("by "))
            for name in LEVELS.get(chosen.network, ())
        ],
        "of": [(name, PER[name][language]) for name in OF.get(chosen.network, ())],
        "chain": things("chain") if chosen.network not in UNCHAINED else (),
        "region": things("region") if chosen.network in REGIONAL else (),
        "evidence": [("all", words["network_any"]), *((name, told[language]) for name, (_, told) in ranked)],
        "size": [(name, value.label[language]) for name, value in VALUES.items()],
        "colour": [(name, words[f"network_{name}"]) for name in COLOURS],
        "scenario": [(name, kinds()[name].title[language]) for name in SCENARIOS],
    }


def _switched(chosen: Chosen, network: str) -> Chosen:
    """Another network of the same part of the atlas."""
    stays = ["evidence", "day"]
    stays += [] if network in UNCHAINED else ["chain"]
    stays += ["region"] if network in REGIONAL else []
    kept = {name: value for name, value in chosen.words() if name in stays}
    return Chosen.of_words({**kept, "network": network})


def _picture(explored: Explored, chosen: Chosen, language: str) -> Picture:
    value = VALUES[chosen.size].label[language]
    told = [f"{value}: {_plain(each, language)}" for each in explored.values.tolist()]
    look = Look(explored.values, told, explored.group, dict(explored.grouped), address)
    return picture(explored.graph, language, look)


def _plain(value: float, language: str) -> str:
    """A number of a node; shares keep three decimals."""
    if 0 < value < 1:
        return f"{value:.3f}".replace(".", "," if language == "nl" else ".")
    return number(value, language)


def _tables(request: Request, explored: Explored, language: str) -> dict[str, Any]:
    """Rows of both tables, and the sources they cite in order of their numbers."""
    arrays = explored.graph.arrays
    edges, nodes = edge_table(explored.graph), node_table(explored.graph)
    cited: dict[str, int] = {}
    order = edges.with_row_index("_at")
    if "change" in edges.columns:
        rank = pl.col("change").replace_strict({kind: at for at, kind in enumerate(CHANGES)}, return_dtype=pl.Int64)
        order = order.sort([rank, -pl.col("weight"), "start", "end"])
    else:
        order = order.sort([-pl.col("weight"), "start", "end"])
    rows = []
    for row in order.head(ROWS).to_dicts():
        told = [iri for iri in str(row.get("sources") or "").split("; ") if iri]
        sources = [cited.setdefault(iri, len(cited) + 1) for iri in told[:CITED]]
        rows.append(
            {
                "start": (row.get("start_label") or row["start"], address(row["start"])),
                "end": (row.get("end_label") or row["end"], address(row["end"])),
                "weight": number(row["weight"], language),
                "evidence": in_words(str(row.get("evidence") or ""), language),
                "sources": sources,
                "more_sources": len(told) - len(sources),
                "change": row.get("change"),
                "before": number(row.get("before"), language),
                "after": number(row.get("after"), language),
            }
        )
    grouped = grouped_by(explored.graph)
    named = f"{grouped}_label" if grouped and f"{grouped}_label" in nodes.columns else grouped
    if explored.group is not None:
        groups = [explored.grouped[name] for name in explored.group.tolist()]
    else:
        groups = nodes[named].fill_null("–").to_list() if named else ["–"] * nodes.height
    label = nodes["label"].to_list()
    listed = [
        (label[at], address(str(arrays.nodes[at])), groups[at], _plain(float(explored.values[at]), language))
        for at in np.lexsort((np.array(label, dtype=str), -explored.values))[:ROWS].tolist()
    ]
    titles = extracts.read(snapshot_of(request).folder, "labels").filter(pl.col("thing").is_in(list(cited)))
    called = dict(titles.select("thing", language).iter_rows())
    return {
        "edges": rows,
        "nodes": listed,
        "edge_count": edges.height,
        "node_count": nodes.height,
        "cited": [(called.get(iri, iri), address(iri) or iri) for iri in cited],
    }


def data(request: Request) -> Response:
    """What the script of the explorer draws, as JSON."""
    language = language_of(request)
    try:
        chosen = Chosen.of_words(request.query_params)
        explored = explore(snapshot_of(request).folder, chosen, language, today())
    except UsageError as error:
        return PlainTextResponse(f"{error}\n", status_code=400)
    told = json.dumps(_picture(explored, chosen, language).data, ensure_ascii=False, separators=(",", ":"))
    return Response(told, media_type="application/json")


def file(request: Request) -> Response:
    """The network as a file, in the form its ending says."""
    language, form = language_of(request), request.path_params["form"]
    try:
        if form not in FILES:
            raise UsageError(f"a network comes as {', '.join(FILES)}, not as {form!r}")
        chosen = Chosen.of_words(request.query_params)
        explored = explore(snapshot_of(request).folder, chosen, language, today())
        made, kind = _written(explored, chosen, form, language)
    except AtlasError as error:
        return page(request, "message.html.j2", status=400, message=str(error))
    name = "-".join(part for part in ("netwerk", chosen.network, chosen.level, chosen.of) if part)
    shown = form == "svg" and "shown" in request.query_params
    return attached(made, kind, f"{name}.{form}", inline=shown)


_KINDS = {
    **TYPES,
    "nodes.csv": TYPES["csv"],
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "gpkg": "application/geopackage+sqlite3",
    "geojson": "application/geo+json",
    "net": "text/plain; charset=utf-8",
}


def _written(explored: Explored, chosen: Chosen, form: str, language: str) -> tuple[bytes, str]:
    """The bytes of a file, and what kind they are.

    Raises:
        AtlasError: if the network cannot be written so.
    """
    if form in ("csv", "nodes.csv"):
        table = edge_table(explored.graph) if form == "csv" else node_table(explored.graph)
        return frame_csv(table).encode(), _KINDS[form]
    if form in ("svg", "png"):
        svg = still(_picture(explored, chosen, language), explored.title, language, " ".join(explored.notes))
        if form == "svg":
            return svg.encode(), _KINDS[form]
        from ketenatlas.views.figure_page import png  # noqa: PLC0415 - only this file needs it

        return png(svg), _KINDS[form]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"network.{form}"
        write_network(explored.graph, path)
        return path.read_bytes(), _KINDS[form]


ROUTES = [
    Route("/netwerken", explorer),
    Route("/netwerken/data.json", data),
    Route("/netwerken/bestand.{form}", file),
]
