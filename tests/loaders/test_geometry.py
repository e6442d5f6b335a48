"""Geometry as it comes: systems and axes told apart, areas mended, outlines of PDOK, and what lies elsewhere."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pyogrio
import pytest
import shapely

from graph.statements import from_rows, having
from loaders.columns import Column
from loaders.files import TableError
from loaders.geometry import AREA, POINT, area_of, point_of
from loaders.loader import discover
from loaders.table import Reading, read
from tests.graph.squares import box, degrees, dot

SPOT, FIELD = dot(0, 0), box(0, 0, 10, 10)
KEY = Column("key", required=True)
KNOWN = {"municipality": pl.Series(["GM0772"]), "source": pl.Series(["s"]), "park": pl.Series(["1"])}


def turned(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(shape, lambda points: points[:, ::-1])


def table(path: Path, columns, heads: str, *rows: str) -> Reading:
    path.write_text("\n".join([heads, *rows]) + "\n", encoding="utf-8")
    return read(path, columns, (columns[0].name,), KNOWN)


def wkt(reading: Reading, patterns) -> dict[str, shapely.Geometry]:
    """The geometry that is stated of each key."""
    said = from_rows(reading.rows.with_columns(pl.col("key")), patterns, "urn:g")
    texts = dict(having(said, "geo:asWKT").rows())
    return {s: shapely.from_wkt(texts[o].split('"')[1]) for s, o in having(said, "geo:hasDefaultGeometry").rows()}


def near(shape: shapely.Geometry, wanted: shapely.Geometry) -> bool:
    """Equal but for a tenth of a metre."""
    return bool(shapely.hausdorff_distance(shape, shapely.from_wkt(degrees(wanted))) < 2e-6)


# --- pairs of coordinates ---------------------------------------------------------------------------------------

LON, LAT = (f"{number:.6f}" for number in shapely.get_coordinates(shapely.from_wkt(degrees(SPOT)))[0])
WRONG_WAY = "the two coordinates are the wrong way round; read as that"


@pytest.mark.parametrize(
    ("heads", "x", "y", "note"),
    [
        ("x;y", "150000", "380000", None),
        ("X-COORDINAAT;Y-coordinaat", "150000,0", "380000,0", None),
        ("lon;lat", LON, LAT, None),
        ("latitude;longitude", LAT, LON, None),
        ("longitude;latitude", "150000", "380000", None),
        ("longitude;latitude", LAT, LON, WRONG_WAY),
        ("rd_x;rd_y", "380000", "150000", WRONG_WAY),
    ],
    ids=["grid", "grid, Dutch", "degrees", "degrees, columns in another order", "grid said to be degrees", "degrees turned", "grid turned"],
)  # fmt: skip
def test_pairs_are_told_apart(heads, x, y, note, tmp_path: Path):
    reading = table(tmp_path / "t.csv", (KEY, *POINT), f"key;{heads}", f"a;{x};{y}")
    assert near(wkt(reading, point_of(pl.col("key"), pl.col("key")))["a"], SPOT)
    assert set(reading.notes["expected"]) == ({note} if note else set())


@pytest.mark.parametrize(
    ("x", "y"), [("0", "0"), ("-100", "20"), ("150000", ""), ("150000", "north"), ("9000000", "380000")]
)
def test_a_pair_that_is_no_point_here_is_left_out_with_the_reason_and_the_row_kept(x, y, tmp_path: Path):
    reading = table(tmp_path / "t.csv", (KEY, *POINT), "key;x;y", f"a;{x};{y}", "b;150000;380000", "c;;")
    assert reading.rows["key"].to_list() == ["a", "b", "c"]
    assert list(wkt(reading, point_of(pl.col("key"), pl.col("key")))) == ["b"]
    assert {row[2] for row in reading.notes.rows()} == {2}
    assert "a point in longitude and latitude or in the Dutch grid (EPSG:28992)" in reading.notes["expected"][0]


def test_positions_elsewhere_are_rejected_with_the_reason(tmp_path: Path):
    loader = discover()["positions"]
    path = tmp_path / "p.csv"
    path.write_text(f"municipality,longitude,latitude,source,date\nGM0772,{LAT},{LON},s,2026\n")
    reading = loader.read(path, KNOWN)
    assert reading.rows.select("longitude", "latitude").row(0) == (LON, LAT)
    assert set(reading.notes["expected"]) == {WRONG_WAY}
    path.write_text("municipality,longitude,latitude,source,date\nGM0772,-70,40,s,2026\n")
    reading = loader.read(path, KNOWN)
    assert (reading.rows.height, reading.rejected) == (0, 1)
    assert set(reading.rejects["found"]) == {"-70", "40"}


# --- well-known text --------------------------------------------------------------------------------------------

BOW = shapely.transform(
    shapely.from_wkt("POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))"), lambda p: p * 100 + (150_000, 380_000)
)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (degrees(FIELD), None),
        (FIELD.wkt, None),
        (f"SRID=28992,{FIELD.wkt}".replace(",", ";", 1), None),
        (f"<http://www.opengis.net/def/crs/EPSG/0/28992> {FIELD.wkt}", None),
        (
            turned(shapely.from_wkt(degrees(FIELD))).wkt,
            "the coordinates are latitude, longitude and were turned round; read as that",
        ),
        (turned(FIELD).wkt, "the coordinates are y, x and were turned round; read as that"),
    ],
    ids=["degrees", "grid", "as PostGIS", "as GeoSPARQL", "degrees turned", "grid turned"],
)
def test_areas_are_told_apart(text, note, tmp_path: Path):
    reading = table(tmp_path / "t.csv", (KEY, *AREA), "key|geom", f"a|{text}")
    assert near(wkt(reading, area_of(pl.col("key"), pl.col("key")))["a"], FIELD)
    assert reading.notes["expected"].to_list() == ([note] if note else [])


def test_an_area_that_crosses_itself_is_mended_and_noted_also_when_it_is_turned(tmp_path: Path):
    reading = table(tmp_path / "t.csv", (KEY, *AREA), "key|wkt", f"a|{BOW.wkt}", f"b|{turned(BOW).wkt}")
    mended = wkt(reading, area_of(pl.col("key"), pl.col("key")))
    assert [shapely.is_valid(mended[key]) and shapely.get_num_geometries(mended[key]) for key in "ab"] == [2, 2]
    assert shapely.area(mended["a"]) == pytest.approx(shapely.from_wkt(degrees(FIELD)).area / 2, rel=0.01)
    assert reading.notes["expected"].to_list() == [
        "the outline crosses itself and was repaired; read as that",
        "the coordinates are y, x and were turned round; the outline crosses itself and was repaired; read as that",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("POLYGON ((-5 -51, -5 -52, -6 -52, -5 -51))", "this one lies elsewhere"),
        ("POLYGON ((5 51, 5 52, 150000 380000, 5 51))", "this one lies elsewhere"),
        ("POLYGON EMPTY", "this one lies elsewhere"),
        ("POLYGON ((5 51, 5.1 51.1, 5 51))", "this one has no area"),
        ("POINT (5 51)", "this text is none"),
        ("LINESTRING (5 51, 5 52)", "this text is none"),
        ("rommel", "this text is none"),
    ],
)
def test_what_is_no_area_here_is_left_out_with_the_reason(text, why, tmp_path: Path):
    reading = table(tmp_path / "t.csv", (KEY, *AREA), "key|wkt", f"a|{text}", f"b|{FIELD.wkt}")
    assert list(wkt(reading, area_of(pl.col("key"), pl.col("key")))) == ["b"]
    ((_, _, row, column, found, expected),) = reading.notes.rows()
    assert (row, column, found) == (2, "wkt", text)
    assert expected.startswith("a polygon as well-known text, in longitude and latitude or in the Dutch grid")
    assert expected.endswith(f"; {why}")


def test_a_point_may_be_text_too(tmp_path: Path):
    reading = table(tmp_path / "t.csv", (KEY, *POINT), "key|wkt", f"a|{SPOT.wkt}", f"b|{FIELD.wkt}")
    assert near(wkt(reading, point_of(pl.col("key"), pl.col("key")))["a"], SPOT)
    assert reading.notes["row"].to_list() == [3]


# --- outlines ---------------------------------------------------------------------------------------------------


def collection(path: Path, system: str | None, *features: tuple[dict[str, object], shapely.Geometry]) -> Path:
    told = [
        {"type": "Feature", "properties": p, "geometry": json.loads(shapely.to_geojson(shape))} for p, shape in features
    ]
    named = {"crs": {"type": "name", "properties": {"name": system}}} if system else {}
    path.write_text(json.dumps({"type": "FeatureCollection", **named, "features": told}))
    return path


def pdok(code: str, name: str) -> dict[str, object]:
    """Properties as PDOK's service gives them."""
    return {"id": 1, "statcode": code, "jrstatcode": f"2026{code}", "statnaam": name, "rubriek": "gemeente"}


