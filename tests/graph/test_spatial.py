"""Spatial relations as statements, on squares whose answers are seen by eye."""

import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import shapes, spatial
from graph.statements import empty, having
from tests.graph.squares import box, dot, facts, pairs, term

DAY = "2026-11-24"
A, B, C, FAR = "municipality:gm0001", "municipality:gm0002", "municipality:gm0003", "municipality:gm0004"
TOWNS = {
    A: box(0, 0, 10, 10),
    B: box(10, 0, 20, 10),
    C: box(20, 10, 30, 20),
    FAR: box(40, 0, 50, 10),
    "town:gm0005": box(0, 10, 10, 20),
}
"""a and b share a border, b and c a corner, gm0004 lies apart; gm0005 is not in the atlas and lies north of a."""


def found(things, said=()) -> spatial.Found:
    statements = facts({**TOWNS, **things}, said)
    return spatial.relations(statements, spatial.places(statements, DAY), DAY)


def told(made: spatial.Found) -> set[tuple[str, str, str]]:
    return set(made.findings.select("check", "subject", "value").rows())


def claims(made: spatial.Found) -> dict[tuple[str, str], float]:
    table = {name: dict(having(made.statements, f"ka:{name}").rows()) for name in ("shareOf", "shareIn", "areaShare")}

    def local(name: str) -> str:
        return name.strip("<>").rpartition("/")[2]

    return {
        (local(table["shareOf"][claim]), local(table["shareIn"][claim])): float(share.split('"')[1])
        for claim, share in table["areaShare"].items()
    }


def test_municipalities_of_the_atlas_are_neighbours_and_others_are_touched():
    said = found({}).statements
    assert pairs(said, "ka:neighbourOf") == {("gm0001", "gm0002"), ("gm0002", "gm0003")}
    assert pairs(said, "geo:sfTouches") == {
        ("gm0001", "gm0005"),
        ("gm0005", "gm0001"),
        ("gm0002", "gm0005"),
        ("gm0005", "gm0002"),
    }


def test_regions_border_if_their_members_touch_on_the_day():
    def membership(name: str, town: str, region: str, primary: str = "true", *more: tuple[str, str, str]):
        flag = f'"{primary}"^^<http://www.w3.org/2001/XMLSchema#boolean>'
        claim = f"claim:{name}"
        return [
            (claim, "ka:member", town),
            (claim, "ka:region", f"region:{region}"),
            (claim, "ka:primary", flag),
            *more,
        ]

    ended = ("claim:m3", "ka:validTo", '"2020-12-31"^^<http://www.w3.org/2001/XMLSchema#date>')
    said = [
        *membership("m1", A, "west"),
        *membership("m2", B, "east"),
        *membership("m3", C, "old", "true", ended),
        *membership("m4", C, "east"),
        *membership("m5", B, "second", "false"),
        *membership("m6", FAR, "isle"),
    ]
    assert pairs(found({}, said).statements, "ka:borders") == {("east", "west")}


def test_without_outlines_nothing_is_said_of_neighbours():
    statements = facts({"park:1": box(0, 0, 1, 1)}, [(A, "rdf:type", "ka:Municipality")])
    said = spatial.relations(statements, spatial.places(statements, DAY), DAY).statements
    assert not pairs(said, "ka:neighbourOf") | pairs(said, "ka:borders") | pairs(said, "geo:sfTouches")
    assert pairs(said, "ka:measuredAreaHa")


def test_without_geometry_nothing_is_said_at_all():
    statements = facts({}, [(A, "rdf:type", "ka:Municipality")])
    made = spatial.relations(statements, spatial.places(statements, DAY), DAY)
    assert made.statements.is_empty()
    assert made.findings.is_empty()
    assert spatial.place(empty(), spatial.NOWHERE).statements.is_empty()


def test_a_park_lies_in_one_municipality_or_is_shared_out():
    made = found({"park:in": box(1, 1, 2, 2), "park:both": box(3, 4, 13, 6), "park:out": box(-2, 0, 2, 2)})
    assert pairs(made.statements, "geo:sfWithin") == {("in", "gm0001")}
    assert claims(made) == {("both", "gm0001"): 0.7, ("both", "gm0002"): 0.3, ("out", "gm0001"): 0.5}


