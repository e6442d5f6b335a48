"""Presences and links say what follows from the claims, in the periods in which all parts hold."""

import pytest

from graph.store import Store

KA = "PREFIX ka: <https://w3id.org/ketenatlas/ontology#> PREFIX e: <https://w3id.org/ketenatlas/establishment/> "


def one(store: Store, pattern: str) -> list[tuple]:
    return store.select(
        f"{KA} SELECT ?region ?since ?until ?primary WHERE {{ {pattern} }} ORDER BY ?region ?since"
    ).values


def presence(establishment: str) -> str:
    return (
        f"?p ka:presentEstablishment e:{establishment} ; ka:presentInRegion ?r ; ka:since ?since ; ka:until ?until ; "
        "ka:primary ?primary . BIND(REPLACE(STR(?r), '.*/', '') AS ?region)"
    )


def days(rows: list[tuple]) -> list[tuple]:
    return [(region, str(since), str(until), primary) for region, since, until, primary in rows]


def test_a_presence_without_known_bounds_is_open_at_both_ends(small_store: Store):
    assert days(one(small_store, presence("e08"))) == [("midden-brabant", "0001-01-01", "9999-12-31", True)]


def test_a_presence_ends_with_the_establishment(small_store: Store):
    assert days(one(small_store, presence("e09"))) == [("midden-brabant", "0001-01-01", "2023-12-31", True)]
    assert days(one(small_store, presence("e10"))) == [("midden-brabant", "2025-01-01", "9999-12-31", True)]


def test_a_municipality_in_two_regions_gives_two_presences(small_store: Store):
    assert days(one(small_store, presence("e12"))) == [
        ("midden-brabant", "0001-01-01", "9999-12-31", True),
        ("noordoost-brabant", "0001-01-01", "2024-12-31", False),
    ]


def test_tholen_is_present_in_west_brabant_but_not_by_primary_membership(small_store: Store):
    assert days(one(small_store, presence("e21"))) == [("west-brabant", "0001-01-01", "2020-12-31", False)]


def test_an_establishment_outside_is_present_in_its_country(small_store: Store):
    assert days(one(small_store, presence("e22"))) == [("DE", "0001-01-01", "9999-12-31", True)]


def test_presences_whose_parts_never_meet_are_not_made(small_store: Store):
    """e16 took part until 2024-06-30: the presence ends then, whatever the membership says."""
    assert days(one(small_store, presence("e16"))) == [("noordoost-brabant", "0001-01-01", "2024-06-30", True)]


@pytest.mark.parametrize("name", ["small_store", "brabant_store"])
def test_a_relation_has_at_most_one_primary_link(name, request: pytest.FixtureRequest):
    store: Store = request.getfixturevalue(name)
    query = (
        KA
        + "SELECT ?relation (COUNT(?link) AS ?n) { ?link ka:ofRelation ?relation ; ka:primary true } GROUP BY ?relation HAVING (COUNT(?link) > 1)"
    )
    assert store.select(query).terms == []


@pytest.mark.parametrize("name", ["small_store", "brabant_store"])
def test_primary_presences_add_up_to_the_participations_in_the_province_and_outside(
    name, request: pytest.FixtureRequest
):
    """Sum over regions by primary membership = total: nobody is counted twice, and only Tholen's are left out."""
    store: Store = request.getfixturevalue(name)
    total = (
        KA
        + """SELECT (COUNT(DISTINCT ?c) AS ?n) {
        ?c a ka:StageParticipation ; ka:participant ?e .
        { ?e ka:inMunicipality ?m . ?m ka:within <https://identifier.overheid.nl/tooi/id/provincie/pv30> }
        UNION { ?e ka:outsideRegion ?r } }"""
    )
    primary = KA + "SELECT (COUNT(?p) AS ?n) { ?p a ka:Presence ; ka:primary true }"
    assert store.select(primary).values == store.select(total).values


def test_a_link_carries_the_evidence_and_source_of_its_relation(small_store: Store):
    query = (
        KA
        + """SELECT ?link { ?link ka:ofRelation ?r . ?r ka:evidenceLevel ?a . ?link ka:evidenceLevel ?b .
        FILTER(?a != ?b) }"""
    )
    assert small_store.select(query).terms == []
    assert (
        small_store.select(KA + "SELECT ?l { ?l a ka:Link . MINUS { ?l <http://purl.org/dc/terms/source> ?s } }").terms
        == []
    )
