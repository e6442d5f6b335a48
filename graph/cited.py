"""Cited: the sources of an atlas, how old they are, and what rests on each."""

import datetime
from functools import lru_cache
from pathlib import Path

import polars as pl

from graph.store import Store
from graph.terms import expand

SOURCES = {
    "source": pl.String,
    "title": pl.String,
    "publisher": pl.String,
    "page": pl.String,
    "licence": pl.String,
    "issued": pl.Date,
    "retrieved": pl.Date,
    "note": pl.String,
    "cited": pl.Int64,
}
"""Address, title, publisher, web address, licence, day of publication, day it was retrieved, remark, and how many
claims and things name it (what is computed in order to count is left out)."""

AGES = (1, 2, 5, 10)
"""Bounds of the classes of age, in years."""
_PLAIN = {name: expand(name) for name in ("rdf:type", "rdfs:label", "rdfs:comment", "dct:source", "foaf:page")}
_COMPUTED = " ".join(f"<{expand(name)}>" for name in ("ka:Presence", "ka:Link"))


def sources(folder: Path) -> pl.DataFrame:
    """All sources of an atlas as in :data:`SOURCES`, the most cited first."""
    return _sources(folder)


@lru_cache(maxsize=4)
def _sources(folder: Path) -> pl.DataFrame:
    store = Store(folder)
    optional = "".join(
        f"OPTIONAL {{ ?source <{expand(predicate)}> ?{name} }} "
        for name, predicate in (
            ("publisher", "dct:publisher"),
            ("page", "foaf:page"),
            ("licence", "dct:license"),
            ("issued", "dct:issued"),
            ("retrieved", "ka:retrievedOn"),
            ("note", "rdfs:comment"),
        )
    )
    rows = store.select(
        f"""SELECT ?source ?title ?publisher ?page ?licence ?issued ?retrieved ?note WHERE {{
          ?source a <{expand("ka:Source")}> ; <{_PLAIN["rdfs:label"]}> ?title . {optional} }}"""
    ).values
    counted = store.select(
        f"""SELECT ?source (COUNT(DISTINCT ?thing) AS ?cited) WHERE {{
          ?thing <{_PLAIN["dct:source"]}> ?source .
          FILTER NOT EXISTS {{ VALUES ?computed {{ {_COMPUTED} }} ?thing a ?computed }} }} GROUP BY ?source"""
    ).values
    table = pl.DataFrame(
        [tuple(None if cell is None else str(cell) for cell in row) for row in rows],
        schema=[name for name in SOURCES if name != "cited"],
        orient="row",
        infer_schema_length=None,
    ).unique("source", keep="first")
    cited = pl.DataFrame(counted, schema={"source": pl.String, "cited": pl.Int64}, orient="row")
    days = [pl.col(name).cast(pl.String).str.to_date(strict=False) for name in ("issued", "retrieved")]
    whole = table.with_columns(pl.all().cast(pl.String)).with_columns(days)
    return (
        whole.join(cited, on="source", how="left")
        .with_columns(pl.col("cited").fill_null(0))
        .sort(["cited", "title"], descending=[True, False])
    )


def ages(table: pl.DataFrame, today: datetime.date) -> list[tuple[int | None, int, int]]:
    """How old sources are, in classes from young to old.

    Args:
        table: sources, as :func:`sources` gives them.
        today: the day to reckon from.

    Returns:
        For each class the bound in years below which it lies (None: older than all; -1: no day of publication known),
        the number of sources, and how much rests on them.
    """
    years = (pl.lit(today) - pl.col("issued")).dt.total_days() / 365.25
    band = pl.coalesce(
        pl.when(pl.col("issued").is_null()).then(-1),
        *(pl.when(years < bound).then(bound) for bound in AGES),
        999,
    )
    counted = (
        table.select(pl.col("cited"), band=band).group_by("band").agg(pl.len().alias("sources"), pl.col("cited").sum())
    )
    found = {row[0]: row for row in counted.iter_rows()}
    return [
        (None if bound == 999 else bound, found[bound][1], found[bound][2])
        for bound in (*AGES, 999, -1)
        if bound in found
    ]


def resting(store: Store, source: str, most: int) -> pl.DataFrame:
    """What names a source: ``thing``, ``kind`` (class), and ``level`` of evidence, in order; at most so many.

    Args:
        store: the atlas.
        source: address of the source.
        most: number of things at most.
    """
    rows = store.select(
        f"""SELECT ?thing (SAMPLE(?level_) AS ?level) WHERE {{
          ?thing <{_PLAIN["dct:source"]}> <{source}> .
          FILTER NOT EXISTS {{ VALUES ?computed {{ {_COMPUTED} }} ?thing a ?computed }}
          OPTIONAL {{ ?thing <{expand("ka:evidenceLevel")}> ?level_ }}
        }} GROUP BY ?thing ORDER BY STR(?thing) LIMIT {most}"""
    ).values
    return pl.DataFrame(rows, schema={"thing": pl.String, "level": pl.String}, orient="row")
