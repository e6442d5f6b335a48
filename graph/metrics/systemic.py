"""Economic systemic risk: what part of all output is lost when an establishment stops.

The index is that of Diem, Borsos, Reisch, Kertész and Thurner (2022, Scientific Reports 12, 7719). A shock travels
downstream, for customers lack inputs, and upstream, for suppliers lack customers, until nothing changes any more.
Production follows a generalised Leontief function: an essential kind of input binds by itself, other inputs add up. A
lost supplier hurts the less, the more of its kind of output others in the same sector still make (its market share).

The index describes a network, not a company: on reconstructed edges it is a scenario and never a fact about anybody.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

ESSENTIAL, OTHER, NONE = 2, 1, 0
"""What an input is to a production: it binds by itself, it adds to the others, its loss is not felt in short time."""
AT_ONCE = 512
"""Shocks that are followed together."""


@dataclass(frozen=True)
class Cascade:
    """What is left of production after shocks, one column per shock.

    Attributes:
        downstream: part of its output each firm can still make with the inputs it gets, between 0 and 1.
        upstream: part of its output each firm can still sell, between 0 and 1.
        index: part of all output that is lost, per shock: the economic systemic risk index.
        rounds: rounds of propagation until nothing changed.
    """

    downstream: np.ndarray
    upstream: np.ndarray
    index: np.ndarray
    rounds: int


class Economy:
    """A supply network made ready for shocks.

    Args:
        supplies: strength of the supply from the firm of the row to that of the column, square and sparse.
        sectors: sector of every firm, numbers from 0.
        inputs: what the output of the sector of the row is to the production of the sector of the column
            (:data:`ESSENTIAL`, :data:`OTHER` or :data:`NONE`); all essential by default, the most cautious reading.
        replaceable: whether firms of one sector can stand in for each other, by market share.
    """

    def __init__(
        self,
        supplies: sp.csr_array,
        sectors: np.ndarray,
        inputs: np.ndarray | None = None,
        *,
        replaceable: bool = True,
    ) -> None:
        weights = sp.coo_array(supplies)
        size, kinds = weights.shape[0], int(sectors.max()) + 1 if len(sectors) else 0
        inputs = np.full((kinds, kinds), ESSENTIAL) if inputs is None else inputs
        row, column, value = weights.row, weights.col, weights.data.astype(float)
        self.output = np.bincount(row, weights=value, minlength=size)
        self.sectors = sectors
        self.replaceable = replaceable
        self._member = sp.csr_array((np.ones(size), (sectors, np.arange(size))), shape=(kinds, size))
        role = inputs[sectors[row], sectors[column]]

        bought = np.bincount(column, weights=value, minlength=size)
        some = role == OTHER
        self._other = sp.csr_array((value[some] / bought[column[some]], (column[some], row[some])), shape=(size, size))

        binding = role == ESSENTIAL
        pair = column[binding].astype(np.int64) * kinds + sectors[row[binding]]
        pairs, place = np.unique(pair, return_inverse=True)
        total = np.bincount(place, weights=value[binding], minlength=len(pairs))
        self._essential = sp.csr_array((value[binding] / total[place], (place, row[binding])), shape=(len(pairs), size))
        customer = pairs // kinds if kinds else pairs
        self._customers, self._first = np.unique(customer, return_index=True)

        self._sells = self.output > 0
        share = np.divide(1.0, self.output, out=np.zeros(size), where=self._sells)
        self._sold = sp.csr_array((value * share[row], (row, column)), shape=(size, size))

    def _market_share(self, downstream: np.ndarray) -> np.ndarray:
        """Part of what its sector can still make that each firm made: how hard it is to replace, at most 1."""
        if not self.replaceable:
            return np.ones_like(downstream)
        left = (self._member @ (self.output[:, None] * downstream))[self.sectors]
        share = np.ones_like(downstream)
        np.divide(self.output[:, None], left, out=share, where=left > self.output[:, None])
        return share

    def _next_downstream(self, downstream: np.ndarray, capacity: np.ndarray) -> np.ndarray:
        lost = self._market_share(downstream) * (1.0 - downstream)
        left: np.ndarray = np.minimum(capacity, 1.0 - self._other @ lost)
        if len(self._customers):
            worst = np.maximum.reduceat(self._essential @ lost, self._first, axis=0)
            left[self._customers] = np.minimum(left[self._customers], 1.0 - worst)
        return left

    def _next_upstream(self, upstream: np.ndarray, capacity: np.ndarray) -> np.ndarray:
        sold = np.where(self._sells[:, None], self._sold @ upstream, 1.0)
        made: np.ndarray = np.minimum(capacity, sold)
        return made

    def cascade(
        self, capacity: np.ndarray, *, direction: str = "both", tolerance: float = 1e-2, most_rounds: int = 1_000
    ) -> Cascade:
        """Let shocks travel until no firm changes by more than a tolerance.

        Args:
            capacity: part of its output each firm can make at the start, one column per shock: 0 is a stop, 1 is none.
            direction: ``both`` (the worse of the two counts), ``downstream`` or ``upstream``.
            tolerance: change below which a round is the last; the paper uses 0.01.
            most_rounds: rounds after which the shocks are taken to have settled.
        """
        down, up, rounds = capacity.copy(), capacity.copy(), 0
        for rounds in range(1, most_rounds + 1):  # noqa: B007 - the number of the last round is told
            before_down, before_up = down, up
            if direction != "upstream":
                down = self._next_downstream(down, capacity)
            if direction != "downstream":
                up = self._next_upstream(up, capacity)
            change = max(np.abs(down - before_down).max(initial=0), np.abs(up - before_up).max(initial=0))
            if change <= tolerance:
                break
        left = {"both": np.minimum(down, up), "downstream": down, "upstream": up}[direction]
        total = self.output.sum()
        index = self.output @ (1.0 - left) / total if total else np.zeros(capacity.shape[1])
        return Cascade(down, up, index, rounds)

    def index(
        self,
        firms: np.ndarray | None = None,
        *,
        direction: str = "both",
        tolerance: float = 1e-2,
        tell: Callable[[str], None] = lambda _: None,
    ) -> np.ndarray:
        """The economic systemic risk index: the part of all output that is lost when a firm stops, per firm.

        Args:
            firms: numbers of the firms that stop, each on its own; all by default.
            direction: see :meth:`cascade`.
            tolerance: see :meth:`cascade`.
            tell: is given a line as work goes on.
        """
        chosen = np.arange(len(self.output)) if firms is None else firms
        found = np.empty(len(chosen))
        for first in range(0, len(chosen), AT_ONCE):
            some = chosen[first : first + AT_ONCE]
            capacity = np.ones((len(self.output), len(some)))
            capacity[some, np.arange(len(some))] = 0.0
            found[first : first + len(some)] = self.cascade(capacity, direction=direction, tolerance=tolerance).index
            tell(f"{first + len(some):,} of {len(chosen):,} failures followed")
        return found
