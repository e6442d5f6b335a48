"""Former municipalities: a code that went up in one other is read as that one, and people are told so."""

import csv
import shutil
from pathlib import Path

import polars as pl
import pytest

from graph.resources import room
from graph.terms import expand
from ketenatlas.build import build
from loaders.loader import discover
from loaders.table import Reading
from tests.conftest import FIXTURES

ALL = discover()
CHANGES = ALL["municipality_changes"]
KNOWN = {
    "source": pl.Series(["bron"]),
    "region": pl.Series(["midden-brabant"]),
    "municipality": pl.Series(["GM0772", "GM0794", "GM0855"]),
}
"""Towns of the atlas; the changes below are invented."""
HEAD = "old_code,new_code,on,kind,share,source,date\n"
OLD = """GM0901,GM0772,2022-01-01,merger,,bron,2024
GM0902,GM0772,2021-01-01,split,0.4,bron,2024
GM0902,GM0794,2021-01-01,split,,bron,2024
GM0903,GM0794,2019-01-01,border,,bron,2024
GM0904,GM0794,2018-05-01,renamed,,bron,2024
GM0905,GM0772,2022-01-01,merger,,bron,2024
GM0905,GM0794,2022-01-01,merger,,bron,2024
GM0906,GM0794,2023-01-01,split,0.5,bron,2024
GM0855,GM0772,2030-01-01,merger,,bron,2024
"""


def changes(tmp_path: Path, rows: str = OLD) -> Reading:
    path = tmp_path / "changes.csv"
    path.write_text(HEAD + rows)
    return CHANGES.read(path, KNOWN)


def places(tmp_path: Path, *codes: str, with_changes: bool = True) -> Reading:
    """A register of establishments, one in each municipality."""
    known = {**KNOWN, "municipality-change": changes(tmp_path).rows["change"]} if with_changes else KNOWN
    path = tmp_path / "lisa.csv"
    rows = "".join(f"{at},Verzonnen {at},{code},2611,bron,2024\n" for at, code in enumerate(codes, 1))
    path.write_text("vestigingsnummer,naam,gemeentecode,sbi,source,date\n" + rows)
    return ALL["lisa"].read(path, known)


@pytest.mark.parametrize(
    ("found", "read", "note"),
    [
        ("GM0901", "GM0772", "GM0901 was merged into GM0772 on 2022-01-01; read as that"),
        ("901", "GM0772", "GM0901 was merged into GM0772 on 2022-01-01; read as that"),
        ("GM0904", "GM0794", "GM0904 became GM0794 on 2018-05-01; read as that"),
    ],
)
def test_a_former_code_is_read_as_its_successor_and_noted(found, read, note, tmp_path: Path):
    reading = places(tmp_path, "GM0772", found)
    assert reading.rows["municipality"].to_list() == ["GM0772", read]
    assert reading.rejected == 0
    assert reading.notes.select("file", "row", "column", "found", "expected").rows() == [
        ("lisa.csv", 3, "municipality", found, note)
    ]


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ("GM0902", "; GM0902 was split over GM0772, GM0794 on 2021-01-01"),
        ("GM0905", "; GM0905 was merged into GM0772, GM0794 on 2022-01-01"),
        ("GM0906", "; GM0906 was split over GM0794 on 2023-01-01"),
        ("GM0000", "; GM0000 stands for no municipality"),
        ("GM0903", ""),
        ("GM0999", ""),
    ],
)
def test_a_code_without_one_successor_is_rejected_with_what_is_known_of_it(found, reason, tmp_path: Path):
    reading = places(tmp_path, found)
    assert reading.rejected == 1
    expected = "the CBS code of a municipality that is in the atlas, such as GM0772" + reason
    assert reading.rejects.select("column", "found", "expected").rows() == [("municipality", found, expected)]


def test_without_changes_a_former_code_is_unknown(tmp_path: Path):
    assert places(tmp_path, "GM0901", with_changes=False).rejected == 1


def test_a_code_the_atlas_has_is_never_read_otherwise(tmp_path: Path):
    """A merger that is still to come: on the day of the atlas the municipality exists."""
    reading = places(tmp_path, "GM0855")
    assert reading.rows["municipality"].to_list() == ["GM0855"]
    assert reading.notes.is_empty()


