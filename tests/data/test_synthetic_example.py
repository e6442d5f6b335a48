"""The invented example: whole, marked from end to end, beside the bundled data and never part of it."""

import csv
from pathlib import Path

import polars as pl
import pytest

from graph.asking import ask
from graph.catalogue import catalogue
from graph.resources import room
from graph.store import Store
from ketenatlas.build import Report
from loaders.loader import discover
from tests.conftest import ROOT
from tests.loaders.policy_rows import GOOD

EXAMPLE = ROOT / "examples" / "synthetic"
TABLES = sorted(EXAMPLE.rglob("*.csv"))
WORDS = {
    "name", "title_nl", "title_en", "label_nl", "label_en", "text", "text_nl", "text_en", "resource_nl", "resource_en",
    "resource", "activity", "rationale", "reason", "signal", "changed_to", "cause", "passage", "part",
}  # fmt: skip
"""Columns with words that people read as facts."""


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_builds_beside_the_bundled_data(with_example):
    assert with_example.rejects.rows() == []
    assert with_example.findings.filter(pl.col("severity") == "stop").rows() == []


def test_it_fills_every_policy_table():
    assert set(GOOD) <= {path.parent.name for path in TABLES}


def test_every_policy_column_is_filled_somewhere():
    """So that every column is shown to work; the author of a document stands in another one's place here."""
    filled = {(path.parent.name, name) for path in TABLES for row in rows(path) for name, cell in row.items() if cell}
    wanted = {(name, column.name) for name in GOOD for column in discover()[name].columns}
    missing = {
        (table, column)
        for table, column in wanted - filled
        if column not in ("author", "url", "note", "valid_to", "valid_from")
    }
    assert missing == set()


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.parent.name)
def test_every_row_is_marked_as_invented(path: Path):
    for row in rows(path):
        if path.parent.name == "sources":
            assert row["source_id"] == "synthetic-example"
        else:
            assert row["source"] == "synthetic-example"
        assert row.get("evidence", "synthetic") == "synthetic"
        for name, cell in row.items():
            if cell and name in WORDS:
                assert cell.endswith(("(verzonnen)", "(invented)")), (name, cell)


def test_claims_of_the_example_are_all_synthetic_in_the_atlas(with_example):
    store = Store(with_example.folder)
    ka, dct = "https://w3id.org/ketenatlas/ontology#", "http://purl.org/dc/terms/"
    found = store.select(
        f"SELECT DISTINCT ?level WHERE {{ ?claim <{dct}source> <https://w3id.org/ketenatlas/source/synthetic-example> ; "
        f"<{ka}evidenceLevel> ?level }}"
    )
    assert found.values == [("https://w3id.org/ketenatlas/evidence/synthetic",)]


def test_it_says_nothing_about_anything_real(with_example, brabant):
    """No thing of the bundled atlas is the subject of a statement of the example, but for an indicator's source."""
    said = with_example.lineage.filter(pl.col("file").str.ends_with("/voorbeeld.csv"))["s"]
    real = set(brabant.lineage["s"]) | set(brabant_subjects(brabant))
    assert set(said) & real == {"<https://w3id.org/ketenatlas/indicator/energy-use>"}


def brabant_subjects(report: Report) -> list[str]:
    found = Store(report.folder).select("SELECT DISTINCT ?s WHERE { ?s ?p ?o FILTER(isIRI(?s)) }")
    return [f"<{value}>" for (value,) in found.values]


def test_its_parks_have_numbers_no_register_gives():
    invented = {row["rin"] for row in rows(EXAMPLE / "ibis" / "voorbeeld.csv")}
    assert all(rin.startswith("9990000") for rin in invented)
    bundled = {row["rin"] for path in (room("data") / "ibis").glob("*.csv") for row in rows(path)}
    assert not invented & bundled


def test_it_is_no_part_of_the_bundled_data(brabant):
    assert not EXAMPLE.is_relative_to(room("data"))
    assert "voorbeeld.csv" not in set(brabant.loads["file"])
    counts = dict(brabant.classes.rows())
    assert "https://w3id.org/ketenatlas/ontology#Quay" not in counts


def test_a_question_leaves_it_out_unless_synthetic_evidence_is_asked_for(with_example):
    store = Store(with_example.folder)
    for level, number in (("asserted", 0), ("reconstructed", 0), ("synthetic", 4)):
        answer = ask(store, catalogue()["A1-04"], {"chain": "voorbeeldketen", "evidence": level})
        assert len(answer.rows) == number, level
