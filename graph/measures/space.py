"""Space that stages need against space that parks offer: balance, candidates, programming and restructuring."""

from typing import Literal, get_args

import polars as pl

from graph import extracts
from graph.errors import one_of
from graph.measures.specialisation import primary
from graph.measuring import Measure, joined, labelled, names, rests_on, rests_on_joined, together
from graph.metrics import space_balance as metric
from graph.projections import View
from graph.terms import PREFIXES

Show = Literal["candidates", "all"]

ROOM = {"nl": "uitgeefbare grond", "en": "issuable land"}
KINDS = ("quality", "environment", "category", "room")
"""Kinds of requirement: a quality, a work environment, an environmental category, and land that can be issued."""
_CLAIM = ["level", "source"]


def _stages(view: View) -> pl.DataFrame:
    """Chain and stage, of the chain asked for."""
    stages = extracts.read(view.folder, "stages")
    return stages if view.chain is None else stages.filter(pl.col("chain") == view.chain)


def parks(view: View) -> pl.DataFrame:
    """Parks with the region they lie in and the hectares that can be issued by the latest figure of the day."""
    members = view.table("memberships").filter("primary").select("municipality", "region")
    figures = view.table("park_figures").sort("park", "since", "source", nulls_last=False)
    latest = figures.unique("park", keep="last", maintain_order=True).select("park", "issuable_ha", *_CLAIM)
    placed = extracts.read(view.folder, "parks").join(members, on="municipality", maintain_order="left")
    return placed.select("park", "region").join(latest, on="park", maintain_order="left")


def needs(view: View) -> pl.DataFrame:
    """What stages need, a row per requirement and source: stage, kind, need, level, source.

    The environmental category of a stage is the heaviest that an establishment with the stage is known to need.
    """
    stages = _stages(view)["stage"].implode()
    told = view.table("requirements")
    named = [
        told.drop_nulls(kind).select("stage", kind=pl.lit(kind), need=pl.col(kind), level="level", source="source")
        for kind in ("quality", "environment")
    ]
    ranks = extracts.read(view.folder, "category_ranks")
    claims = view.table("categories").rename({"thing": "establishment"}).join(ranks, on="category")
    heavy = primary(view).select("stage", "establishment").unique().join(claims, on="establishment")
    heavy = heavy.filter(pl.col("rank") == pl.col("rank").max().over("stage"))
    category = heavy.select("stage", kind=pl.lit("category"), need="category", level="level", source="source")
    stated = pl.concat([*named, category]).filter(pl.col("stage").is_in(stages))
    asking = pl.concat([stated["stage"], view.table("space_demands").filter(pl.col("stage").is_in(stages))["stage"]])
    room = pl.DataFrame({"stage": asking.unique()}, schema={"stage": pl.String}).select(
        "stage",
        kind=pl.lit("room"),
        need=pl.lit("room"),
        level=pl.lit(None, dtype=pl.String),
        source=pl.lit(None, dtype=pl.String),
    )
    return pl.concat([stated, room]).unique().sort("stage", "kind", "need", "level", "source")


def offers(view: View, there: pl.DataFrame, needed: pl.DataFrame) -> pl.DataFrame:
    """What parks are known to offer of what is needed: park, kind, need, met, level, source."""
    qualities = view.table("park_qualities").select(
        "park", kind=pl.lit("quality"), need="quality", met=pl.lit(value=True), level="level", source="source"
    )
    room = there.drop_nulls("issuable_ha").select(
        "park", kind=pl.lit("room"), need=pl.lit("room"), met=pl.col("issuable_ha") > 0, level="level", source="source"
    )
    ranks = extracts.read(view.folder, "category_ranks")
    asked = needed.filter(pl.col("kind") == "category").select("need").unique()
    asked = asked.join(ranks.rename({"category": "need", "rank": "least"}), on="need")
    offered = view.table("categories").join(ranks, on="category").join(there.select(thing="park"), on="thing")
    categories = offered.join(asked, how="cross").select(
        park="thing",
        kind=pl.lit("category"),
        need="need",
        met=pl.col("rank") >= pl.col("least"),
        level="level",
        source="source",
    )
    return pl.concat([qualities, room, categories])


