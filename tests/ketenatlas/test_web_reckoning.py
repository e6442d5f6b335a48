"""Measures and scenarios as pages: forms, formulas, pictures, tables and files."""

import csv
import io
from collections.abc import Iterator

import httpx
import polars as pl
import pytest
from playwright.sync_api import Browser

from graph.measuring import measured, measures
from graph.projections import View
from graph.scenario_kinds import kinds
from ketenatlas.views.lengths import Bar, bars, facing, figure
from ketenatlas.views.measure_formulas import DRAWN, EXPLAINED
from ketenatlas.views.measure_words import OPTIONS, TAKES
from tests.ketenatlas.browsing import Watched, sound
from tests.ketenatlas.test_web_places import words

DAY = "2026-11-24"


@pytest.mark.parametrize(
    "path",
    ["/metingen", "/meting/location-quotient?by=region&of=chain", "/scenario/park-lost?park=3214"],
)  # fmt: skip
def test_page_is_sound(watched: Watched, brabant_server: str, path):
    sound(watched, brabant_server, path)


@pytest.fixture(scope="module")
def client(small_server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=small_server, timeout=60) as made:
        yield made


def test_every_measure_has_a_page_with_its_formula_in_words(client):
    told = words(client, "/metingen")
    for one in measures().values():
        assert EXPLAINED[one.name]["nl"] in told
        page = words(client, f"/meting/{one.name}?asOf={DAY}")
        assert EXPLAINED[one.name]["nl"] in page
        assert "onbekend" in page or "Antwoord" in page
    assert set(EXPLAINED) == set(DRAWN) == set(measures())
    assert all(text["nl"] != text["en"] for text in EXPLAINED.values())


def test_a_form_asks_for_all_a_measure_takes(client):
    for one in measures().values():
        assert set(one.takes) <= set(TAKES), one.name
        assert all(set(options) <= set(OPTIONS) for options in one.options.values())
        assert all(one.takes[name] in options for name, options in one.options.items())
        page = client.get(f"/meting/{one.name}").text
        assert all(f'name="{name}"' in page for name in one.takes)


def test_what_a_measure_draws_is_a_column_of_its_table(small):
    view = View(small.folder, as_of=DAY)
    for one in measures().values():
        column = DRAWN[one.name]
        assert not column or column in measured(one, view, {}).columns, one.name


def test_a_measure_says_which_words_it_may_be_told():
    assert measures()["completeness"].options == {"by": ("region", "municipality")}
    assert measures()["sourcing"].options == {}
    assert measures()["systemic-risk"].options["direction"] == ("both", "downstream", "upstream")


def test_files_hold_the_table_that_the_page_shows(client):
    address = f"/meting/completeness?chain=alfa&asOf={DAY}"
    rows = list(csv.DictReader(io.StringIO(client.get(f"{address}&format=csv").text)))
    assert {row["chain_label"] for row in rows} == {"Alfaketen"}
    book = client.get(f"{address}&format=xlsx")
    assert book.headers["content-disposition"] == 'attachment; filename="completeness-alfa.xlsx"'
    sheet = pl.read_excel(io.BytesIO(book.content), sheet_name="completeness", engine="openpyxl")
    assert sheet.height == len(rows)
    about = pl.read_excel(io.BytesIO(book.content), sheet_name="about", engine="openpyxl")
    assert "formula" in about["name"].to_list()


def test_a_measure_shows_unknown_and_not_nought(client):
    told = words(client, f"/meting/location-quotient?by=region&of=stage&asOf={DAY}")
    assert "Midden-Brabant Product onbekend onbekend" in told, "no source names anyone of a4 in Midden-Brabant"


def test_a_measure_says_what_it_did_not_understand(client):
    assert "is not one of" in words(client, "/meting/completeness?by=park", 400)
    assert "there is no measure" in words(client, "/meting/nope", 404)
    assert "is not a number" in words(client, "/meting/location-quotient?confidence=veel", 400)


