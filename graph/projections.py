"""Projections: from the facts of an atlas to networks, in columns, on one day and one level of evidence.

The weight of an edge is its strength: what the relations it stands for add up to. Strength is not distance: a measure
that wants distances takes ``1 / weight`` (:mod:`graph.reshaping`). Parallel relations add up, none is lost.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from graph import extracts, numbered
from graph.arrays import ArrayDiGraph, ArrayGraph, Arrays, from_edges, hold
from graph.catalogue import today
from graph.errors import UsageError, one_of
from graph.evidence import levels
from graph.reshaping import added_up
from graph.terms import PREFIXES

Graph = ArrayGraph | ArrayDiGraph

SPATIAL = ("region", "municipality", "park", "establishment")
"""What the nodes of a supply network can be."""


@dataclass(frozen=True)
class View:
    """What part of an atlas a network is made of.

    Attributes:
        folder: folder of the atlas.
        chain: address of a chain; all chains by default.
        as_of: the day (ISO); today by default.
        evidence: least sure evidence level that counts; ``all`` by default.
        language: language of labels.
    """

    folder: Path
    chain: str | None = None
    as_of: str | None = None
    evidence: str = "all"
    language: str = "nl"

    def table(self, name: str) -> pl.DataFrame:
        """An extract, less what does not hold on the day, is less sure than asked for, or belongs to another chain.

        Raises:
            UsageError: if the day or the evidence level cannot be understood.
        """
        table = extracts.read(self.folder, name)
        if "level" in table.columns and self.evidence != "all":
            table = table.filter(pl.col("level").is_in(self.sure))
        if "since" in table.columns:
            day = pl.lit(self.day)
            begun = pl.col("since").is_null() | (pl.col("since") <= day)
            table = table.filter(begun & (pl.col("until").is_null() | (pl.col("until") >= day)))
        if self.chain is not None and "chain" in table.columns:
            table = table.filter(pl.col("chain") == self.chain)
        return table

    @property
    def sure(self) -> list[str]:
        """The evidence levels that count.

        Raises:
            UsageError: if the evidence level asked for is not one.
        """
        ranks = {level: rank for level, (rank, _) in levels().items()}
        if self.evidence != "all" and self.evidence not in ranks:
            raise UsageError(f"evidence: {self.evidence!r} is not one of {', '.join([*ranks, 'all'])}")
        return [level for level, rank in ranks.items() if self.evidence == "all" or rank <= ranks[self.evidence]]

    @property
    def day(self) -> datetime.date:
        """The day the network is of."""
        try:
            return datetime.date.fromisoformat(self.as_of or today())
        except ValueError:
            raise UsageError(f"as_of: {self.as_of!r} is not a date as YYYY-MM-DD") from None

    def remaining(self, name: str) -> np.ndarray | None:
        """Which rows of an extract are left, for a view that takes some away; of others nothing."""
        del name
        return None

    def named(self, nodes: pl.Series, kind: str) -> pl.DataFrame:
        """A row per node with its label."""
        known = extracts.read(self.folder, "labels").select(node="thing", label=self.language)
        table = pl.DataFrame({"node": nodes.unique().sort()}).join(known, on="node", how="left", maintain_order="left")
        last = pl.col("node").str.extract(r"([^/#]+)$")
        table = table.with_columns(label=pl.coalesce("label", last), kind=pl.lit(kind))
        if kind != "stage":
            return table
        chains = extracts.read(self.folder, "stages").select(node="stage", chain="chain").unique("node", keep="first")
        names = known.select(chain="node", chain_label="label")
        return table.join(chains, on="node", how="left", maintain_order="left").join(
            names, on="chain", how="left", maintain_order="left"
        )

    def told(self) -> dict[str, Any]:
        """What a graph says of itself."""
        return {"as_of": self.day.isoformat(), "evidence": self.evidence, "chain": self.chain or "all"}


_JOINED = {
    "weight": pl.col("weight").sum(),
    "relations": pl.len(),
    "evidence": pl.col("level").unique().sort().str.join("; "),
    "sources": pl.col("source").unique().sort().str.join("; "),
}
"""What relations that are one edge add up to: strength, number, evidence levels and sources."""


def supply(view: View, by: str = "establishment") -> Graph:
    """Who supplies whom; the weight is the number of supplies, each once.

    Its arrays come from numbers that were given when the atlas was built (:mod:`graph.numbered`); labels, places,
    evidence and sources are looked up when they are first asked for.

    Args:
        view: what part of the atlas.
        by: level of the nodes, one of :data:`SPATIAL`. Municipality and region are those of the primary membership;
            outside the province it is the other province or country. A supply of which an end has no such place, as
            far as known, is counted in the graph's attribute ``left_out``.
    """
    one_of("by", by, SPATIAL)
    known = numbered.read(view.folder)
    told = known.columns["supplies"]
    counts = known.holds("supplies", view.day)
    if view.evidence != "all":
        counts &= known.any_of(view.sure)[told["level"]]
    if view.chain is not None:
        counts &= known.any_of([view.chain])[told["chain"]]
    remaining = view.remaining("supplies")
    if remaining is not None:
        counts &= remaining[told["row"]]
    place = known.places(view.day, by)
    start, end = place[told["supplier"]], place[told["customer"]]
    counts &= (start != numbered.ABSENT) & (end != numbered.ABSENT)
    whole = counts & (start != numbered.NONE) & (end != numbered.NONE)
    start, end, row = start[whole], end[whole], told["row"][whole]
    there = np.zeros(known.size, dtype=bool)
    there[start] = there[end] = True
    renumbered = np.cumsum(there) - 1
    start, end = renumbered[start], renumbered[end]
    size = int(there.sum())
    one, other, weights = added_up(start, end, np.ones(len(row)), size)
    names = known.words.filter(pl.Series(there)).alias("node")

    def edges() -> pl.DataFrame:
        said = extracts.read(view.folder, "supplies").select("level", "source", weight=pl.lit(1.0))[row]
        rows = said.with_columns(start=pl.Series(start), end=pl.Series(end))
        joined: pl.DataFrame = rows.group_by("start", "end").agg(**_JOINED).sort("start", "end")
        return joined.drop("start", "end")

    arrays = Arrays(
        names.to_list(),
        lambda: _placed_nodes(view, names, by).drop("node"),
        one,
        other,
        edges,
        directed=True,
        strengths={"weight": weights},
    )
    left_out = int(counts.sum()) - len(row)
    return hold(arrays, left_out=left_out, **view.told(), kind="supply", by=by)


def collaboration(view: View, by: str = "establishment") -> Graph:
    """Who works with whom; undirected, the weight is the number of collaborations."""
    one_of("by", by, SPATIAL)
    both = view.table("collaborations")
    pairs = both.join(both.select("relation", other="partner"), on="relation").filter(
        pl.col("partner") < pl.col("other")
    )
    return _graph(view, _placed(view, "partner", "other", pairs, by), by, directed=False, kind="collaboration", by=by)


def _placed(view: View, one: str, two: str, relations: pl.DataFrame, by: str) -> pl.DataFrame:
    """Relations between establishments that are there on the day, with the places of their ends, if known."""
    where = places(view)
    where = where.select("establishment", place="establishment" if by == "establishment" else by)
    table = relations.join(where.rename({"establishment": one, "place": "start"}), on=one, maintain_order="left")
    table = table.join(where.rename({"establishment": two, "place": "end"}), on=two, maintain_order="left")
    return table.with_columns(weight=pl.lit(1.0))


def places(view: View) -> pl.DataFrame:
    """Where each establishment lies on the day: establishment, municipality, region, park, one row each.

    Outside the province the municipality is null and the region is the province or country.
    """
    sites = view.table("establishments")
    members = view.table("memberships").filter("primary").select("municipality", member_of="region")
    placed = sites.join(members, on="municipality", how="left", maintain_order="left")
    region = pl.coalesce("member_of", "outside")
    town = pl.coalesce("municipality", "outside")
    return placed.select("establishment", region=region, municipality=town, park="park").unique(
        subset=["establishment"], keep="first", maintain_order=True
    )


def coordinates(view: View) -> pl.DataFrame:
    """Where places lie: ``thing``, ``longitude`` and ``latitude`` of its centre, for things that have one."""
    points = extracts.read(view.folder, "geometries").select(
        "geometry",
        longitude=pl.col("wkt").str.extract(r"^POINT ?\((-?[\d.]+) ").cast(pl.Float64),
        latitude=pl.col("wkt").str.extract(r"^POINT ?\(-?[\d.]+ (-?[\d.]+)\)").cast(pl.Float64),
    )
    centres = extracts.read(view.folder, "centroids").join(points.drop_nulls(), on="geometry")
    return centres.drop("geometry").unique(subset=["thing"], keep="first", maintain_order=True)


def _located(view: View, table: pl.DataFrame, of: str, sites: pl.DataFrame) -> pl.DataFrame:
    """Nodes with a longitude and latitude: their own, else those of their municipality; ``located`` says which."""
    centres = coordinates(view)
    own = table.join(centres.rename({"thing": "node"}), on="node", how="left", maintain_order="left")
    if of not in ("establishment", "park"):
        return own.with_columns(located=pl.when(pl.col("longitude").is_not_null()).then(pl.lit(of)))
    towns = sites.select(pl.col(of).alias("node"), "municipality").drop_nulls().unique("node", keep="first")
    around = towns.join(centres.rename({"thing": "municipality"}), on="municipality").drop("municipality")
    near = own.join(around, on="node", how="left", maintain_order="left", suffix="_near")
    return near.with_columns(
        longitude=pl.coalesce("longitude", "longitude_near"),
        latitude=pl.coalesce("latitude", "latitude_near"),
        located=pl.when(pl.col("longitude").is_not_null())
        .then(pl.lit(of))
        .when(pl.col("longitude_near").is_not_null())
        .then(pl.lit("municipality")),
    ).drop("longitude_near", "latitude_near")


def stage_flow(view: View) -> Graph:
    """Which stage feeds which: knowledge of the chain, not observed supply. The weight is 1 a flow."""
    chains = extracts.read(view.folder, "stages")
    if view.chain is not None:
        chains = chains.filter(pl.col("chain") == view.chain)
    flows = view.table("stage_flows").filter(
        pl.col("from_stage").is_in(chains["stage"].implode()) & pl.col("to_stage").is_in(chains["stage"].implode())
    )
    edges = flows.select(start="from_stage", end="to_stage", level="level", source="source", weight=pl.lit(1.0))
    return _graph(view, edges, "stage", directed=True, kind="stage-flow", nodes=chains["stage"])


def bipartite(view: View, one: str = "establishment", two: str = "stage") -> Graph:
    """Which things of one kind occur with which of another, undirected; the weight counts establishments.

    Args:
        view: what part of the atlas.
        one: ``establishment``, ``park``, ``municipality`` or ``region``.
        two: ``stage`` or ``chain``.
    """
    one_of("one", one, SPATIAL)
    one_of("two", two, ("stage", "chain"))
    table = view.table("presences").filter("primary").drop_nulls(one)
    rows = table.group_by(start=pl.col(one), end=pl.col(two)).agg(
        weight=pl.col("establishment").n_unique().cast(pl.Float64),
        relations=pl.col("presence").n_unique(),
        evidence=_JOINED["evidence"],
        sources=_JOINED["sources"],
    )
    nodes = pl.concat(
        [
            view.named(rows["start"], one).with_columns(bipartite=pl.lit(0)),
            view.named(rows["end"], two).with_columns(bipartite=pl.lit(1)),
        ],
        how="diagonal",
    )
    kept = {name: pl.col(name).first() for name in ("weight", "relations", "evidence", "sources")}
    return from_edges(rows, nodes, directed=False, total=kept, kind="bipartite", **view.told())


def colocation(view: View, by: str = "municipality", of: str = "stage") -> Graph:
    """Which stages (or chains) occur in the same places; undirected, the weight is the number of places they share.

    Args:
        view: what part of the atlas.
        by: the place: ``park``, ``municipality`` or ``region``.
        of: ``stage`` or ``chain``.
    """
    one_of("by", by, SPATIAL[:3])
    one_of("of", of, ("stage", "chain"))
    table = view.table("presences").filter("primary").drop_nulls(by)
    there = table.group_by(pl.col(by).alias("place"), pl.col(of).alias("thing")).agg(
        level=pl.col("level").unique(), source=pl.col("source").unique()
    )
    pairs = there.join(there, on="place", suffix="_two").filter(pl.col("thing") < pl.col("thing_two"))
    every = {name: pl.col(name).list.explode().unique().sort().str.join("; ") for name in ("levels", "named")}
    edges = pairs.select(
        start="thing",
        end="thing_two",
        levels=pl.col("level").list.concat("level_two"),
        named=pl.col("source").list.concat("source_two"),
    )
    total = {
        "weight": pl.len().cast(pl.Float64),
        "relations": pl.len(),
        "evidence": every["levels"],
        "sources": every["named"],
    }
    nodes = view.named(there["thing"], of)
    return from_edges(edges, nodes, directed=False, total=total, kind="colocation", by=by, **view.told())


def commuting(view: View) -> Graph:
    """How many people live in one region and work in another, as the atlas holds it; persons are the weight."""
    flows = view.table("commuting")
    edges = flows.select(start="from_region", end="to_region", level="level", source="source", weight="persons")
    return _graph(view, edges, "region", directed=True, kind="commuting")


def coalitions(view: View) -> Graph:
    """Which coalition has a place in which chain; undirected, the weight is 1 a placement."""
    return _two_kinds(view, view.table("placements"), "coalition", "chain", kind="coalitions")


def projects(view: View) -> Graph:
    """Which party has a role in which project; undirected, the weight is 1 a role."""
    return _two_kinds(view, view.table("party_roles"), "party", "project", kind="projects")


def _two_kinds(view: View, claims: pl.DataFrame, one: str, two: str, *, kind: str) -> Graph:
    """What claims join things of two kinds, each column a kind."""
    edges = claims.select(start=one, end=two, level="level", source="source", weight=pl.lit(1.0))
    nodes = pl.concat([view.named(claims[one], one), view.named(claims[two], two)])
    return from_edges(edges, nodes, directed=False, total=_JOINED, kind=kind, **view.told())


PROJECTIONS: Mapping[str, Callable[..., Graph]] = {
    "supply": supply,
    "collaboration": collaboration,
    "stage-flow": stage_flow,
    "bipartite": bipartite,
    "colocation": colocation,
    "commuting": commuting,
    "coalitions": coalitions,
    "projects": projects,
}
"""Networks by the name people ask for them."""


def _graph(
    view: View, edges: pl.DataFrame, of: str, *, directed: bool, nodes: pl.Series | None = None, **told: Any
) -> Graph:
    """A graph of edges with ``start``, ``end``, ``weight``, ``level`` and ``source``, its nodes named and placed."""
    whole = edges.drop_nulls(["start", "end"])
    named = pl.concat([whole["start"], whole["end"], *([nodes] if nodes is not None else [])])
    columns = whole.select("start", "end", "weight", "level", "source")
    left_out = edges.height - whole.height
    table = _placed_nodes(view, named, of)
    return from_edges(columns, table, directed=directed, total=_JOINED, left_out=left_out, **view.told(), **told)


def _placed_nodes(view: View, named: pl.Series, of: str) -> pl.DataFrame:
    """A row per node, named and, where they are places or lie in one, placed."""
    table = view.named(named, of)
    sites = places(view) if of in SPATIAL else pl.DataFrame()
    if of == "region":
        table = table.with_columns(region="node")
    elif of in SPATIAL:
        regions = sites.select(pl.col(of).alias("node"), "region").drop_nulls().unique("node", keep="first")
        table = table.join(regions, on="node", how="left", maintain_order="left")
    if "region" in table.columns:
        names = extracts.read(view.folder, "labels").select(region="thing", region_label=view.language)
        table = table.join(names, on="region", how="left", maintain_order="left")
    return _located(view, table, of, sites) if of in SPATIAL else table


def inside(node: str) -> bool:
    """Whether a region is a policy region of the atlas, not another province or country."""
    return node.startswith(PREFIXES["region"])
