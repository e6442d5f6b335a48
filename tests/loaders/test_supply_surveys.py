"""Supply surveys: a delivery in two periods is two, one that both sides report is one."""

from pathlib import Path

import polars as pl
import pytest

from graph.terms import expand
from loaders.loader import discover
from loaders.table import Reading

SURVEYS = discover()["supply_surveys"]
KNOWN = {
    "source": pl.Series(["bron"]),
    "establishment": pl.Series(["verzonnen-a", "verzonnen-b"]),
    "chain": pl.Series(["alfa"]),
}
HEAD = "leverancier,afnemer,product,keten,jaar,hoeveelheid,eenheid,side,evidence,source,date\n"


def read(tmp_path: Path, *rows: str) -> Reading:
    path = tmp_path / "t.csv"
    path.write_text(HEAD + "".join(f"verzonnen-a,verzonnen-b,{row},asserted,bron,2025\n" for row in rows))
    return SURVEYS.read(path, KNOWN)


def said(reading: Reading, predicate: str) -> list[str]:
    made = SURVEYS.statements(reading.rows, "g:g")
    return made.filter(pl.col("p") == f"<{expand(predicate)}>")["o"].to_list()


def day(text: str) -> str:
    return f'"{text}"^^<{expand("xsd:date")}>'


def test_a_row_says_who_supplied_how_much_of_what_and_who_said_so(tmp_path: Path):
    reading = read(tmp_path, 'Bijzondere lenzen,alfa,2024,"12,5",stuks,both')
    assert reading.rejects.rows() == []
    made = SURVEYS.statements(reading.rows, "g:g")
    claim = "claim:supply--verzonnen-a--verzonnen-b--bijzondere-lenzen--2024--bron"
    assert set(made["s"]) == {f"<{expand(claim)}>"}
    assert said(reading, "rdf:type") == [f"<{expand('ka:SupplyRelation')}>"]
    assert said(reading, "ka:supplier") == [f"<{expand('establishment:verzonnen-a')}>"]
    assert said(reading, "ka:customer") == [f"<{expand('establishment:verzonnen-b')}>"]
    assert said(reading, "ka:inChain") == [f"<{expand('chain:alfa')}>"]
    assert said(reading, "ka:resource") == ['"Bijzondere lenzen"@nl']
    assert said(reading, "ka:value") == [f'"12.5"^^<{expand("xsd:decimal")}>']
    assert (said(reading, "ka:unit"), said(reading, "ka:period")) == (['"stuks"'], ['"2024"'])
    assert said(reading, "ka:reportedBySide") == ['"both"']


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2022-2024", "2022-01-01", "2024-12-31"),
        ("2024-01-01/2024-06-30", "2024-01-01", "2024-06-30"),
    ],
)
def test_a_supply_holds_for_its_period(period, first, last, tmp_path: Path):
    reading = read(tmp_path, f"lenzen,,{period},1,stuks,supplier")
    assert (said(reading, "ka:validFrom"), said(reading, "ka:validTo")) == ([day(first)], [day(last)])


def test_another_period_is_another_supply(tmp_path: Path):
    reading = read(tmp_path, "lenzen,,2023,1,stuks,supplier", "lenzen,,2024,1,stuks,supplier")
    assert SURVEYS.statements(reading.rows, "g:g")["s"].n_unique() == 2


def test_what_both_sides_report_counts_once(tmp_path: Path):
    reading = read(tmp_path, "lenzen,,2024,100,stuks,supplier", "lenzen,,2024,90,stuks,customer")
    assert reading.rejects.select("row", "expected").rows() == [(3, "a key not used before; first in row 2")]


@pytest.mark.parametrize(
    ("row", "column"),
    [("lenzen,,2024,1,stuks,buurman", "side"), ("lenzen,,24,1,stuks,both", "period"), ("lenzen,geen,2024,1,,both", "chain")],
)  # fmt: skip
def test_a_bad_cell_rejects_the_row(row, column, tmp_path: Path):
    assert read(tmp_path, row).rejects["column"].to_list() == [column]


def test_a_quantity_that_is_no_number_is_noted_and_the_supply_kept(tmp_path: Path):
    reading = read(tmp_path, "lenzen,,2024,veel,stuks,both")
    assert (reading.rejected, reading.notes["column"].to_list()) == (0, ["quantity"])
    assert said(reading, "ka:value") == []
