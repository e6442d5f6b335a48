"""Communities and regions: agreement beyond chance, by hand, by brute force and by networkx."""

import itertools
import math
import warnings

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.arrays import from_edges
from graph.metrics.communities import (
    _crossed,
    adjusted_mutual_information,
    agreement,
    assortativity,
    expected_information,
    mutual_information,
)


def test_agreement_by_hand():
    one, same, crossed = np.array([0, 0, 1, 1]), np.array([5, 5, 3, 3]), np.array([0, 1, 0, 1])
    assert adjusted_mutual_information(one, same) == 1.0
    # One of three ways to pair four things agrees fully: ln 2 / 3 by chance, so (0 - 1/3) / (1 - 1/3).
    assert adjusted_mutual_information(one, crossed) == pytest.approx(-0.5)
    assert adjusted_mutual_information(np.zeros(4), np.zeros(4)) == 1.0
    assert adjusted_mutual_information(np.zeros(4), np.arange(4)) == pytest.approx(0.0)


labels = st.lists(st.integers(0, 2), min_size=2, max_size=6)


@settings(max_examples=30, deadline=None)
@given(labels, st.data())
def test_what_chance_gives_is_the_mean_over_all_deals(one, data):
    two = data.draw(st.lists(st.integers(0, 2), min_size=len(one), max_size=len(one)))
    table = _crossed(np.array(one), np.array(two))
    dealt = [mutual_information(_crossed(np.array(one), np.array(deal))) for deal in itertools.permutations(two)]
    assert expected_information(table.sum(axis=1), table.sum(axis=0)) == pytest.approx(np.mean(dealt), abs=1e-9)


def clustered(regions: list[str]):
    rows = [(f"{c}{i}", f"{c}{j}") for c in "ab" for i in range(6) for j in range(6) if i != j] + [("a0", "b0")]
    nodes = [f"{c}{i}" for c in "ab" for i in range(6)]
    return from_edges(
        pl.DataFrame(rows, schema=["start", "end"], orient="row"), pl.DataFrame({"node": nodes, "region": regions})
    ).arrays


def test_communities_along_borders_agree_with_them_and_not_by_chance():
    made = agreement(clustered(["west"] * 6 + ["east"] * 6))
    assert (made.communities, made.agreement, made.nodes) == (2, 1.0, 12)
    assert made.inside == 60 / 61
    assert made.expected_inside == pytest.approx(0.45, abs=0.05)
    assert made.p_value < 0.01


def test_communities_across_borders_are_as_by_chance():
    made = agreement(clustered(["west", "east"] * 6))
    assert made.agreement < 0.05
    assert made.p_value > 0.2
    assert agreement(clustered(["west", "east"] * 6)) == made


def test_nodes_without_a_region_do_not_count_and_nothing_is_unknown():
    some = agreement(clustered(["west"] * 6 + [None] * 6))
    assert some.nodes == 6
    assert some.inside == 1.0
    none = agreement(clustered([None] * 12))
    assert none.nodes == 0
    assert math.isnan(none.inside)


edges = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda e: e[0] != e[1]), min_size=1, max_size=20, unique=True
)


@settings(deadline=None)
@given(edges, st.booleans())
def test_assortativity_is_that_of_networkx(rows, directed):
    group = {n: "xyz"[n % 3] for n in range(7)}
    table = pl.DataFrame(rows, schema={"start": pl.Int64, "end": pl.Int64}, orient="row")
    nodes = pl.DataFrame({"node": list(group), "group": list(group.values())})
    ours = from_edges(table, nodes, directed=directed, total={"weight": pl.lit(1.0)})
    theirs = nx.DiGraph(rows) if directed else nx.Graph(rows)
    nx.set_node_attributes(theirs, group, "group")
    with warnings.catch_warnings(action="ignore"):  # networkx divides by nought where all are of one group
        expected = nx.attribute_assortativity_coefficient(theirs, "group")
    assert assortativity(ours.arrays, "group") == pytest.approx(expected, nan_ok=True)
