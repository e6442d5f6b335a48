"""Search in the browser: the box on every page, by script and without, by mouse and keyboard, and what it never runs."""

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.ketenatlas.browsing import Watched, barriers, sound


@pytest.mark.parametrize("path", ["/zoek?q=eindhoven", "/zoek?q=xyzzyx"])
def test_a_page_is_sound(watched: Watched, brabant_server: str, path: str):
    sound(watched, brabant_server, path)


def test_without_script_the_box_is_a_form(browser: Browser, brabant_server: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(brabant_server)
    page.locator("#zoek").fill("Halfgelijders")
    page.locator("#zoek").press("Enter")
    assert page.url.endswith("/zoek?q=Halfgelijders")
    page.locator("main").get_by_role("link", name="Halfgeleiders").first.click()
    assert page.url.endswith("/keten/semicon")
    context.close()


def test_suggestions_by_keyboard(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(brabant_server)
    box = page.get_by_role("combobox", name="Zoek in de atlas")
    box.focus()
    page.keyboard.type("moerdij")
    expect(page.locator("#voorstellen").get_by_role("option").first).to_be_visible()
    assert box.get_attribute("aria-expanded") == "true"
    assert barriers(page) == []
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "suggestion-0"
    assert page.locator("#suggestion-0").get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    assert (
        box.get_attribute("aria-activedescendant")
        == f"suggestion-{page.locator('#voorstellen').get_by_role('option').count() - 1}"
    )
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "moerdij"
    page.keyboard.type("k")
    expect(page.locator("#voorstellen").get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/gemeente/gm1709")
    assert watched.outside(brabant_server) == []


def test_enter_without_a_choice_searches_for_what_was_typed(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(brabant_server)
    page.get_by_role("combobox", name="Zoek in de atlas").focus()
    page.keyboard.type("moerdijk")
    expect(page.locator("#voorstellen").get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoek?q=moerdijk")


def test_suggestions_by_mouse(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(brabant_server)
    page.get_by_role("combobox", name="Zoek in de atlas").focus()
    page.keyboard.type("fotonica")
    page.locator("#voorstellen").get_by_role("option", name="Fotonica", exact=False).first.click()
    page.wait_for_url("**/keten/photonics")


def test_groups_lead_to_all_of_a_kind(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(brabant_server + "/zoek?q=eindhoven")
    page.get_by_role("link", name="Alle", exact=False).first.click()
    assert "soort=" in page.url
    assert page.locator("main section").count() == 1
    page.get_by_role("link", name="Alles wat gevonden is").click()
    assert page.locator("main section").count() > 1


def test_answers_as_data_in_both_languages(brabant_server: str):
    for language, label in (("nl", "Halfgeleiders"), ("en", "Semiconductors")):
        response = httpx.get(f"{brabant_server}/zoek.json?q=halfgeleiders&lang={language}")
        assert response.headers["content-type"] == "application/json"
        assert response.json()[0]["label"] == label
        assert response.json()[0]["address"] == "/keten/semicon"
    assert httpx.get(f"{brabant_server}/zoek.json").json() == []


def test_script_in_a_query_does_not_run(watched: Watched, brabant_server: str):
    page = watched.page
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(brabant_server + "/zoek?q=<img src=x onerror=alert(1)>&soort=<script>alert(2)</script>")
    assert page.locator("img[src=x]").count() == 0
    assert dialogs == []


def test_script_in_a_name_does_not_run_in_a_suggestion(watched: Watched, brabant_server: str):
    page = watched.page
    evil = '[{"label": "<img src=x onerror=alert(1)>", "kind": "<b>k</b>", "note": "", "address": "/ketens"}]'
    page.route("**/zoek.json*", lambda route: route.fulfill(body=evil, content_type="application/json"))
    page.goto(brabant_server)
    page.get_by_role("combobox", name="Zoek in de atlas").focus()
    page.keyboard.type("half")
    expect(page.locator("#voorstellen").get_by_role("option")).to_have_text("<img src=x onerror=alert(1)><b>k</b>")
    assert page.locator("img[src=x]").count() == 0
