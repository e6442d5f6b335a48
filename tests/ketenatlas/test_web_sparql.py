"""The workbench for SPARQL: with and without script, by keyboard, right at the place of a fault, in every form."""

import html
import io
import json
import re
import zipfile
from urllib.parse import urlencode

import httpx
import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser, expect

from graph.asking import prepare
from graph.catalogue import catalogue
from graph.lexer import tokens
from graph.sandbox import Sandbox
from ketenatlas.web.examples import EXAMPLES
from tests.ketenatlas.browsing import Watched, barriers, sound

QUERIES = {one.key: one.query for one in EXAMPLES}
HTML = {"Accept": "text/html"}
SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def address(key: str, **told: str) -> str:
    return "/sparql?" + urlencode({"query": QUERIES.get(key, key), **told})


@pytest.mark.parametrize(
    "path",
    [
        "/sparql",
        "/sparql?voorbeeld=A1-05&lang=en",
        address("vestigingen-per-gemeente"),
        address("vestigingen-per-gemeente", view="map"),
        address("leveringen", view="network"),
        address("beschrijf", view="raw"),
        address("ASK {}"),
        address("SELECT ?x WHERE {\n  ?x a ka:ValueChain }"),
    ],
    ids=["empty", "example", "table", "map", "network", "raw", "truth", "fault"],
)
def test_every_form_is_sound(watched: Watched, brabant_server: str, path):
    sound(watched, brabant_server, path)


@pytest.mark.parametrize("key", QUERIES)
def test_every_example_gives_something(brabant, key):
    with Sandbox(brabant.folder) as sandbox:
        kind, data = sandbox.answer(QUERIES[key])
    assert len(data) > 200, kind


def test_a_question_of_the_library_can_be_put_in_the_box(brabant_server: str, brabant_store):
    answer = httpx.get(brabant_server + "/sparql?voorbeeld=A1-05", headers=HTML)
    query, _ = prepare(brabant_store, catalogue()["A1-05"], {}, "nl")
    assert query in html.unescape(answer.text)
    assert 'id="antwoord"' not in answer.text, "it is not asked before the reader does"
    for nothing in ("nope", "A9-99"):
        assert httpx.get(brabant_server + f"/sparql?voorbeeld={nothing}", headers=HTML).status_code == 200


ODD = [
    'SELECT ?é ?ü { ?é a "x\\"y"@nl-NL, \'z\' , """q"q\n""" , 1.5e3 . # rest ?x\n <http://x/#y> ka:a.b.c. }',
    "ASK { _:b0 ka:x-y :z . FILTER(?a<5 && ?b>6) } # 𝒳",
    "SELECT * { ?s ka:p% ?o ; ka: ?q . ½ Ⅷ ?x² ਅ }",
    "'open\nSELECT <not an iri> \\",
]


