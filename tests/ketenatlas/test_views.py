"""Views: pictures are complete, escaped, need nothing from elsewhere, and are drawn the same way every time."""

import re
import shutil
from pathlib import Path

import pytest
import shapely

from graph import network
from graph.asking import records
from graph.catalogue import query_file
from graph.store import Store
from ketenatlas.build import build
from ketenatlas.views import layout
from ketenatlas.views.captions import caption
from ketenatlas.views.map import Place, cells, map_svg
from ketenatlas.views.matrix import matrix
from ketenatlas.views.network import network_page
from ketenatlas.views.palette import OUTSIDE, REGIONS, region_colour
from tests.conftest import FIXTURES, need, shared

DAY = {"asOf": "2026-11-24"}
EVIL = '<script>alert("x")</script>'


@pytest.fixture(scope="module")
def chain(small_store: Store):
    return network.chain(small_store, {**DAY, "chain": "alfa"})


def page(graph) -> str:
    return network_page(graph, *caption(graph, "nl"))


def test_a_page_names_no_address_elsewhere(chain):
    text = page(chain)
    own = text.split("</script>", 1)[1]  # after the drawing library, whose comments name its authors
    assert not re.findall(r'(?:src|href)\s*=\s*["\']?(?:https?:)?//', text)
    assert not re.findall(r"url\(\s*['\"]?https?:", text)
    assert "import(" not in own
    assert own.count("<script") == 1


def test_a_page_says_what_it_shows(chain):
    text = page(chain)
    assert "<h1>Alfaketen: schakels, vestigingen en regio&#39;s</h1>" in text
    assert "Stand op 2026-11-24" in text
    assert "Bewijs: vastgesteld, geschat, gereconstrueerd" in text
    for region in (
        "Midden-Brabant",
        "Noordoost-Brabant",
        "West-Brabant",
        "Zuidoost-Brabant",
        "Buiten Noord-Brabant",
    ):
        assert f"</i>{region}</li>" in text


def test_a_page_has_a_table_with_every_edge(chain):
    edges = [data for *_, data in chain.edges(data=True) if data["relation"] != "in"]
    assert page(chain).count("<tr><td>") == len(edges)


def test_the_same_network_is_drawn_the_same_way(small_store: Store, chain):
    again = network.chain(small_store, {**DAY, "chain": "alfa"})
    assert page(again) == page(chain)


@pytest.mark.parametrize("by", network.LEVELS)
def test_layouts_place_every_node_and_keep_them_apart(brabant_store: Store, by):
    graph = network.flows(brabant_store, by, {})
    place = layout.force(graph) if by == "establishment" else layout.geographic(graph)
    assert set(place) == set(graph)
    points = list(place.values())
    assert len({(round(x), round(y)) for x, y in points}) == len(points)


@pytest.mark.parametrize("name", ["semicon", "batteries", "hydrogen", "photonics", "medtech", "biopharma", "biobased"])
def test_no_two_establishments_stand_on_one_spot(brabant_store: Store, name):
    graph = network.chain(brabant_store, {"chain": name})
    chart = layout.lanes(graph)
    spots = [chart.positions[n] for n, kind in graph.nodes(data="kind") if kind == "establishment"]
    assert len(set(spots)) == len(spots)
    assert all(0 <= x <= layout.WIDTH for x, _ in spots)
    for node, data in graph.nodes(data=True):
        if data["kind"] == "establishment" and layout.is_inside(data["region"]):
            top, bottom = chart.lanes[data["region"]]
            assert top < chart.positions[node][1] < bottom


def test_an_empty_network_is_a_page_that_says_so(small_store: Store):
    graph = network.flows(small_store, "region", {**DAY, "chain": "gamma"})
    assert "Geen verbinding voldoet aan de vraag." in page(graph)


@pytest.fixture(scope="module")
def spiked(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """An atlas in which names are script."""
    root = tmp_path_factory.mktemp("spiked")
    data = Path(shutil.copytree(FIXTURES / "small", root / "data"))
    quoted = '"' + EVIL.replace('"', '""') + '"'
    for folder, old in (
        ("organisations", "Toetsbedrijf 07"),
        ("municipalities", "Tilburg"),
        ("regions", "Midden-Brabant,Midden"),
        ("stages", "Grondstof,Raw"),
    ):
        path = data / folder / "test.csv"
        *_, tail = old.partition(",")
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, quoted + ("," + tail if tail else ""), 1))
    return Store(build(root / "build", data).folder)


def test_names_that_are_script_stay_names_in_pictures(spiked: Store):
    for graph in (
        network.chain(spiked, {**DAY, "chain": "alfa"}),
        network.flows(spiked, "municipality", DAY),
    ):
        text = page(graph)
        own = text.split("</script>", 1)
        assert EVIL not in text
        assert "\\u003cscript\\u003e" in own[1]
        assert own[1].count("<script") == 1
        assert "<script" not in own[0].split("<script>", 1)[0]


