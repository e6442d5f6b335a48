"""Spatial relations between places as statements: measured, touching, inside, and where an establishment lies.

They are computed once, when an atlas is built, from the geometry its sources give; where none is given, nothing is
said. Each kind stands in a named graph of its own that names its source, a computation of ours. What a source states
is never overruled: where geometry says otherwise, that is a finding.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import shapely

from graph import space
from graph.shapes import FINDINGS
from graph.statements import SCHEMA, empty, having, instances
from graph.terms import PREFIXES, expand, shorten
from graph.topology import NONE, PAIRS, Features, astray, features, holding, located, near, shares

MEASURES, TOUCHES, WITHIN, PLACED = (
    f"{PREFIXES['graph']}computed-{name}" for name in ("measures", "touches", "within", "locations")
)
"""Named graphs of what is computed."""
METHOD = f"<{PREFIXES['source']}computed-spatial-relation>"
"""The source they name: a computation of ours, described there."""

TOUCH = 5.0
"""Metres that may lie between areas that touch: outlines are rounded, each side by its own hand."""
ADJOIN = 100.0
"""Metres between business parks that adjoin each other: the width of a main road or canal."""
ASTRAY = 100.0
"""Metres that a point may lie outside the place its source names: an outline is drawn more coarsely than an address."""
SLIVER = 0.01
"""Share of an area up to which an overlap, or what is missing from it, is put down to drawing."""

_MUNICIPALITY = f"<{PREFIXES['municipality']}"


@dataclass(frozen=True)
class Places:
    """Areas that others are compared with.

    Attributes:
        municipalities: those with an outline, also if they are not in the atlas.
        own: municipalities of the atlas (terms).
        parks: business parks.
        plots: plots of land.
        zones: regulatory zones, as they hold on the day.
    """

    municipalities: Features
    own: Sequence[str]
    parks: Features
    plots: Features
    zones: Features

    @property
    def any(self) -> bool:
        """Whether there is anything to compute with."""
        return any(map(len, (self.municipalities, self.parks, self.plots, self.zones)))


NOWHERE = Places(NONE, (), NONE, NONE, NONE)
"""No areas at all."""


@dataclass(frozen=True)
class Found:
    """What came of a computation: statements, and findings where sources say otherwise (without name and row)."""

    statements: pl.DataFrame
    findings: pl.DataFrame


def places(statements: pl.DataFrame, as_of: str) -> Places:
    """The areas among statements; of zones the versions that hold on a day."""
    have = located(statements)
    versions = having(statements, "ka:versionOf").rename({"s": "thing", "o": "zone"})
    gone = space.outside(statements, as_of).to_list()
    zones = (
        located(statements, "ka:zoneGeometry")
        .join(versions, on="thing")
        .filter(~pl.col("thing").is_in(gone))
        .select("wkt", thing="zone")
    )

    def of(kind: str) -> Features:
        return features(have.filter(pl.col("thing").is_in(instances(statements, kind).to_list())))

    return Places(
        features(have.filter(pl.col("thing").str.starts_with(_MUNICIPALITY))),
        sorted(instances(statements, "ka:Municipality")),
        of("ka:BusinessPark"),
        of("ka:Plot"),
        features(zones),
    )


def relations(statements: pl.DataFrame, known: Places, as_of: str) -> Found:
    """All that is computed from geometry for one atlas, but for its bulk tables.

    Args:
        statements: what the sources say.
        known: the areas among them.
        as_of: the day for which it is computed (ISO).
    """
    if not known.any:
        return Found(empty(), pl.DataFrame(schema=FINDINGS))
    placed = place(statements, known)
    said = [
        described(as_of),
        measures(statements, known),
        touches(statements, known, as_of),
        within(known, as_of),
        placed.statements,
    ]
    return Found(pl.concat(said), pl.concat([elsewhere(statements, known), placed.findings]))


def place(statements: pl.DataFrame, known: Places) -> Found:
    """Where the establishments lie that have a point: their municipality and park, where no source names it, and zones.

    A point in several areas, as on a border between two, lies in none of them for sure: that is a finding.

    Args:
        statements: of establishments, all or one batch of them.
        known: the areas.
    """
    there = instances(statements, "ka:Establishment").to_list()
    points = features(located(statements).filter(pl.col("thing").is_in(there))) if known.any else None
    if not points:
        return Found(empty(), pl.DataFrame(schema=FINDINGS))
    said, findings = [], []
    evidence = f"<{expand('evidence:estimated')}>"
    outside = having(statements, "ka:outsideRegion")["s"]
    for predicate, areas in (("ka:inMunicipality", known.municipalities), ("ka:situatedOn", known.parks)):
        inside = holding(points, areas)
        stated = having(statements, predicate).rename({"s": "one", "o": "other"})
        silent = inside.filter(~pl.col("one").is_in([*stated["one"], *outside]))
        several = silent.filter(pl.len().over("one") > 1)
        sure = silent.filter(pl.len().over("one") == 1)
        if areas is known.municipalities:
            sure = sure.filter(pl.col("other").is_in(known.own))
        said.append(_say(sure, predicate, PLACED))
        if areas is known.parks:
            said.append(_say(sure.with_columns(other=pl.lit(evidence)), "ka:locationEvidence", PLACED))
        off = astray(stated.join(inside, on=["one", "other"], how="anti"), points, [areas], ASTRAY)
        findings += [_finding("point-in-several-places", several), _finding("point-off-its-place", off)]
    said.append(_say(holding(points, known.zones), "geo:sfWithin", PLACED))
    return Found(pl.concat(said), pl.concat(findings))


def measures(statements: pl.DataFrame, known: Places) -> pl.DataFrame:
    """Area of parks and plots, and their centroid where no source gives one."""
    parts = (known.parks, known.plots)
    terms, shapes = (np.concatenate(column) for column in zip(*((p.terms, p.shapes) for p in parts), strict=True))
    centres = shapely.centroid(shapes)
    longitude, latitude = space.from_grid(shapely.get_x(centres), shapely.get_y(centres))
    rows = pl.DataFrame(
        {"one": terms, "ha": shapely.area(shapes) / 10_000, "x": longitude, "y": latitude},
        schema_overrides={"one": pl.String},
    ).with_columns(
        other=_decimal(pl.col("ha"), 2),
        point=pl.concat_str(
            pl.lit(f"<{PREFIXES['geometry']}"), _kind("one"), pl.lit("-"), _local("one"), pl.lit("-centre>")
        ),
        wkt=pl.concat_str(
            pl.lit('"POINT ('),
            pl.col("x").round(6).cast(pl.String),
            pl.lit(" "),
            pl.col("y").round(6).cast(pl.String),
            pl.lit(f')"^^<{PREFIXES["geo"]}wktLiteral>'),
        ),
    )
    without = rows.filter(~pl.col("one").is_in(having(statements, "geo:hasCentroid")["s"].to_list()))
    return pl.concat(
        [
            _say(rows, "ka:measuredAreaHa", MEASURES),
            _say(without.select("one", other="point"), "geo:hasCentroid", MEASURES),
            _say(without.select(one="point", other="wkt"), "geo:asWKT", MEASURES),
        ]
    )


def touches(statements: pl.DataFrame, known: Places, as_of: str) -> pl.DataFrame:
    """Which municipalities, regions and parks touch, and which parks adjoin each other.

    Without outlines nothing is known of municipalities and regions. Regions touch if municipalities do that count in
    them on the day.
    """
    own = [pl.col(name).is_in(known.own) for name in ("one", "other")]
    towns = near(known.municipalities, TOUCH)
    neighbours = towns.filter(own[0] & own[1])
    counted = space.members(statements, as_of).select("municipality", "region")
    regions = (
        neighbours.join(counted, left_on="one", right_on="municipality")
        .join(counted, left_on="other", right_on="municipality", suffix="_other")
        .select(one=pl.min_horizontal("region", "region_other"), other=pl.max_horizontal("region", "region_other"))
        .filter(pl.col("one") != pl.col("other"))
    )
    parks = near(known.parks, ADJOIN)
    overlapping = shares(known.parks, known.parks, SLIVER).select(
        one=pl.min_horizontal("one", "other"), other=pl.max_horizontal("one", "other")
    )
    meeting = parks.filter(pl.col("metres") <= TOUCH).join(overlapping, on=["one", "other"], how="anti")
    foreign = towns.filter(own[0] ^ own[1])
    return pl.concat(
        [
            _say(neighbours, "ka:neighbourOf", TOUCHES),
            _say(regions, "ka:borders", TOUCHES),
            _say(_both_ways(pl.concat([foreign, meeting])), "geo:sfTouches", TOUCHES),
            _say(parks, "ka:adjoins", TOUCHES),
        ]
    )


def within(known: Places, as_of: str) -> pl.DataFrame:
    """In which municipality and zones parks and plots lie; of one that lies in part there, the share as a claim."""
    parted = pl.concat(
        [
            shares(known.parks, known.municipalities, SLIVER),
            shares(known.parks, known.zones, SLIVER),
            shares(known.plots, known.zones, SLIVER),
        ]
    )
    whole = pl.col("share") >= 1 - SLIVER
    parts = parted.filter(~whole).with_columns(
        claim=pl.concat_str(
            pl.lit(f"<{PREFIXES['claim']}area-share--"),
            *(_kind("one"), pl.lit("-"), _local("one"), pl.lit("--"), _local("other"), pl.lit(">")),
        )
    )
    said = {
        "rdf:type": pl.lit(f"<{expand('ka:AreaShare')}>"),
        "ka:shareOf": pl.col("one"),
        "ka:shareIn": pl.col("other"),
        "ka:areaShare": _decimal(pl.col("share"), 3),
        **_told(as_of),
    }
    claims = [_say(parts.select(one="claim", other=value), predicate, WITHIN) for predicate, value in said.items()]
    return pl.concat([_say(parted.filter(whole), "geo:sfWithin", WITHIN), *claims])


def elsewhere(statements: pl.DataFrame, known: Places) -> pl.DataFrame:
    """Parks and plots of which a source names another place than the one most of them lies in, as findings."""
    stated = pl.concat([having(statements, predicate) for predicate in ("ka:within", "ka:plotOf")])
    stated = stated.rename({"s": "one", "o": "other"})
    off = [astray(stated, part, [known.municipalities, known.parks], ASTRAY) for part in (known.parks, known.plots)]
    return _finding("area-off-its-place", pl.concat(off))


def described(as_of: str) -> pl.DataFrame:
    """What the graphs of computed statements name as their source, and what that is."""
    method = {
        "rdf:type": f"<{expand('ka:Source')}>",
        "rdfs:label": '"Ruimtelijke relaties, berekend door de ketenatlas uit de geometrie van de bronnen"',
        "dct:publisher": '"ketenatlas"',
        "dct:license": '"EUPL-1.2"',
        "foaf:page": f"<{expand('ka:AreaShare')}>",
        "ka:retrievedOn": f'"{as_of}"^^<{PREFIXES["xsd"]}date>',
    }
    rows = [(METHOD, f"<{expand(name)}>", value, f"<{WITHIN}>") for name, value in method.items()]
    about = pl.DataFrame({"one": [f"<{graph}>" for graph in (MEASURES, TOUCHES, WITHIN, PLACED)]})
    told = [
        about.select(s="one", p=pl.lit(f"<{expand(name)}>"), o=value, g="one") for name, value in _told(as_of).items()
    ]
    return pl.concat([pl.DataFrame(rows, schema=SCHEMA, orient="row"), *told])


def _told(as_of: str) -> Mapping[str, pl.Expr]:
    """Evidence, source and day of what is computed."""
    return {
        "ka:evidenceLevel": pl.lit(f"<{expand('evidence:estimated')}>"),
        "dct:source": pl.lit(METHOD),
        "ka:observedOn": pl.lit(f'"{as_of}"^^<{PREFIXES["xsd"]}date>'),
    }


_MESSAGES = {
    "point-off-its-place": (
        "report",
        f"Het punt van de vestiging ligt meer dan {ASTRAY:g} meter buiten de plek die haar bron noemt.",
        f"The point of the establishment lies more than {ASTRAY:g} metres outside the place its source names.",
    ),
    "point-in-several-places": (
        "note",
        "Het punt van de vestiging ligt in meer dan één gemeente of terrein, zoals op een grens; geen is gekozen.",
        "The point of the establishment lies in several municipalities or parks, as on a border; none was chosen.",
    ),
    "area-off-its-place": (
        "report",
        "Het terrein of de kavel ligt voor meer dan de helft buiten de plek die de bron noemt.",
        "More than half of the park or plot lies outside the place its source names.",
    ),
}


def _finding(check: str, pairs: pl.DataFrame) -> pl.DataFrame:
    severity, dutch, english = _MESSAGES[check]
    rows = [(severity, check, *(shorten(term[1:-1]) for term in pair), dutch, english) for pair in pairs.rows()]
    return pl.DataFrame(rows, schema=FINDINGS, orient="row")


def _say(pairs: pl.DataFrame, predicate: str, graph: str) -> pl.DataFrame:
    """One statement for each pair."""
    made = pairs.select(s="one", p=pl.lit(f"<{expand(predicate)}>"), o="other", g=pl.lit(f"<{graph}>"))
    return made.unique(maintain_order=True)


def _both_ways(pairs: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([pairs.select(*PAIRS), pairs.select(one="other", other="one")]).sort("one", "other")


def _decimal(value: pl.Expr, digits: int) -> pl.Expr:
    text = value.round(digits).cast(pl.String).str.strip_suffix(".0")
    return pl.concat_str(pl.lit('"'), text, pl.lit(f'"^^<{PREFIXES["xsd"]}decimal>'))


def _local(column: str) -> pl.Expr:
    """The last part of an address."""
    return pl.col(column).str.extract(r"([^/]+)>$")


def _kind(column: str) -> pl.Expr:
    """The part of an address before the last: the kind of thing."""
    return pl.col(column).str.extract(r"([^/]+)/[^/]+>$")
