"""Space: what stages need of a place against what places offer, requirement by requirement and never as a score.

A requirement is met, not met or unknown. That no source names a quality of a park does not mean that it lacks it, so
that what is not named is unknown.

Frames:
    needs: ``stage``, ``kind`` and ``need``; a row per requirement.
    offers: ``park``, ``kind``, ``need`` and ``met`` (true or false); a row per requirement of which it is known.
"""

import polars as pl

STATES = ("met", "not-met", "unknown")


def fit(needs: pl.DataFrame, parks: pl.Series, offers: pl.DataFrame) -> pl.DataFrame:
    """Every requirement of every stage on every park, and whether it is met.

    Returns:
        ``stage``, ``park``, ``kind``, ``need`` and ``state`` (one of :data:`STATES`), in order. Where sources
        contradict each other, one that says the requirement is met counts.
    """
    known = offers.group_by("park", "kind", "need").agg(pl.col("met").any())
    return (
        needs.select("stage", "kind", "need")
        .unique()
        .join(pl.DataFrame({"park": parks}, schema={"park": pl.String}).unique(), how="cross")
        .join(known, on=["park", "kind", "need"], how="left")
        .select(
            "stage",
            "park",
            "kind",
            "need",
            state=pl.when(pl.col("met"))
            .then(pl.lit("met"))
            .when(~pl.col("met"))
            .then(pl.lit("not-met"))
            .otherwise(pl.lit("unknown")),
        )
        .sort("stage", "park", "kind", "need")
    )


def supply_bounds(fits: pl.DataFrame, parks: pl.DataFrame) -> pl.DataFrame:
    """Hectares that a stage could go to in each region, between what is known to fit and what is not known to fail.

    Hectares of one park count for every stage that could go there, so that rows of different stages do not add up.

    Args:
        fits: as :func:`fit` gives it.
        parks: ``park``, ``region`` and ``issuable_ha`` (null where unknown).

    Returns:
        ``stage``, ``region``, ``parks_lower`` and ``parks_upper`` (numbers), ``supply_lower_ha`` and
        ``supply_upper_ha`` (hectares, of parks where they are known), in order.
    """
    each = fits.group_by("stage", "park").agg(
        sure=(pl.col("state") == "met").all(), possible=(pl.col("state") != "not-met").all()
    )
    placed = each.join(parks.select("park", "region", "issuable_ha"), on="park").drop_nulls("region")
    sure, possible, hectares = pl.col("sure"), pl.col("possible"), pl.col("issuable_ha")
    return (
        placed.group_by("stage", "region")
        .agg(
            parks_lower=sure.sum().cast(pl.Int64),
            parks_upper=possible.sum().cast(pl.Int64),
            supply_lower_ha=hectares.filter(sure).sum(),
            supply_upper_ha=hectares.filter(possible).sum(),
        )
        .sort("stage", "region")
    )


def programmed(demands: pl.DataFrame) -> pl.DataFrame:
    """What is programmed against what is needed, by region, vintage and period; those are never added up.

    Args:
        demands: ``region``, ``vintage``, ``period``, ``demand_ha`` and ``programmed_ha`` (null where unknown).

    Returns:
        ``region``, ``vintage``, ``period``, ``demands`` (number), ``demand_ha``, ``programmed_ha`` (of the demands of
        which it is known), ``demand_without_ha`` (demand of which nothing is known to be programmed) and ``gap_ha``:
        demand less programming where both are known, null where they are for none; in order.
    """
    both = pl.col("programmed_ha").is_not_null()
    need, plan = pl.col("demand_ha"), pl.col("programmed_ha")
    return (
        demands.group_by("region", "vintage", "period")
        .agg(
            demands=pl.len().cast(pl.Int64),
            demand_ha=need.sum(),
            programmed_ha=pl.when(both.any()).then(plan.sum()),
            demand_without_ha=need.filter(~both).sum(),
            gap_ha=pl.when(both.any()).then(need.filter(both).sum() - plan.sum()),
        )
        .sort("region", "vintage", "period", nulls_last=True)
    )


def shortage(balances: pl.DataFrame) -> pl.DataFrame:
    """How much demand is left when hard plans, and when hard and soft plans, are carried out.

    Args:
        balances: ``demand_ha``, ``hard_ha`` (plans that are decided) and ``soft_ha`` (plans that are not), null where
            unknown; a row per region, vintage and period, which are never added up.

    Returns:
        The same rows with ``short_of_hard_ha`` and ``short_of_all_ha``; below nought is a surplus, null is unknown.
    """
    demand, hard, soft = pl.col("demand_ha"), pl.col("hard_ha"), pl.col("soft_ha")
    return balances.with_columns(short_of_hard_ha=demand - hard, short_of_all_ha=demand - hard - soft)


def regained(projects: pl.DataFrame) -> pl.DataFrame:
    """What restructuring could free: at least what is known, by region.

    Args:
        projects: ``region``, ``gross_ha`` and ``reissuable_ha`` (null where unknown), a row per project.

    Returns:
        ``region``, ``projects``, ``gross_ha``, ``regained_ha`` (null where it is known of none) and
        ``yield_unknown`` (number of projects of which it is not known), in order.
    """
    some = pl.col("reissuable_ha").is_not_null()
    return (
        projects.group_by("region")
        .agg(
            projects=pl.len().cast(pl.Int64),
            gross_ha=pl.when(pl.col("gross_ha").is_not_null().any()).then(pl.col("gross_ha").sum()),
            regained_ha=pl.when(some.any()).then(pl.col("reissuable_ha").sum()),
            yield_unknown=(~some).sum().cast(pl.Int64),
        )
        .sort("region")
    )