def test_the_area_and_the_centre_are_measured_in_the_dutch_grid():
    said = found({"park:p": box(0, 0, 2, 3), "plot:k": box(4, 4, 5, 5)}).statements
    area = {s: float(o.split('"')[1]) for s, o in having(said, "ka:measuredAreaHa").rows()}
    assert area == {term("park:p"): pytest.approx(6, rel=0.01), term("plot:k"): pytest.approx(1, rel=0.01)}
    centre = dict(having(said, "geo:hasCentroid").rows())
    text = dict(having(said, "geo:asWKT").rows())[centre[term("park:p")]]
    point = shapely.from_wkt(text.split('"')[1])
    (stored,) = facts({"establishment:x": dot(1, 1.5)}).filter(pl.col("p") == term("geo:asWKT"))["o"]
    assert shapely.distance(point, shapely.from_wkt(stored.split('"')[1])) < 2e-6


def test_a_stated_centroid_is_kept():
    said = [("park:p", "geo:hasCentroid", "geometry:stated")]
    assert not pairs(found({"park:p": box(0, 0, 2, 3)}, said).statements, "geo:hasCentroid")


def test_parks_touch_or_adjoin():
    parks = {
        "park:1": box(0, 0, 2, 2),
        "park:2": box(2, 0, 3, 2),
        "park:3": box(3.9, 0, 5, 2),
        "park:4": box(6.1, 0, 7, 1),
        "park:5": box(1, 1, 1.5, 3),
    }
    said = found(parks).statements
    assert {pair for pair in pairs(said, "geo:sfTouches") if pair[0] < pair[1] < "a"} == {("1", "2")}
    assert pairs(said, "ka:adjoins") == {("1", "2"), ("2", "3"), ("1", "5"), ("2", "5")}


def test_a_park_that_most_of_lies_elsewhere_than_stated_is_reported_and_not_moved():
    within = [
        ("park:right", "ka:within", A),
        ("park:wrong", "ka:within", B),
        ("park:most", "ka:within", A),
        ("park:least", "ka:within", B),
    ]
    parks = {
        "park:right": box(1, 1, 2, 2),
        "park:wrong": box(1, 5, 2, 6),
        "park:most": box(3, 4, 13, 6),
        "park:least": box(3, 4, 13, 6),
    }
    made = found(parks, within)
    assert told(made) == {
        ("area-off-its-place", "park:wrong", "municipality:gm0002"),
        ("area-off-its-place", "park:least", "municipality:gm0002"),
    }
    assert not pairs(made.statements, "ka:within")


def test_a_plot_off_its_park_is_reported():
    made = found(
        {"park:p": box(1, 1, 3, 3), "plot:in": box(1, 1, 2, 2), "plot:off": box(5, 5, 6, 6)},
        [("plot:in", "ka:plotOf", "park:p"), ("plot:off", "ka:plotOf", "park:p")],
    )
    assert told(made) == {("area-off-its-place", "plot:off", "park:p")}


EAST = {"park:p": box(12, 2, 16, 6), "park:q": box(16, 2, 18, 6)}


def test_an_establishment_is_placed_where_its_source_is_silent():
    made = found({**EAST, "establishment:e": dot(13, 3), "establishment:f": dot(1, 1)})
    assert pairs(made.statements, "ka:inMunicipality") == {("e", "gm0002"), ("f", "gm0001")}
    assert pairs(made.statements, "ka:situatedOn") == {("e", "p")}
    assert pairs(made.statements, "ka:locationEvidence") == {("e", "estimated")}
    assert told(made) == set()
    placed = made.statements.filter(pl.col("p") == term("ka:situatedOn"))
    assert placed["g"].to_list() == [f"<{spatial.PLACED}>"]


