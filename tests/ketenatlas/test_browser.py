"""The page and the pictures in a real Chromium: what is seen, that no request leaves, that the keyboard is enough."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from graph import network
from graph.store import Store
from ketenatlas.views.captions import caption
from ketenatlas.views.network import network_page
from tests.ketenatlas.browsing import Watched, barriers, sound

PATHS = ["/", "/?keten=semicon", "/vraag/A1-05?chain=semicon", "/vraag/A1-07?chain=batteries", "/sparql", "/bronnen",
         "/netwerk/chain?chain=semicon", "/netwerk/flows?by=region", "/netwerk/flows?by=municipality", "/vraag/A1-05?chain=nope",
         "/nergens"]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_page_is_sound(watched: Watched, brabant_server: str, path):
    sound(watched, brabant_server, path)


def test_a_barrier_is_found(watched: Watched):
    watched.page.set_content("<html lang=nl><title>t</title><main><h1>k</h1><input><img src='data:,'></main></html>")
    assert {line.split(" ")[0] for line in barriers(watched.page)} == {"label", "image-alt"}


def held(report, kind: str) -> int:
    """How many things of a class an atlas holds."""
    return int(dict(report.classes.rows())[f"https://w3id.org/ketenatlas/ontology#{kind}"])


def test_the_first_page_shows_the_table_and_the_map_and_leads_to_the_questions(
    watched: Watched, brabant_server: str, brabant
):
    page = watched.page
    page.goto(brabant_server)
    assert page.locator("html").get_attribute("lang") == "nl"
    assert page.locator("table.matrix tbody tr").count() == held(brabant, "ValueChain")
    assert page.locator("svg.map path").count() == 56
    assert page.get_by_role("link", name=re.compile("Zuidoost-Brabant: 8 van 8 schakels")).count() > 0
    page.get_by_role("link", name=re.compile("^A.1 Economische")).click()
    page.get_by_role("link", name=re.compile("in welke regio's, gemeenten en bedrijventerreinen")).click()
    page.get_by_label("Keten", exact=True).select_option(label="Halfgeleiders")
    page.get_by_role("button", name="Toon").click()
    assert "chain=semicon" in page.url
    assert "Keten: Halfgeleiders" in page.locator("p.shared").inner_text()
    assert page.locator("table tbody tr").count() > 10
    assert page.locator("ol.citations li").count() > 10


def test_a_cell_leads_to_its_grounds(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(brabant_server)
    page.locator("table.matrix tr", has_text="Biofarma").get_by_role(
        "link", name=re.compile("Noordoost-Brabant: 6 van 6")
    ).click()
    assert "region=noordoost-brabant" in page.url
    assert "Regio: Noordoost-Brabant" in page.locator("p.shared").inner_text()


def test_a_shown_query_can_be_edited_and_asked_again(watched: Watched, brabant_server: str, brabant):
    page = watched.page
    page.goto(brabant_server + "/vraag/A1-01")
    rows = page.locator("table tbody tr").count()
    page.get_by_text("Toon de SPARQL").click()
    page.get_by_role("button", name="Bewerk en stel opnieuw").click()
    assert page.url.startswith(brabant_server + "/sparql?query=")
    page.wait_for_selector("#antwoord")
    assert page.locator("table tbody tr").count() == rows == held(brabant, "ValueChain")


def test_english_by_a_switch_that_stays(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(brabant_server)
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name=re.compile("outlooks")).click()
    page.get_by_role("link", name=re.compile("Which stages of a chain are missing")).click()
    assert "Which stages of a chain are missing" in page.locator("h1").inner_text()
    page.get_by_role("link", name="Nederlands").click()
    assert page.locator("html").get_attribute("lang") == "nl"


def test_the_keyboard_is_enough(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(brabant_server + "/vraag/A1-05")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "p-chain":
            break
    page.keyboard.press("H")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Toon").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**chain=semicon**")


def test_downloads_hold_what_the_page_shows(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(brabant_server + "/vraag/A1-05?chain=semicon")
    rows = page.locator("table tbody tr").count()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "A1-05.csv"
    assert len(Path(download.value.path()).read_text(encoding="utf-8").strip().splitlines()) == rows + 1


@pytest.mark.parametrize("made", ["chain", "region", "municipality", "establishment"])
def test_a_picture_works_with_the_cable_out(browser: Browser, brabant_store: Store, tmp_path: Path, made):
    """Opened from disk with every address blocked: it draws, asks for nothing, and shows every node."""
    if made == "chain":
        graph = network.chain(brabant_store, {"chain": "semicon"})
    else:
        graph = network.flows(brabant_store, made, {})
    path = tmp_path / "picture.html"
    path.write_text(network_page(graph, *caption(graph, "nl")), encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    context.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    watched = Watched(context.new_page())
    watched.page.goto(path.as_uri())
    watched.page.wait_for_function("window.atlasNetwork !== undefined")
    assert watched.outside("file:") == []
    assert watched.complaints == []
    assert watched.page.evaluate("window.atlasNetwork.body.data.nodes.length") == len(graph)
    assert watched.page.evaluate("window.atlasNetwork.physics.physicsEnabled") is False
    colours = watched.page.evaluate(
        """() => { const canvas = document.querySelector('#mynetwork canvas');
        const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        const seen = new Set(); for (let i = 0; i < data.length; i += 4) seen.add(data.slice(i, i + 3).join());
        return [...seen] }"""
    )
    assert "0,114,178" in colours, "the blue of Zuidoost-Brabant is drawn"
    scale = watched.page.evaluate("window.atlasNetwork.getScale()")
    assert scale > 0.6, "names can be read at first sight"
    context.close()


def test_script_in_names_does_not_run(browser: Browser, tmp_path: Path):
    import shutil

    from ketenatlas.build import build
    from tests.conftest import FIXTURES
    from tests.ketenatlas.conftest import serving

    data = Path(shutil.copytree(FIXTURES / "small", tmp_path / "data"))
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    for folder, old in (
        ("organisations", "Toetsbedrijf 07"),
        ("stages", "Grondstof,Raw"),
        ("sources", "Testbron (kunstmatig)"),
        ("chains", "Alfaketen"),
    ):
        file = data / folder / "test.csv"
        _, comma, tail = old.partition(",")
        file.write_text(file.read_text().replace(old, f'"{evil}"{comma}{tail}', 1))
    build(tmp_path / "build", data)
    for address in serving(tmp_path / "build", tmp_path / "log"):
        context = browser.new_context()
        watched = Watched(context.new_page())
        dialogs: list[str] = []
        watched.page.on("dialog", lambda dialog, seen=dialogs: (seen.append(dialog.message), dialog.dismiss()))
        for path in ("/", "/vraag/A1-04?chain=alfa", "/vraag/A1-05?chain=alfa", "/netwerk/chain?chain=alfa", "/bronnen",
                     "/ketens", "/keten/alfa", "/schakel/a1", "/organisatie/o07", "/ding?iri=" + evil, "/zoek?q=img", "/zoek?q=" + evil,
                     "/vraag/A1-05?chain=alfa&als=beeld", "/vraag/A1-05?chain=alfa&als=kaart", "/vraag/A1-05?chain=alfa&als=grenzen",
                     "/vragen?q=" + evil, "/bronnen?q=" + evil, "/bron/testbron", "/herkomst?iri=" + evil, "/beelden", "/beeld/layers?chain=alfa",
                     "/herkomst?iri=https://w3id.org/ketenatlas/chain/alfa&iri=https://w3id.org/ketenatlas/stage/a1",
                     "/vraag/A1-05?chain=" + evil, "/sparql?query=SELECT ('" + evil + "' AS ?x) {}"):  # fmt: skip
            watched.page.goto(address + path)
            assert watched.page.locator("img[src=x]").count() == 0
        assert dialogs == []
        assert watched.outside(address) == []
        context.close()