def _fits(view: View) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Every requirement on every park with what it rests on; the parks; the needs."""
    there, needed = parks(view), needs(view)
    offered = offers(view, there, needed)
    fits = metric.fit(needed, there["park"], offered)
    rests = offered.group_by("park", "kind", "need").agg(**rests_on())
    stated = needed.group_by("stage", "kind", "need").agg(**rests_on())
    table = fits.join(rests, on=["park", "kind", "need"], how="left", maintain_order="left")
    table = table.join(stated, on=["stage", "kind", "need"], how="left", maintain_order="left", suffix="_need")
    table = together(table, {name: (name, f"{name}_need") for name in ("evidence", "sources")})
    return table.drop("evidence_need", "sources_need"), there, needed


def _worded(view: View, table: pl.DataFrame) -> pl.DataFrame:
    """The table with ``words``: the label of each need."""
    known = names(view).select(need="thing", words="label")
    named = table.join(known, on="need", how="left", maintain_order="left")
    last = pl.col("need").str.extract(r"([^/#]+)$")
    room = pl.when(pl.col("kind") == "room").then(pl.lit(ROOM[view.language]))
    return named.with_columns(words=pl.coalesce(room, "words", last))


def candidate_parks(view: View, show: Show = "candidates") -> pl.DataFrame:
    """Parks where a stage could go, with each requirement that is met, not met or unknown; in order of name, no score.

    A candidate is a park of which nothing is known not to be met, and something more than land is known to be met.
    With ``show`` ``all`` every park is listed, also those where something is known not to be met.
    """
    one_of("show", show, get_args(Show))
    fits, there, _ = _fits(view)
    state = pl.col("state")
    table = (
        _worded(view, fits)
        .group_by("stage", "park")
        .agg(
            met=joined(pl.col("words").filter(state == "met")),
            not_met=joined(pl.col("words").filter(state == "not-met")),
            unknown=joined(pl.col("words").filter(state == "unknown")),
            chosen=(state != "not-met").all() & ((state == "met") & (pl.col("kind") != "room")).any(),
            **rests_on_joined(),
        )
        .join(there.select("park", "region", "issuable_ha"), on="park")
    )
    if show == "candidates":
        table = table.filter("chosen")
    told = ("stage", "region", "park", "issuable_ha", "met", "not_met", "unknown", "evidence", "sources")
    named = labelled(view, table.select(told), "stage", "region", "park")
    return named.sort("stage", "region_label", "park_label", "park")


def space_balance(view: View) -> pl.DataFrame:
    """Demand by stage and region against hectares it could go to: known to fit, and not known to fail.

    A row per demand, and one per region for a stage of which only requirements are known. Hectares of one park count
    for every stage, so that rows do not add up; nor do demands of different vintages.
    """
    fits, there, needed = _fits(view)
    stages = _stages(view)["stage"].implode()
    demands = view.table("space_demands").filter(pl.col("stage").is_in(stages))
    bounds = metric.supply_bounds(fits, there)
    wants = (
        _worded(view, needed.filter(pl.col("kind") != "room"))
        .group_by("stage")
        .agg(
            **{kind: joined(pl.col("words").filter(pl.col("kind") == kind)) for kind in ("quality", "category")},
            environment_needed=joined(pl.col("words").filter(pl.col("kind") == "environment")),
            **rests_on(),
        )
    )
    rests = fits.join(there.select("park", "region"), on="park").filter(pl.col("state") == "met")
    supplied = rests.group_by("stage", "region").agg(**rests_on_joined())
    table = (
        bounds.join(demands, on=["stage", "region"], how="left", maintain_order="left")
        .join(wants, on="stage", how="left", maintain_order="left")
        .join(supplied, on=["stage", "region"], how="left", maintain_order="left", suffix="_supply")
    )
    alone = pl.col("demand_ha").is_null() & pl.col("demand_ha").is_not_null().any().over("stage")
    table = together(
        table.filter(~alone),
        {"evidence": ("level", "evidence", "evidence_supply"), "sources": ("source", "sources", "sources_supply")},
    )
    told = (
        "stage",
        "region",
        "vintage",
        "period",
        "environment",
        "demand_ha",
        "programmed_ha",
        "quality",
        "category",
        "environment_needed",
        "parks_lower",
        "parks_upper",
        "supply_lower_ha",
        "supply_upper_ha",
        "evidence",
        "sources",
    )
    return labelled(view, table.select(told), "stage", "region", "environment").sort(
        "stage", "region_label", "vintage", "period", "environment", nulls_last=True
    )


def programmed_needed(view: View) -> pl.DataFrame:
    """What is programmed against what stages need, by region, vintage and period."""
    demands = view.table("space_demands").filter(pl.col("stage").is_in(_stages(view)["stage"].implode()))
    keys = ["region", "vintage", "period"]
    rests = demands.group_by(keys).agg(**rests_on())
    table = metric.programmed(demands).join(rests, on=keys, how="left", nulls_equal=True, maintain_order="left")
    return labelled(view, table, "region").sort(*keys, nulls_last=True)


def region_balance(view: View) -> pl.DataFrame:
    """Demand of regions against hard and soft plans, by work environment, vintage and period, as sources give them."""
    keys = ["region", "environment", "vintage", "period"]
    figures = ["demand_ha", "hard_ha", "soft_ha"]
    told = view.table("balances").group_by([*keys, *figures, "balance"]).agg(**rests_on())
    table = metric.shortage(told).select(*keys, *figures, "short_of_hard_ha", "short_of_all_ha", "evidence", "sources")
    named = labelled(view, table, "region", "environment")
    return named.sort("region_label", *keys, *figures, nulls_last=True)


def restructuring_space(view: View) -> pl.DataFrame:
    """What restructuring projects that were not stopped could free, at least, by region."""
    members = view.table("memberships").filter("primary").select("municipality", "region")
    going = view.table("projects").filter(pl.col("phase") != f"{PREFIXES['plan-phase']}stopped")
    placed = going.join(members, on="municipality")
    rests = placed.group_by("region").agg(**rests_on())
    each = placed.unique("project", keep="first", maintain_order=True)
    return labelled(view, metric.regained(each).join(rests, on="region", how="left", maintain_order="left"), "region")


MEASURES = [
    Measure(
        "space-balance",
        {
            "nl": "Ruimtevraag van schakels tegenover wat terreinen bieden",
            "en": "Space that stages need against what parks offer",
        },
        {"nl": "hectares", "en": "hectares"},
        "ours: issuable hectares of parks known to fit, and of parks not known to fail",
        "stage",
        space_balance,
    ),
    Measure(
        "candidate-parks",
        {
            "nl": "Terreinen waar een schakel terecht kan, met gronden",
            "en": "Parks where a stage could go, with grounds",
        },
        {"nl": "voldaan, niet voldaan of onbekend", "en": "met, not met or unknown"},
        "ours: requirement by requirement, no score",
        "pair",
        candidate_parks,
    ),
    Measure(
        "programmed-needed",
        {
            "nl": "Geprogrammeerd tegenover nodig, per regio en jaargang",
            "en": "Programmed against needed, by region and vintage",
        },
        {"nl": "hectares", "en": "hectares"},
        "ours: demand less programming",
        "region",
        programmed_needed,
    ),
    Measure(
        "region-balance",
        {
            "nl": "Vraag tegenover harde en zachte plannen, per regio",
            "en": "Demand against hard and soft plans, by region",
        },
        {"nl": "hectares", "en": "hectares"},
        "ours: demand less plans",
        "region",
        region_balance,
    ),
    Measure(
        "restructuring-space",
        {"nl": "Wat herstructurering kan vrijmaken", "en": "What restructuring could free"},
        {"nl": "hectares", "en": "hectares"},
        "ours: sum of reissuable hectares",
        "region",
        restructuring_space,
    ),
]
