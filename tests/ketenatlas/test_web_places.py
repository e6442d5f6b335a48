"""The pages of regions, municipalities, parks and organisations: what they say of the small atlas, and how they behave."""

import csv
import io
import re
from collections.abc import Iterator
from html import unescape

import httpx
import pytest
from playwright.sync_api import Browser

from tests.ketenatlas.browsing import Watched, sound

DAY = "asOf=2026-11-24"


@pytest.mark.parametrize(
    "path",
    ["/regios", "/regio/west-brabant", "/gemeente/gm1709", "/parken", "/park/3214", "/organisatie/asml?stappen=2"],
)  # fmt: skip
def test_page_is_sound(watched: Watched, brabant_server: str, path):
    sound(watched, brabant_server, path)


@pytest.fixture(scope="module")
def client(small_server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=small_server, timeout=60) as made:
        yield made


def words(client: httpx.Client, path: str, status: int = 200) -> str:
    """What a page says, without its marks."""
    answer = client.get(path)
    assert answer.status_code == status, answer.text[-600:]
    text = re.sub(r"<style.*?</style>|<script.*?</script>", "", answer.text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_region_says_who_is_in_it_what_is_known_and_on_whom_it_depends(client):
    told = words(client, f"/regio/zuidoost-brabant?{DAY}")
    assert "Gemeenten 2 op de peildatum" in told
    assert "Bedrijventerreinen 2 2024 [ 1 ]" in told, "parks 1001 and 1002"
    assert "Bruto oppervlakte 80 ha" in told
    assert "Uitgeefbaar 1,5 ha 2024 [ 1 ]" in told
    assert "Bekende vestigingen 8" in told, "e01 to e07 and e25 take part in a chain"
    assert "Ketens met een bekende schakel 2 van 3" in told
    stages = told.partition("Ketens en schakels Een")[2].partition("Ligging")[0]
    assert "3 van 5 schakels, Alfaketen" in stages, "a2, a3 and a4"
    assert "2 van 5 schakels, Betaketen" in stages, "b1 and b3"
    assert "Van deze ketens is hier geen enkele schakel bekend: Gammaketen" in stages


def test_days_of_memberships_that_nobody_knows_are_said(client):
    told = words(client, f"/regio/zuidoost-brabant?{DAY}").rpartition("Gemeenten Telt voor totalen")[2]
    assert told.startswith(": ja · Vanaf: onbekend · Tot en met: geen einde bekend")


def test_a_region_without_balance_says_whose_balance_it_shows(client, brabant_server):
    own = words(client, f"/regio/midden-brabant?{DAY}")
    assert "2026-2035" in own.partition("Programmering: vraag en aanbod van ruimte")[2]
    assert "Van de regio zelf is geen balans bekend" not in own
    with httpx.Client(base_url=brabant_server, timeout=60) as bundled:
        told = words(bundled, "/regio/midden-brabant").partition("Van de regio zelf is geen balans bekend.")[2]
    assert "Regio: Noord-Brabant" in told.partition("Hoe dit te lezen")[0]


def test_plural_and_ended_memberships_are_said(client):
    told = words(client, "/gemeente/gm0797")
    assert "Regio Midden-Brabant op de peildatum" in told
    assert "Noordoost-Brabant nee 2024-12-31 Midden-Brabant" in told
    assert "Midden-Brabant ja geen einde bekend Noordoost-Brabant" in told


def test_park_shows_its_space_its_qualities_and_what_is_unknown(client):
    told = words(client, f"/park/1006?{DAY}")
    assert "TESTHAVEN" in told
    assert "Bruto oppervlakte 1.200 ha 2024" in told
    assert "Uitgeefbaar 30 ha 2024" in told
    known, _, unknown = told.partition("Nog onbekend")
    assert "2000 m; deep sea quay" in known
    assert "vastgesteld" in known
    assert "geschat" in known, "environmental space is estimated"
    assert "Aangrenzend, en in welke gemeente : de atlas mist omtrekken van gemeenten (outlines)" in unknown
    less = words(client, f"/park/1006?{DAY}&evidence=asserted")
    assert "milieuruimte" not in less.partition("Unieke kwaliteiten")[2].partition("Ketens op het terrein")[0]


def test_what_if_it_is_lost_leads_to_the_whole_scenario(client):
    page = client.get(f"/park/1001?{DAY}").text
    assert "Wat als dit terrein zijn functie verliest?" in page
    assert 'href="/scenario/park-lost?park=1001"' in page
    assert client.get("/scenario/park-lost?park=1001").status_code == 200


def test_partners_on_reconstructed_evidence_are_counted_and_never_named(client):
    for path in ("/organisatie/o02", "/vestiging/e02"):
        told = words(client, f"{path}?{DAY}")
        part = told.partition("Krijgt geleverd van")[2].partition("Hoe dit te lezen")[0]
        assert "Toetsvestiging 04" in part
        assert "Toetsvestiging 14" in part
        assert "Niet getoond: 2." in part, "e15 and e25, as far as reconstructed"
        assert "Toetsvestiging 25" not in told
        assert "Toetsvestiging 15" not in told, "not in the picture either"


def test_every_row_of_an_organisation_leads_to_a_source(client):
    page = client.get(f"/organisatie/o02?{DAY}").text
    part = page.partition('id="levert"')[2].partition("</section>")[0]
    assert 'href="#bron-1"' in part
    assert 'id="bron-1"' in page
    assert "Testbron" in page.partition('id="bron-1"')[2]


def test_two_steps_show_more_than_one(client):
    one, two = (words(client, f"/organisatie/o02?{DAY}&stappen={steps}") for steps in "12")
    assert "Toetsvestiging 08" not in one
    assert "Toetsvestiging 08" in two, "supplies e04, which supplies e02"


def test_a_list_is_filtered_and_sorted_without_script(browser: Browser, small_server: str):
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(small_server + "/parken")
    assert page.locator("tbody tr").count() == 11
    page.get_by_label("Zoek op naam").fill("testterrein")
    page.get_by_label("Regio", exact=True).select_option(label="Noordoost-Brabant")
    page.get_by_role("button", name="Filter").click()
    assert page.locator("tbody th").all_inner_texts() == [
        f"TESTTERREIN {name}" for name in ("ACHT", "ELF", "TIEN", "VIJF")
    ]
    page.get_by_role("link", name="Bruto (ha)").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**sorteer=-gross_ha**")
    assert page.locator("tbody th").all_inner_texts() == [
        f"TESTTERREIN {name}" for name in ("VIJF", "TIEN", "ACHT", "ELF")
    ]
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Bruto (ha)")
    assert page.get_by_label("Zoek op naam").input_value() == "testterrein"
    page.get_by_role("link", name="TESTTERREIN VIJF").click()
    assert page.locator("h1").inner_text().startswith("TESTTERREIN VIJF")
    context.close()


def test_the_file_has_what_the_list_shows(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/parken?q=haven&format=csv").text)))
    assert [(row["park_label"], row["gross_ha"]) for row in rows] == [("TESTHAVEN", "1200.0")]


def test_unknown_is_said_and_never_nought(client):
    told = words(client, "/parken?q=testterrein elf")
    assert "TESTTERREIN ELF Oss Noordoost-Brabant bedrijventerrein onbekend onbekend onbekend onbekend" in told
    assert "Bruto oppervlakte onbekend" in words(client, "/park/1903")
    less = words(client, "/gemeente/gm0716")
    assert "Bedrijventerreinen in deze gemeente onbekend" in less


@pytest.mark.parametrize(
    "path", ["/parken?pagina=99", "/parken?pagina=x", "/organisaties?regio=nergens", "/parken?q=%00"]
)
def test_strange_addresses_of_lists_answer(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/regio/nergens", "/park/0", "/organisatie/x%22%3E", "/gemeente/gm9999", "/vestiging/e99"]
)
def test_what_is_not_there_is_not_found(client, path):
    assert "Deze pagina bestaat niet" in words(client, path, 404)


@pytest.mark.parametrize("path", ["/park/1006", "/regio/west-brabant", "/organisatie/o02", "/parken"])
def test_a_day_or_evidence_that_is_none_is_said(client, path):
    assert "YYYY-MM-DD" in words(client, f"{path}?asOf=gisteren", 400)
    assert "is not one of" in words(client, f"{path}?evidence=vast", 400)


def test_all_pages_speak_english(client):
    assert "What if this park loses its function?" in words(client, "/park/1006?lang=en")
    assert "Dependence on other regions" in words(client, "/regio/west-brabant?lang=en")
    assert "Is supplied by" in words(client, "/organisatie/o02?lang=en")
    assert "Member of regions" in words(client, "/gemeente/gm0797?lang=en")
    client.cookies.clear()
