"""Flows: supplies between establishments, with the region and municipality at both ends."""

import polars as pl

from graph.present import holding, sure
from graph.twins import Known, Told

_SIDES = {"supplier": "from", "customer": "to"}


def answer(known: Known, told: Told) -> pl.DataFrame:
    """One row per supply, chain, source and level of evidence (the columns of the network ``flows``).

    Names of establishments and organisations are taken from the extract of labels, for there may be a million of them.
    """
    language = told.get("lang", "nl")
    links = holding(sure(known.table("links"), told), told, "chain").select(
        "relation", "chain", "supplier", "customer", "from_region", "to_region", "source", evidence="level"
    )
    names = known.table("labels").select("thing", label=language)
    owners = known.table("organisations").join(names, left_on="organisation", right_on="thing")
    resources = known.table("supplies").select("relation", "resource").unique()
    rows = links.join(resources, on="relation", how="left")
    for side, way in _SIDES.items():
        towns = known.table("establishments").select(pl.col("establishment").alias(side), "municipality").unique()
        rows = (
            rows.join(names.rename({"thing": side, "label": f"{side}Label"}), on=side)
            .join(owners.select(pl.col("establishment").alias(side), pl.col("label").alias(f"{side}Organisation")),
                  on=side)
            .join(towns.rename({"municipality": f"{way}Municipality"}), on=side, how="left")
            .rename({f"{way}_region": f"{way}Region"})
        )  # fmt: skip
    found = rows.collect()
    found = found.join(known.words(found["chain"].unique(), "chain", language), on="chain")
    for way in _SIDES.values():
        region, town = f"{way}Region", f"{way}Municipality"
        found = found.join(known.words(found[region].unique(), region, language), on=region)
        named = known.words(found[town].unique(), town)
        found = found.join(named, on=town, how="left").with_columns(
            pl.when(pl.col(f"{town}Label").is_not_null()).then(town)
        )
    return found.sort("relation", "fromRegion", "toRegion", "source", "evidence", "resource", maintain_order=True)
