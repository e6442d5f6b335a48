"""Spatial relations that are computed when an atlas is built, in the Dutch grid (EPSG:28992), in metres."""

from collections.abc import Iterable

import numpy as np
import polars as pl
import pyproj
import shapely

from graph.statements import SCHEMA, day, empty, having
from graph.terms import PREFIXES, expand

DISTANCES = f"{PREFIXES['graph']}region-distances"
"""Named graph of the computed distances."""
METHOD = f"<{PREFIXES['source']}computed-region-distance>"
"""The source the distances name: a computation of ours, described there."""

_TO_GRID = pyproj.Transformer.from_crs("OGC:CRS84", "EPSG:28992", always_xy=True)
_FROM_GRID = pyproj.Transformer.from_crs("EPSG:28992", "OGC:CRS84", always_xy=True)


def to_grid(longitude: Iterable[float], latitude: Iterable[float]) -> np.ndarray:
    """Project longitude and latitude to the Dutch grid; shape (n, 2), metres."""
    x, y = _TO_GRID.transform(np.asarray(list(longitude)), np.asarray(list(latitude)))
    return np.column_stack([x, y])


def from_grid(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude of points of the Dutch grid (metres)."""
    longitude, latitude = _FROM_GRID.transform(x, y)
    return longitude, latitude


def project(shapes: Iterable[shapely.Geometry]) -> list[shapely.Geometry]:
    """Project geometries from longitude and latitude to the Dutch grid."""
    return list(shapely.transform(np.array(list(shapes), dtype=object), _grid))


def _grid(points: np.ndarray) -> np.ndarray:
    return np.column_stack(_TO_GRID.transform(points[:, 0], points[:, 1]))


def valid_on(claims: pl.DataFrame, statements: pl.DataFrame, as_of: str) -> pl.DataFrame:
    """Keep the rows whose ``s`` is a thing that holds on a day.

    Args:
        claims: a frame with column ``s``.
        statements: where the validity of things is stated.
        as_of: the day, ISO.
    """
    return claims.filter(~pl.col("s").is_in(outside(statements, as_of).to_list()))


def outside(statements: pl.DataFrame, as_of: str) -> pl.Series:
    """Things that do not hold on a day: they start after it or ended before it."""
    moment = pl.lit(as_of).str.to_date("%Y-%m-%d")
    late = having(statements, "ka:validFrom").filter(day(pl.col("o")) > moment)
    over = having(statements, "ka:validTo").filter(day(pl.col("o")) < moment)
    return pl.concat([late["s"], over["s"]]).unique()


def snapshot(statements: pl.DataFrame, as_of: str) -> pl.DataFrame:
    """The statements that hold on a day: none about a thing, or pointing at one, that does not."""
    gone = outside(statements, as_of).to_list()
    return statements.filter(~pl.col("s").is_in(gone) & ~pl.col("o").is_in(gone))


def members(statements: pl.DataFrame, as_of: str) -> pl.DataFrame:
    """Which municipality counts in which region on a day (primary membership): ``s``, ``municipality``, ``region``."""
    primary = having(statements, "ka:primary").filter(pl.col("o").str.starts_with('"true"'))
    return (
        valid_on(having(statements, "ka:member"), statements, as_of)
        .rename({"o": "municipality"})
        .join(primary.select("s"), on="s")
        .join(having(statements, "ka:region").rename({"o": "region"}), on="s")
    )


def region_centres(statements: pl.DataFrame, as_of: str) -> pl.DataFrame:
    """Centre of each policy region: the mean position of its primary members, weighted by establishments.

    Where no number of establishments is known for any member of a region, members weigh the same.

    Returns:
        Columns ``region`` (term), ``x`` and ``y`` (metres, EPSG:28992).
    """
    points = (
        having(statements, "geo:hasCentroid")
        .rename({"s": "municipality", "o": "s"})
        .join(having(statements, "geo:asWKT"), on="s")
        .select(
            "municipality",
            longitude=pl.col("o").str.extract(r"POINT \(([-\d.]+) ").cast(pl.Float64),
            latitude=pl.col("o").str.extract(r"POINT \([-\d.]+ ([-\d.]+)\)").cast(pl.Float64),
        )
    )
    if points.is_empty():
        return pl.DataFrame(schema={"region": pl.String, "x": pl.Float64, "y": pl.Float64})
    grid = to_grid(points["longitude"], points["latitude"])
    weights = (
        having(statements, "ka:aboutMunicipality")
        .rename({"o": "municipality"})
        .join(having(statements, "ka:establishmentCount"), on="s")
        .select("municipality", weight=pl.col("o").str.extract(r'^"(\d+)"').cast(pl.Float64))
        .unique(subset=["municipality"], keep="last", maintain_order=True)
    )
    return (
        members(statements, as_of)
        .join(points.with_columns(x=grid[:, 0], y=grid[:, 1]), on="municipality")
        .join(weights, on="municipality", how="left")
        .with_columns(w=pl.col("weight").fill_null(pl.col("weight").mean().over("region")).fill_null(1.0))
        .group_by("region")
        .agg(
            x=(pl.col("x") * pl.col("w")).sum() / pl.col("w").sum(),
            y=(pl.col("y") * pl.col("w")).sum() / pl.col("w").sum(),
        )
        .sort("region")
    )


def region_geometries(statements: pl.DataFrame, as_of: str) -> pl.DataFrame:
    """The centres of the policy regions as points in longitude and latitude, as statements."""
    centres = region_centres(statements, as_of)
    if centres.is_empty():
        return empty()
    longitude, latitude = from_grid(centres["x"].to_numpy(), centres["y"].to_numpy())
    rows = centres.with_columns(
        point=pl.concat_str(
            pl.lit(f"<{PREFIXES['geometry']}"), pl.col("region").str.extract(r"([^/]+)>$"), pl.lit("-centre>")
        ),
        wkt=pl.concat_str(
            pl.lit('"POINT ('),
            pl.Series(longitude).round(4).cast(pl.String),
            pl.lit(" "),
            pl.Series(latitude).round(4).cast(pl.String),
            pl.lit(f')"^^<{PREFIXES["geo"]}wktLiteral>'),
        ),
    )
    return pl.concat(
        [
            rows.select(s="region", p=pl.lit(f"<{expand('geo:hasCentroid')}>"), o="point"),
            rows.select(s="point", p=pl.lit(f"<{expand('geo:asWKT')}>"), o="wkt"),
        ]
    ).with_columns(g=pl.lit(f"<{DISTANCES}>"))


def region_distances(statements: pl.DataFrame, as_of: str) -> pl.DataFrame:
    """Straight-line distances between the centres of the policy regions, as statements (estimated, in km)."""
    centres = region_centres(statements, as_of)
    if centres.height < 2:
        return empty()
    pairs = (
        centres.join(centres, how="cross", suffix="_to")
        .filter(pl.col("region") != pl.col("region_to"))
        .with_columns(
            km=(((pl.col("x") - pl.col("x_to")) ** 2 + (pl.col("y") - pl.col("y_to")) ** 2).sqrt() / 1000)
            .round(1)
            .cast(pl.String)
            .str.strip_suffix(".0"),
            claim=pl.concat_str(
                pl.lit(f"<{PREFIXES['claim']}distance--"),
                pl.col("region").str.extract(r"([^/]+)>$"),
                pl.lit("--"),
                pl.col("region_to").str.extract(r"([^/]+)>$"),
                pl.lit(">"),
            ),
        )
    )
    decimal, day_type = f"{PREFIXES['xsd']}decimal", f"{PREFIXES['xsd']}date"
    said = {
        "rdf:type": pl.lit(f"<{expand('ka:RegionDistance')}>"),
        "ka:fromRegion": pl.col("region"),
        "ka:toRegion": pl.col("region_to"),
        "ka:distanceKm": pl.concat_str(pl.lit('"'), "km", pl.lit(f'"^^<{decimal}>')),
        "ka:evidenceLevel": pl.lit(f"<{expand('evidence:estimated')}>"),
        "dct:source": pl.lit(METHOD),
        "ka:observedOn": pl.lit(f'"{as_of}"^^<{day_type}>'),
    }
    method = {
        "rdf:type": f"<{expand('ka:Source')}>",
        "rdfs:label": '"Afstand tussen zwaartepunten van regio\'s, berekend door de ketenatlas"',
        "dct:publisher": '"ketenatlas"',
        "dct:license": '"EUPL-1.2"',
        "foaf:page": f"<{expand('ka:RegionDistance')}>",
        "ka:retrievedOn": f'"{as_of}"^^<{day_type}>',
    }
    described = pl.DataFrame({"p": [f"<{expand(key)}>" for key in method], "o": list(method.values())})
    return pl.concat(
        [described.select(s=pl.lit(METHOD), p="p", o="o", g=pl.lit(f"<{DISTANCES}>"))]
        + [
            pairs.select(s="claim", p=pl.lit(f"<{expand(predicate)}>"), o=value, g=pl.lit(f"<{DISTANCES}>"))
            for predicate, value in said.items()
        ]
    ).cast(SCHEMA)  # type: ignore[arg-type]
