"""Placing: where establishments count, on each level of place, in the period in which they are there.

The levels: ``park``, ``municipality``, ``region`` by primary membership, so that a municipality counts in one region
and the regions add up, and ``memberships``: all regions a municipality belongs to, which overlap. An establishment
outside the province counts in its other province or country as a region. An establishment of which no park is known is
in no park: that is unknown, not elsewhere, so parks need not add up to their municipality.
"""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import polars as pl

from graph import extracts
from graph.counting import rank

LEVELS: Mapping[str, Mapping[str, str]] = {
    "park": {"nl": "bedrijventerrein", "en": "business park"},
    "municipality": {"nl": "gemeente", "en": "municipality"},
    "region": {"nl": "regio, hoofdlidmaatschap", "en": "region, primary membership"},
    "memberships": {"nl": "regio, alle lidmaatschappen", "en": "region, all memberships"},
}
"""Levels of place, and what they are called."""
BASIS = {"region": "primary", "memberships": "all"}
"""By which memberships regions are counted on the levels that are regions."""

SITE = ("municipality", "outside", "park", "park_level")
"""Columns that say where an establishment lies."""


class Facts:
    """The facts of an atlas that cubes count, as tables.

    Attributes:
        folder: folder of the atlas.
        asked: names of the extracts that were read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: set[str] = set()

    def table(self, name: str) -> pl.DataFrame:
        """An extract (:mod:`graph.extracts`)."""
        self.asked.add(name)
        return extracts.read(self.folder, name)

    @cached_property
    def sites(self) -> pl.DataFrame:
        """Where establishments lie, and from when to when: ``establishment``, :data:`SITE`, ``since``, ``until``."""
        return self.table("establishments").select("establishment", *SITE, "since", "until").unique()

    @cached_property
    def memberships(self) -> pl.DataFrame:
        """Which municipality belongs to which region, and whether it is the one it counts in."""
        return self.table("memberships").select("municipality", "region", "primary", "since", "until")

    @cached_property
    def performances(self) -> pl.DataFrame:
        """Which establishment performs which stage: ``claim``, the parts of the claim, :data:`SITE` and the period."""
        claims = self.table("participations").rename({"participation": "claim"})
        chains = self.table("stages").select("stage", "chain").unique()
        return meeting(
            claims.with_columns(rank=rank(pl.col("level"))).join(chains, on="stage", how="left"),
            self.sites,
            "establishment",
        ).drop("level")

    def placed(self, rows: pl.DataFrame, level: str, place: str = "place", end: str = "") -> pl.DataFrame:
        """Rows of establishments with the place they count in, as sure as the claim and the place together.

        Args:
            rows: columns :data:`SITE` (each followed by ``end``), ``rank``, ``since`` and ``until``.
            level: one of :data:`LEVELS`.
            place: name of the column with the place.
            end: what follows the names of the columns of the site.
        """
        town, outside, park, park_level = (f"{name}{end}" for name in SITE)
        if level == "municipality":
            return rows.with_columns(pl.col(town).alias(place)).drop_nulls(place)
        if level == "park":
            there = rows.drop_nulls([park, park_level])
            sure = pl.max_horizontal("rank", rank(pl.col(park_level)))
            return there.with_columns(pl.col(park).alias(place), rank=sure)
        members = self.memberships if level == "memberships" else self.memberships.filter("primary")
        inside = meeting(rows, members.drop("primary").rename({"region": place}), town, "municipality")
        beyond = rows.drop_nulls(outside).with_columns(pl.col(outside).alias(place))
        return pl.concat([inside, beyond.select(inside.columns)])


def meeting(rows: pl.DataFrame, others: pl.DataFrame, on: str, key: str | None = None) -> pl.DataFrame:
    """Two dated tables joined, with the days on which both hold; what never meets is dropped.

    Args:
        rows: with ``since`` and ``until``.
        others: with ``since`` and ``until`` too.
        on: the column of ``rows`` to join on.
        key: the column of ``others`` to join on, by default the same.
    """
    dated = others.rename({"since": "_since", "until": "_until"})
    both = rows.join(dated, left_on=on, right_on=key or on).with_columns(
        since=pl.max_horizontal("since", "_since"), until=pl.min_horizontal("until", "_until")
    )
    return both.drop("_since", "_until").filter((pl.col("since") <= pl.col("until")).fill_null(value=True))
