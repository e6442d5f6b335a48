"""Complexity: what regions and stages say of each other (Hidalgo and Hausmann, 2009).

A region that holds stages which few regions hold is complex, and so is a stage that only complex regions hold. The
index is the second eigenvector of the walk from region to stage and back (Mealy, Farmer and Teytelboym, 2019).
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Complexity:
    """Complexity of regions and stages, standardised: mean 0, standard deviation 1 over those that count.

    Attributes:
        regions: economic complexity index per region; not a number for a region that holds nothing.
        stages: product complexity index per stage; not a number for a stage that no region holds.
        diversity: number of stages a region holds.
        ubiquity: number of regions that hold a stage.
    """

    regions: np.ndarray
    stages: np.ndarray
    diversity: np.ndarray
    ubiquity: np.ndarray


def complexity(holds: np.ndarray) -> Complexity:
    """Complexity from a table of which region (row) holds which stage (column), true or false.

    With fewer than three regions, or where all regions hold the same, there is no second eigenvector that tells regions
    apart; all values are then not a number.
    """
    table = np.asarray(holds, dtype=float)
    diversity, ubiquity = table.sum(axis=1), table.sum(axis=0)
    rows, columns = diversity > 0, ubiquity > 0
    small = table[np.ix_(rows, columns)]
    regions, stages = np.full(len(diversity), np.nan), np.full(len(ubiquity), np.nan)
    if small.shape[0] >= 3 and small.shape[1] >= 3 and len(np.unique(small, axis=0)) > 1:
        by_region, by_stage = diversity[rows], ubiquity[columns]
        # The walk is made symmetric by the square roots of diversity, so that its eigenvectors are real.
        half = small / np.sqrt(by_region)[:, None] / np.sqrt(by_stage)[None, :]
        left, values, right = np.linalg.svd(half, full_matrices=False)
        if values[1] > 1e-12:
            one, two = left[:, 1] / np.sqrt(by_region), right[1] / np.sqrt(by_stage)
            if np.corrcoef(one, by_region)[0, 1] < 0:  # an eigenvector has no sign of its own
                one, two = -one, -two
            regions[rows], stages[columns] = _standard(one), _standard(two)
    return Complexity(regions, stages, diversity.astype(int), ubiquity.astype(int))


def _standard(values: np.ndarray) -> np.ndarray:
    spread = values.std()
    return (values - values.mean()) / spread if spread > 0 else np.full(len(values), np.nan)
