"""The endpoint for programs: how answers go out, graphs one by one, and what the service says of itself."""

import gzip
import re
import time

import httpx
import pyoxigraph as ox
import pytest
import rdflib

from graph.catalogue import catalogue
from graph.engine import GRAPH_TYPES
from graph.terms import PREFIXES
from ketenatlas.web import answering
from ketenatlas.web.openapi import openapi
from tests.ketenatlas.conftest import Endpoint

GRAPH = "https://w3id.org/ketenatlas/graph/ibis-test"
KINDS = "SELECT * { ?s a ?o }"
WITHOUT_END = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
VOID, SD, SH = (
    rdflib.Namespace(space)
    for space in (
        "http://rdfs.org/ns/void#",
        "http://www.w3.org/ns/sparql-service-description#",
        "http://www.w3.org/ns/shacl#",
    )
)
SCHEMA = rdflib.Namespace("https://schema.org/")


@pytest.fixture(scope="module")
def client(endpoint: Endpoint):
    with endpoint.client() as made:
        yield made


def test_the_first_rows_come_before_the_last_is_known_and_a_cut_answer_is_not_whole(client: httpx.Client):
    """The answer has no end in sight: what comes can only have been sent on its way."""
    plain = {"Accept-Encoding": "identity"}
    with client.stream("GET", "/sparql", params={"query": WITHOUT_END}, headers=plain) as response:
        assert response.status_code == 200
        parts = response.iter_raw()
        assert next(parts).startswith(b'{"head":{"vars":')
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
            for _ in parts:
                pass


@pytest.mark.parametrize(
    ("form", "comment"),
    [
        ("text/turtle", rb"\n# the answer is larger than 2 MB and was stopped; add a LIMIT\n$"),
        ("application/n-triples", rb"\n# the answer is larger"),
        ("application/rdf+xml", rb"\n<!-- the answer is larger"),
        ("application/ld+json", rb"[^>\n]$"),
    ],
)
def test_a_cut_answer_says_so_where_its_form_has_comments(client: httpx.Client, form, comment):
    query = "CONSTRUCT { ?a ?e ?d } { ?a ?b ?c . ?d ?e ?f }"
    told = bytearray()

    def take(response: httpx.Response) -> None:
        for part in response.iter_bytes():
            told.extend(part)

    with client.stream("GET", "/sparql", params={"query": query}, headers={"Accept": form}) as response:
        assert response.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            take(response)
        assert response.headers["content-type"].startswith(form)
    assert re.search(comment, bytes(told[-200:]))


def test_a_query_that_finds_nothing_in_time_has_a_status(client: httpx.Client):
    answer = client.get("/sparql", params={"query": WITHOUT_END.replace("*", "(COUNT(*) AS ?n)")})
    assert answer.status_code == 503
    assert "longer than 2 seconds" in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_what_is_broken_off_is_one_line_in_the_log(endpoint: Endpoint, client: httpx.Client):
    before = len(endpoint.log.read_text().splitlines())
    with client.stream("GET", "/sparql", params={"query": WITHOUT_END}) as response, pytest.raises(httpx.HTTPError):
        response.read()
    time.sleep(0.2)
    new = endpoint.log.read_text().splitlines()[before:]
    assert len(new) <= 1, new
    assert "Traceback" not in endpoint.log.read_text()


