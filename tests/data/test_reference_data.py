"""The bundled reference data: complete, sourced, dated, and nothing in it that is not a public fact."""

import csv
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

from graph.resources import room
from loaders.loader import discover
from tests.conftest import need, shared

DATA = room("data")
TABLES = sorted(path for path in DATA.rglob("*.csv"))
COALITIONS = {
    "batterijtechnologie", "solar", "nucleair", "waterstof", "circulair semicon", "vezelstrategie", "eiwittransitie",
    "medtech", "regeneratieve geneeskunde", "life sciences", "AI & data", "defensie", "cybersecurity",
    "quantumtechnologie", "fotonica", "biotechnologie",
}  # fmt: skip


def rows(folder: str) -> list[dict[str, str]]:
    return [row for path in sorted((DATA / folder).glob("*.csv")) for row in rows_of(path)]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TODAY = "2026-11-24"
SOURCES = {row["source_id"]: row for row in rows("sources")}


@pytest.mark.parametrize("path", TABLES, ids=[f"{path.parent.name}/{path.name}" for path in TABLES])
def test_every_row_names_its_source_and_its_day(path: Path):
    for row in rows(path.parent.name):
        if path.parent.name == "sources":
            assert row["url"].startswith("http")
            assert row["retrieved"]
            assert row["publisher"]
            assert row["licence"]
        else:
            assert row["source"] in SOURCES
            assert row["date"][:4].isdigit()


def test_every_source_is_used():
    used = {row["source"] for path in TABLES if path.parent.name != "sources" for row in rows(path.parent.name)}
    assert set(SOURCES) == used


def test_every_table_has_a_loader_and_every_row_is_accepted(brabant):
    assert {path.parent.name for path in TABLES} <= set(discover())
    assert brabant.loads["rejected"].sum() == 0


def test_no_claim_is_synthetic_or_reconstructed():
    levels = Counter(row["evidence"] for path in TABLES for row in rows(path.parent.name) if "evidence" in row)
    assert set(levels) == {"asserted", "estimated"}


def test_the_56_municipalities_and_tholen():
    told = {row["code"]: row for row in rows("municipalities")}
    assert len(told) == 57
    assert sum(row["province"] == "PV30" for row in told.values()) == 56
    assert told["GM0716"]["province"] == "PV29"
    assert {row["corop"] for row in told.values() if row["province"] == "PV30"} == {"NL411", "NL414", "NL415", "NL416"}


def test_memberships_are_primary_once_and_hold_the_dual_cases():
    told = rows("memberships")
    primary = Counter(row["municipality"] for row in told if row["primary"] == "true")
    assert set(primary.values()) == {1}
    assert len(primary) == 56
    by_town = defaultdict(dict)
    for row in told:
        by_town[row["municipality"]][row["region"]] = row
    heusden, tholen = by_town["GM0797"], by_town["GM0716"]
    assert heusden["midden-brabant"]["primary"] == "true"
    assert heusden["noordoost-brabant"]["primary"] == "false"
    assert heusden["noordoost-brabant"]["valid_to"]
    assert tholen["west-brabant"]["primary"] == "false"
    assert tholen["west-brabant"]["valid_to"]


def test_regions_and_counts_are_those_of_the_table_they_were_taken_from():
    path = need(
        shared("data/gemeenten/noord_brabant_gemeenten_regio_corop.csv"), "municipality table beside the checkout"
    )
    with path.open(encoding="utf-8") as file:
        theirs = {row["gemeentecode"]: row for row in csv.DictReader(file)}
    regions = {row["municipality"]: row["region"] for row in rows("memberships") if row["primary"] == "true"}
    counts = {row["municipality"]: row["establishments"] for row in rows("establishment_counts")}
    names = {row["code"]: row["name"] for row in rows("municipalities")}
    for code, row in theirs.items():
        assert regions[code] == row["regio"].lower()
        assert counts[code] == row["vestigingen_2026"]
        assert names[code] == row["gemeente"]


def test_the_589_parks_are_those_of_the_register():
    path = need(shared("data/ibis-noord-brabant-2024/ibis_noord_brabant_2024.csv"), "IBIS table beside the checkout")
    with path.open(encoding="utf-8") as file:
        theirs = list(csv.DictReader(file))
    ours = {row["rin"]: row for row in rows("ibis")}
    assert len(ours) == len(theirs) == 589
    for row in theirs:
        mine = ours[row["rin_nummer"]]
        assert (mine["name"], mine["municipality"], mine["year"]) == (
            row["plan_naam"],
            row["gemeentecode"],
            row["jaar"],
        )
        assert (mine["gross_ha"], mine["net_ha"], mine["issuable_ha"], mine["type"]) == (
            row["ha_bruto"], row["ha_netto"], row["ha_totuit"], row["wloc_type"],
        )  # fmt: skip


def test_positions_lie_inside_their_municipality():
    path = need(shared("data/gemeenten/gemeenten_2023plus_wgs84.geojson"), "municipality outlines beside the checkout")
    outlines = {f["properties"]["code"]: shape(f["geometry"]) for f in json.loads(path.read_text())["features"]}
    told = rows("positions")
    assert len(told) == 57
    for row in told:
        outline = shapely.make_valid(outlines[row["municipality"]])
        assert outline.contains(shapely.Point(float(row["longitude"]), float(row["latitude"]))), row["municipality"]


