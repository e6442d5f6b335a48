"""The attacker: what can be reckoned back from tables that were shown, by linear programming.

Knows nothing of how the tables were protected: it takes what was shown, builds its own equations straight from the
cells at the bottom, and bounds every number that was not shown (the attacker's subproblem of Fischetti and Salazar
2001). Numbers are bounded as real numbers; that they are whole is not used.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import product

import numpy as np
import polars as pl
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

from graph.errors import AtlasError

_Key = tuple[str, ...]
_WRONG = 1e-6
_INFEASIBLE = 2
_CONTRADICTION = "The tables contradict each other: no numbers fit what was shown."


class _Unknowns:
    """Numbers an attacker wants: each a variable with bounds, bound by equations."""

    def __init__(self) -> None:
        self.low: list[float] = []
        self.high: list[float] = []
        self.rows: list[tuple[dict[int, float], float, float]] = []

    def new(self, low: float = 0.0, high: float = np.inf) -> int:
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def bind(self, weights: dict[int, float], low: float, high: float) -> None:
        self.rows.append((weights, low, high))

    def extremes(self, wanted: Collection[int]) -> dict[int, tuple[float, float]]:
        """The least and the most each wanted variable can be."""
        entries = [(at, column, weight) for at, (row, _, _) in enumerate(self.rows) for column, weight in row.items()]
        at, columns, weights = (np.array(part) for part in zip(*entries, strict=True)) if entries else ([], [], [])
        matrix = sp.csr_array((weights, (at, columns)), shape=(len(self.rows), len(self.low)))
        low, high = np.array(self.low), np.array(self.high)
        free = low < high
        given = matrix[:, np.flatnonzero(~free)] @ low[~free]
        ends = np.array([row[1:] for row in self.rows]).reshape(-1, 2) - given[:, None]
        left = matrix[:, np.flatnonzero(free)].tocsr()
        bare = np.diff(left.indptr) == 0
        if (ends[bare] * [1, -1] > _WRONG).any():
            raise AtlasError(_CONTRADICTION)
        binding = LinearConstraint(left[np.flatnonzero(~bare)], ends[~bare, 0], ends[~bare, 1])
        bounds, place = Bounds(low[free], high[free]), np.cumsum(free) - 1
        found = {}
        for one in wanted:
            found[one] = (float(low[one]), float(high[one]))
            if free[one]:
                least, most = (_end(place[one], sign, bounds, binding) for sign in (1.0, -1.0))
                found[one] = (least, -most)
        return found


def _end(at: int, sign: float, bounds: Bounds, binding: LinearConstraint) -> float:
    """The least that a variable, or its opposite, can be; minus infinity if there is no end."""
    goal = np.zeros(len(bounds.lb))
    goal[at] = sign
    made = milp(goal, bounds=bounds, constraints=[binding] if binding.A.shape[0] else [])
    if made.status == _INFEASIBLE:
        raise AtlasError(_CONTRADICTION)
    return -np.inf if made.x is None else float(made.fun)


def _bottoms(code: str, hierarchy: Mapping[str, str | Collection[str]]) -> set[str]:
    children = [
        child for child, above in hierarchy.items() if code == above or (not isinstance(above, str) and code in above)
    ]
    return set().union(*(_bottoms(child, hierarchy) for child in children)) if children else {code}


def attack(
    shown: pl.DataFrame,
    dimensions: Sequence[str],
    hierarchies: Mapping[str, Mapping[str, str | Collection[str]]],
    *,
    previous: pl.DataFrame | None = None,
    unchanged: Collection[_Key] = (),
    knows: Mapping[_Key, tuple[float, float]] | None = None,
    partial: Mapping[str, Collection[str]] | None = None,
    unshown: Collection[_Key] = (),
    least: float = 0.0,
    only: Collection[_Key] | None = None,
) -> pl.DataFrame:
    """Bound every number of a table that was not shown.

    Args:
        shown: what :func:`graph.disclosure.protecting.published` gave: dimensions, ``n``, ``value``, ``status``.
        dimensions: the columns that name a cell.
        hierarchies: the parents, by dimension.
        previous: what was shown of the previous delivery.
        unchanged: cells the attacker knows to be the same in both.
        knows: ``n`` and ``value`` of cells the attacker knows otherwise, as the only establishment in them does.
        partial: parents whose children need not add up.
        unshown: cells that exist and were never in the table; all others that are not in it have nobody.
        least: what each establishment is known to have at least.
        only: bound these cells and no others; None bounds all.

    Returns:
        A row per cell of ``shown`` whose number is not shown: the dimensions, ``nLow``, ``nHigh``, ``low``, ``high``.
        Of two deliveries also ``gapLow`` and ``gapHigh``, between which the change of the value lies.
    """
    names, unknowns = list(dimensions), _Unknowns()
    new = _variables(unknowns, shown, names, unshown, least)
    old = None
    if previous is not None:
        old = _variables(unknowns, previous, names, unshown, least)
    for variables in (new, old):
        if variables is not None:
            _add_up(unknowns, variables, names, hierarchies, partial or {})
    for key, numbers in (knows or {}).items():
        for one, number in zip(new[key], numbers, strict=True):
            unknowns.low[one] = unknowns.high[one] = number
    gaps: dict[_Key, int] = {}
    if old is not None:
        for key in unchanged:
            for one, other in zip(new[key], old[key], strict=True):
                unknowns.bind({one: 1.0, other: -1.0}, 0.0, 0.0)
        for key in new.keys() & old.keys():
            gaps[key] = unknowns.new(-np.inf)
            unknowns.bind({new[key][1]: 1.0, old[key][1]: -1.0, gaps[key]: -1.0}, 0.0, 0.0)
    rows = shown.filter(pl.col("value").is_null())
    if only is not None:
        rows = rows.filter(pl.Series([key in only for key in rows.select(names).iter_rows()], dtype=pl.Boolean))
    keys = rows.select(names).rows()
    wanted = [one for key in keys for one in new[key]] + [gaps[key] for key in keys if key in gaps]
    found = unknowns.extremes(wanted)
    made = rows.select(
        *names,
        *(
            pl.Series(name, [found[new[key][which]][end] for key in keys], dtype=pl.Float64)
            for which, pair in enumerate((("nLow", "nHigh"), ("low", "high")))
            for end, name in enumerate(pair)
        ),
    )
    if old is None:
        return made
    nothing = (-np.inf, np.inf)
    return made.with_columns(
        pl.Series(name, [found[gaps[key]][end] if key in gaps else nothing[end] for key in keys], dtype=pl.Float64)
        for end, name in enumerate(("gapLow", "gapHigh"))
    )


def _variables(
    unknowns: _Unknowns, shown: pl.DataFrame, names: list[str], unshown: Collection[_Key], least: float
) -> dict[_Key, tuple[int, int]]:
    made = {}
    for row in shown.select(*names, "n", "value").iter_rows():
        key, n, value = row[: len(names)], row[-2], row[-1]
        heads = unknowns.new(1.0) if n is None else unknowns.new(n, n)
        amount = unknowns.new() if value is None else unknowns.new(value, value)
        made[key] = (heads, amount)
    for key in unshown:
        made[key] = (unknowns.new(), unknowns.new())
    if least:
        for heads, amount in made.values():
            unknowns.bind({amount: 1.0, heads: -least}, 0.0, np.inf)
    return made


def _add_up(
    unknowns: _Unknowns,
    variables: Mapping[_Key, tuple[int, int]],
    names: list[str],
    hierarchies: Mapping[str, Mapping[str, str | Collection[str]]],
    partial: Mapping[str, Collection[str]],
) -> None:
    """Bind every cell to those at the bottom of it."""
    below = {
        name: {code: _bottoms(code, hierarchies.get(name, {})) for code in {key[at] for key in variables}}
        for at, name in enumerate(names)
    }
    for key, totals in variables.items():
        sets = [below[name][code] for name, code in zip(names, key, strict=True)]
        if all(found == {code} for found, code in zip(sets, key, strict=True)):
            continue
        loose = _loose(key, names, hierarchies, partial)
        for which, total in enumerate(totals):
            weights = {variables[part][which]: 1.0 for part in product(*sets) if part in variables}
            unknowns.bind({**weights, total: -1.0}, -np.inf if loose else 0.0, 0.0)


def _loose(
    key: _Key, names: list[str], hierarchies: Mapping[str, Mapping[str, str | Collection[str]]],
    partial: Mapping[str, Collection[str]],
) -> bool:  # fmt: skip
    """Whether a cell may hold more than what is at the bottom of it: it, or something in it, is partial."""
    for name, code in zip(names, key, strict=True):
        loose = set(partial.get(name, ()))
        going, seen = [code], {code}
        while going:
            one = going.pop()
            if one in loose:
                return True
            for child, above in hierarchies.get(name, {}).items():
                if (one == above or (not isinstance(above, str) and one in above)) and child not in seen:
                    seen.add(child)
                    going.append(child)
    return False
