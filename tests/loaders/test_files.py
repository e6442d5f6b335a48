"""Files as they come: formats, encodings, headings in odd places, and what only looks like a table."""

import datetime
import json
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import polars as pl
import pyogrio
import pytest
import shapely

from loaders import files
from loaders.columns import SLUG, Column, Number
from loaders.coordinates import to_degrees
from loaders.files import TableError, formats, open_tables
from loaders.fitting import Fitting
from loaders.table import read

COLUMNS = (
    Column("key", SLUG, required=True, aliases=("sleutel", "RIN nummer")),
    Column("area", Number(least=0, unit="hectares"), aliases=("oppervlakte bruto",)),
    Column("place"),
)
ROWS = [["key", "area", "place"], ["one", "1.5", "Uden"], ["two", "", "'s-Hertogenbosch"]]


def content(path: Path, fitting: Fitting | None = None) -> list[tuple[str | None, ...]]:
    reading = read(path, COLUMNS, ("key",), {}, fitting)
    assert reading.rows.height + reading.rejected == reading.read
    return reading.rows.select("key", "area", "place").rows()


GOOD = [("one", "1.5", "Uden"), ("two", None, "'s-Hertogenbosch")]


def workbook(path: Path, *sheets: tuple[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_every_format_gives_the_same_rows(tmp_path: Path):
    (tmp_path / "t.csv").write_text("\n".join(",".join(row) for row in ROWS))
    (tmp_path / "t.tsv").write_text("\n".join("\t".join(row) for row in ROWS))
    (tmp_path / "t.txt").write_text("\n".join("|".join(row) for row in ROWS))
    workbook(tmp_path / "t.xlsx", ("Blad1", [ROWS[0], ["one", 1.5, "Uden"], ["two", None, "'s-Hertogenbosch"]]))
    frame = pl.DataFrame({"key": ["one", "two"], "area": [1.5, None], "place": ["Uden", "'s-Hertogenbosch"]})
    frame.write_parquet(tmp_path / "t.parquet")
    points = shapely.points([[5.1, 51.5], [5.2, 51.6]])
    for name, driver in (("t.geojson", "GeoJSON"), ("t.gpkg", "GPKG"), ("t.shp", "ESRI Shapefile")):
        pyogrio.raw.write(
            tmp_path / name, shapely.to_wkb(points), [frame[c].to_numpy() for c in frame.columns],
            fields=frame.columns, driver=driver, crs="EPSG:4326", geometry_type="Point",
        )  # fmt: skip
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as packed:
        for part in tmp_path.glob("t.*"):
            if part.suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
                packed.write(part, part.name)
    spatial = Fitting(ignore=("wkt",))
    for name in ("t.csv", "t.tsv", "t.txt", "t.xlsx", "t.parquet"):
        assert content(tmp_path / name) == GOOD, name
    for name in ("t.geojson", "t.gpkg", "t.shp", "t.zip"):
        assert content(tmp_path / name, spatial) == GOOD, name


def test_an_outline_becomes_text_in_longitude_and_latitude(tmp_path: Path):
    square = {"type": "Polygon", "coordinates": [[[5, 51], [5, 52], [6, 52], [6, 51], [5, 51]]]}
    feature = {"type": "Feature", "properties": {"key": "one", "area": None}, "geometry": square}
    (tmp_path / "o.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    (_, head), (line, cells) = open_tables(tmp_path / "o.geojson")[0].rows
    assert head == ["key", "area", "wkt"]
    assert (line, cells[:2]) == (1, ["one", ""])
    assert shapely.from_wkt(cells[2]).equals(shapely.box(5, 51, 6, 52))


@pytest.mark.parametrize(
    "rows",
    [
        [["Bedrijventerreinen 2024"], [], ["Bron: provincie"], *ROWS],
        [["Sleutel", "Oppervlakte (bruto)", "PLACE"], *ROWS[1:]],
        [["RIN-nummer", "", "Plaats"], ["", "Oppervlakte", ""], ["", "bruto", "place"], *ROWS[1:]],
        [["", "Terrein", ""], ["key", "area", "place"], *ROWS[1:]],
        [["RIN nummer", "Oppervlakte", "Ligging"], ["", "bruto", "place"], *ROWS[1:]],
    ],
    ids=["title rows", "other spellings", "three lines", "a group above", "two merged lines"],
)  # fmt: skip
def test_headings_are_found_where_they_stand(rows, tmp_path: Path, request):
    width = max(map(len, rows))
    path = workbook(tmp_path / "t.xlsx", ("x", [[*row, *[""] * (width - len(row))] for row in rows]))
    if "three lines" in request.node.name:
        with pytest.raises(TableError, match="missing: key|unknown"):
            content(path)
    else:
        assert content(path) == GOOD


def test_the_sheet_that_fits_is_read_and_empty_ones_are_passed_over(tmp_path: Path):
    path = workbook(tmp_path / "t.xlsx", ("Leeg", []), ("Toelichting", [["Dit is", "een toelichting"]]), ("Data", ROWS))
    assert content(path) == GOOD
    reading = read(path, COLUMNS, ("key",), {})
    assert reading.read == 2
    with pytest.raises(TableError, match=r"has no sheet 'Blad9'; there are 'Toelichting', 'Data'"):
        content(path, Fitting(sheet="Blad9"))
    with pytest.raises(TableError, match="none of its 1 sheets holds a cell"):
        content(workbook(tmp_path / "e.xlsx", ("Leeg", [])))


def test_cells_of_a_workbook_read_as_a_person_typed_them(tmp_path: Path):
    day = datetime.date(2024, 3, 1)
    path = workbook(
        tmp_path / "t.xlsx",
        ("x", [["a"], [3.0], [0.1], [day], [True], ["007"], [datetime.datetime(2024, 3, 1, 8, 30)]]),
    )
    cells = [row[0] for _, row in open_tables(path)[0].rows]
    assert cells == ["a", "3", "0.1", "2024-03-01", "true", "007", "2024-03-01 08:30:00"]


def test_a_totals_row_is_no_row_about_one_thing(tmp_path: Path):
    path = tmp_path / "t.csv"
    path.write_text("key,area,place\none,1.5,\nTotaal,1.5,\n")
    reading = read(path, COLUMNS, ("key",), {})
    assert (reading.read, reading.rejected) == (2, 1)
    assert "this one is a total" in reading.rejects["expected"].to_list()[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_encodings_and_separators(encoding, separator, tmp_path: Path):
    text = "key,area,place\none,1.5,Café 's-Gravenmoer\n".replace(",", separator)
    (tmp_path / "t.csv").write_bytes(text.encode(encoding))
    assert content(tmp_path / "t.csv") == [("one", "1.5", "Café 's-Gravenmoer")]


def test_decimal_commas_do_not_make_the_comma_a_separator(tmp_path: Path):
    (tmp_path / "t.csv").write_text('key;area;place\none;"1,5";a, b\ntwo;2,25;c\n')
    assert content(tmp_path / "t.csv") == [("one", "1.5", "a, b"), ("two", "2.25", "c")]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1.234,56", "7"], ["1234.56", "7"]),
        (["12.345.678,9"], ["12345678.9"]),
        (["1.234", "2,5"], ["1234", "2.5"]),
        (["1.234", "2.5"], ["1.234", "2.5"]),
        (["1 234,5"], ["1234.5"]),
        (["+3"], ["3"]),
        (["1,234.5"], None),
        (["1.23,4"], None),
    ],
)
def test_numbers_as_the_dutch_write_them(cells, expected, tmp_path: Path):
    """A comma anywhere in the column says that its dots mark thousands; without one they are decimal points."""
    lines = [f"k{at};{cell};x" for at, cell in enumerate(cells)]
    (tmp_path / "t.csv").write_text("\n".join(["key;area;place", *lines]))
    reading = read(tmp_path / "t.csv", COLUMNS, ("key",), {})
    if expected is None:
        assert reading.rejected == len(cells)
    else:
        assert reading.rows["area"].to_list() == expected


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("t.xlsx", b"key,area\none,1\n", r"its content is not that of a \.xlsx file"),
        ("t.csv", b"PK\x03\x04rest", r"by its content it should end in \.xlsx"),
        ("t.parquet", b"SQLite format 3\x00", r"should end in \.gpkg"),
        ("t.xlsx", b"PK\x03\x04broken", "is damaged: it ends before its content does"),
        ("t.parquet", b"PAR1broken", "cannot be read as Parquet"),
        ("t.gpkg", b"SQLite format 3\x00" + b"\x00" * 100, "cannot be read as geodata"),
        ("t.geojson", b"nothing", "cannot be read as geodata"),
        ("t.csv", b"", "is empty"),
        ("t.pdf", b"%PDF", r"files ending in '\.pdf' cannot be read; expected .*\.csv"),
    ],
)
def test_what_is_no_such_file_is_refused_in_a_sentence(name, data, message, tmp_path: Path):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(TableError, match=message):
        list(open_tables(tmp_path / name)[0].rows)


