"""The ontology as pages and pictures: complete, true to the files, legible, and at home without a connection."""

import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from graph.resources import room
from graph.terms import ONTOLOGY, expand
from graph.vocabulary import Module, Vocabulary, vocabulary
from ketenatlas.cli import main
from ketenatlas.views import diagram, drawing
from ketenatlas.views.columns import Link, apart
from ketenatlas.views.drawing import Box, Label, Picture
from ketenatlas.views.layered import arrange
from ketenatlas.views.lettering import width, wrap
from ketenatlas.views.reference import INDEX, LISTS, reference_pages

LANGUAGES = ("nl", "en")
EVIL = '<script>alert("x")</script>'
KNOWN = vocabulary()
KEYS = [module.key for module in KNOWN.modules]


def module_named(key: str, known: Vocabulary = KNOWN) -> Module:
    return next(module for module in known.modules if module.key == key)


@cache
def shown_for(key: str, language: str) -> Picture:
    if key == "overview":
        return diagram.overview(KNOWN, language)
    return diagram.picture(KNOWN, module_named(key), language)


class Read(HTMLParser):
    """What a page holds: identifiers, links, what it would load, and the text of every section with an identifier."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.text: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append(tag)
        if told.get("id"):
            self.ids.append(str(told["id"]))
        if tag == "a":
            self.links.append(str(told["href"]))
        self.loads += [str(told[name]) for name in ("src", "data", "xlink:href") if told.get(name)]
        if tag == "link":
            self.loads.append(str(told["href"]))
        if tag == "section":
            self._open.append(str(told.get("id")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "section":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open:
            self.text[self._open[-1]] = self.text.get(self._open[-1], "") + data


@pytest.fixture(scope="module")
def pages() -> Mapping[str, Mapping[str, str]]:
    return {language: reference_pages(language) for language in LANGUAGES}


@pytest.fixture(scope="module")
def read(pages) -> Mapping[str, Mapping[str, Read]]:
    return {language: {name: Read(text) for name, text in pages[language].items()} for language in LANGUAGES}


def dangling(read: Mapping[str, Read]) -> list[str]:
    """Links that lead nowhere."""
    found = []
    for name, page in read.items():
        for link in page.links:
            target, _, place = link.partition("#")
            other = read.get(target or name)
            if other is None or (place and place not in other.ids):
                found.append(f"{name}: {link}")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_has_its_place_and_its_definition(read, language):
    """Read from the files themselves, not by the reader the pages are made with."""
    terms = 0
    for path in room("ontology").glob("*.ttl"):
        page = read[language][f"{path.stem}.html"]
        for quad in ox.parse(path=str(path)):
            iri, said = str(quad.subject).strip("<>"), quad.object
            if not iri.startswith(ONTOLOGY) or not isinstance(said, ox.Literal) or said.language != language:
                continue
            assert said.value in page.text[iri.removeprefix(ONTOLOGY)], iri
            terms += quad.predicate.value == expand("skos:definition")
    assert terms == len(KNOWN.terms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_lists_every_module_term_and_list(read, language):
    links = set(read[language][INDEX].links)
    assert {f"{key}.html" for key in KEYS} <= links
    assert {f"{term.module}.html#{term.name}" for term in KNOWN.terms.values()} <= links
    assert {f"{LISTS}#{scheme.key}" for scheme in KNOWN.schemes} <= links


@pytest.mark.parametrize("language", LANGUAGES)
def test_code_lists_show_every_concept_also_at_its_class(read, language):
    lists = read[language][LISTS]
    for scheme in KNOWN.schemes:
        for concept in scheme.concepts:
            assert concept.label[language] in lists.text[scheme.key]
            assert concept.definition[language] in lists.text[scheme.key]
            for kind in concept.kinds:
                term = KNOWN.terms[kind]
                assert concept.notation in read[language][f"{term.module}.html"].text[term.name]


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_lead_somewhere_and_places_have_one_name(read, language):
    assert dangling(read[language]) == []
    for name, page in read[language].items():
        assert len(page.ids) == len(set(page.ids)), name


def test_a_link_that_leads_nowhere_is_found(read):
    broken = {
        **read["nl"],
        INDEX: Read('<a href="chains.html#Nothing">x</a><a href="gone.html">y</a><a href="#z">z</a>'),
    }
    assert dangling(broken) == [f"{INDEX}: chains.html#Nothing", f"{INDEX}: gone.html", f"{INDEX}: #z"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_load_nothing_and_run_nothing(pages, read, language):
    for name, page in read[language].items():
        assert page.loads == [], name
        assert not {"script", "img", "iframe", "object", "embed", "base"} & set(page.tags)
        assert not [link for link in page.links if ":" in link], name
        text = pages[language][name]
        assert not re.search(r"url\(|@import|\son\w+\s*=|javascript:|style=", text), name
        assert f'<html lang="{language}">' in text
        assert page.tags.count("h1") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_says_what_the_picture_shows(read, language):
    for module in KNOWN.modules:
        shown = shown_for(module.key, language)
        drawn = {iri for arrow in shown.arrows for iri in arrow.terms} | set(shown.left_out)
        for iri in drawn:
            own = [term.name for term in module.terms if term.iri == iri]
            assert read[language][f"{module.key}.html"].links.count(f"#{own[0]}") >= 2, "in the table and at its place"
        others = {
            other for term in module.terms if term.kind == "object property" and term.iri not in drawn for other in term.inverse
        }  # fmt: skip
        undrawn = {t.iri for t in module.terms if t.kind == "object property"} - drawn
        assert len(undrawn) <= len(others), "only an inverse stays out of the picture"


# --- pictures -------------------------------------------------------------------------------------------------


def faults(shown: Picture) -> list[str]:
    """What would make a picture hard to read."""
    found = []

    def over(one: Box | Label, two: Box | Label) -> bool:
        return (
            one.x < two.x + two.width and two.x < one.x + one.width
            and one.y < two.y + two.height and two.y < one.y + one.height
        )  # fmt: skip

    def name(thing: Box | Label) -> str:
        return " ".join(thing.name if isinstance(thing, Box) else (line for line, _ in thing.lines))

    for one, two in combinations([*shown.boxes, *shown.labels], 2):
        if over(one, two):
            found.append(f"{name(one)} covers {name(two)}")
    for box in shown.boxes:
        lines = [width(line, drawing.NAME, box.style != "any") for line in box.name]
        lines += [width(line, drawing.TAG) for line in box.tags]
        high = (len(box.name) * drawing.NAME + len(box.tags) * drawing.TAG) * drawing.LINE
        if max(lines) > box.width - 4 or high > box.height - 4:
            found.append(f"{name(box)} does not fit its box")
    for thing in (*shown.boxes, *shown.labels):
        right, bottom = thing.x + thing.width, thing.y + thing.height
        if min(thing.x, thing.y, shown.width - right, shown.height - bottom) < -0.01:
            found.append(f"{name(thing)} sticks out")
    for arrow in shown.arrows:
        for x, y in along(arrow.path):
            for thing in (*shown.boxes, *shown.labels):
                if thing.x + 2 < x < thing.x + thing.width - 2 and thing.y + 2 < y < thing.y + thing.height - 2:
                    found.append(f"an arrow runs through {name(thing)}")
    return list(dict.fromkeys(found))


def along(path: str) -> Iterator[tuple[float, float]]:
    """Places along a line as this project draws them: straight on, then a curve, and so on."""
    x = y = 0.0
    for kind, numbers in re.findall(r"([MHChaA])([^MHChaA]*)", path):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if kind == "M":
            x, y = values
        elif kind == "H":
            yield from ((x + (values[0] - x) * at / 20, y) for at in range(21))
            x = values[0]
        elif kind == "C":
            a, b, c, d, e, f = values
            for at in range(21):
                t = at / 20
                s = 1 - t
                yield (
                    s**3 * x + 3 * s**2 * t * a + 3 * s * t**2 * c + t**3 * e,
                    s**3 * y + 3 * s**2 * t * b + 3 * s * t**2 * d + t**3 * f,
                )
            x, y = e, f


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", [*KEYS, "overview"])
def test_pictures_are_legible(key, language):
    shown = shown_for(key, language)
    assert faults(shown) == []
    assert shown.width <= 1.1 * diagram.WIDTH, "letters keep their size on a page"


@pytest.fixture(scope="module")
def good() -> Picture:
    shown = shown_for("places", "nl")
    assert faults(shown) == []
    return shown


def test_what_is_hard_to_read_is_found(good: Picture):
    first, second, *rest = good.boxes
    onto = replace(first, x=second.x + 5, y=second.y + 5)
    assert any(" covers " in fault for fault in faults(replace(good, boxes=(onto, second, *rest))))
    narrow = replace(first, width=20.0)
    assert any("does not fit its box" in fault for fault in faults(replace(good, boxes=(narrow, second, *rest))))
    low = replace(first, height=10.0)
    assert any("does not fit its box" in fault for fault in faults(replace(good, boxes=(low, second, *rest))))
    assert any("sticks out" in fault for fault in faults(replace(good, width=good.width - 50)))
    named = next(arrow for arrow in good.arrows if arrow.label)
    label = replace(named.label, x=first.x + 3, y=first.y + 3)
    assert any(" covers " in fault for fault in faults(replace(good, arrows=(replace(named, label=label),))))
    middle = first.y + first.height / 2
    through = replace(named, path=f"M0.0 {middle}H{good.width}C{good.width} {middle} {good.width} {middle} 0 {middle}")
    assert any("an arrow runs through" in fault for fault in faults(replace(good, arrows=(through,))))


def test_what_is_general_is_a_tag_and_not_a_box():
    chains = shown_for("chains", "nl")
    names = {" ".join(box.name): box for box in chains.boxes}
    assert "bewering" not in names
    assert names["levering"].tags == ("bewering",)
    assert (names["levering"].style, names["levering"].address) == ("own", "#SupplyRelation")
    assert (names["aard van een relatie"].style, names["aard van een relatie"].tags) == ("list", ("codelijst",))
    assert (names["vestiging"].style, names["vestiging"].address) == ("other", "organisations.html#Establishment")
    parallel = next(arrow for arrow in chains.arrows if f"{ONTOLOGY}supplier" in arrow.terms)
    assert parallel.terms == (f"{ONTOLOGY}supplier", f"{ONTOLOGY}customer"), "side by side on one arrow"


def test_what_a_rule_derives_and_what_has_no_end_look_different():
    shown = shown_for("translation", "en")
    by_term = {term.removeprefix(ONTOLOGY): arrow for arrow in shown.arrows for term in arrow.terms}
    assert by_term["performsStage"].tie == "derived"
    assert by_term["presentStage"].tie == "relation"
    assert by_term["presentStage"].end == ""
    assert f"{ONTOLOGY}locatedIn" in shown.left_out
    assert "performedAt" not in by_term, "the other way round of what is drawn"


def test_letters_stand_out_from_what_is_behind_them():
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(one: str, two: str) -> float:
        low, high = sorted((light(one), light(two)))
        return (high + 0.05) / (low + 0.05)

    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#999999", "#FFFFFF") < 4.5, "red case"
    for fill, ink in drawing.FILLS.values():
        assert contrast(fill, ink) >= 4.5
    for ink in drawing.VERBS.values():
        assert contrast(ink, "#FFFFFF") >= 4.5


def test_a_picture_is_told_to_those_who_do_not_see_it_and_escapes_names(good: Picture):
    module = module_named("places")
    terms = tuple(replace(term, label={"nl": EVIL, "en": EVIL}) for term in module.terms)
    evil = replace(KNOWN, modules=tuple(replace(m, terms=terms) if m is module else m for m in KNOWN.modules))
    text = drawing.svg(diagram.picture(evil, module_named("places", evil), "nl"), "p", EVIL, EVIL)
    assert "<script" not in text
    assert '<title id="p-title">&lt;script&gt;' in text
    assert '<desc id="p-desc">' in text
    assert 'aria-labelledby="p-title"' in text
    assert drawing.svg(good, "p", "t", "d") == drawing.svg(diagram.picture(KNOWN, module, "nl"), "p", "t", "d")


def test_the_legend_explains_what_occurs_and_no_more(good: Picture):
    text = drawing.legend(good, diagram.WORDS["nl"], 1000)
    assert "is een soort" in text
    assert "regel afleidt" not in text
    assert text.count("translate(") == 5


# --- layout ---------------------------------------------------------------------------------------------------

NODES = "abcdefgh"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES), st.integers(0, 160)), max_size=12),
    st.lists(st.integers(30, 170), min_size=len(NODES), max_size=len(NODES)),
)
def test_any_network_is_drawn_without_overlap(edges, widths):
    """Also with circles, arrows back to their own box, and several arrows between the same two."""
    links = [Link(one, two, (float(wide), 15.0 if wide else 0.0)) for one, two, wide in edges]
    drawn = arrange({key: (float(wide), 40.0) for key, wide in zip(NODES, widths, strict=True)}, links, 1000.0)
    boxes = tuple(Box(*drawn.boxes[key], "own", (key,)) for key in NODES)
    arrows = []
    for at, link in enumerate(links):
        route = drawn.routes[at]
        label = Label(*route.label, *link.label, ((str(at), ""),)) if link.label[0] else None
        path, head = drawing.strokes(route.knots, route.backward, link.start == link.end)
        arrows.append(drawing.Arrow("relation", path, head, label, link.start, link.end, ()))
    found = faults(Picture(drawn.width + 10, drawn.height + 10, boxes, tuple(arrows)))
    assert [fault for fault in found if "does not fit" not in fault] == []


def test_arrows_point_to_the_right_unless_they_run_in_circles():
    drawn = arrange(dict.fromkeys("abc", (50.0, 30.0)), [Link("a", "b"), Link("b", "c"), Link("c", "a")], 1000.0)
    left = {key: box[0] for key, box in drawn.boxes.items()}
    assert left["a"] < left["b"] < left["c"]
    assert [drawn.routes[at].backward for at in range(3)] == [False, False, True]


def test_places_stay_in_order_and_apart_and_near_what_was_wanted():
    assert apart([0, 50, 100], [1, 1, 1], [20, 20]) == [0, 50, 100]
    assert apart([10, 10], [1, 1], [20]) == [0, 20]
    assert apart([10, 10], [3, 1], [20]) == [5, 25]
    assert apart([], [], []) == []


def test_lines_break_at_spaces_and_are_about_equally_long():
    assert wrap("een twee", 200, 12) == ("een twee",)
    assert wrap("grootschalige logistieke vestiging", 170, 13) == ("grootschalige", "logistieke vestiging")
    assert wrap("bedrijventerrein", 20, 13) == ("bedrijventerrein",)
    assert width("iii", 12) < width("mmm", 12) < width("mmm", 12, bold=True)


# --- from the command line, in the web application, in a browser ------------------------------------------------


def test_the_command_line_writes_the_pages(capsys, tmp_path: Path, pages):
    for arguments, language in (([], "nl"), (["--lang", "en"], "en")):
        with pytest.raises(SystemExit) as ended:
            main(["reference", "--out", str(tmp_path / language), *arguments])
        assert not ended.value.code
        assert str(tmp_path / language / INDEX) in "".join(capsys.readouterr().err.split("\n"))
        written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / language).iterdir()}
        assert written == pages[language]


class NoAtlas:
    """What the pages around the ontology ask of an atlas."""

    def __init__(self, *_: object) -> None:
        self.manifest = {"title": {"nl": "Atlas", "en": "Atlas"}, "as_of": "2026-11-24", "version": "1", "statements": 1, "hash": "0"}  # fmt: skip

    def of(self, **_: object) -> "NoAtlas":
        return self


def test_the_web_application_serves_the_same(monkeypatch, read):
    from ketenatlas import server
    from ketenatlas.settings import Settings

    monkeypatch.setattr(server, "Snapshots", NoAtlas)
    app = server.application(Path(), Settings(), ["atlas"])

    async def asked() -> dict[str, httpx.Response]:
        names = ["", *read["en"], "nothing.html", "chains", "..%2fcli.py"]
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://atlas") as client:
            told = {name: await client.get(f"/ontologie/{name}", params={"lang": "en"}) for name in names}
            return told | {"-": await client.get("/ontologie")}

    answers = asyncio.run(asked())
    assert answers.pop("-").headers["location"].endswith("/ontologie/")
    for name in ("nothing.html", "chains", "..%2fcli.py"):
        assert answers.pop(name).status_code == 404
    for name, answer in answers.items():
        assert answer.status_code == 200
        assert "style-src 'self';" in answer.headers["content-security-policy"]
        assert not re.search(r'<script(?! (?:type="module" )?src="/static/)|<style|\sstyle=', answer.text)
        assert '<a href="/ontologie/">Ontology</a>' in answer.text
        own = [link for link in Read(answer.text).links if not link.startswith("/") and link != "#inhoud"]
        assert own == [link for link in read["en"][name or INDEX].links if link != "#tekst"]


def test_a_browser_shows_what_was_reckoned(browser: Browser, pages, tmp_path: Path):
    """From disk, with all addresses blocked: letters are no wider than reckoned, nothing sticks out or complains."""
    for name, text in pages["nl"].items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("request", lambda request: told.append(request.url) if not request.url.startswith("file:") else None)
    for name in (INDEX, LISTS, "qualities.html", "policy.html"):
        page.goto((tmp_path / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, name
    pictures = [part for text in pages["nl"].values() for part in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]
    (tmp_path / "all.html").write_text('<meta charset="utf-8">' + "".join(pictures), encoding="utf-8")
    page.goto((tmp_path / "all.html").as_uri())
    lines = page.evaluate(
        """() => [...document.querySelectorAll('svg.diagram text')].map(t => [t.textContent,
        parseFloat(getComputedStyle(t).fontSize), getComputedStyle(t).fontWeight > 600, t.getComputedTextLength()])"""
    )
    assert len(lines) > 300
    assert [line for line, size, bold, real in lines if real > width(line, size, bold)] == []
    page.set_viewport_size({"width": 768, "height": 720})
    page.goto((tmp_path / "plots.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 768
    page.get_by_role("link", name="kavel", exact=True).first.click()
    assert page.url.endswith("#Plot")
    assert told == []
    context.close()
