"""The first page and the pictures: what a reader sees at once, and that every picture has its table and files."""

import os
import re
import shutil
from pathlib import Path

import httpx
import polars as pl
import pytest

from graph.changes import between
from graph.store import Store
from ketenatlas.views.figure import figures
from ketenatlas.views.news import changed_files, former, lately
from tests.ketenatlas.browsing import Watched, sound

DAY = "2026-11-24"


@pytest.mark.parametrize("path", ["/?lang=en", "/beelden", "/beeld/sankey?chain=batteries"])
def test_a_page_is_sound(watched: Watched, brabant_server: str, path: str):
    sound(watched, brabant_server, path)


def test_a_small_atlas_has_a_first_page_too(watched: Watched, small_server: str):
    sound(watched, small_server, "/")
    assert "Er is geen eerdere bouw om mee te vergelijken" in watched.page.locator("main").inner_text()


def test_table_and_map_are_seen_without_scrolling(watched: Watched, brabant_server: str):
    page = watched.page
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(brabant_server)
    for seen in ("table.matrix", "svg.map"):
        box = page.locator(seen).bounding_box()
        assert box["y"] + box["height"] <= 720
        assert box["x"] + box["width"] <= 1280
    scroll = page.locator(".glance .scroll")
    assert scroll.evaluate("e => e.scrollWidth <= e.clientWidth"), "no column is cut off"


def test_a_chain_is_put_on_the_map_without_script(client: httpx.Client):
    page = client.get("/?keten=semicon").text
    assert "Kaart: Halfgeleiders" in page
    assert '<option value="semicon" selected>' in page
    assert "Kaart: Alle ketens" in client.get("/?keten=nope").text


def test_the_first_page_leads_everywhere(client: httpx.Client):
    page = client.get("/").text
    inside = {target.split("#")[0].replace("&amp;", "&") for target in re.findall(r'href="(/[^"]*)"', page)}
    wanted = ("/vragen", "/ketens", "/beelden", "/bronnen", "/sparql", "/ontologie/", "/vragen?thema=C2", "/thema/N")
    assert set(wanted) <= inside
    for target in wanted:
        assert client.get(target).status_code == 200


def test_news_is_what_the_sources_say_began_or_ended(brabant_store: Store):
    news = lately(brabant_store.folder, "2024-11-24", DAY, "nl")
    changes = between(brabant_store.statements, "2024-11-24", DAY, "nl")
    assert sum(one.number for one in news) == changes.height
    days = [one.day for one in news]
    assert days == sorted(days, reverse=True)
    assert all(one.number > 3 for one in news if not one.iri)
    assert all(one.iri.startswith("http") for one in news if one.number == 1)


def test_a_build_is_compared_with_the_one_before(small, tmp_path: Path):
    for name, at in (("first", 1), ("second", 2)):
        home = tmp_path / name
        home.mkdir()
        for file in ("manifest.json", "loads.csv"):
            shutil.copy(small.folder / file, home / file)
        os.utime(home, (at, at))
    second = tmp_path / "second"
    loads = pl.read_csv(second / "loads.csv", infer_schema=False)
    other = pl.when(pl.col("loader") == "organisations").then(pl.lit("0")).otherwise("sha256")
    loads.with_columns(sha256=other).filter(pl.col("loader") != "parks").write_csv(second / "loads.csv")
    before = former(second)
    assert before == tmp_path / "first"
    rows = changed_files(second, before)
    counted = dict(loads.select("loader", pl.col("accepted").cast(int)).iter_rows())
    assert ("organisations/test.csv", counted["organisations"], counted["organisations"], "different") in rows.rows()
    assert {loader.split("/")[0] for loader in rows["file"]} == {"organisations"} | ({"parks"} & set(loads["loader"]))
    assert changed_files(before, second).filter(change="new").height == rows.filter(change="gone").height
    assert changed_files(second, second).is_empty()
    shutil.rmtree(before)
    assert former(second) is None


def test_who_sees_a_part_compares_with_that_part(tmp_path: Path):
    """The part everybody may see is never compared with all of an earlier build."""
    for name in ("old", "new"):
        for home in (tmp_path / name, tmp_path / name / "public"):
            home.mkdir()
            (home / "manifest.json").write_text("{}")
            (home / "loads.csv").write_text("loader,file,accepted,sha256\n")
    assert former(tmp_path / "new" / "public") == tmp_path / "old" / "public"
    assert former(tmp_path / "new") == tmp_path / "old"
    shutil.rmtree(tmp_path / "new" / "public")
    assert former(tmp_path / "new") == tmp_path / "old" / "public", "now everybody may see all of the new one"


def test_every_kind_of_picture_has_a_page_and_is_in_the_gallery(client: httpx.Client):
    gallery = client.get("/beelden").text
    for name in figures():
        assert f'href="/beeld/{name}"' in gallery
        page = client.get(f"/beeld/{name}")
        assert page.status_code == 200
        assert "<svg" in page.text
        assert "Tabel bij dit beeld" in page.text


@pytest.mark.parametrize(
    ("ending", "begin"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("csv", b"start"), ("xlsx", b"PK")]
)
def test_a_picture_is_kept_as_a_file(client: httpx.Client, ending: str, begin: bytes):
    answer = client.get(f"/beeld/matrix.{ending}?by=region&chain=semicon&asOf={DAY}")
    assert answer.content.startswith(begin)
    assert f'filename="matrix-region-semicon.{ending}"' in answer.headers["content-disposition"]


def test_a_picture_keeps_what_was_asked(client: httpx.Client):
    page = client.get(f"/beeld/matrix?by=region&chain=semicon&asOf={DAY}&evidence=asserted").text
    assert '<option value="region" selected>' in page
    assert '<option value="semicon" selected>' in page
    link = re.search(r'href="(/beeld/matrix.csv[^"]+)"', page).group(1).replace("&amp;", "&")
    rows = client.get(link).text.strip().splitlines()
    assert len(rows) - 1 == page.split("<tbody>")[1].count("<tr>") > 0
    assert "geschat" not in page.split("<tbody>")[1].split("</tbody>")[0]


def test_what_a_picture_does_not_know_is_said(client: httpx.Client):
    for path in ("/beeld/dots?by=planet", "/beeld/ego?of=nope", "/beeld/dots.gif", "/beeld/matrix?of=water"):
        answer = client.get(path)
        assert answer.status_code == 400
        assert 'role="alert"' in answer.text
    assert client.get("/beeld/nope").status_code == 404
