"""Primary rules: which cells tell too much by themselves, and how far off an attacker must stay."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from graph.errors import AtlasError

FREE, ZERO, WITHHELD = "free", "zero", "withheld"
COUNT, DOMINANCE, DIFFERENCE, SECONDARY = "primary-count", "primary-dominance", "primary-difference", "secondary"
PRIMARY = (COUNT, DOMINANCE, DIFFERENCE)
HIDDEN = (*PRIMARY, SECONDARY)
"""Statuses of a cell that is in the table but whose numbers are not shown."""


@dataclass(frozen=True)
class Rules:
    """What counts as telling too much.

    Attributes:
        minimum: a cell of fewer establishments is not shown.
        dominance: a cell of which the largest establishment has this share of the value or more is not shown, as a
            fraction; None leaves the rule out.
        p_percent: a cell whose second establishment can reckon the largest to within this fraction is not shown; None
            leaves the rule out.
        margin: nobody may reckon the value of a cell that tells too much to within this fraction, whatever the rule.
        unit: nor to within this amount, in the unit of the value; 1 for jobs.
        least: what everybody knows each establishment to have at least, in the unit of the value; 0 is nothing known.
        counts: whether the number of establishments is ``hidden`` with the value, stands in the ``open``, or is the
            ``only`` number of a table, of which the value is the same.
        insiders: whether the only establishment of one cell, which knows its own number, is also kept off the others.
        cost: what suppressing a cell costs: ``cells`` counts each alike, ``value`` by its value, ``log`` between them.
    """

    minimum: int = 3
    dominance: float | None = 0.75
    p_percent: float | None = None
    margin: float = 0.2
    unit: float = 1.0
    least: float = 0.0
    counts: Literal["hidden", "open", "only"] = "hidden"
    insiders: bool = False
    cost: Literal["cells", "value", "log"] = "log"

    def __post_init__(self) -> None:
        for name, low, high in (
            ("minimum", 1, None), ("dominance", 0.01, 1), ("p_percent", 0, None), ("margin", 0, None),
            ("unit", 1e-6, None), ("least", 0, None),
        ):  # fmt: skip
            given = getattr(self, name)
            if given is not None and (given < low or (high is not None and given > high)):
                span = f"from {low}" if high is None else f"from {low} to {high}"
                raise AtlasError(f"The rule {name} of disclosure control is {given}; expected is a number {span}.")


def judged(cells: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Give every cell its primary status and, if it tells too much, its protection level.

    A cell is sensitive if it has fewer than ``minimum`` establishments; if its largest has ``dominance`` or more of the
    value, the (1, k) rule; or if ``value - x1 - x2 < p x1``, the p% rule, with x1 and x2 its two largest contributions
    (Willenborg and de Waal 2001, Elements of Statistical Disclosure Control; Hundepool and others 2012,
    chapter 4). Enough establishments that all have nothing are as sensitive as one that dominates: the value of each is
    known. A cell without establishments is ``zero``: there is nobody whose number it could tell.

    The protection level is the largest of ``x1 / k - value`` for dominance, ``p x1 - (value - x1 - x2)`` for p%,
    ``margin x value`` and ``unit``, and is the same upward and downward.

    Args:
        cells: a row per cell with ``n``, ``value``, ``largest`` and, for the p% rule, ``second``; where what is counted
            is not establishments, ``contributors`` has the establishments behind it, which the minimum is of.
        rules: the rules.

    Returns:
        The cells with ``status`` and ``level`` (0 where the cell does not tell too much).
    """
    heads = pl.col("contributors" if "contributors" in cells.columns else "n")
    value, largest = pl.col("value").cast(pl.Float64), pl.col("largest").cast(pl.Float64)
    levels = [rules.margin * value, pl.lit(rules.unit)]
    dominated = (pl.col("value") == 0) & (pl.col("n") > 0)
    if rules.dominance is not None:
        levels.append(largest / rules.dominance - value)
        dominated |= largest >= rules.dominance * value - 1e-9
    if rules.p_percent is not None:
        short = rules.p_percent * largest - (value - largest - pl.col("second").cast(pl.Float64))
        levels.append(short)
        dominated |= short > 1e-9
    status = (
        pl.when(pl.col("n") == 0).then(pl.lit(ZERO))
        .when(heads < rules.minimum).then(pl.lit(COUNT))
        .when(dominated).then(pl.lit(DOMINANCE))
        .otherwise(pl.lit(FREE))
    )  # fmt: skip
    sensitive = pl.col("status").is_in([COUNT, DOMINANCE])
    return cells.with_columns(status=status).with_columns(
        level=pl.when(sensitive).then(pl.max_horizontal(levels)).otherwise(0.0)
    )
