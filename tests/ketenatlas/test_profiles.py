"""What pages of places are made of, by hand on the small atlas: chains and stages, partners, parks, citations."""

from pathlib import Path

import polars as pl
import pytest
from starlette.requests import Request

from graph.asking import ask
from graph.catalogue import query_file
from graph.projections import View
from graph.terms import expand
from ketenatlas.views import profiles
from ketenatlas.views.figure import Asked, figure_named
from ketenatlas.views.figure_page import plate
from ketenatlas.views.place_map import map_of
from ketenatlas.web.listing import PAGE, Heading, Listing
from ketenatlas.web.sections import Citations, Remembering

DAY = "2026-11-24"


@pytest.fixture
def view(small) -> View:
    return View(small.folder, as_of=DAY)


def test_chains_of_a_place_have_all_their_stages_and_what_is_known_of_each(view):
    here = profiles.presences(view, expand("region:zuidoost-brabant"), "region")
    first, second, third = profiles.chains(view, here)
    assert [one.label for one in (first, second, third)] == ["Alfaketen", "Betaketen", "Gammaketen"]
    assert [mark.known for mark in first.stages] == [0, 2, 3, 3, 0]  # a2: e04 e25; a3: e02 e03 e05; a4: e01 e05 e06
    assert (first.present, first.establishments) == (3, 7)
    assert first.levels == ("asserted", "estimated", "reconstructed")
    assert (third.present, third.establishments, third.levels) == (0, 0, ())


def test_evidence_and_day_narrow_what_is_known(view):
    sure = View(view.folder, as_of=DAY, evidence="asserted")
    here = profiles.presences(sure, expand("region:zuidoost-brabant"), "region")
    assert [mark.known for mark in profiles.chains(sure, here)[0].stages] == [0, 1, 2, 2, 0]


def test_partners_count_each_supply_once_and_apart_from_those_inside(view):
    told = profiles.partners(view, expand("region:noordoost-brabant"))
    # into it: e01 e05 e06 to e14 from zuidoost, e11 to e16 and e13 to e17 from midden; out: e14 and e15 to e02 and e12
    pairs = {one.label: (one.value, two.value) for one, two in told.pairs}
    assert pairs == {"Zuidoost-Brabant": (3, 2), "Midden-Brabant": (2, 2)}
    assert (told.inside, told.others) == (0, 0)
    assert profiles.partners(view, expand("region:noordoost-brabant"), most=1).others == 1


def test_parks_have_their_latest_figures_and_what_is_on_them(view):
    row = profiles.parks(view).filter(pl.col("park") == expand("park:1005")).to_dicts()[0]
    assert (row["gross_ha"], row["net_ha"], row["issuable_ha"], row["period"]) == (60.0, 50.0, 2.0, "2024")
    assert (row["municipality_label"], row["region_label"]) == ("Oss", "Noordoost-Brabant")
    assert (row["establishments"], row["chains"]) == (2, 1)  # e14 and e15, both in alfa
    before = profiles.parks(View(view.folder, as_of="2020-01-01")).filter(pl.col("park") == expand("park:1005"))
    assert before["gross_ha"].to_list() == [None], "no figure of that day: unknown"


def test_totals_leave_out_what_nobody_knows():
    table = pl.DataFrame(
        {"gross_ha": [1.0, None], "net_ha": [None, None], "issuable_ha": [0.5, 0.5]},
        schema=dict.fromkeys(profiles.HECTARES, pl.Float64),
    )
    assert profiles.totals(table) == {"gross_ha": 1.0, "issuable_ha": 1.0}


def test_a_map_marks_its_municipality_even_where_nothing_is_known(brabant):
    svg = map_of(View(brabant.folder, as_of=DAY), "Titel", municipality=expand("municipality:gm0823"))
    assert svg.count('stroke-width="2.5"') == 1
    assert ">Oirschot" in svg


