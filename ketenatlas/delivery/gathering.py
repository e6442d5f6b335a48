"""Gathering: the tables of a delivery, from what an atlas counts and claims."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import shapely

from graph import cited, extracts
from graph.counting import holding
from graph.metrics.space_balance import shortage
from graph.store import Store, public
from graph.terms import PREFIXES, expand
from ketenatlas.delivery import described
from ketenatlas.delivery.protecting import OPEN, Shown
from ketenatlas.delivery.schema import SEPARATOR, dictionary

MEASURES = {
    "establishments": ("establishments", "establishments-by-chain"),
    "jobs": ("jobs", "jobs-by-chain"),
    "hectares": ("hectares",),
}
"""The cubes that each measure of the cells comes from."""
FLOWS = "supplies"
"""The cube of the flows."""
DIVISIONS = {"region": "policy-region", "nuts3": "nuts3"}
"""What the divisions of places are called outside."""
CLOSED = f"{PREFIXES['source']}restricted"
"""Stands for all sources that not everybody may read."""
_PLACES = ("place", "from", "to")
_CODE = r"([^/#]+)$"


def statistical(store: Store) -> pl.DataFrame:
    """Which municipality lies in which COROP area: ``municipality``, ``region``, and an open period."""
    rows = store.select(
        f"SELECT DISTINCT ?municipality ?region WHERE {{ ?municipality <{expand('ka:inStatisticalRegion')}> ?region }}"
    ).values
    table = pl.DataFrame(
        [(str(town), str(region)) for town, region in rows],
        {"municipality": pl.String, "region": pl.String},
        orient="row",
    )
    return table.sort(table.columns).with_columns(since=pl.lit(None, pl.Date), until=pl.lit(None, pl.Date))


def gathered(store: Store, day: datetime.date, shown: Shown) -> dict[str, pl.DataFrame]:
    """The tables of a delivery by name but that of changes, in the columns of :mod:`ketenatlas.delivery.described`.

    Args:
        store: the atlas.
        day: the day it is about.
        shown: the cells that may be shown.
    """
    names = extracts.read(store.folder, "labels").rename({"nl": "label_nl", "en": "label_en"})
    chains = extracts.read(store.folder, "stages").select("stage", "chain").unique("stage", keep="first").sort("stage")
    folder = public(store.folder)
    known = cited.sources(folder).drop("cited")
    made = {
        "cells": _without_closed(_cells(shown, names, chains), known),
        "flows": _without_closed(_flows(shown, names), known),
        "space": _space(folder, day, names, chains),
    }
    made["municipalities"] = _municipalities(folder, day, names)
    made["regions"] = _regions(folder, made, names)
    made["sources"] = _sources(known, made)
    made["columns"] = dictionary(list(described.TABLES.values()))
    return {name: described.TABLES[name].shaped(table) for name, table in made.items()}


def _named(table: pl.DataFrame, names: pl.DataFrame, things: Sequence[str]) -> pl.DataFrame:
    """A table with what its things are called, in both languages, and the codes of its places."""
    for thing in things:
        renamed = {column: f"{thing}_{column}" for column in ("label_nl", "label_en")}
        table = table.join(names.rename({"thing": thing, **renamed}), on=thing, how="left")
    return table.with_columns(
        pl.col(thing).str.extract(_CODE).alias(f"{thing}_code") for thing in things if thing in _PLACES
    )


def _keyed(data_set: str, dimensions: Sequence[str]) -> pl.Expr:
    """The name of a cell: that of its data set, and what names it in there."""
    parts = [pl.col(name).str.extract(_CODE) for name in dimensions]
    day = pl.col("day").dt.to_string("%Y-%m-%d")
    return pl.lit(f"{data_set}/") + pl.concat_str(*parts, day, "evidence", separator="--")


def _listed(sources: pl.Expr) -> pl.Expr:
    return sources.list.sort().list.join(SEPARATOR)


def _cells(shown: Shown, names: pl.DataFrame, chains: pl.DataFrame) -> pl.DataFrame:
    parts = []
    for measure, cubes in MEASURES.items():
        for cube in cubes:
            for division, level in DIVISIONS.items():
                name = f"{cube}-{division}"
                table = shown.tables.get(name)
                if table is None:
                    continue
                own = "stage" if "stage" in table.columns else "chain"
                table = table.with_columns(cell=_keyed(name, (own, "place")), value=pl.col("value").cast(pl.Float64))
                table = (
                    table.join(chains, on="stage", how="left")
                    if own == "stage"
                    else table.with_columns(stage=pl.lit(None, pl.String))
                )
                parts.append(
                    table.select(
                        "cell", "chain", "stage", "place", "day", "evidence", "value", "n", "status",
                        measure=pl.lit(measure), level=pl.lit(level), sources=_listed(pl.col("sources")),
                    )
                )  # fmt: skip
    return _named(_together(parts, "cells"), names, ("chain", "stage", "place"))


def _flows(shown: Shown, names: pl.DataFrame) -> pl.DataFrame:
    parts = []
    for division, level in DIVISIONS.items():
        name = f"{FLOWS}-{division}"
        if name in shown.tables:
            table = shown.tables[name]
            parts.append(
                table.with_columns(
                    pl.col("value").cast(pl.Int64), flow=_keyed(name, ("chain", "from", "to")),
                    level=pl.lit(level), sources=_listed(pl.col("sources")),
                )
            )  # fmt: skip
    return _named(_together(parts, "flows"), names, ("chain", "from", "to"))


def _together(parts: list[pl.DataFrame], name: str) -> pl.DataFrame:
    """Parts of a table as one; where all were withheld, a table without rows."""
    own = [column.name for column in described.TABLES[name].columns if "_label_" not in column.name]
    empty = pl.DataFrame(schema={column: described.TABLES[name].schema[column] for column in own})
    return pl.concat([empty, *parts], how="diagonal_relaxed").drop(f"{thing}_code" for thing in _PLACES if thing in own)


def _space(folder: Path, day: datetime.date, names: pl.DataFrame, chains: pl.DataFrame) -> pl.DataFrame:
    """Balances of regions and demands of stages that hold on the day, as public sources give them."""
    key = ["entry", "place", "vintage", "period", "environment", "level", "demand_ha"]
    balances = shortage(extracts.read(folder, "balances")).rename({"balance": "entry", "region": "place"})
    demands = extracts.read(folder, "space_demands").rename({"demand": "entry", "region": "place"})
    demands = demands.join(chains, on="stage", how="left")
    table = pl.concat(
        [
            holding(balances, day).select(
                *key, "source", "hard_ha", "soft_ha", "short_of_hard_ha", "short_of_all_ha", kind=pl.lit("balance")
            ),
            holding(demands, day).select(*key, "source", "stage", "chain", "programmed_ha", kind=pl.lit("demand")),
        ],
        how="diagonal",
    )
    rest = [name for name in table.columns if name not in ("entry", "source")]
    single = table.group_by("entry").agg(
        pl.col(rest).first(), sources=pl.col("source").unique().sort().str.join(SEPARATOR)
    )
    return _named(single, names, ("chain", "stage", "place")).with_columns(
        evidence=pl.col("level"), status=pl.lit(OPEN)
    )


def _points(folder: Path, things: pl.Series) -> pl.DataFrame:
    """Points of things that have one: ``thing``, ``longitude``, ``latitude``."""
    shapes = extracts.read(folder, "geometries")
    found = (
        extracts.read(folder, "centroids")
        .filter(pl.col("thing").is_in(things.to_list()))
        .join(shapes, on="geometry")
        .sort("thing", "geometry")
        .unique("thing", keep="first", maintain_order=True)
    )
    points = shapely.from_wkt(found["wkt"].to_numpy())
    return found.select("thing", longitude=pl.Series(shapely.get_x(points), dtype=pl.Float64),
                        latitude=pl.Series(shapely.get_y(points), dtype=pl.Float64))  # fmt: skip


def _municipalities(folder: Path, day: datetime.date, names: pl.DataFrame) -> pl.DataFrame:
    members = holding(extracts.read(folder, "memberships").filter("primary"), day)
    towns = extracts.read(folder, "municipalities").select("municipality").unique()
    labels = names.select(municipality="thing", label="label_nl")
    return (
        towns.join(labels, on="municipality", how="left")
        .join(members.select("municipality", "region").unique("municipality"), on="municipality", how="left")
        .join(statistical(Store(folder)).select("municipality", nuts3="region"), on="municipality", how="left")
        .join(_points(folder, towns["municipality"]).rename({"thing": "municipality"}), on="municipality", how="left")
        .with_columns(code=pl.col("municipality").str.extract(_CODE).str.to_uppercase())
    )


def _regions(folder: Path, made: Mapping[str, pl.DataFrame], names: pl.DataFrame) -> pl.DataFrame:
    """The regions that the tables name, with a point: the atlas's own, else the mean of their municipalities."""
    towns = made["municipalities"]
    kinds = [
        towns.select(place=column).drop_nulls().unique().with_columns(kind=pl.lit(kind))
        for column, kind in (("region", "policy-region"), ("nuts3", "nuts3"))
    ]
    named = [made["cells"]["place"], made["flows"]["from"], made["flows"]["to"], made["space"]["place"]]
    every = pl.concat([pl.DataFrame({"place": column}) for column in named]).unique()
    outside = every.join(pl.concat(kinds), on="place", how="anti").with_columns(kind=pl.lit("other"))
    table = pl.concat([*kinds, outside])
    members = pl.concat(
        [towns.select("longitude", "latitude", place=column).drop_nulls("place") for column in ("region", "nuts3")]
    )
    means = members.group_by("place").agg(
        municipalities=pl.len().cast(pl.Int64),
        mean_longitude=pl.col("longitude").mean().round(4), mean_latitude=pl.col("latitude").mean().round(4),
    )  # fmt: skip
    own = _points(folder, table["place"]).rename({"thing": "place"})
    return (
        table.join(means, on="place", how="left")
        .join(own, on="place", how="left")
        .join(names.rename({"thing": "place"}), on="place", how="left")
        .with_columns(
            pl.coalesce("longitude", "mean_longitude"),
            pl.coalesce("latitude", "mean_latitude"),
            code=pl.col("place").str.extract(_CODE),
            centre=pl.when(pl.col("longitude").is_not_null())
            .then(pl.lit("weighted"))
            .when(pl.col("mean_longitude").is_not_null())
            .then(pl.lit("mean")),
        )
    )