def test_the_editor_cuts_a_query_as_the_server_does(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(brabant_server + "/sparql")
    queries = [question.text for question in catalogue().questions.values()] + ODD
    shown = page.evaluate(
        """(queries) => { const area = document.getElementById('query'), layer = document.querySelector('.layer');
        return queries.map((query) => { area.value = query; area.dispatchEvent(new Event('input'));
          return Array.from(layer.querySelectorAll('span'), (s) => [s.className.replace(' keyword', ''), s.textContent]); }); }""",
        [query.replace("\r\n", "\n") for query in queries],
    )
    assert len(queries) > 80
    for query, found in zip(queries, shown, strict=True):
        assert found == [[t.kind, t.text] for t in tokens(query) if t.kind != "space"], query[:200]


def test_words_are_offered_and_taken_by_keyboard_and_tab_is_free(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(brabant_server + "/sparql")
    box, offered = page.get_by_label("Vraag in SPARQL"), page.get_by_role("listbox", name="Voorstellen")
    box.fill("SELECT ?thing WHERE {\n  ")
    box.press("End")
    page.keyboard.type("?th")
    expect(offered.get_by_role("option")).to_have_text(["?thing"])
    assert barriers(page) == []
    page.keyboard.press("Enter")
    page.keyboard.type(" a ka:ValueCh")
    expect(offered.get_by_role("option").first).to_have_text(re.compile("^ka:ValueChain"))
    assert box.get_attribute("aria-activedescendant") == "option-0"
    page.keyboard.press("Enter")
    expect(box).to_have_value(
        "PREFIX ka: <https://w3id.org/ketenatlas/ontology#>\nSELECT ?thing WHERE {\n  ?thing a ka:ValueChain"
    )
    page.keyboard.type(" . FILTER(?thing = halfgel")
    expect(offered).to_be_hidden()
    page.keyboard.press("Control+Space")
    expect(offered.get_by_role("option", name="chain:semicon")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(box).to_have_value(
        re.compile(r"PREFIX chain: <https://w3id.org/ketenatlas/chain/>\n(.|\n)*= chain:semicon$")
    )
    page.keyboard.type(") } # ka:Val")
    expect(offered).to_be_hidden()  # nothing is offered in a comment
    box.fill("ka:Val")
    box.press("End")
    page.keyboard.type("u")
    expect(offered).to_be_visible()
    page.keyboard.press("Escape")
    expect(offered).to_be_hidden()
    page.keyboard.type("e")
    expect(offered).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Stel de vraag"
    expect(offered).to_be_hidden()
    assert watched.outside(brabant_server) == []


def test_a_query_is_asked_without_loading_and_can_be_kept(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(brabant_server + "/sparql")
    page.evaluate("window.stays = true")
    page.get_by_label("Vraag in SPARQL").fill(QUERIES["vestigingen-per-gemeente"])
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#antwoord")
    assert page.evaluate("window.stays && document.activeElement.id") == "antwoord"
    assert re.search(r"\d+ rijen in \d+,\d\d seconden", page.inner_text("#antwoord"))
    assert page.get_by_role("link", name="Eindhoven").get_attribute("href") == "/gemeente/gm0772"
    kept = page.url
    page.get_by_role("navigation", name="Vorm van het antwoord").get_by_role("link", name="Kaart").click()
    expect(page.locator(".drawn svg circle").first).to_be_visible()
    page.get_by_label("Vraag in SPARQL").fill(QUERIES["leveringen"])
    page.get_by_role("button", name="Stel de vraag").click()
    expect(page.locator("#antwoord")).to_contain_text("seconden")
    assert "view=map" in page.url
    page.goto(kept)
    assert page.get_by_label("Vraag in SPARQL").input_value() == QUERIES["vestigingen-per-gemeente"]
    assert watched.complaints == []


def test_an_answer_becomes_a_network_to_explore(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(brabant_server + "/sparql?view=network")
    page.get_by_label("Vraag in SPARQL").fill(QUERIES["leveringen"])
    page.get_by_role("button", name="Stel de vraag").click()
    page.wait_for_selector("#network[data-ready=yes]")
    page.get_by_label("Zoek op naam").fill("ASML headquarters")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#told h2")).to_have_text(re.compile("^ASML headquarters"))
    assert page.locator("#told a").get_attribute("href").startswith("/vestiging/asml")
    assert page.get_by_label("Van", exact=True).input_value() == "van"
    page.get_by_label("Naar", exact=True).select_option("keten")
    page.get_by_role("button", name="Teken").click()
    page.wait_for_selector("#network[data-ready=yes]")
    assert "naar=keten" in page.url
    assert watched.complaints == []


def test_a_fault_is_marked_where_it_is(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(brabant_server + "/sparql")
    box = page.get_by_label("Vraag in SPARQL")
    box.fill('SELECT ?x WHERE {\n  ?x rdfs:label "𝒳" ; ?p ?o\n}')
    page.get_by_role("button", name="Stel de vraag").click()
    expect(page.get_by_role("alert")).to_contain_text("Regel 2, teken 6: het voorvoegsel rdfs: is niet bekend")
    assert page.evaluate("[document.activeElement.id, document.activeElement.selectionStart]") == ["query", 23]
    assert page.inner_text(".layer .wrong") == "rdfs:label"
    box.fill("SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }")
    page.get_by_role("button", name="Stel de vraag").click()
    expect(page.get_by_role("alert")).to_contain_text("Regel 1, teken 18: SERVICE mag niet")
    page.goto(brabant_server + "/sparql?lang=en&query=SELECT+*+WHERE+{")
    expect(page.get_by_role("alert")).to_contain_text("Line 1, character 16: the bracket { is closed nowhere")


def test_a_slow_query_is_cancelled_or_stopped_by_the_limit(watched: Watched, small_server: str):
    page = watched.page
    page.goto(small_server + "/sparql")
    page.get_by_label("Vraag in SPARQL").fill(SLOW)
    page.get_by_role("button", name="Stel de vraag").click()
    expect(page.locator("#progress")).to_have_text(re.compile(r"De vraag loopt \d,\d s"))
    page.get_by_role("button", name="Annuleer").click()
    expect(page.locator("#progress")).to_have_text("Geannuleerd. De vraag staat er nog.")
    expect(page.get_by_role("button", name="Annuleer")).to_be_hidden()
    assert page.get_by_label("Vraag in SPARQL").input_value() == SLOW
    page.get_by_role("button", name="Stel de vraag").click()
    expect(page.get_by_role("alert")).to_contain_text("langer dan 3 seconden", timeout=15_000)
    assert "De vraag is gestopt" in page.get_by_role("alert").inner_text()


def test_all_of_it_works_without_script(browser: Browser, brabant_server: str):
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(brabant_server + "/sparql")
    page.get_by_label("Begin met een voorbeeld").select_option("leveringen")
    page.get_by_role("button", name="Zet in het vak").click()
    assert page.get_by_label("Vraag in SPARQL").input_value() == QUERIES["leveringen"]
    page.get_by_role("button", name="Stel de vraag").click()
    assert page.locator("table.answer tbody tr").count() > 50
    page.get_by_role("link", name="Netwerk", exact=True).click()
    assert page.locator("#answer svg circle").count() > 50
    assert not page.locator("#network").is_visible()
    page.get_by_role("link", name="Kaart", exact=True).click()
    assert page.locator(".drawn svg circle").count() > 5
    page.get_by_label("Vraag in SPARQL").fill("SELECT * {\n  ?x a ka:Foo }")
    page.get_by_role("button", name="Stel de vraag").click()
    assert "   2    ?x a ka:Foo }\n" + " " * 13 + "▲" in page.locator(".error pre").inner_text()
    context.close()


def test_rows_come_by_two_hundred(brabant_server: str):
    query = (
        "SELECT ?i { VALUES ?a { 0 1 2 3 4 5 6 7 8 9 } VALUES ?b { 0 1 2 3 4 5 6 7 8 9 } VALUES ?c { 0 1 2 3 4 }"
        + (" BIND(100*?c+10*?a+?b AS ?i) } ORDER BY ?i")
    )
    for number, first, last in (("1", 0, 199), ("3", 400, 499), ("99", 400, 499), ("x", 0, 199)):
        answer = httpx.get(brabant_server + "/sparql", params={"query": query, "pagina": number}, headers=HTML).text
        cells = re.findall(r'<td class="n">(\d+)</td>', answer)
        assert (int(cells[0]), int(cells[-1])) == (first, last)
        assert f"Rij {first + 1} tot en met {last + 1} van 500" in answer
    assert len(httpx.get(brabant_server + "/sparql/antwoord.csv", params={"query": query}).text.splitlines()) == 501


def test_an_answer_leaves_in_every_form_it_has(brabant_server: str):
    def had(form: str, query: str) -> httpx.Response:
        return httpx.get(f"{brabant_server}/sparql/antwoord.{form}", params={"query": query})

    rows = QUERIES["vestigingen-per-gemeente"]
    table = had("csv", rows)
    count = len(table.text.splitlines()) - 1
    assert table.headers["content-disposition"] == 'attachment; filename="antwoord.csv"'
    assert len(had("tsv", rows).text.splitlines()) - 1 == count
    assert len(had("json", rows).json()["results"]["bindings"]) == count
    places = had("geojson", rows).json()["features"]
    assert len(places) == count
    assert all(4.1 < place["geometry"]["coordinates"][0] < 6.1 for place in places)
    assert "workbook.xml" in str(zipfile.ZipFile(io.BytesIO(had("xlsx", rows).content)).namelist())
    assert had("map.svg", rows).text.startswith("<svg")
    assert had("map.png", rows).content.startswith(b"\x89PNG")
    flows = QUERIES["leveringen"]
    assert "<graphml" in had("graphml", flows).text
    assert had("network.svg", flows).text.count("<circle") > 50
    for form in ("ttl", "nt", "jsonld", "rdf"):
        answer = had(form, QUERIES["schakels-van-een-keten"])
        kind = ox.RdfFormat.from_media_type(answer.headers["content-type"])
        assert len(list(ox.parse(answer.content, format=kind))) == 19
    assert had("json", "ASK {}").json()["boolean"] is True
    for form, query in (
        ("ttl", rows),
        ("nope", rows),
        ("csv", "SELECT {"),
        ("graphml", "ASK {}"),
        ("map.svg", "ASK {}"),
    ):
        assert had(form, query).status_code == 400
    assert "'=1+1" in had("csv", 'SELECT ("=1+1" AS ?x) {}').text


def test_a_geometry_is_drawn_in_whatever_grid_it_says(brabant_server: str):
    query = """PREFIX geo: <http://www.opengis.net/ont/geosparql#> SELECT ?naam ?waar { VALUES (?naam ?waar) {
      ("punt" "POINT (5.47 51.44)"^^geo:wktLiteral)
      ("vlak" "<http://www.opengis.net/def/crs/EPSG/0/28992> POLYGON ((160000 380000, 165000 380000, 165000 385000, 160000 380000))")
      ("stuk" "POINT (rommel") ("leeg" "POINT EMPTY") } }"""
    found = httpx.get(brabant_server + "/sparql/antwoord.geojson", params={"query": query}).json()["features"]
    assert [place["properties"]["label"] for place in found] == ["punt", "vlak"]
    assert found[0]["geometry"]["coordinates"] == pytest.approx([5.47, 51.44], abs=1e-5)
    assert found[1]["geometry"]["coordinates"][0][0] == pytest.approx([5.448, 51.41], abs=0.02)
    page = httpx.get(brabant_server + "/sparql", params={"query": query, "view": "map"}, headers=HTML).text
    assert "2 van 4 rijen hebben een bekende plaats" in page


def test_what_a_query_says_is_words_and_no_markup(watched: Watched, brabant_server: str):
    evil = "</textarea></script><script>document.title='bad'</script><img src=x onerror=\"document.title='bad'\">"
    query = "SELECT ?van ?naar ?x { BIND(IRI(\"http://x/'><script>\") AS ?van) BIND(<http://y/> AS ?naar) BIND('''%s''' AS ?x) }"
    for view in ("table", "network", "map", "raw"):
        watched.page.goto(brabant_server + address(query % evil, view=view))
        assert watched.page.title().startswith("SPARQL")
        assert watched.page.locator("img").count() == 0
        assert watched.page.get_by_label("Vraag in SPARQL").input_value() == query % evil
    construct = "CONSTRUCT { <javascript:alert(1)> <http://p/> <http://y/> } {}"
    watched.page.goto(brabant_server + address(construct))
    assert watched.page.locator("a[href^=javascript]").count() == 0
    watched.page.goto(brabant_server + address(construct, view="network"))
    assert watched.page.locator("a[href^=javascript]").count() == 0


def test_words_for_completion_are_those_of_the_ontology_and_kept(brabant_server: str):
    first = httpx.get(brabant_server + "/sparql/woorden.json")
    terms = {term[0]: term for term in first.json()["terms"]}
    assert terms["ka:hasStage"][1:] == ["property", *terms["ka:hasStage"][2:]]
    assert terms["ka:ValueChain"][1] == "class"
    again = httpx.get(brabant_server + "/sparql/woorden.json", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304

    def named(wanted: str, language: str = "nl") -> list[list[str]]:
        return httpx.get(brabant_server + "/sparql/dingen.json", params={"zoek": wanted, "lang": language}).json()

    assert named("halfgel")[0] == ["chain:semicon", "Halfgeleiders"]
    assert ["chain:semicon", "Semiconductors"] in named("chain:", "en")
    assert {name.split(":")[0] for name, _ in named("region:")} == {"region"}
    assert named("a") == named("") == named("nope:") == []
    assert len(named("ab")) <= 20
    assert json.dumps(named("(.*")) == "[]"
