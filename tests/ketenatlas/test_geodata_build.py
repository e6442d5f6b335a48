"""An atlas with geometry: outlines and parks loaded, establishments placed, also those of a register that is streamed."""

import json
from pathlib import Path

import polars as pl
import pytest
import shapely

from graph import spatial
from graph.asking import records
from graph.catalogue import query_file
from graph.statements import having
from graph.store import Store
from ketenatlas.build import build
from ketenatlas.inputs import load, loader_named
from tests.conftest import FIXTURES, need, shared
from tests.graph.squares import box, pairs, term
from tests.graph.test_rules import statements_of

SMALL = FIXTURES / "small"
TOWNS = {
    "GM0772": box(0, 0, 10, 10),
    "GM0794": box(10, 0, 20, 10),
    "GM0828": box(20, 10, 30, 20),
    "GM0001": box(0, 10, 10, 20),
}
"""Eindhoven and Helmond share a border, Helmond and Oss a corner; the last is not in the atlas. All are made up."""
PARKS = (
    "rin|name|municipality|year|gross_ha|wkt|source|date\n"
    f"9001|IN EEN|GM0772|2026|4|{box(1, 1, 3, 3).wkt}|testbron|2026-11-24\n"
    f"9002|OP TWEE|GM0772|2026|20|{box(3, 4, 13, 6).wkt}|testbron|2026-11-24\n"
    f"9003|VERKEERD|GM0772|2026|8|{box(15, 1, 17, 3).wkt}|testbron|2026-11-24\n"
    "9004|ZONDER|GM0772|2026|4||testbron|2026-11-24\n"
    f"9005|ELDERS|GM0772|2026|4|{shapely.box(-100, 20, -99, 21).wkt}|testbron|2026-11-24\n"
)
REGISTER = """vestigingsnummer;naam;gemeentecode;sbi;x;y
1;Op het park;0772;2611;150200;380200
2;Buiten elk park;0772;2611;150500;380100
3;In een andere gemeente;0772;2611;151800;380100
4;Zonder punt;0772;2611;;
5;Nul;0772;2611;0;0
6;Verkeerd om;0772;2611;380200;150200
"""


def outlines(path: Path) -> Path:
    features = [
        {"type": "Feature", "properties": {"statcode": code, "statnaam": code}, "geometry": json.loads(shapely.to_geojson(shape))}
        for code, shape in TOWNS.items()
    ]  # fmt: skip
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    return path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("geodata")
    (folder / "add" / "ibis").mkdir(parents=True)
    (folder / "add" / "lisa").mkdir()
    (folder / "add" / "ibis" / "parks.csv").write_text(PARKS)
    (folder / "add" / "lisa" / "register.csv").write_text(REGISTER)
    (folder / "add" / "lisa" / "register.csv.toml").write_text(
        '[constants]\nsource = "testbron"\ndate = "2026-11-24"\n'
    )
    return build(folder / "b", SMALL, added=[folder / "add"], extra={"outlines": outlines(folder / "towns.geojson")})


@pytest.fixture(scope="module")
def said(built) -> pl.DataFrame:
    return statements_of(built.folder)


def checks(built, name: str) -> set[tuple[str, str]]:
    return set(built.findings.filter(pl.col("check") == name).select("subject", "value").rows())


def test_the_build_says_what_touches_and_lies_where(said):
    assert pairs(said, "ka:neighbourOf") == {
        ("gm0772", "gm0794"),
        ("gm0794", "gm0772"),
        ("gm0794", "gm0828"),
        ("gm0828", "gm0794"),
    }
    assert ("gm0772", "gm0794") in pairs(said, "geo:sfTouches")
    assert ("gm0772", "gm0001") in pairs(said, "geo:sfTouches")
    assert pairs(said, "ka:borders") == {
        ("noordoost-brabant", "zuidoost-brabant"),
        ("zuidoost-brabant", "noordoost-brabant"),
    }
    assert {pair for pair in pairs(said, "geo:sfWithin") if pair[0].startswith("9")} == {
        ("9001", "gm0772"),
        ("9003", "gm0794"),
    }


def test_a_municipality_that_the_atlas_lacks_does_not_become_one_of_its_own(said):
    assert ("gm0001", "Municipality") not in {(s, o.rpartition("#")[2]) for s, o in pairs(said, "rdf:type")}


def test_the_gate_reports_and_does_not_stop(built):
    assert built.findings.filter(pl.col("severity") == "stop").is_empty()
    assert checks(built, "park-straddles") == {("park:9002", "Eindhoven 0.7, Helmond 0.3")}
    assert checks(built, "area-off-its-place") == {("park:9003", "municipality:gm0772")}
    ((subject, measured),) = checks(built, "area-differs")
    assert (subject, float(measured)) == ("park:9003", pytest.approx(4, rel=0.01))
    row = built.findings.filter(pl.col("check") == "area-off-its-place").row(0, named=True)
    assert (row["name"], row["file"], row["row"]) == ("VERKEERD", "ibis/parks.csv", 4)


