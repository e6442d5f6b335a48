"""Situation: who performs what where, who supplies whom and what is designated, as an atlas knows it on a day.

A scenario changes a situation step by step and compares the last with the first. A situation never changes itself:
each change gives another.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from graph import extracts
from graph.projections import View, places

Text = Mapping[str, str]
"""The same words in Dutch (``nl``) and English (``en``)."""

LEVELS = ("park", "municipality", "region", "province")
"""Scales of area, small to large."""

CLUSTER = "cluster-location"
"""Stands for the designation as a location for large-scale logistics; any other designation is a zone."""
CLUSTER_WORDS = {"nl": "locatie voor grootschalige logistiek", "en": "large-scale logistics location"}

ASSUMED = "assumed"
"""Stands for the evidence level of what only the scenario says."""


@dataclass(frozen=True)
class Situation:
    """What is known, less and more what a scenario assumes.

    Attributes:
        view: the part of the atlas it is of.
        sites: ``establishment``, ``park``, ``park_level``, ``region``; also of establishments without a known stage.
        presences: ``establishment``, ``stage``, ``chain``, a column per level of area, ``level``, ``source`` and
            ``park_level``, how sure it is that the establishment is on the park.
        supplies: ``relation``, ``supplier``, ``customer``, ``chain``, ``level``, ``source``.
        designations: ``designation``, ``park``, the levels of area, ``level``, ``source``.
        possible: stages that a park could host though nobody is known to perform them there, as ``presences``
            without an establishment.
        gone: establishments that have gone.
        touched: parks the scenario is about; what is there is shown even if nothing changes.
        notes: what must be said of the changes.
    """

    view: View
    sites: pl.DataFrame
    presences: pl.DataFrame
    supplies: pl.DataFrame
    designations: pl.DataFrame
    possible: pl.DataFrame
    gone: frozenset[str] = frozenset()
    touched: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def say(self, text: Text, **filled: object) -> str:
        """Words in the language of the view."""
        return text[self.view.language].format(**filled)

    def noting(self, text: Text, **filled: object) -> "Situation":
        """The same situation with a note."""
        return replace(self, notes=(*self.notes, self.say(text, **filled)))

    def touching(self, park: str) -> "Situation":
        """The same situation, said to be about a park."""
        return replace(self, touched=(*self.touched, park))

    def without(self, going: pl.Series) -> "Situation":
        """The situation when establishments have gone, with their stages and all their supplies."""
        names = going.implode()
        stays = ~pl.col("establishment").is_in(names)
        apart = ~(pl.col("supplier").is_in(names) | pl.col("customer").is_in(names))
        return replace(
            self,
            sites=self.sites.filter(stays),
            presences=self.presences.filter(stays),
            supplies=self.supplies.filter(apart),
            gone=self.gone | set(going.to_list()),
        )

    @property
    def hosts(self) -> pl.DataFrame:
        """Stages on parks: those somebody is known to perform there, and those that a scenario makes possible."""
        known = self.presences.drop_nulls("park").drop("establishment")
        return pl.concat([known, self.possible], how="vertical")

    @property
    def network(self) -> pl.DataFrame:
        """The supplies with the regions of both ends, null where that is unknown."""
        where = self.sites.select("establishment", "region").unique("establishment", keep="first", maintain_order=True)
        table = self.supplies.join(
            where.rename({"establishment": "supplier", "region": "from_region"}), on="supplier", how="left"
        )
        return table.join(where.rename({"establishment": "customer", "region": "to_region"}), on="customer", how="left")


def situation(view: View) -> Situation:
    """What the atlas knows on the day of a view, as sure as the view asks.

    Regions are those of the primary membership. An establishment is on a park if a claim that is sure enough says so.
    """
    area = areas(view)
    parks = _sure_parks(view, view.table("establishments").select("establishment", "park", "park_level"))
    where = places(view).select("establishment", "region")
    presences = view.table("presences").filter("primary")
    presences = _sure_parks(view, presences).join(
        area.select("municipality", "province"), on="municipality", how="left", maintain_order="left"
    )
    there = where["establishment"].implode()
    supplies = view.table("supplies").filter(pl.col("supplier").is_in(there) & pl.col("customer").is_in(there))
    performed = presences.select("establishment", "stage", "chain", *LEVELS, "level", "source", "park_level").unique(
        maintain_order=True
    )
    return Situation(
        view=view,
        sites=parks.join(where, on="establishment", how="left", maintain_order="left"),
        presences=performed,
        supplies=supplies.select("relation", "supplier", "customer", "chain", "level", "source").unique(
            maintain_order=True
        ),
        designations=_designations(view),
        possible=performed.drop("establishment").clear(),
    )


def areas(view: View) -> pl.DataFrame:
    """Every municipality with its region (by primary membership, null if none) and its province."""
    member = view.table("memberships").filter("primary").select("municipality", "region")
    towns = extracts.read(view.folder, "municipalities")
    return towns.join(member, on="municipality", how="left", maintain_order="left").unique(
        "municipality", keep="first", maintain_order=True
    )


def park_areas(view: View) -> pl.DataFrame:
    """Every park with its municipality, region and province."""
    parks = extracts.read(view.folder, "parks").select("park", "municipality")
    return parks.join(areas(view), on="municipality", maintain_order="left").select(LEVELS).unique(maintain_order=True)


def _designations(view: View) -> pl.DataFrame:
    """Which parks are a cluster location, and which lie in a zone, wholly or partly."""
    clusters = view.table("cluster_locations").select("park", "level", "source", designation=pl.lit(CLUSTER, pl.String))
    zones = (
        view.table("zone_coverages")
        .filter(pl.col("coverage") != "outside")
        .select("park", "level", "source", designation="zone")
    )
    both = pl.concat([clusters, zones], how="diagonal")
    return both.join(park_areas(view), on="park", how="left", maintain_order="left").select(
        "designation", *LEVELS, "level", "source"
    )


def _sure_parks(view: View, table: pl.DataFrame) -> pl.DataFrame:
    """The table with a park only where a claim as sure as the view asks places the establishment on it."""
    table = table.with_columns(pl.col("park_level").str.extract(r"([^/#]+)$"))
    if view.evidence == "all":
        return table
    placed = pl.col("park_level").is_in(view.sure)
    return table.with_columns(pl.when(placed).then(name).alias(name) for name in ("park", "park_level"))
