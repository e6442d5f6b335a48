"""What a question computes over the rows of its query, behind the same face as every other question."""

import textwrap
from pathlib import Path

import polars as pl
import pytest

import graph.analyses
from graph.analyses import analysis
from graph.asking import ask
from graph.catalogue import HeaderError, read_question
from graph.errors import AtlasError
from graph.store import Store

HEADER = """\
#+ id: X-99
#+ summary: {nl: Hoeveel, en: How many}
#+ analysis: counted
#+ facts: [thing, level, source]
#+ columns: {things: {kind: count, label: {nl: Dingen, en: Things}}, supplies: {kind: count, label: {nl: L, en: S}}, evidence: levels, sources: sources}
#+ requires: [relations]
PREFIX ka: <https://w3id.org/ketenatlas/ontology#>
SELECT ?thing ?level ?source WHERE {
  ?thing a ka:ValueChain ; <http://purl.org/dc/terms/source> ?source .
  ?thing ka:evidenceLevel/<http://www.w3.org/2004/02/skos/core#notation> ?level .
  FILTER(COALESCE(?_asOf_date, "") != "")
}
"""
MODULE = """
import polars as pl


def analyse(rows, facts):
    return pl.DataFrame(
        {
            "things": [rows["thing"].n_unique()],
            "supplies": [facts("flows").height],
            "evidence": ["|".join(rows["level"].unique().sort())],
            "sources": ["|".join(rows["source"].unique().sort())],
            "besides": ["not asked for"],
        }
    )
"""


@pytest.fixture
def question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "analyses"
    folder.mkdir()
    (folder / "counted.py").write_text(textwrap.dedent(MODULE), encoding="utf-8")
    monkeypatch.setattr(graph.analyses, "__path__", [*graph.analyses.__path__, str(folder)])
    path = tmp_path / "X-99.rq"
    path.write_text(HEADER, encoding="utf-8")
    return read_question(path, {"evidence": {"nl": "B", "en": "E"}, "sources": {"nl": "B", "en": "S"}})


def test_answer_is_what_the_analysis_makes_of_the_rows(question, small_store: Store):
    answer = ask(small_store, question, {"asOf": "2026-11-24"})
    chains = small_store.select(
        "SELECT DISTINCT ?c WHERE { ?c a <https://w3id.org/ketenatlas/ontology#ValueChain> }"
    ).terms
    assert answer.variables == ("things", "supplies", "evidence", "sources")
    assert answer.rows[0][0] == len(chains) == 3
    assert answer.rows[0][2] == ("asserted", "estimated")
    assert [source.title for source in answer.sources] == ["Testbron (kunstmatig)"]


def test_facts_are_asked_with_the_parameters_of_the_question(question, small_store: Store):
    now, long_ago = (ask(small_store, question, {"asOf": day}) for day in ("2026-11-24", "1900-01-01"))
    assert now.rows[0][1] == ask_flows(small_store, "2026-11-24").height
    assert ask_flows(small_store, "1900-01-01").height == long_ago.rows[0][1]


def ask_flows(store: Store, day: str) -> pl.DataFrame:
    from graph.asking import prepare
    from graph.catalogue import query_file

    return store.select(prepare(store, query_file("networks", "flows"), {"asOf": day})[0]).frame()


def test_an_unknown_analysis_is_named():
    with pytest.raises(AtlasError, match="no analysis 'nowhere'"):
        analysis("nowhere")


def test_analysis_and_facts_come_together(tmp_path: Path):
    path = tmp_path / "X-99.rq"
    path.write_text(HEADER.replace("#+ facts: [thing, level, source]\n", ""), encoding="utf-8")
    with pytest.raises(HeaderError, match="come together"):
        read_question(path, {"evidence": {"nl": "B", "en": "E"}, "sources": {"nl": "B", "en": "S"}})
