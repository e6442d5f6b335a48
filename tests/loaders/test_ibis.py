"""IBIS in the forms in which it comes: years, questionnaire, database, and every kind of file, with invented parks."""

import csv
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import openpyxl
import polars as pl
import pyogrio
import pytest
import shapely

from graph.changes import between
from graph.store import Store
from graph.terms import PREFIXES, expand
from ketenatlas.build import Report, build
from ketenatlas.inputs import load, loader_named, unload
from ketenatlas.inspecting import propose
from loaders.fitting import Fitting
from loaders.kinds import Named
from loaders.loader import discover, graph_of
from loaders.table import Reading, TableError
from tests.conftest import FIXTURES

SMALL = FIXTURES / "small"
IBIS, PLOTS = discover()["ibis"], discover()["plots"]
KNOWN = {"municipality": pl.Series(["GM0772", "GM0855"]), "source": pl.Series(["s"])}
ALWAYS = {"source": "s", "date": "2025-01-01"}
PARK = {"RIN_NUMMER": "7", "PLAN_NAAM": "Verzonnen", "GEM_CODE_CBS": "772", "JAAR": "2024"}


def write(path: Path, *rows: Mapping[str, str]) -> Path:
    """Rows as Dutch offices keep them: semicolons, and cells as they are given."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]), delimiter=";")
        table.writeheader()
        table.writerows(rows)
    return path


def parks(tmp_path: Path, *rows: Mapping[str, str]) -> Reading:
    return IBIS.read(write(tmp_path / "t.csv", *rows), KNOWN, Fitting(constants=ALWAYS))


def short(term: str) -> str:
    """A term without the words all terms share: ``ka:`` for ours, the bare value of a literal."""
    if term.startswith('"'):
        return term[1:].partition('"')[0]
    return term.strip("<>").replace(PREFIXES["ka"], "ka:").replace("https://w3id.org/ketenatlas/", "")


def said(reading: Reading) -> set[tuple[str, str, str]]:
    made = IBIS.statements(reading.rows, "g:g").select("s", "p", "o")
    return {(short(s), short(p), short(o)) for s, p, o in made.iter_rows()}


def about(reading: Reading, subject: str) -> dict[str, str]:
    return {p: o for s, p, o in said(reading) if s == subject}


# --- years -------------------------------------------------------------------------------------------------------

YEARS = [
    {**PARK, "JAAR": "2023", "HA_BRUTO": "12,5", "HA_NETTO": "10"},
    {**PARK, "JAAR": "2025", "HA_BRUTO": "11", "HA_NETTO": "9", "PLAN_NAAM": "Verzonnen (nieuw)"},
    {**PARK, "JAAR": "2024", "HA_BRUTO": "12", "HA_NETTO": "10"},
]


def test_a_park_is_what_its_newest_year_says_and_each_year_keeps_its_figures(tmp_path: Path):
    reading = parks(tmp_path, *YEARS)
    statements = said(reading)
    assert {o for s, p, o in statements if (s, p) == ("park/7", "ka:grossAreaHa")} == {"11"}
    assert {o for s, p, o in statements if s == "park/7" and p.endswith("label")} == {"Verzonnen (nieuw)"}
    figures = {year: about(reading, f"claim/park-figure--7--{year}") for year in ("2023", "2024", "2025")}
    assert {year: told["ka:grossAreaHa"] for year, told in figures.items()} == {
        "2023": "12.5",
        "2024": "12",
        "2025": "11",
    }
    assert {year: told["ka:period"] for year, told in figures.items()} == {year: year for year in figures}
    assert [told.get("ka:validTo") for told in figures.values()] == ["2023-12-31", "2024-12-31", None]
    assert figures["2023"]["ka:evidenceLevel"] == "evidence/asserted"
    assert figures["2023"]["http://purl.org/dc/terms/source"] == "source/s"
    assert figures["2023"]["ka:atLocation"] == "park/7"


def test_one_year_of_one_park_is_told_once(tmp_path: Path):
    reading = parks(tmp_path, YEARS[0], YEARS[0], YEARS[1])
    assert (reading.rows.height, reading.rejected) == (2, 1)
    assert reading.rejects.select("column", "found").row(0) == ("rin+year", "7 | 2023")


@pytest.mark.parametrize("cell", ["2024", "2024-01-01", "1-1-2024", "01/01/2024", "1 januari 2024"])
def test_a_year_may_be_given_as_a_day_of_it(cell, tmp_path: Path):
    assert parks(tmp_path, {**PARK, "JAAR": cell}).rows["year"].to_list() == ["2024"]


@pytest.mark.parametrize("cell", ["24", "1824", "straks", "2024-2025"])
def test_what_is_no_year_is_rejected(cell, tmp_path: Path):
    reading = parks(tmp_path, {**PARK, "JAAR": cell})
    assert reading.rejects.select("column", "found").rows() == [("year", cell)]


SOURCE = {"title": "IBIS (verzonnen)", "licence": "CC0 1.0", "published": "2025-06-01"}
LOSS = """PREFIX ka: <https://w3id.org/ketenatlas/ontology#>
SELECT ?region ?year (SUM(?ha) AS ?net) WHERE {
  ?figure a ka:ParkFigure ; ka:atLocation ?park ; ka:period ?year ; ka:netAreaHa ?ha .
  ?park ka:within ?town . ?m ka:member ?town ; ka:region ?region ; ka:primary true .
  FILTER(STRENDS(STR(?region), "west-brabant"))
} GROUP BY ?region ?year ORDER BY ?year"""


@pytest.fixture
def three_years(tmp_path: Path) -> Report:
    """The small fixture (2024) with two further files: the year before and the year after of two of its parks."""
    for year, first, second in (("2023", "27", "1100"), ("2025", "20", "1080,5")):
        rows = [
            {"RIN_NUMMER": "1002", "PLAN_NAAM": "TWEE", "GEM_CODES": "794", "JAAR": year, "HA_NETTO": first},
            {"RIN_NUMMER": "1006", "PLAN_NAAM": "TESTHAVEN", "GEM_CODES": "1709", "JAAR": year, "HA_NETTO": second},
        ]
        path = write(tmp_path / f"ibis-{year}.csv", *rows)
        report = load(tmp_path / "builds", loader_named("ibis"), path, source=SOURCE, data=SMALL)
        assert report.rejects.is_empty()
    return report


def test_years_in_several_files_make_one_park_with_a_history(three_years: Report, tmp_path: Path):
    store = Store(three_years.folder)
    ka = "PREFIX ka: <https://w3id.org/ketenatlas/ontology#> PREFIX park: <https://w3id.org/ketenatlas/park/> "
    assert store.select(ka + "SELECT ?ha WHERE { park:1006 ka:netAreaHa ?ha }").values == [(1080.5,)]
    told = "SELECT ?y ?ha WHERE { ?f a ka:ParkFigure ; ka:atLocation park:1006 ; ka:period ?y ; ka:netAreaHa ?ha }"
    assert sorted(store.select(ka + told).values) == [("2023", 1100), ("2024", 1100), ("2025", 1080.5)]
    assert store.select(ka + "SELECT ?ha WHERE { park:1001 ka:grossAreaHa ?ha }").values == [(50,)]
    assert three_years.findings.filter(pl.col("severity") == "stop").is_empty()
    without = unload(tmp_path / "builds", loader_named("ibis"), "ibis-2025", SMALL)
    assert Store(without.folder).select(ka + "SELECT ?ha WHERE { park:1006 ka:netAreaHa ?ha }").values == [(1100,)]


def test_net_space_of_a_region_can_be_asked_per_year(three_years: Report):
    by_year = {year: net for _, year, net in Store(three_years.folder).select(LOSS).values}
    assert by_year["2023"] == 1100
    assert by_year["2025"] - by_year["2023"] == -19.5


def test_a_diff_between_two_days_shows_the_figures_of_both_years(three_years: Report):
    changes = between(Store(three_years.folder).statements, "2024-06-01", "2025-06-01", "nl")
    figures = changes.filter(
        pl.col("class") == "jaarcijfers van een bedrijventerrein", pl.col("subject").str.contains("1006")
    )
    assert figures.select("change", "day").with_columns(pl.col("day").cast(pl.String)).rows() == [
        ("ended", "2024-12-31"),
        ("began", "2025-01-01"),
    ]
    assert "netto oppervlakte (ha): 1080.5" in figures["what"][1]
    assert "TESTHAVEN" in figures["what"][1]


# --- questionnaire and database ----------------------------------------------------------------------------------

ASKED = {
    **PARK,
    "KERN_NAAM": "Dorp",
    "START_JAAR": "1974",
    "WERKLOCATIE_TYPE_CODE": "B",
    "PLAN_FASE_CODE": "Onherroepelijk",
    "BRUTO_OPP": "20",
    "NETTO_OPP": "15,25",
    "UITGEEFBAAR_OVERH_OPP": "1,5",
    "UITGEEFBAAR_PART_OPP": "0,5",
    "UITGEGEVEN_OPP": "13",
    "UITGIFTE_HUIDIG_PEILJAAR_OPP": "0,75",
    "OPP_TERUGKOOP_GEMEENTE": "0",
    "MIN_VERKOOPPRIJS": "150",
    "MAX_VERKOOPPRIJS": "225,50",
    "MIN_ERFPACHTPRIJS": "7",
    "MAX_ERFPACHTPRIJS": "9",
    "IND_MILIEUZONERING": "Ja",
    "MAX_MILEUCATEGORIE_CODE": "4",
    "SPOOR_ONTSLUITING_CODE": "Nee",
    "WATER_ONTSLUITING_CODE": "Ja",
    "EXT_BEREIKBAARHEID_CODE": "3",
    "IND_PARK_MANAGEMENT": "Nee",
    "IND_VEROUDERD": "Ja",
    "HOOFDOORZAAK_VEROUD_CODE": "2",
    "BRUTO_OPP_VEROUDERD": "6",
    "HERSTRUCT_PLAN_TYPE_CODE": "C",
    "HERSTRUCT_FASE_CODE": "3",
    "OPP_FACELIFT": "0",
    "OPP_REVITALISATIE": "2,5",
    "OPP_ZWARE_REVITALISATIE": "4",
    "OPP_HERPROFILERING": "",
    "OPP_TRANSFORMATIE": "",
}
"""A park as the questionnaire asks about it; all of it invented."""


def test_a_questionnaire_becomes_statements(tmp_path: Path):
    reading = parks(tmp_path, ASKED)
    assert reading.rejects.is_empty()
    (note,) = reading.notes["found"].to_list()
    for heading in ("KERN_NAAM", "IND_MILIEUZONERING", "EXT_BEREIKBAARHEID_CODE"):
        assert heading in note
    figure = about(reading, "claim/park-figure--7--2024")
    measured = {
        "grossAreaHa": "20", "netAreaHa": "15.25", "issuableNowPublicHa": "1.5", "issuableNowPrivateHa": "0.5",
        "issuedAreaHa": "13", "issuedInYearHa": "0.75", "boughtBackHa": "0", "minSalePrice": "150",
        "maxSalePrice": "225.5", "minLeasePrice": "7", "maxLeasePrice": "9", "parkManagement": "false",
        "locationPlanPhase": "plan-phase/irrevocable",
    }  # fmt: skip
    assert measured.items() <= {p.removeprefix("ka:"): o for p, o in figure.items()}.items()
    park = about(reading, "park/7")
    assert {**measured, "startYear": "1974", "workLocationType": "work-location-type/B"}.items() <= {
        p.removeprefix("ka:"): o for p, o in park.items()
    }.items()


def test_an_answer_yes_is_a_quality_and_no_is_none(tmp_path: Path):
    reading = parks(tmp_path, ASKED)
    claims = {s for s, p, o in said(reading) if o == "ka:LocationQuality"}
    assert claims == {"claim/quality--7--water-access--2024--s"}
    told = about(reading, claims.pop())
    assert (told["ka:location"], told["ka:quality"], told["ka:validFrom"]) == (
        "park/7", "quality/water-access", "2024-01-01",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "quality"),
    [
        ("o_waterontsluiting", "water-access"),
        ("o_spoorontsluiting", "rail-access"),
        ("o_wegontsluiting", "road-access"),
        ("o_overslag", "quay"),
    ],
)
@pytest.mark.parametrize(
    ("cell", "known"),
    [("Ja", True), ("ja, gedeeltelijk", True), ("J", True), ("nee", True), ("Onbekend", True), ("niet bekend", True), ("", True), ("3", False)],
)  # fmt: skip
def test_unknown_is_not_no_and_a_code_without_meaning_is_noted(heading, quality, cell, known, tmp_path: Path):
    reading = parks(tmp_path, {**PARK, heading: cell})
    assert reading.rows.height == 1
    found = {o for s, p, o in said(reading) if p == "ka:quality"}
    assert found == ({f"quality/{quality}"} if cell.lower().startswith("j") else set())
    assert reading.notes["found"].to_list() == ([] if known else [cell])


@pytest.mark.parametrize(("cell", "stated"), [("Ja", {"true"}), ("Nee", {"false"}), ("Onbekend", set()), ("", set())])
def test_park_management_is_yes_no_or_not_told(cell, stated, tmp_path: Path):
    reading = parks(tmp_path, {**PARK, "IND_PARK_MANAGEMENT": cell})
    assert {o for s, p, o in said(reading) if p == "ka:parkManagement"} == stated


@pytest.mark.parametrize(
    ("cell", "category", "evidence"),
    [("4", "4-1", "estimated"), ("Categorie 3", "3-1", "estimated"), ("5", "5-1", "estimated"), ("6", "6", "asserted"),
     ("2", "2", "asserted"), ("4.2", "4-2", "asserted"), ("3,2", "3-2", "asserted")],
)  # fmt: skip
def test_a_main_category_is_a_lower_bound(cell, category, evidence, tmp_path: Path):
    reading = parks(tmp_path, {**PARK, "MAX_MILEUCATEGORIE_CODE": cell})
    claim = about(reading, "claim/category--offered--7--2024--s")
    assert claim["ka:claimedCategory"] == f"environmental-category/{category}"
    assert claim["ka:evidenceLevel"] == f"evidence/{evidence}"
    assert claim["ka:claimedFor"] == "park/7"
    assert about(reading, "park/7")["ka:offeredCategory"] == f"environmental-category/{category}"


def test_a_category_that_is_none_is_noted(tmp_path: Path):
    reading = parks(tmp_path, {**PARK, "MAX_MILEUCATEGORIE_CODE": "7"})
    assert reading.notes.select("column", "found").rows() == [("category", "7")]
    assert not any(o == "ka:CategoryClaim" for _, _, o in said(reading))


def test_obsolescence_has_hectares_and_the_cause_as_it_is_written(tmp_path: Path):
    told = about(parks(tmp_path, ASKED), "claim/obsolescence--7--whole--2024--s")
    assert (told["ka:atLocation"], told["ka:areaHa"], told["ka:cause"]) == ("park/7", "6", "2")
    for cell in ("Nee", "Onbekend", ""):
        reading = parks(tmp_path, {**ASKED, "IND_VEROUDERD": cell})
        assert not any(o == "ka:Obsolescence" for _, _, o in said(reading)), cell


def test_restructurings_are_projects_of_a_type_with_their_hectares(tmp_path: Path):
    reading = parks(tmp_path, {**ASKED, "JAAR": "2023", "OPP_FACELIFT": "9"}, ASKED)
    projects = {s for s, p, o in said(reading) if o == "ka:RestructuringProject"}
    assert projects == {"project/ibis-7-revitalisation", "project/ibis-7-heavy-revitalisation"}
    heavy = about(reading, "project/ibis-7-heavy-revitalisation")
    assert heavy["ka:restructuringType"] == "restructuring-type/heavy-revitalisation"
    assert (heavy["ka:grossHa"], heavy["ka:statedPhase"], heavy["ka:projectAt"]) == ("4", "3", "park/7")
    assert heavy[expand("rdfs:label")] == "Herstructurering Verzonnen (zware revitalisatie)"
    assert "ka:planPhase" not in heavy
    running = about(
        parks(tmp_path, {**ASKED, "HERSTRUCT_FASE_CODE": "Uitvoeringsfase"}), "project/ibis-7-revitalisation"
    )
    assert running["ka:planPhase"] == "plan-phase/in-execution"
    assert "ka:statedPhase" not in running


@pytest.mark.parametrize(
    ("code", "kind"),
    [("A", "facelift"), ("B", "revitalisation"), ("C", "heavy-revitalisation"), ("D", "reprofiling"), ("F", "transformation"),
     ("Ja, voor zware revitalisering", "heavy-revitalisation"), ("Nee", None), ("Onbekend", None)],
)  # fmt: skip
def test_types_of_restructuring_are_read_as_ibis_writes_them(code, kind, tmp_path: Path):
    reading = parks(tmp_path, {**PARK, "HERSTRUCT_PLAN_TYPE_CODE": code})
    assert reading.notes.is_empty()
    found = {o for _, p, o in said(reading) if p == "ka:restructuringType"}
    assert found == ({f"restructuring-type/{kind}"} if kind else set())


def test_a_code_that_is_not_published_is_noted(tmp_path: Path):
    reading = parks(tmp_path, {**PARK, "HERSTRUCT_PLAN_TYPE_CODE": "E", "PLAN_FASE_CODE": "Z9"})
    assert sorted(reading.notes.select("column", "found").rows()) == [("plan_phase", "Z9"), ("restructuring", "E")]


BASE = {
    "ibis_id": "17",
    "rin_nr": "7",
    "a_plannaam": "Verzonnen",
    "cbscode": "0772",
    "jaar": "2024",
    "workflow_status": "definitief",
    "datummutatie": "2024-02-03",
    "a_planfase": "Vastgesteld en Onherroepelijk bestemmingsplan",
    "a_type": "Bedrijventerrein",
    "a_bestemming": "x",
    "o_milieuwet_code": "5",
    "o_waterontsluiting": "Ja",
    "o_overslag": "Ja",
    "o_minverkoop": "100",
    "p_parkmanagementorganisatie": "ja",
    "p_kvob": "nee",
    "d_co2uitstoot": "1",
    "opp_niet_terstond_uitgeefbaar_gem": "3",
    "opp_optie": "0,5",
    "medewerkers": "450",
    "bedrijven": "31",
    "v_deelgebied_1_omschrijving": "Noord",
    "v_deelgebied_1_bruto_opp": "5,5",
    "v_deelgebied_1_isverouderd": "Ja, gebied is verouderd nog geen acties",
    "v_deelgebied_1_oorzaak": "Technische veroudering",
    "v_deelgebied_1_herstructureringsplan": "Ja, voor herprofilering",
    "v_deelgebied_1_planfase": "Masterplan",
    "v_deelgebied_1_start_jaar": "2026",
    "v_deelgebied_1_eind_jaar": "2030",
    "v_deelgebied_2_isverouderd": "Gebied is inmiddels opgeknapt",
    "v_deelgebied_2_oorzaak": "Niet van toepassing",
    "v_deelgebied_2_herstructureringsplan": "Nee",
}
"""A park as the database keeps it; all of it invented."""


def test_a_row_of_the_database_becomes_statements(tmp_path: Path):
    reading = parks(tmp_path, BASE)
    assert reading.rejects.is_empty()
    assert reading.notes["found"].str.starts_with("known headings").to_list() == [True]
    park = {p.removeprefix("ka:"): o for p, o in about(reading, "park/7").items()}
    assert {
        "locationPlanPhase": "plan-phase/irrevocable", "workLocationType": "work-location-type/B", "minSalePrice": "100",
        "parkManagement": "true", "issuableLaterPublicHa": "3", "optionAreaHa": "0.5", "parkJobs": "450",
        "parkEstablishments": "31", "offeredCategory": "environmental-category/5-1",
    }.items() <= park.items()  # fmt: skip
    assert {o for _, p, o in said(reading) if p == "ka:quality"} == {"quality/water-access", "quality/quay"}
    outdated = {s: about(reading, s) for s, _, o in said(reading) if o == "ka:Obsolescence"}
    assert list(outdated) == ["claim/obsolescence--7--part-1--2024--s"]
    part = outdated.popitem()[1]
    assert (part["ka:part"], part["ka:areaHa"], part["ka:cause"]) == ("Noord", "5.5", "Technische veroudering")
    project = about(reading, "project/ibis-7-part-1")
    assert (project["ka:restructuringType"], project["ka:statedPhase"]) == (
        "restructuring-type/reprofiling",
        "Masterplan",
    )
    assert (project["ka:startYear"], project["ka:endYear"]) == ("2026", "2030")


@pytest.mark.parametrize("status", ["bewerkt", "archief", "afgevoerd", "misschien"])
def test_only_definite_rows_say_what_a_park_is(status, tmp_path: Path):
    reading = parks(tmp_path, {**BASE, "workflow_status": status, "a_plannaam": "OUD"}, BASE)
    assert reading.rejects.select("column", "found").rows() == [("workflow_status", status)]
    assert about(reading, "park/7")[expand("rdfs:label")] == "Verzonnen"


def test_a_code_list_names_all_its_members_in_any_case():
    kind = Named("plan-phase", ("nee",))
    cells = pl.DataFrame({"c": ["Ontwerp bestemmingsplan", "ADOPTED", "vastgesteld", "Nee", "iets"]})
    tidied = cells.select(c=kind.tidy(pl.col("c")))
    assert tidied["c"].to_list() == ["draft", "adopted", "adopted", "nee", "iets"]
    assert tidied.select(kind.good(pl.col("c"), {})).to_series().to_list() == [True, True, True, True, False]


# --- plots -------------------------------------------------------------------------------------------------------

PLOT = {
    "id": "501",
    "workflow_status": "definitief",
    "datummutatie": "2024-02-03",
    "terreinid": "17",
    "status": "Terstond uitgeefbaar",
    "uitgegevenaan": "",
    "eigenaartype": "gemeente",
    "eerstejaaruitgifte": "",
    "verouderingsstatus": "",
    "milieuwet_code": "4",
    "kaveloppervlak": "12500",
}
CLAIMED = {**ALWAYS, "evidence": "asserted"}
REGISTERED = {**KNOWN, "park": pl.Series(["7", "8"]), "park-by-register-id": pl.Series(["17=7", "18=7", "18=8"])}


def plots(tmp_path: Path, *rows: Mapping[str, str]) -> tuple[Reading, set[tuple[str, str, str]]]:
    reading = PLOTS.read(write(tmp_path / "k.csv", *rows), REGISTERED, Fitting(constants=CLAIMED))
    made = PLOTS.statements(reading.rows, "g:g").select("s", "p", "o")
    return reading, {(short(s), short(p), short(o)) for s, p, o in made.iter_rows()}


def test_a_plot_of_the_database_becomes_statements(tmp_path: Path):
    issued = {**PLOT, "id": "502", "status": "uitgegeven", "uitgegevenaan": "Iemand (verzonnen)", "eerstejaaruitgifte": "1998",
              "verouderingsstatus": "geen", "kaveloppervlak": "805"}  # fmt: skip
    reading, statements = plots(tmp_path, PLOT, issued)
    assert reading.rejects.is_empty()
    assert {
        ("plot/501", "ka:plotOf", "park/7"), ("plot/501", "ka:areaHa", "1.25"), ("plot/501", "ka:plotOwnerType", "gemeente"),
        ("plot/501", "ka:plotStatus", "plot-status/issuable-municipality"),
        ("plot/501", "ka:plotCategory", "environmental-category/4-1"),
        ("plot/502", "ka:plotStatus", "plot-status/issued"), ("plot/502", "ka:areaHa", "0.0805"),
        ("plot/502", "ka:issuedTo", "Iemand (verzonnen)"), ("plot/502", "ka:issuedSince", "1998"),
        ("plot/502", "ka:plotObsolescence", "geen"),
    } <= statements  # fmt: skip


@pytest.mark.parametrize(
    ("status", "owner", "key"),
    [("uitgeefbaar", "", "issuable"), ("uitgeefbaar", "particulier", "issuable-private"), ("uitgeefbaar", "provincie", "issuable"),
     ("niet terstond uitgeefbaar", "", "later"), ("Niet terstond uitgeefbaar", "gemeente", "later-municipality"),
     ("Terstond uitgeefbaar gemeente", "", "issuable-municipality"), ("Terstond uitgeefbaar particulier", "particulier", "issuable-private"),
     ("Niet terstond uitgeefbaar particulier", "", "later-private"), ("uitgegeven", "gemeente", "issued"), ("Optie", "gemeente", "option"),
     ("openbare ruimte", "", "public-space"), ("woonbebouwing", "", "housing"), ("niet bekend", "", "unknown")],
)  # fmt: skip
def test_a_status_is_read_as_it_is_written(status, owner, key, tmp_path: Path):
    reading, statements = plots(tmp_path, {**PLOT, "status": status, "eigenaartype": owner})
    assert reading.rejects.is_empty()
    assert ("plot/501", "ka:plotStatus", f"plot-status/{key}") in statements


@pytest.mark.parametrize(
    ("change", "column"),
    [({"status": "verhuurd"}, "status"), ({"terreinid": "99"}, "park"), ({"terreinid": ""}, "park"),
     ({"terreinid": "18"}, "park"), ({"workflow_status": "archief"}, "workflow_status"), ({"kaveloppervlak": "-1"}, "area_m2")],
    ids=["unknown status", "unknown park", "no park", "a number of two parks", "archive", "negative area"],
)  # fmt: skip
def test_a_bad_plot_is_rejected_with_the_column(change, column, tmp_path: Path):
    reading, _ = plots(tmp_path, {**PLOT, **change})
    assert (reading.rejected, reading.rejects["column"].to_list()) == (1, [column])


def test_plots_follow_the_numbers_of_the_parks_and_their_sum_is_compared(tmp_path: Path):
    data = Path(shutil.copytree(SMALL, tmp_path / "data"))
    base = {**BASE, "source": "testbron", "date": "2024-01-01", "opp_bruto": "4", "opp_netto": "1,25"}
    write(data / "ibis" / "base.csv", {**base, "cbscode": "GM0772"})
    told = {**CLAIMED, "source": "testbron"}
    shutil.rmtree(data / "plots")
    (data / "plots").mkdir()
    road = {**PLOT, "id": "503", "status": "openbare ruimte", "kaveloppervlak": "10000"}
    write(data / "plots" / "k.csv", {**PLOT, **told}, {**road, **told})
    report = build(tmp_path / "builds", data)
    assert report.rejects.is_empty()
    found = report.findings.filter(pl.col("check") == "area-off-its-plots")
    assert found.select("severity", "subject", "value").rows() == [("report", "park:7", "gross 4 / 2.25")]


# --- every kind of file ------------------------------------------------------------------------------------------

HEADINGS = ("RIN_NUMMER", "JAAR", "PLAN_NAAM", "GEM_CODES", "HA_BRUTO", "HA_TOTTUIT", "WERKLOCATIE_TYPE_CODE", "IND_VEROUDERD",
            "BRUTO_OPP_VEROUDERD", "WATER_ONTSLUITING_CODE", "KERN_NAAM")  # fmt: skip
ROWS = [
    ("7", "2024", "Verzonnen Één", "0772", 12.5, 0.25, "B", "Ja", 3.75, "Ja", "Dorp"),
    ("7", "2023", "Verzonnen Één", "0772", 13.0, 1.5, "B", "Nee", None, "Onbekend", "Dorp"),
    ("8", "2024", "Verzonnen Twee", "0855", 1012.125, 0.0, "C1", "Onbekend", None, "Nee", "Stad"),
]
SQUARES = [shapely.MultiPolygon([shapely.box(x, 400_000, x + 100, 400_100)]) for x in (150_000, 150_000, 160_000)]
"""Outlines in the Dutch grid."""


def dutch(cell: object) -> str:
    return "" if cell is None else str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)


def as_text(
    path: Path, headings: tuple[str, ...], rows: list[tuple[object, ...]], shapes: list[shapely.Geometry]
) -> None:
    cells = [[*map(dutch, row), shape.wkt] for row, shape in zip(rows, shapes, strict=True)]
    path.write_text("\n".join(";".join(row) for row in [[*headings, "GEOM"], *cells]), encoding="cp1252")


def as_workbook(
    path: Path, headings: tuple[str, ...], rows: list[tuple[object, ...]], shapes: list[shapely.Geometry]
) -> None:
    book = openpyxl.Workbook()
    book.active.append([*headings, "geometrie"])
    for row, shape in zip(rows, shapes, strict=True):
        book.active.append([*row, shape.wkt])
    book.save(path)


def as_features(
    path: Path, headings: tuple[str, ...], rows: list[tuple[object, ...]], shapes: list[shapely.Geometry]
) -> None:
    driver = {".geojson": "GeoJSON", ".json": "GeoJSON", ".gpkg": "GPKG", ".shp": "ESRI Shapefile"}[path.suffix]
    columns = [
        np.array(cells, dtype=float if any(isinstance(cell, float) for cell in cells) else object)
        for cells in zip(*rows, strict=True)
    ]
    pyogrio.raw.write(
        path, shapely.to_wkb(np.array(shapes)), columns, fields=headings, driver=driver, crs="EPSG:28992",
        geometry_type=shapes[0].geom_type, encoding="UTF-8",
    )  # fmt: skip


def with_outline(
    headings: tuple[str, ...], rows: list[tuple[object, ...]], shapes: list[shapely.Geometry]
) -> list[dict[str, str]]:
    cells = (dict(zip(headings, map(dutch, row), strict=True)) for row in rows)
    return [{**row, "GEOM": shape.wkt} for row, shape in zip(cells, shapes, strict=True)]


def assert_same(one: pl.DataFrame, other: pl.DataFrame) -> None:
    """The same statements; an outline of one part may be written as one of several parts."""
    drawn = pl.col("p").str.contains("asWKT")
    assert other.filter(~drawn).rows() == one.filter(~drawn).rows()
    shapes = [shapely.from_wkt(part.filter(drawn)["o"].str.extract('^"([^"]+)"').to_numpy()) for part in (one, other)]
    assert len(shapes[0]) > 0
    assert shapely.equals(*shapes).all()


KINDS = {
    "t.csv": as_text,
    "t.xlsx": as_workbook,
    "t.geojson": as_features,
    "t.json": as_features,
    "t.gpkg": as_features,
    "t.shp": as_features,
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_file_says_the_same(name, tmp_path: Path):
    (tmp_path / "one").mkdir()
    plain = tmp_path / "one" / "t.csv"
    write(plain, *with_outline(HEADINGS, ROWS, SQUARES))
    KINDS[name](tmp_path / name, HEADINGS, ROWS, SQUARES)
    made = []
    for path in (plain, tmp_path / name):
        reading = IBIS.read(path, KNOWN, Fitting(constants=ALWAYS))
        assert (reading.rows.height, reading.rejects.rows()) == (3, []), reading.rejects
        made.append(IBIS.statements(reading.rows, graph_of("ibis", path)).sort("s", "p", "o"))
    assert made[0].height == 64
    assert_same(*made)


def test_the_answer_of_a_web_feature_service_is_read_as_it_comes(tmp_path: Path):
    outline = shapely.to_geojson(shapely.box(5.1, 51.5, 5.2, 51.6))
    properties = {"RIN_NUMMER": 7, "JAAR": 2024, "PLAN_NAAM": "Verzonnen", "KERN_NAAM": None, "GEM_CODES": "772",
                  "PROV_NAMEN": "Noord-Brabant", "HA_BRUTO": 12.5, "HA_NETTO": 10, "HA_TOTTUIT": 0, "WLOC_TYPE": "B"}  # fmt: skip
    feature = {"type": "Feature", "id": "IBISbedrijventerreinen.fid-1", "geometry": json.loads(outline),
               "geometry_name": "geom", "properties": properties, "bbox": [5.1, 51.5, 5.2, 51.6]}  # fmt: skip
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}}
    answer = {"type": "FeatureCollection", "features": [feature], "totalFeatures": 1, "numberMatched": 1, "crs": crs}
    path = tmp_path / "ibis.json"
    path.write_text(json.dumps(answer))
    reading = IBIS.read(path, KNOWN, Fitting(constants=ALWAYS))
    assert (reading.rows.height, reading.rejects.rows(), reading.notes["row"].drop_nulls().to_list()) == (1, [], [])
    park = about(reading, "park/7")
    assert (park["ka:grossAreaHa"], park["ka:netAreaHa"], park["ka:issuableAreaHa"]) == ("12.5", "10", "0")


PLOT_HEADINGS = (
    "kavelid",
    "rin_nr",
    "status",
    "eigenaartype",
    "eerstejaaruitgifte",
    "verouderingsstatus",
    "kaveloppervlak",
)
PLOT_ROWS = [
    ("501", "7", "Terstond uitgeefbaar", "gemeente", "", "", 12500.0),
    ("502", "8", "uitgegeven", "particulier", "1998", "geen", 805.5),
]


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_file_says_the_same_of_plots(name, tmp_path: Path):
    (tmp_path / "one").mkdir()
    plain = tmp_path / "one" / "t.csv"
    squares = [shape.geoms[0] for shape in SQUARES[1:]]
    write(plain, *with_outline(PLOT_HEADINGS, PLOT_ROWS, squares))
    KINDS[name](tmp_path / name, PLOT_HEADINGS, PLOT_ROWS, squares)
    made = []
    for path in (plain, tmp_path / name):
        reading = PLOTS.read(path, REGISTERED, Fitting(constants=CLAIMED))
        assert (reading.rows.height, reading.rejects.rows()) == (2, []), reading.rejects
        made.append(PLOTS.statements(reading.rows, graph_of("plots", path)).sort("s", "p", "o"))
    assert_same(*made)


def test_a_cut_heading_is_not_taken_for_a_shorter_one(tmp_path: Path):
    reading = parks(tmp_path, {**PARK, "BRUTO_OPP_": "3", "IND_VEROUD": "Ja"})
    assert reading.rows["outdated_ha"].to_list() == ["3"]
    assert "gross_ha" not in about(reading, "park/7")


def test_a_cut_heading_that_may_be_either_of_two_is_asked_for(tmp_path: Path):
    row = {**PARK, "UITGEEFBAA": "1", "UITGEEFB_1": "2"}
    with pytest.raises(
        TableError,
        match="'UITGEEFBAA' .cut off; it may be uitgeefbaar_ha or uitgeefbaar_overh_opp or uitgeefbaar_part_opp: a mapping",
    ):
        parks(tmp_path, row)
    told = Fitting({"issuable_now_public_ha": "UITGEEFBAA", "issuable_now_private_ha": "UITGEEFB_1"}, ALWAYS)
    rows = IBIS.read(write(tmp_path / "t.csv", row), KNOWN, told).rows
    assert rows.select("issuable_now_public_ha", "issuable_now_private_ha").row(0) == ("1", "2")


@pytest.mark.parametrize("row", [ASKED, BASE], ids=["questionnaire", "database"])
def test_inspect_knows_every_heading(row, tmp_path: Path):
    best = propose(write(tmp_path / "t.csv", row))[0]
    assert (best.loader.name, best.missing, best.unused) == ("ibis", (), ())
