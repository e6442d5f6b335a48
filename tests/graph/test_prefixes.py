"""Prefixes that everybody knows need not be typed."""

import pyoxigraph as ox
import pytest

from graph.prefixes import with_prefixes
from graph.store import Store
from graph.terms import PREFIXES


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?c WHERE { ?c a ka:ValueChain ; rdfs:label ?l }",
        "PREFIX ka: <https://w3id.org/ketenatlas/ontology#>\nSELECT ?c WHERE { ?c a ka:ValueChain ; rdfs:label ?l }",
        "# a comment with ka:nothing\nASK { chain:alfa a ka:ValueChain }",
    ],
)
def test_a_query_runs_without_its_prefixes(query, small_store: Store):
    with pytest.raises(SyntaxError):
        small_store.answer(query)
    assert small_store.answer(with_prefixes(query))


def test_what_the_query_declares_is_left_alone():
    own = 'PREFIX ka: <urn:mine> SELECT * WHERE { ?s ka:p "skos:label", <http://example.org/dct:x> }'
    assert with_prefixes(own) == own


def test_lines_keep_their_number():
    made = with_prefixes("SELECT ?c\nWHERE { ?c a ka:ValueChain }")
    assert made.splitlines()[1] == "WHERE { ?c a ka:ValueChain }"
    assert made.splitlines()[0] == f"PREFIX ka: <{PREFIXES['ka']}> SELECT ?c"


def test_an_unknown_prefix_stays_an_error():
    made = with_prefixes("SELECT ?c WHERE { ?c nonsense:p ?o }")
    with pytest.raises(SyntaxError):
        ox.Store().query(made)
