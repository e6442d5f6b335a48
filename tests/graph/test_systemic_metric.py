"""Economic systemic risk: the published network and reference values, by hand, and what must hold on any network."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.metrics.systemic import ESSENTIAL, NONE, OTHER, Economy

# Six firms in three sectors with all kinds of input: the reference values of the authors' own C++ code, which two other
# implementations repeat (supplies in rows, customers in columns).
SIX = np.array(
    [
        [0, 3, 2, 7, 5, 11],
        [4, 0, 9, 1, 8, 6],
        [10, 2, 0, 4, 3, 7],
        [6, 5, 1, 0, 9, 2],
        [8, 3, 6, 10, 0, 4],
        [2, 7, 5, 3, 11, 0],
    ],
    dtype=float,
)
SIX_SECTORS = np.array([0, 1, 2, 0, 1, 2])
SIX_INPUTS = np.array([[ESSENTIAL, OTHER, NONE], [NONE, ESSENTIAL, OTHER], [OTHER, NONE, ESSENTIAL]])

# The network of figure 1 of Diem et al. (2024, PNAS Nexus): eleven firms in five sectors, every supply of strength 1.
SUPPLIES = [(3, 6), (4, 6), (4, 7), (5, 7), (6, 1), (6, 2), (7, 10), (7, 11), (8, 1), (8, 2), (9, 11)]
ELEVEN = np.zeros((11, 11))
for _supplier, _customer in SUPPLIES:
    ELEVEN[_supplier - 1, _customer - 1] = 1.0
ELEVEN_SECTORS = np.array([1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5]) - 1


def stop(size: int, *firms: int) -> np.ndarray:
    capacity = np.ones((size, len(firms)))
    capacity[list(firms), np.arange(len(firms))] = 0.0
    return capacity


def test_downstream_index_of_the_reference_network():
    economy = Economy(sp.csr_array(SIX), SIX_SECTORS, SIX_INPUTS)
    made = economy.cascade(stop(6, 0), direction="downstream", tolerance=1e-13)
    assert made.index[0] == pytest.approx(0.50687988214742541, abs=1e-12)
    states = [0.0, 0.6, 0.7894068197483480, 0.0, 0.6111111111111110, 0.8786670560685980]
    assert made.downstream[:, 0] == pytest.approx(states, abs=1e-12)
    assert economy.index(np.array([0]), direction="downstream", tolerance=1e-13)[0] == made.index[0]


def test_figure_one_by_hand_when_nothing_can_be_replaced():
    """Firm 3 stops: firm 6 has half its inputs, firms 1 and 2 then have three quarters of theirs."""
    economy = Economy(sp.csr_array(ELEVEN), ELEVEN_SECTORS, np.full((5, 5), OTHER), replaceable=False)
    made = economy.cascade(stop(11, 2), direction="downstream", tolerance=1e-12)
    assert made.downstream[:, 0].tolist() == [0.75, 0.75, 0, 1, 1, 0.5, 1, 1, 1, 1, 1]
    assert made.index[0] == pytest.approx((1 * 1 + 0.5 * 2) / 11)  # firms 3 and 6 sell 1 and 2 of 11


def test_figure_one_by_hand_with_essential_inputs():
    """With essential inputs firms 1 and 2 are held back by their worst kind of input: half of what firm 6 made."""
    economy = Economy(sp.csr_array(ELEVEN), ELEVEN_SECTORS, replaceable=False)
    made = economy.cascade(stop(11, 2), direction="downstream", tolerance=1e-12)
    assert made.downstream[:, 0].tolist() == [0.5, 0.5, 0, 1, 1, 0.5, 1, 1, 1, 1, 1]


def test_figure_one_by_hand_with_replacement():
    """Sector 2 sells 4 in all; without firm 3 three are left, so that a third of its loss is felt by firm 6."""
    economy = Economy(sp.csr_array(ELEVEN), ELEVEN_SECTORS, np.full((5, 5), OTHER))
    made = economy.cascade(stop(11, 2), direction="downstream", tolerance=1e-12)
    assert made.downstream[5, 0] == pytest.approx(1 - 0.5 / 3)
    share_of_six = 2 / (2 * (1 - 0.5 / 3) + 2)  # what sector 3 still makes
    assert made.downstream[0, 0] == pytest.approx(1 - 0.5 * share_of_six * (0.5 / 3))


def test_figure_one_upstream_by_hand():
    """Firm 1 stops buying: firms 6 and 8 sell half, firms 3 and 4 then sell less in proportion to what 6 bought."""
    economy = Economy(sp.csr_array(ELEVEN), ELEVEN_SECTORS)
    made = economy.cascade(stop(11, 0), direction="upstream", tolerance=1e-12)
    assert made.upstream[:, 0].tolist() == [0, 1, 0.5, 0.75, 1, 0.5, 1, 0.5, 1, 1, 1]
    assert made.index[0] == pytest.approx((0.5 * 1 + 0.25 * 2 + 0.5 * 2 + 0.5 * 2) / 11)


def test_both_directions_take_the_worse():
    economy = Economy(sp.csr_array(ELEVEN), ELEVEN_SECTORS)
    index = economy.index(tolerance=1e-12)
    down, up = (economy.index(direction=way, tolerance=1e-12) for way in ("downstream", "upstream"))
    assert (index >= np.maximum(down, up) - 1e-12).all()
    assert (index <= down + up + 1e-12).all()
    worst = np.flatnonzero(np.isclose(index, index.max())) + 1
    assert worst.tolist() == [4, 6, 7]  # the two in the middle, and the one that supplies both


networks = st.integers(3, 8).flatmap(
    lambda size: st.tuples(
        st.lists(st.lists(st.integers(0, 4), min_size=size, max_size=size), min_size=size, max_size=size),
        st.lists(st.integers(0, 2), min_size=size, max_size=size),
        st.lists(st.integers(0, 2), min_size=9, max_size=9),
        st.permutations(range(size)),
    )
)


@settings(max_examples=60, deadline=None)
@given(networks)
def test_names_do_not_matter_and_the_index_is_a_part(drawn):
    rows, sectors, inputs, order = drawn
    supplies = np.array(rows, dtype=float)
    np.fill_diagonal(supplies, 0)
    kinds, roles = np.array(sectors), np.array(inputs).reshape(3, 3)
    index = Economy(sp.csr_array(supplies), kinds, roles).index(tolerance=1e-10)
    turned = np.array(order)
    again = Economy(sp.csr_array(supplies[np.ix_(turned, turned)]), kinds[turned], roles).index(tolerance=1e-10)
    assert again == pytest.approx(index[turned], abs=1e-6)
    assert ((index >= -1e-12) & (index <= 1 + 1e-12)).all()
    own = supplies.sum(axis=1) / supplies.sum() if supplies.sum() else np.zeros(len(supplies))
    assert (index >= own - 1e-12).all()  # whoever stops loses at least its own output


@settings(max_examples=30, deadline=None)
@given(networks)
def test_many_failures_at_once_are_each_as_alone(drawn):
    rows, sectors, inputs, _ = drawn
    supplies = np.array(rows, dtype=float)
    economy = Economy(sp.csr_array(supplies), np.array(sectors), np.array(inputs).reshape(3, 3))
    together = economy.index(tolerance=1e-10)
    alone = [economy.index(np.array([firm]), tolerance=1e-10)[0] for firm in range(len(supplies))]
    assert together == pytest.approx(alone, abs=1e-6)


def test_nothing_flows_nothing_is_lost():
    assert Economy(sp.csr_array((4, 4)), np.zeros(4, dtype=int)).index().tolist() == [0.0] * 4