def test_a_bad_outline_costs_the_park_only_its_outline(built):
    row = built.notes.filter((pl.col("file") == "ibis/parks.csv") & (pl.col("column") == "wkt")).row(0, named=True)
    assert row["row"] == 6
    assert row["expected"].endswith("this one lies elsewhere")
    assert built.loads.filter(pl.col("file") == "parks.csv")["accepted"].item() == 5


def test_a_register_that_is_streamed_is_placed_too(built):
    store = Store(built.folder)
    rows = store.select(
        "PREFIX ka: <https://w3id.org/ketenatlas/ontology#> SELECT ?n ?park ?level ?g WHERE { "
        "?e ka:establishmentNumber ?n . OPTIONAL { GRAPH ?g { ?e ka:situatedOn ?park ; ka:locationEvidence ?level } } } ORDER BY ?n"
    )
    placed = [(n, *(p and str(p).rpartition("/")[2] for p in parts)) for n, *parts in rows.values]
    assert placed == [
        ("1", "9001", "estimated", "computed-locations"),
        *[(str(n), None, None, None) for n in (2, 3, 4, 5)],
        ("6", "9001", "estimated", "computed-locations"),
    ]
    off = built.findings.filter(pl.col("check") == "point-off-its-place")
    assert off.select("subject", "value", "name", "file", "row").rows() == [
        ("establishment:lisa-3", "municipality:gm0772", "In een andere gemeente", "lisa/register.csv", 4)
    ]
    assert set(built.notes.filter(pl.col("column") == "x")["row"]) == {6, 7}


def test_the_parks_with_an_outline_can_be_drawn(built):
    rows, _ = records(Store(built.folder), query_file("views", "parks"), {})
    assert [row["parkLabel"] for row in rows] == ["IN EEN", "OP TWEE", "VERKEERD"]
    assert all(shapely.from_wkt(row["outline"]).is_valid for row in rows)


def test_statements_are_counted_with_what_is_computed_of_a_register(built):
    assert built.statements == len(Store(built.folder).statements)


def test_the_same_build_again_has_the_same_hash(built, tmp_path: Path):
    folder = built.folder.parent.parent
    again = build(tmp_path, SMALL, added=[folder / "add"], extra={"outlines": folder / "towns.geojson"})
    assert again.hash == built.hash


def test_outlines_are_loaded_as_a_file_of_ones_own_with_their_source(tmp_path: Path):
    source = {"title": "Omtrekken (verzonnen)", "licence": "CC BY 4.0", "published": "2026-01-01"}
    report = load(
        tmp_path / "b", loader_named("outlines"), outlines(tmp_path / "towns.geojson"), source=source, data=SMALL
    )
    made = statements_of(report.folder)
    assert pairs(made.filter(pl.col("s").str.ends_with("-outline>")), "dct:source") == {
        (f"{code.lower()}-outline", "outlines-towns") for code in TOWNS
    }
    assert pairs(made, "ka:neighbourOf")


# --- the real outlines ------------------------------------------------------------------------------------------

REAL = "data/gemeenten/gemeenten_2023plus_wgs84.geojson"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    path = need(shared(REAL), "municipality outlines beside the checkout")
    return statements_of(build(tmp_path_factory.mktemp("real"), extra={"outlines": path}).folder)


def test_each_position_falls_within_its_own_outline(real):
    places = spatial.places(real, "2026-11-24")
    outline = dict(zip(places.municipalities.terms, places.municipalities.shapes, strict=True))
    centres = (
        having(real, "geo:hasCentroid")
        .join(having(real, "geo:asWKT"), left_on="o", right_on="s")
        .select("s", "o_right")
    )
    towns = {s: wkt for s, wkt in centres.rows() if s in set(places.own)}
    assert len(towns) == 57
    for town, wkt in towns.items():
        (point,) = spatial.space.project([shapely.from_wkt(wkt.split('"')[1])])
        assert shapely.contains(outline[town], point), town


def test_known_neighbours_touch_and_others_do_not(real):
    names = {
        s: o.strip('"') for s, o in having(real.filter(pl.col("s").str.contains("/gemeente/")), "rdfs:label").rows()
    }
    touching = {frozenset((names[s], names[o])) for s, o in having(real, "ka:neighbourOf").rows()}
    for pair in (
        ("Eindhoven", "Veldhoven"),
        ("Eindhoven", "Best"),
        ("Tilburg", "Goirle"),
        ("Breda", "Etten-Leur"),
        ("Oss", "Maashorst"),
        ("Bergen op Zoom", "Tholen"),
    ):
        assert frozenset(pair) in touching, pair
    for pair in (
        ("Eindhoven", "Helmond"),
        ("Eindhoven", "Tilburg"),
        ("Breda", "Tilburg"),
        ("Moerdijk", "Oss"),
        ("Helmond", "Tholen"),
    ):
        assert frozenset(pair) not in touching, pair
    inside = set(names) - {term("municipality:gm0716")}
    assert len(inside) == 56
    assert all(any(names[town] in pair for pair in touching) for town in inside)
    regions = {frozenset(pair) for pair in pairs(real, "ka:borders")}
    assert frozenset(("west-brabant", "midden-brabant")) in regions
    assert frozenset(("west-brabant", "zuidoost-brabant")) not in regions