def test_names_that_are_script_stay_names_on_the_map(spiked: Store):
    assert "<script" not in drawn(spiked)


def places(store: Store) -> list[Place]:
    rows, _ = records(store, query_file("views", "map"), DAY)
    return [
        Place(r["municipalityLabel"], r["region"], r["regionLabel"], *map(float, r["point"][7:-1].split()), r["outline"], r["establishments"])
        for r in rows
    ]  # fmt: skip


def drawn(store: Store) -> str:
    return map_svg(places(store), "Alle ketens")


def test_the_schematic_map_gives_every_municipality_its_own_land(brabant_store: Store):
    known = places(brabant_store)
    land, points, schematic = cells(known)
    assert schematic
    assert len(land) == len(known) == 56
    for at, shape in enumerate(land):
        assert shape.contains(shapely.Point(points[at]))
        assert sum(shape.intersection(other).area > 1 for other in land) == 1


def test_the_map_says_that_it_is_schematic_and_what_it_counts(brabant_store: Store):
    svg = drawn(brabant_store)
    assert "de grenzen zijn niet de echte" in svg
    assert "Eindhoven (Zuidoost-Brabant): " in svg
    assert "geen vestiging bekend" in svg


def test_the_map_uses_outlines_where_they_were_loaded(tmp_path: Path):
    path = need(shared("data/gemeenten/gemeenten_2023plus_wgs84.geojson"), "municipality outlines beside the checkout")
    store = Store(build(tmp_path, extra={"outlines": path}).folder)
    land, points, schematic = cells(places(store))
    assert not schematic
    inside = sum(shape.contains(shapely.Point(point)) for shape, point in zip(land, points, strict=True))
    assert inside == 56
    assert "Gemeentegrenzen uit het geladen bestand" in drawn(store)


def test_the_map_draws_parks_that_have_an_outline(brabant_store: Store):
    outline = "POLYGON ((5.4 51.4, 5.4 51.45, 5.5 51.45, 5.5 51.4, 5.4 51.4))"
    svg = map_svg(places(brabant_store), "Alle ketens", parks=[("Terrein <b>", outline)])
    drawn_path = svg.partition("<title>Terrein &lt;b&gt;</title>")[0].rpartition("<path d=")[2]
    assert drawn_path.count("L") == 4
    assert svg.count("<path") == drawn(brabant_store).count("<path") + 1


def test_the_matrix_keeps_unknown_apart_from_zero(small_store: Store):
    rows, _ = records(small_store, query_file("views", "chain-region"), DAY)
    table = matrix(rows)
    by_key = {(c.rsplit("/")[-1], r.rsplit("/")[-1]): cell for (c, r), cell in table.cells.items()}
    assert len(by_key) == 12
    assert (by_key["alfa", "zuidoost-brabant"].stages, by_key["alfa", "zuidoost-brabant"].total) == (3, 5)
    assert by_key["alfa", "zuidoost-brabant"].establishments == 7  # e01 e02 e03 e04 e05 e06 e25
    assert by_key["gamma", "west-brabant"].stages is None
    assert by_key["gamma", "west-brabant"].share == 0


def test_regions_keep_their_colour():
    assert region_colour("https://w3id.org/ketenatlas/region/west-brabant") == REGIONS["west-brabant"]
    assert region_colour("http://data.europa.eu/nuts/code/DE") == OUTSIDE
    assert region_colour("https://w3id.org/ketenatlas/region/elsewhere") not in (OUTSIDE, *REGIONS.values())


def test_coverage_counts_what_is_known_of_each_chain_and_leaves_the_rest_unknown(small_store: Store):
    def covered(**given: str) -> dict[str, dict]:
        rows, _ = records(small_store, query_file("views", "coverage"), {**DAY, **given})
        return {row["chain"].rsplit("/")[-1]: row for row in rows}

    names = (
        "stages",
        "filled",
        "regions",
        "establishments",
        "participations",
        "asserted",
        "relations",
        "collaborations",
    )
    now = covered()
    assert set(now) == {"alfa", "beta", "gamma"}
    # b1: e07, e19 (e23 lies outside the province), b2: e11, b3: e01 (e16 ended in 2024), b4: e13, b5: e17
    assert [now["beta"][name] for name in names] == [5, 5, 4, 7, 7, 7, 9, None]
    assert [now["gamma"][name] for name in names] == [5, *[None] * 7]
    assert now["alfa"]["collaborations"] == 2  # e01 with e24 and with e90
    assert covered(evidence="asserted")["beta"]["relations"] == 7
    assert covered(asOf="2024-01-01")["beta"]["establishments"] == 8
    assert covered(evidence="asserted")["alfa"]["participations"] == now["alfa"]["asserted"]
