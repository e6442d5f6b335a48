"""The network explorer in the browser: chosen by form, quick, by keyboard, compared, as table and as files."""

import io
import json
import re
import sqlite3
import zipfile
from pathlib import Path

import httpx
import networkx as nx
import polars as pl
import pytest
from playwright.sync_api import Browser, expect

from graph.afterwards import ALTERED
from graph.errors import UsageError
from graph.projections import PROJECTIONS, View, supply
from graph.terms import PREFIXES
from ketenatlas.exploring import LEVELS, OF, SCENARIOS, TITLES, Chosen, explore
from ketenatlas.views.explorer import picture
from ketenatlas.views.still import still
from tests.ketenatlas.browsing import Watched, sound
from tests.ketenatlas.test_explorer import FRAMES, made_up

DAY = "2026-11-24"


@pytest.mark.parametrize(
    "path",
    [
        "/netwerken",
        "/netwerken?network=supply&level=establishment&then=2015-01-01&lang=en",
        "/netwerken?scenario=establishment-leaves&what=nts-eindhoven&colour=community&size=between",
        "/netwerken?chain=nope",
    ],
)
def test_the_page_is_sound(watched: Watched, brabant_server: str, path):
    sound(watched, brabant_server, path)


@pytest.mark.parametrize("network", PROJECTIONS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_network_at_every_level_can_be_had(small, network, language):
    for level in LEVELS.get(network, ("",)):
        for of in OF.get(network, ("",)):
            told = explore(small.folder, Chosen(network=network, level=level, of=of, day=DAY), language)
            assert told.title.startswith(TITLES[network][language])
            assert len(told.values) == len(told.graph)
            assert not told.changes
            assert DAY in " ".join(told.notes)


def test_what_is_chosen_is_an_address_and_back():
    chosen = Chosen.of_words({"network": "bipartite", "level": "park", "least": "2", "chain": " alfa ", "x": "y"})
    assert chosen == Chosen(network="bipartite", level="park", of="chain", least="2", chain="alfa")
    assert Chosen.of_words(dict(chosen.words())) == chosen
    assert Chosen.of_words({"level": "nope"}).level == "municipality"
    for wrong in ({"network": "nope"}, {"size": "nope"}, {"scenario": "park-opens"}, {"colour": "pink"}):
        with pytest.raises(UsageError, match="is not one of"):
            Chosen.of_words(wrong)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"chain": "nope"}, "nope"),
        ({"day": "gisteren"}, "YYYY-MM-DD"),
        ({"evidence": "zeker"}, "is not one of"),
        ({"least": "veel"}, "least strength"),
        ({"then": "2020-01-01", "scenario": "park-lost"}, "not both"),
        ({"scenario": "park-lost"}, "needs park"),
        ({"scenario": "stage-leaves", "what": "a1", "where": "nope"}, "nope"),
        ({"network": "bipartite", "region": "west"}, "lie in no region"),
        ({"network": "projects", "chain": "alfa"}, "is of no chain"),
        ({"network": "commuting", "scenario": "park-lost", "what": "x"}, "holds nothing"),
    ],
)
def test_what_cannot_be_is_said(small, told, said):
    with pytest.raises(UsageError, match=said):
        explore(small.folder, Chosen.of_words(told))


def test_a_day_and_a_scenario_are_compared(small):
    at = {"network": "supply", "level": "establishment", "day": DAY}
    now = explore(small.folder, Chosen.of_words(at))
    same = explore(small.folder, Chosen.of_words({**at, "then": DAY}))
    assert same.changes["kept"] == now.graph.number_of_edges() == sum(same.changes.values())
    e04 = explore(small.folder, Chosen.of_words({**at, "scenario": "establishment-leaves", "what": "e04"}))
    touched = now.graph.degree(PREFIXES["establishment"] + "e04")
    assert e04.changes["gone"] == touched > 0
    assert e04.changes["kept"] == now.graph.number_of_edges() - touched
    assert "geen voorspelling" in e04.notes[0]
    towns = {**at, "level": "region", "scenario": "establishment-leaves", "what": "e04"}
    assert explore(small.folder, Chosen.of_words(towns)).changes["weaker"] > 0
    one, two = next(iter(now.graph.edges))
    stops = {**at, "scenario": "supply-stops", "what": one.rsplit("/")[-1], "where": two.rsplit("/")[-1]}
    assert explore(small.folder, Chosen.of_words(stops)).changes["gone"] == 1
    assert set(SCENARIOS) >= {"park-lost", "stage-leaves"}
    assert "supply" in ALTERED


