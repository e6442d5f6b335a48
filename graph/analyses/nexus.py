"""Which establishments and stages hold the supplies between regions together.

Establishments are measured on documented and estimated supplies only: a named company is never put in an order of risk
on edges that are reconstructed or synthetic. Those count for stages, which are reported a second time, apart.
"""

import polars as pl

from graph.analyses import Facts, members
from graph.metrics.centrality import betweenness, cut_points

_DOCUMENTED = ("asserted", "estimated")
_WORDS = {False: ("vestiging", "schakel"), True: ("establishment", "stage")}


def analyse(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Nodes in Brabant that lie between others, are a cut point, a sole provider, or supply another region.

    Args:
        rows: who performs which stage where.
        facts: answers ``flows``, the supplies between establishments.
    """
    establishment, stage = _WORDS[bool(rows["english"].cast(pl.String).first() == "true")]
    presences = rows.with_columns(here=pl.col("here").cast(pl.String) == "true")
    flows = facts("flows").rename({"evidence": "level"})
    sure, sure_flows = (table.filter(pl.col("level").is_in(_DOCUMENTED)) for table in (presences, flows))
    found = [_establishments(sure, sure_flows, establishment), _stages(sure, sure_flows, stage, apart=False)]
    if sure.height < presences.height or sure_flows.height < flows.height:
        found.append(_stages(presences, flows, stage, apart=True))
    return pl.concat(found, how="vertical_relaxed")


def _establishments(presences: pl.DataFrame, flows: pl.DataFrame, word: str) -> pl.DataFrame:
    ends = [
        flows.select(
            node=side,
            nodeLabel=f"{side}Label",
            region=f"{way}Region",
            regionLabel=f"{way}RegionLabel",
            level="level",
            source="source",
        )
        for side, way in (("supplier", "from"), ("customer", "to"))
    ]
    performed = presences.select(
        "region", "regionLabel", "level", "source", node="establishment", nodeLabel="establishmentLabel"
    )
    edges = flows.group_by(source="supplier", target="customer").agg(strength=pl.len())
    affected = flows.select(node="supplier", own="fromRegion", other="toRegion", otherLabel="toRegionLabel")
    alone = _alone(presences, "establishment").rename({"establishment": "node"})
    return _described(
        pl.concat([*ends, performed], how="diagonal"), edges, affected, alone, presences, word, apart=False
    )


def _stages(presences: pl.DataFrame, flows: pl.DataFrame, word: str, apart: bool) -> pl.DataFrame:
    """Stages per region; a supply counts for every stage its ends perform in its chain."""
    places = presences.select(
        "chain", "stage", "stageLabel", "establishment", "region", "regionLabel", "level", "source"
    ).with_columns(node=pl.concat_str("stage", "region", separator=" "))
    at = places.select("chain", "establishment", "node").unique()
    joined = flows.join(at.rename({"establishment": "supplier", "node": "start"}), on=["chain", "supplier"]).join(
        at.rename({"establishment": "customer", "node": "end"}), on=["chain", "customer"]
    )
    edges = (
        joined.filter(pl.col("start") != pl.col("end"))
        .group_by(source="start", target="end")
        .agg(strength=pl.col("relation").n_unique())
    )
    names = places.select("node", "region", "regionLabel", nodeLabel="stageLabel").unique()
    grounds = pl.concat(
        [
            places.select("node", "level", "source"),
            *(joined.select("level", "source", node=side) for side in ("start", "end")),
        ],
        how="diagonal",
    ).join(names, on="node")
    affected = joined.select(node="start", own="fromRegion", other="toRegion", otherLabel="toRegionLabel")
    alone = _alone(presences, "region").with_columns(node=pl.concat_str("stage", "region", separator=" "))
    return _described(
        grounds, edges, affected, alone.select("node", "stageLabel"), presences, word, apart
    ).with_columns(pl.col("node").str.split(" ").list.first())


def _alone(presences: pl.DataFrame, by: str) -> pl.DataFrame:
    """Who is the only one in Brabant known to perform a stage: columns ``by``, ``stage`` and ``stageLabel``."""
    here = presences.filter("here").select(by, "stage", "stageLabel").unique()
    return here.filter(pl.len().over("stage") == 1)


def _described(
    grounds: pl.DataFrame,
    edges: pl.DataFrame,
    affected: pl.DataFrame,
    alone: pl.DataFrame,
    presences: pl.DataFrame,
    word: str,
    apart: bool,
) -> pl.DataFrame:
    """Nodes with their measures, those in Brabant of which there is something to say, most between others first."""
    here = presences.filter("here")["region"].unique()
    about = (
        grounds.filter(pl.col("region").is_in(here.to_list()))
        .group_by("node", "nodeLabel", "region", "regionLabel")
        .agg(evidence=members("level"), sources=members("source"))
    )
    others = (
        affected.filter(pl.col("own") != pl.col("other")).group_by("node").agg(affectedRegions=members("otherLabel"))
    )
    sole = alone.group_by("node").agg(soleProviderOf=members("stageLabel"))
    table = about
    for part in (betweenness(edges), cut_points(edges), sole, others):
        table = table.join(part, on="node", how="left")
    telling = (
        (pl.col("betweenness") > 0)
        | pl.col("cut_point")
        | pl.col("soleProviderOf").is_not_null()
        | pl.col("affectedRegions").is_not_null()
    )
    return (
        table.filter(telling)
        .sort(
            "betweenness", "nodeLabel", "regionLabel", "node", descending=[True, False, False, False], nulls_last=True
        )
        .select(
            "node",
            "nodeLabel",
            "region",
            "regionLabel",
            "betweenness",
            "soleProviderOf",
            "affectedRegions",
            "evidence",
            "sources",
            kind=pl.lit(word),
            cutPoint="cut_point",
            reconstructed=pl.lit(apart),
        )
    )
