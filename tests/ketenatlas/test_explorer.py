"""The explorer: nothing from elsewhere, nothing that runs but its own script, quick with twenty thousand nodes."""

import json
import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from playwright.sync_api import expect

from graph.arrays import from_edges
from graph.grouping import discs
from graph.projections import View, supply
from graph.terms import PREFIXES
from ketenatlas.views.explorer import MOST_ARROWS, explorer_page

REGIONS = ("west-brabant", "midden-brabant", "noordoost-brabant", "zuidoost-brabant")


def made_up(nodes: int, edges: int):
    rng = np.random.default_rng(1)
    table = pl.DataFrame({
        "start": nodes - 1 - np.minimum((nodes * rng.power(3, edges)).astype(int), nodes - 1),
        "end": rng.integers(0, nodes, edges),
    }).filter(pl.col("start") != pl.col("end"))  # fmt: skip
    told = pl.DataFrame({
        "node": np.arange(nodes),
        "label": [f"Vestiging {at}" for at in range(nodes)],
        "region": [PREFIXES["region"] + REGIONS[at] for at in rng.integers(0, 4, nodes)],
    })  # fmt: skip
    return from_edges(table, told)


@pytest.fixture
def page(browser):
    made = browser.new_page(viewport={"width": 1280, "height": 720})
    made.asked = []
    made.wrong = []
    made.on("request", lambda request: made.asked.append(request.url))
    made.on("console", lambda line: made.wrong.append(line.text) if line.type == "error" else None)
    made.on("pageerror", lambda error: made.wrong.append(str(error)))
    yield made
    made.close()


def shown(page, tmp_path: Path, graph, title: str = "Proef", language: str = "nl"):
    path = tmp_path / "page.html"
    path.write_text(explorer_page(graph, title, ["Stand op 2026-11-24."], language), encoding="utf-8")
    page.goto(path.as_uri())
    page.wait_for_selector("#network[data-ready=yes]")
    expect(page.locator("#status")).to_have_text(re.compile("."))
    return path


def test_it_asks_nothing_and_runs_its_own_script_only(page, tmp_path: Path, small):
    path = shown(page, tmp_path, supply(View(small.folder, as_of="2026-11-24")))
    assert page.asked == [path.as_uri()]
    assert page.wrong == []
    assert page.evaluate("document.querySelectorAll('canvas').length") == 1
    assert "verbindingen in beeld getekend" in page.inner_text("#status")


def test_words_from_the_data_are_words(page, tmp_path: Path):
    evil = "</script><script>document.title='bad'</script><img src=x onerror=\"document.title='bad'\">"
    graph = from_edges(
        pl.DataFrame({"start": ["a"], "end": ["b"]}),
        pl.DataFrame({"node": ["a", "b"], "label": [evil, "b"], "region": ["r", "r"]}),
    )
    shown(page, tmp_path, graph, title=evil)
    page.fill("#find", "script")
    page.keyboard.press("Enter")
    page.wait_for_selector("#told h2")
    assert page.inner_text("#told h2") == evil
    assert page.title() == evil
    assert page.evaluate("document.querySelectorAll('img').length") == 0


def test_a_node_is_found_and_its_connections_can_be_followed_by_keyboard(page, tmp_path: Path, small):
    graph = supply(View(small.folder, as_of="2026-11-24"))
    shown(page, tmp_path, graph)
    page.fill("#find", "Toetsvestiging 04")
    page.keyboard.press("Enter")
    page.wait_for_selector("#told h2")
    e04 = next(node for node in graph if node.endswith("/e04"))
    assert page.locator("#told li").count() == graph.in_degree(e04) + graph.out_degree(e04)
    page.focus("#told li button")
    page.keyboard.press("Enter")
    assert page.inner_text("#told h2") != "Toetsvestiging 04"
    page.focus("#network")
    before = page.evaluate("document.getElementById('network').toDataURL()")
    page.keyboard.press("+")
    page.wait_for_timeout(400)
    assert page.evaluate("document.getElementById('network').toDataURL()") != before
    page.keyboard.press("Escape")
    assert page.inner_text("#told") == ""
    page.fill("#find", "niemand")
    page.keyboard.press("Enter")
    assert page.inner_text("#told") == "Geen knoop heeft die naam."


