"""The loading benchmark measures what it says, on a small table."""

import polars as pl

from benchmarks import loading


def test_every_way_of_loading_gives_the_same_statements(tmp_path):
    measured = loading.measure(300, 300)
    assert measured.columns == list(loading.COLUMNS)
    quads = dict(measured.select("work", "quads").rows())
    assert quads["engine's own bulk load"] == quads["from file to store"]
    assert quads["rdflib, in memory"] == quads["from file to store"]
    assert quads["read, check and map"] >= quads["from file to store"]
    assert measured.filter(pl.col("work") == "engine's own bulk load")["ratio"][0] == 1


def test_the_table_is_made_up_the_same_way_each_time(tmp_path):
    for name in ("a", "b"):
        loading.write_table(tmp_path / name, 50)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    loading.write_table(tmp_path / "c", 50, seed=2)
    assert (tmp_path / "a").read_bytes() != (tmp_path / "c").read_bytes()
