"""Flows between groups, by a table and by a network, as counted by hand."""

import math

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from graph.arrays import from_edges
from graph.metrics.regions import flow_matrix, quotient

FLOWS = pl.DataFrame(
    {
        "start": ["a", "a", "b", "c", "c"],
        "end": ["b", "c", "c", "c", "d"],
        "from": ["x", "x", "x", "y", "y"],
        "to": ["x", "y", "y", "y", None],
        "weight": [2.0, 3.0, 1.0, 4.0, 5.0],
    }
)


def test_a_table_is_summed_by_hand():
    made = flow_matrix(FLOWS, "from", "to", "weight")
    assert made.names == ["x", "y"]
    assert made.values.tolist() == [[2.0, 4.0], [0.0, 4.0]]
    assert made.inside == 0.6
    assert made.retained().tolist() == [2 / 6, 1.0]
    assert made.table().rows() == [("x", "x", 2.0), ("x", "y", 4.0), ("y", "y", 4.0)]


def test_nothing_that_flows_is_unknown_and_not_zero():
    made = flow_matrix(FLOWS.clear(), "from", "to", "weight")
    assert math.isnan(made.inside)
    one_way = flow_matrix(FLOWS.filter(pl.col("to") == "y"), "from", "to", "weight")
    assert one_way.retained().tolist() == [0.0, 1.0]


edges = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 9)), min_size=1, max_size=20)


@given(edges, st.booleans(), st.randoms(use_true_random=False))
def test_a_network_gives_what_its_table_gives(rows, directed, random):
    random.shuffle(rows)
    group = {n: "xyz"[n % 3] for n in range(6)}
    table = pl.DataFrame(rows, schema={"start": pl.Int64, "end": pl.Int64, "weight": pl.Int64}, orient="row")
    nodes = pl.DataFrame({"node": list(group), "group": list(group.values())})
    made = quotient(from_edges(table, nodes, directed=directed).arrays, "group")
    placed = table.with_columns(
        pl.col("start").replace_strict(group).alias("from"), pl.col("end").replace_strict(group).alias("to")
    )
    expected = np.zeros((3, 3))
    for one, two, weight in placed.select("from", "to", "weight").iter_rows():
        expected["xyz".index(one), "xyz".index(two)] += weight
    if not directed:
        crossed = expected + expected.T
        np.fill_diagonal(crossed, np.diag(expected))
        assert made.values.sum() - np.trace(made.values) == crossed.sum() - np.trace(crossed)
        assert np.trace(made.values) == np.trace(crossed)
    else:
        assert made.values.tolist() == expected.tolist()
