"""The pages of themes: what is asked, how the questions stand, figures that are counted and a picture with its table."""

import re
from dataclasses import replace

import httpx
import pytest

from graph.catalogue import THEMES, catalogue
from graph.store import Store
from graph.terms import expand
from graph.vocabulary import vocabulary
from ketenatlas.views.bars import COLOURS, Bar, bars
from ketenatlas.views.canvas import collisions
from ketenatlas.views.theme import sheet
from ketenatlas.views.theme_words import ASKED, FIGURES, PICTURES, WORDS
from tests.ketenatlas.browsing import Watched, sound

DAY = "2026-11-24"


@pytest.mark.parametrize("path", ["/thema/B2", "/thema/C2", "/thema/Q"])
def test_a_page_is_sound(watched: Watched, brabant_server: str, path: str):
    sound(watched, brabant_server, path)


def test_every_theme_has_words_figures_and_a_picture_in_both_languages():
    assert set(THEMES) == set(FIGURES) == set(PICTURES) == set(ASKED["nl"]) == set(ASKED["en"])
    for language in ("nl", "en"):
        assert {kind for figures in FIGURES.values() for kind in figures} <= WORDS[language].keys()
    assert {expand(f"ka:{kind}") for figures in FIGURES.values() for kind in figures} <= vocabulary().terms.keys()
    questions = {question for figures in FIGURES.values() for question in figures.values()}
    assert questions | {told["question"] for told in PICTURES.values()} <= set(catalogue().questions)


@pytest.mark.parametrize("theme", [theme for theme in THEMES if theme != "A1"])
def test_every_theme_has_its_questions_and_a_picture(brabant_store: Store, theme: str):
    made = sheet(brabant_store.folder, theme, DAY, "nl")
    assert [one.question.id for one in made.standings] == [q.id for q in catalogue().by_theme()[theme]]
    assert made.picture is not None
    assert made.picture.rows
    assert all(len(row) == len(made.picture.heads) for row in made.picture.rows)
    assert bool(made.actions) == (theme not in ("N", "X"))


def test_a_part_that_does_not_apply_is_not_called_unknown(brabant_store: Store):
    picture = sheet(brabant_store.folder, "C2", DAY, "nl").picture
    assert picture is not None
    assert not any("onbekend" in cell for row in picture.rows for cell in row)
    assert ("–", "–") in {row[2:] for row in picture.rows}


def test_a_technology_nobody_is_known_to_connect_to_is_unknown(brabant_store: Store):
    picture = sheet(brabant_store.folder, "N", DAY, "nl").picture
    assert picture is not None
    assert ("Mechatronica en optomechatronica", "onbekend") in picture.rows
    assert "0" not in {cell for row in picture.rows for cell in row}


def test_invented_answers_are_told(brabant_store: Store):
    made = sheet(brabant_store.folder, "C2", DAY, "nl")
    assert not made.invented
    changed = replace(made, standings=(replace(made.standings[0], levels=("asserted", "synthetic")),))
    assert changed.invented


def test_a_theme_of_which_nothing_is_known_says_so(ended_store: Store):
    made = sheet(ended_store.folder, "C2", DAY, "nl")
    assert made.picture is None
    assert not any(one.state == "answered" for one in made.standings)


def test_figures_are_counted_and_unknown_is_not_nought(brabant_server: str, brabant):
    text = httpx.get(f"{brabant_server}/thema/B1").text
    counted = dict(brabant.classes.rows())
    parks = counted["https://w3id.org/ketenatlas/ontology#BusinessPark"]
    assert f"<dd>{parks}</dd>" in text
    assert re.search(r"kades</a></dt><dd><small>onbekend", text)


def test_a_theme_may_be_written_in_other_ways(brabant_server: str):
    for written in ("a2", "A.2", "a-2"):
        assert httpx.get(f"{brabant_server}/thema/{written}").headers["location"] == "/thema/A2"
    assert httpx.get(f"{brabant_server}/thema").headers["location"] == "/thema/A1"
    missing = httpx.get(f"{brabant_server}/thema/Z9")
    assert missing.status_code == 404
    assert "A1, A2" in missing.text


def test_a_reader_goes_from_theme_to_question(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(brabant_server + "/thema/A2")
    assert page.locator("nav.themes a[aria-current]").inner_text() == "A.2"
    assert "REH" in page.locator("main").inner_text()
    assert page.locator("table.standing .state.waits").count() > 0
    assert "ontbreekt:" in page.locator("table.standing").inner_text()
    page.locator("table.standing a").first.click()
    assert page.url.endswith("/vraag/A2-01")


def test_in_english(brabant_server: str):
    text = httpx.get(f"{brabant_server}/thema/A2?lang=en").text
    assert "A.2 Regional added value" in text
    assert "What the province is going to do" in text
    assert "waits for data" in text


def test_bars_tell_unknown_from_nought_and_words_do_not_collide():
    rows = [Bar(f"naam {at}", (float(at), 3.0, None, 1.0)) for at in range(20)] + [Bar("niets", (None,) * 4)]
    canvas = bars([rows[-1], *rows[:-1]], ["een", "twee", "drie", "vier"], "nl", {"unknown": "onbekend"})
    svg = canvas.svg("x", "x", "x")
    assert "onbekend" in svg
    assert collisions(canvas.words) == []
    assert COLOURS[2] not in svg, "what no bar has is not in the legend"