def test_outlines_of_pdok_load_whether_the_atlas_has_the_municipality_or_not(tmp_path: Path):
    parts = shapely.multipolygons([FIELD, box(12, 0, 13, 1)])
    path = collection(
        tmp_path / "pdok.geojson",
        "urn:ogc:def:crs:EPSG::28992",
        (pdok("GM0772", "Eindhoven"), parts),
        (pdok("GM0001", "Nergens"), FIELD),
    )
    loader = discover()["outlines"]
    reading = loader.read(path, KNOWN)
    assert (reading.read, reading.rows.height, reading.notes.height) == (2, 2, 0)
    said = loader.statements(reading.rows, "urn:g")
    outline = dict(having(said, "geo:asWKT").rows())["<https://w3id.org/ketenatlas/geometry/gm0772-outline>"]
    assert near(shapely.from_wkt(outline.split('"')[1]), parts)
    assert set(having(said, "rdfs:label")["o"]) == {'"Eindhoven"', '"Nergens"'}


def test_an_outline_without_place_or_code_is_rejected_with_the_reason(tmp_path: Path):
    far = shapely.box(-100, 20, -99, 21)
    good = ({"code": "0772", "naam": "Eindhoven"}, shapely.from_wkt(degrees(FIELD)))
    path = collection(
        tmp_path / "o.geojson",
        None,
        good,
        ({"code": "GM0002", "naam": "Ver weg"}, far),
        ({"code": "PV30", "naam": "Noord-Brabant"}, good[1]),
    )
    reading = discover()["outlines"].read(path, KNOWN)
    assert reading.rows["code"].to_list() == ["GM0772"]
    assert [(row, column) for _, _, row, column, *_ in reading.rejects.rows()] == [(2, "wkt"), (3, "code")]
    assert reading.rejects["found"][0].startswith("POLYGON ((-99 20")
    assert reading.rejects["expected"][0].endswith("; this one lies elsewhere")
    assert any("1 features lie outside these parts" in note for note in reading.notes["found"])


