"""From the IRI of a thing to its page and back: every kind leads somewhere, and what others named leads nowhere."""

import pytest

from graph.terms import BASE, ONTOLOGY, OWN, PREFIXES
from ketenatlas.web.addresses import address, identifier, named
from ketenatlas.web.rendering import TEMPLATES


@pytest.mark.parametrize(
    ("iri", "page"),
    [
        (f"{BASE}chain/semicon", "/keten/semicon"),
        (f"{BASE}stage/semicon-design", "/schakel/semicon-design"),
        (f"{BASE}region/west-brabant", "/regio/west-brabant"),
        (f"{BASE}park/3214", "/park/3214"),
        (f"{BASE}organisation/asml", "/organisatie/asml"),
        (f"{BASE}establishment/asml-veldhoven", "/vestiging/asml-veldhoven"),
        (f"{PREFIXES['municipality']}gm0772", "/gemeente/gm0772"),
        (f"{OWN}policy-theme/c-1", "/thema/C1"),
        (f"{BASE}source/a-b", "/bron/a-b"),
        (f"{PREFIXES['province']}pv30", f"/ding?iri={PREFIXES['province']}pv30"),
        (f"{ONTOLOGY}hasStage", "/ontologie/chains.html#hasStage"),
        (f"{OWN}ontology/chains", "/ontologie/chains.html"),
        (f"{OWN}ontology", "/ontologie/"),
        (f"{ONTOLOGY}noSuchTerm", "/ontologie/"),
        ("https://example.org/thing", None),
        ("javascript:alert(1)", None),
    ],
)
def test_a_thing_has_its_page(iri: str, page: str | None):
    assert address(iri) == page


def test_what_is_strange_in_a_key_is_written_so_that_it_stays_one_key():
    assert address(f'{BASE}chain/a/b?c#d"') == "/keten/a%2Fb%3Fc%23d%22"
    assert address(f"{BASE}claim/a&b#c") == f"/ding?iri={BASE}claim/a%26b%23c"


@pytest.mark.parametrize("iri", [f"{BASE}chain/semicon", f"{OWN}evidence/asserted", f"{ONTOLOGY}hasStage", f"{BASE}x"])
def test_an_identifier_stands_for_its_iri(iri: str):
    path = identifier(iri)
    assert path is not None
    assert named(path.removeprefix("/id/").replace("%23", "#")) == iri


def test_others_have_no_identifier_here():
    assert identifier(f"{PREFIXES['nuts']}NL41") is None


def test_templates_link_by_it():
    made = TEMPLATES.from_string("{{ iri|address }}").render(iri=f"{BASE}park/1")
    assert made == "/park/1"