def test_a_figure_of_a_former_municipality_is_no_figure_of_its_successor(tmp_path: Path):
    known = {**KNOWN, "municipality-change": changes(tmp_path).rows["change"]}
    path = tmp_path / "counts.csv"
    columns = {column.name: "5" for column in ALL["establishment_counts"].columns}
    row = {**columns, "municipality": "GM0901", "evidence": "asserted", "source": "bron", "date": "2024"}
    with path.open("w") as file:
        table = csv.DictWriter(file, [*row])
        table.writeheader()
        table.writerow({**row, **{name: "" for name in row if name.startswith("valid")}})
    reading = ALL["establishment_counts"].read(path, known)
    assert reading.rejected == 1
    reason = reading.rejects.filter(pl.col("column") == "municipality")["expected"][0]
    assert reason.endswith("GM0901 was merged into GM0772 on 2022-01-01")


def test_a_row_that_is_rejected_for_something_else_is_not_noted(tmp_path: Path):
    path = tmp_path / "lisa.csv"
    path.write_text("vestigingsnummer,naam,gemeentecode,sbi,source,date\n1,Verzonnen,GM0901,,bron,2024\n")
    known = {**KNOWN, "municipality-change": changes(tmp_path).rows["change"]}
    reading = ALL["lisa"].read(path, known)
    assert (reading.rejected, reading.notes.height) == (1, 0)


def test_a_change_into_a_municipality_outside_the_atlas_is_rejected(tmp_path: Path):
    reading = changes(tmp_path, "GM0498,GM0999,2020-01-01,merger,,bron,2024\n")
    assert reading.rejects.select("column", "found").rows() == [("new_code", "GM0999")]


def test_what_a_change_says(tmp_path: Path):
    made = CHANGES.statements(changes(tmp_path).rows, "g:g")

    def said(change: str, predicate: str) -> list[str]:
        claim = f"<{expand('claim:municipality-change--' + change)}>"
        return made.filter(pl.col("s") == claim, pl.col("p") == f"<{expand(predicate)}>")["o"].to_list()

    merger, split = "GM0901--GM0772--2022-01-01", "GM0902--GM0794--2021-01-01"
    assert said(merger, "rdf:type") == [f"<{expand('ka:MunicipalityChange')}>"]
    assert said(merger, "ka:formerCode") == ['"GM0901"']
    assert said(merger, "ka:succeededBy") == [f"<{expand('municipality:gm0772')}>"]
    assert said(merger, "ka:changedOn") == [f'"2022-01-01"^^<{expand("xsd:date")}>']
    assert said(merger, "ka:changeKind") == ['"merger"']
    assert said(merger, "ka:successionShare") == [f'"1"^^<{expand("xsd:decimal")}>']
    assert said(merger, "dct:source") == [f"<{expand('source:bron')}>"]
    assert said(split, "ka:successionShare") == []
    assert said("GM0902--GM0772--2021-01-01", "ka:successionShare") == [f'"0.4"^^<{expand("xsd:decimal")}>']


def test_a_former_code_ends_in_the_notes_of_the_build(tmp_path: Path):
    data = Path(shutil.copytree(FIXTURES / "small", tmp_path / "data"))
    for name, rows in {
        "municipality_changes": HEAD + "GM0901,GM0772,2022-01-01,merger,,testbron,2024\n",
        "flows": "van,naar,kind,value,unit,period,evidence,source,date\n"
        "GM0901,GM0794,goods,1.5,ton,2020,asserted,testbron,2024\n",
    }.items():
        (data / name).mkdir()
        (data / name / "own.csv").write_text(rows)
    report = build(tmp_path / "build", data)
    assert report.findings.filter(pl.col("severity") == "stop").is_empty()
    written = pl.read_csv(report.folder / "notes.csv", infer_schema=False)
    assert written.filter(pl.col("file") == "flows/own.csv").select("row", "column", "found", "expected").rows() == [
        ("2", "from_place", "GM0901", "GM0901 was merged into GM0772 on 2022-01-01; read as that")
    ]


def test_the_bundled_changes_lead_from_codes_that_are_gone_to_codes_that_are_there():
    stated = pl.read_csv(room("data") / "municipality_changes" / "cbs.csv", infer_schema=False)
    there = pl.read_csv(room("data") / "municipalities" / "2026.csv", infer_schema=False)["code"]
    assert not stated["old_code"].is_in(there.to_list()).any()
    assert stated["new_code"].is_in(there.to_list()).all()
    haaren = stated.filter(pl.col("old_code") == "GM0788")
    assert sorted(haaren["new_code"]) == ["GM0757", "GM0824", "GM0855", "GM0865"]