def test_a_truncated_workbook_is_refused(tmp_path: Path):
    whole = workbook(tmp_path / "t.xlsx", ("x", ROWS)).read_bytes()
    (tmp_path / "t.xlsx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(TableError, match="is damaged"):
        open_tables(tmp_path / "t.xlsx")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (150 << 20))
    with pytest.raises(TableError, match="would unpack to 150 MB and is refused"):
        open_tables(tmp_path / "t.xlsx")


def test_a_truncated_text_file_loses_only_its_last_row(tmp_path: Path):
    (tmp_path / "t.csv").write_text("key,area,place\none,1.5,Uden\ntwo,2")
    reading = read(tmp_path / "t.csv", COLUMNS, ("key",), {})
    assert (reading.read, reading.rejected, reading.rows["key"].to_list()) == (2, 1, ["one"])


def test_formats_find_themselves():
    assert {".csv", ".xlsx", ".ods", ".geojson", ".gpkg", ".shp", ".parquet"} <= set(formats())
    assert files.identity(Path(files.__file__)) == files.identity(Path(files.__file__))


# --- coordinates ------------------------------------------------------------------------------------------------

EINDHOVEN_GRID, EINDHOVEN = (161_000.0, 383_000.0), (5.4735, 51.4364)


@pytest.mark.parametrize(
    ("point", "said", "note"),
    [
        (EINDHOVEN, "EPSG:4326", None),
        (EINDHOVEN, None, None),
        (EINDHOVEN_GRID, "EPSG:28992", None),
        (EINDHOVEN_GRID, None, None),
        (EINDHOVEN[::-1], "EPSG:4326", "latitude, longitude; they were turned round"),
        (EINDHOVEN_GRID[::-1], "EPSG:28992", "y, x; they were turned round"),
        (EINDHOVEN_GRID, "EPSG:4326", "the file says EPSG:4326, the coordinates of 1 features are EPSG:28992"),
        (EINDHOVEN, "EPSG:28992", "the file says EPSG:28992, the coordinates of 1 features are OGC:CRS84"),
    ],
)
def test_coordinates_are_told_apart(point, said, note):
    made, notes = to_degrees(shapely.points([point]), said, "f")
    assert shapely.distance(made[0], shapely.points(EINDHOVEN)) < 0.002
    assert [note] == [n[n.index(note) :][: len(note)] for n in notes] if note else not notes


