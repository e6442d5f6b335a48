"""What the service and the atlas say of themselves to programs.

The service description (SPARQL 1.1 Service Description), what is in the atlas (VoID) and the questions of the library
as examples for editors and other tools (SHACL's ``sh:SPARQLExecutable``, as the SIB's collection of SPARQL examples
uses it). All are made from what a requester may see, by queries in the sandbox. Every node has an address, so that the
same atlas is described in the same words by every server.
"""

import json
from collections.abc import Callable, Iterator
from functools import lru_cache

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from graph.catalogue import THEMES, catalogue
from graph.sandbox import Sandbox
from graph.terms import BASE, PREFIXES, expand
from ketenatlas.web.answering import OPEN_TO_ALL, identity, keeping, still_good, tag, unchanged

_SPACES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "formats": "http://www.w3.org/ns/formats/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
)  # fmt: skip
_LINKED = {"https://identifier.overheid.nl/tooi/": "tooi", "http://data.europa.eu/": "eu"}
"""Registers of others whose addresses the atlas uses: municipalities and provinces, NUTS, NACE and ESCO."""

_GRAPHS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
_PROPERTIES = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"
_CLASSES = "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c FILTER(isIRI(?c)) } GROUP BY ?c ORDER BY ?c"
_THINGS = "SELECT (COUNT(DISTINCT ?s) AS ?n) (COUNT(DISTINCT ?o) AS ?m) { ?s ?p ?o }"
_LINKS = f"""SELECT ?p ?target (COUNT(*) AS ?n) {{
  VALUES ?target {{ {" ".join(f'"{space}"' for space in _LINKED)} }}
  ?s ?p ?o FILTER(isIRI(?o) && STRSTARTS(STR(?o), ?target) && STRSTARTS(STR(?p), "{expand("ka:")}"))
}} GROUP BY ?p ?target ORDER BY ?p ?target"""
_SOURCES = f"""SELECT ?s (SAMPLE(?l) AS ?licence) {{
  ?s a <{expand("ka:Source")}> OPTIONAL {{ ?s <{expand("dct:license")}> ?l }}
}} GROUP BY ?s ORDER BY ?s"""


async def described(request: Request, what: str, address: str, sandbox: Sandbox, form: str) -> Response:
    """One of the descriptions.

    Args:
        request: what came in.
        what: ``service``, ``void`` or ``sparql-examples``.
        address: where queries are sent.
        sandbox: over the atlas that whoever asks may see.
        form: media type of a graph.
    """
    mark = tag(identity(sandbox.folder), what, address, form)
    headers = {**OPEN_TO_ALL, **keeping(request, mark)}
    if still_good(request, mark):
        return unchanged(headers)
    data = await run_in_threadpool(_written, what, address, sandbox, form)
    return Response(data, headers={**headers, "Content-Type": form})


@lru_cache(maxsize=32)
def _written(what: str, address: str, sandbox: Sandbox, form: str) -> bytes:
    text = "".join(f"@prefix {name}: <{space}> .\n" for name, space in _SPACES.items())
    text += "".join(DESCRIPTIONS[what](address, sandbox))
    triples = [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]
    if form != "text/turtle":
        return ox.serialize(triples, format=_FORMATS[form]) or b""
    lines = (ox.serialize(triples, format=_FORMATS[form], prefixes=_SPACES) or b"").splitlines(keepends=True)
    head = sorted(line for line in lines if line.startswith(b"@prefix "))
    return b"".join([*head, *lines[len(head) :]])


@lru_cache(maxsize=64)
def _counts(sandbox: Sandbox, query: str) -> list[tuple[str, ...]]:
    """The rows of one of our own queries, as terms written in Turtle."""
    return [tuple(str(term) for term in row) for row in sandbox.select(query).terms]


def _in_both(text: dict[str, str]) -> str:
    return ", ".join(str(ox.Literal(words, language=language)) for language, words in text.items())


def _service(address: str, sandbox: Sandbox) -> Iterator[str]:
    """The service: what it understands, in which forms it answers, and the graphs it knows."""
    void = _void_address(address)
    graphs = _counts(sandbox, _GRAPHS)
    statements = sum(int(ox.Literal(count.split('"')[1]).value) for _, count in graphs)
    yield f"""
<{address}#service> a sd:Service ;
  sd:endpoint <{address}> ;
  sd:supportedLanguage sd:SPARQL11Query ;
  sd:feature sd:UnionDefaultGraph ;
  sd:resultFormat {", ".join(f"formats:{name}" for name in _RESULTS)} ;
  dct:description {_in_both(_ABOUT)} ;
  rdfs:seeAlso <{void}> ;
  sd:availableGraphs <{address}#graphs> ;
  sd:defaultDataset <{address}#dataset> .
<{address}#graphs> a sd:GraphCollection .
<{address}#dataset> a sd:Dataset ; sd:defaultGraph <{address}#default> .
<{address}#default> a sd:Graph ; void:triples {statements} .
"""
    for number, (graph, count) in enumerate(graphs, 1):
        named, content = f"<{address}#named-{number}>", f"<{address}#graph-{number}>"
        yield f"""
<{address}#graphs> sd:namedGraph {named} .
<{address}#dataset> sd:namedGraph {named} .
{named} a sd:NamedGraph ; sd:name {graph} ; sd:graph {content} .
{content} a sd:Graph ; void:triples {count} .
"""


