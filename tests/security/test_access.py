"""What is restricted cannot be seen without a token: every answer is the one of a server that never had it."""

import re
import shutil
import time
from pathlib import Path
from urllib.parse import quote, unquote

import httpx
import pytest

from graph.catalogue import catalogue
from ketenatlas import tokens
from ketenatlas.web import pages
from tests.ketenatlas.conftest import serving
from tests.security.conftest import CANARY, TOMORROW, House

KA = "https://w3id.org/ketenatlas"
PREFIX = f"PREFIX ka: <{KA}/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
GRAPHS = ("organisations-survey", "establishments-survey", "sources-survey", "lisa-kanarie", "inferred", "loads")
SECRETS = (
    "organisation/kanarie",
    "establishment/kanarie-1",
    "source/kanarie-enquete",
    "establishment/lisa-000099887766",
)

TRICKS = {
    "by its name": 'SELECT * { ?s ?p ?o FILTER(CONTAINS(LCASE(STR(?o)), "kanarie")) }',
    "by its address": f"SELECT * {{ <{KA}/organisation/kanarie> ?p ?o }}",
    "as object": f"SELECT * {{ ?s ?p <{KA}/organisation/kanarie> }}",
    "ask": f"ASK {{ <{KA}/establishment/kanarie-1> ?p ?o }}",
    "describe": f"DESCRIBE <{KA}/organisation/kanarie>",
    "construct": f"CONSTRUCT WHERE {{ <{KA}/organisation/kanarie> ?p ?o }}",
    "count of all": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "count by class": "SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c",
    "sum": "SELECT (SUM(?jobs) AS ?n) (MAX(?jobs) AS ?most) { ?s ka:jobs ?jobs }",
    "a figure": "SELECT * { ?s ?p ?o FILTER(STR(?o) IN ('4242', '4343')) }",
    "graphs": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g",
    "count by graph": "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    "from": " ".join(f"FROM <{KA}/graph/{g}>" for g in GRAPHS).join(("SELECT (COUNT(*) AS ?n) ", " { ?s ?p ?o }")),
    "from named": " ".join(f"FROM NAMED <{KA}/graph/{g}>" for g in GRAPHS).join(
        ("SELECT (COUNT(*) AS ?n) ", " { GRAPH ?g { ?s ?p ?o } }")
    ),
    "path to supplier": f"SELECT * {{ <{KA}/establishment/e04> ^ka:customer/ka:supplier ?who }} ORDER BY ?who",
    "any path": f"SELECT (COUNT(*) AS ?n) {{ <{KA}/park/1001> (!ka:nothing|^ka:nothing){{0}} ?x . ?x (^ka:onPark|ka:jobs)* ?y }}",
    "negated path": f"SELECT ?x {{ <{KA}/park/1001> ^(!ka:nothing) ?x }} ORDER BY ?x",
    "inverse of everything": f"SELECT ?x {{ <{KA}/municipality/GM0772> ^(!ka:nothing)/rdfs:label ?x }} ORDER BY ?x",
    "what is inferred": f"SELECT ?s ?p {{ GRAPH <{KA}/graph/inferred> {{ ?s ?p ?o }} FILTER(CONTAINS(STR(?s), 'kanarie')) }}",
    "absence": f"SELECT * {{ VALUES ?x {{ <{KA}/organisation/kanarie> }} FILTER EXISTS {{ ?x ?p ?o }} }}",
    "difference": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o MINUS { ?s ka:jobs 4242 } }",
    "concatenation": "SELECT (GROUP_CONCAT(DISTINCT ?name; SEPARATOR='|') AS ?names) { SELECT ?name { ?s rdfs:label ?name } ORDER BY ?name }",
    "loads": "SELECT * { ?l ka:fileName ?f ; ka:fileHash ?h ; ka:rowsRead ?n } ORDER BY ?f ?h",
    "sources": "SELECT * { ?s a ka:Source ; rdfs:label ?l } ORDER BY ?s",
    "order": "SELECT ?o { ?s ka:jobs ?o } ORDER BY DESC(?o) LIMIT 3",
    "hash of all": "SELECT (SHA256(GROUP_CONCAT(STR(?s))) AS ?h) { SELECT ?s { ?s a ka:Organisation } ORDER BY ?s }",
    "an error": f"SELECT * {{ <{KA}/organisation/kanarie> ",
    "a refusal": f"SELECT * {{ SERVICE <{KA}/organisation/kanarie> {{ }} }}",
    "arithmetic": "SELECT (1 / SUM(IF(CONTAINS(STR(?s), 'kanarie'), 0, 1)) AS ?n) { ?s a ka:Establishment }",
}  # fmt: skip


