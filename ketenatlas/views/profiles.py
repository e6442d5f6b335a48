"""Profiles: what is known of a place in columns, laid out for its page.

Counted is what public sources name. A stage of which nothing is known in a place is unknown there, not absent.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from graph import extracts
from graph.labelling import Names, levels_in_order
from graph.measuring import labelled
from graph.projections import View
from graph.situation import park_areas
from ketenatlas.views.lengths import Bar
from ketenatlas.views.palette import region_colour

PLACES = ("region", "municipality", "park", "establishment")
"""Columns of presences that say where."""


@dataclass(frozen=True)
class StageMark:
    """One stage of a chain in a place: its address, label, and how many establishments are known to perform it."""

    stage: str
    label: str
    known: int


@dataclass(frozen=True)
class ChainMarks:
    """One chain in a place.

    Attributes:
        chain: its address.
        label: its label.
        stages: all its stages in order.
        establishments: number of establishments known in any of them.
        levels: evidence levels of that, surest first.
    """

    chain: str
    label: str
    stages: tuple[StageMark, ...]
    establishments: int
    levels: tuple[str, ...]

    @property
    def present(self) -> int:
        """Number of stages with a known establishment."""
        return sum(mark.known > 0 for mark in self.stages)


def presences(view: View, place: str, of: str) -> pl.DataFrame:
    """Who performs which stage in a place, by primary membership.

    Args:
        view: what part of the atlas.
        place: address of the place.
        of: what it is, one of :data:`PLACES`.
    """
    return (
        view.table("presences").filter("primary" if of == "region" else pl.lit(value=True)).filter(pl.col(of) == place)
    )


def chains(view: View, here: pl.DataFrame) -> list[ChainMarks]:
    """Every chain with its stages and what is known of each in a place; chains of which most is known first."""
    order = extracts.read(view.folder, "positions").unique("stage", keep="first")
    table = extracts.read(view.folder, "stages").join(order, on="stage", how="left").unique()
    known = here.group_by("chain", "stage").agg(known=pl.col("establishment").n_unique())
    table = Names(view).on(table.join(known, on=["chain", "stage"], how="left"), "chain", "stage")
    table = table.with_columns(pl.col("known").fill_null(0)).sort("chain_label", "position", "stage", nulls_last=True)
    of_chain = {
        chain: (number, levels)
        for chain, number, levels in here.group_by("chain")
        .agg(pl.col("establishment").n_unique(), pl.col("level").drop_nulls().unique())
        .iter_rows()
    }
    made = []
    for (chain, label), rows in table.group_by("chain", "chain_label", maintain_order=True):
        marks = tuple(StageMark(*row) for row in rows.select("stage", "stage_label", "known").iter_rows())
        number, levels = of_chain.get(str(chain), (0, []))
        made.append(ChainMarks(str(chain), str(label), marks, number, levels_in_order(levels)))
    return sorted(made, key=lambda one: (-one.present / max(len(one.stages), 1), -one.establishments, one.label))


@dataclass(frozen=True)
class Partners:
    """Supplies of a region: pairs of bars (into it, out of it) by region at the other end, and how many stay inside."""

    pairs: list[tuple[Bar, Bar]]
    inside: int
    others: int


def partners(view: View, region: str, most: int = 10) -> Partners:
    """Documented supplies into and out of a region, each once, by the region at the other end; the most first.

    Args:
        view: what part of the atlas.
        region: address of the region.
        most: pairs at most; ``others`` says how many regions are left out.
    """
    links = view.table("links").filter("primary").unique(subset=["relation", "from_region", "to_region"])
    starts, ends = pl.col("from_region") == region, pl.col("to_region") == region
    into = links.filter(ends & ~starts).group_by(other="from_region").len("into")
    out = links.filter(starts & ~ends).group_by(other="to_region").len("out")
    both = Names(view).on(into.join(out, on="other", how="full", coalesce=True), "other")
    size = pl.col("into").fill_null(0) + pl.col("out").fill_null(0)
    both = both.sort(size, "other_label", descending=[True, False])
    pairs = [
        (Bar(label, one, region_colour(other)), Bar(label, two, region_colour(other)))
        for other, label, one, two in both.head(most).select("other", "other_label", "into", "out").iter_rows()
    ]
    return Partners(pairs, links.filter(starts & ends).height, max(both.height - most, 0))


def parks(view: View) -> pl.DataFrame:
    """Business parks with the latest figures on the day, where they lie, and what is known to be on them.

    Returns:
        One row a park, in order of label: ``park``, ``municipality``, ``region`` (by primary membership) and ``kind``
        with a ``_label`` each; ``gross_ha``, ``net_ha`` and ``issuable_ha`` (hectares, null where unknown), their
        ``period``, ``level`` and ``source``; ``establishments`` and ``chains`` known on it, null where none is.
    """
    figures = view.table("park_figures").drop("figure", "since", "until")
    latest = figures.sort("period", "source", descending=[True, False], nulls_last=True)
    latest = latest.unique("park", keep="first", maintain_order=True)
    area = park_areas(view).drop("province").unique("park", keep="first", maintain_order=True)
    kinds = extracts.read(view.folder, "parks").select("park", "kind").unique("park", keep="first")
    on = view.table("establishments").drop_nulls("park").group_by("park")
    chains_on = view.table("presences").drop_nulls("park").group_by("park")
    table = (
        area.join(kinds, on="park", how="left")
        .join(latest, on="park", how="left")
        .join(on.agg(establishments=pl.col("establishment").n_unique().cast(pl.Int64)), on="park", how="left")
        .join(chains_on.agg(chains=pl.col("chain").n_unique().cast(pl.Int64)), on="park", how="left")
    )
    return labelled(view, table, "park", "municipality", "region", "kind").sort("park_label", "park")


HECTARES = ("gross_ha", "net_ha", "issuable_ha")
"""Columns of parks with areas."""


def totals(table: pl.DataFrame) -> Mapping[str, float]:
    """Sums of hectares of parks of which each is known, by column."""
    return {name: float(table[name].sum()) for name in HECTARES if table[name].count()}