def test_every_kind_of_scenario_has_a_form_for_what_it_takes(client):
    told = words(client, "/scenario")
    for kind in kinds().values():
        assert kind.title["nl"] in told
        page = client.get(f"/scenario/{kind.name}").text
        assert all(f'name="{given.name}"' in page for given in kind.takes)
        assert all(given.label["nl"] in page for given in kind.takes)


def test_a_form_tells_things_of_one_name_apart(client):
    page = client.get("/scenario/park-lost").text
    assert '<option value="1006">TESTHAVEN – Moerdijk</option>' in page
    assert "– Alfaketen</option>" in client.get("/scenario/stage-leaves").text


def test_a_scenario_is_asked_by_keyboard_without_script(browser: Browser, small_server: str):
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(small_server + "/scenario/park-lost")
    page.get_by_label("Bedrijventerrein, nummer of naam").focus()
    page.keyboard.type("TESTTERREIN EEN")
    page.get_by_role("button", name="Reken door").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**park=1001**")
    assert page.locator("h1").inner_text() == "Bedrijventerrein TESTTERREIN EEN verliest zijn functie"
    assert page.get_by_role("heading", name="Wat uit een gebied verdwijnt").is_visible()
    assert page.locator("svg.pairs").is_visible()
    page.get_by_role("link", name="Vaste link").click()
    assert page.get_by_label("Bedrijventerrein, nummer of naam").input_value() == "1001"
    context.close()


def test_what_leaves_an_area_is_said_with_the_area(client):
    told = words(client, f"/scenario/park-lost?park=1003&asOf={DAY}")
    part = told.partition("Wat uit een gebied verdwijnt")[2].partition("Vestigingen die een schakel")[0]
    assert "gemeente Tilburg, regio Midden-Brabant" in part, "e08 and e10 are the only ones there"


def test_files_of_a_scenario(client):
    address = f"/scenario/park-lost?park=1001&asOf={DAY}"
    book = client.get(f"{address}&format=xlsx").content
    sheets = {
        name: pl.read_excel(io.BytesIO(book), sheet_name=name, engine="openpyxl") for name in ("outcome", "sources")
    }
    rows = list(csv.DictReader(io.StringIO(client.get(f"{address}&format=csv").text)))
    assert sheets["outcome"].height == len(rows) > 5
    assert sheets["sources"].height > 0
    assert client.get(f"{address}&format=json").json()["as_of"] == DAY


def test_a_scenario_says_what_it_did_not_understand(client):
    assert "is not in the atlas" in words(client, "/scenario/park-lost?park=nope", 400)
    assert "needs stage" in words(client, "/scenario/stage-leaves?region=west-brabant", 400)
    assert "there is no scenario" in words(client, "/scenario/plan.toml", 404)


def test_a_bar_shows_its_figure_and_unknown_is_no_bar():
    svg = bars("t", [Bar("Een", 2.0), Bar("Twee", None)], "Titel", "nl")
    assert svg.count('height="16"') == 1
    assert ">onbekend<" in svg
    assert ">2<" in svg


def test_a_span_runs_from_low_to_high_and_is_cut_where_it_would_dwarf_the_figures():
    svg = bars("t", [Bar("Een", 1.0, low=0.5, high=1.2), Bar("Twee", 2.0, low=0.1, high=90.0)], "Titel", "nl", mark=1.0)
    assert svg.count("<circle") == 2
    assert svg.count('stroke-dasharray="4 3"') == 1
    assert "90" not in [part.partition("<")[0] for part in svg.split(">")]


def test_facing_bars_share_one_scale():
    svg = facing("t", [(Bar("Een", 4.0), Bar("Een", 2.0))], ("in", "uit"), "Titel", "nl")
    left, right = (float(part.partition('"')[0]) for part in svg.split('width="')[3:5])
    assert left == pytest.approx(2 * right, abs=0.2)


@pytest.mark.parametrize(
    ("value", "told"), [(None, "onbekend"), (0, "0"), (3, "3"), (2.71, "2,71"), (0.004, "0,004"), (1234.6, "1.235")]
)
def test_figures_as_people_read_them(value, told):
    assert figure(value, "nl") == told
    assert figure(18.04, "nl", 1) == "18,0"
