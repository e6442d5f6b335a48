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
from graph.disclosure.rules import DIFFERENCE, FREE, HIDDEN, PRIMARY, WITHHELD, ZERO, Rules

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
        about: the cell each need is about, for messages.
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
        shown = self.cells["status"].to_numpy() != WITHHELD
        somebody = np.maximum(self.added.below @ ((n > 0) & shown).astype(float), (n > 0) & shown)
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
    measures = ["value"] if rules.counts == "open" else ["n", "value"]
    new = _Table(cells, Additivity(cells, dimensions, hierarchies))
    tables = [new]
    if previous is not None:
        tables.append(_Table(previous, Additivity(previous, dimensions, hierarchies)))
    n, status = cells["n"].to_numpy(), cells["status"].to_numpy()
    same, shown_before = cells["same"].to_numpy(), cells["shown_before"].to_numpy()
    own = np.arange(cells.height)
    governed = np.where(status == WITHHELD, ALWAYS, np.where((n == 0) | (same & shown_before), NEVER, own))
    parts: dict[str, list[np.ndarray]] = {name: [] for name in ("true", "low", "cell", "single")}
    size = 0

    def add(**given: np.ndarray) -> np.ndarray:
        nonlocal size
        for name, values in given.items():
            parts[name].append(np.asarray(values, dtype=float))
        length = len(given["true"])
        size += length
        return np.arange(size - length, size)

    floors = new.floors(rules)
    for name in measures:
        new.at[name] = add(
            true=cells[name].to_numpy(), low=floors[name], cell=governed, single=np.where(n == 1, own, -1)
        )
    if previous is not None:
        old = tables[1]
        floors = old.floors(rules)
        before = cells["before"].fill_null(0).to_numpy()
        there = cells["before"].is_not_null().to_numpy()
        now = np.full(previous.height, -1)  # the row in the new delivery
        now[before[there]] = own[there]
        kept = np.zeros(previous.height, dtype=bool)
        kept[before[there & same]] = True
        shown = previous["status"].is_in([FREE, ZERO]).to_numpy()
        alone = np.where(previous["n"].to_numpy() == 1, now, -1)
        for name in measures:
            old.at[name] = np.where(kept, new.at[name][now], -1)
            old.at[name][~kept] = add(
                true=previous[name].to_numpy()[~kept], low=floors[name][~kept],
                cell=np.where(shown, NEVER, ALWAYS)[~kept], single=alone[~kept],
            )  # fmt: skip
    rows = []
    for table in tables:
        equations = table.added.equations.tocoo()
        rows += [(equations.row, table.at[name][equations.col], equations.data) for name in measures]
    targets = [_needs(cells, new.at, floors=new.floors(rules), rules=rules, about=own)]
    if previous is not None:
        targets.append(
            _needs(previous.filter(pl.Series(~kept)), {name: at[~kept] for name, at in old.at.items()},
                   {name: floor[~kept] for name, floor in floors.items()}, rules, now[~kept])
        )  # fmt: skip
        few = np.flatnonzero(cells["few"].to_numpy() & ~same)
        now_at, then_at = new.at["value"][few], old.at["value"][before[few]]
        apart = cells["value"].to_numpy()[few] - previous["value"].to_numpy()[before[few]]
        unseen = np.full(len(few), ALWAYS)
        gap = add(true=apart, low=np.full(len(few), -np.inf), cell=unseen, single=np.full(len(few), -1))
        each = np.arange(len(few))
        for at, sign in ((now_at, 1.0), (then_at, -1.0), (gap, -1.0)):
            rows.append((each, at, np.full(len(few), sign)))
        off = np.maximum(rules.unit, rules.margin * np.abs(apart))
        targets += [(gap, np.full(len(few), sign), off, few) for sign in (1.0, -1.0)]
    first = _stacked(rows[: len(tables) * len(measures)], size, apart=True)
    equal = sp.vstack([first, _stacked(rows[len(tables) * len(measures) :], size, apart=False)]).tocsr()
    pairs = []
    if rules.least > 0 and rules.counts == "hidden":
        for table in tables:
            each = np.arange(len(table.at["n"]))
            pairs.append(
                (np.r_[each, each], np.r_[table.at["value"], table.at["n"]],
                 np.r_[np.ones(len(each)), np.full(len(each), -rules.least)])
            )  # fmt: skip
    joined = {name: np.concatenate(values) for name, values in parts.items()}
    target, sign, need, about = (np.concatenate(column) for column in zip(*_flat(targets), strict=True))
    useful = need > 1e-9
    return Knowledge(
        true=joined["true"], low=np.minimum(joined["low"], joined["true"]), cell=joined["cell"].astype(int),
        single=joined["single"].astype(int), equal=equal, least=_stacked(pairs, size, apart=True), below=new.added.below,
        target=target[useful].astype(int), sign=sign[useful], need=need[useful], about=about[useful].astype(int),
    )  # fmt: skip


def _flat(targets: list) -> list[tuple[np.ndarray, ...]]:
    return [entry for group in targets for entry in (group if isinstance(group, list) else [group])]


def _needs(
    cells: pl.DataFrame, at: dict[str, np.ndarray], floors: dict[str, np.ndarray], rules: Rules, about: np.ndarray
) -> list[tuple[np.ndarray, ...]]:
    """How far off each cell that tells too much must seem to be, up and down; no further down than is known anyway."""
    status, value, level = cells["status"], cells["value"].to_numpy(), cells["level"].to_numpy()
    sensitive = status.is_in(list(PRIMARY)).to_numpy()
    up, down = level, np.minimum(level, value - floors["value"])
    made = [(at["value"], 1.0, up, sensitive), (at["value"], -1.0, down, sensitive)]
    if rules.counts == "hidden":
        n = cells["n"].to_numpy()
        rare = sensitive & (n < rules.minimum)
        made += [(at["n"], 1.0, rules.minimum - n, rare), (at["n"], -1.0, n - floors["n"], rare)]
    return [(where[who], np.full(who.sum(), sign), off[who], about[who]) for where, sign, off, who in made]


def _stacked(blocks: list[tuple[np.ndarray, ...]], size: int, *, apart: bool) -> sp.csr_array:
    """Rows from triples; blocks are put below each other, or, not apart, have the same rows."""
    if not blocks:
        return sp.csr_array((0, size))
    start, rows, columns, numbers = 0, [], [], []
    for row, column, number in blocks:
        rows.append(row + start)
        columns.append(column)
        numbers.append(number)
        if apart and len(row):
            start += int(row.max()) + 1
    height = start if apart else int(max((row.max() for row in rows if len(row)), default=-1)) + 1
    return sp.csr_array(
        (np.concatenate(numbers), (np.concatenate(rows), np.concatenate(columns))), shape=(height, size)
    )
