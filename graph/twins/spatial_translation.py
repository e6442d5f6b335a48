"""The spatial translation: establishments and jobs per stage, region, municipality and park."""

import polars as pl

from graph.counting import rank
from graph.present import listed, most, present
from graph.terms import expand
from graph.twins import Known, Told

_PLACE = ("chain", "stage", "region", "municipality", "park")


def answer(known: Known, told: Told) -> pl.DataFrame:
    """One row per stage and place (the columns of question A1-05)."""
    jobs = known.table("establishments").group_by("establishment").agg(known=pl.col("jobs").max())
    places = (
        _on_parks(present(known, told).filter(pl.col("municipality").is_not_null()), most(told))
        .join(jobs, on="establishment", how="left")
        # Each establishment once per stage and place, however many sources name it.
        .group_by(*_PLACE, "establishment")
        .agg(pl.col("known").max(), levels=listed("level", "park_level"), references=listed("source"))
        .group_by(*_PLACE)
        .agg(
            establishments=pl.len().cast(pl.Int64),
            jobs=pl.when(pl.col("known").count() > 0).then(pl.col("known").sum()).cast(pl.Int64),
            jobsUnknown=pl.col("known").null_count().cast(pl.Int64),
            evidence=pl.col("levels").str.join("|"),
            sources=pl.col("references").str.join("|"),
        )
        .collect()
    )
    language = told.get("lang", "nl")
    for name, tongue in (("chain", language), ("stage", language), ("region", language), ("municipality", None)):
        places = places.join(known.words(places[name].unique(), name, tongue), on=name)
    places = places.join(_positions(known), on="stage").join(
        known.words(places["park"].unique(), "park"), on="park", how="left"
    )
    order = ["chainLabel", "position", "regionLabel", "municipalityLabel", "parkLabel"]
    return places.sort(*order, "stage", "region", "municipality", "park", maintain_order=True)


def _on_parks(presences: pl.LazyFrame, least: int) -> pl.LazyFrame:
    """Presences with their parks where a source sure enough gives one, else once without."""
    sure = pl.col("park").is_not_null() & (rank(pl.col("park_level")) <= least).fill_null(value=False)
    apart = presences.with_columns(park=pl.when(sure).then("park"), park_level=pl.when(sure).then(_name("park_level")))
    elsewhere = pl.col("park").is_null() & pl.col("park").is_not_null().any().over("presence")
    return apart.filter(~elsewhere)


def _name(column: str) -> pl.Expr:
    """The level an address stands for."""
    return pl.col(column).str.extract(r"([^/#]+)$")


def _positions(known: Known) -> pl.DataFrame:
    return known.rows(
        f"SELECT ?stage ?position WHERE {{ ?stage <{expand('ka:position')}> ?position }}",
        {"stage": pl.String, "position": pl.Int64},
    )
