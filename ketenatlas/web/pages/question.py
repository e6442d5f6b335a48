"""A question as a form, with its answer as table, picture and map, its bounds, its sources and its SPARQL."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.asking import Answer
from graph.bounds import bounds
from graph.catalogue import THEMES, today
from graph.errors import AtlasError, UsageError, one_of
from ketenatlas.atlas import Atlas
from ketenatlas.views.answer_map import answer_map, has_places
from ketenatlas.views.answer_picture import AnswerPicture, picture
from ketenatlas.views.answered import NUMERIC, lay
from ketenatlas.views.beside import beside
from ketenatlas.views.summed import summed
from ketenatlas.views.table import citation, known_tables
from ketenatlas.web.answer_files import answer_file, origin
from ketenatlas.web.downloads import TYPES, attached
from ketenatlas.web.forms import fields
from ketenatlas.web.rendering import SHOWN, atlas_of, page, snapshot_of
from ketenatlas.web.sections import engine_of

VIEWS = ("tabel", "beeld", "kaart", "grenzen")
"""How an answer can be shown, by what ``als`` says; the first unless told otherwise."""

WORDS = {
    "nl": {
        "asked_tabel": "Tabel",
        "asked_beeld": "Beeld",
        "asked_kaart": "Kaart",
        "asked_grenzen": "Onder- en bovengrens",
        "asked_views": "Het antwoord als",
        "asked_evidence": "Bewijs",
        "asked_high": "al het bewijs",
        "asked_low": "alleen vastgesteld",
        "asked_low_help": "ondergrens",
        "asked_high_help": "bovengrens",
        "asked_no_beeld": "Bij dit antwoord past geen beeld: geen kolom verdeelt de rijen in groepen met een getal "
        "of aantal. De tabel zegt alles.",
        "asked_no_kaart": "Dit antwoord noemt geen gemeenten, terreinen of regio's in de provincie, dus er valt niets "
        "op de kaart te zetten.",
        "asked_bounds_help": "De ondergrens telt alleen wat een bron met zoveel woorden vaststelt, de bovengrens ook "
        "wat geschat, gereconstrueerd of verzonnen is. Rijen die verschillen staan bovenaan.",
        "asked_both": "in beide",
        "asked_upper": "alleen in de bovengrens",
        "asked_lower": "alleen in de ondergrens",
        "asked_why": "Herkomst",
        "asked_why_row": "herleid",
        "asked_why_of": "herleid de rij over",
        "asked_permalink": "Vast adres van dit antwoord",
        "asked_permalink_help": "Wie dit adres opent, ziet dezelfde vraag op dezelfde peildatum.",
        "asked_copy": "Kopieer",
        "asked_copied": "Gekopieerd",
        "asked_print": "Print",
        "asked_busy": "Bezig met antwoorden …",
        "asked_order": "sorteer op",
        "asked_more_sources": "en {n} meer",
        "asked_source": "bron",
        "asked_part": "Deels beantwoord",
        "asked_waits": "Deze vraag wacht op gegevens",
        "asked_waits_help": "De vraag is klaar en wordt beantwoord zodra deze tabellen zijn ingelezen. Dat er niets "
        "staat betekent onbekend, niet nul.",
        "asked_part_help": "Zonder deze tabellen is het antwoord onvolledig. Wat er niet staat is onbekend, niet nul.",
        "asked_how": "Inlezen met",
        "asked_headings": "Verplichte kolommen",
        "asked_picture_file": "Dit beeld",
        "asked_data": "Gegevens",
        "asked_invented": "Let op: {n} van de {all} rijen rusten op verzonnen gegevens en zeggen niets over de "
        "werkelijkheid.",
        "asked_detail": "Toon alle kolommen",
    },
    "en": {
        "asked_tabel": "Table",
        "asked_beeld": "Picture",
        "asked_kaart": "Map",
        "asked_grenzen": "Lower and upper bound",
        "asked_views": "The answer as",
        "asked_evidence": "Evidence",
        "asked_high": "all evidence",
        "asked_low": "asserted only",
        "asked_low_help": "lower bound",
        "asked_high_help": "upper bound",
        "asked_no_beeld": "No picture fits this answer: no column sorts its rows into groups with a number or count. "
        "The table says all.",
        "asked_no_kaart": "This answer names no municipalities, parks or regions in the province, so there is nothing "
        "to put on a map.",
        "asked_bounds_help": "The lower bound counts only what a source says in so many words, the upper bound also "
        "what is estimated, reconstructed or invented. Rows that differ come first.",
        "asked_both": "in both",
        "asked_upper": "in the upper bound only",
        "asked_lower": "in the lower bound only",
        "asked_why": "Origin",
        "asked_why_row": "trace",
        "asked_why_of": "trace the row about",
        "asked_permalink": "Lasting address of this answer",
        "asked_permalink_help": "Whoever opens this address sees the same question on the same reference date.",
        "asked_copy": "Copy",
        "asked_copied": "Copied",
        "asked_print": "Print",
        "asked_busy": "Answering …",
        "asked_order": "sort by",
        "asked_more_sources": "and {n} more",
        "asked_source": "source",
        "asked_part": "Answered in part",
        "asked_waits": "This question waits for data",
        "asked_waits_help": "The question is ready and will be answered once these tables are loaded. That nothing "
        "is here means unknown, not zero.",
        "asked_part_help": "Without these tables the answer is incomplete. What is not there is unknown, not zero.",
        "asked_how": "Load with",
        "asked_headings": "Columns it must have",
        "asked_picture_file": "This picture",
        "asked_data": "Data",
        "asked_invented": "Mind: {n} of the {all} rows rest on invented data and say nothing about reality.",
        "asked_detail": "Show all columns",
    },
}


def question(request: Request) -> Response:
    """A question as a form with its answer; as a file by ``format``."""
    atlas = atlas_of(request)
    try:
        asked = atlas.catalogue[request.path_params["identifier"]]
    except UsageError as error:
        return page(request, "message.html.j2", status=404, message=str(error))
    given = {p.name: request.query_params.get(p.name) or None for p in asked.parameters if p.name != "lang"}
    told: dict[str, Any] = {
        "question": asked,
        "theme": THEMES[asked.theme][atlas.language],
        "fields": fields(engine_of(request), asked, given, atlas.language),
        "als": request.query_params.get("als", VIEWS[0]),
        "here": _linker(request, given),
    }
    try:
        one_of("als", told["als"], VIEWS)
        answer = atlas.answer(asked.id, given)
        if kind := request.query_params.get("format"):
            return _file(request, answer, kind, given)
        return page(request, "question.html.j2", error=None, **told, **_answered(request, atlas, answer, given))
    except AtlasError as error:
        return page(request, "question.html.j2", status=400, answer=None, error=str(error), **told)


def _linker(request: Request, given: Mapping[str, str | None]) -> Any:
    """What gives the address of this page with something told otherwise; None takes it away."""
    kept = {name: value for name, value in given.items() if value}
    for name in ("als", "sorteer", "detail"):
        if value := request.query_params.get(name):
            kept[name] = value

    def here(**changed: str | None) -> str:
        told = {name: value for name, value in {**kept, **changed}.items() if value}
        return f"{request.url.path}?{urlencode(told)}"

    return here


def _lasting(request: Request, answer: Answer, given: Mapping[str, str | None]) -> str:
    """The whole address under which this answer can be asked for again, its day included."""
    told = {name: value for name, value in given.items() if value}
    if any(parameter.name == "asOf" for parameter in answer.question.parameters):
        told["asOf"] = answer.told.get("asOf", today())
    return f"{str(request.base_url).rstrip('/')}/vraag/{answer.question.id}?{urlencode(told)}"


def _file(request: Request, answer: Answer, kind: str, given: Mapping[str, str | None]) -> Response:
    mapped = request.query_params.get("als") == "kaart"
    content = answer_file(answer, kind, _lasting(request, answer, given), snapshot_of(request).folder, mapped)
    name = f"{answer.question.id}{'-kaart' if mapped and kind in ('svg', 'png') else ''}.{kind}"
    return attached(content, TYPES[kind], name)


def _answered(request: Request, atlas: Atlas, answer: Answer, given: Mapping[str, str | None]) -> dict[str, Any]:
    """What the page shows of an answer, in the form that was chosen."""
    als = request.query_params.get("als", VIEWS[0])
    order = request.query_params.get("sorteer", "")
    laid = lay(answer, SHOWN, order, detail=bool(request.query_params.get("detail")))
    drawn: AnswerPicture | None = None
    both = None
    if als == "beeld":
        drawn = picture(answer)
    elif als == "kaart":
        drawn = answer_map(answer, snapshot_of(request).folder)
    elif als == "grenzen":
        frame = bounds(atlas.engine, answer.question, given, atlas.language)
        both = beside(frame, answer.question, atlas.language, SHOWN)
    offered = {"tabel": True, "beeld": summed(answer) is not None, "kaart": has_places(answer)}
    offered["grenzen"] = any(parameter.name == "evidence" for parameter in answer.question.parameters)
    return {
        "answer": answer,
        "laid": laid,
        "views": [view for view in VIEWS if offered[view] or view == als],
        "numeric": NUMERIC,
        "drawn": drawn,
        "svg": drawn.canvas.svg(answer.question.id, drawn.title, " ".join(drawn.reading)) if drawn else "",
        "beside": both,
        "origin": origin(answer),
        "lasting": _lasting(request, answer, given),
        "citations": [
            (citation(source, atlas.language), source.iri, source.page if _is_web(source.page) else None)
            for source in laid.sources
        ],
        "lacks": lacks(answer.missing, atlas.language),
        "row_address": lambda row: "/herkomst?" + urlencode([("iri", iri) for iri in row.things[:6]]),
        "invented": sum("synthetic" in cell for row in answer.rows for cell in row if isinstance(cell, tuple)),
        "has_detail": any(column.detail for column in answer.question.columns),
    }


def lacks(missing: tuple[str, ...], language: str) -> list[dict[str, Any]]:
    """The tables an atlas lacks, as people need them: what each holds, its name and the columns it must have."""
    known = known_tables()
    return [
        {
            "name": name,
            "about": known[name].about[language] if name in known else name,
            "columns": [column.name for column in known[name].columns if column.required] if name in known else [],
        }
        for name in missing
    ]


def _is_web(address: str | None) -> bool:
    return bool(address) and str(address).startswith(("https://", "http://"))


ROUTES = [Route("/vraag/{identifier}", question)]
