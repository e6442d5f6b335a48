"""Linked-data addresses: the IRI of a thing leads to its page or gives its data, whichever the client prefers."""

from collections.abc import Mapping
from urllib.parse import urlencode

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from graph.about import About
from graph.terms import PREFIXES
from ketenatlas.negotiation import acceptable
from ketenatlas.web.addresses import address, named
from ketenatlas.web.rendering import page, store_of, words_of

WORDS = {
    "nl": {"id_unknown": "De atlas kent niets met het adres {iri}."},
    "en": {"id_unknown": "The atlas knows nothing by the address {iri}."},
}

FORMS: Mapping[str, tuple[str, ox.RdfFormat]] = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
}
"""Endings and values of ``format``, with the media type each stands for."""

_HTML = "text/html"
_HEADERS = {"Vary": "Accept", "Access-Control-Allow-Origin": "*"}


def identifier(request: Request) -> Response:
    """The thing an IRI of ours stands for: 303 to its page, or its description as data."""
    path = request.path_params["path"]
    stem, _, ending = path.rpartition(".")
    wanted = request.query_params.get("format") or (ending if ending in FORMS else "")
    return described(request, named(stem if ending in FORMS else path), wanted)


def described(request: Request, iri: str, wanted: str = "") -> Response:
    """Answer for a thing by its full IRI.

    Args:
        request: whose ``Accept`` header decides where nothing else is said.
        iri: of the thing.
        wanted: a key of :data:`FORMS`, or nothing.
    """
    offered = [_HTML, *(kind for kind, _ in FORMS.values())]
    if wanted and wanted not in FORMS:
        told = f"format={wanted!r} is not one of {', '.join(FORMS)}\n"
        return PlainTextResponse(told, status_code=400, headers=_HEADERS)
    chosen = [FORMS[wanted][0]] if wanted else acceptable(request.headers.get("accept"), offered)
    if not chosen:
        return PlainTextResponse(f"descriptions come as {', '.join(offered)}\n", status_code=406, headers=_HEADERS)
    about = _about(request, iri)
    if about is None:
        if chosen[0] != _HTML:
            return PlainTextResponse(f"the atlas knows nothing by {iri}\n", status_code=404, headers=_HEADERS)
        missing = page(request, "message.html.j2", status=404, message=words_of(request)["id_unknown"].format(iri=iri))
        missing.headers.update(_HEADERS)
        return missing
    if chosen[0] == _HTML:
        return RedirectResponse(address(iri) or "/ding?" + urlencode({"iri": iri}), status_code=303, headers=_HEADERS)
    form = next(form for kind, form in FORMS.values() if kind == chosen[0])
    return Response(_written(about, form), headers={**_HEADERS, "Content-Type": chosen[0]})


def _written(about: About, form: ox.RdfFormat) -> bytes:
    """A description as data, with those of our prefixes that it uses."""
    plain = ox.serialize(about.description(), format=ox.RdfFormat.N_TRIPLES) or b""
    if form == ox.RdfFormat.N_TRIPLES:
        return plain
    used = {prefix: space for prefix, space in PREFIXES.items() if b"<" + space.encode() in plain}
    triples = (quad.triple for quad in ox.parse(plain, format=ox.RdfFormat.N_TRIPLES))
    return ox.serialize(triples, format=form, prefixes=used) or b""


def _about(request: Request, iri: str) -> About | None:
    """What the atlas says of a thing; None if it says nothing, or the address is no address."""
    try:
        about = About(store_of(request).statements, iri)
    except ValueError:
        return None
    return about if about.known else None


ROUTES = [Route("/id/{path:path}", identifier)]
