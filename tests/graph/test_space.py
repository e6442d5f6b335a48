"""Spatial relations: distances in the Dutch grid, and what holds on a day."""

import math

import polars as pl
import pytest

from graph import space
from graph.statements import having
from graph.terms import expand
from tests.graph.test_rules import statements_of


def test_projects_to_the_dutch_grid():
    """The Onze Lieve Vrouwetoren in Amersfoort is the origin of the grid: x 155,000, y 463,000 (Kadaster)."""
    (x, y), *_ = space.to_grid([5.387206], [52.155172])
    assert x == pytest.approx(155_000, abs=5)
    assert y == pytest.approx(463_000, abs=5)


def test_distances_agree_with_great_circles(small):
    """An independent measure: the haversine distance between the centres, within half a percent."""
    facts = statements_of(small.folder)
    centres = {
        row["s"]: row["o"]
        for row in having(facts, "geo:hasCentroid")
        .join(having(facts, "geo:asWKT"), left_on="o", right_on="s", suffix="_wkt")
        .select("s", o="o_wkt")
        .iter_rows(named=True)
        if "/region/" in row["s"]
    }
    assert len(centres) == 4
    made = space.region_distances(facts, small.as_of)
    table = {s: {} for s in made["s"].unique()}
    for s, p, o, _ in made.rows():
        table[s][p] = o
    checked = 0
    for told in table.values():
        if f"<{expand('ka:distanceKm')}>" not in told:
            continue
        start, end = (centres[told[f"<{expand(f'ka:{name}')}>"]] for name in ("fromRegion", "toRegion"))
        km = float(told[f"<{expand('ka:distanceKm')}>"].split('"')[1])
        assert km == pytest.approx(haversine(start, end), rel=0.005, abs=0.1)
        checked += 1
    assert checked == 12


def haversine(one: str, two: str) -> float:
    (lon1, lat1), (lon2, lat2) = (
        [math.radians(float(part)) for part in wkt.split("(")[1].split(")")[0].split()] for wkt in (one, two)
    )
    a = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(a))


def test_more_establishments_pull_the_centre(brabant):
    """Zuidoost: the weighted centre lies nearer to Eindhoven than the plain mean of its municipalities."""
    facts = statements_of(brabant.folder)
    weighted = space.region_centres(facts, brabant.as_of)
    plain = space.region_centres(facts.filter(pl.col("p") != f"<{expand('ka:establishmentCount')}>"), brabant.as_of)
    (ex, ey), *_ = space.to_grid([5.47], [51.44])

    def distance(table: pl.DataFrame) -> float:
        row = table.filter(pl.col("region").str.contains("zuidoost")).row(0, named=True)
        return math.hypot(row["x"] - ex, row["y"] - ey)

    assert distance(weighted) < distance(plain)


def test_nothing_is_said_without_positions():
    assert space.region_distances(
        pl.DataFrame(schema={"s": pl.String, "p": pl.String, "o": pl.String, "g": pl.String}), "2026-01-01"
    ).is_empty()


@pytest.mark.parametrize(
    ("day", "gone"), [("2019-12-31", {"<a:new>"}), ("2020-06-01", set()), ("2021-01-01", {"<a:old>"})]
)
def test_what_holds_on_a_day(day, gone):
    date = "^^<http://www.w3.org/2001/XMLSchema#date>"
    rows = [
        ("<a:old>", f"<{expand('ka:validTo')}>", f'"2020-12-31"{date}', "<g>"),
        ("<a:new>", f"<{expand('ka:validFrom')}>", f'"2020-01-01"{date}', "<g>"),
        ("<a:x>", "<a:p>", "<a:old>", "<g>"),
        ("<a:x>", "<a:p>", "<a:new>", "<g>"),
        ("<a:x>", "<a:p>", "<a:always>", "<g>"),
    ]
    facts = pl.DataFrame(rows, schema=["s", "p", "o", "g"], orient="row")
    assert set(space.outside(facts, day)) == gone
    left = space.snapshot(facts, day)
    assert {o for s, o in left.select("s", "o").rows() if s == "<a:x>"} == {
        "<a:old>",
        "<a:new>",
        "<a:always>",
    } - gone
