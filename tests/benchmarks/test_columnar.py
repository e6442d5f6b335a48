"""The comparison with maplib tells what is the same from what differs, is refused or crashes, for every question."""

import polars as pl

from benchmarks import columnar
from graph.catalogue import catalogue
from graph.store import Store


def test_equal_answers_are_equal_in_any_order_and_spelling():
    one = [{"a": "1.0", "b": "x|y"}, {"a": "2"}]
    assert columnar.canonical(one) == columnar.canonical([{"a": "2.000"}, {"b": "y|x|x", "a": "1"}])
    assert columnar.canonical(one) != columnar.canonical([{"a": "2"}, {"a": "1", "b": "x"}])
    assert columnar.canonical(one) != columnar.canonical([{"a": "2", "b": ""}, {"a": "1", "b": "x|y"}])


def test_a_difference_is_told_by_column():
    expected = [{"a": "1", "b": "asserted"}]
    assert columnar.difference([], expected) == "0 rows, expected 1"
    assert columnar.difference([{"a": "1", "b": "495"}], expected) == "b: '495' for 'asserted'"


def test_every_question_is_asked_of_both(small_store: Store):
    measured = columnar.measure(small_store, "2026-11-24")
    assert measured.schema == pl.Schema(columnar.COLUMNS)
    assert measured["question"].to_list() == list(catalogue().questions)
    assert set(measured["outcome"]) <= {"same", "differs", "refused", "crashed"}
    assert measured.filter(pl.col("outcome") == "same").height > 0
    assert measured.filter((pl.col("outcome") == "same") != (pl.col("why") == "")).rows() == []