def test_sources_are_numbered_once_for_a_page():
    cited = Citations()
    assert cited.numbers(["b", "a"]) == (1, 2)
    assert cited.numbers(["a", "c", ""]) == (2, 3)


def test_a_query_is_asked_once_for_an_atlas_and_again_for_another():
    class Counting:
        asked = 0

        def select(self, query: str) -> object:
            self.asked += 1
            return (query, self.asked)

    engine = Counting()
    one, other = Remembering(engine, Path("one")), Remembering(engine, Path("other"))  # type: ignore[arg-type]
    assert one.select("q") == one.select("q") == ("q", 1)
    assert other.select("q") == ("q", 2)


def listing(query: str) -> Listing:
    request = Request({"type": "http", "query_string": query.encode(), "headers": [], "method": "GET", "path": "/"})
    table = pl.DataFrame({"name": ["b", "A", "c.*", *map(str, range(100))], "size": [1.0, None, 3.0, *[2.0] * 100]})
    return Listing(request, table, (Heading("name", "name"), Heading("size", "size", number=True)))


def test_a_list_sorts_filters_and_turns_pages():
    assert [row["name"] for row in listing("q=b").rows] == ["b"]
    assert [row["name"] for row in listing("q=.*").rows] == ["c.*"], "what is typed is no pattern"
    assert listing("sorteer=-size").rows[0]["name"] == "c.*"
    assert listing("sorteer=size&pagina=3").rows[-1]["name"] == "A", "what is unknown comes last"
    assert (len(listing("").rows), listing("").pages) == (PAGE, 3)
    assert listing("q=b&pagina=2").address(pagina=3) == "?q=b&pagina=3"
    heads = listing("sorteer=-size")
    assert heads.sort(heads.headings[1]) == "?sorteer=size"
    assert [heads.order(one) for one in heads.headings] == [None, "descending"]
    assert listing("sorteer=nope").column == "name"


def test_an_organisation_in_the_middle_adds_up_its_establishments(view):
    one = plate(figure_named("ego"), Asked(view, told={"of": expand("organisation:o05")}))
    rows = {(row["start"], row["end"]): row["weight"] for row in one.data.table.to_dicts()}
    middle = expand("organisation:o05")
    assert rows[middle, expand("establishment:e14")] == 2.0  # e05 and e06 both supply e14
    assert not {expand("establishment:e05"), expand("establishment:e06")} & {end for pair in rows for end in pair}
    assert "Toetsbedrijf 05" in one.title


def test_queries_of_pages_give_what_is_known_on_the_day(small_store):
    def rows(name: str, **given: str) -> list[tuple]:
        return ask(small_store, query_file("views", name), {"asOf": DAY, **given}).rows

    assert [row[3] for row in rows("supplies", supplier="e04")] == ["Toetsvestiging 02", "Toetsvestiging 12"]
    assert not rows("supplies", supplier="e16"), "ended in 2024"
    assert rows("supplies", supplier="e16", asOf="2023-01-01")
    assert [row[3] for row in rows("collaborations", establishment="e24")] == ["Toetsvestiging 01"]
    assert {row[1] for row in rows("establishments", park="1003")} == {
        *("Toetsvestiging 08", "Toetsvestiging 10", "Toetsdistributiecentrum"),
    }, "e09 closed in 2023"
    assert {row[1] for row in rows("establishments", park="1001", evidence="estimated")} >= {
        f"Toetsvestiging {number}" for number in ("01", "02", "03")
    }
    assert "Toetsvestiging 02" not in {row[1] for row in rows("establishments", park="1001", evidence="asserted")}
    assert {row[3] for row in rows("participations", organisation="o05")} == {"Onderdeel", "Product"}
    assert {row[7] for row in rows("participations", municipality="Tilburg")} >= {
        "Toetsvestiging 08",
        "Toetsvestiging 11",
    }
    known = ask(small_store, query_file("views", "organisations"), {"organisation": "o01"}).rows
    assert [(row[1], row[2]) for row in known] == [("Toetsbedrijf 01", ("bedrijf",))]
