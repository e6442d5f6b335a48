"""White spots: stages that no source names in a region, the nearest region that has them, and who supplies instead."""

import polars as pl

from graph.present import holding, listed, present, sure
from graph.terms import expand
from graph.twins import Known, Told

_SPOT = ["region", "missingStage"]


def answer(known: Known, told: Told) -> pl.DataFrame:
    """One row per region and stage of a chain that is not known there (the columns of question A1-07)."""
    language = told.get("lang", "nl")
    anywhere = {name: value for name, value in told.items() if name != "region"}
    there = (
        present(known, anywhere).select("chain", "region", "level", "source", missingStage="stage").unique().collect()
    )
    spots = _stages(known, told).join(_regions(known, told), how="cross").join(there, on=["chain", *_SPOT], how="anti")
    nearest = _nearest(known, there, language)
    supplied = _supplied(known, told, language)
    return (
        spots.join(nearest, on=_SPOT, how="left")
        .join(supplied, on=_SPOT, how="left")
        .with_columns(pl.col("nearest", "suppliedFrom", "evidence", "sources").fill_null(""))
        .sort("chainLabel", "regionLabel", "position", "missingStage", maintain_order=True)
    )


def _stages(known: Known, told: Told) -> pl.DataFrame:
    """The stages of the chains asked for, as far as they are part of them on the day."""
    chain = f"VALUES ?chain {{ <{told['chain']}> }}" if "chain" in told else ""
    language, day = told.get("lang", "nl"), f'"{told["asOf"]}"^^<{expand("xsd:date")}>'
    return known.rows(
        f"""SELECT ?chain ?chainLabel ?stage ?label ?position WHERE {{
          {chain}
          ?chain a <{expand("ka:ValueChain")}> ; <{expand("rdfs:label")}> ?chainLabel .
          ?chain <{expand("ka:hasStage")}> ?stage .
          ?stage <{expand("rdfs:label")}> ?label ; <{expand("ka:position")}> ?position .
          OPTIONAL {{ ?stage <{expand("ka:validFrom")}> ?from }}
          OPTIONAL {{ ?stage <{expand("ka:validTo")}> ?to }}
          FILTER(LANG(?chainLabel) = "{language}" && LANG(?label) = "{language}")
          FILTER(!BOUND(?from) || ?from <= {day})
          FILTER(!BOUND(?to) || ?to >= {day})
        }}""",
        {
            "chain": pl.String,
            "chainLabel": pl.String,
            "missingStage": pl.String,
            "missingStageLabel": pl.String,
            "position": pl.Int64,
        },
    )


def _regions(known: Known, told: Told) -> pl.DataFrame:
    region = f"VALUES ?region {{ <{told['region']}> }}" if "region" in told else ""
    return known.rows(
        f"""SELECT ?region ?label WHERE {{
          {region}
          ?region a <{expand("ka:PolicyRegion")}> ; <{expand("rdfs:label")}> ?label .
          FILTER(LANG(?label) = "{told.get("lang", "nl")}")
        }}""",
        {"region": pl.String, "regionLabel": pl.String},
    )


def _nearest(known: Known, there: pl.DataFrame, language: str) -> pl.DataFrame:
    """For each region and stage the nearest regions that do have the stage, and the grounds for that."""
    distances = known.rows(
        f"""SELECT ?region ?other ?km WHERE {{
          ?way <{expand("ka:distanceKm")}> ?km ; <{expand("ka:fromRegion")}> ?region .
          ?way <{expand("ka:toRegion")}> ?other .
        }}""",
        {"region": pl.String, "other": pl.String, "distance": pl.Float64},
    )
    grounds = (
        there.rename({"region": "other"})
        .group_by("missingStage", "other")
        .agg(levels=listed("level"), named=listed("source"))
        .join(known.words(there["region"].unique(), "other", language), on="other")
    )
    ways = distances.join(grounds.select("missingStage", "other").unique(), on="other")
    return (
        ways.filter(pl.col("distance") == pl.col("distance").min().over(_SPOT))
        .join(grounds, on=["missingStage", "other"])
        .group_by(_SPOT)
        .agg(
            pl.col("distance").min(),
            nearest=listed("otherLabel"),
            evidence=pl.col("levels").str.join("|"),
            sources=pl.col("named").str.join("|"),
        )
    )


def _supplied(known: Known, told: Told, language: str) -> pl.DataFrame:
    """From where establishments in a region are supplied by establishments that perform a stage."""
    arriving = {**told, **({"to_region": told["region"]} if "region" in told else {})}
    links = holding(sure(known.table("links"), told), arriving, "chain", "to_region")
    performed = holding(known.table("presences"), told, "chain")
    found = (
        links.select("chain", "from_region", establishment="supplier", region="to_region")
        .unique()
        .join(
            performed.select("chain", "establishment", missingStage="stage").unique(),
            on=["chain", "establishment"],
        )
        .select(*_SPOT, "from_region")
        .unique()
        .collect()
    )
    words = known.words(found["from_region"].unique(), "from_region", language)
    return found.join(words, on="from_region").group_by(_SPOT).agg(suppliedFrom=listed("from_regionLabel"))
