"""The policy facts in the bundled data: what the perspective says, with its place, and nothing that is made up."""

import csv
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from graph.resources import room
from tests.loaders.policy_rows import GOOD

DATA = room("data")
FOLDERS = sorted(path.name for path in DATA.iterdir() if path.name in GOOD)
THEMES = {"A.1", "A.2", "B.1", "B.2", "B.3", "C.1", "C.2"}


def rows(folder: str) -> list[dict[str, str]]:
    found = []
    for path in sorted((DATA / folder).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += list(csv.DictReader(file))
    return found


ACTIONS = {row["action_id"]: row for row in rows("actions")}
STATEMENTS = {row["statement_id"]: row for row in rows("statements")}
PAPERS = {row["document_id"]: row for folder in ("documents", "visions", "agreements") for row in rows(folder)}


def test_seven_themes_each_have_an_action():
    assert {row["theme"] for row in ACTIONS.values()} == THEMES
    assert 12 <= len(ACTIONS) <= 24


def test_every_action_cites_the_perspective_at_its_own_theme():
    for row in ACTIONS.values():
        assert row["document"] == "reh"
        assert row["passage"].startswith(f"thema {row['theme']}, Wat gaan we concreet doen?")


def test_an_indicator_stands_only_where_the_document_speaks_of_one():
    """A.1 asks where the highest value added is, B.3 hangs on the forecast demand; nowhere else is one named."""
    told = {key: row["indicator"] for key, row in ACTIONS.items() if row["indicator"]}
    assert told == {"a1-ketens-in-kaart": "value-added", "b3-evaluatie-werkingsgebied": "demand-hectares"}


def test_every_statement_names_its_document_and_its_place_in_both_languages():
    for row in STATEMENTS.values():
        assert row["document"] in PAPERS
        assert row["passage"]
        assert row["text_nl"] != row["text_en"]
    assert {row["document"] for row in STATEMENTS.values()} == {
        "reh", "rev", "nota-ruimte", "beleidslijn-grip", "nationale-technologiestrategie", "rapport-wennink",
    }  # fmt: skip


def test_national_visions_bind_the_state_and_not_by_themselves_the_province():
    for row in STATEMENTS.values():
        if row["document"] in ("rev", "nota-ruimte"):
            assert row["binding_for"] == "rijk"
        if row["document"] in ("rapport-wennink", "nationale-technologiestrategie"):
            assert row["binding_for"] == ""
    assert "niet automatisch" in STATEMENTS["reh-visies-binden-het-rijk"]["text_nl"]


def test_alignments_are_our_reading_with_both_places_and_hold_the_tension_on_compensation():
    told = {(row["action"], row["statement"]): row for row in rows("alignments")}
    assert {row["evidence"] for row in told.values()} == {"estimated"}
    assert {row["alignment"] for row in told.values()} == {"agrees", "partly", "differs", "silent"}
    for (action, statement), row in told.items():
        assert row["passage"]
        assert row["rationale"]
        assert row["passage"].startswith(f"thema {ACTIONS[action]['theme']}")
        assert STATEMENTS[statement]["passage"]
    differing = [row for row in told.values() if row["alignment"] == "differs"]
    assert [row["statement"] for row in differing] == ["rev-ruimte-neemt-niet-af"]
    assert "generieke compensatieplicht" in differing[0]["rationale"]


@pytest.mark.parametrize(
    "document",
    [
        "reh", "omgevingsvisie-noord-brabant", "beleidskader-economie-2030", "beleidskader-wonen-en-werken",
        "uitvoeringsagenda-economie-2024-2027", "uitvoeringsagenda-wonen-en-werken-2024-2027",
        "voortgangsrapportage-economie-2025", "uitvoeringsagenda-brede-welvaart", "omgevingsverordening-noord-brabant",
        "statenmededeling-2025-07-01", "statenmededeling-2025-11-11", "motie-m77-2025",
        "verstedelijkingsstrategie-brabant-2040", "novex-stedelijk-brabant", "rev", "nota-ruimte", "beleidslijn-grip",
        "nationale-technologiestrategie", "rapport-wennink", "advies-regionale-meerwaarde-logistiek",
        "studie-opgaven-werklocaties", "advies-herstructurering-in-de-versnelling", "didam-arrest",
        "missiegedreven-innovatiebeleid", "waardeketens-in-beeld",
    ],
)  # fmt: skip
def test_the_documents_the_perspective_names_are_there(document):
    assert document in PAPERS


def test_the_perspective_elaborates_the_frames_down_from_the_vision():
    told = {(row["document"], row["elaborates"]) for row in rows("elaborations")}
    reached, frontier = set(), {"reh"}
    while frontier:
        reached |= frontier
        frontier = {to for one, to in told if one in frontier} - reached
    assert {"beleidskader-economie-2030", "beleidskader-wonen-en-werken", "omgevingsvisie-noord-brabant"} <= reached
    assert not [pair for pair in told if "rev" in pair and "reh" in pair], "the State is aligned with, not elaborated"


def test_visions_are_marked_as_our_reading():
    told = rows("visions")
    assert {row["evidence"] for row in told} == {"estimated"}
    assert all("onze lezing" in row["note"] for row in told)


def test_what_returns_waits_for_the_forecasts():
    told = {row["cycle_id"]: row for row in rows("cycles")}
    assert told["prognose-bedrijventerreinen"]["interval"] == "P4Y"
    assert told["prognose-bedrijventerreinen"]["next_due"] == "2026-12"
    assert told["monitor-bedrijventerreinen"]["interval"] == "P1Y"
    assert told["actualisatie-omgevingsverordening"]["interval"] == "P1Y"
    assert told["afstemmingsronden"]["interval"] == "P4M"
    for key in ("evaluatie-werkingsgebied", "motie-m77-2025", "regionale-programmering"):
        assert told[key]["due_after"] == "prognose-bedrijventerreinen"
        assert told[key]["next_due"] == "", "the document gives no day of its own"


def test_there_is_a_table_for_each_of_the_three_forms():
    assert Counter(row["form"] for row in rows("coordination_tables")) == {
        "within-brabant": 1, "across-border": 1, "with-state": 1,
    }  # fmt: skip


def test_forecasts_have_two_ends_and_balances_rest_on_them():
    demand = {row["forecast_id"]: float(row["demand_ha"]) for row in rows("forecasts")}
    for key, low in demand.items():
        if key.endswith("-laag"):
            assert low < demand[key.removesuffix("laag") + "hoog"]
    for row in rows("balances"):
        assert demand[row["forecast"]] == float(row["demand_ha"])
        assert float(row["demand_ha"]) > float(row["hard_supply_ha"]) + float(row["soft_supply_ha"])


def test_what_no_public_page_gives_is_left_out():
    """Projects, quays, assessments, issues and the like: the tables exist, the facts are not public."""
    absent = set(GOOD) - set(FOLDERS)
    assert {"projects", "quays", "plots", "assessments", "criteria", "issues", "decisions", "shifts", "leads"} <= absent


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.csv")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_synthetic_is_bundled(path: Path):
    text = path.read_text(encoding="utf-8").lower()
    for mark in ("synthetic-example", "(verzonnen)", "(invented)", ",synthetic,"):
        assert mark not in text


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_row_is_accepted_into_the_bundled_atlas(folder, brabant):
    loads = brabant.loads.filter(pl.col("loader") == folder)
    assert loads["rejected"].sum() == 0
    assert loads["accepted"].sum() == len(rows(folder))


def test_the_bundled_atlas_holds_them(brabant, brabant_store):
    held = {name.rsplit("#")[-1]: things for name, things in brabant.classes.rows()}
    assert held["PolicyAction"] == len(ACTIONS)
    assert held["PolicyStatement"] == len(STATEMENTS)
    assert held["AlignmentStatement"] == len(rows("alignments"))
    assert held["PolicyDocument"] == len(PAPERS)
    assert held["NationalFrame"] == 5
    assert held["RegionalVision"] == len(rows("visions"))
    said = "?a <https://w3id.org/ketenatlas/ontology#setOutIn> <https://w3id.org/ketenatlas/document/reh>"
    kind = "?a a <https://w3id.org/ketenatlas/ontology#PolicyAction>"
    assert brabant_store.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {said} . {kind} }}").values == [(len(ACTIONS),)]
