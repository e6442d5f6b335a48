"""How strongly chains join pairs of regions."""

import polars as pl

from graph.analyses import Facts, members
from graph.metrics.dependence import interdependence


def analyse(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Pairs of Brabant regions in each chain, most interwoven first.

    Args:
        rows: supplies with the regions at both ends; those to and from outside count as what a region does besides.
        facts: answers ``presences``, for the stages at both ends.
    """
    rows = rows.with_columns(weight=pl.lit(1, dtype=pl.Int64), fromHere=_yes("fromHere"), toHere=_yes("toHere"))
    here = pl.concat(
        [
            rows.filter("fromHere").select(region="fromRegion", label="fromRegionLabel"),
            rows.filter("toHere").select(region="toRegion", label="toRegionLabel"),
        ]
    ).unique()
    measured = [
        interdependence(part, "fromRegion", "toRegion").with_columns(chain=pl.lit(chain))
        for (chain,), part in rows.group_by("chain")
    ]
    if not measured:
        return pl.DataFrame(schema=[*_HEAD, *_TAIL])
    pairs = (
        pl.concat(measured)
        .join(here.rename({"region": "a", "label": "regionALabel"}), on="a")
        .join(here.rename({"region": "b", "label": "regionBLabel"}), on="b")
    )
    return (
        pairs.join(_grounds(rows, facts("presences")), on=["chain", "a", "b"])
        .select(
            "chain",
            "chainLabel",
            "regionALabel",
            "regionBLabel",
            "interdependence",
            "stages",
            "evidence",
            "sources",
            regionA="a",
            regionB="b",
            supplies="forth",
            suppliesBack="back",
            dependenceA="dependence_a",
            dependenceB="dependence_b",
        )
        .sort("interdependence", "chainLabel", "regionALabel", "regionBLabel", descending=[True, False, False, False])
    )


_HEAD = ("chain", "chainLabel", "regionA", "regionALabel", "regionB", "regionBLabel", "supplies", "suppliesBack")
_TAIL = ("dependenceA", "dependenceB", "interdependence", "stages", "evidence", "sources")


def _yes(column: str) -> pl.Expr:
    """A flag as a flag: without rows its column is text."""
    return pl.col(column).cast(pl.String) == "true"


def _grounds(rows: pl.DataFrame, presences: pl.DataFrame) -> pl.DataFrame:
    """Per chain and pair of regions: the stages at both ends of its supplies, their evidence and sources."""
    start, end = pl.col("fromRegion"), pl.col("toRegion")
    joined = rows.filter(start != end).with_columns(a=pl.min_horizontal(start, end), b=pl.max_horizontal(start, end))
    performed = presences.select("chain", "establishment", "stageLabel").unique()
    ends = pl.concat(
        joined.select("chain", "chainLabel", "a", "b", "level", "source", establishment=side)
        for side in ("supplier", "customer")
    )
    return (
        ends.join(performed, on=["chain", "establishment"], how="left")
        .group_by("chain", "chainLabel", "a", "b")
        .agg(stages=members("stageLabel"), evidence=members("level"), sources=members("source"))
    )
