"""Networks from the facts of an atlas: what they hold, on which day, on what evidence, with nothing lost."""

import networkx as nx
import pytest

from graph import extracts, network
from graph.errors import AtlasError, UsageError
from graph.projections import (
    PROJECTIONS,
    View,
    bipartite,
    coalitions,
    colocation,
    commuting,
    inside,
    places,
    stage_flow,
    supply,
)
from graph.reshaping import with_distance
from graph.store import Store
from graph.terms import PREFIXES

DAY = "2026-11-24"
E, S, R, C = (PREFIXES[kind] for kind in ("establishment", "stage", "region", "chain"))


@pytest.fixture
def view(small):
    def of(**told) -> View:
        return View(small.folder, as_of=DAY, **told)

    return of


@pytest.mark.parametrize("by", ["region", "municipality", "establishment"])
@pytest.mark.parametrize(
    "told", [{}, {"chain": "alfa"}, {"chain": "beta", "evidence": "asserted"}, {"evidence": "estimated"}]
)
def test_supply_is_what_the_query_says(by, told, small, small_store: Store):
    chain = told.get("chain")
    ours = supply(
        View(small.folder, as_of=DAY, chain=C + chain if chain else None, evidence=told.get("evidence", "all")), by
    )
    theirs = network.flows(small_store, by, {**told, "asOf": DAY})
    # Tholen is in no region of the atlas since 2021: the query, which counts by region, leaves its supply out.
    tholen = {"establishment": E + "e21", "municipality": PREFIXES["municipality"] + "gm0716", "region": None}[by]
    edges = {(one, two): data["weight"] for one, two, data in ours.edges(data=True) if one != tholen}
    assert edges == {(one, two): data["weight"] for one, two, data in theirs.edges(data=True)}
    assert edges
    if not told:
        assert (ours.graph["left_out"] == 1) == (by == "region")
        assert ours.has_node(tholen) == (by != "region")
    for one, two in edges:
        assert ours.edges[one, two]["evidence"] == theirs.edges[one, two]["evidence"]
        assert ours.edges[one, two]["sources"] == theirs.edges[one, two]["sources"]
    labels = nx.get_node_attributes(theirs, "label")
    assert {node: name for node, name in nx.get_node_attributes(ours, "label").items() if node in labels} == labels


def test_parallel_supplies_add_up(view):
    graph = supply(view())
    assert graph.edges[E + "e08", E + "e04"]["weight"] == 2
    assert graph.edges[E + "e08", E + "e04"]["relations"] == 2
    assert graph.size("weight") == 38  # forty supplies less one that ended in 2024 and one to a site closed in 2023


def test_evidence_and_day_bound_a_network(small):
    sizes = [
        supply(View(small.folder, as_of=DAY, evidence=level)).size("weight")
        for level in ("asserted", "estimated", "reconstructed", "all")
    ]
    assert sizes[-1] == 38
    assert sizes[0] < sizes[1] < sizes[2] == sizes[3]
    early = supply(View(small.folder, as_of="2020-06-01"))
    assert early.has_edge(E + "e16", E + "e13")
    assert not supply(View(small.folder, as_of=DAY)).has_edge(E + "e16", E + "e13")


def test_stage_flow_holds_every_stage_and_the_loop(view):
    graph = stage_flow(view(chain=C + "alfa"))
    assert set(graph) == {f"{S}a{i}" for i in range(1, 6)}
    assert not nx.is_directed_acyclic_graph(graph)
    lonely = stage_flow(view(chain=C + "gamma"))
    assert set(lonely) == {f"{S}g{i}" for i in range(1, 6)}


def test_bipartite_counts_establishments_once(view):
    graph = bipartite(view(), "region", "chain")
    assert nx.is_bipartite(graph)
    table = extracts.read(view().folder, "presences")
    here = table.filter((table["region"] == R + "zuidoost-brabant") & (table["chain"] == C + "alfa") & table["primary"])
    assert graph.edges[R + "zuidoost-brabant", C + "alfa"]["weight"] == here["establishment"].n_unique()