def test_a_network_is_chosen_drawn_and_followed_by_keyboard(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(brabant_server + "/netwerken")
    page.get_by_label("Knopen zijn").select_option("establishment")
    page.get_by_label("Keten", exact=True).select_option(label="Halfgeleiders")
    page.get_by_text("Meer keuzes").click()
    page.get_by_label("Grootte van een knoop").select_option("between")
    page.get_by_role("button", name="Toon het netwerk").first.press("Enter")
    page.wait_for_url("**level=establishment**")
    page.wait_for_selector("#network[data-ready=yes]")
    assert page.inner_text("h1") == "Wie levert aan wie, per vestiging in de keten Halfgeleiders"
    page.get_by_label("Zoek op naam").focus()
    page.keyboard.type("asml")
    expect(page.locator("#listed li").first).to_contain_text("ASML")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#told h2")).to_contain_text("ASML")
    expect(page.locator("#told p").first).to_have_text(re.compile(r"^Tussenpositie \(betweenness\): \d"))
    link = page.locator("#told a")
    assert link.inner_text() == "Naar de pagina"
    link.click()
    page.wait_for_url("**/vestiging/asml-*")


def test_twenty_thousand_nodes_are_usable(watched: Watched, brabant_server: str):
    page = watched.page
    data = json.dumps(picture(made_up(20_000, 60_000)).data)
    page.route("**/netwerken/data.json*", lambda route: route.fulfill(body=data, content_type="application/json"))
    page.goto(brabant_server + "/netwerken")
    page.wait_for_selector("#network[data-ready=yes]")
    expect(page.locator("#status")).to_have_text(re.compile("^Opgeteld tussen groepen: 20.000 knopen"))
    page.get_by_label("Zoek op naam").fill("Vestiging 19999")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#told h2")).to_have_text("Vestiging 19999")
    expect(page.locator("#status")).to_have_text(re.compile("verbindingen in beeld"))
    for what in ("drag", "zoom"):
        middle = min(page.evaluate(FRAMES, what) for _ in range(2))
        assert middle < 1000 / 20, f"{what}: {middle:.0f} ms a frame"
    assert watched.complaints == []


def test_a_network_that_does_not_come_is_said(watched: Watched, brabant_server: str):
    page = watched.page
    page.route("**/netwerken/data.json*", lambda route: route.abort())
    page.goto(brabant_server + "/netwerken")
    expect(page.locator("#status")).to_contain_text("kon niet geladen worden")
    assert page.locator("table tbody tr").count() > 10


def test_without_script_there_is_a_form_a_picture_and_tables(browser: Browser, brabant_server: str):
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(brabant_server + "/netwerken")
    page.locator("summary", has_text="Vergelijk").click()
    page.get_by_label("met de stand op een eerdere dag").fill("2015-01-01")
    page.get_by_role("button", name="Vergelijk").click()
    assert "then=2015-01-01" in page.url
    changed = {kind: int(page.locator(f".changes .{kind} b").inner_text()) for kind in ("gone", "added", "kept")}
    stronger = int(page.locator(".changes .stronger b").inner_text())
    assert changed["added"] > 10
    first = page.locator("table").first.locator("tbody tr")
    assert first.count() == sum(changed.values()) + stronger
    assert [first.nth(at).locator("td").nth(2).inner_text() for at in range(changed["gone"])] == ["weg"] * changed[
        "gone"
    ]
    assert first.nth(changed["gone"]).locator("td").nth(2).inner_text() == "erbij"
    assert page.evaluate("document.querySelector('img.still').naturalWidth") > 500
    assert not page.locator("#network").is_visible()
    context.close()


def test_the_address_of_a_picture_leads_to_its_explorer(brabant_server: str):
    answer = httpx.get(brabant_server + "/netwerk/supply?by=region&chain=semicon")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/netwerken?network=supply&level=region&chain=semicon"


def test_every_figure_leads_to_its_source(brabant_server: str):
    page = httpx.get(brabant_server + "/netwerken").text
    cited = {int(number) for number in re.findall(r'href="#bron-(\d+)"', page)}
    listed = {int(number) for number in re.findall(r'id="bron-(\d+)"', page)}
    assert cited == listed
    assert len(listed) > 30
    assert re.search(r'id="bron-1"><a href="/bron/', page)


def test_a_network_leaves_in_every_form(brabant_server: str, brabant, tmp_path: Path):
    graph = supply(View(brabant.folder), "municipality")

    def had(form: str, told: str = "network=supply&level=municipality") -> httpx.Response:
        return httpx.get(f"{brabant_server}/netwerken/bestand.{form}?{told}")

    edges, nodes = (pl.read_csv(had(form).content) for form in ("csv", "nodes.csv"))
    assert edges.height == graph.number_of_edges()
    assert nodes.height == len(graph)
    assert nx.parse_graphml(had("graphml").text).number_of_edges() == edges.height
    assert nx.read_gexf(io.BytesIO(had("gexf").content)).number_of_nodes() == nodes.height
    assert "workbook.xml" in str(zipfile.ZipFile(io.BytesIO(had("xlsx").content)).namelist())
    path = tmp_path / "network.gpkg"
    path.write_bytes(had("gpkg").content)
    with sqlite3.connect(path) as file:
        assert file.execute("SELECT count(*) FROM nodes").fetchone()[0] > 20
    assert had("geojson").json()["type"] == "FeatureCollection"
    assert had("net").text.startswith(f"*Vertices {nodes.height}")
    svg = had("svg")
    assert svg.text.count("<circle") >= nodes.height
    assert svg.headers["content-disposition"].startswith("attachment")
    assert had("png").content.startswith(b"\x89PNG")
    changed = pl.read_csv(had("csv", "network=supply&then=2015-01-01").content)
    assert {"change", "before", "after"} <= set(changed.columns)
    for form, told in (("nope", ""), ("gpkg", "network=stage-flow"), ("csv", "chain=nope")):
        assert had(form, told).status_code == 400
    assert httpx.get(brabant_server + "/netwerken/data.json?chain=nope").status_code == 400


def test_a_still_picture_of_a_large_network_adds_up(small):
    large = still(picture(made_up(1_500, 3_000)), "Proef", "nl")
    assert large.count("<circle") == 4 + 4  # the discs and their legend
    assert "1.500 knopen zijn te veel om apart te zien" in large
    empty = explore(small.folder, Chosen(network="supply", least="999"))
    assert "0 verbindingen" in still(picture(empty.graph), "Leeg", "nl")


def test_labels_are_words(small_server: str, watched: Watched):
    evil = "<script>document.title='bad'</script>"
    graph = made_up(30, 60)
    told = graph.arrays.node_table.with_columns(label=pl.lit(evil))
    graph.arrays.node_table = told
    assert "<script" not in still(picture(graph), evil, "nl")
    data = json.dumps(picture(graph).data)
    watched.page.route("**/netwerken/data.json*", lambda r: r.fulfill(body=data, content_type="application/json"))
    watched.page.goto(small_server + "/netwerken?what=" + evil)
    watched.page.wait_for_selector("#network[data-ready=yes]")
    watched.page.locator("#listed button").first.click()
    assert watched.page.inner_text("#told h2") == evil
    assert watched.page.title() != "bad"
