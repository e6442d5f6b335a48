"""Two networks as one, parts of a network, what is left after a scenario, and numbers of nodes: by hand."""

import numpy as np
import polars as pl
import pytest

from graph.afterwards import ALTERED, Afterwards
from graph.arrays import from_edges
from graph.comparison import ADDED, CHANGES, GONE, KEPT, STRONGER, WEAKER, compared, counts, narrowed
from graph.errors import UsageError
from graph.node_values import MOST_PATHS, VALUES, community
from graph.outcome import Step, followed
from graph.projections import PROJECTIONS, View
from graph.scenario_kinds import kinds
from graph.terms import PREFIXES

DAY = "2026-11-24"
E = PREFIXES["establishment"]


def network(edges: list[tuple[str, str, float]], *, directed: bool = True):
    table = pl.DataFrame(edges, schema={"start": pl.String, "end": pl.String, "weight": pl.Float64}, orient="row")
    names = sorted({end for one, two, _ in edges for end in (one, two)})
    nodes = pl.DataFrame({"node": names, "label": names, "region": [name[0] for name in names]})
    total = {
        "weight": pl.col("weight").sum(),
        "evidence": pl.lit("asserted").first(),
        "sources": pl.lit("s").first(),
    }
    return from_edges(table, nodes, directed=directed, total=total)


def told(graph) -> dict[tuple[str, str], tuple[str, float, float, float]]:
    arrays = graph.arrays
    rows = arrays.edge_table.select("change", "before", "after", "weight").rows()
    ends = zip(arrays.start.tolist(), arrays.end.tolist(), strict=True)
    return {(arrays.nodes[a], arrays.nodes[b]): row for (a, b), row in zip(ends, rows, strict=True)}


def test_every_edge_is_kept_added_or_gone():
    before = network([("a1", "b1", 2), ("b1", "b2", 1)])
    after = network([("a1", "b1", 5), ("c1", "a1", 3)])
    both = compared(before, after)
    assert told(both) == {
        ("a1", "b1"): (STRONGER, 2.0, 5.0, 5.0),
        ("b1", "b2"): (GONE, 1.0, 0.0, 1.0),
        ("c1", "a1"): (ADDED, 0.0, 3.0, 3.0),
    }
    assert counts(both) == {GONE: 1, WEAKER: 0, ADDED: 1, STRONGER: 1, KEPT: 0}
    assert counts(compared(after, before)) == {GONE: 1, WEAKER: 1, ADDED: 1, STRONGER: 0, KEPT: 0}
    assert both.arrays.nodes == ["a1", "b1", "b2", "c1"]
    assert both.arrays.node_table["region"].to_list() == ["a", "b", "b", "c"]
    assert both.arrays.edge_table["evidence"].null_count() == 0


def test_an_undirected_edge_is_the_same_whichever_end_comes_first():
    before, after = network([("z", "a", 2)], directed=False), network([("b", "c", 1), ("a", "z", 2)], directed=False)
    assert told(compared(before, after)) == {("a", "z"): (KEPT, 2.0, 2.0, 2.0), ("b", "c"): (ADDED, 0.0, 1.0, 1.0)}


def test_a_network_beside_itself_keeps_all(small):
    view = View(small.folder, as_of=DAY)
    for name, projection in PROJECTIONS.items():
        graph = projection(view)
        assert counts(compared(graph, graph)) == {**dict.fromkeys(CHANGES, 0), KEPT: graph.number_of_edges()}, name


def test_a_part_is_what_is_strong_enough_and_touches_the_region():
    graph = network([("a1", "b1", 2), ("b1", "b2", 1), ("c1", "a1", 3)])
    assert narrowed(graph) is graph
    assert set(narrowed(graph, 2.0).edges) == {("a1", "b1"), ("c1", "a1")}
    assert set(narrowed(graph, 2.0).nodes) == {"a1", "b1", "c1"}
    assert set(narrowed(graph, region="b").edges) == {("a1", "b1"), ("b1", "b2")}
    assert set(narrowed(graph, 2.0, "b").edges) == {("a1", "b1")}
    assert not set(narrowed(graph, region="nowhere").nodes)


@pytest.mark.parametrize("name", ALTERED)
def test_after_a_departure_nothing_of_the_one_who_left_is_in_the_network(small, name):
    view = View(small.folder, as_of=DAY)
    supplier = view.table("supplies")["supplier"].to_list()[0]
    before, after = followed(view, [Step(kinds()["establishment-leaves"], {"establishment": supplier})])
    how = {"one": "establishment"} if name == "bipartite" else {"by": "establishment"} if name != "colocation" else {}
    old = PROJECTIONS[name](Afterwards.of(view, before), **how)
    new = PROJECTIONS[name](Afterwards.of(view, after), **how)
    assert supplier not in set(new.nodes)
    changed = counts(compared(old, new))
    assert changed[ADDED] == changed[STRONGER] == 0
    if name in ("supply", "collaboration", "bipartite"):
        assert changed[GONE] == (old.degree(supplier) if supplier in old else 0)


def test_when_nothing_happens_the_network_is_as_before(small):
    view = View(small.folder, as_of=DAY)
    before, _ = followed(view, [])
    for name in ALTERED:
        same = counts(compared(PROJECTIONS[name](view), PROJECTIONS[name](Afterwards.of(view, before))))
        assert same[KEPT] == sum(same.values()), name
    assert Afterwards(small.folder, as_of=DAY).table("supplies").equals(view.table("supplies"))


def test_numbers_of_nodes_by_hand():
    graph = network([("a", "b", 2), ("b", "c", 1), ("b", "b", 4)])
    values = {name: value.of(graph).tolist() for name, value in VALUES.items()}
    assert values["connections"] == [1, 4, 1]  # a loop counts at both its ends
    assert values["outward"] == [2, 5, 0]
    assert values["inward"] == [0, 6, 1]
    assert values["strength"] == [2, 11, 1]
    assert values["between"] == [0, 0.5, 0]  # of (3 - 1)(3 - 2) pairs one goes through b


def test_ways_through_a_large_network_are_refused_with_advice():
    many = network([(f"n{at}", f"n{at + 1}", 1) for at in range(MOST_PATHS)])
    with pytest.raises(UsageError, match="choose a chain, a region or a coarser level"):
        VALUES["between"].of(many)


def test_communities_are_numbered_by_size():
    ring = [("a", "b", 9), ("b", "c", 9), ("c", "a", 9), ("x", "y", 9), ("c", "x", 0.1)]
    found = community(network(ring))
    assert found.tolist() == [1, 1, 1, 2, 2]
    assert np.array_equal(community(network([])), np.arange(1, 1))
