"""Protecting a table: every cell gets a status, proved against reckoning back."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import polars as pl

from graph.disclosure.additivity import Hierarchy, with_rests
from graph.disclosure.knowledge import compare, known
from graph.disclosure.rules import HIDDEN, PRIMARY, SECONDARY, WITHHELD, ZERO, Rules, judged
from graph.disclosure.search import Search
from graph.errors import AtlasError

SUPPRESSED = "suppressed"
"""What is said outside of a cell that is hidden; why it is hidden would tell how many there are."""


def protect(
    cells: pl.DataFrame,
    dimensions: Sequence[str],
    hierarchies: Mapping[str, Hierarchy] | None = None,
    *,
    rules: Rules | None = None,
    previous: pl.DataFrame | None = None,
    partial: Mapping[str, Collection[str]] | None = None,
) -> pl.DataFrame:
    """Say of every cell of a table whether it may be shown, so that nobody's own number can be reckoned back.

    Whoever has everything that is shown, knows all hierarchies and can solve linear programmes finds, for the value of
    each cell that tells too much, an interval that reaches at least ``level`` below and above the true value (or down
    to what is known anyway), and for a number of establishments below the minimum an interval that reaches the minimum.
    Proved by :class:`graph.disclosure.search.Search`; see there for the method and its sources.

    Args:
        cells: a row per cell, totals and margins among them, with the dimensions; ``n``, the number of establishments;
            ``value``, what they have together, zero or more; ``largest``, the most that one of them has; ``second``,
            the next, for the p% rule; optionally ``withheld``, true for cells that are never shown but that shown ones
            are sums of; and ``changed``, how many establishments came, left or changed since ``previous``. A
            combination that is not there counts as known to have nobody.
        dimensions: the columns that name a cell.
        hierarchies: by dimension, the parent or parents of each code; a total is a parent of all. A dimension without
            is flat and has no total.
        rules: what tells too much; the default is three establishments and 75 % of the value.
        previous: what this function gave for the previous delivery of the same table. Without it, nothing is known of
            earlier deliveries; with it, the two are safe together.
        partial: by dimension, parents whose children need not add up, as a municipality of which only parks are cells.

    Returns:
        The cells in their order with ``status`` (``free``, ``zero``, ``primary-count``, ``primary-dominance``,
        ``primary-difference``, ``secondary``, ``withheld``), ``level`` (how far off the value must seem, in its unit;
        0 of a ``primary-difference``, of which the change must) and ``exposed`` (true where the previous delivery
        already told what should be hidden now).

    Raises:
        AtlasError: a column lacks, a cell is there twice or has an impossible number, or cells do not add up.
    """
    rules = rules or Rules()
    names = list(dimensions)
    _checked(cells, names, rules)
    order = [name for name in cells.columns if name not in ("status", "level", "exposed")]
    given = (
        cells.select(order)
        .with_row_index("_row")
        .with_columns(
            pl.col(names).cast(pl.String),
            withheld=(pl.col("withheld") if "withheld" in order else pl.lit(value=False)).fill_null(value=False),
        )
    )
    given = given.sort(names)  # the pattern does not depend on the order of the rows
    full, trees = with_rests(given, names, hierarchies or {}, partial or {})
    full = _judged(full, rules)
    if previous is not None:
        previous = _previous(previous, names, hierarchies or {}, partial or {}, rules)
    full = compare(full, previous, names, rules)
    knowledge = known(full, previous, names, trees, rules)
    must = full["status"].is_in(list(PRIMARY)).to_numpy()
    cost = _cost(full, rules)
    search = Search(knowledge, must, cost, insiders=rules.insiders)
    search.run(np.ones(full.height, dtype=bool))
    again = Search(knowledge, must, cost, insiders=rules.insiders)
    again.exposed |= search.exposed
    again.run(search.hidden & ~must)  # a second look often does with fewer of the cells that the first one chose
    hidden = again.hidden
    status = pl.when(pl.Series(hidden & ~must)).then(pl.lit(SECONDARY)).otherwise("status")
    made = full.with_columns(status=status, exposed=pl.Series(again.exposed))
    made = made.filter(pl.col("_row").is_not_null()).sort("_row")
    return cells.drop("status", "level", "exposed", strict=False).with_columns(
        made["status"], made["level"], made["exposed"]
    )


def _judged(cells: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    return judged(cells, rules).with_columns(
        status=pl.when("withheld").then(pl.lit(WITHHELD)).otherwise("status"),
        level=pl.when("withheld").then(0.0).otherwise("level"),
    )


def _previous(
    previous: pl.DataFrame, names: list[str], hierarchies: Mapping[str, Hierarchy],
    partial: Mapping[str, Collection[str]], rules: Rules,
) -> pl.DataFrame:  # fmt: skip
    """The previous delivery as it was given out, with the rests nobody saw."""
    lacking = sorted({*names, "n", "value", "status", "level"} - set(previous.columns))
    if lacking:
        raise AtlasError(
            f"The previous delivery has no column {lacking[0]}; expected is what protect() gave for it, with the true"
            " numbers. Nothing was protected."
        )
    told = previous.with_columns(pl.col(names).cast(pl.String), withheld=pl.col("status") == WITHHELD)
    full, _ = with_rests(told, names, hierarchies, partial)
    return full.with_columns(pl.col("status").fill_null(WITHHELD), pl.col("level").fill_null(0.0))


def _cost(cells: pl.DataFrame, rules: Rules) -> np.ndarray:
    """What it costs to hide each cell, from nearly nothing to one."""
    value = cells["value"].cast(pl.Float64).to_numpy()
    by = {"cells": np.ones_like(value), "value": value, "log": np.log1p(np.maximum(value, 0))}[rules.cost]
    return np.asarray(np.maximum(by / max(by.max(initial=0.0), 1e-9), 1e-3))


def _checked(cells: pl.DataFrame, names: list[str], rules: Rules) -> None:
    wanted = [*names, "n", "value", "largest", *(["second"] if rules.p_percent is not None else [])]
    lacking = [name for name in wanted if name not in cells.columns]
    if lacking:
        raise AtlasError(
            f"The table to be protected has no column {lacking[0]}; expected are {', '.join(wanted)}. Nothing was"
            " protected."
        )
    twice = cells.filter(cells.select(names).is_duplicated())
    shown = ~pl.col("withheld").fill_null(value=False) if "withheld" in cells.columns else pl.lit(value=True)
    unknown = cells.filter(
        pl.any_horizontal(pl.col([*names, "n", "value"]).is_null())
        | (pl.any_horizontal(pl.col(wanted[len(names) + 2 :]).is_null()) & shown & (pl.col("n") > 0))
    )
    wrong = cells.filter(
        (pl.col("n") < 0) | (pl.col("value") < 0) | ((pl.col("n") == 0) & (pl.col("value") != 0))
        | (pl.col("largest") > pl.col("value") + 1e-6) | (pl.col("value") < rules.least * pl.col("n") - 1e-6)
    )  # fmt: skip
    for found, what in (
        (twice, "is there twice; expected is one row for each combination"),
        (unknown, "has an empty field; expected are all dimensions, n, value and the largest contributions"),
        (wrong, "has numbers that cannot be; expected are none below zero, nothing where there is nobody, no largest"
                f" contribution above the value, and at least {rules.least:g} for each establishment"),
    ):  # fmt: skip
        if found.height:
            row = found.row(0, named=True)
            raise AtlasError(f"The cell {' / '.join(str(row[name]) for name in names)} {what}. Nothing was protected.")


def published(cells: pl.DataFrame, dimensions: Sequence[str], rules: Rules | None = None) -> pl.DataFrame:
    """What may be shown of a protected table.

    The status says ``suppressed`` whatever the reason: the reason would tell how many establishments there are. The
    largest contributions are never shown.

    Args:
        cells: what :func:`protect` gave.
        dimensions: the columns that name a cell.
        rules: the rules it was given.

    Returns:
        The dimensions, ``n`` and ``value`` (empty where suppressed) and ``status``: ``free``, ``zero`` or
        ``suppressed``. Withheld cells are not in it.
    """
    hidden = pl.col("status").is_in(list(HIDDEN))
    heads = pl.col("n") if rules is not None and rules.counts == "open" else pl.when(~hidden).then("n")
    return cells.filter(pl.col("status") != WITHHELD).select(
        *dimensions, heads.alias("n"), pl.when(~hidden).then("value").alias("value"),
        status=pl.when(hidden).then(pl.lit(SUPPRESSED)).otherwise("status"),
    )  # fmt: skip


def loss(cells: pl.DataFrame, by: Sequence[str] = ()) -> pl.DataFrame:
    """What protection cost: how many cells and how much of the value are not shown.

    Args:
        cells: what :func:`protect` gave, of one table or, with a column that names it, of several.
        by: the columns that name a table or level.

    Returns:
        Per table ``cells`` (with somebody in them), ``primary``, ``secondary``, ``exposed``, ``suppressed`` and
        ``share`` (of the cells), ``value`` and ``valueShare`` (suppressed share of the sum of all cells; sums are
        counted beside their parts). Shares are fractions, empty where there is nothing.
    """
    hidden = pl.col("status").is_in(list(HIDDEN))
    told = cells.filter(~pl.col("status").is_in([ZERO, WITHHELD]))
    made = told.with_columns(_all=pl.lit(0)).group_by("_all", *by, maintain_order=True)
    return (
        made.agg(
            cells=pl.len().cast(pl.Int64),
            primary=pl.col("status").is_in(list(PRIMARY)).sum().cast(pl.Int64),
            secondary=(pl.col("status") == SECONDARY).sum().cast(pl.Int64),
            exposed=pl.col("exposed").sum().cast(pl.Int64),
            suppressed=hidden.sum().cast(pl.Int64),
            share=hidden.mean(),
            value=pl.col("value").sum(),
            valueShare=pl.when(pl.col("value").sum() > 0).then(
                pl.col("value").filter(hidden).sum() / pl.col("value").sum()
            ),
        )
        .drop("_all")
    )  # fmt: skip
