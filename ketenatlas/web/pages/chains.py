"""The chains: a list of all, a page for each, and the tables and pictures of a page as files."""

from typing import Any
from urllib.parse import urlencode

import polars as pl
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph import extracts
from graph.about import About
from graph.catalogue import THEMES, today
from graph.errors import AtlasError, UsageError
from graph.evidence import levels
from graph.projections import View
from graph.terms import PREFIXES, expand
from ketenatlas.exports import frame_csv
from ketenatlas.views.chain import PICTURES, TABLES, Sheet, overview, related, sheet
from ketenatlas.views.figure import key
from ketenatlas.views.figure_page import png
from ketenatlas.views.thing import Thing
from ketenatlas.web.chain_words import WORDS
from ketenatlas.web.downloads import TYPES, attached, workbook
from ketenatlas.web.rendering import Entry, language_of, page, snapshot_of, store_of, words_of

NAVIGATION = [Entry(20, "/ketens", "chains_title")]
SOURCES, PARKS = 12, 10
"""Sources and parks that a page shows at once."""
_STATUS = expand("ka:status")


def chains(request: Request) -> Response:
    """All chains: which stages are known, and where."""
    try:
        view = _view(request)
        lines, regions = overview(view.folder, view.day.isoformat(), _checked(view), view.language)
    except UsageError as error:
        return page(request, "message.html.j2", status=400, message=str(error))
    store = store_of(request).statements
    told = {line.iri: Thing(About(store, line.iri), view.language).definition for line in lines}
    return page(request, "chains.html.j2", lines=lines, regions=regions, definitions=told, **_switches(request, view))


def chain(request: Request) -> Response:
    """One chain."""
    try:
        made = _sheet(request)
    except UsageError as error:
        return page(request, "message.html.j2", status=400, message=str(error))
    if made is None:
        return _unknown(request)
    about = Thing(About(store_of(request).statements, made.chain), made.view.language)
    kept = _kept(made.view)
    return page(
        request,
        "chain.html.j2",
        sheet=made,
        about=about,
        standing=", ".join(value.text for fact in about.facts if fact.name.iri == _STATUS for value in fact.values),
        key=key(made.chain),
        last=key,
        layers=made.picture("schakels"),
        flows=made.picture("stromen"),
        sources_shown=SOURCES,
        parks_shown=PARKS,
        questions=[(theme, THEMES[theme][made.view.language], group) for theme, group in _by_theme().items()],
        tables=TABLES,
        kept=urlencode(kept),
        and_kept="".join(f"&{name}={value}" for name, value in kept.items()),
        **_switches(request, made.view),
    )


def file(request: Request) -> Response:
    """A table of a chain as CSV, all of them as one workbook, or a picture as SVG or PNG."""
    name, ending = request.path_params["name"], request.path_params["ending"]
    try:
        made = _sheet(request)
        if made is None:
            return _unknown(request)
        content = _content(made, name, ending)
    except AtlasError as error:
        return page(request, "message.html.j2", status=400, message=str(error))
    if content is None:
        return page(request, "message.html.j2", status=404, message=words_of(request)["not_found"])
    return attached(content, TYPES[ending], f"{key(made.chain)}-{name}.{ending}")


def _content(made: Sheet, name: str, ending: str) -> bytes | None:
    """What is in a file of a chain; None if there is no such file."""
    if ending == "csv" and name in TABLES:
        return frame_csv(made.table(name)).encode()
    if ending == "xlsx" and name == "tabellen":
        return _workbook(made)
    if ending in ("svg", "png") and name in PICTURES:
        svg = made.picture(name).svg()
        return svg.encode() if ending == "svg" else png(svg)
    return None


def _workbook(made: Sheet) -> bytes:
    """All tables of a chain, with a sheet that says of what, when and on what evidence they are."""
    view = made.view
    words = WORDS[view.language]
    about = pl.DataFrame(
        {
            "name": [words["chain_one"], words["chain_day"], words["chain_level"], words["chain_note"]],
            "value": [made.label, view.day.isoformat(), view.evidence, words["chain_unknown"]],
        }
    )
    return workbook({words["chain_about"]: about, **{name: made.table(name) for name in TABLES}})


def _view(request: Request) -> View:
    """The view that the address asks for."""
    told = request.query_params
    view = View(
        snapshot_of(request).folder,
        None,
        told.get("asOf") or None,
        told.get("evidence") or "all",
        language_of(request),
    )
    _checked(view)
    return view


def _checked(view: View) -> str:
    """The evidence level of a view.

    Raises:
        UsageError: if it, or the day, cannot be understood.
    """
    if view.sure and view.day:
        return view.evidence
    raise UsageError(f"evidence: {view.evidence!r} lets nothing through")


def _sheet(request: Request) -> Sheet | None:
    """The sheet of the chain in the address; None if there is no such chain."""
    view = _view(request)
    iri = PREFIXES["chain"] + request.path_params["key"]
    if extracts.read(view.folder, "stages").filter(pl.col("chain") == iri).is_empty():
        return None
    return sheet(view.folder, iri, view.day.isoformat(), view.evidence, view.language)


def _unknown(request: Request) -> Response:
    """A page that says which chains there are."""
    view = View(snapshot_of(request).folder, language=language_of(request))
    lines, _ = overview(view.folder, today(), "all", view.language)
    message = words_of(request)["chain_none"].format(
        key=request.path_params["key"], keys=", ".join(key(line.iri) for line in lines)
    )
    return page(request, "message.html.j2", status=404, message=message)


def _kept(view: View) -> dict[str, str]:
    """What of a view is not as usual, for links to pages that take the same."""
    told = {"asOf": view.as_of or "", "evidence": "" if view.evidence == "all" else view.evidence}
    return {name: value for name, value in told.items() if value and value != today()}


def _switches(request: Request, view: View) -> dict[str, Any]:
    """What the switches for day and evidence show."""
    return {
        "day": view.day.isoformat(),
        "evidence": view.evidence,
        "choices": [(name, label[view.language]) for name, (_, label) in levels().items()],
        "path": request.url.path,
    }


def _by_theme() -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = {}
    for question in related():
        grouped.setdefault(question.theme, []).append(question)
    return grouped


ROUTES = [
    Route("/ketens", chains),
    Route("/keten/{key}", chain),
    Route("/keten/{key}/{name}.{ending}", file),
]
