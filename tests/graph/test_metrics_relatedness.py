"""Relatedness against worked examples: wine and grapes of Hidalgo and others, and EconGeo's five by five."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from graph.metrics.relatedness import co_locations, proximity, relatedness_density
from graph.metrics.specialisation import location_quotient
from tests.graph.test_metrics_specialisation import ECONGEO

SPECIALISED = location_quotient(ECONGEO) >= 1


def test_wine_and_grapes():
    """17 countries export wine, 24 grapes and 11 both: the proximity is 11/24 = 0.46 (Hidalgo and others, 2007)."""
    countries = np.zeros((40, 2), dtype=bool)
    countries[:17, 0] = True
    countries[6:30, 1] = True
    assert co_locations(countries).tolist() == [[17, 11], [11, 24]]
    assert proximity(countries)[0, 1] == pytest.approx(11 / 24)


def test_co_locations_and_proximity_of_the_example():
    """Present where the quotient is 1 or more: R1 has I1; R2 I4; R3 I2, I4, I5; R4 I2, I3, I5; R5 I2, I3."""
    assert co_locations(SPECIALISED).tolist() == [
        [1, 0, 0, 0, 0],
        [0, 3, 2, 1, 2],
        [0, 2, 2, 0, 1],
        [0, 1, 0, 2, 1],
        [0, 2, 1, 1, 2],
    ]
    third, half = 1 / 3, 1 / 2
    assert proximity(SPECIALISED) == pytest.approx(
        np.array(
            [
                [0, 0, 0, 0, 0],
                [0, 0, 2 * third, third, 2 * third],
                [0, 2 * third, 0, 0, half],
                [0, third, 0, 0, half],
                [0, 2 * third, half, half, 0],
            ]
        )
    )


def test_density_of_the_example():
    """R2 has only I4: of what is near I2 that is 1/3 out of 5/3, of what is near I5 1/2 out of 5/3."""
    density = relatedness_density(SPECIALISED, proximity(SPECIALISED))
    assert np.isnan(density[:, 0]).all()
    assert density[0, 1:] == pytest.approx([0, 0, 0, 0])
    assert density[1, [1, 2, 4]] == pytest.approx([20, 0, 30])
    assert density[4, [3, 4]] == pytest.approx([40, 70])


def test_what_is_found_nowhere_is_near_nothing():
    present = np.array([[True, True, False], [True, False, False]])
    assert proximity(present)[2].tolist() == [0, 0, 0]
    assert np.isnan(relatedness_density(present, proximity(present))[:, 2]).all()


@given(arrays(bool, (6, 5)), st.permutations(range(6)), st.permutations(range(5)))
def test_order_does_not_matter(present, places, activities):
    phi = proximity(present)
    shuffled = present[list(places)][:, list(activities)]
    assert proximity(shuffled) == pytest.approx(phi[list(activities)][:, list(activities)])
    assert relatedness_density(shuffled, proximity(shuffled)) == pytest.approx(
        relatedness_density(present, phi)[list(places)][:, list(activities)], nan_ok=True
    )


@given(arrays(bool, (6, 5)))
def test_values_lie_where_they_can(present):
    phi = proximity(present)
    assert (phi == phi.T).all()
    assert ((phi >= 0) & (phi <= 1)).all()
    density = relatedness_density(present, phi)
    known = density[~np.isnan(density)]
    assert ((known >= 0) & (known <= 100 + 1e-9)).all()
