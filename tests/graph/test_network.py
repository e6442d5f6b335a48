"""Networks: parallel relations add up, nothing is lost, and a shuffled graph gives the same network."""

import networkx as nx
import pytest

from graph import network
from graph.errors import UsageError
from graph.store import Store

DAY = {"asOf": "2026-11-24"}


def short(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def weights(graph: "nx.DiGraph[str]") -> dict[tuple[str, str], int]:
    return {(short(a), short(b)): w for a, b, w in graph.edges(data="weight")}


def test_flows_by_region_are_the_hand_counted_ones(small_store: Store):
    """The counts of tests/questions/A1-10.yaml, first case."""
    graph = network.flows(small_store, "region", {**DAY, "chain": "alfa"})
    z, m, w, n = (f"{name}-brabant" for name in ("zuidoost", "midden", "west", "noordoost"))
    assert weights(graph) == {
        (z, z): 7, (m, z): 5, (w, z): 3, (z, n): 3, ("DE", z): 2, (n, m): 2, (n, z): 2, (m, m): 1, (w, m): 1,
        (z, "pv25"): 1, (z, m): 1,
    }  # fmt: skip


def test_parallel_supplies_add_up(small_store: Store):
    graph = network.flows(small_store, "establishment", {**DAY, "chain": "alfa"})
    edge = graph.edges["https://w3id.org/ketenatlas/establishment/e08", "https://w3id.org/ketenatlas/establishment/e04"]
    assert edge["weight"] == 2
    assert {short(source) for source in edge["sources"].split("; ")} == {"testbron", "tweede-bron"}


@pytest.mark.parametrize("by", network.LEVELS)
def test_every_level_sums_to_the_same_number_of_supplies(small_store: Store, by):
    assert sum(weights(network.flows(small_store, by, DAY)).values()) == 37


def test_a_municipality_outside_is_its_region(small_store: Store):
    graph = network.flows(small_store, "municipality", {**DAY, "chain": "alfa"})
    assert {short(node) for node in graph} == {
        "gm0772",
        "gm0794",
        "gm0855",
        "gm0797",
        "gm0828",
        "gm1709",
        "DE",
        "pv25",
    }


def test_places_know_where_they_lie(small_store: Store):
    graph = network.flows(small_store, "region", DAY)
    inside = [data for node, data in graph.nodes(data=True) if "/region/" in node]
    assert len(inside) == 4
    assert all(4 < data["longitude"] < 6 and 51 < data["latitude"] < 52 for data in inside)
    assert "longitude" not in graph.nodes["http://data.europa.eu/nuts/code/DE"]


def test_a_chain_has_all_its_stages_also_the_empty_ones(small_store: Store):
    graph = network.chain(small_store, {**DAY, "chain": "gamma"})
    assert sorted(data["label"] for _, data in graph.nodes(data=True)) == [f"Stap {i}" for i in range(1, 6)]
    assert graph.number_of_edges() == 0


def test_a_chain_joins_stages_establishments_and_regions(small_store: Store):
    graph = network.chain(small_store, {**DAY, "chain": "alfa"})
    relations = {data["relation"] for *_, data in graph.edges(data=True)}
    assert relations == {"performs", "in", "supplies"}
    e02 = "https://w3id.org/ketenatlas/establishment/e02"
    assert graph.edges[e02, "https://w3id.org/ketenatlas/stage/a3"]["weight"] == 2  # two sources
    assert graph.edges[e02, "https://w3id.org/ketenatlas/region/zuidoost-brabant"]["relation"] == "in"
    assert "https://w3id.org/ketenatlas/establishment/e09" not in graph  # closed


def test_evidence_bounds_a_network(small_store: Store):
    sure = network.flows(small_store, "region", {**DAY, "evidence": "asserted"})
    all_of_it = network.flows(small_store, "region", DAY)
    assert sum(weights(sure).values()) == 26  # 19 in alfa, 7 in beta
    assert set(weights(sure)) <= set(weights(all_of_it))


def test_networkx_understands_it(small_store: Store):
    graph = network.flows(small_store, "region", DAY)
    assert nx.pagerank(graph, weight="weight")
    assert nx.number_weakly_connected_components(graph) == 1


def test_short_names_tell_establishments_of_one_organisation_apart(brabant_store: Store):
    graph = network.chain(brabant_store, {"chain": "semicon"})
    names = [data["short"] for _, data in graph.nodes(data=True) if data["kind"] == "establishment"]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda s: network.flows(s, "street"), "by region, municipality, establishment, not by 'street'"),
        (lambda s: network.chain(s, {}), "which chain"),
        (lambda s: network.chain(s, {"chain": "nope"}), "'nope' is not in the atlas"),
        (lambda s: network.flows(s, "region", {"colour": "red"}), "flows has no parameter 'colour'"),
    ],
)
def test_says_what_it_does_not_understand(small_store: Store, call, message):
    with pytest.raises(UsageError, match=message):
        call(small_store)
