"""The form of regional added value: what it refuses, and that its tables are read by the loaders as they are."""

import io
import shutil
import zipfile
from dataclasses import fields
from pathlib import Path

import httpx
import polars as pl
import pytest
from playwright.sync_api import Browser

from graph.store import Store
from ketenatlas.build import build
from ketenatlas.value_profile import CATEGORIES, Profile, filled, packed, tables
from tests.conftest import FIXTURES
from tests.ketenatlas.browsing import Watched, sound

KNOWN = {
    "establishment": {"e01"}, "phase": {"planning", "land-allocation"}, "quality": {"quay", "rail-access"},
    "work_environment": {"circular"}, "region": {"west-brabant"}, "municipality": set(), "park": {"1001"},
}  # fmt: skip
COMPLETE = {
    "establishment": "e01", "phase": "land-allocation", "place_kind": "park", "place": "1001",
    "scarce-factors.pole": "undesired", "scarce-factors.rationale": "=Gebruikt veel ruimte",
    "scarce-factors.evidence": "estimated", "scarce-factors.item1.what": "Luchtfoto", "scarce-factors.item1.value": "-3,5",
    "scarce-factors.item1.unit": "ha", "criterion1.text": "Ten minste 40 banen per hectare",
    "criterion1.category": "scarce-factors", "criterion1.verifiable": "de aanvraag", "criterion2.text": "Past bij de streek",
    "criterion2.category": "living-environment",
}  # fmt: skip


def test_complete_is_without_fault():
    assert filled(COMPLETE, KNOWN).faults == {}


@pytest.mark.parametrize(
    ("changed", "at", "fault"),
    [
        ({"establishment": ""}, "establishment", "one_of_two"),
        ({"plan.nl": "Een plan"}, "establishment", "one_of_two"),
        ({"establishment": "elders"}, "establishment", "not_in_atlas"),
        ({"establishment": "", "plan.nl": "Een plan"}, "quality", "say_quality"),
        ({"phase": ""}, "phase", "say_phase"),
        ({"place": "elders"}, "place", "say_place"),
        ({"place_kind": "wereld"}, "place", "say_place"),
        ({"scarce-factors.rationale": " "}, "scarce-factors.rationale", "say_why"),
        ({"scarce-factors.item1.what": ""}, "scarce-factors.item1.what", "say_what"),
        ({"scarce-factors.item1.value": "veel"}, "scarce-factors.item1.value", "no_number"),
        ({"scarce-factors.pole": ""}, "scarce-factors.pole", "evidence_unused"),
        ({"scarce-factors.pole": "prima"}, "scarce-factors.pole", "not_known"),
        ({"scarce-factors.evidence": "synthetic"}, "scarce-factors.evidence", "not_known"),
        (
            {"societal-value.pole": "mixed", "societal-value.rationale": "Zo"},
            "societal-value.item1.what",
            "say_on_what",
        ),
        ({"criterion1.category": ""}, "criterion1.category", "say_category"),
        ({"criterion2.text": "", "criterion2.reasonable": "Zo"}, "criterion2.text", "say_what"),
    ],
)
def test_what_is_missing_or_cannot_be_is_told_at_its_field(changed: dict[str, str], at: str, fault: str):
    assert filled({**COMPLETE, **changed}, KNOWN).faults.get(at) == fault


def test_nothing_is_added_up():
    assert {one.name for one in fields(Profile)} == {
        "establishment", "plan", "phase", "place_kind", "place", "findings", "criteria", "faults",
    }  # fmt: skip
    rows = tables(filled(COMPLETE, KNOWN))
    assert [row["category"] for row in rows["findings"]] == list(CATEGORIES)
    assert [row["pole"] for row in rows["findings"]] == ["not-assessed"] * 3 + ["undesired"]
    assert rows["assessments"][0]["evidence"] == "estimated"


def test_the_same_profile_gives_the_same_bytes_and_no_formula():
    one, other = (packed(filled(COMPLETE, KNOWN)) for _ in range(2))
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert "'=Gebruikt" in archive.read("findings.csv").decode("utf-8-sig")
        assert ",-3.5," in archive.read("evidence_items.csv").decode("utf-8-sig")


def test_the_tables_load_as_they_are(tmp_path: Path):
    data = Path(shutil.copytree(FIXTURES / "small", tmp_path / "data"))
    plan = {name: told for name, told in COMPLETE.items() if name != "establishment"}
    plan |= {"plan.nl": "Circulaire hal", "area": "2,5", "work_environment": "circular"}
    for number, profile in enumerate((filled(COMPLETE, KNOWN), filled(plan, KNOWN, ["quay", "rail-access"]))):
        assert profile.faults == {}
        with zipfile.ZipFile(io.BytesIO(packed(profile))) as archive:
            for name in archive.namelist():
                table = pl.read_csv(archive.read(name), infer_schema=False)
                into = data / name.removesuffix(".csv")
                into.mkdir(exist_ok=True)
                table.with_columns(source=pl.lit("testbron"), date=pl.lit("2026-11-24")).write_csv(
                    into / f"filled{number}.csv"
                )
    report = build(tmp_path / "build", data)
    rejected = pl.read_csv(report.folder / "rejects.csv", infer_schema=False)
    assert rejected.filter(pl.col("file").str.contains("filled")).height == 0
    told = Store(report.folder).select(
        "PREFIX ka: <https://w3id.org/ketenatlas/ontology#> SELECT ?criterion ?text ?verifiable "
        "WHERE { ?criterion ka:criterionText ?text ; ka:isVerifiable ?verifiable FILTER(STRSTARTS(?text, 'Past bij de')) }"
    )
    assert [row[2].value for row in told.terms] == ["false", "false"]


def test_the_page_is_sound(watched: Watched, brabant_server: str):
    sound(watched, brabant_server, "/meerwaarde?establishment=asml-veldhoven")


def test_it_is_filled_in_without_script_and_comes_back_with_its_faults_and_then_as_profile(
    browser: Browser, brabant_server: str
):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{brabant_server}/meerwaarde?establishment=asml-veldhoven")
    page.get_by_label("Motivering: economisch ecosysteem").fill("<b>Veel</b> leveranciers in de regio")
    page.get_by_label("gewenst", exact=True).first.check()
    page.get_by_role("button", name="Maak het profiel").click()
    faults = page.get_by_role("alert").inner_text()
    assert "Kies de fase" in faults
    assert "ten minste één bewijsstuk" in faults
    page.get_by_label("Fase").select_option("planning")
    page.get_by_label("Bewijsstuk 1").first.fill("Jaarverslag, bladzijde 12")
    page.get_by_role("button", name="Maak het profiel").click()
    assert page.get_by_role("alert").count() == 0
    told = page.locator(".profile").inner_text()
    assert "<b>Veel</b> leveranciers" in told
    assert told.count("niet beoordeeld") == 3
    with page.expect_download() as download:
        page.get_by_role("button", name="Tabellen als ZIP").click()
    assert download.value.suggested_filename == "asml-veldhoven-planning.zip"
    context.close()


def test_more_than_the_form_holds_is_refused(client: httpx.Client):
    answer = client.post("/meerwaarde", data={"plan.nl": "x" * 200_000})
    assert answer.status_code == 413
    assert client.post("/meerwaarde", data={f"f{n}": "x" for n in range(400)}).status_code == 400
