"""W3C SPARQL 1.1 Protocol, Graph Store Protocol and Service Description: requests as the suites write them down."""

from urllib.parse import urlsplit

import httpx
import pyoxigraph as ox
import pytest
import rdflib

from tests.conformance.conftest import Door
from tests.conformance.suites import CNT, HT, LABEL, MF, UT, Node, canonical, cases, nquads, statements
from tests.conformance.test_evaluation import params

ROWS = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
GRAPHS = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")
PROTOCOL = cases("sparql11/protocol/manifest.ttl", "ProtocolTest")
STORE = cases("sparql11/graph-store-protocol/manifest.ttl", "GraphStoreProtocolTest")


def requests(case: Node) -> list[Node]:
    told = case.one(f"{MF}action").one(f"{HT}requests")
    return list(told.items())


def headers(message: Node) -> dict[str, str]:
    told = message.one(f"{HT}headers")
    return {h.text(f"{HT}fieldName"): h.text(f"{HT}fieldValue") for h in (told.items() if told else ())}


def body(message: Node) -> bytes | None:
    told = message.one(f"{HT}body")
    return told.text(f"{CNT}chars").encode(told.text(f"{CNT}characterEncoding")) if told else None


def send(door: Door, request: Node, path: str) -> httpx.Response:
    """Send a request as it stands; a header that the client would add of its own is not added."""
    wanted = headers(request)
    made = door.client.build_request(request.text(f"{HT}methodName"), path, content=body(request), headers=wanted)
    return door.client.send(made)


def expected(status: int, told: list[Node]) -> bool:
    """Whether a status is among those the suite allows: a number, a word, or a class such as 2xx."""
    words = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
    names = [node.term.value.split("#")[1].removeprefix("StatusCode") for node in told]
    return any(words.get(name) == status or name == f"{status // 100}xx" or name == str(status) for name in names)


@pytest.mark.parametrize("case", params(PROTOCOL, {}))
def test_the_protocol(door: Door, case: Node):
    graphs = case.all(f"{UT}graphData")
    door.put(
        nquads([
            ox.Quad(*triple, ox.NamedNode(graph.text(LABEL)))
            for graph in graphs
            for triple in statements(graph.text(f"{UT}graph"))
        ])
    )  # fmt: skip
    for request in requests(case):
        response = request.one(f"{HT}resp")
        parts = urlsplit(request.text(f"{HT}absolutePath"))
        answer = send(door, request, f"/scratch{parts.path.rstrip('/')}?{parts.query}")
        assert expected(answer.status_code, response.all(f"{MF}expectedStatus")), (answer.status_code, answer.text)
        form = response.text(f"{MF}expectedFormat")
        kind = answer.headers.get("content-type", "").split(";")[0]
        assert form is None or kind in {"boolean": ROWS[:2], "tabular": ROWS, "RDF": GRAPHS}[form]
        if wanted := response.text(f"{MF}expectedBoolean"):
            assert answer.json()["boolean"] is (wanted == "true")


def test_the_whole_protocol_suite_is_run(door: Door):
    assert len(PROTOCOL) == 34


ONE_DOCUMENT = "a graph comes as one document, not as parts of a form (multipart/form-data)"
EXCLUDED = {f"http-rdf-update#post_get_post_get_{how}": ONE_DOCUMENT for how in ("direct", "indirect")}


@pytest.mark.parametrize("case", params(STORE, EXCLUDED))
def test_the_graph_store(door: Door, case: Node):
    door.put(b"")
    made = ""
    for request in requests(case):
        response = request.one(f"{HT}resp")
        parts = urlsplit(request.text(f"{HT}absolutePath"))
        own = parts.path.removeprefix("/gsp").strip("/")
        path = f"/scratch/rdf-graphs/{own}" if own else "/scratch/sparql/graph"
        query = parts.query.replace("$LOCATION$", made)
        answer = send(door, request, f"{path}?{query}" if query else path)
        assert expected(answer.status_code, response.all(f"{MF}expectedStatus")), (answer.status_code, answer.text)
        if response.text(f"{MF}expectedLocation"):
            made = answer.headers["location"]
        told = body(response)
        if told is not None:
            found, wanted = (
                [ox.Quad(*q.triple) for q in ox.parse(t, format=ox.RdfFormat.TURTLE)] for t in (answer.content, told)
            )
            assert canonical(found) == canonical(wanted)
        if response.one(f"{HT}headers"):
            assert answer.headers["content-type"].split(";")[0] == headers(response)["content-type"].split(";")[0]


def test_the_whole_graph_store_suite_is_run(door: Door):
    assert len(STORE) == 13


SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


@pytest.fixture(scope="module")
def description(door: Door) -> rdflib.Graph:
    """What GET on the address says of the service (the suite's case returns-rdf)."""
    answer = door.client.get("/sparql", headers={"Accept": "application/rdf+xml"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/rdf+xml"
    return rdflib.Graph().parse(data=answer.content, format="xml")


def test_service_description_returns_rdf(description: rdflib.Graph):
    assert (None, rdflib.RDF.type, SD.Service) in description


def test_service_description_has_the_endpoint(description: rdflib.Graph, door: Door):
    service = description.value(None, rdflib.RDF.type, SD.Service)
    assert list(description.objects(service, SD.endpoint)) == [
        rdflib.URIRef(f"{door.client.base_url}/sparql".replace("//sparql", "/sparql"))
    ]


def test_service_description_conforms_to_its_schema(description: rdflib.Graph):
    """Classes and properties are those of the vocabulary, each property on what it is meant for, with what it leads to."""
    domains = {
        SD.endpoint: (SD.Service, None),
        SD.supportedLanguage: (SD.Service, None),
        SD.feature: (SD.Service, None),
        SD.resultFormat: (SD.Service, None),
        SD.defaultDataset: (SD.Service, SD.Dataset),
        SD.availableGraphs: (SD.Service, SD.GraphCollection),
        SD.defaultGraph: (SD.Dataset, SD.Graph),
        SD.namedGraph: ({SD.Dataset, SD.GraphCollection}, SD.NamedGraph),
        SD.name: (SD.NamedGraph, None),
        SD.graph: (SD.NamedGraph, SD.Graph),
    }
    used = {p for p in description.predicates() if str(p).startswith(str(SD))}
    assert used == set(domains)
    for subject, name, value in description:
        if name in domains:
            domain, leads_to = domains[name]
            assert set(description.objects(subject, rdflib.RDF.type)) <= (
                domain if isinstance(domain, set) else {domain}
            )
            assert leads_to is None or (value, rdflib.RDF.type, leads_to) in description
    languages = {SD.SPARQL10Query, SD.SPARQL11Query, SD.SPARQL11Update}
    features = {SD.DereferencesURIs, SD.UnionDefaultGraph, SD.RequiresDataset, SD.EmptyGraphs, SD.BasicFederatedQuery}
    assert set(description.objects(None, SD.supportedLanguage)) <= languages
    assert set(description.objects(None, SD.feature)) <= features
    assert set(description.subjects(SD.endpoint)) == set(description.subjects(rdflib.RDF.type, SD.Service))