def test_an_answer_can_come_packed(client: httpx.Client):
    with client.stream("GET", "/sparql", params={"query": KINDS}, headers={"Accept-Encoding": "gzip"}) as response:
        assert response.headers["content-encoding"] == "gzip"
        packed = b"".join(response.iter_raw())
    plain = client.get("/sparql", params={"query": KINDS}, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    rows = [
        ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        for data in (gzip.decompress(packed), plain.content)
    ]
    assert len(packed) < len(plain.content) / 5
    assert len(list(rows[0])) == len(list(rows[1]))


def test_who_has_the_answer_need_not_fetch_it_again(client: httpx.Client):
    first = client.get("/sparql", params={"query": KINDS})
    mark = first.headers["etag"]
    assert re.fullmatch(r'W/"[0-9a-f]{32}"', mark)
    assert first.headers["cache-control"] == "public, no-cache"
    for known in (mark, mark.removeprefix("W/"), f'"other", {mark}'):
        again = client.get("/sparql", params={"query": KINDS}, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == mark
    for other in (
        client.get("/sparql", params={"query": KINDS + " LIMIT 3"}, headers={"If-None-Match": mark}),
        client.get("/sparql", params={"query": KINDS}, headers={"If-None-Match": mark, "Accept": "text/csv"}),
        client.get("/sparql", params={"query": KINDS, "default-graph-uri": GRAPH}, headers={"If-None-Match": mark}),
        client.post("/sparql", data={"query": KINDS}, headers={"If-None-Match": mark}),
    ):
        assert other.status_code == 200
        assert other.headers.get("etag") != mark


def test_a_mark_changes_with_the_atlas():
    assert answering.tag("one", "q") != answering.tag("other", "q")
    assert answering.tag("one", "q") == answering.tag("one", "q")


@pytest.mark.parametrize(
    "query", ["SELECT (NOW() AS ?x) {}", "SELECT (rand() AS ?x) {}", "SELECT (STRUUID() AS ?x) {}"]
)
def test_what_is_new_each_time_is_not_kept(client: httpx.Client, query):
    answer = client.get("/sparql", params={"query": query})
    assert answer.status_code == 200
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_who_shows_a_token_or_a_cookie_gets_an_answer_that_only_they_may_keep(endpoint: Endpoint, client: httpx.Client):
    for headers in ({"Authorization": "Bearer x"}, {"Cookie": "lang=nl"}):
        answer = client.get("/sparql", params={"query": "ASK {}"}, headers=headers)
        assert answer.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    "path",
    ["/sparql?query=ASK%7B%7D", "/rdf-graphs/ibis-test", "/.well-known/void", "/openapi.json", "/download/atlas.nq.gz"],
)
def test_head_is_get_without_the_answer(client: httpx.Client, path):
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert {k: v for k, v in head.headers.items() if k in ("content-type", "etag", "vary")}.items() <= dict(
        got.headers
    ).items()


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/sparql", "GET, HEAD, POST, OPTIONS"),
        ("/sparql/graph", "GET, HEAD, OPTIONS"),
        ("/rdf-graphs/ibis-test", "GET, HEAD, OPTIONS"),
        ("/.well-known/void", "GET, HEAD, OPTIONS"),
    ],
)
def test_a_browser_may_ask_for_another_site_without_credentials(client: httpx.Client, path, methods):
    told = client.options(path, headers={"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"})
    assert told.status_code == 204
    assert told.headers["allow"] == told.headers["access-control-allow-methods"] == methods
    assert told.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in told.headers
    assert "authorization" not in told.headers["access-control-allow-headers"].lower()


# --- graphs one by one


