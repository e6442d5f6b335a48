"""The loading benchmark measures what it says, on a small register."""

import subprocess
from pathlib import Path

import polars as pl
import pytest
import yaml

from benchmarks import loading, register
from graph.errors import AtlasError
from graph.statements import from_rdf


def test_every_way_of_loading_is_measured_on_the_same_statements():
    measured = loading.measure(300, 200)
    assert measured.columns == list(loading.COLUMNS)
    by_rows = measured.group_by("rows").agg(pl.col("quads").n_unique())
    assert dict(by_rows.rows()) == {300: 1, 200: 1}
    assert measured.filter(pl.col("work") == loading.OWN)["ratio"].item() == pytest.approx(1)
    assert measured.height == 5


def test_the_templates_say_what_our_loader_says(tmp_path: Path):
    register.write_table(tmp_path / "lisa.csv", 20)
    plain = register.plainly(tmp_path / "lisa.csv")
    plain.serialize(tmp_path / "plain.nt", format="nt", encoding="utf-8")
    ours = from_rdf(loading.streamed(tmp_path / "lisa.csv", tmp_path / "made"), register.GRAPH)
    theirs = from_rdf(tmp_path / "plain.nt", register.GRAPH)
    assert set(ours.select("s", "p", "o").rows()) == set(theirs.select("s", "p", "o").rows())


def test_ways_that_differ_fail_the_run(monkeypatch):
    monkeypatch.setitem(register.TEMPLATES, "urn:{naam}", (("rdf:type", "iri", "urn:more"),))
    with pytest.raises(AtlasError, match="do not give the same statements"):
        loading.measure(20, 20)


def test_rows_that_are_rejected_fail_the_run(monkeypatch, tmp_path: Path):
    monkeypatch.setattr(register, "TOWNS", ("gm0000",))
    register.write_table(tmp_path / "lisa.csv", 5)
    with pytest.raises(AtlasError, match="5 rows were rejected"):
        loading.streamed(tmp_path / "lisa.csv", tmp_path / "made")


def test_morph_kgc_is_given_the_same_templates(monkeypatch, tmp_path: Path):
    told = yaml.safe_load(register.yarrrml(tmp_path / "lisa.csv"))["mappings"]
    assert [len(one["po"]) for one in told.values()] == [len(said) for said in register.TEMPLATES.values()]
    assert all(one["sources"] == [[f"{tmp_path / 'lisa.csv'}~csv"]] for one in told.values())
    called = []
    monkeypatch.setattr(subprocess, "run", lambda command, **_: called.append(command))
    register.by_morph_kgc(Path("python"), tmp_path / "lisa.csv", tmp_path / "out.nq")
    assert called == [[Path("python"), "-m", "morph_kgc", tmp_path / "out.ini"]]
    assert f"output_file: {tmp_path / 'out.nq'}" in (tmp_path / "out.ini").read_text()


def test_the_register_is_made_up_the_same_way_each_time(tmp_path: Path):
    for name in ("a", "b"):
        register.write_table(tmp_path / name, 50)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    register.write_table(tmp_path / "c", 50, seed=2)
    assert (tmp_path / "a").read_bytes() != (tmp_path / "c").read_bytes()
