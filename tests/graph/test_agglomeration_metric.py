"""Agglomeration: by hand, and against what chance gives."""

import math

import numpy as np
import pytest

from graph.metrics.agglomeration import duranton_overman, ellison_glaeser

HALVES = np.array([0.5, 0.5])


def test_ellison_glaeser_by_hand():
    four = np.full(4, 10.0)
    # All in one of two equal regions: G = 1/2, sum of squares 1/2, H = 1/4: (1/2 - 1/8) / (3/8) = 1.
    assert ellison_glaeser(four, np.zeros(4, dtype=int), HALVES) == pytest.approx(1.0)
    # Spread evenly: G = 0: (0 - 1/8) / (3/8) = -1/3, less than chance would give.
    assert ellison_glaeser(four, np.array([0, 0, 1, 1]), HALVES) == pytest.approx(-1 / 3)


def test_ellison_glaeser_of_one_site_or_one_region_is_unknown():
    assert math.isnan(ellison_glaeser(np.array([10.0]), np.array([0]), HALVES))
    assert math.isnan(ellison_glaeser(np.full(3, 1.0), np.zeros(3, dtype=int), np.array([1.0])))
    assert math.isnan(ellison_glaeser(np.zeros(3), np.zeros(3, dtype=int), HALVES))


def test_ellison_glaeser_of_random_places_is_nought():
    """The model of the paper: each site chooses a region with the chance of the region's share of jobs."""
    rng = np.random.default_rng(2)
    share = np.array([0.5, 0.3, 0.15, 0.05])
    values = [ellison_glaeser(rng.lognormal(0, 1, 30), rng.choice(4, 30, p=share), share) for _ in range(3000)]
    assert np.mean(values) == pytest.approx(0, abs=0.004)


def test_ellison_glaeser_knows_no_names():
    rng = np.random.default_rng(5)
    sizes, regions, share = rng.random(12), rng.integers(0, 3, 12), np.array([0.2, 0.5, 0.3])
    turned = np.array([2, 0, 1])
    moved = np.empty(3)
    moved[turned] = share
    order = rng.permutation(12)
    assert ellison_glaeser(sizes[order], turned[regions][order], moved) == pytest.approx(
        ellison_glaeser(sizes, regions, share)
    )


@pytest.fixture(scope="module")
def sites() -> np.ndarray:
    return np.random.default_rng(1).uniform(0, 100_000, (300, 2))


def test_a_cluster_is_localised_and_an_even_spread_dispersed(sites):
    middle = sites[np.argsort(np.hypot(*(sites - 50_000).T))[:15]]
    made = duranton_overman(middle, sites, choices=200)
    assert made.localised
    assert not made.dispersed
    assert made.distance[made.density.argmax()] < 20
    corners = sites[[np.argmin(np.hypot(*(sites - corner).T)) for corner in ((0, 0), (0, 1e5), (1e5, 0), (1e5, 1e5))]]
    apart = duranton_overman(corners, sites, choices=200, most_km=50)
    assert apart.dispersed
    assert not apart.localised


def test_a_random_choice_is_neither_nineteen_times_in_twenty(sites):
    rng = np.random.default_rng(8)
    made = [duranton_overman(sites[rng.choice(300, 12, replace=False)], sites, choices=100, seed=i) for i in range(60)]
    assert sum(one.localised for one in made) <= 8
    assert sum(one.dispersed for one in made) <= 8


def test_a_density_adds_up_to_one_and_repeats_itself(sites):
    some = sites[:20]
    made = duranton_overman(some, sites, most_km=200, choices=20)
    assert np.trapezoid(made.density, made.distance) == pytest.approx(1, abs=0.01)
    assert (made.global_high >= made.high - 1e-12).all()
    assert (made.global_low <= made.low + 1e-12).all()
    again = duranton_overman(some[::-1], sites, most_km=200, choices=20)
    assert again.density == pytest.approx(made.density)
    assert (again.high == made.high).all()


def test_many_pairs_counted_in_bins_are_as_each_by_itself(sites, monkeypatch):
    binned = duranton_overman(sites[:60], sites, choices=20)
    monkeypatch.setattr("graph.metrics.agglomeration.EXACT", 10_000)
    exact = duranton_overman(sites[:60], sites, choices=20)
    assert binned.density == pytest.approx(exact.density, rel=1e-3)
    assert binned.high == pytest.approx(exact.high, rel=1e-3)
    assert (binned.localised, binned.dispersed) == (exact.localised, exact.dispersed)


def test_too_few_sites_are_refused(sites):
    with pytest.raises(ValueError, match="at least three"):
        duranton_overman(sites[:2], sites)
