"""From a service to rows in the atlas: fetched, narrowed, described, loaded, left alone when nothing changed."""

import json
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from graph.catalogue import today
from graph.errors import UsageError
from graph.store import Store, current
from ketenatlas.build import Report, build
from ketenatlas.fetching import area_named, fetched, narrowed
from ketenatlas.settings import Settings
from loaders.fitting import Fitting
from loaders.services.service import service_named
from tests.conftest import FIXTURES
from tests.ketenatlas.test_cli import run
from tests.standin import Standin, breaks_off, gives, says

KA = "https://w3id.org/ketenatlas/ontology#"
PREFIXES = (
    f"PREFIX ka: <{KA}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX dct: <http://purl.org/dc/terms/> "
)
PARKS = 589
"""Parks of the province; three made-up ones lie nowhere, elsewhere and in a municipality nobody knows."""


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Standin]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with Standin() as server:
        monkeypatch.setenv("KETENATLAS_SERVICES", json.dumps(server.addresses))
        monkeypatch.setenv("KETENATLAS_FETCH_PAUSE", "0")
        monkeypatch.setenv("KETENATLAS_FETCH_TRIES", "1")
        yield server


@pytest.fixture
def here(web: Standin, brabant: Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder to work in, with the bundled atlas as the one in use; what is loaded goes into a copy."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KETENATLAS_BUILDS", str(brabant.folder.parent))
    return tmp_path


