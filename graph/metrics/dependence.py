"""Dependence: how concentrated, how far and how mutual what flows between places is.

The inbound view of a place (single, distant and non-adjacent sources) follows Rao, Gao, Miller and Goodchild (2022),
"Measuring network resilience via geospatial knowledge graph: a case study of the US multi-commodity flow network".
"""

from collections.abc import Sequence

import polars as pl


def concentration(flows: pl.DataFrame, by: Sequence[str], source: str, weight: str = "weight") -> pl.DataFrame:
    """Herfindahl-Hirschman index of the sources of each group (Hirschman 1945, Herfindahl 1950).

    ``hhi = sum over sources of (weight of the source / weight of the group) ** 2``: 1 for a single source, 1/n for n
    equal ones. No unit.

    Args:
        flows: one row per flow, with the columns of ``by``, ``source`` and ``weight``; parallel flows add up.
        by: what makes a group.
        source: where a flow comes from.
        weight: how much flows, 0 or more, in one unit within a group.

    Returns:
        The columns of ``by`` and ``hhi``, in the order of ``by``; null where nothing flows.
    """
    total = pl.col(weight).sum()
    return (
        flows.group_by(*by, source)
        .agg(total)
        .group_by(*by)
        .agg(hhi=pl.when(total > 0).then((pl.col(weight) / total).pow(2).sort().sum()))
        .sort(*by)
    )


def share(flows: pl.DataFrame, by: Sequence[str], counted: str, weight: str = "weight") -> pl.DataFrame:
    """Which part of what flows into each group has a property, and of which part that is unknown.

    ``share = weight with the property / weight of which it is known``; ``unknown = weight of which it is not known /
    weight of the group``. Both between 0 and 1.

    Args:
        flows: one row per flow, with the columns of ``by``, ``counted`` (true, false, or null for unknown), ``weight``.
        by: what makes a group.
        counted: whether the flow has the property.
        weight: how much flows, 0 or more, in one unit within a group.

    Returns:
        The columns of ``by``, ``share`` (null where nothing is known) and ``unknown``, in the order of ``by``.
    """
    has, w = pl.col(counted).cast(pl.Boolean), pl.col(weight)
    known, total = w.filter(has.is_not_null()).sum(), w.sum()
    return (
        flows.group_by(*by)
        .agg(
            share=pl.when(known > 0).then(w.filter(has).sum() / known),
            unknown=pl.when(total > 0).then(w.filter(has.is_null()).sum() / total),
        )
        .sort(*by)
    )


def interdependence(flows: pl.DataFrame, start: str, end: str, weight: str = "weight") -> pl.DataFrame:
    """How much two places depend on what flows between them.

    With ``F`` what flows between the two, in both directions, and ``T`` what flows from, to or within a place:
    ``dependence_a = F / T_a``, ``dependence_b = F / T_b`` and, after Jaccard (1901), ``interdependence =
    F / (T_a + T_b - F)``: of all flows that touch either place, the part that joins them. Between 0 and 1.

    Args:
        flows: one row per flow, with its two places and its weight, 0 or more, in one unit; parallel flows add up.
        start: column of the place a flow comes from.
        end: column of the place it goes to.
        weight: how much flows.

    Returns:
        One row per pair that is joined, ``a`` before ``b`` in the order of their names: ``a``, ``b``, ``forth``
        (from a to b), ``back``, ``dependence_a``, ``dependence_b``, ``interdependence``.
    """
    a, b, w = pl.col(start), pl.col(end), pl.col(weight)
    touching = (
        pl.concat([flows.select(place=a, w=w), flows.filter(a != b).select(place=b, w=w)])
        .group_by("place")
        .agg(pl.col("w").sum())
    )
    forth, back, both = pl.col("forth"), pl.col("back"), pl.col("forth") + pl.col("back")
    return (
        flows.filter((a != b) & (w > 0))
        .select(
            a=pl.min_horizontal(a, b),
            b=pl.max_horizontal(a, b),
            forth=pl.when(a < b).then(w).otherwise(0),
            back=pl.when(a > b).then(w).otherwise(0),
        )
        .group_by("a", "b")
        .agg(forth.sum(), back.sum())
        .join(touching.rename({"place": "a", "w": "total_a"}), on="a")
        .join(touching.rename({"place": "b", "w": "total_b"}), on="b")
        .select(
            "a",
            "b",
            "forth",
            "back",
            dependence_a=both / pl.col("total_a"),
            dependence_b=both / pl.col("total_b"),
            interdependence=both / (pl.col("total_a") + pl.col("total_b") - both),
        )
        .sort("a", "b")
    )