def test_a_file_that_lies_elsewhere_as_a_whole_is_refused(tmp_path: Path):
    path = collection(tmp_path / "o.geojson", None, ({"code": "GM0772", "naam": "x"}, shapely.box(-100, 20, -99, 21)))
    with pytest.raises(TableError, match="neither longitude and latitude of these parts nor the Dutch grid"):
        discover()["outlines"].read(path, KNOWN)


@pytest.mark.parametrize(
    ("shape", "said", "note"),
    [
        (
            FIELD,
            "urn:ogc:def:crs:OGC:1.3:CRS84",
            "the file says EPSG:4326, the coordinates of 1 features are EPSG:28992",
        ),
        (
            turned(FIELD),
            "urn:ogc:def:crs:EPSG::28992",
            "1 features have their coordinates as y, x; they were turned round",
        ),
        (
            turned(shapely.from_wkt(degrees(FIELD))),
            "urn:ogc:def:crs:OGC:1.3:CRS84",
            "1 features have their coordinates as latitude, longitude",
        ),
        (
            shapely.from_wkt(degrees(FIELD)),
            "urn:ogc:def:crs:EPSG::28992",
            "the file says EPSG:28992, the coordinates of 1 features are OGC:CRS84",
        ),
    ],
    ids=["grid said to be degrees", "grid turned", "degrees turned", "degrees said to be grid"],
)
def test_what_a_file_says_wrongly_is_noted_and_put_right(shape, said, note, tmp_path: Path):
    path = collection(tmp_path / "o.geojson", said, ({"code": "GM0772", "naam": "Eindhoven"}, shape))
    reading = discover()["outlines"].read(path, KNOWN)
    assert near(shapely.from_wkt(reading.rows["wkt"][0]), FIELD)
    assert [found[: len(note)] for found in reading.notes["found"]] == [note]


# --- formats ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["parks.geojson", "parks.gpkg", "parks.shp"])
def test_parks_with_an_outline_load_from_every_format(name, tmp_path: Path):
    fields = {
        "rin": ["1", "2"],
        "naam": ["EEN", "TWEE"],
        "gem_code": ["GM0772"] * 2,
        "jaar": [2026, 2026],
        "source": ["s"] * 2,
        "date": ["2026"] * 2,
    }
    shapes = np.array([FIELD, None])
    pyogrio.raw.write(
        tmp_path / name, shapely.to_wkb(shapes), [np.array(values, dtype=object if isinstance(values[0], str) else int) for values in fields.values()],
        fields=list(fields), crs="EPSG:28992", geometry_type="Polygon",
    )  # fmt: skip
    loader = discover()["ibis"]
    reading = loader.read(tmp_path / name, KNOWN)
    assert (reading.rows.height, reading.rejected) == (2, 0)
    said = loader.statements(reading.rows, "urn:g")
    ((park, geometry),) = having(said, "geo:hasDefaultGeometry").rows()
    assert (park, geometry) == ("<https://w3id.org/ketenatlas/park/1>", "<https://w3id.org/ketenatlas/geometry/park-1>")
    assert near(shapely.from_wkt(having(said, "geo:asWKT")["o"][0].split('"')[1]), FIELD)