def test_systems_mixed_in_one_file_are_put_right_one_by_one():
    far = (-100.0, 20.0)
    made, notes = to_degrees(shapely.points([EINDHOVEN, EINDHOVEN_GRID, far]), "EPSG:4326", "f")
    assert shapely.distance(made[0], made[1]) < 0.002
    assert made[2] is None
    assert any("1 features lie outside these parts" in note for note in notes)


def test_another_known_system_is_followed_and_an_unknown_place_is_refused():
    lambert = shapely.points([(200_000.0, 200_000.0)])
    made, _ = to_degrees(lambert, "EPSG:31370", "f")
    assert not made[0].is_empty
    with pytest.raises(TableError, match="neither longitude and latitude of these parts nor the Dutch grid"):
        to_degrees(shapely.points([(9e6, 9e6)]), None, "f")
    with pytest.raises(TableError, match="none has a geometry"):
        to_degrees(np.array([None]), None, "f")


def test_an_outline_that_crosses_itself_is_repaired_and_told():
    bow = shapely.from_wkt("POLYGON ((5 51, 6 52, 6 51, 5 52, 5 51))")
    made, notes = to_degrees(np.array([bow]), None, "f")
    assert made[0].is_valid
    assert made[0].area == pytest.approx(0.5)
    assert notes == ("1 geometries cross themselves and were repaired",)


# --- mapping files ----------------------------------------------------------------------------------------------


def test_a_mapping_file_beside_the_file_is_followed(tmp_path: Path):
    (tmp_path / "t.csv").write_text("Nr;Ha;Soort;Opmerking\none;1,5;Haven;x\n")
    fitting = Fitting(
        columns={"key": "Nr", "area": "Ha", "place": "Soort"},
        values={"place": {"Haven": "harbour"}},
        ignore=("Opmerking",),
        source={"title": 'Opgave "2025"', "published": "2025-01-01"},
    )
    (tmp_path / "t.csv.toml").write_text(fitting.text())
    assert Fitting.beside(tmp_path / "t.csv") == fitting
    assert content(tmp_path / "t.csv") == [("one", "1.5", "harbour")]


def test_constants_fill_columns_the_file_does_not_have(tmp_path: Path):
    (tmp_path / "t.csv").write_text("key\none\n")
    assert content(tmp_path / "t.csv", Fitting(constants={"area": "2", "place": "Uden"})) == [("one", "2", "Uden")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[columns]\nkye = 'Nr'", "names 'kye', which is no column of this table"),
        ("[columns]\nkey = 'Number'", "names the heading 'Number', which is not in the file"),
        ("[colums]\nkey = 'Nr'", "unknown part 'colums'; there are sheet, columns"),
        ("columns = 3", r"each part must be a table such as \[columns\]"),
        ("[columns", "cannot be read as a mapping file"),
        ("[source]\nname = 'x'", "a source has no 'name'; it has title, publisher"),
    ],
)
def test_a_mapping_file_that_does_not_fit_is_told(text, message, tmp_path: Path):
    (tmp_path / "t.csv").write_text("Nr,area,place\none,1,x\n")
    (tmp_path / "t.csv.toml").write_text(text)
    with pytest.raises(TableError, match=message):
        content(tmp_path / "t.csv")


def test_what_is_not_named_is_refused_unless_all_others_are_ignored(tmp_path: Path):
    (tmp_path / "t.csv").write_text("key,area,place,extra,more\none,1,x,y,z\n")
    with pytest.raises(TableError, match="unknown: 'extra', 'more'"):
        content(tmp_path / "t.csv")
    assert content(tmp_path / "t.csv", Fitting(ignore=("*",))) == [("one", "1", "x")]
