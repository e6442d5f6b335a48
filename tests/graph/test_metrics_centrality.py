"""Centrality: worked examples, a count of all shortest ways by brute force, and what must not change the outcome."""

import itertools
from collections import defaultdict
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.metrics.centrality import betweenness, cut_points

Edge = tuple[str, str, int]


def edges(*rows: Edge) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"source": pl.String, "target": pl.String, "strength": pl.Int64}, orient="row")


def both_ways(*pairs: str) -> pl.DataFrame:
    return edges(*((a, b, 1) for pair in pairs for a, b in (pair, pair[::-1])))


def test_the_centre_of_a_star_lies_between_all_others():
    """Freeman (1977): the centre of a star has the largest value there is, one."""
    star = both_ways("ab", "ac", "ad", "ae")
    assert dict(betweenness(star).rows()) == {"a": 1.0, "b": 0.0, "c": 0.0, "d": 0.0, "e": 0.0}
    assert dict(cut_points(star).rows()) == {"a": True, "b": False, "c": False, "d": False, "e": False}


def test_a_line_of_suppliers_by_hand():
    """Of 3 * 2 ordered pairs of others, b lies between a-c and a-d, c between a-d and b-d."""
    line = edges(("a", "b", 1), ("b", "c", 1), ("c", "d", 1))
    assert dict(betweenness(line).rows()) == pytest.approx({"a": 0, "b": 2 / 6, "c": 2 / 6, "d": 0})


def test_a_strong_edge_is_a_short_one():
    """From a to c by b is 1/4 + 1/4, which beats the direct 1/1; with weak edges the direct way wins."""
    strong, weak = (
        edges(("a", "b", 4), ("b", "c", 4), ("a", "c", 1)),
        edges(("a", "b", 1), ("b", "c", 1), ("a", "c", 1)),
    )
    assert dict(betweenness(strong).rows())["b"] == 1 / 2
    assert dict(betweenness(weak).rows())["b"] == 0


def test_parallel_edges_add_up():
    apart = edges(("a", "b", 1), ("a", "b", 3), ("b", "c", 4), ("a", "c", 1))
    assert betweenness(apart).equals(betweenness(edges(("a", "b", 4), ("b", "c", 4), ("a", "c", 1))))


def test_ways_of_equal_length_are_equal():
    """Three thirds are one: the direct way of strength 1 and the way by b and c of strength 3 share the pair a-d."""
    tied = edges(("a", "d", 1), ("a", "b", 3), ("b", "c", 3), ("c", "d", 3))
    assert dict(betweenness(tied).rows())["b"] == pytest.approx((1 + 1 / 2) / 6)


def test_two_triangles_hang_together_by_one_node():
    bow = both_ways("ab", "bc", "ca", "cd", "de", "ec")
    assert [node for node, cut in cut_points(bow).rows() if cut] == ["c"]


def test_no_edges_no_nodes():
    assert betweenness(edges()).rows() == []
    assert cut_points(edges()).rows() == []


networks = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"), st.integers(1, 4)).filter(lambda e: e[0] != e[1]),
    min_size=1,
    max_size=12,
)


def by_brute_force(rows: list[Edge]) -> dict[str, float]:
    """All ways without return between all pairs, their lengths as fractions."""
    strength: dict[tuple[str, str], int] = defaultdict(int)
    for source, target, number in rows:
        strength[source, target] += number
    nodes = sorted({node for edge in strength for node in edge})
    found = dict.fromkeys(nodes, Fraction(0))
    for start, end in itertools.permutations(nodes, 2):
        ways: dict[Fraction, list[tuple[str, ...]]] = defaultdict(list)
        others = [node for node in nodes if node not in (start, end)]
        for size in range(len(others) + 1):
            for between in itertools.permutations(others, size):
                steps = list(itertools.pairwise((start, *between, end)))
                if all(step in strength for step in steps):
                    ways[sum((Fraction(1, strength[step]) for step in steps), Fraction(0))].append(between)
        if ways:
            shortest = ways[min(ways)]
            for between in shortest:
                for node in between:
                    found[node] += Fraction(1, len(shortest))
    scale = (len(nodes) - 1) * (len(nodes) - 2) or 1
    return {node: float(value / scale) for node, value in found.items()}


@settings(max_examples=40, deadline=None)
@given(networks)
def test_betweenness_counts_the_shortest_ways(rows: list[Edge]):
    assert dict(betweenness(edges(*rows)).rows()) == pytest.approx(by_brute_force(rows), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(networks, st.randoms(use_true_random=False))
def test_neither_order_nor_names_matter(rows: list[Edge], chance):
    names = dict(zip("abcde", chance.sample("vwxyz", 5), strict=True))
    renamed = [(names[a], names[b], number) for a, b, number in chance.sample(rows, len(rows))]
    for measure in (betweenness, cut_points):
        ours = {names[node]: value for node, value in measure(edges(*rows)).rows()}
        assert ours == dict(measure(edges(*renamed)).rows())
