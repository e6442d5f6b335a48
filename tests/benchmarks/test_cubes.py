"""The benchmark of cubes compares every cell with SPARQL, on a made-up atlas with a streamed register."""

from pathlib import Path

import polars as pl
import pytest

from benchmarks import cubes, province
from graph import cubing, oracles
from graph.errors import AtlasError
from ketenatlas.build import Report

SITES = 400


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("province")
    return cubes.built(folder / "with", province.write_data(folder / "data", SITES))


def test_no_row_that_was_made_up_is_rejected(made: Report):
    assert made.rejects.rows() == []
    rows = dict(made.loads.group_by("loader").agg(pl.sum("accepted")).rows())
    assert (rows["establishments"], rows["lisa"]) == (SITES, SITES)


def test_every_oracle_is_compared_on_every_day(made: Report):
    table = cubes.compare(made.folder)
    assert table.schema == pl.Schema(cubes.COLUMNS)
    assert set(table.select("oracle", "day").rows()) == {(name, day) for name in oracles.names() for day in cubes.DAYS}
    assert table["cells"].min() > 0


def test_a_cell_that_differs_fails_the_run(made: Report, monkeypatch: pytest.MonkeyPatch):
    cells = cubing.cells
    monkeypatch.setattr(cubing, "cells", lambda *told: cells(*told).with_columns(pl.col("value") + 1))
    with pytest.raises(AtlasError, match="cells of establishments-park on 2024-01-01 are not what SPARQL counts"):
        cubes.compare(made.folder, cubes.DAYS[:1])


def test_a_build_without_cubes_says_the_same_of_all_else(made: Report, tmp_path: Path):
    plain = cubes.built(tmp_path / "without", made.folder.parent.parent / "data", cubes=False)
    table = dict(cubes.overhead(plain, made).select("what", "ratio").rows())
    assert table["statements"] > 1
    assert plain.loads.equals(made.loads)


def test_the_same_seed_makes_the_same_tables(tmp_path: Path):
    one, two, other = (province.write_data(tmp_path / name, 100, seed) for name, seed in (("a", 1), ("b", 1), ("c", 2)))
    for path in sorted(one.rglob("*.csv")):
        assert path.read_bytes() == (two / path.relative_to(one)).read_bytes()
    assert (one / "participations" / "made.csv").read_bytes() != (other / "participations" / "made.csv").read_bytes()
