"""The pages of chains: what a council member sees of a chain, on what ground, and as which files."""

import csv
import io
import zipfile

import httpx
import polars as pl
import pytest
from playwright.sync_api import Browser

from graph.projections import View
from graph.store import Store
from graph.terms import expand
from ketenatlas.views.chain import PICTURES, TABLES, Sheet, overview, sheet
from tests.ketenatlas.browsing import Watched, sound

DAY = "2026-11-24"


@pytest.mark.parametrize("path", ["/ketens", "/keten/batteries?evidence=asserted"])
def test_a_page_is_sound(watched: Watched, brabant_server: str, path: str):
    sound(watched, brabant_server, path)


def test_a_chain_nobody_takes_part_in_is_a_page_of_white_spots(watched: Watched, small_server: str):
    sound(watched, small_server, "/keten/gamma")
    page = watched.page
    assert page.locator("table.where tr.white").count() == 5
    assert "onbekend" in page.locator("dl.tiles").inner_text()
    assert "Geen bron in de atlas noemt een levering" in page.locator("main").inner_text()


def test_counts_are_those_of_the_small_atlas(small_store: Store):
    made = sheet(small_store.folder, expand("chain:alfa"), DAY, "all", "nl")
    assert [stage.label for stage in made.stages] == ["Grondstof", "Materiaal", "Onderdeel", "Product", "Recycling"]
    asked = small_store.select(
        """SELECT ?stage ?region (COUNT(DISTINCT ?site) AS ?n) WHERE {
          ?p <https://w3id.org/ketenatlas/ontology#presentStage> ?stage ;
             <https://w3id.org/ketenatlas/ontology#presentChain> <https://w3id.org/ketenatlas/chain/alfa> ;
             <https://w3id.org/ketenatlas/ontology#presentInRegion> ?region ;
             <https://w3id.org/ketenatlas/ontology#primary> true ;
             <https://w3id.org/ketenatlas/ontology#since> ?from ; <https://w3id.org/ketenatlas/ontology#until> ?to ;
             <https://w3id.org/ketenatlas/ontology#presentEstablishment> ?site
          FILTER(STRSTARTS(STR(?region), "https://w3id.org/ketenatlas/region/"))
          FILTER(STR(?from) <= "2026-11-24" && STR(?to) >= "2026-11-24")
        } GROUP BY ?stage ?region"""
    )
    expected = {(str(stage), str(region)): number for stage, region, number in asked.values}
    shown = {(stage.iri, region): number for stage in made.stages for region, (number, _) in stage.known.items()}
    assert shown == expected
    assert made.figures["stages"] == len({stage for stage, _ in expected})


def test_evidence_and_day_narrow_what_is_counted(brabant_store: Store):
    told = (brabant_store.folder, expand("chain:batteries"))
    everything = sheet(*told, DAY, "all", "nl").figures
    sure = sheet(*told, DAY, "asserted", "nl").figures
    before = sheet(*told, "1900-01-01", "all", "nl").figures
    assert sure["establishments"] < everything["establishments"]
    assert before["establishments"] <= everything["establishments"]


def test_what_is_unknown_has_no_number(brabant_store: Store):
    made = sheet(brabant_store.folder, expand("chain:photonics"), DAY, "all", "nl")
    for region in made.compared:
        assert (region.establishments is None) == (region.upper == 0)
        assert region.lower <= region.upper <= region.stages
        assert len(region.missing) == region.stages - region.upper
    assert all(number > 0 for stage in made.stages for number, _ in stage.known.values())


def test_what_is_invented_is_counted_apart(brabant_store: Store):
    view = View(brabant_store.folder, expand("chain:photonics"), DAY)
    assert Sheet(view).invented == 0
    made = Sheet(view)
    made.__dict__["present"] = made.present.with_columns(level=pl.lit("synthetic"))
    assert made.invented == made.present.height > 0


def test_the_list_and_the_pages_count_the_same(brabant_store: Store):
    lines, regions = overview(brabant_store.folder, DAY, "all", "nl")
    assert next(label for _, label in regions) == "West-Brabant"
    line = next(line for line in lines if line.iri == expand("chain:photonics"))
    made = sheet(brabant_store.folder, line.iri, DAY, "all", "nl")
    assert line.known == made.figures["stages"]
    assert line.establishments == made.figures["establishments"]
    assert line.by_region == {region.iri: region.upper for region in made.compared if region.upper}


def test_a_chain_shows_where_it_sits_and_leads_to_its_grounds(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(brabant_server + "/ketens")
    page.get_by_role("link", name="Fotonica", exact=True).click()
    assert "voorlopig" in page.locator("h1").inner_text()
    assert page.locator("svg[role=img] rect[stroke-dasharray]").count() > 0, "missing stages are dashed"
    assert page.locator("table.where tr.white").count() == 1
    assert "geschat" in page.locator("main").inner_text()
    page.locator("table.where td.some a").first.click()
    assert "/vraag/A1-05?chain=photonics&region=" in page.url


def test_the_switches_work_without_script_and_travel_along(browser: Browser, brabant_server: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(brabant_server + "/keten/batteries")
    page.locator("#evidence").select_option("asserted")
    page.get_by_role("button", name="Toon").click()
    assert "evidence=asserted" in page.url
    assert page.locator("#evidence").input_value() == "asserted"
    assert (
        page.locator("a[href*='/vraag/A1-05?chain=batteries']")
        .first.get_attribute("href")
        .endswith("evidence=asserted")
    )
    context.close()


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_a_file(client: httpx.Client, name: str):
    response = client.get(f"/keten/photonics/{name}.csv")
    assert response.headers["content-disposition"] == f'attachment; filename="photonics-{name}.csv"'
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert rows
    if name != "bronnen":
        assert any("evidence" in key or "level" in key for key in rows[0])


def test_all_tables_are_one_workbook(client: httpx.Client):
    response = client.get("/keten/photonics/tabellen.xlsx")
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        names = book.read("xl/workbook.xml").decode()
        assert all(f'name="{name}"' in names for name in (*TABLES, "over"))


def test_pictures_are_files(client: httpx.Client):
    for name in PICTURES:
        assert client.get(f"/keten/photonics/{name}.svg").text.startswith("<svg")
    assert client.get("/keten/photonics/schakels.png").content.startswith(b"\x89PNG")
    for path in ("nope.csv", "schakels.docx", "vestigingen.svg"):
        assert client.get(f"/keten/photonics/{path}").status_code == 404
    assert client.get("/keten/nope/schakels.csv").status_code == 404


def test_what_cannot_be_understood_is_said(client: httpx.Client):
    for told in ("asOf=soon", "evidence=rumour"):
        for path in ("/keten/photonics", "/ketens", "/keten/photonics/schakels.csv"):
            response = client.get(f"{path}?{told}")
            assert response.status_code == 400
            assert told.partition("=")[2] in response.text
    missing = client.get("/keten/fotonika")
    assert missing.status_code == 404
    assert "photonics" in missing.text


def test_in_english(brabant_server: str):
    text = httpx.get(f"{brabant_server}/keten/photonics?lang=en").text
    assert "<title>Photonics" in text
    assert "The regions compared" in text
    assert "Witte vlek" not in text
    assert "Bekende vestigingen" not in text


def test_a_page_is_there_at_once(client: httpx.Client):
    client.get("/keten/hydrogen")
    assert client.get("/keten/hydrogen").elapsed.total_seconds() < 1
    assert client.get("/keten/medtech").elapsed.total_seconds() < 2
