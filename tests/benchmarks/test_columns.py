"""Columns beside the engine: equal rows are told from others, and every question is compared."""

import polars as pl

from benchmarks import columns
from graph.catalogue import catalogue
from graph.columns.answering import Columns
from graph.result import Rows


def test_every_question_is_compared(small_store):
    measured = columns.measure(small_store, Columns(small_store.folder), "2026-11-24")
    assert measured.schema == pl.Schema(columns.COLUMNS)
    assert measured.height == 81
    assert set(measured["outcome"]) == {"same"}


def test_rows_that_differ_are_told(small_store, monkeypatch):
    known = Columns(small_store.folder)
    monkeypatch.setattr(columns, "TableRows", lambda table: Rows(table.names, [(None,) * len(table.names)]))
    assert columns.compared(small_store, known, catalogue()["A1-05"], "2026-11-24")[1] == "differs"
