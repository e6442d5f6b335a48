"""Array graphs are networkx graphs: every call works on them, and the fast ones say what networkx says."""

import math

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import algorithms
from graph.arrays import ArrayDiGraph, ArrayGraph, from_edges
from graph.backend import from_networkx
from graph.reshaping import simple

pairs = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(1, 5)), max_size=30)


def graphs(rows, directed: bool, loops: bool = True):
    """The same network as an array graph and as an ordinary networkx graph, and its nodes."""
    rows = [(f"n{a}", f"n{b}", w) for a, b, w in rows if loops or a != b]
    edges = pl.DataFrame(rows, schema={"start": pl.String, "end": pl.String, "weight": pl.Int64}, orient="row")
    nodes = pl.DataFrame({"node": [f"n{i}" for i in range(9)], "size": list(range(9))})
    ours = from_edges(edges, nodes, directed=directed, name="test")
    theirs = nx.DiGraph(name="test") if directed else nx.Graph(name="test")
    theirs.add_nodes_from((f"n{i}", {"size": i}) for i in range(9))
    for one, two, weight in rows:
        before = theirs.edges[one, two]["weight"] if theirs.has_edge(one, two) else 0
        theirs.add_edge(one, two, weight=before + weight)
    return ours, theirs


@given(pairs, st.booleans())
def test_holds_what_networkx_holds(rows, directed):
    ours, theirs = graphs(rows, directed)
    assert ours.is_directed() == directed
    assert dict(ours.nodes(data=True)) == dict(theirs.nodes(data=True))
    assert {n: dict(ours[n]) for n in ours} == {n: dict(theirs[n]) for n in theirs}
    assert (ours.number_of_edges(), ours.size("weight")) == (theirs.number_of_edges(), theirs.size("weight"))
    assert dict(ours.degree(weight="weight")) == dict(theirs.degree(weight="weight"))
    assert nx.utils.graphs_equal(ours.copy(), theirs)
    assert type(ours.copy()) is type(theirs)
    if directed:
        assert {n: dict(ours.pred[n]) for n in ours} == {n: dict(theirs.pred[n]) for n in theirs}
        assert nx.utils.graphs_equal(ours.reverse().copy(), theirs.reverse())
    assert nx.utils.graphs_equal(
        ours.subgraph(["n1", "n2", "n5", "x"]).copy(), theirs.subgraph(["n1", "n2", "n5"]).copy()
    )
    assert nx.utils.graphs_equal(from_networkx(theirs).copy(), theirs)


def same(ours, theirs) -> bool:
    return set(ours) == set(theirs) and all(
        math.isclose(ours[n], theirs[n], rel_tol=1e-6, abs_tol=1e-9) for n in theirs
    )


@pytest.fixture(params=[True, False], ids=["with igraph", "without igraph"])
def engines(request, monkeypatch):
    """Every fast call is tried with the optional igraph and without it."""
    assert algorithms.IGRAPH
    monkeypatch.setattr(algorithms, "IGRAPH", request.param)


ROWS = [
    (0, 1, 2),
    (1, 2, 1),
    (2, 0, 3),
    (2, 3, 1),
    (3, 4, 2),
    (4, 5, 1),
    (5, 3, 1),
    (5, 6, 4),
    (0, 1, 5),
    (7, 8, 1),
    (1, 4, 2),
]


