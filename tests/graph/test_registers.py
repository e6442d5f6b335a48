"""Of a register that is streamed, the columns that cubes count are kept: every row once, in batches of any size."""

from pathlib import Path

import polars as pl
import pytest

from benchmarks import loading, register
from graph import registers
from ketenatlas import bulk
from loaders import table
from loaders.loader import discover


def kept(tmp_path: Path, **context: object) -> pl.DataFrame:
    """What is kept of twenty made-up rows."""
    file = tmp_path / "lisa.csv"
    register.write_table(file, 20)
    known = loading.context()
    bulk.stream(discover()["lisa"], file, bulk.Context(**{**vars(known), **context}), tmp_path, lambda _: None)
    (tmp_path / "extracts").mkdir()
    registers.gather(sorted(tmp_path.glob("registered-*.parquet")), tmp_path)
    return pl.read_parquet(tmp_path / "extracts" / "registered.parquet").sort("establishment")


@pytest.mark.parametrize("at_once", [3, 50_000])
def test_every_row_is_kept_once(at_once, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(table, "AT_ONCE", at_once)
    rows = kept(tmp_path)
    assert rows.schema == pl.Schema(registers.SCHEMA)
    told = pl.read_csv(tmp_path / "lisa.csv", infer_schema=False)
    assert rows["establishment"].str.extract(r"lisa-(\d+)$").to_list() == told["vestigingsnummer"].to_list()
    assert rows["jobs"].to_list() == told["banen"].cast(pl.Int64).to_list()
    assert rows["division"].to_list() == [f"sbi2008-{code[:2]}" for code in told["sbi_code"]]
    assert rows["municipality"].str.extract(r"([^/]+)$").to_list() == told["gemeentecode"].to_list()
    assert set(rows["register"].str.extract(r"([^/]+)$")) == {"lisa-lisa"}
    assert set(rows["level"]) == {"asserted"}


def test_a_row_that_a_reviewer_matched_is_counted_in_its_register_too(tmp_path: Path):
    matched = "<https://w3id.org/ketenatlas/establishment/lisa-000000000003>"
    assert kept(tmp_path, decided=frozenset({matched})).height == 20


def test_without_registers_there_is_an_empty_table(tmp_path: Path):
    (tmp_path / "extracts").mkdir()
    registers.gather([], tmp_path)
    rows = pl.read_parquet(tmp_path / "extracts" / "registered.parquet")
    assert rows.schema == pl.Schema(registers.SCHEMA)
    assert rows.is_empty()