def counted(client: httpx.Client, query: str) -> int:
    return int(client.get("/sparql", params={"query": query}).json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("form", GRAPH_TYPES)
@pytest.mark.parametrize(
    "path", [f"/sparql/graph?graph={GRAPH}", "/rdf-graphs/ibis-test", "/sparql/graph?graph=../graph/x"]
)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_a_graph_by_its_address(client: httpx.Client, form, path):
    answer = client.get(path, headers={"Accept": form})
    if "../" in path:
        assert answer.status_code == 404
        return
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == form
    assert len(rdflib.Graph().parse(data=answer.content, format=form)) == 8 * 10 - 1 + 8 * 10
    assert client.get(path, headers={"Accept": form, "If-None-Match": answer.headers["etag"]}).status_code == 304


def test_the_default_graph_is_all_graphs_together(small_server: str, client: httpx.Client):
    answer = httpx.get(f"{small_server}/sparql/graph?default", headers={"Accept": "application/n-triples"})
    assert len(set(answer.text.splitlines())) == counted(
        client, "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } } }"
    )


@pytest.mark.parametrize(
    ("path", "status", "part"),
    [
        ("/sparql/graph", 400, "expected ?graph="),
        ("/sparql/graph?graph=", 400, "expected ?graph="),
        (f"/sparql/graph?default&graph={GRAPH}", 400, "expected ?graph="),
        (f"/sparql/graph?graph={GRAPH}&graph={GRAPH}", 400, "expected ?graph="),
        ("/sparql/graph?graph=no%20address:", 400, "not the address of a graph"),
        ("/sparql/graph?graph=a%3E%20%7B%7D%7D%23:", 400, "not the address of a graph"),
        ("/sparql/graph?graph=http://example.org/none", 404, "there is no graph http://example.org/none here"),
        ("/rdf-graphs/none", 404, "there is no graph"),
        ("/rdf-graphs/ibis-test%3E%20%7B%3Fs%20%3Fp%20%3Fo%7D%7D%23", 400, "not the address of a graph"),
    ],
)
def test_a_graph_that_is_not_there_gets_a_sentence(client: httpx.Client, path, status, part):
    answer = client.get(path)
    assert answer.status_code == status
    assert part in answer.text
    assert client.head(path).status_code == answer.status_code


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/sparql/graph?default", "/rdf-graphs/ibis-test"])
def test_the_graphs_of_the_atlas_cannot_be_written(endpoint: Endpoint, method, path):
    with endpoint.writer() as writer:
        answer = writer.request(method, path, content="<a:a> <a:b> <a:c> .", headers={"Content-Type": "text/turtle"})
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert "can be read only" in answer.text


# --- what the service says of itself


@pytest.fixture(scope="module")
def void(client: httpx.Client) -> rdflib.Graph:
    return rdflib.Graph().parse(data=client.get("/.well-known/void").content, format="turtle")


def test_void_counts_what_there_is(void: rdflib.Graph, client: httpx.Client, small_store):
    atlas = next(void.subjects(VOID.sparqlEndpoint))
    assert int(void.value(atlas, VOID.triples)) == small_store.manifest["statements"]
    assert str(void.value(atlas, rdflib.DCTERMS.identifier)) == small_store.manifest["hash"]
    assert {t.language for t in void.objects(atlas, rdflib.DCTERMS.title)} == {"nl", "en"}
    parts = list(void.objects(atlas, VOID.classPartition))
    counts = {void.value(part, VOID["class"]): int(void.value(part, VOID.entities)) for part in parts}
    park = rdflib.URIRef(PREFIXES["ka"] + "BusinessPark")
    assert counts[park] == counted(client, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{park}> }}") > 0
    uses = {
        void.value(part, VOID.property): int(void.value(part, VOID.triples))
        for part in void.objects(atlas, VOID.propertyPartition)
    }
    assert uses[rdflib.RDF.type] == counted(client, "SELECT (COUNT(*) AS ?n) { ?s a ?o }")
    graphs = {
        void.value(s, SD.name): int(void.value(s, VOID.triples))
        for s in void.objects(atlas, VOID.subset)
        if void.value(s, SD.name)
    }
    assert graphs[rdflib.URIRef(GRAPH)] == 8 * 10 - 1 + 8 * 10
    assert sum(graphs.values()) == small_store.manifest["statements"]


def test_void_names_sources_licences_links_and_dump(void: rdflib.Graph, client: httpx.Client, endpoint: Endpoint):
    atlas = next(void.subjects(VOID.sparqlEndpoint))
    assert str(void.value(atlas, VOID.sparqlEndpoint)) == f"{endpoint.address}/sparql"
    sources = set(void.objects(atlas, rdflib.DCTERMS.source))
    assert len(sources) == counted(client, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{PREFIXES['ka']}Source> }}") > 0
    assert all(void.value(source, rdflib.DCTERMS.license) for source in sources)
    links = list(void.subjects(rdflib.RDF.type, VOID.Linkset))
    assert links
    for link in links:
        name, target = (
            void.value(link, VOID.linkPredicate),
            void.value(void.value(link, VOID.objectsTarget), VOID.uriSpace),
        )
        query = f'SELECT (COUNT(*) AS ?n) {{ ?s <{name}> ?o FILTER(STRSTARTS(STR(?o), "{target}")) }}'
        assert int(void.value(link, VOID.triples)) == counted(client, query)
    dump = client.get(str(void.value(atlas, VOID.dataDump)).removeprefix(endpoint.address))
    lines = gzip.decompress(dump.content).decode().splitlines()
    assert len(lines) == int(void.value(atlas, VOID.triples))
    assert dump.headers["access-control-allow-origin"] == "*"


