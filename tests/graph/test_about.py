"""What an atlas says of one thing: its statements, the claims that name it, and where they come from."""

import pyoxigraph as ox
import pytest

from graph.about import MOST, About
from graph.store import Store
from graph.terms import PREFIXES, expand


def about(store: Store, curie: str, most: int = MOST) -> About:
    return About(store.statements, expand(curie), most)


def described(thing: About) -> set[ox.Triple]:
    return set(thing.description())


def test_what_is_said_of_a_thing_is_said_once_and_stated_before_inferred(small_store: Store):
    said = about(small_store, "stage:a2").said
    assert len({(one.predicate, str(one.object)) for one in said}) == len(said)
    by_property = [one for one in said if one.predicate == expand("rdf:type")]
    assert [one.inferred for one in by_property] == sorted(one.inferred for one in by_property)


def test_claims_are_what_ties_things_together_and_has_no_name(small_store: Store):
    thing = about(small_store, "stage:a2")
    assert thing.claims
    kinds = {kind for claim in thing.claims for kind in thing.kinds(ox.NamedNode(claim))}
    assert expand("ka:StageParticipation") in kinds
    assert not kinds & {expand("ka:Presence"), expand("ka:Link")}
    assert thing.derived > 0
    assert expand("chain:alfa") not in thing.claims, "a chain has a name"


def test_what_else_points_at_it_is_apart(small_store: Store):
    links = {(one.subject.value, one.predicate) for one in about(small_store, "stage:a2").links}
    assert (expand("chain:alfa"), expand("ka:hasStage")) in links


def test_the_description_holds_the_claims_whole_and_their_provenance(small_store: Store):
    thing = about(small_store, "stage:a2")
    triples = described(thing)
    claim = next(iter(thing.claims))
    own = set(small_store.statements.quads_for_pattern(ox.NamedNode(claim), None, None, None))
    assert {quad.triple for quad in own} <= triples
    source = ox.NamedNode(expand("source:testbron"))
    assert any(one.subject == source and one.predicate.value == expand("rdfs:label") for one in triples)
    assert any(one.predicate.value == expand("ka:loadedInto") for one in triples)


def test_the_description_is_bounded(small_store: Store):
    whole, few = (described(about(small_store, "evidence:asserted", most)) for most in (MOST, 20))
    assert 0 < len(few) < len(whole)
    assert about(small_store, "evidence:asserted", 20).cut
    assert not about(small_store, "stage:a2").cut


def test_a_named_graph_is_described_by_what_stands_in_it(small_store: Store):
    graph = f"{PREFIXES['graph']}inferred"
    inside = {q.triple for q in small_store.statements.quads_for_pattern(None, None, None, ox.NamedNode(graph))}
    assert inside <= described(About(small_store.statements, graph))


@pytest.mark.parametrize(("curie", "terms"), [("ka:hasStage", 1), ("ontology", 400), ("ontology/chains", 10)])
def test_the_ontology_gives_its_terms(small_store: Store, curie: str, terms: int):
    iri = expand(curie) if ":" in curie else f"https://w3id.org/ketenatlas/{curie}"
    labels = [one for one in About(small_store.statements, iri).description() if one.predicate.value == expand("rdfs:label")]  # fmt: skip
    assert len({one.subject for one in labels}) >= terms


def test_nothing_is_known_of_a_thing_nobody_named(small_store: Store):
    assert not about(small_store, "chain:omega").known
    assert about(small_store, "chain:gamma").known
