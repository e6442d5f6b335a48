"""Extracts: the facts that networks and metrics start from, as plain tables beside the store.

They are made from the statements when an atlas is built, so that no network is pulled through a query edge by edge.
What is added to an atlas as a bulk table is not in them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from graph.errors import AtlasError
from graph.statements import having, wide
from graph.terms import expand

FOLDER = "extracts"
"""Folder of an atlas that holds the tables, one Parquet file each."""


@dataclass(frozen=True)
class Extract:
    """How one table is made.

    Attributes:
        predicates: column name to predicate; a subject that lacks one that is not optional is left out.
        optional: columns that may be empty.
        key: name of the column with the subject.
        kinds: columns that are no text.
    """

    key: str
    predicates: Mapping[str, str]
    optional: tuple[str, ...] = ()
    kinds: Mapping[str, "type[pl.DataType]"] | None = None


_CLAIM = {"level": "ka:evidenceLevel", "source": "dct:source"}
_PERIOD = {"since": "ka:since", "until": "ka:until"}
_VALID = {"since": "ka:validFrom", "until": "ka:validTo"}
_DAYS = {"since": pl.Date, "until": pl.Date}

EXTRACTS: Mapping[str, Extract] = {
    "presences": Extract(
        "presence",
        {
            "establishment": "ka:presentEstablishment",
            "stage": "ka:presentStage",
            "chain": "ka:presentChain",
            "region": "ka:presentInRegion",
            "primary": "ka:primary",
            **_CLAIM,
            **_PERIOD,
            "municipality": "ka:presentInMunicipality",
            "park": "ka:presentOnPark",
            "park_level": "ka:parkEvidence",
        },
        optional=("municipality", "park", "park_level"),
        kinds={**_DAYS, "primary": pl.Boolean},
    ),
    "links": Extract(
        "link",
        {
            "relation": "ka:ofRelation",
            "chain": "ka:linkChain",
            "supplier": "ka:linkSupplier",
            "customer": "ka:linkCustomer",
            "from_region": "ka:linkFromRegion",
            "to_region": "ka:linkToRegion",
            "primary": "ka:primary",
            **_CLAIM,
            **_PERIOD,
        },
        kinds={**_DAYS, "primary": pl.Boolean},
    ),
    "supplies": Extract(
        "relation",
        {
            "supplier": "ka:supplier",
            "customer": "ka:customer",
            **_CLAIM,
            "chain": "ka:inChain",
            "resource": "ka:resource",
            "value": "ka:value",
            "unit": "ka:unit",
            **_VALID,
        },
        optional=("chain", "resource", "value", "unit", "since", "until"),
        kinds={**_DAYS, "value": pl.Float64},
    ),
    "collaborations": Extract(
        "relation",
        {"partner": "ka:partner", **_CLAIM, "chain": "ka:inChain", **_VALID},
        optional=("chain", "since", "until"),
        kinds=_DAYS,
    ),
    "establishments": Extract(
        "establishment",
        {
            "municipality": "ka:inMunicipality",
            "outside": "ka:outsideRegion",
            "park": "ka:situatedOn",
            "jobs": "ka:jobs",
            **_VALID,
        },
        optional=("municipality", "outside", "park", "jobs", "since", "until"),
        kinds={**_DAYS, "jobs": pl.Float64},
    ),
    "organisations": Extract("organisation", {"establishment": "ka:hasEstablishment"}),
    "stages": Extract("chain", {"stage": "ka:hasStage"}),
    "positions": Extract("stage", {"position": "ka:position"}, kinds={"position": pl.Int64}),
    "stage_flows": Extract(
        "flow",
        {"from_stage": "ka:fromStage", "to_stage": "ka:toStage", **_CLAIM, **_VALID},
        optional=("since", "until"),
        kinds=_DAYS,
    ),
    "commuting": Extract(
        "flow",
        {
            "from_region": "ka:fromRegion",
            "to_region": "ka:toRegion",
            "persons": "ka:persons",
            "period": "ka:period",
            **_CLAIM,
        },
        kinds={"persons": pl.Float64},
    ),
    "placements": Extract(
        "placement",
        {"coalition": "ka:coalition", "chain": "ka:inChain", **_CLAIM, **_VALID},
        optional=("since", "until"),
        kinds=_DAYS,
    ),
    "memberships": Extract(
        "membership",
        {"municipality": "ka:member", "region": "ka:region", "primary": "ka:primary", **_VALID},
        optional=("since", "until"),
        kinds={**_DAYS, "primary": pl.Boolean},
    ),
    "centroids": Extract("thing", {"geometry": "geo:hasCentroid"}),
    "geometries": Extract("geometry", {"wkt": "geo:asWKT"}),
    "parks": Extract(
        "park", {"municipality": "ka:within", "gross_ha": "ka:grossAreaHa"}, optional=("gross_ha",),
        kinds={"gross_ha": pl.Float64},
    ),
    "park_figures": Extract(
        "figure",
        {"park": "ka:atLocation", "issuable_ha": "ka:issuableAreaHa", **_CLAIM, **_VALID},
        optional=("issuable_ha", "since", "until"),
        kinds={**_DAYS, "issuable_ha": pl.Float64},
    ),
    "park_qualities": Extract(
        "claim",
        {"park": "ka:location", "quality": "ka:quality", **_CLAIM, **_VALID},
        optional=("since", "until"),
        kinds=_DAYS,
    ),
    "categories": Extract(
        "claim",
        {"thing": "ka:claimedFor", "category": "ka:claimedCategory", **_CLAIM, **_VALID},
        optional=("since", "until"),
        kinds=_DAYS,
    ),
    "category_ranks": Extract("category", {"rank": "ka:categoryRank"}, kinds={"rank": pl.Int64}),
    "requirements": Extract(
        "requirement",
        {
            "stage": "ka:requiringStage",
            **_CLAIM,
            "quality": "ka:requiredQuality",
            "environment": "ka:workEnvironment",
            **_VALID,
        },
        optional=("quality", "environment", "since", "until"),
        kinds=_DAYS,
    ),
    "space_demands": Extract(
        "demand",
        {
            "stage": "ka:demandingStage",
            "region": "ka:region",
            "demand_ha": "ka:demandHa",
            **_CLAIM,
            "programmed_ha": "ka:programmedHa",
            "environment": "ka:workEnvironment",
            "vintage": "ka:vintage",
            "period": "ka:period",
            **_VALID,
        },
        optional=("programmed_ha", "environment", "vintage", "period", "since", "until"),
        kinds={**_DAYS, "demand_ha": pl.Float64, "programmed_ha": pl.Float64},
    ),
    "projects": Extract(
        "project",
        {
            "municipality": "ka:projectIn",
            "phase": "ka:planPhase",
            **_CLAIM,
            "gross_ha": "ka:grossHa",
            "reissuable_ha": "ka:reissuableHa",
            **_VALID,
        },
        optional=("gross_ha", "reissuable_ha", "since", "until"),
        kinds={**_DAYS, "gross_ha": pl.Float64, "reissuable_ha": pl.Float64},
    ),
    "balances": Extract(
        "balance",
        {
            "region": "ka:region",
            "vintage": "ka:vintage",
            "period": "ka:period",
            **_CLAIM,
            "demand_ha": "ka:demandHa",
            "hard_ha": "ka:hardSupplyHa",
            "soft_ha": "ka:softSupplyHa",
            "environment": "ka:workEnvironment",
            **_VALID,
        },
        optional=("demand_ha", "hard_ha", "soft_ha", "environment", "since", "until"),
        kinds={**_DAYS, **dict.fromkeys(("demand_ha", "hard_ha", "soft_ha"), pl.Float64)},
    ),
    "distances": Extract(
        "distance",
        {"from_region": "ka:fromRegion", "to_region": "ka:toRegion", "km": "ka:distanceKm"},
        kinds={"km": pl.Float64},
    ),
    "borders": Extract("place", {"beside": "geo:sfTouches"}),
}  # fmt: skip
"""The tables by name. ``supplies`` holds each supply once, ``links`` once per pair of regions it counts in."""

_CLASSES = {
    "establishments": "ka:Establishment",
    "parks": "ka:BusinessPark",
    "projects": "ka:RestructuringProject",
    "park_figures": "ka:ParkFigure",
    "balances": "ka:SupplyDemandBalance",
}
"""Tables whose subjects must be of a class, for their required columns alone do not tell."""


def _plain(column: pl.Expr) -> pl.Expr:
    """A term in N-Triples syntax as plain text: an address without brackets, a literal without quotes."""
    inside = (
        column.str.extract(r'(?s)^"(.*)"(?:@[\w-]+|\^\^<[^>]*>)?$')
        .str.replace_all(r"\\n", "\n")
        .str.replace_all(r'\\"', '"')
        .str.replace_all(r"\\\\", "\\")
    )
    return pl.when(column.str.starts_with("<")).then(column.str.strip_chars("<>")).otherwise(inside)


def _typed(name: str, kind: "type[pl.DataType]") -> pl.Expr:
    column = pl.col(name)
    if kind == pl.Date:
        return column.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).alias(name)
    return (column == "true").alias(name) if kind == pl.Boolean else column.cast(kind, strict=False).alias(name)


def extract(statements: pl.DataFrame, name: str) -> pl.DataFrame:
    """One table of :data:`EXTRACTS`, in order of its columns.

    Args:
        statements: the facts of an atlas.
        name: name of the table.
    """
    how = EXTRACTS[name]
    optional = tuple(how.optional)
    of_class = _CLASSES.get(name)
    if of_class is None:
        table = wide(statements, dict(how.predicates), optional=optional)
    else:
        members = having(statements, "rdf:type").filter(pl.col("o") == f"<{expand(of_class)}>").select("s").unique()
        table = members
        for column, predicate in how.predicates.items():
            part = having(statements, predicate).rename({"o": column})
            table = table.join(part, on="s", how="left", maintain_order="left")
    table = table.rename({"s": how.key}).with_columns(_plain(pl.all()))
    if "level" in table.columns:
        table = table.with_columns(pl.col("level").str.extract(r"([^/#]+)$"))
    table = table.with_columns(_typed(column, kind) for column, kind in (how.kinds or {}).items())
    return table.unique().sort(table.columns, nulls_last=True)


def labels(statements: pl.DataFrame) -> pl.DataFrame:
    """Names of things: ``thing``, ``nl`` and ``en``; one that has no language stands for both."""
    said = having(statements, "rdfs:label").with_columns(language=pl.col("o").str.extract(r'"@([\w-]+)$'))
    table = said.select(thing=_plain(pl.col("s")), label=_plain(pl.col("o")), language="language")
    any_ = table.group_by("thing").agg(pl.col("label").min())
    for language in ("nl", "en"):
        own = table.filter(pl.col("language").is_null() | (pl.col("language") == language))
        any_ = any_.join(own.group_by("thing").agg(pl.col("label").min().alias(language)), on="thing", how="left")
    filled = any_.with_columns(pl.col("nl", "en").fill_null(pl.col("label"))).drop("label")
    return filled.sort("thing")


def write(statements: pl.DataFrame, folder: Path) -> None:
    """Write all tables of an atlas into its folder."""
    target = folder / FOLDER
    target.mkdir()
    for name in EXTRACTS:
        extract(statements, name).write_parquet(target / f"{name}.parquet")
    labels(statements).write_parquet(target / "labels.parquet")


def read(folder: Path, name: str) -> pl.DataFrame:
    """Read a table of an atlas.

    Raises:
        AtlasError: if the atlas has none, for it was built by an older version.
    """
    path = folder / FOLDER / f"{name}.parquet"
    if not path.is_file():
        raise AtlasError(f"the atlas in {folder} has no extract {name!r}; make it again with: ketenatlas build")
    return pl.read_parquet(path)
