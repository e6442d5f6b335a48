"""Places for a large network on paper: every group in a disc of its own, the strongest nodes in the middle.

No forces and no search: the same network has the same picture, at any size, in a moment. Groups stand on a circle in
order of their names, so that a group keeps its side as long as the groups stay the same.
"""

from dataclasses import dataclass

import numpy as np

from graph.arrays import Arrays

ROOM = 14.0
"""Distance between neighbouring nodes."""
_GOLDEN = np.pi * (3 - np.sqrt(5))


@dataclass(frozen=True)
class Discs:
    """Where everything lies.

    Attributes:
        position: of every node, shape (n, 2).
        names: the groups, in order.
        member: number of the group of every node.
        centre: of every group's disc, shape (groups, 2).
        radius: of every group's disc.
        count: nodes in every group.
    """

    position: np.ndarray
    names: list[str]
    member: np.ndarray
    centre: np.ndarray
    radius: np.ndarray
    count: np.ndarray


def discs(arrays: Arrays, group: np.ndarray, weight: str = "weight") -> Discs:
    """A position for every node, in discs that do not touch.

    Within a disc nodes lie on a sunflower spiral (Vogel, 1979), the strongest first.

    Args:
        arrays: the network.
        group: name of the group of every node.
        weight: edge attribute with the strength.
    """
    size = len(arrays.nodes)
    weights = arrays.weights(weight)
    strength = np.bincount(arrays.start, weights, size) + np.bincount(arrays.end, weights, size)
    names, number = np.unique(group, return_inverse=True)
    counts = np.bincount(number, minlength=len(names))
    radius = ROOM * (np.sqrt(counts) + 1)
    centres = _ring(radius)
    order = np.lexsort((np.arange(size), -strength, number))
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])
    rank = np.empty(size, dtype=np.int64)
    rank[order] = np.arange(size) - first[number[order]]
    away, turn = ROOM * np.sqrt(rank + 0.5), rank * _GOLDEN
    position = centres[number] + np.column_stack([away * np.cos(turn), away * np.sin(turn)])
    return Discs(position, names.tolist(), number, centres, radius, counts)


def _ring(radius: np.ndarray) -> np.ndarray:
    """Centres of discs beside each other on a circle just large enough."""
    if len(radius) < 2:
        return np.zeros((len(radius), 2))
    wide = radius + 2 * ROOM
    # Neighbours r1 + r2 apart take an angle of 2 asin((r1 + r2) / 2R); the circle is right when these add up to 2 pi.
    apart = wide + np.roll(wide, -1)
    low, high = apart.max() / 2, apart.sum()
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if 2 * np.arcsin(np.minimum(apart / (2 * middle), 1)).sum() > 2 * np.pi else (low, middle)
        )
    steps = 2 * np.arcsin(np.minimum(apart / (2 * high), 1))
    angle = np.concatenate([[0], np.cumsum(steps)[:-1]]) - np.pi / 2
    made: np.ndarray = high * np.column_stack([np.cos(angle), np.sin(angle)])
    return made
