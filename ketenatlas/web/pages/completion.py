"""Completion: the words of the ontology and the names of things, for the editor of the workbench."""

import hashlib
import json
from functools import lru_cache

import polars as pl
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph import extracts
from graph.terms import PREFIXES, shorten
from graph.vocabulary import vocabulary
from ketenatlas.web.rendering import language_of, snapshot_of

FOUND = 20
"""Things offered at most when a name is looked for."""


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[str, str]:
    """The words of the ontology for completion, as JSON, and what tells this version from another."""
    known = vocabulary()
    terms = [
        [shorten(term.iri), "class" if term.kind == "class" else "property", term.label.get("nl", ""),
         term.label.get("en", "")]
        for term in known.terms.values()
    ]  # fmt: skip
    terms += [
        [shorten(concept.iri), "concept", concept.label.get("nl", ""), concept.label.get("en", "")]
        for scheme in known.schemes
        for concept in scheme.concepts
    ]
    terms += [[name, "property", label, label] for name, label in (("rdfs:label", "label"), ("rdf:type", "a"))]
    told = json.dumps({"prefixes": dict(PREFIXES), "terms": terms}, ensure_ascii=False, separators=(",", ":"))
    return told, hashlib.sha256(told.encode()).hexdigest()[:16]


def vocabulary_json(request: Request) -> Response:
    """Prefixes, classes, properties and concepts with their labels, for completion; asked again only when changed."""
    told, version = _vocabulary()
    headers = {"ETag": f'"{version}"', "Cache-Control": "private, max-age=0, must-revalidate"}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(told, media_type="application/json", headers=headers)


def things_json(request: Request) -> Response:
    """Things of the atlas by their name, or by the beginning of their short address: ``zoek`` says what to look for."""
    wanted, language = request.query_params.get("zoek", "").strip()[:60], language_of(request)
    prefix, colon, rest = wanted.partition(":")
    table = extracts.read(snapshot_of(request).folder, "labels")
    text = (rest if colon else wanted).casefold()
    called = pl.concat_str(
        pl.col("nl"), pl.lit("\n"), pl.col("en"), pl.lit("\n"), pl.col("thing").str.extract(r"([^/#]+)$")
    )
    if colon:
        table = table.filter(pl.col("thing").str.starts_with(PREFIXES.get(prefix, "-")))
    if text:
        table = table.filter(called.str.to_lowercase().str.contains(text, literal=True))
    if not wanted or (not colon and len(text) < 2):
        table = table.clear()
    starts = pl.col(language).str.to_lowercase().str.starts_with(text)
    best = table.sort(~starts, pl.col(language).str.len_chars(), "thing").head(FOUND)
    found = [[shorten(thing), label] for thing, label in best.select("thing", language).iter_rows()]
    return Response(json.dumps(found, ensure_ascii=False), media_type="application/json")


ROUTES = [
    Route("/sparql/woorden.json", vocabulary_json),
    Route("/sparql/dingen.json", things_json),
]
