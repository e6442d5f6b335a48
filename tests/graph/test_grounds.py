"""Grounds: the claims a row rests on, the statements that tie its things, and what rests on a source."""

import datetime

import pyoxigraph as ox

from graph.cited import ages, resting, sources
from graph.explain import Explainer
from graph.grounds import claims_of, ties
from graph.lineage import rows_of, rows_of_each
from graph.store import Store
from graph.terms import expand

SEMICON = [expand(name) for name in ("chain:semicon", "stage:semicon-design", "region:zuidoost-brabant")]


def classes(store: Store, iri: str) -> set[str]:
    quads = store.statements.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(expand("rdf:type")), None, None)
    return {quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)}


def test_a_row_of_a_chain_and_a_region_rests_on_participations_from_files(brabant_store: Store):
    """No claim names chain and region together: presences do, and lead to the participations they come from."""
    claims = claims_of(brabant_store.statements, SEMICON)
    assert claims
    for claim in claims:
        assert expand("ka:StageParticipation") in classes(brabant_store, claim)
        assert rows_of(brabant_store.folder, f"<{claim}>")
    counted = brabant_store.select(
        f"""SELECT (COUNT(DISTINCT ?claim) AS ?n) WHERE {{
          ?presence a <{expand("ka:Presence")}> ; <{expand("ka:presentStage")}> <{SEMICON[1]}> ;
            <{expand("ka:presentInRegion")}> <{SEMICON[2]}> ; <{expand("ka:presentEstablishment")}> ?who .
          ?claim <{expand("ka:participant")}> ?who ; <{expand("ka:inStage")}> <{SEMICON[1]}> }}"""
    ).values
    assert counted == [(len(claims),)]


def test_a_flow_rests_on_supplies(brabant_store: Store):
    pair = [expand("region:zuidoost-brabant"), expand("region:noordoost-brabant")]
    claims = claims_of(brabant_store.statements, [*pair, expand("chain:semicon")])
    assert claims
    assert all(expand("ka:SupplyRelation") in classes(brabant_store, claim) for claim in claims)


def test_of_one_thing_its_claims_and_of_strangers_none(brabant_store: Store):
    alone = claims_of(brabant_store.statements, [expand("establishment:asml-veldhoven")])
    assert len(alone) > 5
    assert not any("/presence/" in claim or "/link/" in claim for claim in alone)
    assert claims_of(brabant_store.statements, [expand("chain:semicon"), expand("document:no-such")]) == []


def test_what_ties_things_together_has_a_reason(brabant_store: Store):
    found = ties(brabant_store.statements, SEMICON, 6)
    assert len(found) == 3
    explainer = Explainer(brabant_store.statements, str(brabant_store.manifest["as_of"]))
    assert all(explainer.explain(triple) is not None for triple in found)
    assert ties(brabant_store.statements, SEMICON, 1) == found[:1]
    assert ties(brabant_store.statements, SEMICON[:1], 6) == []


def test_rows_of_many_things_are_those_of_each(brabant_store: Store):
    terms = [f"<{expand(name)}>" for name in ("chain:semicon", "establishment:asml-veldhoven", "chain:none")]
    each = rows_of_each(brabant_store.folder, terms)
    assert each == {term: rows_of(brabant_store.folder, term) for term in terms[:2]}


def test_sources_count_what_names_them_without_what_is_computed(brabant_store: Store):
    table = sources(brabant_store.folder)
    loaded = brabant_store.select(f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s a <{expand('ka:Source')}> }}").values
    assert table.height == loaded[0][0]
    assert table["cited"].is_sorted(descending=True)
    for source, cited in table.filter(table["cited"] > 0).tail(5).select("source", "cited").iter_rows():
        rests = resting(brabant_store, source, 1000)
        assert rests.height == cited
        assert not any("/presence/" in thing or "/link/" in thing for thing in rests["thing"])
    assert resting(brabant_store, table["source"][0], 7).height == 7


def test_every_source_has_one_age(brabant_store: Store):
    table = sources(brabant_store.folder)
    told = ages(table, datetime.date(2026, 11, 24))
    assert sum(number for _, number, _ in told) == table.height
    assert sum(cited for _, _, cited in told) == table["cited"].sum()
    undated = {bound: number for bound, number, _ in told}[-1]
    assert undated == table["issued"].null_count()
    later = ages(table, datetime.date(2126, 11, 24))
    assert [bound for bound, _, _ in later] == [None, -1], "in a hundred years all are old"