def test_a_source_is_never_overruled_and_a_difference_is_a_finding():
    points = {
        "establishment:e": dot(13, 3),
        "establishment:g": dot(13, 3),
        "establishment:near": dot(18.5, 3),
        "establishment:abroad": dot(13, 3),
    }
    said = [
        *[("establishment:e", "ka:inMunicipality", A), ("establishment:e", "ka:situatedOn", "park:q")],
        *[("establishment:g", "ka:inMunicipality", B), ("establishment:g", "ka:situatedOn", "park:p")],
        *[("establishment:near", "ka:inMunicipality", B), ("establishment:near", "ka:situatedOn", "park:q")],
        ("establishment:abroad", "ka:outsideRegion", "region:de"),
    ]
    made = found({**EAST, **points}, said)
    assert pairs(made.statements, "ka:inMunicipality") == set()
    assert pairs(made.statements, "ka:situatedOn") == set()
    assert told(made) == {
        ("point-off-its-place", "establishment:e", "municipality:gm0001"),
        ("point-off-its-place", "establishment:e", "park:q"),
    }


def test_a_point_on_a_border_or_in_a_municipality_that_is_not_there_is_not_placed():
    # Halfway the common border the rounding of degrees cannot move the point off either side: the sides meet in it.
    towns = {A: shapely.segmentize(box(0, 0, 10, 10), 500), B: shapely.segmentize(box(10, 0, 20, 10), 500)}
    made = found({**towns, "establishment:e": dot(10, 5), "establishment:n": dot(5, 15)})
    assert pairs(made.statements, "ka:inMunicipality") == set()
    assert told(made) == {("point-in-several-places", "establishment:e", f"municipality:gm000{n}") for n in (1, 2)}


def test_zones_hold_parks_plots_and_points_while_they_are_valid():
    def zone(name: str, *more: tuple[str, str, str]):
        return [
            (f"claim:{name}-1", "ka:versionOf", f"zone:{name}"),
            (f"claim:{name}-1", "ka:zoneGeometry", f"geometry:claim-{name}-1"),
            *more,
        ]

    over = ("claim:old-1", "ka:validTo", '"2020-12-31"^^<http://www.w3.org/2001/XMLSchema#date>')
    areas = {"claim:now-1": box(0, 0, 5, 5), "claim:old-1": box(0, 0, 5, 5)}
    things = {
        "park:in": box(1, 1, 2, 2),
        "park:part": box(4, 1, 6, 2),
        "plot:k": box(1, 1, 2, 2),
        "establishment:e": dot(1, 1),
    }
    made = found({**areas, **things}, [*zone("now"), *zone("old", over)])
    assert {pair for pair in pairs(made.statements, "geo:sfWithin") if pair[1] in ("now", "old")} == {
        ("in", "now"),
        ("k", "now"),
        ("e", "now"),
    }
    assert claims(made) == {("part", "now"): 0.5}


def test_every_computed_statement_stands_in_a_graph_that_names_its_source():
    made = found({**EAST, "park:both": box(3, 4, 13, 6), "establishment:e": dot(13, 3)})
    graphs = set(made.statements["g"])
    assert graphs == {f"<{name}>" for name in (spatial.MEASURES, spatial.TOUCHES, spatial.WITHIN, spatial.PLACED)}
    for predicate in ("dct:source", "ka:evidenceLevel", "ka:observedOn"):
        assert graphs <= set(having(made.statements, predicate)["s"])
    assert (spatial.METHOD, term("ka:Source")) in having(made.statements, "rdf:type").rows()
    stops = shapes.run_shapes(made.statements).filter(
        (pl.col("severity") == "stop") & pl.col("subject").str.starts_with("claim:")
    )
    assert stops.is_empty()


SPOT = st.tuples(st.integers(0, 20), st.integers(0, 12), st.integers(1, 5), st.integers(1, 4))


@given(
    st.lists(SPOT, min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(0, 22), st.integers(0, 14)), max_size=5),
    st.randoms(),
)
@settings(max_examples=40, deadline=None)
def test_the_order_of_rows_does_not_matter(parks, points, random):
    things = {f"park:{at}": box(x, y, x + w, y + h) for at, (x, y, w, h) in enumerate(parks)}
    things |= {f"establishment:{at}": dot(x, y) for at, (x, y) in enumerate(points)}
    statements = facts({**TOWNS, **things}, [(name, "ka:within", A) for name in things if name.startswith("park")])
    order = list(range(statements.height))
    random.shuffle(order)
    one, other = (spatial.relations(told, spatial.places(told, DAY), DAY) for told in (statements, statements[order]))
    assert sorted(one.statements.rows()) == sorted(other.statements.rows())
    assert sorted(one.findings.rows()) == sorted(other.findings.rows())
