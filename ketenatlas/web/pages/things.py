"""The page of anything that has no page of its own, and of a stage of a chain."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from graph.about import About
from graph.terms import PREFIXES, expand
from ketenatlas.views.thing import SHOWN, Thing
from ketenatlas.web.addresses import address, identifier
from ketenatlas.web.pages.identifiers import FORMS, described
from ketenatlas.web.rendering import language_of, page, store_of, words_of

WORDS = {
    "nl": {
        "thing_said": "Wat de atlas zegt",
        "thing_property": "Eigenschap",
        "thing_value": "Waarde",
        "thing_origin": "Herkomst",
        "thing_others": "en nog {n}",
        "thing_named": "Waar het genoemd wordt",
        "thing_named_help": "Elke rij is een uitspraak uit een bron, met haar bewijs.",
        "thing_derived": "Daarnaast tellen {n} berekende rijen mee in vragen en kaarten; ze herhalen deze uitspraken.",
        "thing_cut": "Het wordt vaker genoemd; hier zijn de eerste {n} uitspraken bekeken.",
        "thing_as": "genoemd als",
        "thing_holds": "Geldig",
        "thing_evidence": "Bewijs",
        "thing_source": "Bron",
        "thing_observed": "Vastgesteld",
        "thing_claim": "Uitspraak",
        "thing_more": "meer",
        "thing_first": "De eerste {n} van {all} staan hier; de gegevens hieronder hebben ze allemaal, tot duizend.",
        "thing_links": "Wijst hierheen",
        "thing_by": "Eigenschap",
        "thing_things": "Van",
        "thing_data": "Als gegevens",
        "thing_iri": "Adres:",
        "thing_graph": "Deze verzameling heeft {n} uitspraken.",
        "thing_of_chain": "Schakel van de keten",
        "thing_where": "waar zit elke schakel?",
        "thing_none": "De atlas kent niets met het adres {iri}.",
        "thing_no_iri": "Het adres van deze pagina noemt niets; geef ?iri= met het adres van een ding.",
    },
    "en": {
        "thing_said": "What the atlas says",
        "thing_property": "Property",
        "thing_value": "Value",
        "thing_origin": "Origin",
        "thing_others": "and {n} more",
        "thing_named": "Where it is named",
        "thing_named_help": "Every row is a claim from a source, with its evidence.",
        "thing_derived": "Besides, {n} computed rows count in questions and maps; they repeat these claims.",
        "thing_cut": "It is named oftener; the first {n} statements were looked at.",
        "thing_as": "named as",
        "thing_holds": "Valid",
        "thing_evidence": "Evidence",
        "thing_source": "Source",
        "thing_observed": "Established",
        "thing_claim": "Claim",
        "thing_more": "more",
        "thing_first": "The first {n} of {all} are here; the data below has them all, up to a thousand.",
        "thing_links": "Points here",
        "thing_by": "Property",
        "thing_things": "Of",
        "thing_data": "As data",
        "thing_iri": "Address:",
        "thing_graph": "This set has {n} statements.",
        "thing_of_chain": "Stage of the chain",
        "thing_where": "where does each stage sit?",
        "thing_none": "The atlas knows nothing by the address {iri}.",
        "thing_no_iri": "The address of this page names nothing; give ?iri= with the address of a thing.",
    },
}
_NAMES = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "rdf": "RDF/XML"}
_STAGE_OF = expand("ka:stageOf")


def thing(request: Request) -> Response:
    """Anything the atlas describes; what has a page of its own is sent there."""
    iri = request.query_params.get("iri", "").strip()
    if not iri:
        return page(request, "message.html.j2", status=400, message=words_of(request)["thing_no_iri"])
    if wanted := request.query_params.get("format"):
        return described(request, iri, wanted)
    own = address(iri)
    if own is not None and not own.startswith("/ding?"):
        return RedirectResponse(own, status_code=303)
    return _page(request, iri)


def stage(request: Request) -> Response:
    """A stage of a chain."""
    return _page(request, PREFIXES["stage"] + request.path_params["key"])


def _page(request: Request, iri: str) -> Response:
    try:
        about = About(store_of(request).statements, iri)
        known = about.known
    except ValueError:
        known = False
    if not known:
        return page(request, "message.html.j2", status=404, message=words_of(request)["thing_none"].format(iri=iri))
    laid = Thing(about, language_of(request))
    chains = [value for fact in laid.facts if fact.name.iri == _STAGE_OF for value in fact.values]
    return page(
        request,
        "thing.html.j2",
        thing=laid,
        few=SHOWN,
        of_chain=chains,
        chain_key=chains[0].iri.rpartition("/")[2] if chains else "",
        data=[(_data(iri, ending), _NAMES[ending]) for ending in FORMS],
    )


def _data(iri: str, ending: str) -> str:
    """Where the description of a thing is had as data; what others named has no linked-data address here."""
    own = identifier(iri)
    return f"{own}?format={ending}" if own else "/ding?" + urlencode({"iri": iri, "format": ending})


ROUTES = [Route("/ding", thing), Route("/schakel/{key}", stage)]