FRAMES = """async (what) => {
  const canvas = document.getElementById('network'), box = canvas.getBoundingClientRect();
  const at = (x, y) => ({clientX: box.left + x, clientY: box.top + y, pointerId: 1, bubbles: true});
  canvas.setPointerCapture = () => {};
  const times = [];
  if (what === 'drag') canvas.dispatchEvent(new PointerEvent('pointerdown', at(300, 200)));
  let last = performance.now();
  for (let i = 0; i < 60; i++) {
    if (what === 'drag') canvas.dispatchEvent(new PointerEvent('pointermove', at(300 + 3 * i, 200 + i)));
    else canvas.dispatchEvent(new WheelEvent('wheel', {...at(300, 200), deltaY: i < 30 ? -20 : 20, cancelable: true}));
    await new Promise(requestAnimationFrame);
    const now = performance.now(); times.push(now - last); last = now;
  }
  if (what === 'drag') canvas.dispatchEvent(new PointerEvent('pointerup', at(480, 260)));
  times.sort((a, b) => a - b);
  return times[30];
}"""


def test_twenty_thousand_nodes_move_thirty_times_a_second(page, tmp_path: Path):
    shown(page, tmp_path, made_up(20_000, 60_000))
    assert page.inner_text("#status").startswith("Opgeteld tussen groepen: 20.000 knopen")
    page.mouse.click(
        page.locator("#network").bounding_box()["x"] + 452, page.locator("#network").bounding_box()["y"] + 120
    )
    expect(page.locator("#status")).to_have_text(re.compile(f"^{MOST_ARROWS} van"))
    for what in ("drag", "zoom"):
        middle = min(page.evaluate(FRAMES, what) for _ in range(3))
        assert middle < 1000 / 30, f"{what}: {middle:.0f} ms a frame"
    assert page.wrong == []


def test_the_strongest_arrows_are_drawn_and_the_page_says_how_many(page, tmp_path: Path):
    path = shown(page, tmp_path, made_up(900, 9_000))
    page.locator("#least").fill("1")
    expect(page.locator("#status")).to_have_text(re.compile(f"^{MOST_ARROWS} van"))
    said = re.match(r"(\d+) van (\d+) verbindingen", page.inner_text("#status"))
    assert said
    assert int(said[1]) == MOST_ARROWS < int(said[2])
    told = json.loads(re.search(r'id="network-data">(.*?)</script>', path.read_text(), re.DOTALL)[1])
    assert told["edges"]["weight"] == sorted(told["edges"]["weight"], reverse=True)
    page.locator("#least").fill("3")
    expect(page.locator("#status")).not_to_have_text(re.compile(" van "))


def test_a_thicket_starts_with_its_strongest_arrows(page, tmp_path: Path):
    graph = made_up(60, 5_000)
    shown(page, tmp_path, graph)
    first, drawn = int(page.input_value("#least")), int(page.inner_text("#status").split()[0])
    assert first > 1
    assert drawn == (graph.arrays.weights("weight") >= first).sum() <= 600


def test_english_and_an_empty_network(page, tmp_path: Path):
    empty = from_edges(
        pl.DataFrame(schema={"start": pl.String, "end": pl.String}),
        pl.DataFrame(schema={"node": pl.String, "label": pl.String}),
    )
    shown(page, tmp_path, empty, language="en")
    assert page.inner_text("#status") == "0 connections in view drawn."
    assert page.wrong == []


def test_the_same_network_is_the_same_page(small):
    view = View(small.folder, as_of="2026-11-24")
    assert explorer_page(supply(view), "x", []) == explorer_page(supply(view), "x", [])


def test_discs_do_not_touch_and_the_strongest_lies_in_the_middle():
    graph = made_up(3_000, 9_000)
    region = graph.arrays.node_table["region"].to_numpy().astype(str)
    made = discs(graph.arrays, region)
    apart = np.linalg.norm(made.centre[:, None] - made.centre[None], axis=2) + np.diag(np.full(4, np.inf))
    assert (apart > made.radius[:, None] + made.radius[None]).all()
    away = np.linalg.norm(made.position - made.centre[made.member], axis=1)
    assert (away <= made.radius[made.member]).all()
    strength = np.bincount(graph.arrays.start, minlength=3000) + np.bincount(graph.arrays.end, minlength=3000)
    for group in range(4):
        inside = np.flatnonzero(made.member == group)
        assert strength[inside[away[inside].argmin()]] == strength[inside].max()
    one = discs(graph.arrays, np.full(3000, "all"))
    assert one.centre.tolist() == [[0.0, 0.0]]
