"""Networks as files, read back with the library that would open them."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import networkx as nx
import openpyxl
import polars as pl
import pyogrio
import pytest
import shapely

from graph.arrays import from_edges
from graph.errors import UsageError
from graph.projections import View, bipartite, supply
from ketenatlas.network_exports import WRITERS, edge_table, node_table, write_network

DAY = "2026-11-24"


@pytest.fixture(scope="module")
def graph(small):
    return supply(View(small.folder, as_of=DAY), "municipality")


def triples(edges) -> set[tuple]:
    return {(str(one), str(two), float(weight)) for one, two, weight in edges}


@pytest.fixture(scope="module")
def expected(graph) -> set[tuple]:
    return triples(graph.edges(data="weight"))


@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
def test_graphml_and_gexf_read_back(graph, expected, tmp_path: Path, suffix):
    path = write_network(graph, tmp_path / f"net{suffix}")[0]
    back = nx.read_graphml(path) if suffix == ".graphml" else nx.read_gexf(path)
    assert triples(back.edges(data="weight")) == expected
    node = next(iter(graph))
    assert back.nodes[node]["label"] == graph.nodes[node]["label"]
    assert back.edges[next(iter(graph.edges))]["evidence"] == graph.edges[next(iter(graph.edges))]["evidence"]


def test_pajek_reads_back(graph, expected, tmp_path: Path):
    back = nx.read_pajek(write_network(graph, tmp_path / "net.net")[0])
    names = nx.get_node_attributes(graph, "label")
    assert back.is_directed()
    assert triples(back.edges(data="weight")) == {(names[one], names[two], weight) for one, two, weight in expected}


def test_csv_and_parquet_read_back(graph, expected, tmp_path: Path):
    for suffix, read in ((".csv", pl.read_csv), (".parquet", pl.read_parquet)):
        edges, nodes = write_network(graph, tmp_path / f"net{suffix}")
        table = read(edges)
        assert triples(table.select("start", "end", "weight").rows()) == expected
        assert set(read(nodes)["id"]) == set(graph)
        assert table["start_label"][0] == graph.nodes[table["start"][0]]["label"]


def test_xlsx_reads_back_with_frozen_headings_and_filters(graph, expected, tmp_path: Path):
    book = openpyxl.load_workbook(write_network(graph, tmp_path / "net.xlsx")[0])
    assert book.sheetnames == ["edges", "nodes", "about"]
    sheet = book["edges"]
    head, *rows = sheet.iter_rows(values_only=True)
    at = [head.index(name) for name in ("start", "end", "weight")]
    assert triples([row[i] for i in at] for row in rows) == expected
    assert sheet.freeze_panes == "A2"
    assert book["edges"].tables or sheet.auto_filter.ref
    assert ("as_of", DAY) in list(book["about"].iter_rows(values_only=True))


def test_geojson_is_in_longitude_and_latitude(graph, tmp_path: Path):
    told = json.loads(write_network(graph, tmp_path / "net.geojson")[0].read_text())
    kinds = [feature["properties"]["layer"] for feature in told["features"]]
    placed = [node for node, data in graph.nodes(data=True) if "longitude" in data]
    assert kinds.count("node") == len(placed) > 3
    assert kinds.count("edge") > 5
    for feature in told["features"]:
        west, south, east, north = shapely.from_geojson(json.dumps(feature["geometry"])).bounds
        assert 3 < west <= east < 8
        assert 50 < south <= north < 54


def test_geopackage_is_in_the_dutch_grid_and_brings_its_style(graph, tmp_path: Path):
    path = write_network(graph, tmp_path / "net.gpkg")[0]
    assert write_network(graph, path) == [path]  # again, over the first
    assert {name for name, _ in pyogrio.list_layers(path)} >= {"nodes", "edges"}
    info = pyogrio.read_info(path, layer="nodes")
    assert info["crs"] == "EPSG:28992"
    west, south, east, north = info["total_bounds"]
    assert 0 < west < east < 300_000
    assert 300_000 < south < north < 620_000
    edges = pyogrio.read_info(path, layer="edges")
    assert edges["features"] > 5
    assert {"weight", "evidence", "sources"} <= set(edges["fields"])
    with closing(sqlite3.connect(path)) as file:
        styles = dict(file.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault"))
    assert set(styles) == {"nodes", "edges"}
    for style in styles.values():
        import xml.etree.ElementTree as ET

        assert ET.fromstring(style).tag == "qgis"


def test_formulas_in_names_are_neutralised(tmp_path: Path):
    graph = from_edges(
        pl.DataFrame({"start": ["a"], "end": ["b"]}),
        pl.DataFrame({"node": ["a", "b"], "label": ["=HYPERLINK(1)", "plain"]}),
    )
    edges, nodes = write_network(graph, tmp_path / "net.csv")
    assert "'=HYPERLINK(1)" in nodes.read_text()
    assert "'=HYPERLINK(1)" in edges.read_text()
    book = openpyxl.load_workbook(write_network(graph, tmp_path / "net.xlsx")[0])
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if str(cell).startswith("=")]


@pytest.mark.parametrize("suffix", list(WRITERS))
def test_every_form_takes_a_network_of_establishments_and_one_without_direction(small, tmp_path: Path, suffix):
    view = View(small.folder, as_of=DAY)
    for number, made in enumerate((supply(view), bipartite(view, "region", "chain"))):
        if suffix in (".geojson", ".gpkg") and number == 1:
            with pytest.raises(UsageError, match="has a place"):
                write_network(made, tmp_path / f"{number}{suffix}")
            continue
        for path in write_network(made, tmp_path / f"{number}{suffix}"):
            assert path.stat().st_size > 100


def test_an_unknown_form_is_named(graph, tmp_path: Path):
    with pytest.raises(UsageError, match=r"cannot be written as '.doc'"):
        write_network(graph, tmp_path / "net.doc")


def test_tables_hold_every_node_and_edge(graph):
    assert node_table(graph).height == len(graph)
    assert edge_table(graph).height == graph.number_of_edges()
