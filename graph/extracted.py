"""What is extracted from the statements of an atlas as plain tables: which columns, from which properties."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl


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
            "park_level": "ka:locationEvidence",
            "jobs": "ka:jobs",
            **_VALID,
        },
        optional=("municipality", "outside", "park", "park_level", "jobs", "since", "until"),
        kinds={**_DAYS, "jobs": pl.Float64},
    ),
    "participations": Extract(
        "participation",
        {"establishment": "ka:participant", "stage": "ka:inStage", **_CLAIM, **_VALID},
        optional=("since", "until"),
        kinds=_DAYS,
    ),
    "activities": Extract(
        "activity",
        {
            "establishment": "ka:activityOf",
            "code": "ka:activityCode",
            "main": "ka:mainActivity",
            **_CLAIM,
            **_VALID,
        },
        optional=("since", "until"),
        kinds={**_DAYS, "main": pl.Boolean},
    ),
    "plots": Extract(
        "plot",
        {"park": "ka:plotOf", "area_ha": "ka:areaHa", **_CLAIM, **_VALID},
        optional=("since", "until"),
        kinds={**_DAYS, "area_ha": pl.Float64},
    ),
    "occupants": Extract("establishment", {"plot": "ka:onPlot"}),
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
    "party_roles": Extract(
        "claim",
        {"party": "ka:party", "project": "ka:roleInProject", **_CLAIM, **_VALID},
        optional=("since", "until"),
        kinds=_DAYS,
    ),
    "memberships": Extract(
        "membership",
        {"municipality": "ka:member", "region": "ka:region", "primary": "ka:primary", **_VALID},
        optional=("since", "until"),
        kinds={**_DAYS, "primary": pl.Boolean},
    ),
    "municipalities": Extract("municipality", {"province": "ka:within"}),
    "cluster_locations": Extract(
        "location", {"park": "ka:atLocation", **_CLAIM, **_VALID}, optional=("since", "until"), kinds=_DAYS
    ),
    "zone_coverages": Extract(
        "zone_coverage",
        {"zone": "ka:coveringZone", "park": "ka:atLocation", "coverage": "ka:coverage", **_CLAIM, **_VALID},
        optional=("since", "until"),
        kinds=_DAYS,
    ),
    "centroids": Extract("thing", {"geometry": "geo:hasCentroid"}),
    "geometries": Extract("geometry", {"wkt": "geo:asWKT"}),
    "parks": Extract(
        "park",
        {"municipality": "ka:within", "gross_ha": "ka:grossAreaHa", "kind": "ka:workLocationType"},
        optional=("gross_ha", "kind"),
        kinds={"gross_ha": pl.Float64},
    ),
    "park_figures": Extract(
        "figure",
        {
            "park": "ka:atLocation",
            "issuable_ha": "ka:issuableAreaHa",
            "gross_ha": "ka:grossAreaHa",
            "net_ha": "ka:netAreaHa",
            "period": "ka:period",
            **_CLAIM,
            **_VALID,
        },
        optional=("issuable_ha", "gross_ha", "net_ha", "period", "since", "until"),
        kinds={**_DAYS, **dict.fromkeys(("issuable_ha", "gross_ha", "net_ha"), pl.Float64)},
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
    "borders": Extract("place", {"beside": "ka:borders"}),
}  # fmt: skip
"""The tables by name. ``supplies`` holds each supply once, ``links`` once per pair of regions it counts in."""

CLASSES = {
    "establishments": "ka:Establishment",
    "parks": "ka:BusinessPark",
    "municipalities": "ka:Municipality",
    "cluster_locations": "ka:ClusterLocation",
    "projects": "ka:RestructuringProject",
    "park_figures": "ka:ParkFigure",
    "balances": "ka:SupplyDemandBalance",
}
"""Tables whose subjects must be of a class, for their required columns alone do not tell."""
