"""Specialisation against worked examples: the five regions by five industries of EconGeo, Shannon's and the tables."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import binomtest

from graph.metrics import specialisation as of

ECONGEO = np.array(
    [
        [100, 0, 0, 0, 0],
        [0, 15, 5, 70, 10],
        [0, 20, 10, 20, 50],
        [0, 25, 30, 5, 40],
        [0, 40, 55, 5, 0],
    ],
    dtype=float,
)
"""The example in the documentation of EconGeo (Balland); every row and every column sums to 100."""


def test_location_quotients_of_the_example():
    """Each industry is a fifth of everything, so that a quotient is the share in per cent over 20."""
    assert of.location_quotient(ECONGEO) == pytest.approx(
        np.array(
            [
                [5, 0, 0, 0, 0],
                [0, 0.75, 0.25, 3.5, 0.5],
                [0, 1, 0.5, 1, 2.5],
                [0, 1.25, 1.5, 0.25, 2],
                [0, 2, 2.75, 0.25, 0],
            ]
        )
    )


def test_gini_of_the_example():
    """In order of size, weighted -4, -2, 0, 2, 4 and over 500: (0+50+160-30)/500 = 0.36 for the second industry."""
    assert of.gini(ECONGEO) == pytest.approx([0.8, 0.36, 0.54, 0.62, 0.56])


def test_hoover_of_the_examples():
    """Half of what the parts of a column differ from a fifth; and from the parts of the population in the other one."""
    assert of.hoover(ECONGEO) == pytest.approx([0.8, 0.25, 0.45, 0.5, 0.5])
    vector, population = np.array([[0.0], [10], [10], [30], [50]]), np.array([10.0, 15, 20, 25, 30])
    assert of.hoover(vector, population) == pytest.approx([0.25])


def test_krugman_and_the_coefficient_of_specialisation_of_the_example():
    assert of.krugman(ECONGEO) == pytest.approx([1.6, 1.0, 0.6, 0.7, 1.1])
    assert of.specialisation_coefficient(ECONGEO) == pytest.approx([0.8, 0.5, 0.3, 0.35, 0.55])


def test_hachman_of_the_example():
    """One over five times the sum of squared shares, as every industry is a fifth."""
    squares = np.array([1.0, 0.525, 0.34, 0.315, 0.465])
    assert of.herfindahl(ECONGEO) == pytest.approx(squares)
    assert of.hachman(ECONGEO) == pytest.approx(1 / (5 * squares))
    assert of.hachman(np.full((3, 4), 7.0)) == pytest.approx([1, 1, 1])


def test_entropy_of_the_source_of_shannon():
    """A source of four letters with chances 1/2, 1/4, 1/8 and 1/8 has 7/4 bits a letter (Shannon, 1948)."""
    assert of.entropy(np.array([[4.0, 2, 1, 1], [3, 0, 0, 0], [1, 1, 1, 1]])) == pytest.approx([1.75, 0, 2])


def test_theil_within_and_between():
    """Two groups of two, 1 and 3 against 2 and 2: no difference between, ln 2 and ln(1/2) weighted within."""
    within, between = of.theil(np.array([1.0, 3, 2, 2]), np.array([0, 0, 1, 1]))
    assert between == pytest.approx(0, abs=1e-15)
    assert within == pytest.approx(np.log(0.5) / 8 + 3 * np.log(1.5) / 8)
    within, between = of.theil(np.array([1.0, 1, 3, 3]), np.array([0, 0, 1, 1]))
    assert within == pytest.approx(0, abs=1e-15)
    assert between == pytest.approx(np.log(0.5) / 4 + 3 * np.log(1.5) / 4)


@given(
    arrays(float, 6, elements=st.integers(0, 50).map(float)).filter(lambda values: values.sum() > 0),
    arrays(np.int_, 6, elements=st.integers(0, 2)),
)
def test_theil_adds_up_to_the_inequality_of_all(values, groups):
    within, between = of.theil(values, np.unique(groups, return_inverse=True)[1])
    whole, nothing = of.theil(values, np.zeros(6, dtype=int))
    assert nothing == pytest.approx(0, abs=1e-12)
    assert within + between == pytest.approx(whole, abs=1e-9)


def test_interval_of_a_share_is_as_in_the_tables():
    """Clopper and Pearson: none of ten may be up to 31 per cent, five of ten 19 to 81, all of ten 69 and more."""
    low, high = of.share_interval(np.array([0.0, 5, 10, 0]), np.array([10.0, 10, 10, 0]))
    assert low == pytest.approx([0, 0.1871, 0.6915, 0], abs=5e-5)
    assert high == pytest.approx([0.3085, 0.8129, 1, 1], abs=5e-5)


@given(st.integers(0, 40), st.integers(0, 40), st.sampled_from([0.9, 0.95, 0.99]))
def test_interval_of_a_share_is_that_of_scipy(part, rest, confidence):
    low, high = of.share_interval(np.array([float(part)]), np.array([float(part + rest)]), confidence)
    if part + rest:
        expected = binomtest(part, part + rest).proportion_ci(confidence, method="exact")
        assert (low[0], high[0]) == pytest.approx((expected.low, expected.high), abs=1e-9)
    else:
        assert (low[0], high[0]) == (0, 1)


def test_location_quotient_of_counts_agrees_with_that_of_amounts():
    """Four of ten in a place with a fifth of everything: twice as many as expected, yet it may be fewer."""
    quotient, low, high = of.location_quotient_interval(
        np.array([4.0, 4]), np.array([10.0, 10]), np.array([0.2, np.nan])
    )
    amounts = np.array([[4.0, 196], [6, 794]])
    assert quotient[0] == pytest.approx(of.location_quotient(amounts)[0, 0])
    assert (low[0], high[0]) == pytest.approx((0.1216 / 0.2, 0.7376 / 0.2), abs=5e-4)
    assert np.isnan([quotient[1], low[1], high[1]]).all()


def test_a_place_without_anything_has_no_quotients():
    amounts = np.array([[0.0, 0], [1, 3]])
    for measure in (of.shares, of.location_quotient, of.krugman, of.hachman, of.herfindahl, of.entropy):
        assert np.isnan(measure(amounts)[0]).all()
        assert not np.isnan(measure(amounts)[1]).any()
    assert np.isnan(of.gini(np.array([[0.0, 1], [0, 1]]))[0])


TABLES = arrays(float, (5, 4), elements=st.integers(1, 90).map(float))
ORDERS = st.permutations(range(5))


@given(TABLES, ORDERS, st.permutations(range(4)))
def test_order_and_scale_do_not_matter(amounts, places, activities):
    shuffled = 3 * amounts[list(places)][:, list(activities)]
    quotients = of.location_quotient(amounts)[list(places)][:, list(activities)]
    assert of.location_quotient(shuffled) == pytest.approx(quotients)
    for by_place in (of.krugman, of.hachman, of.herfindahl, of.entropy):
        assert by_place(shuffled) == pytest.approx(by_place(amounts)[list(places)])
    for by_activity in (of.gini, of.hoover):
        assert by_activity(shuffled) == pytest.approx(by_activity(amounts)[list(activities)])


@given(TABLES)
def test_values_lie_where_they_can(amounts):
    assert of.shares(amounts).sum(axis=1) == pytest.approx(np.ones(5))
    assert ((of.krugman(amounts) >= 0) & (of.krugman(amounts) <= 2)).all()
    assert ((of.hachman(amounts) > 0) & (of.hachman(amounts) <= 1 + 1e-12)).all()
    assert ((of.entropy(amounts) >= 0) & (of.entropy(amounts) <= 2 + 1e-12)).all()
