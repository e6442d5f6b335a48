"""Questions in the browser: the list with states, the form, the answer in four forms, its files and its address."""

import csv
import io
import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser

from graph.catalogue import catalogue
from graph.standing import standings
from graph.store import Store
from ketenatlas.atlas import Atlas
from ketenatlas.web.forms import fields
from ketenatlas.web.ready import ready, wanted
from tests.ketenatlas.browsing import Watched, sound

DAY = "2026-11-24"


@pytest.mark.parametrize(
    "path",
    [
        "/vragen",
        "/vraag/A1-05?chain=semicon&als=kaart",
        "/vraag/A1-05?chain=semicon&als=grenzen",
        "/vraag/B2-01?lang=en",
    ],
)
def test_a_page_is_sound(watched: Watched, brabant_server: str, path: str):
    sound(watched, brabant_server, path)


def test_all_questions_are_there_with_how_far_they_are_answered(client: httpx.Client, brabant_store: Store):
    page = client.get("/vragen").text
    assert set(re.findall(r'href="/vraag/([\w-]+)"', page)) == set(catalogue().questions)
    for state in ("answered", "partly", "waits"):
        count = sum(one.state == state for one in ready(brabant_store).values())
        assert page.count(f'class="state {state}"') == count + 1, "once in the tiles"


def test_the_state_is_what_asking_gives(brabant_store: Store):
    exact = {one.question.id: one for one in standings(brabant_store, catalogue())}
    for name, one in ready(brabant_store).items():
        assert one.missing == exact[name].missing
        assert one.state == exact[name].state or (one.state, exact[name].state) == ("answered", "empty")
    found = wanted(ready(brabant_store))
    assert sum(number for _, number in found) == sum(len(one.missing) for one in exact.values())
    assert [number for _, number in found] == sorted((number for _, number in found), reverse=True)


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("thema=C2", lambda q: q.theme == "C2"),
        ("door=ministry", lambda q: "ministry" in q.asked_by),
        ("q=kade", lambda q: "kade" in f"{q.summary['nl']} {q.explanation['nl']}".casefold()),
    ],
)
def test_questions_are_narrowed_down_without_script(client: httpx.Client, query: str, fits):
    page = client.get(f"/vragen?{query}").text
    found = set(re.findall(r'href="/vraag/([\w-]+)"', page))
    assert found == {name for name, question in catalogue().questions.items() if fits(question)}
    assert found