def addresses() -> list[str]:
    """Pages without parameters, all questions, and what one would try to find the canary."""
    plain = {route.path for route in pages.routes() if "GET" in (getattr(route, "methods", None) or ["GET"])}
    fixed = sorted(path for path in plain if "{" not in path and path not in ("/metrics", "/aanmelden", "/sparql"))
    asked = [f"/vraag/{name}?format=csv&asOf=2026-11-24" for name in catalogue().questions]
    things = [f"/id/{thing}" for thing in SECRETS] + [f"/{thing}" for thing in SECRETS]
    things += [f"/thing?iri={quote(f'{KA}/{thing}', safe='')}" for thing in SECRETS]
    things += [
        "/organisatie/kanarie",
        "/vestiging/kanarie-1",
        "/vestiging/lisa-000099887766",
        "/zoek?q=kanarie",
        "/zoek?q=4242",
    ]
    networks = [f"/netwerk/flows?by={by}" for by in ("region", "municipality", "establishment")]
    graphs = [f"/rdf-graphs/{graph}" for graph in GRAPHS] + [f"/sparql/graph?graph={KA}/graph/{g}" for g in GRAPHS]
    sparql = [f"/sparql?query={quote(PREFIX + query)}" for query in TRICKS.values()]
    return [*fixed, *asked, *things, *networks, "/?keten=alfa", "/beeld/flows", *graphs, *sparql]


def same(response: httpx.Response, base: str) -> tuple[int, str]:
    """What a reader gets, apart from where the server is and what is random in it."""
    text = response.content.decode("utf-8", "replace").replace(base, "http://server")
    text = re.sub(r"in \d+[.,]\d+ ", "in so long ", text)
    return response.status_code, re.sub(r'nonce-?="?[\w-]+|nonce="[^"]+"', "nonce", text)


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_every_answer_is_that_of_a_server_that_never_had_it(client: httpx.Client, never: str, accept: str):
    with httpx.Client(base_url=never, timeout=30) as other:
        for address in addresses():
            if accept == "text/html" and "format=csv" in address:
                continue
            headers = {"Accept": accept, "Cookie": "session=guessed", "Authorization": "Bearer ketenatlas_guessed"}
            ours, theirs = client.get(address, headers=headers), other.get(address, headers={"Accept": accept})
            assert same(ours, str(client.base_url)) == same(theirs, never), address
            echoed = unquote(address).lower()
            if CANARY not in echoed:
                assert CANARY not in ours.text.lower(), address


@pytest.mark.parametrize("name", TRICKS)
def test_no_trick_of_a_query_shows_it(client: httpx.Client, never: str, name: str):
    query = {"query": PREFIX + TRICKS[name]}
    ours, theirs = client.post("/sparql", data=query), httpx.post(f"{never}/sparql", data=query)
    assert (ours.status_code, ours.content) == (theirs.status_code, theirs.content)


@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize("kind", ["default-graph-uri", "named-graph-uri"])
def test_no_dataset_of_a_request_shows_it(client: httpx.Client, never: str, graph: str, kind: str):
    query = {
        "query": "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }",
        kind: f"{KA}/graph/{graph}",
    }
    ours, theirs = client.get("/sparql", params=query), httpx.get(f"{never}/sparql", params=query)
    assert (ours.status_code, ours.content) == (theirs.status_code, theirs.content)


def finds(client: httpx.Client, **how) -> bool:
    response = client.get("/sparql", params={"query": TRICKS["by its name"]}, **how)
    assert response.status_code == 200
    return CANARY in response.text.lower()


def test_with_a_token_it_is_there(client: httpx.Client, house: House):
    assert finds(client, headers=house.as_reader())
    assert CANARY in client.get("/bronnen", headers=house.as_reader()).text
    assert not finds(client)


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer x", "Basic {reader}", "bearer{reader}", "Bearer {reader}x", "Bearer {writer}", "{reader}"],
)  # fmt: skip
def test_what_is_no_token_opens_nothing(client: httpx.Client, house: House, header: str):
    told = header.format(reader=house.reader, writer=house.writer)
    assert not finds(client, headers={"Authorization": told})


def test_a_token_in_an_address_or_a_cookie_opens_nothing(client: httpx.Client, house: House):
    query = TRICKS["by its name"]
    for name in ("token", "access_token", "authorization", "session"):
        found = httpx.get(f"{house.address}/sparql", params={"query": query, name: house.reader})
        assert CANARY not in found.text.lower()
        found = httpx.get(
            f"{house.address}/sparql", params={"query": query}, headers={"Cookie": f"{name}={house.reader}"}
        )
        assert CANARY not in found.text.lower()


def test_an_answer_for_one_reader_is_kept_by_nobody(client: httpx.Client, house: House):
    query = {"query": TRICKS["by its name"]}
    for path, params in (("/sparql", query), ("/bronnen", {}), ("/", {}), ("/nowhere", {})):
        closed = client.get(path, params=params, headers={**house.as_reader(), "Origin": "https://elsewhere.example"})
        assert closed.headers["cache-control"] == "private, no-store"
        assert not [name for name in closed.headers if name.startswith("access-control-")]
        assert closed.headers["cross-origin-resource-policy"] == "same-origin"
        for answer in (closed, client.get(path, params=params)):
            assert {"Authorization", "Cookie"} <= set(answer.headers["vary"].split(", "))


