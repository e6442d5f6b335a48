"""Secondary suppression: which further cells to hide so that every cell that tells too much could be far enough off.

A witness is another table that agrees with everything known and in which a cell is as far off as it must seem to be:
who sees only what was shown cannot tell it from the true one. A pattern protects if there is a witness for each cell
and direction; this is the attacker's subproblem of Fischetti and Salazar (2001) read the other way round. One linear
programme looks for a witness for many cells at once. Where there is none, a programme that may move shown cells at a
cost says which ones to hide, as in Kelly, Golden and Assad (1992), Cell suppression: disclosure protection for
sensitive tabular data, Networks 22(4). Hiding more never takes a witness away, so the search ends, and what it ends
with is proved. Real numbers are searched, not whole ones, and the pattern is good but not always the cheapest.

An insider is the only establishment of another cell: it knows that number. A witness serves against it if it leaves
that number as it is.
"""

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

from graph.disclosure.knowledge import ALWAYS, NEVER, Knowledge

_REWARD = 1e4
_MOVED = 1e-6
_SEED = 2012
"""The order in which witnesses are looked for is drawn once and for all: the same table gives the same pattern."""
_TRIES = 3
"""Witnesses for many that prove nothing new, after which cells are hidden."""
_PARTS = 40
"""Of the needs without a witness one in so many is seen to at once: fewer hide less, more are faster."""


