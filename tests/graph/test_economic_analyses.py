"""The analyses of the questions on specialisation, relatedness and connectors: the same whatever the order of rows."""

from collections.abc import Mapping

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analyses import Analysis, analysis
from graph.asking import prepare
from graph.catalogue import catalogue, query_file
from graph.store import Store

CASES = {"A1-08": ("region-totals", "jobs-figures"), "A1-09": ("presences",), "A1-16": ("ties",)}


def facts_of(store: Store, identifier: str) -> tuple[Analysis, pl.DataFrame, Mapping[str, pl.DataFrame]]:
    question = catalogue()[identifier]
    asked = {
        name: store.select(prepare(store, query, {"asOf": "2026-11-24"})[0]).frame()
        for name, query in (
            (identifier, question),
            *((name, query_file("networks", name)) for name in CASES[identifier]),
        )
    }
    return analysis(str(question.analysis)), asked.pop(identifier), asked


@pytest.mark.parametrize("identifier", CASES)
def test_order_of_rows_does_not_matter(identifier, small_store: Store):
    analyse, rows, asked = facts_of(small_store, identifier)
    expected = analyse(rows, asked.__getitem__)
    assert expected.height

    @settings(max_examples=10, deadline=None)
    @given(st.integers(0, 2**32 - 1))
    def shuffled(seed: int) -> None:
        mixed = {name: frame.sample(fraction=1, shuffle=True, seed=seed) for name, frame in asked.items()}
        assert analyse(rows.sample(fraction=1, shuffle=True, seed=seed), mixed.__getitem__).equals(expected)

    shuffled()


@pytest.mark.parametrize("identifier", CASES)
def test_without_any_fact_everything_is_unknown(identifier, small_store: Store):
    """An atlas without counts, presences or relations still answers, with nothing where nothing is known."""
    analyse, rows, asked = facts_of(small_store, identifier)
    answer = analyse(rows, lambda name: asked[name].clear().cast(pl.String))
    assert answer.height == rows.height
    for name in {"A1-08": ("lq", "lqLow", "lqHigh", "lqNational"), "A1-09": ("density",), "A1-16": ("betweenness",)}[
        identifier
    ]:
        assert answer[name].is_null().all()


def test_one_figure_of_several_sources_counts_once(small_store: Store):
    analyse, rows, asked = facts_of(small_store, "A1-08")
    twice = pl.concat(
        [asked["jobs-figures"], asked["jobs-figures"].with_columns(source=pl.lit("https://example.org/z"))]
    )
    answer = analyse(rows, {**asked, "jobs-figures": twice}.__getitem__)
    assert answer["lqNational"].drop_nulls().to_list() == [2.0]


def test_jobs_are_withheld_where_one_establishment_dominates(small_store: Store):
    analyse, rows, asked = facts_of(small_store, "A1-08")
    southeast = rows.filter(pl.col("known") == 4).head(1)
    for largest, withheld in ((270, False), (271, True)):
        answer = analyse(southeast.with_columns(largest=pl.lit(largest)), asked.__getitem__)
        assert answer["suppressed"].to_list() == [withheld]
        assert answer["jobs"].to_list() == [None if withheld else 360]