def test_chains_have_five_to_eight_stages_and_one_loops_back_by_recycling():
    stages = Counter(row["chain"] for row in rows("stages"))
    assert {"semicon", "photonics", "batteries", "hydrogen", "medtech"} <= set(stages)
    assert all(5 <= number <= 8 for number in stages.values())
    flows = {(row["from_stage"], row["to_stage"]) for row in rows("stage_flows")}
    assert ("batteries-recycling", "batteries-raw-materials") in flows
    reached, frontier = set(), {"batteries-raw-materials"}
    while frontier:
        reached |= frontier
        frontier = {end for start, end in flows if start in frontier} - reached
    assert "batteries-recycling" in reached, "the loop closes"


def test_chains_are_preliminary_and_estimated():
    """The list is ours until the province has confirmed it, and says so."""
    assert {(row["status"], row["evidence"]) for row in rows("chains")} == {("preliminary", "estimated")}


def test_exactly_the_sixteen_coalitions():
    assert {row["label_nl"] for row in rows("coalitions")} == COALITIONS
    assert {row["confirmation"] for row in rows("placements")} == {"to-be-confirmed"}


def test_ten_technologies_and_four_domains():
    frames = Counter(row["frame"] for row in rows("technologies"))
    assert frames == {"nts": 10, "wennink": 4}


def test_at_least_sixty_real_organisations_take_part_with_place_stage_evidence_and_page():
    inside = {row["establishment_id"]: row for row in rows("establishments") if row["municipality"]}
    taking_part = {row["establishment"] for row in rows("participations")}
    organisations = {inside[key]["organisation"] for key in taking_part if key in inside}
    assert len(organisations) >= 60
    for row in rows("participations"):
        assert SOURCES[row["source"]]["url"].startswith("http")
        assert row["evidence"] in ("asserted", "estimated")
        assert row["activity"]


def test_every_chain_is_known_in_the_province():
    inside = {row["establishment_id"] for row in rows("establishments") if row["municipality"]}
    chain = {row["stage_id"]: row["chain"] for row in rows("stages")}
    known = Counter(chain[row["stage"]] for row in rows("participations") if row["establishment"] in inside)
    assert set(known) == {row["chain_id"] for row in rows("chains")}


def test_no_participation_is_only_a_plan():
    """What a page announces for later starts later; nothing planned counts as present."""
    for row in rows("participations"):
        if row["activity"].lower().startswith("plan"):
            assert row["valid_from"] > "2026-11-24", row


def test_no_quality_is_only_a_plan():
    for row in rows("qualities"):
        assert "planned" not in row["value"].lower()
        assert "intended" not in row["value"].lower()


def test_relations_join_two_different_known_establishments():
    known = {row["establishment_id"] for row in rows("establishments")}
    for row in rows("relations"):
        assert row["supplier"] in known
        assert row["customer"] in known
        assert row["supplier"] != row["customer"]


def test_what_is_copied_from_pages_are_facts_not_sentences():
    """Activities and values are a few words of our own, no quotations."""
    for row in rows("participations"):
        assert len(row["activity"].split()) <= 16, row["activity"]
    for row in rows("qualities"):
        assert len(row["value"].split()) <= 16, row["value"]


HEDGED = re.compile(
    r"\b(planned|plan|expected|expects|announced|intends|intended|likely|probably|presumably|supposed|estimated|"
    r"gepland|verwacht|aangekondigd|vermoedelijk|waarschijnlijk|mogelijk|geschat|naar schatting|voornemen)\b",
    re.IGNORECASE,
)
"""Words of a page that does not say that something is so."""
TOLD = ("activity", "resource", "value", "note", "justification", "cause")


def unsure(row: dict[str, str]) -> bool:
    """Whether the words of a row are less sure than its evidence level; what starts later may be a plan until then."""
    told = " ".join(row.get(column) or "" for column in TOLD)
    return row.get("evidence") == "asserted" and bool(HEDGED.search(told)) and (row["valid_from"] or "") <= TODAY


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({"evidence": "asserted", "activity": "planned factory", "valid_from": ""}, True),
        ({"evidence": "asserted", "activity": "planned factory", "valid_from": "2031"}, False),
        ({"evidence": "estimated", "activity": "probably makes chips", "valid_from": ""}, False),
        ({"evidence": "asserted", "activity": "runs a pilot plant", "valid_from": "2020"}, False),
    ],
)
def test_what_counts_as_less_sure_than_it_says(row, wrong):
    assert unsure(row) is wrong


def test_evidence_level_and_wording_agree():
    found = [(path.name, row) for path in TABLES for row in rows_of(path) if "valid_from" in row and unsure(row)]
    assert found == []


def test_no_source_of_ours_asserts():
    """What we concluded ourselves is estimated, never asserted."""
    ours = {key for key, row in SOURCES.items() if row["publisher"] == "ketenatlas"}
    assert ours
    found = [
        row
        for path in TABLES
        for row in rows_of(path)
        if row.get("source") in ours and row.get("evidence") == "asserted"
    ]
    assert found == []