def _void(address: str, sandbox: Sandbox) -> Iterator[str]:
    """The atlas: what it is, how much of what is in it, where it comes from and links to, and where to fetch it."""
    manifest = json.loads((sandbox.folder / "manifest.json").read_text(encoding="utf-8"))
    here, root = _void_address(address), address.removesuffix("sparql")
    (things, values), *_ = _counts(sandbox, _THINGS)
    sources = _counts(sandbox, _SOURCES)
    yield f"""
<{here}> a void:DatasetDescription ; foaf:primaryTopic <{here}#atlas> .
<{here}#atlas> a void:Dataset, dcat:Dataset ;
  dct:title {_in_both(manifest["title"])} ;
  dct:description {_in_both(_ABOUT)} ;
  dct:identifier "{manifest["hash"]}" ;
  dct:modified "{manifest["as_of"]}"^^xsd:date ;
  owl:versionInfo {ox.Literal(str(manifest["version"]))} ;
  dct:rights {_in_both(_RIGHTS)} ;
  foaf:homepage <{root}> ;
  void:sparqlEndpoint <{address}> ;
  void:dataDump <{root}download/atlas.nq.gz> ;
  void:uriSpace "{BASE}" ;
  void:vocabulary <{expand("ka:").removesuffix("#")}> ;
  void:triples {manifest["statements"]} ;
  void:distinctSubjects {things} ;
  void:distinctObjects {values} .
"""
    for source, licence in sources:
        yield f"<{here}#atlas> dct:source {source} .\n"
        if licence != "None":
            yield f"{source} dct:license {licence} .\n"
    parts = (
        (_CLASSES, "class", "void:classPartition", "void:class", "void:entities"),
        (_PROPERTIES, "property", "void:propertyPartition", "void:property", "void:triples"),
        (_GRAPHS, "graph", "void:subset", "sd:name", "void:triples"),
    )
    for query, word, leads, names, counts in parts:
        for number, (name, count) in enumerate(_counts(sandbox, query), 1):
            part = f"<{here}#{word}-{number}>"
            yield f"<{here}#atlas> {leads} {part} .\n{part} a void:Dataset ; {names} {name} ; {counts} {count} .\n"
    for space, target in _LINKED.items():
        yield f"<{here}#{target}> a void:Dataset ; void:uriSpace {ox.Literal(space)} .\n"
    for number, (name, space, count) in enumerate(_counts(sandbox, _LINKS), 1):
        yield (
            f"<{here}#links-{number}> a void:Linkset ; void:linkPredicate {name} ; void:triples {count} ; "
            f"void:subjectsTarget <{here}#atlas> ; void:objectsTarget <{here}#{_LINKED[space[1:-1]]}> .\n"
            f"<{here}#atlas> void:subset <{here}#links-{number}> .\n"
        )


def _examples(address: str, _: Sandbox) -> Iterator[str]:
    """The questions of the library as SPARQL that runs as it stands; its parameters are variables."""
    here = f"{address.removesuffix('sparql')}.well-known/sparql-examples"
    yield f"<{here}#prefixes> a owl:Ontology ; owl:imports <{_SPACES['sh']}> .\n"
    for prefix, space in PREFIXES.items():
        declaration = f"<{here}#prefix-{prefix}>"
        yield (
            f"<{here}#prefixes> sh:declare {declaration} .\n"
            f'{declaration} sh:prefix "{prefix}" ; sh:namespace "{space}"^^xsd:anyURI .\n'
        )
    for question in catalogue().questions.values():
        words = [ox.Literal(question.id), *(ox.Literal(t, language=lang) for lang, t in THEMES[question.theme].items())]
        yield f"""
<{here}#{question.id}> a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ;
  rdfs:label {_in_both({language: f"{question.id} {text}" for language, text in question.summary.items()})} ;
  rdfs:comment {_in_both(dict(question.summary))} ;
  dct:description {_in_both(dict(question.explanation))} ;
  sh:prefixes <{here}#prefixes> ;
  sh:select {ox.Literal(question.text)} ;
  schema:keywords {", ".join(str(word) for word in words)} ;
  schema:target <{address}> ;
  foaf:page <{address.removesuffix("sparql")}vraag/{question.id}> .
"""


def _void_address(address: str) -> str:
    return f"{address.removesuffix('sparql')}.well-known/void"


_ABOUT = {
    "nl": "Waardeketens, bedrijven, regio's en werklocaties, elk feit met bron, datum en bewijsniveau. Zonder FROM of "
    "GRAPH ziet een vraag alle grafen samen.",
    "en": "Value chains, companies, regions and business locations, every fact with its source, date and evidence "
    "level. Without FROM or GRAPH a query sees all graphs together.",
}
_RIGHTS = {
    "nl": "Ontologie en codelijsten: EUPL-1.2. Feiten over organisaties komen uit openbare bronnen; elke bron draagt "
    "haar eigen licentie (dct:license).",
    "en": "Ontology and code lists: EUPL-1.2. Facts about organisations come from public sources; every source carries "
    "its own licence (dct:license).",
}

DESCRIPTIONS: dict[str, Callable[[str, Sandbox], Iterator[str]]] = {
    "service": _service,
    "void": _void,
    "sparql-examples": _examples,
}
"""The descriptions by name: Turtle, from the address of the service and the atlas behind it."""