class Search:
    """Finds a pattern of hidden cells and proves it.

    Attributes:
        hidden: whether each cell is hidden.
        exposed: the cells that no pattern can protect, because what was shown before tells them.
    """

    def __init__(self, knowledge: Knowledge, hidden: np.ndarray, cost: np.ndarray, *, insiders: bool) -> None:
        """Begin with the cells that must be hidden.

        Args:
            knowledge: what the attacker knows and what must stay unknown.
            hidden: whether each cell must be hidden.
            cost: what hiding a cell costs, 0 to 1.
            insiders: whether to protect against the only establishment of a cell.
        """
        self.known, self.hidden, self.cost = knowledge, hidden.copy(), cost
        self.exposed = np.zeros(len(hidden), dtype=bool)
        singles = np.unique(knowledge.single[knowledge.single >= 0]) if insiders else np.zeros(0, dtype=int)
        self._watch = sp.csr_array(
            (knowledge.single[:, None] == singles[None, :]) if len(singles) else np.zeros((len(knowledge.true), 0)),
            dtype=float,
        ).T.tocsr()
        self._single = singles
        # Open: against whom there is no witness yet. The first column is the outsider.
        self.open = np.ones((len(knowledge.target), 1 + len(singles)), dtype=bool)
        if len(singles):
            below, gone = knowledge.below, knowledge.about < 0
            related = (below[np.maximum(knowledge.about, 0)] @ below[singles].T).toarray() > 0
            related[gone] = True  # of what is no longer a cell nobody is inside
            self.open[:, 1:] = ~related  # who is in the cell itself is dealt with by the rules
        self._random = np.random.default_rng(_SEED)
        self._half, self._turn = np.zeros(len(singles), dtype=bool), False

    def run(self, candidates: np.ndarray) -> None:
        """Hide cells among the candidates until every need has its witnesses, or is found to be exposed."""
        self._prove()
        while self.open.any():
            left = np.flatnonzero(self.open.any(axis=1))
            some = self._random.permutation(left)[: len(left) // _PARTS]
            if len(some) < 2 or not self._together(some, candidates):
                break
            self._together(np.flatnonzero(self.open.any(axis=1)), None)
        for need in np.argsort(-self.known.need, kind="stable"):
            if self.open[need].any():
                self._one(int(need), candidates)
                self._together(np.flatnonzero(self.open.any(axis=1)), None)

    def _prove(self) -> None:
        """Look for witnesses as long as that proves something."""
        idle = 0
        while idle < _TRIES and self.open.any():
            idle = 0 if self._together(np.flatnonzero(self.open.any(axis=1)), None) else idle + 1

    def _together(self, needs: np.ndarray, candidates: np.ndarray | None) -> bool:
        """One witness for many needs, with half of the insiders' numbers as they are; whether that proves more."""
        known = self.known
        if not len(needs):
            return False
        self._half = ~self._half if self._turn else self._random.random(len(self._single)) < 0.5
        self._turn = not self._turn
        fixed = np.isin(known.single, self._single[self._half])
        needs = self._random.permutation(needs[~fixed[known.target[needs]]])
        _, first = np.unique(known.target[needs], return_index=True)  # one direction at a time
        before = self.open.sum()
        moved = self._move(needs[first], fixed, candidates)
        if moved is not None:
            if candidates is not None and self._proves(moved):
                self._hide(moved)
            self._learn(moved)
            self._learn(-moved)
        return bool(self.open.sum() < before)

    def _one(self, need: int, candidates: np.ndarray) -> None:
        """Find the witnesses of one need: against all insiders at once if that can be, else against each."""
        at = np.array([need])
        for each in (False, True):
            while self.open[need].any():
                against = np.flatnonzero(self.open[need, 1:])
                who = self._single[against[:1] if each else against]
                fixed = np.isin(self.known.single, who) & (self.known.single >= 0)
                before = self.open[need].sum()
                moved = self._move(at, fixed, candidates) if not fixed[self.known.target[need]] else None
                if moved is not None and self._reaches(moved)[need]:
                    self._hide(moved)
                    self._learn(moved)
                    self._learn(-moved)
                if self.open[need].sum() < before:
                    continue
                if not each:
                    break
                if self.known.about[need] >= 0:
                    self.exposed[self.known.about[need]] = True
                self.open[need, 0 if not len(against) else against[0] + 1] = False

    def _move(self, needs: np.ndarray, fixed: np.ndarray, candidates: np.ndarray | None) -> np.ndarray | None:
        """The cheapest way to be off by as much as is needed, as a change of every unknown; None if there is none."""
        known = self.known
        governed = np.maximum(known.cell, 0)
        unseen = ((known.cell == ALWAYS) | ((known.cell >= 0) & self.hidden[governed])) & ~fixed
        free = np.flatnonzero(unseen)
        more = np.zeros(0, dtype=int)
        if candidates is not None:
            more = np.flatnonzero((known.cell >= 0) & candidates[governed] & ~unseen & ~fixed)
        if not len(free) or not len(needs):
            return None
        place = np.full(len(known.true), -1)
        place[free] = np.arange(len(free))
        needs = needs[place[known.target[needs]] >= 0]
        room = known.low - known.true
        low = np.r_[room[free], np.zeros(2 * len(more))]
        high = np.r_[np.full(len(free) + len(more), np.inf), -room[more]]
        goal = np.r_[np.zeros(len(free)), np.tile(self.cost[known.cell[more]], 2)]
        at, sign, off = place[known.target[needs]], known.sign[needs], known.need[needs]
        goal[at] = -_REWARD * sign
        up = sign > 0
        high[at[up]] = off[up]
        low[at[~up]] = np.maximum(low[at[~up]], -off[~up])
        columns = np.r_[free, more]
        constraints = []
        for matrix, lower, upper in ((known.equal, 0.0, 0.0), (known.least, None, np.inf)):
            if not matrix.shape[0]:
                continue
            mine = matrix[:, columns]
            if len(more):
                mine = sp.hstack([mine, -matrix[:, more]]).tocsr()
            rows = np.flatnonzero(np.diff(mine.indptr))
            if len(rows):
                floor = -(matrix[rows] @ known.true) if lower is None else lower
                constraints.append(LinearConstraint(mine[rows], floor, upper))
        made = milp(goal, bounds=Bounds(low, high), constraints=constraints)
        if made.x is None:
            return None
        moved = np.zeros(len(known.true))
        moved[free] = made.x[: len(free)]
        moved[more] = made.x[len(free) : len(free) + len(more)] - made.x[len(free) + len(more) :]
        moved[np.abs(moved) < _MOVED / 10] = 0.0
        return moved

    def _reaches(self, moved: np.ndarray) -> np.ndarray:
        known = self.known
        return np.asarray(known.sign * moved[known.target] >= known.need - _MOVED)

    def _holds(self, moved: np.ndarray) -> bool:
        """Whether a change leaves everything known as it is: the proof does not rest on the solver's word."""
        known = self.known
        governed = np.maximum(known.cell, 0)
        seen = (known.cell == NEVER) | ((known.cell >= 0) & ~self.hidden[governed])
        return bool(
            not np.abs(moved[seen]).any()
            and (known.true + moved >= known.low - _MOVED).all()
            and (np.abs(known.equal @ moved) <= 1e-5).all()
            and (known.least @ (known.true + moved) >= -1e-5).all()
        )

    def _spared(self, moved: np.ndarray) -> np.ndarray:
        """Against whom a witness serves: the outsider, and the insiders whose own number it leaves."""
        own = np.zeros(len(self._single), dtype=bool)
        if len(self._single):
            own = (self._watch @ (np.abs(moved) > _MOVED).astype(float)) > 0
        return np.concatenate([[True], ~own])

    def _proves(self, moved: np.ndarray) -> bool:
        return bool((self.open[self._reaches(moved)] & self._spared(moved)).any())

    def _learn(self, moved: np.ndarray) -> None:
        if self._holds(moved):
            self.open[np.ix_(self._reaches(moved), self._spared(moved))] = False

    def _hide(self, moved: np.ndarray) -> None:
        cells = self.known.cell[np.abs(moved) > 0]
        self.hidden[cells[cells >= 0]] = True