@pytest.mark.usefixtures("engines")
@pytest.mark.parametrize("directed", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_fast_calls_say_what_networkx_says(directed, seed):
    rng = np.random.default_rng(seed)
    rows = ROWS if seed == 0 else [(int(a), int(b), int(w)) for a, b, w in rng.integers((0, 0, 1), (9, 9, 6), (25, 3))]
    ours, theirs = graphs(rows, directed, loops=False)
    assert same(nx.pagerank(ours), nx.pagerank(theirs))
    for told in (
        {},
        {"normalized": False},
        {"weight": "weight"},
        {"k": 4, "seed": 7},
        {"k": 4, "seed": 7, "normalized": False},
    ):
        assert same(nx.betweenness_centrality(ours, **told), nx.betweenness_centrality(theirs, **told)), told
    assert nx.core_number(ours) == nx.core_number(theirs)
    if directed:
        for call in (nx.weakly_connected_components, nx.strongly_connected_components):
            assert sorted(map(sorted, call(ours))) == sorted(map(sorted, call(theirs)))
    else:
        assert sorted(map(sorted, nx.connected_components(ours))) == sorted(
            map(sorted, nx.connected_components(theirs))
        )
        assert {frozenset(edge) for edge in nx.bridges(ours)} == {frozenset(edge) for edge in nx.bridges(theirs)}
        assert set(nx.articulation_points(ours)) == set(nx.articulation_points(theirs))


@pytest.mark.usefixtures("engines")
@pytest.mark.parametrize("directed", [True, False])
def test_ways_along_edges_of_one_length_are_counted_in_steps(directed):
    ours, theirs = graphs([(one, two, 3) for one, two in dict.fromkeys(row[:2] for row in ROWS)], directed)
    found = nx.betweenness_centrality(ours, weight="weight")
    assert same(found, nx.betweenness_centrality(theirs, weight="weight"))
    assert any(found.values())


@given(pairs, st.booleans())
def test_a_simple_graph_adds_both_ways_up_and_has_no_loops(rows, directed):
    ours, _ = graphs(rows, directed)
    _, theirs = graphs(rows, directed=False, loops=False)
    made = simple(ours)
    assert nx.utils.graphs_equal(made.copy(), theirs)
    assert made.size("weight") == theirs.size("weight")
    told = simple(ours, {"weight": pl.col("weight").sum(), "most": pl.col("weight").max()})
    assert all(data["most"] <= data["weight"] for _, _, data in told.edges(data=True))


@settings(max_examples=30)
@given(pairs)
def test_sampled_paths_are_all_paths_when_every_node_is_a_source(rows):
    ours, theirs = graphs(rows, directed=True)
    counted = algorithms.sampled_paths(ours.arrays, list(range(9)))
    expected = nx.betweenness_centrality(theirs, normalized=False)
    assert same(dict(zip(ours.arrays.nodes, counted.tolist(), strict=True)), expected)


def test_fast_calls_do_not_go_through_networkx(monkeypatch):
    ours, _ = graphs(ROWS, directed=True)
    asked = []
    monkeypatch.setitem(algorithms.FAST, "pagerank", lambda *a, **k: asked.append((a, k)) or {"answered": 1.0})
    assert nx.pagerank(ours, alpha=0.5) == {"answered": 1.0}
    assert asked[0][0][0] is ours


@pytest.mark.parametrize(
    "call",
    [
        lambda g: nx.shortest_path_length(g, "n0"),
        lambda g: nx.triangles(g.to_undirected() if g.is_directed() else g),
        nx.density,
        nx.closeness_centrality,
        lambda g: sorted(nx.bfs_edges(g, "n0")),
        lambda g: nx.to_numpy_array(g).tolist(),
        lambda g: nx.pagerank(g, personalization={"n0": 1}),
        lambda g: nx.betweenness_centrality(g, endpoints=True),
        lambda g: nx.is_weakly_connected(g) if g.is_directed() else nx.is_connected(g),
        lambda g: sorted(map(sorted, nx.ego_graph(g, "n2", radius=1).edges)),
        lambda g: nx.node_link_data(g, edges="links"),
        lambda g: nx.attribute_assortativity_coefficient(g, "size"),
    ],
)
@pytest.mark.parametrize("directed", [True, False])
def test_other_calls_run_as_networkx_wrote_them(call, directed):
    ours, theirs = graphs(ROWS, directed)
    assert call(ours) == call(theirs)


def test_a_view_is_answered_from_the_view():
    ours, theirs = graphs(ROWS, directed=True)
    for kept in (ours.edge_subgraph([("n0", "n1"), ("n1", "n2")]),):
        expected = theirs.edge_subgraph([("n0", "n1"), ("n1", "n2")])
        assert same(nx.pagerank(kept), nx.pagerank(expected))


def test_it_cannot_be_changed_and_its_copy_can():
    ours, _ = graphs(ROWS, directed=True)
    with pytest.raises(nx.NetworkXError, match="cannot be changed"):
        ours.add_edge("n0", "new")
    with pytest.raises(nx.NetworkXError, match="cannot be changed"):
        ours.remove_node("n0")
    assert nx.is_frozen(ours)
    copy = ours.copy()
    copy.add_edge("n0", "new")
    assert "new" in copy
    assert "new" not in ours


def test_parallel_rows_add_up_and_parallel_edges_of_a_multigraph_too():
    ours, _ = graphs([(0, 1, 2), (0, 1, 5), (1, 0, 1)], directed=True)
    assert ours.edges["n0", "n1"]["weight"] == 7
    many = nx.MultiDiGraph()
    many.add_edge("a", "b", weight=2)
    many.add_edge("a", "b", weight=5)
    assert nx.DiGraph(many).edges["a", "b"]["weight"] == 5  # why it has to be done here
    assert from_networkx(many).edges["a", "b"]["weight"] == 7
    undirected = from_edges(pl.DataFrame({"start": ["a", "b"], "end": ["b", "a"]}), directed=False)
    assert undirected.edges["b", "a"]["weight"] == 2


@pytest.mark.usefixtures("engines")
def test_leiden_finds_what_hangs_together_and_repeats_itself():
    rows = [(f"{c}{i}", f"{c}{j}") for c in "ab" for i in range(6) for j in range(i)] + [("a0", "b0")]
    ours = from_edges(pl.DataFrame(rows, schema=["start", "end"], orient="row"), directed=False)
    found = nx.community.leiden_communities(ours, seed=3)
    assert sorted(map(sorted, found)) == [[f"{c}{i}" for i in range(6)] for c in "ab"]
    assert found == nx.community.leiden_communities(ours, seed=3)


def test_leiden_is_as_modular_as_louvain():
    theirs = nx.karate_club_graph()
    ours = from_networkx(theirs)
    leiden = nx.community.modularity(theirs, nx.community.leiden_communities(ours, seed=1))
    assert leiden >= nx.community.modularity(theirs, nx.community.louvain_communities(theirs, seed=1)) - 1e-9


def test_an_empty_graph_is_a_graph():
    for directed, kind in ((True, ArrayDiGraph), (False, ArrayGraph)):
        ours, _ = graphs([], directed)
        assert isinstance(ours, kind)
        assert ours.number_of_edges() == 0
        expected = nx.empty_graph([f"n{i}" for i in range(9)], create_using=nx.DiGraph)
        assert same(nx.pagerank(ours), nx.pagerank(expected))
