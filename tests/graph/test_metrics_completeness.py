"""Completeness of chains by hand, and what must hold for any."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from graph.metrics.completeness import completeness, held, white_spots

STAGES = pl.DataFrame({"chain": ["c", "c", "c", "c", "d"], "stage": ["a", "b", "x", "y", "b"]})


def of(rows: list[tuple[str, str, bool]]) -> pl.DataFrame:
    schema = {"place": pl.String, "stage": pl.String, "sure": pl.Boolean}
    return held(STAGES, pl.DataFrame(rows, schema=schema, orient="row"), pl.Series(["p", "q"]))


def test_two_documented_and_one_less_sure_of_four_by_hand():
    made = of([("p", "a", True), ("p", "a", False), ("p", "b", True), ("p", "x", False), ("q", "z", True)])
    assert completeness(made).rows() == [
        ("p", "c", 4, 2, 3, 0.5, 0.75, 1),
        ("p", "d", 1, 1, 1, 1.0, 1.0, 0),
        ("q", "c", 4, 0, 0, 0.0, 0.0, 4),
        ("q", "d", 1, 0, 0, 0.0, 0.0, 1),
    ]
    spots = white_spots(made)
    assert spots.filter(place="p").rows() == [("p", "c", "x", "less-sure"), ("p", "c", "y", "nothing")]
    assert set(spots.filter(place="q")["known"]) == {"nothing"}


FACTS = st.lists(st.tuples(st.sampled_from("pq"), st.sampled_from("abxy"), st.booleans()), max_size=12)


@given(FACTS, st.randoms())
def test_order_does_not_matter_and_more_never_makes_less(rows, random):
    made = completeness(of(rows))
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert completeness(of(shuffled)).equals(made)
    assert (made["lower"] <= made["upper"]).all()
    more = completeness(of([*rows, ("p", "y", True)]))
    assert (more["lower"] >= made["lower"]).all()
    assert (more["upper"] >= made["upper"]).all()
