"""The SPARQL 1.1 Protocol over HTTP, read by real clients: httpx, SPARQLWrapper, rdflib, and our own face."""

import json

import httpx
import pandas as pd
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, TURTLE, XML, SPARQLWrapper

import ketenatlas
from graph.catalogue import catalogue
from graph.remote import RemoteError
from ketenatlas.negotiation import acceptable

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
PARK = "<https://w3id.org/ketenatlas/park/1006>"


@pytest.fixture(scope="module")
def client(small_server: str):
    with httpx.Client(base_url=small_server) as made:
        yield made


def count(response: httpx.Response) -> int:
    assert response.status_code == 200, response.text
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_the_three_ways_to_ask(client: httpx.Client, way, small_store):
    if way == "get":
        response = client.get("/sparql", params={"query": COUNT})
    elif way == "form":
        response = client.post("/sparql", data={"query": COUNT})
    else:
        response = client.post(
            "/sparql", content=COUNT, headers={"Content-Type": "application/sparql-query; charset=utf-8"}
        )
    assert count(response) == small_store.manifest["statements"]


@pytest.mark.parametrize("way", ["query", "form", "direct"])
def test_the_dataset_of_a_request(client: httpx.Client, way):
    graph = "https://w3id.org/ketenatlas/graph/ibis-test"
    if way == "query":
        response = client.get("/sparql", params={"query": COUNT, "default-graph-uri": graph})
    elif way == "form":
        response = client.post("/sparql", data={"query": COUNT, "default-graph-uri": graph})
    else:
        response = client.post(
            "/sparql",
            params={"default-graph-uri": graph},
            content=COUNT,
            headers={"Content-Type": "application/sparql-query"},
        )
    # Eight parks of ten statements, and as many figures of one year of ten; one park is without type.
    assert count(response) == 8 * 10 - 1 + 8 * 10
    named = {"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "named-graph-uri": graph}
    assert count(client.get("/sparql", params=named)) == 8 * 10 - 1 + 8 * 10
    assert count(client.get("/sparql", params={"query": COUNT, "default-graph-uri": "https://example.org/none"})) == 0


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv, application/sparql-results+xml;q=0.5, */*;q=0.1", "text/csv"),
        ("text/turtle, text/*;q=0.5", "text/csv"),
    ],
)
def test_rows_in_the_form_asked_for(client: httpx.Client, accept, media_type):
    headers = {"Accept": accept} if accept else {}
    response = client.get("/sparql", params={"query": COUNT}, headers=headers)
    assert response.status_code == 200
    assert response.headers["content-type"].split(";")[0] == media_type
    assert {"Accept", "Accept-Encoding"} <= set(response.headers["vary"].split(", "))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser
@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_statements_in_the_form_asked_for(client: httpx.Client, accept):
    response = client.get(
        "/sparql", params={"query": f"CONSTRUCT WHERE {{ {PARK} ?p ?o }}"}, headers={"Accept": accept}
    )
    assert response.headers["content-type"].split(";")[0] == accept
    graph = rdflib.Graph().parse(data=response.text, format=accept)
    assert len(graph) == len(
        rdflib.Graph().parse(data=client.get("/sparql", params={"query": f"DESCRIBE {PARK}"}).text)
    )


@pytest.mark.parametrize(
    ("request_", "status", "part"),
    [
        ({"method": "GET", "params": {"query": "SELECT * {"}}, 400, "not SPARQL the engine understands"),
        ({"method": "GET", "params": [("query", COUNT), ("query", COUNT)]}, 400, "2 queries"),
        ({"method": "POST", "data": {}}, 415, "expected a form"),
        ({"method": "POST", "data": {"x": "1"}}, 400, "has no query"),
        ({"method": "POST", "content": COUNT, "headers": {"Content-Type": "text/plain"}}, 415, "expected a form"),
        ({"method": "POST", "content": COUNT}, 415, "expected a form"),
        ({"method": "POST", "content": b"\xff", "headers": {"Content-Type": "application/sparql-query"}}, 400, "not UTF-8"),
        ({"method": "GET", "params": {"query": "ASK {}"}, "headers": {"Accept": "text/csv"}}, 406, "cannot be given"),
        ({"method": "GET", "params": {"query": COUNT}, "headers": {"Accept": "image/png"}}, 406, "answers come as"),
        ({"method": "GET", "params": {"update": "DROP ALL"}}, 403, "queries only"),
        ({"method": "POST", "data": {"update": "DROP ALL"}}, 403, "queries only"),
        ({"method": "POST", "content": "DROP ALL", "headers": {"Content-Type": "application/sparql-update"}}, 403, "queries only"),
        ({"method": "GET", "params": {"query": "DROP ALL"}}, 400, "not SPARQL"),
        ({"method": "GET", "params": {"query": "INSERT DATA { <a:a> <a:b> <a:c> }"}}, 400, "not SPARQL"),
        ({"method": "GET", "params": {"query": COUNT, "default-graph-uri": "no address"}}, 400, "not the address of a graph"),
        ({"method": "GET", "params": {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> {} }"}}, 400, "SERVICE"),
        ({"method": "POST", "content": "#" * 900_000, "headers": {"Content-Type": "application/sparql-query"}}, 413, "larger than"),
        ({"method": "PUT", "content": "x"}, 405, ""),
        ({"method": "DELETE"}, 405, ""),
    ],
)  # fmt: skip
def test_what_the_protocol_does_not_allow_gets_a_status_and_a_sentence(client: httpx.Client, request_, status, part):
    response = client.request(url="/sparql", **request_)
    assert response.status_code == status, response.text
    assert part in response.text
    assert "Traceback" not in response.text


def test_a_query_of_death_is_stopped_and_hurts_nobody(client: httpx.Client):
    response = client.get(
        "/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"}, timeout=20
    )
    assert response.status_code == 503
    assert "took longer than 3 seconds" in response.text
    assert count(client.get("/sparql", params={"query": COUNT})) > 0


def test_without_a_query_the_service_describes_itself(client: httpx.Client):
    response = client.get("/sparql", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=response.text, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    service = graph.value(None, rdflib.RDF.type, sd.Service)
    assert str(graph.value(service, sd.endpoint)) == f"{client.base_url}/sparql".replace("//sparql", "/sparql")
    assert (service, sd.feature, sd.UnionDefaultGraph) in graph


def test_other_sites_may_read_but_not_with_credentials(client: httpx.Client):
    response = client.get("/sparql", params={"query": COUNT}, headers={"Origin": "https://elsewhere.example"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers
    assert client.options("/sparql").status_code == 204
    assert "access-control-allow-origin" not in client.get("/").headers


@pytest.mark.parametrize(
    "path", ["/", "/vraag/A1-05", "/sparql", "/bronnen", "/nowhere", "/static/atlas.css", "/netwerk/flows"]
)
def test_every_answer_carries_the_safe_headers(client: httpx.Client, path):
    headers = client.get(path, headers={"Accept": "text/html"}).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert "unsafe-inline" not in policy.replace("style-src 'unsafe-inline'", "") or path == "/netwerk/flows"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[::2]"])
def test_other_host_names_are_refused(client: httpx.Client, host):
    assert client.get("/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/static/../rendering.py",
        "/static/%2e%2e/rendering.py",
        "/static/..%2fpages.py",
        "/vraag/..%2f..%2fetc",
        "/vraag/%00",
        "/netwerk/../../x",
    ],
)
def test_names_are_never_paths(client: httpx.Client, path):
    response = client.get(path)
    assert response.status_code in (400, 404)
    assert "import" not in response.text


def test_sparqlwrapper_reads_it(small_server: str, small_store):
    wrapper = SPARQLWrapper(f"{small_server}/sparql")
    wrapper.setQuery(COUNT)
    wrapper.setReturnFormat(JSON)
    told = wrapper.query().convert()
    assert int(told["results"]["bindings"][0]["n"]["value"]) == small_store.manifest["statements"]
    wrapper.setReturnFormat(XML)
    assert wrapper.query().convert().getElementsByTagName("literal")
    wrapper.setReturnFormat(CSV)
    assert wrapper.query().convert().startswith(b"n")
    wrapper.setQuery(f"CONSTRUCT WHERE {{ {PARK} ?p ?o }}")
    wrapper.setReturnFormat(TURTLE)
    assert b"TESTHAVEN" in wrapper.query().convert()


def test_rdflib_reads_it(small_server: str, small_store):
    graph = rdflib.Graph(SPARQLStore(f"{small_server}/sparql"))
    assert int(next(iter(graph.query(COUNT)))[0]) == small_store.manifest["statements"]


@pytest.mark.parametrize("identifier", list(catalogue().questions))
def test_a_remote_atlas_answers_the_same_questions_with_the_same_rows(small_server: str, small, identifier):
    near = ketenatlas.open(small.folder.parent)
    far = ketenatlas.open(f"{small_server}/sparql")
    told = {"asOf": "2026-11-24"}
    pd.testing.assert_frame_equal(far.ask(identifier, **told), near.ask(identifier, **told))
    assert far.ask(identifier, **told).attrs == near.ask(identifier, **told).attrs


def test_a_remote_atlas_gives_networks_and_takes_labels(small_server: str, small):
    near, far = ketenatlas.open(small.folder.parent), ketenatlas.open(f"{small_server}/sparql")
    assert dict(far.network("flows").edges) == dict(near.network("flows").edges)
    assert len(far.ask("A1-05", chain="Alpha chain", asOf="2026-11-24")) == 12


def test_a_remote_that_is_not_there_is_a_sentence():
    with pytest.raises(RemoteError, match=r"http://127\.0\.0\.1:9/sparql did not answer"):
        ketenatlas.open("http://127.0.0.1:9/sparql").ask("A1-01")


def test_the_command_line_asks_a_remote_atlas(small_server: str, capsys):
    from tests.ketenatlas.test_cli import run

    code, out, _ = run(
        capsys,
        "ask",
        "A1-05",
        "--chain",
        "alfa",
        "--as-of",
        "2026-11-24",
        "--format",
        "json",
        "--atlas",
        f"{small_server}/sparql",
    )
    assert code == 0
    assert len(json.loads(out)["rows"]) == 12
    assert "true" in run(capsys, "sparql", "ASK { ?s ?p ?o }", "--atlas", f"{small_server}/sparql")[1]


OFFERED = ("a/x", "a/y", "b/z")


@pytest.mark.parametrize(
    ("header", "best"),
    [
        (None, ["a/x", "a/y", "b/z"]),
        ("", ["a/x", "a/y", "b/z"]),
        ("b/z", ["b/z"]),
        ("b/z, a/y", ["b/z", "a/y"]),
        ("a/*", ["a/x", "a/y"]),
        ("a/x;q=0, */*", ["a/y", "b/z"]),
        ("a/x;q=0.2, a/y;q=0.9", ["a/y", "a/x"]),
        ("*/*;q=0.1, b/z", ["b/z", "a/x", "a/y"]),
        ("a/x;q=rubbish", []),
        ("c/c", []),
        ("A/X", ["a/x"]),
    ],
)
def test_negotiation(header, best):
    assert acceptable(header, OFFERED) == best
