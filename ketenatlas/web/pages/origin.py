"""Where a thing, a claim or a row of an answer comes from: files, rows and columns, rules, and what they start from."""

from urllib.parse import urlencode

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.about import About
from graph.grounds import claims_of, ties
from ketenatlas.views.origins import Origins
from ketenatlas.web.rendering import language_of, page, store_of, words_of

_THINGS, _CLAIMS, _TIES = 8, 40, 6
"""Things, claims and reasons that a page shows at most."""

WORDS = {
    "nl": {
        "origin_title": "Herkomst",
        "origin_row_title": "Waar deze rij op rust",
        "origin_lead": "Uit welk bestand, welke rij en welke kolommen de atlas dit heeft, en waarom wat eruit volgt "
        "geldt.",
        "origin_about": "Deze rij gaat over",
        "origin_read": "Gelezen uit",
        "origin_rows": "rij",
        "origin_not_read": "niet uit een bestand gelezen, maar door de atlas berekend of afgeleid",
        "origin_claims": "Uitspraken waar dit op rust",
        "origin_claims_help": "Elke uitspraak staat in een rij van een bestand en noemt haar bron.",
        "origin_no_claims": "Geen uitspraak noemt deze dingen samen; zij komen in het antwoord bijeen door de "
        "uitspraken hieronder.",
        "origin_why": "Waarom dit geldt",
        "origin_property": "Eigenschap",
        "origin_value": "Waarde",
        "origin_columns": "Kolommen",
        "origin_made": "Hoe",
        "origin_made_read": "gelezen",
        "origin_made_inferred": "volgt uit een regel",
        "origin_made_computed": "berekend bij het bouwen",
        "origin_made_ontology": "uit de ontologie",
        "origin_source": "Bron",
        "origin_evidence": "Bewijs",
        "origin_observed": "Vastgesteld voor",
        "origin_said": "Wat de atlas ervan zegt",
        "origin_cut": "De eerste {n} staan hier.",
        "origin_none": "De atlas kent niets met het adres {iri}.",
        "origin_no_iri": "Geef ?iri= met het adres van een ding of een uitspraak.",
        "origin_no_reason": "Dit geldt niet op de peildatum van de atlas, of de atlas zegt het niet.",
    },
    "en": {
        "origin_title": "Origin",
        "origin_row_title": "What this row rests on",
        "origin_lead": "From which file, row and columns the atlas has this, and why what follows from it holds.",
        "origin_about": "This row is about",
        "origin_read": "Read from",
        "origin_rows": "row",
        "origin_not_read": "not read from a file, but computed or inferred by the atlas",
        "origin_claims": "Claims this rests on",
        "origin_claims_help": "Every claim stands in a row of a file and names its source.",
        "origin_no_claims": "No claim names these things together; the statements below bring them together in the "
        "answer.",
        "origin_why": "Why this holds",
        "origin_property": "Property",
        "origin_value": "Value",
        "origin_columns": "Columns",
        "origin_made": "How",
        "origin_made_read": "read",
        "origin_made_inferred": "follows by a rule",
        "origin_made_computed": "computed when built",
        "origin_made_ontology": "from the ontology",
        "origin_source": "Source",
        "origin_evidence": "Evidence",
        "origin_observed": "Established for",
        "origin_said": "What the atlas says of it",
        "origin_cut": "The first {n} are here.",
        "origin_none": "The atlas knows nothing with the address {iri}.",
        "origin_no_iri": "Give ?iri= with the address of a thing or a claim.",
        "origin_no_reason": "This does not hold on the reference date of the atlas, or the atlas does not say it.",
    },
}


def origin(request: Request) -> Response:
    """Where a thing comes from, or a row of an answer (several things), or why one statement holds."""
    words = words_of(request)
    things = list(dict.fromkeys(request.query_params.getlist("iri")))[:_THINGS]
    if not things:
        return page(request, "message.html.j2", status=400, message=words["origin_no_iri"])
    store = store_of(request)
    for iri in things:
        if not _address(iri) or not About(store.statements, iri).known:
            return page(request, "message.html.j2", status=404, message=words["origin_none"].format(iri=iri))
    origins = Origins(store, language_of(request))
    predicate, value = request.query_params.get("p", ""), request.query_params.get("o", "")
    claims = claims_of(store.statements, things)
    single = len(things) == 1
    triples = [(f"<{things[0]}>", predicate, value)] if predicate and value else []
    if not single:
        triples = ties(store.statements, things, _TIES)
    return page(
        request,
        "origin.html.j2",
        single=single,
        grounds=[origins.ground(iri) for iri in things],
        claims=[origins.ground(iri) for iri in claims[:_CLAIMS] if iri not in things],
        cut=len(claims) > _CLAIMS,
        limit=_CLAIMS,
        asked_why=bool(predicate and value),
        reasons=[reason for triple in triples if _term(triple) and (reason := origins.reason(triple))],
        why=lambda said: "/herkomst?" + urlencode({"iri": things[0], "p": said.triple[1], "o": said.triple[2]}),
    )


def _address(iri: str) -> bool:
    """Whether a text is an address a store can be asked for."""
    try:
        ox.NamedNode(iri)
    except ValueError:
        return False
    return True


def _term(triple: tuple[str, str, str]) -> bool:
    """Whether three texts are the terms of a statement."""
    try:
        statement = f"{triple[0]} {triple[1]} {triple[2]} ."
        return len(list(ox.parse(statement.encode(), format=ox.RdfFormat.N_TRIPLES))) == 1
    except (SyntaxError, ValueError):
        return False


ROUTES = [Route("/herkomst", origin)]
