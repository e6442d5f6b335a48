"""Chains by region: how many stages and establishments of each chain are known in each region."""

import polars as pl

from graph.present import listed, present
from graph.terms import expand
from graph.twins import Known, Told


def answer(known: Known, told: Told) -> pl.DataFrame:
    """Every chain with every region, and what is known there (the columns of the view ``chain-region``)."""
    language = told.get("lang", "nl")
    chains = known.rows(
        f"""SELECT ?chain ?label (COUNT(?stage) AS ?stages) WHERE {{
          ?chain a <{expand("ka:ValueChain")}> ; <{expand("rdfs:label")}> ?label ; <{expand("ka:hasStage")}> ?stage .
          FILTER(LANG(?label) = "{language}")
        }} GROUP BY ?chain ?label""",
        {"chain": pl.String, "chainLabel": pl.String, "stagesTotal": pl.Int64},
    )
    regions = known.rows(
        f"""SELECT ?region ?label WHERE {{
          ?region a <{expand("ka:PolicyRegion")}> ; <{expand("rdfs:label")}> ?label .
          FILTER(LANG(?label) = "{language}")
        }}""",
        {"region": pl.String, "regionLabel": pl.String},
    )
    counted = (
        present(known, told)
        .group_by("chain", "region")
        .agg(
            stages=pl.col("stage").n_unique().cast(pl.Int64),
            establishments=pl.col("establishment").n_unique().cast(pl.Int64),
            evidence=listed("level"),
            sources=listed("source"),
        )
        .collect()
    )
    return (
        chains.join(regions, how="cross")
        .join(counted, on=["chain", "region"], how="left")
        .sort("chainLabel", "regionLabel", maintain_order=True)
    )
