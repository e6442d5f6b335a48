"""Flows: municipalities or regions, fractional figures, headings of CBS, and former codes that stay apart."""

import time
from pathlib import Path

import polars as pl
import pytest

from graph.resources import room
from graph.terms import expand
from loaders.fitting import Fitting
from loaders.loader import discover
from loaders.table import Reading
from tests.conftest import need, shared

FLOWS = discover()["flows"]
KNOWN = {
    "source": pl.Series(["bron"]),
    "region": pl.Series(["midden-brabant", "DE"]),
    "municipality": pl.Series(["GM0772", "GM0794"]),
    "municipality-change": pl.Series(["GM0901-GM0772-merger-2022-01-01", "GM0904-GM0772-merger-2022-01-01"]),
}
TOLD = Fitting(
    constants={
        "kind": "commuting",
        "unit": "persons",
        "period": "2016-2017",
        "evidence": "estimated",
        "source": "bron",
        "date": "2017-12-31",
    }
)


def read(tmp_path: Path, text: str, fitting: Fitting = TOLD) -> Reading:
    path = tmp_path / "t.csv"
    path.write_text(text)
    return FLOWS.read(path, KNOWN, fitting)


def said(reading: Reading, predicate: str) -> list[str]:
    made = FLOWS.statements(reading.rows, "g:g")
    return made.filter(pl.col("p") == f"<{expand(predicate)}>")["o"].to_list()


@pytest.mark.parametrize(
    "headings", ["muni_from,muni_to,value", "from_now,to_now,waarde", "van,naar,aantal", "Herkomst,Bestemming,Value"]
)
def test_headings_of_cbs_are_known_and_figures_may_be_fractional(headings, tmp_path: Path):
    reading = read(tmp_path, f"{headings}\nGM0772,GM0794,17.25\n794,DE,3\n")
    assert reading.rejected == 0
    assert said(reading, "ka:value") == [f'"{n}"^^<{expand("xsd:decimal")}>' for n in ("17.25", "3")]
    assert said(reading, "ka:fromMunicipality") == [f"<{expand(f'municipality:gm0{n}')}>" for n in (772, 794)]
    assert said(reading, "ka:toMunicipality") == [f"<{expand('municipality:gm0794')}>"]
    assert said(reading, "ka:toRegion") == [f"<{expand('nuts:DE')}>"]
    assert said(reading, "ka:fromRegion") == []
    assert set(said(reading, "ka:flowKind")) == {f"<{expand('flow-kind:commuting')}>"}
    assert said(reading, "ka:flowMode") == said(reading, "ka:resource") == []


def test_two_former_municipalities_of_one_successor_make_two_flows(tmp_path: Path):
    reading = read(tmp_path, "van,naar,aantal\nGM0901,GM0794,1\nGM0904,GM0794,2\n")
    assert (reading.rejected, reading.notes.height) == (0, 2)
    made = FLOWS.statements(reading.rows, "g:g")
    assert made["s"].n_unique() == 2
    assert set(said(reading, "ka:fromMunicipality")) == {f"<{expand('municipality:gm0772')}>"}


def test_the_same_flow_by_another_mode_is_another_and_a_repeated_one_is_rejected(tmp_path: Path):
    rows = "van,naar,vervoerwijze,aantal\nGM0772,GM0794,trein,1\nGM0772,GM0794,fiets,2\nGM0772,GM0794,trein,3\n"
    reading = read(tmp_path, rows)
    assert reading.rejects.select("row", "expected").rows() == [(4, "a key not used before; first in row 2")]
    assert said(reading, "ka:flowMode") == ['"trein"', '"fiets"']


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        ("GM0772,GM0794,-1", "value", "a number, at least 0"),
        ("GM0772,nergens,1", "to_place", "the CBS code of a municipality, such as GM0772, or the key of a region"),
        ("GM0772,,1", "to_place", "or the key of a region that is in the atlas"),
    ],
)
def test_a_bad_cell_says_what_was_expected(row, column, expected, tmp_path: Path):
    reading = read(tmp_path, f"van,naar,aantal\n{row}\n")
    assert reading.rejected == 1
    assert expected in reading.rejects.filter(pl.col("column") == column)["expected"][0]


def test_the_commuting_table_of_cbs_loads_in_no_time():
    """Of 4,524 rows those between municipalities of the atlas load; Haaren was split, so that its rows cannot."""
    file = need(shared("data/commuting"), "commuting table beside the checkout") / "nb_commuting_current_codes.csv"
    data = room("data")
    towns = pl.read_csv(next((data / "municipalities").glob("*.csv")), infer_schema=False)["code"]
    stated = pl.read_csv(data / "municipality_changes" / "cbs.csv", infer_schema=False)
    keys = stated.select(pl.concat_str("old_code", "new_code", "kind", "on", separator="-"))["old_code"]
    known = {**KNOWN, "municipality": towns, "municipality-change": keys}
    before = time.process_time()
    reading = FLOWS.read(file, known, TOLD)
    made = FLOWS.statements(reading.rows, "g:g")
    assert time.process_time() - before < 2
    assert (reading.read, reading.rows.height, reading.rejected) == (4524, 1604, 2920)
    assert made["s"].n_unique() == 1604
    haaren = reading.rejects.filter(pl.col("found") == "GM0788")
    assert haaren.select("row").n_unique() == 55
    assert (
        haaren["expected"].str.ends_with("; GM0788 was split over GM0757, GM0824, GM0855, GM0865 on 2021-01-01").all()
    )