@pytest.fixture
def own(here: Path, brabant: Report, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the bundled atlas to load into."""
    builds = here / "builds"
    shutil.copytree(brabant.folder.parent, builds)
    monkeypatch.setenv("KETENATLAS_BUILDS", str(builds))
    return builds


def said(path: Path) -> dict[str, str]:
    """The source beside a fetched file."""
    return dict(tomllib.loads(path.with_name(path.name + ".toml").read_text(encoding="utf-8"))["source"])


def test_fetched_parks_stand_in_for_the_bundled_ones_and_every_row_is_accounted_for(capsys, own: Path, web: Standin):
    code, out, err = run(capsys, "fetch", "ibis", "--province", "noord brabant", "--load")
    assert "ibis: page 1, 592 of 592" in err
    assert f"written: {PARKS + 2} rows in fetched/ibis-2024.geojson, 1 elsewhere left out" in out
    assert f"{PARKS} of {PARKS + 2} rows of ibis-2024.geojson loaded, 2 rejected" in out
    assert code == 1, "rejected rows end a load with 1"
    rejects = pl.read_csv(current(own) / "rejects.csv").filter(pl.col("file") == "ibis/ibis-2024.geojson")
    assert rejects["found"].to_list() == ["GM0000", "GM9998"]
    assert rejects["expected"][0].endswith("; GM0000 stands for no municipality")
    store = Store.open(own)
    loads = pl.read_csv(current(own) / "loads.csv")
    assert loads.filter(pl.col("loader") == "ibis")["file"].to_list() == ["ibis-2024.geojson"]
    sources = store.select(
        PREFIXES
        + "SELECT ?title (COUNT(?p) AS ?n) WHERE { ?p a ka:BusinessPark ; dct:source/rdfs:label ?title } GROUP BY ?title"
    )
    title = "IBIS bedrijventerreinen (laag WarmteAtlas:IBISbedrijventerreinen); Noord-Brabant"
    assert sources.values == [(title, PARKS)]
    # Unchanged: asked for on a condition, and neither brought in nor loaded again.
    code, out, _ = run(capsys, "fetch", "ibis", "--province", "noord brabant", "--load")
    assert code == 0
    assert "unchanged: 591 rows" in out
    assert "ibis-2024.geojson is in the atlas already; nothing was loaded" in out
    assert "if-none-match" in web.headers[-1]


def test_fetched_outlines_are_on_the_map_with_their_source(capsys, own: Path):
    code, out, _ = run(capsys, "fetch", "gemeenten", "--province", "PV30", "--year", "2026")
    assert (code, out.splitlines()) == (
        0,
        [
            "written: 56 rows in fetched/gemeenten.geojson, 2 elsewhere left out",
            "next: ketenatlas load outlines fetched/gemeenten.geojson",
        ],
    )
    code, out, _ = run(capsys, *out.splitlines()[1].removeprefix("next: ketenatlas ").split())
    assert code == 0
    assert "56 of 56 rows of gemeenten.geojson loaded, 0 rejected" in out
    found = Store.open(own).select(
        PREFIXES
        + """PREFIX geo: <http://www.opengis.net/ont/geosparql#> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
        SELECT ?title ?publisher ?licence ?day (COUNT(?m) AS ?n) WHERE {
          ?m geo:hasDefaultGeometry ?outline . ?outline geo:asWKT ?wkt ; dct:source ?source .
          ?source rdfs:label ?title ; dct:publisher ?publisher ; dct:license ?licence ; ka:retrievedOn ?day }
        GROUP BY ?title ?publisher ?licence ?day"""
    )
    assert [tuple(map(str, row)) for row in found.values] == [
        (
            "CBS gebiedsindelingen: gemeenten, gegeneraliseerd; Noord-Brabant",
            "CBS / Kadaster",
            "CC BY 4.0",
            today(),
            "56",
        )
    ]


def test_all_codes_stand_in_for_the_bundled_ones(capsys, own: Path):
    code, out, _ = run(capsys, "fetch", "nace", "--load")
    assert code == 0
    assert "1047 of 1047 rows of nace-2.1.csv loaded, 0 rejected" in out
    number = Store.open(own).select(PREFIXES + "SELECT (COUNT(?c) AS ?n) WHERE { ?c a ka:IndustryCode }")
    assert number.values == [(1047,)]


# --- narrowing ----------------------------------------------------------------------------------------------------


def test_no_park_is_lost_by_the_spelling_of_its_province(web: Standin, brabant_store: Store):
    ibis = service_named("ibis")
    area = area_named(brabant_store, "Noord-Brabant", "province")
    assert len({park["properties"]["PROV_NAMEN"] for park in web.parks}) > 5
    kept = narrowed(web.parks, ibis, area, by_name=True)
    assert [park["properties"]["RIN_NUMMER"] for park in web.parks if park not in kept] == ["99000002"]


@pytest.mark.parametrize("code", ["772", "0772", "gm0772 ", "GM0772"])
def test_a_code_is_understood_as_registers_write_it(brabant_store: Store, code):
    area = area_named(brabant_store, "zuidoost-brabant", "region")
    row = {"properties": {"GEM_CODES": code, "PROV_NAMEN": ""}}
    assert narrowed([row], service_named("ibis"), area, by_name=False) == [row]


def test_former_municipalities_count_and_a_region_is_not_its_province(brabant_store: Store):
    region = area_named(brabant_store, "Noordoost-Brabant", "region")
    former = {"properties": {"GEM_CODES": "GM0844", "PROV_NAMEN": ""}}  # Schijndel, since 2017 part of Meierijstad
    elsewhere = {"properties": {"GEM_CODES": "GM0772", "PROV_NAMEN": "Noord-Brabant"}}
    unknown = {"properties": {"GEM_CODES": None, "PROV_NAMEN": "Noord-Brabant"}}
    assert narrowed([former, elsewhere, unknown], service_named("ibis"), region, by_name=False) == [former, unknown]


def test_a_member_that_left_does_not_count(brabant_store: Store):
    """Tholen was in West-Brabant until the end of 2020."""
    codes = area_named(brabant_store, "west-brabant", "region").codes
    assert "GM0716" not in codes
    assert "GM1709" in codes


def test_what_cannot_be_narrowed_is_said_before_anything_is_asked(capsys, here: Path, web: Standin):
    cases = {
        (
            "ibis",
            "--province",
            "Atlantis",
        ): "'Atlantis' is no province with municipalities in this atlas; there are Noord-Brabant, Zeeland",
        ("ibis", "--region", "Noord-Brabant"): "'Noord-Brabant' is no region with municipalities in this atlas",
        ("ibis", "--province", "PV30", "--region", "west-brabant"): "give one of them",
        ("nace", "--province", "PV30"): "nace cannot be narrowed",
        ("ibis", "--year", "2025"): "ibis is not asked by year",
        ("lisa",): "there is no service 'lisa'; there are gemeenten, ibis, nace",
    }
    for words, expected in cases.items():
        code, out, err = run(capsys, "fetch", *words)
        assert (code, out) == (2, ""), words
        assert expected in err
    assert web.asked == []
    assert not (here / "fetched").exists()


def test_nothing_in_the_area_is_told(here: Path, web: Standin, tmp_path: Path):
    web.municipalities = web.municipalities[-1:]
    with pytest.raises(Exception, match="gemeenten: none of 1 lies in West-Brabant; what was fetched before stays"):
        fetched(service_named("gemeenten"), tmp_path / "x", Settings(), region="west-brabant", year=2026)


# --- the file and what stands beside it -----------------------------------------------------------------------------


def test_the_source_is_written_beside_the_file_and_keeps_what_a_person_added(here: Path, web: Standin):
    def fetch() -> Path:
        return fetched(service_named("ibis"), here / "f", Settings()).file

    file = fetch()
    about = said(file)
    assert (about["title"], about["publisher"], about["licence"], about["retrieved"]) == (
        "IBIS bedrijventerreinen (laag WarmteAtlas:IBISbedrijventerreinen)", "Interprovinciaal Overleg / RVO", "CC0-1.0", today(),
    )  # fmt: skip
    assert about["note"].startswith(f"Fetched from {web.addresses['ibis']}.")
    mapping = file.with_name(file.name + ".toml")
    mapping.write_text(
        mapping.read_text().replace(today(), "2026-01-02") + '[values.type]\n"X" = "B"\n', encoding="utf-8"
    )
    fetch()
    assert said(file)["retrieved"] == "2026-01-02", "an unchanged file keeps its day"
    web.parks[0]["properties"]["HA_BRUTO"] = "1"
    fetch()
    assert said(file)["retrieved"] == today()
    assert Fitting.read(mapping).values == {"type": {"X": "B"}}
    assert Fitting.read(mapping).ignore == ("*",)


@pytest.mark.parametrize(
    "fault", [breaks_off, gives(b"<html>"), says(503), says(403)], ids=["lost", "page", "busy", "no"]
)
def test_after_a_bad_day_the_former_file_stays(capsys, here: Path, web: Standin, fault):
    run(capsys, "fetch", "ibis")
    before = {path.name: path.read_bytes() for path in (here / "fetched").iterdir() if path.is_file()}
    assert set(before) == {"ibis-2024.geojson", "ibis-2024.geojson.toml"}
    web.parks[0]["properties"]["HA_BRUTO"] = "1"
    web.faults["ibis 0"] = [fault]
    code, out, err = run(capsys, "fetch", "ibis")
    assert (code, out) == (1, "")
    assert "what was fetched before stays as it is" in err
    assert "Traceback" not in err
    assert {path.name: path.read_bytes() for path in (here / "fetched").iterdir() if path.is_file()} == before


def test_a_folder_that_cannot_be_written_is_told(capsys, here: Path, web: Standin):
    (here / "taken").write_text("a file")
    code, out, err = run(capsys, "fetch", "ibis", "--out", "taken")
    assert (code, out) == (1, "")
    assert "taken" in err
    assert "cannot be written: " in err


def test_an_address_on_the_command_line_goes_before_the_settings(capsys, here: Path, web: Standin, monkeypatch):
    monkeypatch.setenv("KETENATLAS_SERVICES", '{"ibis": "http://127.0.0.1:1/"}')
    assert run(capsys, "fetch", "ibis")[0] == 1
    assert run(capsys, "fetch", "ibis", "--address", web.addresses["ibis"])[0] == 0
    assert web.headers[-1]["user-agent"].startswith("ketenatlas/")


def test_the_help_lists_the_services(capsys):
    code, out, _ = run(capsys, "fetch", "--help")
    assert code == 0
    for line in ("gemeenten: Outlines of municipalities", "ibis: Business parks", "nace: NACE Rev. 2.1 codes"):
        assert line in out


def test_a_province_needs_an_atlas(here: Path, tmp_path: Path):
    with pytest.raises(Exception, match="ketenatlas build"):
        fetched(service_named("ibis"), tmp_path / "f", Settings(), province="PV30", builds=tmp_path / "none")
    with pytest.raises(UsageError):
        fetched(service_named("ibis"), tmp_path / "f", Settings(), province="PV30", region="x")


def test_nothing_but_fetch_asks_the_web(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """A build opens no socket."""
    import socket

    def refuse(*arguments: object, **named: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert build(tmp_path, FIXTURES / "small").statements > 0