def _without_closed(table: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """A table of which the sources that not everybody may read stand under one name, for their own tells something."""
    listed = pl.col("sources").str.split(SEPARATOR)
    open_ = known["source"].to_list()
    named = listed.list.eval(pl.when(pl.element().is_in(open_)).then(pl.element()).otherwise(pl.lit(CLOSED)))
    return table.with_columns(sources=named.list.unique().list.sort().list.join(SEPARATOR))


def _sources(known: pl.DataFrame, made: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The sources that the tables name."""
    named = pl.concat([made[name].select("sources") for name in ("cells", "flows", "space")])
    counts = (
        named.drop_nulls()
        .select(source=pl.col("sources").str.split(SEPARATOR))
        .explode("source")
        .group_by("source")
        .agg(named=pl.len().cast(pl.Int64))
    )
    return counts.join(known, on="source", how="left").with_columns(
        title=pl.when(pl.col("source") == CLOSED)
        .then(pl.lit("Bronnen die alleen bevoegden lezen / Sources for authorised readers only"))
        .otherwise("title")
    )


def outlines(store: Store) -> dict[str, shapely.Geometry]:
    """Outlines of the municipalities of an atlas by address, in longitude and latitude."""
    rows = store.select(
        f"""SELECT ?town (SAMPLE(?wkt) AS ?outline) WHERE {{ ?town a <{expand("ka:Municipality")}> ;
          <{expand("geo:hasDefaultGeometry")}> ?shape .
          ?shape <{expand("geo:asWKT")}> ?wkt }} GROUP BY ?town ORDER BY ?town"""
    ).values
    shapes = shapely.from_wkt([str(text) for _, text in rows], on_invalid="ignore")
    return {
        str(town): shape
        for (town, _), shape in zip(rows, shapes, strict=True)
        if shape is not None and shape.geom_type in ("Polygon", "MultiPolygon")
    }