def test_the_questions_are_examples_that_run(client: httpx.Client, endpoint: Endpoint, small_server: str):
    graph = rdflib.Graph().parse(data=client.get("/.well-known/sparql-examples").content, format="turtle")
    examples = set(graph.subjects(rdflib.RDF.type, SH.SPARQLSelectExecutable))
    assert len(examples) == len(catalogue().questions)
    assert examples == set(graph.subjects(rdflib.RDF.type, SH.SPARQLExecutable))
    for example in examples:
        assert {text.language for text in graph.objects(example, rdflib.RDFS.comment)} == {"nl", "en"}
        assert str(graph.value(example, SCHEMA.target)) == f"{endpoint.address}/sparql"
        query = str(graph.value(example, SH.select))
        assert query == catalogue()[str(example).split("#")[1]].text
        declared = {
            str(graph.value(d, SH.prefix)): str(graph.value(d, SH.namespace))
            for d in graph.objects(graph.value(example, SH.prefixes), SH.declare)
        }
        assert declared == dict(PREFIXES)
    for identifier in ("A1-02", "B1-01", "N-01"):
        example = rdflib.URIRef(f"{endpoint.address}/.well-known/sparql-examples#{identifier}")
        answer = httpx.get(f"{small_server}/sparql", params={"query": str(graph.value(example, SH.select))})
        assert answer.json()["head"]["vars"] == list(catalogue()[identifier].projected)


@pytest.mark.parametrize("form", GRAPH_TYPES)
@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void", "/.well-known/sparql-examples"])
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_descriptions_come_in_the_form_asked_for(client: httpx.Client, path, form):
    answer = client.get(path, headers={"Accept": form})
    assert answer.headers["content-type"] == form
    plain = rdflib.Graph().parse(data=client.get(path, headers={"Accept": "text/turtle"}).content, format="turtle")
    assert len(rdflib.Graph().parse(data=answer.content, format=form)) == len(plain)
    assert client.get(path, headers={"Accept": form, "If-None-Match": answer.headers["etag"]}).status_code == 304
    assert client.get(path, headers={"Accept": "image/png"}).status_code == 406


def test_openapi_tells_of_the_addresses_there_are(client: httpx.Client):
    told = client.get("/openapi.json").json()
    assert told["openapi"] == "3.1.0"
    assert told["servers"] == [{"url": str(client.base_url).rstrip("/")}]
    assert set(told["paths"]) <= set(openapi("http://x", scratch=True)["paths"])
    assert {"/sparql", "/sparql/graph", "/vraag/{identifier}", "/scratch/sparql", "/.well-known/void"} <= set(
        told["paths"]
    )
    names = [operation["operationId"] for path in told["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))
    for path, operations in told["paths"].items():
        for method, operation in operations.items():
            placed = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "path"}
            assert placed == set(re.findall(r"\{(\w+)\}", path)), (method, path)


def test_openapi_tells_no_more_than_the_server_has(small_server: str):
    paths = httpx.get(f"{small_server}/openapi.json").json()["paths"]
    assert not any(path.startswith("/scratch") for path in paths)
    assert httpx.get(f"{small_server}/scratch/sparql").status_code == 404


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"method": "GET", "url": "/sparql", "params": {"query": "ASK {}"}}, "200"),
        ({"method": "GET", "url": "/sparql", "params": {"query": "ASK"}}, "400"),
        ({"method": "GET", "url": "/sparql/graph", "params": {"graph": "http://x/none"}}, "404"),
        ({"method": "POST", "url": "/sparql", "content": "x"}, "415"),
        ({"method": "GET", "url": "/vraag/A1-01", "params": {"format": "json"}}, "200"),
        ({"method": "GET", "url": "/vraag/none"}, "404"),
        ({"method": "PUT", "url": "/scratch/sparql/graph", "content": "x"}, "401"),
        ({"method": "GET", "url": "/.well-known/void", "headers": {"Accept": "image/png"}}, "406"),
    ],
)  # fmt: skip
def test_openapi_tells_how_an_answer_looks(client: httpx.Client, request_, status):
    answer = client.request(**request_)
    assert str(answer.status_code) == status
    path = request_["url"] if not request_["url"].startswith("/vraag") else "/vraag/{identifier}"
    told = client.get("/openapi.json").json()["paths"][path][request_["method"].lower()]["responses"][status]
    assert answer.headers["content-type"].split(";")[0] in told["content"]
