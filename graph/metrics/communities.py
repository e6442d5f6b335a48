"""Communities against regions: does a supply network hang together along borders, and more than by chance?"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from graph.algorithms import communities
from graph.arrays import Arrays
from graph.metrics.regions import quotient


def _crossed(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """How often each pair of labels occurs together."""
    _, first = np.unique(one, return_inverse=True)
    _, second = np.unique(two, return_inverse=True)
    table = np.zeros((first.max(initial=-1) + 1, second.max(initial=-1) + 1))
    np.add.at(table, (first, second), 1)
    return table


def mutual_information(table: np.ndarray) -> float:
    """Mutual information of two divisions, in nats, from the table of how often their parts meet."""
    total = table.sum()
    product = np.outer(table.sum(axis=1), table.sum(axis=0))
    some = table > 0
    return float((table[some] / total * np.log(table[some] * total / product[some])).sum())


def entropy(sizes: np.ndarray) -> float:
    """Entropy of a division (Shannon, 1948), in nats."""
    part = sizes[sizes > 0] / sizes.sum()
    return float(-(part * np.log(part)).sum())


def expected_information(rows: np.ndarray, columns: np.ndarray) -> float:
    """Mutual information that two divisions of these sizes have by chance (Vinh, Epps and Bailey, 2010, eq. 24a)."""
    total = int(rows.sum())
    found = 0.0
    for a in rows.astype(int):
        for b in columns.astype(int):
            n = np.arange(max(1, a + b - total), min(a, b) + 1)
            log_part = (
                gammaln(a + 1) + gammaln(b + 1) + gammaln(total - a + 1) + gammaln(total - b + 1)
                - gammaln(total + 1) - gammaln(n + 1) - gammaln(a - n + 1) - gammaln(b - n + 1)
                - gammaln(total - a - b + n + 1)
            )  # fmt: skip
            found += float((n / total * np.log(total * n / (a * b)) * np.exp(log_part)).sum())
    return found


def adjusted_mutual_information(one: np.ndarray, two: np.ndarray) -> float:
    """How far two divisions of the same things agree (Vinh, Epps and Bailey, 2010): 1 is the same, 0 is by chance.

    The largest possible value is taken as the mean of both entropies. Two divisions that divide nothing agree.
    """
    table = _crossed(one, two)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    if len(rows) == len(columns) and len(rows) in (1, len(one)):
        return 1.0
    expected = expected_information(rows, columns)
    most = (entropy(rows) + entropy(columns)) / 2
    return (mutual_information(table) - expected) / (most - expected)


@dataclass(frozen=True)
class Agreement:
    """Communities of a network beside a division of its nodes into regions.

    Attributes:
        communities: number of communities.
        agreement: adjusted mutual information of communities and regions.
        inside: part of all flow that stays in its region.
        expected_inside: the mean of that part when regions are dealt out to the nodes at random.
        p_value: part of the random deals, the real one included, with at least as much flow inside; small means that
            regions hold more of the flow than chance would give them.
        nodes: nodes that have a region and at least one edge.
    """

    communities: int
    agreement: float
    inside: float
    expected_inside: float
    p_value: float
    nodes: int


def agreement(
    arrays: Arrays, group: str = "region", weight: str = "weight", *, deals: int = 999, seed: int = 0
) -> Agreement:
    """Compare the communities of a network (Leiden, seeded) with the regions of its nodes.

    Args:
        arrays: the network.
        group: node attribute with the region; nodes without one, or without an edge, do not count.
        weight: edge attribute with the strength.
        deals: random deals of the regions over the nodes, for the test.
        seed: of communities and deals.

    Returns:
        Not a number for all figures where no edge joins two nodes with a region.
    """
    regions = arrays.node_table[group].cast(str).to_numpy().astype(object)
    known = np.array([region is not None for region in regions], dtype=bool)
    whole = known[arrays.start] & known[arrays.end]
    start, end, strength = arrays.start[whole], arrays.end[whole], arrays.weights(weight)[whole]
    touched = np.unique(np.concatenate([start, end]))
    if not len(touched):
        nothing = float("nan")
        return Agreement(0, nothing, nothing, nothing, nothing, 0)
    labels = communities(arrays, weight, 1.0, seed)[touched]
    _, own = np.unique(regions[touched].astype(str), return_inverse=True)
    place = np.zeros(len(arrays.nodes), dtype=np.int64)
    place[touched] = np.arange(len(touched))
    one, two = place[start], place[end]

    def inside(dealt: np.ndarray) -> float:
        return float(strength[dealt[one] == dealt[two]].sum() / strength.sum())

    rng = np.random.default_rng(seed)
    real = inside(own)
    random = np.array([inside(rng.permutation(own)) for _ in range(deals)])
    return Agreement(
        communities=len(np.unique(labels)),
        agreement=adjusted_mutual_information(labels, own),
        inside=real,
        expected_inside=float(random.mean()),
        p_value=float((1 + (random >= real - 1e-12).sum()) / (1 + deals)),
        nodes=len(touched),
    )


def assortativity(arrays: Arrays, group: str, weight: str = "weight") -> float:
    """How much more flow joins nodes of one group than chance would give (Newman, 2003, eq. 2): 1 all, 0 as by chance.

    Not a number where there is one group only or no flow. Of an undirected edge both directions count.
    """
    matrix = quotient(arrays, group, weight).values
    mixing = matrix if arrays.directed else matrix + np.diag(np.diag(matrix))
    total = mixing.sum()
    if not total:
        return float("nan")
    mixing = mixing / total
    chance = float(mixing.sum(axis=1) @ mixing.sum(axis=0))
    return float((np.trace(mixing) - chance) / (1 - chance)) if chance < 1 else float("nan")
