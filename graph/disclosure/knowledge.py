"""What an attacker knows of one delivery or two, as linear relations over unknown numbers, and what must stay unknown.

A number that is not shown is an unknown. The equations are those of the tables; a cell that is the same in two
deliveries is one unknown in both. The difference of a cell between two deliveries is an unknown of its own where only
a few establishments changed: it is then about those few.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl
import scipy.sparse as sp

from graph.disclosure.additivity import Additivity, Hierarchy
from graph.disclosure.rules import DIFFERENCE, FREE, PRIMARY, WITHHELD, ZERO, Rules

_Triples = tuple[np.ndarray, np.ndarray, np.ndarray]
_NOTHING = 1e-9
_NUMBERS = {"hidden": ("n", "value"), "open": ("value",), "only": ("n",)}
"""Which numbers are unknowns, by what is said of the counts; the last is the one whose change is looked at."""
ALWAYS, NEVER = -1, -2
"""In place of a cell: the number is never shown, or is known whatever happens."""


@dataclass
class Knowledge:
    """Unknowns, what binds them, and what must hold.

    Attributes:
        true: the number behind each unknown; low: what an attacker knows it to be at least.
        cell: the cell of the new delivery whose status says whether it is shown, or :data:`ALWAYS`, :data:`NEVER`.
        single: the cell whose only establishment knows the number, -1 where there is none.
        equal: rows that are zero at the true numbers; least: rows that are zero or more.
        target, sign, need: an unknown, a direction and how far an attacker must believe it could be off.
        about: the cell of the new delivery each need is about, -1 where it is no longer there.
        below: of :class:`~graph.disclosure.additivity.Additivity`, of the new delivery.
    """

    true: np.ndarray
    low: np.ndarray
    cell: np.ndarray
    single: np.ndarray
    equal: sp.csr_array
    least: sp.csr_array
    below: sp.csr_array
    target: np.ndarray
    sign: np.ndarray
    need: np.ndarray
    about: np.ndarray


@dataclass
class _Table:
    """One delivery: where its unknowns are and what is known of them."""

    cells: pl.DataFrame
    added: Additivity
    at: dict[str, np.ndarray] = field(default_factory=dict)

    def floors(self, rules: Rules) -> dict[str, np.ndarray]:
        """What is known of n and value because a zero would be shown as zero."""
        n = self.cells["n"].to_numpy()
        shown = (n > 0) & (self.cells["status"].to_numpy() != WITHHELD)
        below = self.added.below
        # A cell of which all is at one place tells that somebody is there, shown or not.
        one = np.unique(below[np.flatnonzero(shown & (np.diff(below.indptr) == 1))].indices)
        there = shown.copy()
        there[one] = True
        somebody = np.maximum(below @ there.astype(float), there)
        heads = n if rules.counts == "open" else somebody
        return {"n": somebody, "value": rules.least * heads}


def compare(cells: pl.DataFrame, previous: pl.DataFrame | None, dimensions: list[str], rules: Rules) -> pl.DataFrame:
    """Say of each cell what became of it since the previous delivery.

    Args:
        cells: the new cells, judged; ``changed``, if there, is how many establishments came, left or changed in it.
        previous: the previous cells with the status they had; None if there was no delivery.
        dimensions: the columns that name a cell.
        rules: the rules.

    Returns:
        The cells with ``before`` (row in the previous delivery, null if it was not in it), ``shown_before``, ``same``
        (nothing changed) and ``few`` (fewer than the minimum changed), and with the status ``primary-difference`` where
        showing the cell beside the previous one would tell the number of those few.
    """
    nothing = pl.lit(value=False)
    if previous is None:
        return cells.with_columns(before=pl.lit(None, pl.UInt32), shown_before=nothing, same=nothing, few=nothing)
    old = previous.with_row_index("before").select(
        "before", *dimensions, n_before="n", value_before="value",
        shown_before=pl.col("status").is_in([FREE, ZERO]),
    )  # fmt: skip
    changed = pl.col("changed") if "changed" in cells.columns else pl.lit(None, pl.Int64)
    equal = (pl.col("n") == pl.col("n_before")) & ((pl.col("value") - pl.col("value_before")).abs() < 1e-9)
    few = pl.col("before").is_not_null() & changed.is_between(1, rules.minimum - 1)
    return (
        cells.join(old, on=dimensions, how="left", maintain_order="left")
        .with_columns(
            shown_before=pl.col("shown_before").fill_null(nothing),
            same=(equal & (changed.is_null() | (changed == 0))).fill_null(nothing),
            few=few.fill_null(nothing),
        )
        .with_columns(
            status=pl.when((pl.col("status") == FREE) & pl.col("few") & pl.col("shown_before"))
            .then(pl.lit(DIFFERENCE)).otherwise("status")
        )
    )  # fmt: skip


def known(
    cells: pl.DataFrame,
    previous: pl.DataFrame | None,
    dimensions: list[str],
    hierarchies: Mapping[str, Hierarchy],
    rules: Rules,
) -> Knowledge:
    """Put together what an attacker knows, whatever cells of the new delivery will be hidden.

    Args:
        cells: the result of :func:`compare`.
        previous: the previous cells with their numbers, ``status`` and ``level``.
        dimensions: the columns that name a cell.
        hierarchies: the parents, by dimension.
        rules: the rules.
    """
    draft, new = _Draft(rules), _Table(cells, Additivity(cells, dimensions, hierarchies))
    n, own = cells["n"].to_numpy(), np.arange(cells.height)
    told = (n == 0) | (cells["same"] & cells["shown_before"]).to_numpy()
    governed = np.where((cells["status"] == WITHHELD).to_numpy(), ALWAYS, np.where(told, NEVER, own))
    everything = np.ones(cells.height, dtype=bool)
    draft.table(new, governed, own, everything)
    draft.needs(new, own, everything)
    if previous is not None:
        old = _Table(previous, Additivity(previous, dimensions, hierarchies))
        _earlier(draft, new, old)
    return draft.finished(new.added.below)


def _earlier(draft: "_Draft", new: _Table, old: _Table) -> None:
    """What the previous delivery adds: its own unknowns where a cell changed, and the change of few establishments."""
    cells, previous = new.cells, old.cells
    own, there = np.arange(cells.height), cells["before"].is_not_null().to_numpy()
    same, before = cells["same"].to_numpy(), cells["before"].fill_null(0).to_numpy()
    now = np.full(previous.height, -1)  # the row in the new delivery
    now[before[there]] = own[there]
    apart = np.ones(previous.height, dtype=bool)
    apart[before[there & same]] = False
    for name, at in new.at.items():
        old.at[name] = np.where(apart, -1, at[now])
    shown = previous["status"].is_in([FREE, ZERO]).to_numpy()
    draft.table(old, np.where(shown, NEVER, ALWAYS), now, apart)
    draft.needs(old, now, apart)
    few = np.flatnonzero(cells["few"].to_numpy() & ~same)
    name = _NUMBERS[draft.rules.counts][-1]
    gap = cells["value"].to_numpy()[few] - previous["value"].to_numpy()[before[few]]
    size = len(few)
    at = draft.add(gap, np.full(size, -np.inf), np.full(size, ALWAYS), np.full(size, -1))
    each = np.tile(np.arange(size), 3)
    signs = np.repeat([1.0, -1.0, -1.0], size)
    draft.equal.append((each, np.r_[new.at[name][few], old.at[name][before[few]], at], signs))
    off = np.maximum(draft.rules.unit, draft.rules.margin * np.abs(gap))
    for sign in (1.0, -1.0):
        draft.wanted.append((at, np.full(size, sign), off, few))


class _Draft:
    """Knowledge while it is put together."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.equal: list[_Triples] = []
        self.wanted: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = []
        self._parts: list[tuple[np.ndarray, ...]] = []
        self._least: list[_Triples] = []
        self._size = 0

    def add(self, true: np.ndarray, low: np.ndarray, cell: np.ndarray, single: np.ndarray) -> np.ndarray:
        """New unknowns, as in :class:`Knowledge`; gives their numbers."""
        self._parts.append((true, low, cell, single))
        self._size += len(true)
        return np.arange(self._size - len(true), self._size)

    def table(self, table: _Table, cell: np.ndarray, now: np.ndarray, which: np.ndarray) -> None:
        """The unknowns of a delivery, those of some rows new, and its equations."""
        n, floors = table.cells["n"].to_numpy(), table.floors(self.rules)
        alone = np.where(n == 1, now, -1)
        equations = table.added.equations.tocoo()
        for name in _NUMBERS[self.rules.counts]:
            at = table.at.setdefault(name, np.full(len(n), -1))
            true = table.cells[name].cast(pl.Float64).to_numpy()
            at[which] = self.add(true[which], floors[name][which], cell[which], alone[which])
            self.equal.append((equations.row, at[equations.col], equations.data))
        if self.rules.least > 0 and len(table.at) > 1:
            each = np.tile(np.arange(len(n)), 2)
            weights = np.repeat([1.0, -self.rules.least], len(n))
            self._least.append((each, np.r_[table.at["value"], table.at["n"]], weights))

    def needs(self, table: _Table, about: np.ndarray, which: np.ndarray) -> None:
        """How far off each cell that tells too much must seem, up and down; no further down than is known anyway."""
        cells, floors = table.cells, table.floors(self.rules)
        sensitive = cells["status"].is_in(list(PRIMARY)).to_numpy() & which
        level = cells["level"].to_numpy()
        down = np.minimum(level, cells["value"].to_numpy() - floors["value"])
        made = []
        if "value" in table.at:
            made += [("value", 1.0, level, sensitive), ("value", -1.0, down, sensitive)]
        if "n" in table.at:
            n, minimum = cells["n"].to_numpy(), self.rules.minimum
            rare = sensitive & (n < minimum)
            made += [("n", 1.0, minimum - n, rare), ("n", -1.0, n - floors["n"], rare)]
        for name, sign, off, who in made:
            self.wanted.append((table.at[name][who], np.full(who.sum(), sign), off[who], about[who]))

    def finished(self, below: sp.csr_array) -> Knowledge:
        """All of it, with the needs that ask for something."""
        true, low, cell, single = (np.concatenate(part) for part in zip(*self._parts, strict=True))
        target, sign, need, about = (np.concatenate(part) for part in zip(*self.wanted, strict=True))
        real = need > _NOTHING
        return Knowledge(
            true=true,
            low=np.minimum(low, true),
            cell=cell.astype(int),
            single=single.astype(int),
            equal=_stacked(self.equal, self._size),
            least=_stacked(self._least, self._size),
            below=below,
            target=target[real].astype(int),
            sign=sign[real],
            need=need[real],
            about=about[real].astype(int),
        )


def _stacked(blocks: list[_Triples], size: int) -> sp.csr_array:
    """Rows, columns and numbers of several blocks as one matrix, the blocks below each other."""
    if not blocks:
        return sp.csr_array((0, size))
    heights = [int(rows.max(initial=-1)) + 1 for rows, _, _ in blocks]
    starts = np.cumsum([0, *heights])
    rows = np.concatenate([block[0] + start for block, start in zip(blocks, starts[:-1], strict=True)])
    columns, numbers = (np.concatenate([block[at] for block in blocks]) for at in (1, 2))
    return sp.csr_array((numbers, (rows, columns)), shape=(int(starts[-1]), size))
