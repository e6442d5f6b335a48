"""Script in names runs nowhere: every page of an atlas in which every name is an attack."""

import csv
import re
import shutil
from pathlib import Path

import httpx
import pytest

from graph.catalogue import catalogue
from ketenatlas.build import build
from ketenatlas.web import pages
from tests.ketenatlas.conftest import serving
from tests.security.conftest import SMALL

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}"
NAMED = re.compile(r"(name|title|label_\w+|definition_\w+|note|publisher|activity|resource|text_?\w*|rationale|reason)")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory):
    data = Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("hostile") / "data"))
    poisoned = 0
    for file in data.glob("*/*.csv"):
        with file.open(encoding="utf-8", newline="") as text:
            rows = list(csv.DictReader(text))
        for row in rows:
            for column in row:
                if NAMED.fullmatch(column) and row[column]:
                    row[column] += EVIL
                    poisoned += 1
        if rows:
            with file.open("w", encoding="utf-8", newline="") as text:
                writer = csv.DictWriter(text, rows[0])
                writer.writeheader()
                writer.writerows(rows)
    assert poisoned > 100
    builds = tmp_path_factory.mktemp("builds")
    build(builds, data)
    yield from serving(builds, tmp_path_factory.mktemp("log") / "log")


def test_no_page_holds_markup_from_the_data(hostile: str):
    plain = {route.path for route in pages.routes() if "GET" in (getattr(route, "methods", None) or ["GET"])}
    paths = [path for path in plain if "{" not in path and path != "/metrics"]
    paths += [f"/vraag/{name}?asOf=2026-11-24" for name in catalogue().questions]
    paths += [f"/netwerk/flows?by={by}" for by in ("region", "establishment")] + [
        "/netwerk/chain?chain=alfa",
        f"/vraag/{EVIL}",
    ]
    paths += ["/organisatie/o01", "/vestiging/e01", "/park/1001", "/keten/alfa", f"/zoek?q={EVIL}", "/zoek?q=toets"]
    paths += [f"/vraag/A1-05?chain={EVIL}", f"/?keten={EVIL}", f"/?lang={EVIL}", f"/sparql?query={EVIL}"]
    paths.append("/sparql?query=SELECT * { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o }")
    shown = 0
    with httpx.Client(base_url=hostile, timeout=30, headers={"Accept": "text/html"}) as client:
        for path in paths:
            answer = client.get(path)
            assert answer.status_code < 500, path
            if not answer.headers.get("content-type", "").startswith(("text/html", "image/svg")):
                continue
            assert "<script>alert" not in answer.text, path
            assert "<img src=x" not in answer.text, path
            shown += "alert(1)" in answer.text
    assert shown > 20
