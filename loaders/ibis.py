"""IBIS: the business parks of the provincial register, one row per park and year.

What a park is now stands with the park itself: that is its newest row in all files. What was measured in a year is a
claim of its own, which holds for that year; the newest one holds until there is a newer. Qualities, environmental
category and obsolescence are claims of a year in the same way. A restructuring is one project, told by the newest row.
"""

from collections.abc import Iterator

import polars as pl

from graph.statements import Pattern
from graph.terms import mint, node, text, typed
from loaders.answers import UNKNOWN
from loaders.categories import category, evidence_of
from loaders.claims import claim_iri, claimed, dated, sourced
from loaders.geometry import area_of
from loaders.ibis_columns import COLUMNS, PARTS, TYPES, UNUSED
from loaders.lists import labels, listed, named
from loaders.loader import CURRENT, Loader
from loaders.municipalities import municipality_iri

_FIGURES = {
    "ka:grossAreaHa": "gross_ha",
    "ka:netAreaHa": "net_ha",
    "ka:issuableAreaHa": "issuable_ha",
    "ka:issuedAreaHa": "issued_ha",
    "ka:issuedInYearHa": "issued_in_year_ha",
    "ka:boughtBackHa": "bought_back_ha",
    "ka:issuableNowPublicHa": "issuable_now_public_ha",
    "ka:issuableNowPrivateHa": "issuable_now_private_ha",
    "ka:issuableLaterPublicHa": "issuable_later_public_ha",
    "ka:issuableLaterPrivateHa": "issuable_later_private_ha",
    "ka:optionAreaHa": "option_ha",
    "ka:publicSpaceHa": "public_space_ha",
    "ka:housingHa": "housing_ha",
    "ka:largestIssuableHa": "largest_issuable_ha",
    "ka:minSalePrice": "min_sale_price",
    "ka:maxSalePrice": "max_sale_price",
    "ka:minLeasePrice": "min_lease_price",
    "ka:maxLeasePrice": "max_lease_price",
    "ka:minRent": "min_rent",
    "ka:maxRent": "max_rent",
}
_COUNTS = {"ka:parkJobs": "jobs", "ka:parkEstablishments": "establishments"}
_QUALITIES = {
    "water-access": "water_access",
    "rail-access": "rail_access",
    "road-access": "road_access",
    "quay": "transhipment",
}
"""Answers that are a quality of the park where they are yes."""
_NO_CAUSE = "niet van toepassing"

_park = mint("park", "rin")
_now = pl.when(CURRENT).then(_park)
_figure = claim_iri("park-figure", "rin", "year")


def _measured(subject: pl.Expr) -> Iterator[Pattern]:
    """What is measured of a park: in a year, or as it is now."""
    for predicate, column in _FIGURES.items():
        yield subject, predicate, typed(column, "decimal")
    for predicate, column in _COUNTS.items():
        yield subject, predicate, typed(column, "integer")
    answered = pl.when(pl.col("park_management") != UNKNOWN).then(pl.col("park_management"))
    yield subject, "ka:parkManagement", typed(answered, "boolean")
    yield subject, "ka:locationPlanPhase", listed("plan-phase", "plan_phase")


def _qualities() -> Iterator[Pattern]:
    """A claim for every quality of which the register says yes."""
    for quality, column in _QUALITIES.items():
        claim = pl.when(pl.col(column) == "true").then(claim_iri("quality", "rin", pl.lit(quality), "year", "source"))
        yield from claimed("ka:LocationQuality", claim)
        yield claim, "ka:location", _park
        yield claim, "ka:quality", mint("quality", pl.lit(quality))


def _category() -> Iterator[Pattern]:
    """The heaviest category the park allows."""
    said = pl.col("category").is_not_null()
    claim = pl.when(said).then(claim_iri("category", pl.lit("offered"), "rin", "year", "source"))
    yield claim, "rdf:type", node("ka:CategoryClaim")
    yield claim, "ka:claimedFor", _park
    yield claim, "ka:claimedCategory", category("category")
    yield claim, "ka:qualityValue", text("category")
    yield claim, "ka:evidenceLevel", mint("evidence", evidence_of("category"))
    yield from ((s, p, o) for s, p, o in dated(claim) if p != "ka:evidenceLevel")
    yield _now, "ka:offeredCategory", category("category")


