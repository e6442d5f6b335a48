"""Networks from numbers are those from text, whether the numbers were written at build or are made in passing."""

import shutil

import networkx as nx
import polars as pl
import pytest

from graph import extracts, numbered
from graph.errors import AtlasError
from graph.projections import SPATIAL, View, places, supply
from graph.terms import PREFIXES

ALFA = PREFIXES["chain"] + "alfa"


def from_text(view: View, by: str) -> tuple[dict[tuple[str, str], tuple[float, str]], int]:
    """Edges with their number of supplies and evidence, joined by text, and how many supplies have no place."""
    where = places(view).select("establishment", place="establishment" if by == "establishment" else by)
    rows = view.table("supplies")
    for side in ("supplier", "customer"):
        rows = rows.join(where.rename({"establishment": side, "place": f"{side}_at"}), on=side)
    ends = ["supplier_at", "customer_at"]
    levels = pl.col("level").unique().sort().str.join("; ")
    edges = rows.drop_nulls(ends).group_by(ends).agg(weight=pl.len().cast(pl.Float64), levels=levels)
    told = {(one, two): (weight, words) for one, two, weight, words in edges.iter_rows()}
    return told, rows.height - rows.drop_nulls(ends).height


@pytest.mark.parametrize("by", SPATIAL)
@pytest.mark.parametrize(
    "told",
    [
        {"as_of": "2026-11-24"},
        {"as_of": "2020-06-01"},
        {"as_of": "2024-06-01", "chain": ALFA},
        {"as_of": "2026-11-24", "evidence": "estimated"},
        {"as_of": "2026-11-24", "chain": "of no chain", "evidence": "asserted"},
    ],
)
def test_a_network_from_numbers_is_that_from_text(small, by, told):
    view = View(small.folder, **told)
    graph = supply(view, by)
    edges, left_out = from_text(view, by)
    assert {(one, two): (data["weight"], data["evidence"]) for one, two, data in graph.edges(data=True)} == edges
    assert graph.graph["left_out"] == left_out
    assert list(graph) == sorted({node for pair in edges for node in pair})
    assert bool(edges) == (told.get("chain") != "of no chain")


def test_an_atlas_without_numbers_gives_the_same(small, tmp_path):
    shutil.copytree(small.folder / extracts.FOLDER, tmp_path / extracts.FOLDER)
    written, made = (supply(View(folder, as_of="2026-11-24")) for folder in (small.folder, tmp_path))
    assert (small.folder / numbered.FOLDER).is_dir()
    assert nx.utils.graphs_equal(written.copy(), made.copy())


def test_an_atlas_without_extracts_says_how_to_get_them(tmp_path):
    with pytest.raises(AtlasError, match="make it again with: ketenatlas build"):
        supply(View(tmp_path))


def test_nothing_but_numbers_is_read_until_a_name_is_asked(small, monkeypatch):
    graph = supply(View(small.folder, as_of="2026-11-24"))
    read: list[str] = []
    real = extracts.read
    monkeypatch.setattr(extracts, "read", lambda folder, name: read.append(name) or real(folder, name))
    assert sum(nx.pagerank(graph).values()) == pytest.approx(1)
    assert graph.subgraph(list(graph)[:5]).size("weight") <= graph.size("weight") == 38
    assert not read
    assert all(label for _, label in graph.nodes(data="label"))
    assert "labels" in read
