"""Complexity: a nested table by hand, and the same as an independent library."""

import contextlib
import io
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.metrics.complexity import complexity

NESTED = np.array([[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0]], dtype=bool)


def test_a_nested_table_orders_regions_by_what_they_hold_and_stages_by_who_holds_them():
    made = complexity(NESTED)
    assert made.diversity.tolist() == [4, 3, 2, 1]
    assert made.ubiquity.tolist() == [4, 3, 2, 1]
    assert (np.diff(made.regions) < 0).all()
    assert (np.diff(made.stages) > 0).all()
    assert made.regions.mean() == pytest.approx(0)
    assert made.regions.std() == pytest.approx(1)


def test_what_holds_nothing_is_unknown():
    made = complexity(np.pad(NESTED, ((0, 1), (0, 1))))
    assert np.isnan(made.regions[-1])
    assert np.isnan(made.stages[-1])
    assert not np.isnan(made.regions[:-1]).any()
    assert np.isnan(complexity(np.ones((3, 3))).regions).all()
    assert np.isnan(complexity(NESTED[:2]).regions).all()


def theirs(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    from ecomplexity import ecomplexity

    rows = [(0, r, p, int(v)) for r, line in enumerate(table) for p, v in enumerate(line)]
    frame = pd.DataFrame(rows, columns=["time", "loc", "prod", "val"])
    columns = {"time": "time", "loc": "loc", "prod": "prod", "val": "val"}
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(action="ignore"):
        made = ecomplexity(frame, columns, presence_test="manual")
    return made.groupby("loc")["eci"].first().to_numpy(), made.groupby("prod")["pci"].first().to_numpy()


def test_it_is_what_an_independent_library_says():
    rng = np.random.default_rng(4)
    for _ in range(5):
        table = rng.random((8, 10)) < np.linspace(0.9, 0.2, 8)[:, None]
        table[:, 0] = True
        table[0, :] = True
        ours = complexity(table)
        eci, pci = theirs(table)
        # The sign of an eigenvector is free; the library spreads stages by the spread of regions.
        assert abs(np.corrcoef(ours.regions, eci)[0, 1]) == pytest.approx(1)
        assert abs(np.corrcoef(ours.stages, pci)[0, 1]) == pytest.approx(1)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=5, max_size=5), st.permutations(range(5)))
def test_order_does_not_matter(rows, order):
    table = np.array(rows)
    table[0, :] = True
    made = complexity(table)
    assume(not np.isnan(made.regions).all())
    left = table[table.any(axis=1)][:, table.any(axis=0)]
    values = np.linalg.svd(left / np.sqrt(left.sum(1))[:, None] / np.sqrt(left.sum(0))[None, :])[1]
    assume(len(values) < 3 or values[1] - values[2] > 1e-3)  # else two directions are equally good
    assume(abs(np.corrcoef(made.regions[~np.isnan(made.regions)], made.diversity[made.diversity > 0])[0, 1]) > 1e-6)
    again = complexity(table[list(order)])
    assert again.regions == pytest.approx(made.regions[list(order)], nan_ok=True, abs=1e-6)
    assert again.stages == pytest.approx(made.stages, nan_ok=True, abs=1e-6)
