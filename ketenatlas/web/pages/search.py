"""Search over everything: a page that works without script, and its answers as data for the box on every page."""

import json
from itertools import groupby
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ketenatlas.searching import KINDS, Hit, index
from ketenatlas.web.addresses import address
from ketenatlas.web.rendering import language_of, page, snapshot_of, words_of

WORDS = {
    "nl": {
        "search_title": "Zoeken",
        "search_label": "Zoek in de atlas",
        "search_button": "Zoek",
        "search_hint": "Ketens, schakels, organisaties, terreinen, gemeenten, bronnen, vragen: een paar letters "
        "volstaan, in het Nederlands of Engels.",
        "search_empty": "Typ een naam, of een deel ervan. Bijvoorbeeld:",
        "search_none": "Niets in de atlas heet zo. Dat zegt niet dat het er niet is: de atlas kent alleen wat een bron "
        "noemt.",
        "search_near": "Bedoelde u misschien",
        "search_partly": "Geen naam heeft alle woorden; dit heeft de meeste.",
        "search_found": "{n} gevonden",
        "search_all": "Alle {n}",
        "search_back": "Alles wat gevonden is",
        "search_first": "De eerste {n} staan hier; een woord erbij maakt de lijst korter.",
        "search_hits": "{n} voorstellen; kies met pijl omlaag",
        "search_kind_chain": "Ketens",
        "search_kind_stage": "Schakels",
        "search_kind_region": "Regio's, provincies en landen",
        "search_kind_municipality": "Gemeenten",
        "search_kind_park": "Bedrijventerreinen",
        "search_kind_campus": "Campussen",
        "search_kind_organisation": "Organisaties",
        "search_kind_establishment": "Vestigingen",
        "search_kind_coalition": "Innovatiecoalities",
        "search_kind_technology": "Nationale technologieën en domeinen",
        "search_kind_theme": "Thema's",
        "search_kind_question": "Vragen",
        "search_kind_action": "Acties",
        "search_kind_document": "Beleidsdocumenten",
        "search_kind_term": "Begrippen van de ontologie",
        "search_kind_concept": "Waarden van codelijsten",
        "search_kind_source": "Bronnen",
        "search_kind_other": "Overig",
    },
    "en": {
        "search_title": "Search",
        "search_label": "Search the atlas",
        "search_button": "Search",
        "search_hint": "Chains, stages, organisations, parks, municipalities, sources, questions: a few letters will "
        "do, in Dutch or English.",
        "search_empty": "Type a name, or part of one. For example:",
        "search_none": "Nothing in the atlas is called so. That does not say it is not there: the atlas knows only "
        "what a source names.",
        "search_near": "Perhaps you meant",
        "search_partly": "No name has all the words; these have most.",
        "search_found": "{n} found",
        "search_all": "All {n}",
        "search_back": "Everything that was found",
        "search_first": "The first {n} are here; another word makes the list shorter.",
        "search_hits": "{n} suggestions; choose with arrow down",
        "search_kind_chain": "Chains",
        "search_kind_stage": "Stages",
        "search_kind_region": "Regions, provinces and countries",
        "search_kind_municipality": "Municipalities",
        "search_kind_park": "Business parks",
        "search_kind_campus": "Campuses",
        "search_kind_organisation": "Organisations",
        "search_kind_establishment": "Establishments",
        "search_kind_coalition": "Innovation coalitions",
        "search_kind_technology": "National technologies and domains",
        "search_kind_theme": "Themes",
        "search_kind_question": "Questions",
        "search_kind_action": "Actions",
        "search_kind_document": "Policy documents",
        "search_kind_term": "Terms of the ontology",
        "search_kind_concept": "Values of code lists",
        "search_kind_source": "Sources",
        "search_kind_other": "Other",
    },
}
GROUP, LIST, SUGGESTED = 6, 200, 8
"""How many are shown of each kind, of one kind alone, and as suggestions."""
_EXAMPLES = ("halfgeleiders", "Eindhoven", "kade", "waterstof")


def search(request: Request) -> Response:
    """What is called something like the query, by kind."""
    query = request.query_params.get("q", "").strip()
    kind = request.query_params.get("soort") or None
    names = index(snapshot_of(request).folder)
    hits = names.search(query, language_of(request), kind if kind in KINDS else None)
    grouped = sorted(hits, key=lambda hit: KINDS.index(hit.kind))
    groups = [(sort, list(members)) for sort, members in groupby(grouped, key=lambda hit: hit.kind)]
    best = {sort: members[0].score for sort, members in groups}
    return page(
        request,
        "search.html.j2",
        asked=query,
        kind=kind if kind in KINDS else None,
        total=len(hits),
        groups=sorted(groups, key=lambda group: -round(best[group[0]], 1)),
        shown=LIST if kind else GROUP,
        whole=all(hit.whole for hit in hits[:1]),
        near=names.near(query) if query and not hits else [],
        examples=_EXAMPLES,
        link=link,
        more=lambda sort: "/zoek?" + urlencode({"q": query, "soort": sort}),
        again=lambda words: "/zoek?" + urlencode({"q": words}),
    )


def suggestions(request: Request) -> Response:
    """The best hits as JSON: what they are called, of what kind they are, what they belong to, and their page."""
    hits = index(snapshot_of(request).folder).search(request.query_params.get("q", ""), language_of(request))
    words = words_of(request)
    told = [
        {"label": hit.label, "kind": words[f"search_kind_{hit.kind}"], "note": hit.note, "address": link(hit)}
        for hit in hits[:SUGGESTED]
    ]
    return Response(json.dumps(told, ensure_ascii=False), media_type="application/json")


def link(hit: Hit) -> str:
    """Where a hit leads."""
    if hit.kind == "question":
        return f"/vraag/{hit.iri}"
    if hit.kind == "theme":
        return f"/thema/{hit.iri}"
    return address(hit.iri) or "/ding?" + urlencode({"iri": hit.iri})


ROUTES = [Route("/zoek", search), Route("/zoek.json", suggestions)]
