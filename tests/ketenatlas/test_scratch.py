"""Scratch graphs: written with a token only, whole or not at all, and never part of the atlas."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from graph.sandbox import LimitError, Limits
from graph.scratch import Change
from ketenatlas.web.scratch import Scratch
from tests.ketenatlas.conftest import Endpoint

UPDATE = {"Content-Type": "application/sparql-update"}
ONE = "INSERT DATA { <http://s> <http://p> 1 . GRAPH <http://g> { <http://s> <http://p> 2 } }"
ROWS = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


@pytest.fixture
def writer(endpoint: Endpoint):
    with endpoint.writer() as made:
        assert made.post("/scratch/sparql", content="CLEAR ALL", headers=UPDATE).status_code == 204
        yield made


def rows(client: httpx.Client) -> int:
    return len(client.get("/scratch/sparql", params={"query": ROWS}).json()["results"]["bindings"])


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic x"}, {"Cookie": "session=x"}]
)
@pytest.mark.parametrize(
    ("method", "path", "content"),
    [
        ("GET", "/scratch/sparql?query=ASK%7B%7D", None),
        ("POST", "/scratch/sparql", ONE),
        ("GET", "/scratch/sparql/graph?default", None),
        ("PUT", "/scratch/sparql/graph?default", "<a:a> <a:b> <a:c> ."),
        ("DELETE", "/scratch/rdf-graphs/x", None),
    ],
)
def test_without_a_token_there_is_nothing_to_see_or_change(endpoint: Endpoint, headers, method, path, content):
    with endpoint.client() as client:
        answer = client.request(method, path, content=content, headers={**UPDATE, **headers})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "need a token" in answer.text
    assert "access-control-allow-origin" not in answer.headers


def test_other_sites_may_not_ask(endpoint: Endpoint):
    with endpoint.client() as client:
        told = client.options("/scratch/sparql", headers={"Origin": "https://elsewhere.example"})
    assert told.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert not [name for name in told.headers if name.startswith("access-control")]


def test_an_update_stays_and_the_atlas_stays_as_it_was(writer: httpx.Client, endpoint: Endpoint):
    before = writer.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).json()
    assert writer.post("/scratch/sparql", content=ONE, headers=UPDATE).status_code == 204
    assert writer.post("/scratch/sparql", data={"update": ONE.replace("1", "3")}).status_code == 204
    assert rows(writer) == 3
    assert len(endpoint.scratch.read_text().splitlines()) == 3
    assert writer.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).json() == before
    # the default graph is the one without a name here
    assert writer.get("/scratch/sparql", params={"query": "ASK { ?s ?p 2 }"}).json()["boolean"] is False


@pytest.mark.parametrize(
    ("update", "status", "part"),
    [
        ("DELETE WHERE { ?s ?p ?o } ; INSERT DATA { <a:a> }", 400, "not SPARQL"),
        ("DELETE WHERE { ?s ?p ?o } ; LOAD <http://127.0.0.1:9/>", 400, "LOAD"),
        ("DELETE WHERE { ?s ?p ?o } ; DROP GRAPH <http://none>", 400, "the engine understands this but cannot do it"),
        (
            "INSERT { ?a ?b ?x } WHERE { ?a ?b ?c . ?d ?e ?f BIND(UUID() AS ?x) SERVICE <http://127.0.0.1:9/> {} }",
            400,
            "SERVICE",
        ),
    ],
)
def test_a_refused_update_changes_nothing(writer: httpx.Client, update, status, part):
    writer.post("/scratch/sparql", content=ONE, headers=UPDATE)
    answer = writer.post("/scratch/sparql", content=update, headers=UPDATE)
    assert answer.status_code == status, answer.text
    assert part in answer.text
    assert rows(writer) == 2


def test_an_update_of_death_is_killed_and_changes_nothing(writer: httpx.Client):
    lines = "\n".join(f"<http://s/{i}> <http://p> <http://o/{i % 9}> ." for i in range(3000))
    sent = writer.put("/scratch/sparql/graph?default", content=lines, headers={"Content-Type": "application/n-triples"})
    assert sent.status_code == 204, sent.text
    update = "INSERT { ?a <http://q> ?x } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i BIND(STRUUID() AS ?x) }"
    answer = writer.post("/scratch/sparql", content=update, headers=UPDATE, timeout=20)
    assert answer.status_code == 503
    assert rows(writer) == 3000


def test_updates_at_the_same_time_are_all_kept(writer: httpx.Client):
    def one(number: int) -> int:
        update = f"INSERT DATA {{ <http://s> <http://p> {number} }}"
        return writer.post("/scratch/sparql", content=update, headers=UPDATE).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(one, range(16))) == {204}
    assert rows(writer) == 16


def test_graphs_are_put_added_to_read_and_dropped(writer: httpx.Client):
    turtle = {"Content-Type": "text/turtle"}
    for path in ("/scratch/sparql/graph?graph=http://x/y", "/scratch/rdf-graphs/mine"):
        made = writer.put(path, content="<#a> <#b> 1 .", headers=turtle)
        assert made.status_code == 201
        assert made.headers["location"].endswith(("http://x/y", "/scratch/rdf-graphs/mine"))
        assert writer.put(path, content="<#a> <#b> 2 .", headers=turtle).status_code == 204
        assert writer.post(path, content="<#a> <#b> 3 .", headers=turtle).status_code == 204
        read = writer.get(path, headers={"Accept": "application/n-triples"})
        assert len(read.text.splitlines()) == 2
        assert f"<{made.headers['location']}#a>" in read.text
        assert "no-store" in read.headers["cache-control"]
        assert writer.delete(path).status_code == 204
        assert writer.delete(path).status_code == writer.get(path).status_code == 404


def test_a_graph_may_be_called_anything_an_address_can_hold(writer: httpx.Client):
    turtle = {"Content-Type": "text/turtle"}
    for path in (
        "/scratch/rdf-graphs/%F3%AB%BB%94%C3%9A",
        "/scratch/rdf-graphs/a%3E%20%7D%23",
        "/scratch/sparql/graph?graph=http://x/%C3%A9",
    ):
        made = writer.put(path, content="<> <#b> 1 .", headers=turtle)
        assert made.status_code == 201, made.text
        assert made.headers["location"].isascii()
        assert writer.get(path).status_code == 200
        assert writer.delete(path).status_code == 204


def test_a_graph_without_statements_is_not_there(writer: httpx.Client):
    path = "/scratch/rdf-graphs/empty"
    assert writer.put(path, content="", headers={"Content-Type": "text/turtle"}).status_code == 204
    assert writer.get(path).status_code == 404


@pytest.mark.parametrize(
    ("media_type", "content", "status", "part"),
    [
        ("text/turtle", "<a:a> <a:b>", 400, "cannot be read as text/turtle"),
        (
            "application/ld+json",
            '{"@context": "http://127.0.0.1:9/", "a": 1}',
            400,
            "cannot be read as application/ld+json",
        ),
        ("application/rdf+xml", "<x/>", 415, "expected text/turtle"),
        ("text/turtle; charset=utf-16", "", 415, "is to be UTF-8"),
        ("text/turtle", b"\xff", 400, "not UTF-8"),
        ("text/turtle", b"#" * 10_485_761, 413, "larger than 10,485,760 bytes"),
    ],
)
def test_what_cannot_be_read_is_refused(writer: httpx.Client, media_type, content, status, part):
    writer.post("/scratch/sparql", content=ONE, headers=UPDATE)
    answer = writer.put("/scratch/sparql/graph?default", content=content, headers={"Content-Type": media_type})
    assert answer.status_code == status, answer.text
    assert part in answer.text
    assert rows(writer) == 2


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"method": "GET", "url": "/scratch/sparql", "params": {"update": ONE}}, 405),
        ({"method": "POST", "url": "/scratch/sparql", "params": {"update": ONE}}, 405),
        ({"method": "GET", "url": "/scratch/sparql"}, 400),
        ({"method": "PUT", "url": "/scratch/sparql"}, 405),
        ({"method": "POST", "url": "/scratch/sparql", "data": {"update": ONE, "query": "ASK {}"}}, 400),
        (
            {
                "method": "POST",
                "url": "/scratch/sparql/graph?default",
                "headers": {"Content-Type": "application/n-quads"},
            },
            415,
        ),
        ({"method": "PATCH", "url": "/scratch/sparql/graph?default"}, 405),
    ],
)
def test_what_the_protocol_does_not_allow(writer: httpx.Client, request_, status):
    assert writer.request(**request_).status_code == status
    assert rows(writer) == 0


def test_scratch_graphs_outlive_the_server(tmp_path):
    file = tmp_path / "new" / "scratch.nq"
    first = Scratch(file, Limits(seconds=10))
    assert first.change(Change("update", ONE)) == "changed"
    first.close()
    second = Scratch(file, Limits(seconds=10))
    stream = second.begin("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", ["text/csv"])
    assert b"".join(stream.pieces).split() == [b"n", b"1"]
    second.close()


def test_a_change_that_grows_over_the_limit_is_not_made(tmp_path):
    scratch = Scratch(tmp_path / "scratch.nq", Limits(seconds=30, answer_megabytes=1))
    grow = "INSERT { ?s ?p ?twice } WHERE { ?s ?p ?o BIND(CONCAT(STR(?o), STR(?o)) AS ?twice) }"
    scratch.change(Change("update", "INSERT DATA { <http://s> <http://p> '" + "x" * 150_000 + "' }"))
    scratch.change(Change("update", grow))
    before = (tmp_path / "scratch.nq").read_bytes()
    with pytest.raises(LimitError, match="nothing was changed"):
        scratch.change(Change("update", grow))
    assert (tmp_path / "scratch.nq").read_bytes() == before
    scratch.close()
