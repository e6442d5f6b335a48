"""Topology on squares whose answers are seen by eye: borders, corners, holes, halves, and what the rounding leaves."""

import polars as pl
import pytest
import shapely

from graph.topology import NONE, Features, astray, features, holding, near, shares
from tests.graph.squares import box, degrees, dot, made

TOWNS = made({"a": box(0, 0, 10, 10), "b": box(10, 0, 20, 10), "c": box(20, 10, 30, 20), "d": box(40, 0, 50, 10)})
"""Four squares of a kilometre: a and b share a border, b and c a corner, d lies a kilometre off."""


def rows(frame: pl.DataFrame) -> list[tuple]:
    return [tuple(round(cell, 6) if isinstance(cell, float) else cell for cell in row) for row in frame.rows()]


def test_a_border_and_a_corner_touch_and_what_lies_off_does_not():
    assert rows(near(TOWNS, 5)) == [("a", "b", 0), ("b", "c", 0)]
    assert rows(near(TOWNS, 1000)) == [("a", "b", 0), ("a", "c", 1000), ("b", "c", 0), ("c", "d", 1000)]


def test_what_lies_in_a_hole_touches_what_is_around_it():
    ring = shapely.difference(box(0, 0, 30, 30), box(10, 10, 20, 20))
    found = near(made({"around": ring, "inside": box(10, 10, 20, 20), "apart": box(12, 12, 14, 14)}), 1)
    assert rows(found) == [("apart", "inside", 0), ("around", "inside", 0)]


def test_a_park_is_shared_out_seventy_thirty():
    parks = made(
        {
            "on both": box(3, 4, 13, 6),
            "in a": box(1, 1, 2, 2),
            "at the border": box(8, 0, 10, 1),
            "half out": box(-1, 0, 1, 1),
        }
    )
    assert rows(shares(parks, TOWNS, 0.01)) == [
        ("at the border", "a", 1), ("half out", "a", 0.5), ("in a", "a", 1), ("on both", "a", 0.7), ("on both", "b", 0.3)
    ]  # fmt: skip


def test_a_sliver_is_left_out():
    park = made({"p": box(0.5, 0, 10.05, 1)})
    assert rows(shares(park, TOWNS, 0.01)) == [("p", "a", 0.994764)]
    assert [row[1] for row in rows(shares(park, TOWNS, 0))] == ["a", "b"]


def test_a_point_on_a_border_lies_on_both_sides_and_one_in_a_hole_in_neither():
    ring = shapely.difference(box(0, 0, 30, 30), box(10, 10, 20, 20))
    points = made({"in": dot(5, 5), "border": dot(10, 5), "corner": dot(20, 10), "out": dot(35, 5)})
    assert rows(holding(points, TOWNS)) == [
        ("border", "a"),
        ("border", "b"),
        ("corner", "b"),
        ("corner", "c"),
        ("in", "a"),
    ]
    assert rows(holding(made({"hole": dot(15, 15), "rim": dot(10, 15), "land": dot(5, 5)}), made({"r": ring}))) == [
        ("land", "r"),
        ("rim", "r"),
    ]


def test_points_and_areas_that_are_not_where_they_are_said_to_be():
    points = made({"in": dot(5, 5), "just out": dot(-1, 5), "far": dot(-1.01, 5)})
    stated = pl.DataFrame({"one": ["in", "just out", "far", "unknown"], "other": ["a", "a", "a", "a"]})
    assert rows(astray(stated, points, [TOWNS], 100)) == [("far", "a")]
    parks = made({"most": box(3, 4, 13, 6), "half": box(5, 0, 15, 1)})
    stated = pl.DataFrame({"one": ["most", "most", "half"], "other": ["a", "b", "b"]})
    assert rows(astray(stated, parks, [NONE, TOWNS], 100)) == [("most", "b")]


def test_of_several_parts_one_is_enough():
    twice = Features(
        made({"a": 0, "b": 0}).terms.repeat([2, 0]), made({"x": box(0, 0, 1, 1), "y": box(5, 5, 6, 6)}).shapes
    )
    point = made({"p": dot(5.5, 5.5)})
    assert rows(holding(point, twice)) == [("p", "a")]
    assert rows(astray(pl.DataFrame({"one": ["p"], "other": ["a"]}), point, [twice], 1)) == []


@pytest.mark.parametrize("work", [lambda f: near(f, 5), lambda f: shares(f, f, 0), lambda f: holding(f, f)])
def test_of_nothing_nothing_follows(work):
    assert work(NONE).is_empty()


def test_features_are_read_in_order_of_name_and_survive_the_rounding_of_degrees():
    table = pl.DataFrame(
        {
            "thing": ["<b>", "<a>", "<c>"],
            "wkt": [
                f'"{text}"^^<x>' for text in (degrees(box(0, 0, 10, 10)), degrees(box(10, 0, 20, 10)), "POLYGON EMPTY")
            ],
        }
    )
    read = features(table)
    assert list(read.terms) == ["<a>", "<b>"]
    assert shapely.area(read.shapes) == pytest.approx([1e6, 1e6], rel=1e-3)
    assert rows(near(read, 0.2))[0][:2] == ("<a>", "<b>")
    assert shares(read, read, 0.001).height == 2


def test_a_corner_that_rounding_folds_over_is_mended():
    bow = "POLYGON ((5 51, 5.1 51.1, 5.1 51, 5 51.1, 5 51))"
    assert shapely.is_valid(features(pl.DataFrame({"thing": ["<a>"], "wkt": [f'"{bow}"']})).shapes).all()
