"""The benchmark of the questions asks them all, and no question is slow on the bundled atlas."""

import polars as pl

from benchmarks import questions
from graph.catalogue import catalogue
from graph.store import Store

DAY = "2026-11-24"
AT_ONCE = 1000.0
"""Milliseconds; the aim is 100 on a quiet machine, and tests run beside other tests."""


def test_every_question_is_quick_on_the_bundled_atlas(brabant_store: Store):
    measured = questions.measure(brabant_store, 2, DAY)
    assert set(measured["question"]) == set(catalogue().questions)
    assert measured.schema == pl.Schema(questions.COLUMNS)
    assert measured.filter(pl.col("best_ms") > AT_ONCE).rows() == []
    assert measured["median_ms"].to_list() == sorted(measured["median_ms"], reverse=True)


def test_rows_are_those_of_the_answer(small_store: Store):
    from graph.asking import ask

    measured = dict(questions.measure(small_store, 1, DAY).select("question", "rows").rows())
    assert measured["A1-05"] == len(ask(small_store, catalogue()["A1-05"], {"asOf": DAY}).rows)
