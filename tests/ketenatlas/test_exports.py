"""Exports read back with the library that would open them, and safe in a spreadsheet."""

import csv
import io
import json
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ketenatlas
from graph import network
from graph.asking import ask
from graph.catalogue import catalogue
from graph.store import Store
from ketenatlas.exports import answer_csv, answer_json, neutral, write_gexf, write_graphml

DAY = {"asOf": "2026-11-24"}


@pytest.mark.parametrize("identifier", list(catalogue().questions))
def test_csv_reads_back_as_the_answer(small_store: Store, identifier):
    answer = ask(small_store, catalogue()[identifier], DAY)
    table = pd.read_csv(io.StringIO(answer_csv(answer)))
    assert tuple(table.columns) == answer.variables
    assert len(table) == len(answer.rows)


def test_json_reads_back_with_sources_and_parameters(small_store: Store):
    told = json.loads(answer_json(ask(small_store, catalogue()["A1-05"], {**DAY, "chain": "alfa"})))
    assert told["parameters"]["chain"] == "Alfaketen"
    assert told["rows"][7]["evidence"] == ["asserted", "estimated"]
    assert told["rows"][3]["jobs"] is None
    assert told["sources"][0]["retrieved"] == "2026-11-24"
    assert told["missing"] == []


@pytest.mark.parametrize("cell", ["=1+1", "+31", "-x", "@cmd", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(cell):
    assert neutral(cell) == "'" + cell


@given(st.text(max_size=30))
def test_neutral_keeps_what_is_no_formula_and_tames_what_is(text):
    tamed = neutral(text)
    assert tamed in (text, "'" + text)
    assert not tamed.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_formulas_from_the_data_are_neutralised_in_csv(tmp_path: Path):
    import shutil

    from ketenatlas.build import build
    from tests.conftest import FIXTURES

    data = Path(shutil.copytree(FIXTURES / "small", tmp_path / "data"))
    path = data / "organisations" / "test.csv"
    path.write_text(path.read_text().replace("Toetsbedrijf 07", '"=HYPERLINK(""http://evil"")"'))
    answer = ask(Store(build(tmp_path / "build", data).folder), catalogue()["A1-04"], {**DAY, "chain": "alfa"})
    cells = [cell for row in csv.reader(io.StringIO(answer_csv(answer))) for cell in row]
    assert '\'=HYPERLINK("http://evil")' in cells
    assert not [cell for cell in cells if cell.startswith("=")]


@pytest.mark.parametrize("made", ["flows", "chain"])
def test_graphml_and_gexf_read_back(small_store: Store, tmp_path: Path, made):
    graph = (
        network.flows(small_store, "region", DAY)
        if made == "flows"
        else network.chain(small_store, {**DAY, "chain": "alfa"})
    )
    write_graphml(graph, tmp_path / "x.graphml")
    write_gexf(graph, tmp_path / "x.gexf")
    for back in (nx.read_graphml(tmp_path / "x.graphml"), nx.read_gexf(tmp_path / "x.gexf")):
        assert set(back.nodes) == set(graph.nodes)
        assert {(a, b, d["weight"]) for a, b, d in back.edges(data=True)} == {
            (a, b, d["weight"]) for a, b, d in graph.edges(data=True)
        }
        node = next(iter(graph.nodes))
        assert back.nodes[node]["label"] == graph.nodes[node]["label"]


def test_python_face_gives_data_frames(small):
    atlas = ketenatlas.open(small.folder.parent)
    table = atlas.ask("A1-05", chain="alfa", asOf="2026-11-24")
    assert isinstance(table, pd.DataFrame)
    assert len(table) == 12
    assert pd.isna(table["jobs"][3])
    assert table.attrs["parameters"]["chain"] == "Alfaketen"
    assert len(table.attrs["sources"]) == 2
    assert atlas.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")["n"][0] > 1000
    assert len(atlas.network("flows", by="region")) == 6
    with pytest.raises(ketenatlas.UsageError, match="there is no network 'web'"):
        atlas.network("web")