def test_colocation_counts_shared_places(view):
    graph = colocation(view(), by="region", of="chain")
    regions = bipartite(view(), "region", "chain")
    shared = set(regions[C + "alfa"]) & set(regions[C + "beta"])
    assert graph.edges[C + "alfa", C + "beta"]["weight"] == len(shared)
    assert C + "gamma" not in graph


def test_a_network_by_park_leaves_out_who_is_on_none(view):
    graph = supply(view(), "park")
    assert {node.rsplit("/", 1)[-1] for node in graph} <= {str(1001 + i) for i in range(8)}
    assert graph.size("weight") < supply(view()).size("weight")


def test_the_bundled_atlas_gives_every_projection(brabant):
    for name, make in PROJECTIONS.items():
        if name == "projects":  # no public source tells who has a role in which project
            continue
        graph = make(View(brabant.folder, as_of=DAY))
        assert graph.number_of_edges() > 0, name
        assert all(
            data["weight"] > 0 and data["evidence"] and data["sources"] for _, _, data in graph.edges(data=True)
        ), name
        assert graph.graph["as_of"] == DAY
    assert commuting(View(brabant.folder)).number_of_edges() == 16
    assert (
        len(
            [
                node
                for node in coalitions(View(brabant.folder))
                if "/coalition/" in node or "innovation-coalition" in node
            ]
        )
        == 16
    )


def test_distance_is_the_inverse_of_strength(view):
    graph = with_distance(supply(view()))
    twice, once = graph.edges[E + "e08", E + "e04"]["distance"], graph.edges[E + "e18", E + "e04"]["distance"]
    assert once == 2 * twice
    assert {data["distance"] % 1 for _, _, data in graph.edges(data=True)} == {0.0}


def test_places_are_those_of_the_day(small):
    then, now = (
        dict(places(View(small.folder, as_of=day)).select("establishment", "region").rows())
        for day in ("2024-06-01", DAY)
    )
    assert E + "e09" not in then
    assert E + "e10" not in then
    assert now[E + "e10"] == R + "midden-brabant"
    assert now[E + "e22"].endswith("DE")
    assert inside(now[E + "e10"])


def test_what_cannot_be_asked_is_said(view, tmp_path):
    with pytest.raises(UsageError, match="by: 'street' is not one of"):
        supply(view(), "street")
    with pytest.raises(UsageError, match="evidence"):
        supply(view(evidence="sure"))
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        supply(View(view().folder, as_of="yesterday"))
    with pytest.raises(AtlasError, match="make it again with: ketenatlas build"):
        extracts.read(tmp_path, "supplies")


def test_text_comes_out_as_it_went_in():
    import polars as pl

    rows = [
        (
            "<urn:a>",
            "<http://www.w3.org/2000/01/rdf-schema#label>",
            '"Een \\"term\\" met \\\\ en\\nregel"@nl',
            "<urn:g>",
        )
    ]
    made = extracts.labels(pl.DataFrame(rows, schema=["s", "p", "o", "g"], orient="row"))
    assert made.rows() == [("urn:a", 'Een "term" met \\ en\nregel', 'Een "term" met \\ en\nregel')]


def test_parties_are_joined_to_their_projects(with_example):
    graph = PROJECTIONS["projects"](View(with_example.folder, as_of=DAY))
    assert graph.number_of_edges() > 1
    assert nx.is_bipartite(graph)
    assert set(nx.get_node_attributes(graph, "kind").values()) == {"party", "project"}
    assert all(data["evidence"] == "synthetic" for _, _, data in graph.edges(data=True))


def test_every_network_says_what_it_is():
    from ketenatlas.networks import BY_SPARQL, NETWORKS

    assert set(NETWORKS) == {*PROJECTIONS, *BY_SPARQL}
