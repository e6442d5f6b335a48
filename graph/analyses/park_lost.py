"""Park lost: which stages and supplies disappear when a park loses its function (B1-10)."""

import polars as pl

from graph.analyses import Facts, members
from graph.scenarios import alternatives, relations_cut, stages_lost

LEVELS = ("municipality", "region", "province")
_ROW = ["park", "chain", "stage"]


def analyse(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """One row per park and stage on it, or per park and chain for supplies of establishments without a known stage.

    Args:
        rows: who performs which stage where, with the park where it is known; ``asked`` is the park asked for.
        facts: the edge list ``flows``.
    """
    rows = rows.cast({name: pl.String for name in rows.columns if name != "position"})
    on_park = rows.drop_nulls("park").filter(pl.col("asked").is_null() | (pl.col("park") == pl.col("asked")))
    gone = on_park.select("establishment", case="park").unique()
    words = {
        level: rows.select(area=level, word=f"{level}Label")
        .drop_nulls()
        .unique("area", keep="first", maintain_order=True)
        for level in LEVELS
    }
    last = (
        stages_lost(rows, gone, LEVELS)
        .filter(pl.col("after") == 0)
        .join(pl.concat(words.values()).unique(), on="area", how="left")
        .group_by(park="case", stage="stage")
        .agg(lastIn=members("word"))
    )
    where = rows.select("establishment", place=pl.coalesce("municipalityLabel", "regionLabel"))
    others = alternatives(rows, where, gone).select(
        "stage", park="case", alternatives="number", alternativesIn=pl.col("places").list.join("|")
    )
    performed = on_park.group_by(_ROW).agg(
        establishments=pl.col("establishment").n_unique(),
        levels=pl.concat_str(members("level"), members("parkLevel"), separator="|"),
        references=members("source"),
    )
    cut = _cut(on_park, gone, facts)
    labels = on_park.select("park", "parkLabel").unique("park")
    chains = pl.concat([on_park.select("chain", "chainLabel"), cut.select("chain", "chainLabel")]).unique("chain")
    stages = on_park.select("stage", "stageLabel", "position").unique("stage")
    return (
        performed.join(cut.drop("chainLabel"), on=_ROW, how="full", coalesce=True, nulls_equal=True)
        .join(last, on=["park", "stage"], how="left")
        .join(others, on=["park", "stage"], how="left")
        .join(labels, on="park", how="left")
        .join(chains, on="chain", how="left")
        .join(stages, on="stage", how="left")
        .with_columns(
            pl.col("relationsCut").fill_null(0),
            establishments=pl.coalesce("establishments", "ends"),
            alternatives=pl.when(pl.col("stage").is_not_null()).then(pl.col("alternatives").fill_null(0)),
            evidence=pl.concat_str("levels", "cutLevels", separator="|", ignore_nulls=True),
            sources=pl.concat_str("references", "cutReferences", separator="|", ignore_nulls=True),
        )
        .sort("parkLabel", "park", "chainLabel", "chain", "position", "stage", nulls_last=True)
    )


def _cut(on_park: pl.DataFrame, gone: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Supplies that lose an end on a park, by the stages that end performs in the chain of the supply."""
    flows = facts("flows").select(
        "relation",
        "supplier",
        "customer",
        "chain",
        "chainLabel",
        "fromRegionLabel",
        "toRegionLabel",
        "evidence",
        "source",
    )
    flows = flows.cast(dict.fromkeys(flows.columns, pl.String))
    stages = on_park.select("park", "chain", "stage", end="establishment").unique()
    return (
        relations_cut(flows, gone)
        .rename({"case": "park"})
        .join(stages, on=["park", "chain", "end"], how="left")
        .with_columns(
            beyond=pl.when(~pl.col("inside")).then(
                pl.when(pl.col("end") == pl.col("supplier")).then("toRegionLabel").otherwise("fromRegionLabel")
            )
        )
        .group_by(_ROW)
        .agg(
            pl.col("chainLabel").first(),
            relationsCut=pl.col("relation").n_unique(),
            ends=pl.col("end").n_unique(),
            partners=members("beyond"),
            cutLevels=members("evidence"),
            cutReferences=members("source"),
        )
    )
