"""Linked-data addresses and the page of anything: the right form, the right page, sources with every claim."""

import json

import httpx
import pyoxigraph as ox
import pytest

from graph.terms import BASE, OWN, expand
from ketenatlas.web.pages.identifiers import FORMS
from tests.ketenatlas.browsing import Watched, sound

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
FORMATS = dict(FORMS.values())


def varies(answer: httpx.Response) -> bool:
    """Whether an answer says that it depends on the form asked for, and on who asks."""
    return {"Accept", "Authorization", "Cookie"} <= {name.strip() for name in answer.headers["vary"].split(",")}


def triples(response: httpx.Response) -> set[ox.Triple]:
    form = FORMATS[response.headers["content-type"]]
    return {quad.triple for quad in ox.parse(response.content, format=form)}


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("chain/semicon", "/keten/semicon"),
        ("stage/semicon-design", "/schakel/semicon-design"),
        ("region/west-brabant", "/regio/west-brabant"),
        ("park/3214", "/park/3214"),
        ("organisation/asml", "/organisatie/asml"),
        ("policy-theme/a-1", "/thema/A1"),
        ("source/besi-market", "/bron/besi-market"),
        ("evidence/asserted", f"/ding?iri={OWN}evidence/asserted"),
        ("scheme/flow-kind", f"/ding?iri={OWN}scheme/flow-kind"),
        ("graph/inferred", f"/ding?iri={BASE}graph/inferred"),
        ("ontology", "/ontologie/"),
        ("ontology/chains", "/ontologie/chains.html"),
        ("ontology%23hasStage", "/ontologie/chains.html#hasStage"),
    ],
)
def test_a_browser_is_sent_to_the_page_and_a_program_gets_data(client: httpx.Client, path: str, page: str):
    seen = client.get(f"/id/{path}", headers={"Accept": BROWSER})
    assert (seen.status_code, seen.headers["location"], varies(seen)) == (303, page, True)
    data = client.get(f"/id/{path}", headers={"Accept": "text/turtle"})
    assert (data.status_code, varies(data)) == (200, True)
    assert triples(data)


def test_every_form_says_the_same_by_header_ending_and_parameter(client: httpx.Client):
    told = []
    for ending, (kind, _) in FORMS.items():
        asked = [
            client.get("/id/chain/semicon", headers={"Accept": kind}),
            client.get(f"/id/chain/semicon.{ending}", headers={"Accept": BROWSER}),
            client.get("/id/chain/semicon", params={"format": ending}),
        ]
        assert {response.headers["content-type"] for response in asked} == {kind}
        told += [frozenset(triples(response)) for response in asked]
    assert len(set(told)) == 1
    iri = ox.NamedNode(expand("chain:semicon"))
    claims = {one.subject for one in told[0] if one.object == iri and "/claim/" in str(one.subject)}
    assert claims
    assert {one.subject for one in told[0] if one.predicate.value == expand("dct:source")} >= claims
    assert any("/source/" in str(one.subject) for one in told[0]), "the sources are described"


@pytest.mark.parametrize("path", ["chain/nope", "nope/nope", "x", "stage/%22%3E%3Cscript%3E", "chain/se micon"])
def test_what_is_not_known_is_said_to_people_and_programs(client: httpx.Client, path: str):
    page = client.get(f"/id/{path}", headers={"Accept": BROWSER})
    assert page.status_code == 404
    assert "De atlas kent niets met het adres" in page.text
    assert "<script>" not in page.text
    data = client.get(f"/id/{path}", headers={"Accept": "text/turtle"})
    assert (data.status_code, varies(data)) == (404, True)


def test_what_others_named_is_had_as_data_too(client: httpx.Client):
    response = client.get("/ding", params={"iri": "http://data.europa.eu/nuts/code/DE", "format": "ttl"})
    assert ox.NamedNode("http://data.europa.eu/nuts/code/DE") in {one.subject for one in triples(response)}


@pytest.mark.parametrize(
    ("iri", "status", "told"),
    [
        (f"{BASE}claim/placement--biotechnologie--biopharma", 200, "plek van een coalitie: biotechnologie"),
        ("http://data.europa.eu/nuts/code/DE", 200, "Duitsland"),
        (f"{BASE}graph/inferred", 200, "Deze verzameling heeft 1"),
        ("nothing", 404, "De atlas kent niets"),
    ],
)
def test_anything_has_a_page_or_a_sentence(client: httpx.Client, iri: str, status: int, told: str):
    response = client.get("/ding", params={"iri": iri})
    assert response.status_code == status
    assert told in response.text


def test_forms_nobody_has_are_refused(client: httpx.Client):
    assert client.get("/id/chain/semicon", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/id/chain/semicon?format=docx").status_code == 400


def test_the_description_of_a_thing_is_read_as_linked_data(client: httpx.Client):
    told = json.loads(client.get("/id/park/3214.jsonld").content)
    assert any(one.get("@id") == expand("park:3214") for one in told)


PATHS = [
    "/schakel/semicon-equipment",
    "/bron/besi-market",
    f"/ding?iri={BASE}coalition/biotechnologie",
    f"/ding?iri={OWN}quality/water-access",
    "/ding",
]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_a_thing_is_sound(watched: Watched, brabant_server: str, path: str):
    sound(watched, brabant_server, path)


def test_a_stage_shows_what_is_said_with_its_grounds_and_leads_onward(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(brabant_server + "/schakel/semicon-equipment")
    assert page.locator("h1").inner_text() == "Chipmachines"
    assert "Bewijs: geschat" in page.locator(".rests").inner_text()
    row = page.locator("table tr", has_text="lithography machines").first
    assert "vastgesteld" in row.inner_text()
    row.get_by_role("link", name="ASML blijft maar groeien").click()
    assert "/bron/" in page.url
    assert "ASML blijft maar groeien" in page.locator("h1").inner_text()
    page.goto(brabant_server + "/schakel/semicon-equipment")
    page.get_by_role("link", name="Halfgeleiders", exact=True).first.click()
    assert page.url.endswith("/keten/semicon")


def test_a_claim_that_ended_is_shown_with_its_days(client: httpx.Client):
    text = client.get("/schakel/solar-equipment").text
    assert "Geldig" in text
    assert client.get("/schakel/nope").status_code == 404


def test_in_english(brabant_server: str):
    text = httpx.get(f"{brabant_server}/schakel/semicon-design?lang=en").text
    assert "<h1>Chip design</h1>" in text
    assert "What the atlas says" in text
    assert "to be confirmed" in text


def test_a_thing_with_a_page_of_its_own_is_sent_there(client: httpx.Client):
    response = client.get("/ding", params={"iri": expand("chain:semicon")})
    assert (response.status_code, response.headers["location"]) == (303, "/keten/semicon")


def test_it_says_when_there_is_more_than_it_shows(client: httpx.Client):
    text = client.get("/ding", params={"iri": expand("evidence:estimated")}).text
    assert "De eerste 25 van" in text
