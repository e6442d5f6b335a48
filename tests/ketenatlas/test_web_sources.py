"""Sources and origins in the browser: every figure leads to a source, a row of a file, and a reason."""

import re
from html import unescape

import httpx
import polars as pl
import pytest

from graph.cited import sources
from graph.explain import Explainer
from graph.store import Store
from graph.terms import expand
from ketenatlas.views.origins import Origins, Step, columns_of
from loaders.loader import discover
from tests.conftest import ROOT
from tests.ketenatlas.browsing import Watched, sound

CLAIM = "claim:participation--axelera-ai-eindhoven--semicon-design--nl-aid-org-eindhovens-uitdager-nvidia-250"
ROW = "/herkomst?iri={}&iri={}&iri={}".format(
    *(expand(name) for name in ("chain:semicon", "stage:semicon-design", "region:zuidoost-brabant"))
)


@pytest.mark.parametrize(
    "path",
    [
        "/bronnen",
        "/bron/ope-journal-vdl-solliance-team-up",
        ROW,
    ],
)
def test_a_page_is_sound(watched: Watched, brabant_server: str, path: str):
    sound(watched, brabant_server, path)


def test_the_overview_counts_what_was_read(client: httpx.Client, brabant, brabant_store: Store):
    page = client.get("/bronnen").text
    assert f"<b>{sources(brabant_store.folder).height}</b>" in page
    for name in ("rejects", "notes", "findings"):
        lines = len((brabant.folder / f"{name}.csv").read_text(encoding="utf-8").strip().splitlines()) - 1
        assert f"<b>{lines}</b>" in page
    assert "ibis-2024.csv" in page
    assert "ONBEKEND" in page


def test_sources_are_found_by_title_and_licence(client: httpx.Client, brabant_store: Store):
    table = sources(brabant_store.folder)
    page = client.get("/bronnen?q=ibis").text
    found = re.findall(r'<th scope="row"><a href="/bron/[^"]+">([^<]+)</a>', page)
    titles = table.filter(
        pl.concat_str("title", "publisher", ignore_nulls=True).str.to_lowercase().str.contains("ibis")
    )
    assert sorted(map(unescape, found)) == sorted(titles["title"])
    licence = table["licence"].drop_nulls().mode()[0]
    counted = table.filter(table["licence"] == licence).height
    assert f"<small>{counted}</small>" in client.get("/bronnen", params={"licentie": licence}).text
    assert "Niets." in client.get("/bronnen?q=bestaatniet").text


def test_a_source_tells_its_row_and_what_rests_on_it(client: httpx.Client):
    page = client.get("/bron/ope-journal-vdl-solliance-team-up").text
    row = re.search(r"sources/pages-solar.csv</code>, rij (\d+)", page)
    lines = (ROOT / "data" / "sources" / "pages-solar.csv").read_text(encoding="utf-8").splitlines()
    assert lines[int(row.group(1)) - 1].startswith("ope-journal-vdl-solliance-team-up")
    assert page.count("/herkomst?iri=") == 4
    assert "vdl-groep-eindhoven" in page.replace("%2D", "-")
    assert client.get("/bron/bestaatniet").status_code == 404


def test_a_claim_leads_to_the_very_row_and_columns(client: httpx.Client):
    page = client.get("/herkomst", params={"iri": expand(CLAIM)}).text
    row = int(re.search(r"participations/semicon.csv</code>, rij (\d+)", page).group(1))
    lines = (ROOT / "data" / "participations" / "semicon.csv").read_text(encoding="utf-8").splitlines()
    assert lines[row - 1].startswith("axelera-ai-eindhoven,semicon-design")
    assert "<code>stage</code>" in page
    assert "<code>establishment</code>" in page
    assert "/bron/nl-aid-org-eindhovens-uitdager-nvidia-250" in page


def test_the_columns_told_are_columns_of_the_table():
    assert columns_of("participations", expand("ka:inStage")) == ("stage",)
    assert columns_of("participations", expand("ka:noSuch")) == columns_of("nothing", expand("ka:inStage")) == ()
    for name, loader in discover().items():
        headings = {column.name for column in loader.columns}
        for _, predicate, _ in loader.patterns:
            assert set(columns_of(name, expand(predicate))) <= headings


def test_a_row_of_an_answer_leads_to_its_claims_and_reasons(watched: Watched, brabant_server: str):
    page = watched.page
    page.goto(f"{brabant_server}/vraag/A1-05?chain=semicon")
    page.locator("table.answer a.why").first.click()
    assert "Waar deze rij op rust" in page.locator("h1").inner_text()
    assert page.locator("details.claim").count() > 0
    page.locator("details.claim summary").first.click()
    assert ".csv" in page.locator("details.claim").first.inner_text()
    tree = page.locator("ul.tree").inner_text()
    assert "geven samen" in tree
    assert "claim:" not in tree


def test_what_follows_by_a_rule_tells_why(client: httpx.Client, brabant_store: Store):
    triple = tuple(f"<{expand(name)}>" for name in ("chain:semicon", "ka:chainPresentIn", "region:zuidoost-brabant"))
    page = client.get("/herkomst", params={"iri": triple[0][1:-1], "p": triple[1], "o": triple[2]}).text
    assert "keten aanwezig in" in page
    assert 'class="rule"' in page
    told = Origins(brabant_store, "nl").reason(triple)
    reason = Explainer(brabant_store.statements, str(brabant_store.manifest["as_of"])).explain(triple)
    assert told is not None
    assert reason is not None

    def size(step) -> int:
        return 1 + sum(size(part) for part in step.parts)

    assert isinstance(told, Step)
    assert size(told) == size(reason) > 5


def test_strange_addresses_are_refused_without_a_fault(client: httpx.Client):
    assert client.get("/herkomst").status_code == 400
    for strange in ("a b", "<x>", "http://[", expand("chain:no-such"), "javascript:alert(1)"):
        assert client.get("/herkomst", params={"iri": strange}).status_code == 404
    known = expand("chain:semicon")
    for p, o in (("x", "y"), ("<http://a>", '"'), ("<http://a> <http://b> . <http://c>", "<http://d>")):
        answer = client.get("/herkomst", params={"iri": known, "p": p, "o": o})
        assert answer.status_code == 200
        assert "of de atlas zegt het niet" in answer.text