def _obsolescence() -> Iterator[Pattern]:
    """That the park, or a part of it, is outdated."""
    several = [("outdated", "outdated_ha", "outdated_cause", "whole", pl.lit(None, dtype=pl.String))]
    for number in PARTS:
        own = f"part{number}_"
        part = pl.col(f"{own}name").fill_null(f"deelgebied {number}")
        several.append((f"{own}outdated", f"{own}gross_ha", f"{own}cause", f"part-{number}", part))
    for outdated, hectares, cause, key, part in several:
        claim = pl.when(pl.col(outdated) == "true").then(
            claim_iri("obsolescence", "rin", pl.lit(key), "year", "source")
        )
        yield from claimed("ka:Obsolescence", claim)
        yield claim, "ka:atLocation", _park
        yield claim, "ka:part", text(part)
        yield claim, "ka:areaHa", typed(hectares, "decimal")
        yield claim, "ka:cause", text(pl.when(pl.col(cause).str.to_lowercase() != _NO_CAUSE).then(pl.col(cause)))


def _project(project: pl.Expr, kind: pl.Expr, phase: str, hectares: str) -> Iterator[Pattern]:
    """What is told of every restructuring."""
    yield project, "rdf:type", node("ka:AreaProject")
    yield project, "rdf:type", node("ka:RestructuringProject")
    yield project, "ka:projectAt", _park
    yield project, "ka:projectIn", municipality_iri("municipality")
    yield project, "ka:restructuringType", listed("restructuring-type", kind)
    yield project, "ka:planPhase", named("plan-phase", phase)
    yield project, "ka:statedPhase", text(pl.when(named("plan-phase", phase).is_null()).then(pl.col(phase)))
    yield project, "ka:grossHa", typed(hectares, "decimal")
    yield project, "ka:evidenceLevel", mint("evidence", "evidence")
    yield from sourced(project)


def _restructuring() -> Iterator[Pattern]:
    """The restructurings of the park, one of each type, and those of its parts."""
    for kind in TYPES:
        hectares = f"{kind.replace('-', '_')}_ha"
        there = (pl.col("restructuring") == kind) | (pl.col(hectares).cast(pl.Float64) > 0)
        project = pl.when(pl.col(CURRENT) & there).then(mint("project", pl.format("ibis-{}-{}", "rin", pl.lit(kind))))
        yield project, "rdfs:label", text(_titled(pl.lit(labels("restructuring-type")[kind])))
        yield from _project(project, pl.lit(kind), "restructuring_phase", hectares)
    for number in PARTS:
        own = f"part{number}_"
        there = pl.col(f"{own}restructuring").is_in(list(TYPES))
        project = pl.when(pl.col(CURRENT) & there).then(
            mint("project", pl.format("ibis-{}-part-{}", "rin", pl.lit(number)))
        )
        part = pl.col(f"{own}name").fill_null(f"deelgebied {number}")
        yield project, "rdfs:label", text(_titled(part))
        yield project, "ka:part", text(part)
        yield project, "ka:startYear", text(f"{own}start")
        yield project, "ka:endYear", text(f"{own}end")
        yield from _project(project, pl.col(f"{own}restructuring"), f"{own}phase", f"{own}gross_ha")


def _titled(part: pl.Expr) -> pl.Expr:
    return pl.format("Herstructurering {} ({})", pl.col("name"), part)


LOADER = Loader(
    name="ibis",
    about={"nl": "Bedrijventerreinen uit IBIS", "en": "Business parks from IBIS"},
    columns=COLUMNS,
    key=("rin", "year"),
    provides="park",
    dated_by="year",
    also={"park-by-register-id": pl.format("{}={}", "register_id", "rin")},
    unused=UNUSED,
    patterns=(
        (_now, "rdf:type", node("ka:BusinessPark")),
        (_now, "rdfs:label", text("name")),
        (_now, "ka:parkNumber", text("rin")),
        (_now, "ka:within", municipality_iri("municipality")),
        (_now, "ka:workLocationType", listed("work-location-type", "type")),
        (_now, "ka:startYear", text("start_year")),
        *_measured(_now),
        *area_of(_now, pl.concat_str(pl.lit("park-"), "rin")),
        *sourced(_now),
        *claimed("ka:ParkFigure", _figure),
        (_figure, "ka:atLocation", _park),
        (_figure, "ka:period", text("year")),
        *_measured(_figure),
        *_qualities(),
        *_category(),
        *_obsolescence(),
        *_restructuring(),
    ),
    derive={
        "valid_from": pl.col("year") + "-01-01",
        "valid_to": pl.when(~pl.col(CURRENT)).then(pl.col("year") + "-12-31"),
    },
)