def test_the_form_works_without_script(browser: Browser, brabant_server: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{brabant_server}/vraag/A1-05")
    page.get_by_label("Keten", exact=True).select_option(label="Halfgeleiders")
    page.get_by_label("Bewijs tot en met").select_option(label="vastgesteld")
    page.get_by_role("button", name="Toon").click()
    told = parse_qs(urlsplit(page.url).query)
    assert told["chain"] == ["semicon"]
    assert told["evidence"] == ["asserted"]
    for view, seen in (("Beeld", "figure svg"), ("Kaart", "figure svg"), ("Tabel", "table.answer")):
        page.get_by_label("Het antwoord als").get_by_role("link", name=view, exact=True).click()
        assert page.locator(seen).count() == 1
        assert parse_qs(urlsplit(page.url).query)["chain"] == ["semicon"], "what was asked is kept"
    assert page.locator("button[data-copy]").is_hidden(), "nothing is offered that needs script"
    assert page.locator(".lasting .address a").get_attribute("href").startswith(brabant_server)
    context.close()


def test_of_many_things_a_part_of_the_name_is_enough(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(f"{brabant_server}/vraag/B1-10")
    assert page.locator("#l-park option").count() > 500
    page.get_by_label("Bedrijventerrein").fill("Moerdijk")
    page.get_by_role("button", name="Toon").click()
    assert page.locator("table.answer tbody tr").count() > 3
    assert page.get_by_label("Bedrijventerrein").input_value().casefold() == "moerdijk"


def test_a_choice_can_always_be_understood_again(brabant_store: Store):
    """What a box proposes is a label where one thing has it, else the key; either names exactly one thing."""
    asked = catalogue()["B1-10"]
    park = next(field for field in fields(brabant_store, asked, {}, "nl") if field.name == "park")
    values = [value.casefold() for value, _ in park.options]
    assert len(set(values)) == len(values)
    assert park.form == "list"
    again = fields(brabant_store, asked, {"park": park.options[7][0]}, "nl")
    assert next(field for field in again if field.name == "park").value == park.options[7][0]


def test_bounds_are_two_columns_for_every_number(client: httpx.Client):
    page = client.get(f"/vraag/A1-05?chain=semicon&als=grenzen&asOf={DAY}").text
    assert "Vestigingen, ondergrens" in page
    assert "Vestigingen, bovengrens" in page
    assert page.count('<tr class="upper">') > 0
    both = page.count('<tr class="both">')
    assert f"<b>{both}</b> in beide" in page


def test_a_question_that_waits_says_for_what_and_how(client: httpx.Client):
    page = client.get("/vraag/B2-01").text
    assert "Deze vraag wacht op gegevens" in page
    assert "ketenatlas load issues" in page
    assert "issue_id" in page, "the columns the table must have"
    assert "Deels beantwoord" in client.get("/vraag/B1-07").text


def test_rows_that_rest_on_invented_data_say_so_before_they_are_read(small_server: str, small_store: Store):
    answer = Atlas(small_store).answer("A1-03")
    at = answer.variables.index("evidence")
    invented = sum("synthetic" in row[at] for row in answer.rows)
    page = httpx.get(f"{small_server}/vraag/A1-03").text
    assert invented
    assert f"{invented} van de {len(answer.rows)} rijen" in page
    assert "verzonnen" not in httpx.get(f"{small_server}/vraag/A1-03?evidence=asserted").text


def test_headings_sort_and_the_order_is_told(client: httpx.Client):
    page = client.get("/vraag/A1-05?chain=semicon&sorteer=-establishments").text
    assert 'aria-sort="descending"' in page
    values = [int(value) for value in re.findall(r'<tr><td>.*?<td class="n">(\d+)', page)]
    assert values == sorted(values, reverse=True)
    assert len(values) > 10
    refused = client.get("/vraag/A1-05?sorteer=nope")
    assert refused.status_code == 400
    assert "no column &#39;nope&#39;" in refused.text


def test_files_hold_what_the_page_shows(client: httpx.Client):
    address = f"/vraag/A1-05?chain=semicon&asOf={DAY}&format="
    rows = list(csv.DictReader(io.StringIO(client.get(address + "csv").text)))
    told = client.get(address + "json").json()
    assert len(rows) == len(told["rows"]) > 10
    book = client.get(address + "xlsx")
    assert book.content.startswith(b"PK")
    assert 'filename="A1-05.xlsx"' in book.headers["content-disposition"]
    for als in ("beeld", "kaart"):
        svg = client.get(f"{address}svg&als={als}")
        assert svg.headers["content-type"].startswith("image/svg+xml")
        assert svg.text.startswith("<svg")
        assert f"asOf={DAY}" in svg.text, "the picture tells where it can be had again"
        assert client.get(f"{address}png&als={als}").content.startswith(b"\x89PNG")
    assert client.get("/vraag/A1-01?als=kaart&format=svg").status_code == 400


def test_the_lasting_address_names_the_day_and_gives_the_same_answer(client: httpx.Client):
    page = client.get("/vraag/A1-05?chain=semicon&evidence=asserted").text
    lasting = re.search(r'class="address"><a href="([^"]+)"', page).group(1).replace("&amp;", "&")
    told = parse_qs(urlsplit(lasting).query)
    assert told["evidence"] == ["asserted"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", told["asOf"][0])
    again = client.get(lasting).text
    assert again.count("<tr>") == page.count("<tr>")


def test_the_address_is_copied_by_a_button(browser: Browser, brabant_server: str):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{brabant_server}/vraag/A1-01")
    page.get_by_role("button", name="Kopieer").click()
    page.get_by_text("Gekopieerd").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"{brabant_server}/vraag/A1-01?asOf=")
    context.close()


def test_the_views_are_reached_by_keyboard(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(f"{brabant_server}/vraag/A1-05?chain=semicon")
    page.get_by_label("Het antwoord als").get_by_role("link", name="Tabel").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**als=beeld**")
    assert page.locator("figure svg title").first.text_content() == "Vestigingen per schakel en regio"


def test_a_number_of_a_source_opens_the_list(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(f"{brabant_server}/vraag/A1-05?chain=semicon")
    page.locator("table.answer a.ref").first.click()
    page.wait_for_function("document.querySelector('section details').open")
    page.locator("#bron-1 a").first.click()
    assert "/bron/" in page.url


def test_paper_has_the_answer_without_what_is_for_the_screen(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(f"{brabant_server}/vraag/A1-05?chain=semicon")
    page.emulate_media(media="print")
    assert page.locator("header").is_hidden()
    assert page.locator("form.parameters").is_hidden()
    assert page.locator("table.answer").is_visible()


def test_what_is_told_wrong_is_said_and_the_form_stays(client: httpx.Client):
    for query in (
        "als=nope",
        "evidence=nope",
        "asOf=gisteren",
        "format=doc",
        "chain=%3Cscript%3Ealert(1)%3C/script%3E",
    ):
        answer = client.get(f"/vraag/A1-05?{query}")
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text
        assert 'id="p-chain"' in answer.text
        assert "<script>alert" not in answer.text