def test_other_sites_may_read_what_is_public_without_credentials(client: httpx.Client):
    answer = client.get("/sparql", params={"query": "ASK {}"}, headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    asked = client.options(
        "/sparql", headers={"Origin": "https://e.example", "Access-Control-Request-Headers": "authorization"}
    )
    assert "authorization" not in asked.headers.get("access-control-allow-headers", "").lower()


def mark_of(client: httpx.Client) -> str:
    found = re.search(r'name="mark" value="([^"]+)"', client.get("/aanmelden").text)
    assert found
    return found[1]


def sign_in(client: httpx.Client, token: str) -> httpx.Response:
    return client.post("/aanmelden", data={"mark": mark_of(client), "token": token})


def test_a_browser_signs_in_and_out(client: httpx.Client, house: House):
    answer = sign_in(client, house.reader)
    assert answer.status_code == 303
    cookie = next(told for told in answer.headers.get_list("set-cookie") if told.startswith("session="))
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert house.reader not in cookie
    assert finds(client)
    assert "reader" in client.get("/aanmelden").text
    key = client.cookies["session"]
    client.post("/afmelden")
    assert not finds(client)
    assert not finds(client, headers={"Cookie": f"session={key}"})


def test_a_session_changes_nothing_and_counts_nothing(client: httpx.Client, house: House):
    """Only a token in the header may change something, so that no page of another site can have it done."""
    assert sign_in(client, house.writer).status_code == 303
    assert not finds(client)
    update = client.post("/sparql", data={"update": "DROP ALL"}, headers={"Origin": "https://elsewhere.example"})
    assert update.status_code in (400, 403)


def test_another_site_cannot_sign_a_browser_in(client: httpx.Client, house: House):
    mark = mark_of(client)
    for cookies, told in (({}, mark), ({"form": "other"}, mark), ({"form": ""}, ""), ({}, "")):
        answer = httpx.post(f"{house.address}/aanmelden", data={"mark": told, "token": house.reader}, cookies=cookies)
        assert answer.status_code == 403
        assert "session=" not in str(answer.headers.get_list("set-cookie"))


@pytest.mark.parametrize("body", [b"\xff\xfe", b"x" * 10_000, b"&".join([b"a=b"] * 100), b""])
def test_a_form_that_is_none_is_refused(client: httpx.Client, body: bytes):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/aanmelden", content=body, headers=headers).status_code == 403


def test_a_wrong_token_is_said_to_be_wrong(client: httpx.Client):
    answer = sign_in(client, "ketenatlas_wrong")
    assert answer.status_code == 403
    assert "werkt niet" in answer.text


def test_a_token_that_is_taken_out_no_longer_works(client: httpx.Client, house: House):
    late = tokens.new(house.file, "late", [tokens.READ], TOMORROW)
    with httpx.Client(base_url=house.address, timeout=30) as other:
        sign_in(other, late)
        assert finds(other)
        assert finds(client, headers={"Authorization": f"Bearer {late}"})
        tokens.revoke(house.file, "late")
        assert not finds(other)
        assert not finds(client, headers={"Authorization": f"Bearer {late}"})


def test_a_file_that_is_opened_to_others_lets_nobody_in(client: httpx.Client, house: House):
    house.file.chmod(0o644)
    try:
        assert not finds(client, headers=house.as_reader())
    finally:
        house.file.chmod(0o600)
    assert finds(client, headers=house.as_reader())


def test_a_new_build_that_restricts_more_holds_at_once(parted, small, tmp_path: Path):
    """A server that runs never shows what a build made restricted after it started."""
    builds = Path(shutil.copytree(small.folder.parent, tmp_path / "builds"))
    shutil.copytree(parted.folder, builds / parted.folder.name)
    file = tmp_path / "tokens.toml"
    reader = tokens.new(file, "reader", [tokens.READ], TOMORROW)
    for address in serving(builds, tmp_path / "log", "--tokens-file", str(file)):
        with httpx.Client(base_url=address) as client:
            assert not finds(client, headers={"Authorization": f"Bearer {reader}"})
            (builds / "current").write_text(parted.folder.name)
            assert not finds(client)
            assert finds(client, headers={"Authorization": f"Bearer {reader}"})


def test_how_long_a_wrong_address_takes_tells_nothing(client: httpx.Client):
    """The public workers have no store in which the canary is: the two addresses are the same to them."""

    def took(thing: str) -> float:
        began = time.perf_counter()
        assert client.get(f"/id/organisation/{thing}", headers={"Accept": "text/html"}).status_code == 404
        return time.perf_counter() - began

    pairs = sorted(took("kanarie") - took("kanarje") for _ in range(15))
    assert abs(pairs[len(pairs) // 2]) < 0.05
