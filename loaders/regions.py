"""Regions: the policy regions, the COROP areas, the country, and the provinces and countries around."""

import polars as pl

from graph.terms import mint, node
from loaders.claims import SOURCED, labelled, sourced
from loaders.columns import Choice, Code, Column
from loaders.loader import Loader

REGION = Code(
    r"[a-z]+(?:-[a-z]+)*|PV\d{2}|NL\d{3}|[A-Z]{2}",
    "a short name (west-brabant), a province (PV25), a COROP area (NL411) or a country (DE)",
)


def region_iri(column: pl.Expr | str) -> pl.Expr:
    """Address of a region by its key: TOOI for provinces, NUTS for COROP areas and countries, else our own."""
    key = pl.col(column) if isinstance(column, str) else column
    return (
        pl.when(key.str.starts_with("PV"))
        .then(mint("province", key.str.to_lowercase()))
        .when(key.str.contains(r"^[A-Z]"))
        .then(mint("nuts", key))
        .otherwise(mint("region", key))
    )


_region = region_iri("region_id")

LOADER = Loader(
    name="regions",
    about={"nl": "Regio's en gebieden daarbuiten", "en": "Regions and areas outside"},
    columns=(
        Column("region_id", REGION, required=True),
        Column(
            "kind",
            Choice(("policy", "statistical", "province", "country", "outside-province", "outside-country")),
            required=True,
        ),
        Column("label_nl", required=True),
        Column("label_en", required=True),
        *SOURCED,
    ),
    key=("region_id",),
    provides="region",
    required=True,
    patterns=(
        (
            _region,
            "rdf:type",
            pl.when(pl.col("kind") == "policy")
            .then(node("ka:PolicyRegion"))
            .when(pl.col("kind") == "statistical")
            .then(node("ka:StatisticalRegion"))
            .when(pl.col("kind") == "province")
            .then(node("ka:Province"))
            .when(pl.col("kind") == "country")
            .then(node("ka:Country"))
            .otherwise(node("ka:OutsideRegion")),
        ),
        (
            _region,
            "rdf:type",
            pl.when(pl.col("kind") == "outside-province").then(node("ka:Province")),
        ),
        *labelled(_region),
        *sourced(_region),
    ),
)
