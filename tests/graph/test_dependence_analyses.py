"""Analyses of what regions and chains depend on: the same whatever the order of rows, and honest about what is unknown."""

import gzip

import polars as pl
import pyoxigraph as ox
import pytest

from graph.analyses import analysis, members
from graph.asking import ask, prepare
from graph.catalogue import catalogue, query_file
from graph.result import Rows
from graph.store import Store

DAY = {"asOf": "2026-11-24"}
QUESTIONS = ("B2-03", "B2-09", "B2-10", "C1-05")
REGION = "https://w3id.org/ketenatlas/region/"
TOUCHES = ox.NamedNode("http://www.opengis.net/ont/geosparql#sfTouches")


class WithBorders:
    """The small atlas, in which it is also known which regions touch."""

    def __init__(self, folder, pairs: list[tuple[str, str]]) -> None:
        self.store = ox.Store()
        self.store.load(gzip.decompress((folder / "atlas.nq.gz").read_bytes()), format=ox.RdfFormat.N_QUADS)
        for pair in pairs:
            a, b = (ox.NamedNode(REGION + name) for name in pair)
            self.store.extend([ox.Quad(a, TOUCHES, b), ox.Quad(b, TOUCHES, a)])

    def select(self, query: str) -> Rows:
        found = self.store.query(query, use_default_graph_as_union=True)
        return Rows.from_json(found.serialize(format=ox.QueryResultsFormat.JSON))


def asked(engine, question: str, **given: str) -> list[dict[str, object]]:
    answer = ask(engine, catalogue()[question], {**DAY, **given})
    return [dict(zip(answer.variables, row, strict=True)) for row in answer.rows]


def material(engine, **given: str) -> dict[str, object]:
    """How the material stage (a2) of the alpha chain in Zuidoost is supplied: 15 t from Midden, 20 t from West."""
    found = asked(engine, "B2-10", chain="alfa", region="zuidoost-brabant", evidence="asserted", **given)
    return next(row for row in found if str(row["stage"]).endswith("/a2"))


def test_borders_are_unknown_without_outlines(small_store: Store):
    row = material(small_store)
    assert (row["shareNonadjacent"], row["adjacencyUnknown"]) == (None, 1.0)


def test_regions_that_are_known_not_to_touch_count_as_non_adjacent(small):
    row = material(
        WithBorders(small.folder, [("west-brabant", "midden-brabant"), ("midden-brabant", "zuidoost-brabant")])
    )
    assert (row["shareNonadjacent"], row["adjacencyUnknown"]) == (pytest.approx(20 / 35), 0.0)


def test_a_region_without_any_known_neighbour_may_still_touch(small):
    row = material(WithBorders(small.folder, [("midden-brabant", "zuidoost-brabant")]))
    assert (row["shareNonadjacent"], row["adjacencyUnknown"]) == (0.0, pytest.approx(20 / 35))


def test_no_establishment_is_put_in_order_on_reconstructed_supplies(small_store: Store):
    """What is reconstructed changes nothing about establishments, and shows for stages only."""
    with_all, documented = (asked(small_store, "B2-09", evidence=level) for level in ("all", "estimated"))
    for row in with_all:
        if row["kind"] == "vestiging" or not row["reconstructed"]:
            assert set(row["evidence"]) <= {"asserted", "estimated"}
    assert [row for row in with_all if not row["reconstructed"]] == documented
    assert any("reconstructed" in row["evidence"] for row in with_all)


def test_establishments_come_before_what_is_reported_apart(small_store: Store):
    apart = [row["reconstructed"] for row in asked(small_store, "B2-09")]
    assert apart == sorted(apart)
    assert True in apart


@pytest.mark.parametrize("name", QUESTIONS)
def test_order_of_rows_does_not_matter(name: str, small_store: Store):
    question = catalogue()[name]
    assert question.analysis is not None

    def answered(seed: int | None) -> pl.DataFrame:
        def shuffled(table: pl.DataFrame) -> pl.DataFrame:
            return table if seed is None else table.sample(fraction=1, shuffle=True, seed=seed)

        def facts(network: str) -> pl.DataFrame:
            return shuffled(small_store.select(prepare(small_store, query_file("networks", network), DAY)[0]).frame())

        rows = small_store.select(prepare(small_store, question, DAY)[0]).frame()
        return analysis(question.analysis or "")(shuffled(rows), facts).select(question.variables)

    first = answered(None)
    assert first.height > 5
    for seed in range(3):
        assert answered(seed).equals(first)


def test_members_are_distinct_and_in_order():
    table = pl.DataFrame({"group": [1, 1, 2], "list": ["b|a", "a||c", None], "one": ["d", None, None]})
    found = table.group_by("group").agg(all=members("list", "one")).sort("group")
    assert found["all"].to_list() == ["a|b|c|d", ""]
