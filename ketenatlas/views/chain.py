"""A chain on one sheet: its stages, where they sit, what is missing, how regions depend on each other, on what ground.

Everything is made of columns of one view of an atlas and kept, so that a page, its tables and its pictures say the
same. What no source names is unknown: it has no number here, never a nought.
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from graph import extracts
from graph.asking import records
from graph.catalogue import Question, catalogue, query_file
from graph.evidence import levels
from graph.labelling import Names
from graph.measures.completeness import completeness
from graph.measures.specialisation import location_quotient, primary
from graph.measuring import joined
from graph.projections import View, supply
from graph.store import Store
from ketenatlas.views.figure import Asked, figure_named, in_order
from ketenatlas.views.figure_page import Plate, plate
from ketenatlas.views.map import map_svg
from ketenatlas.views.networked import edges
from ketenatlas.views.places import municipalities

PICTURES = {"schakels": ("layers", ""), "stromen": ("flowmap", "municipality")}
"""Pictures of a chain by their name in addresses: the figure and its level."""
TABLES = ("schakels", "regios", "specialisatie", "vestigingen", "terreinen", "leveringen", "bronnen")
"""Tables of a chain by their name in addresses."""


@dataclass(frozen=True)
class Region:
    """How one region stands in the chain.

    Attributes:
        lower: stages a documented source names there.
        upper: stages any source names there.
        stages: stages of the chain.
        missing: stages of which nothing is known there.
        establishments: known ones; None where none is.
        quotient: location quotient of the chain with its interval; None where it cannot be told.
        more: stages that are certainly larger there than in the province as a whole.
    """

    iri: str
    label: str
    lower: int
    upper: int
    stages: int
    missing: tuple[str, ...]
    establishments: int | None
    quotient: tuple[float, float, float] | None
    more: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """What the quotient says of the region: ``more``, ``less``, ``same`` (cannot be told apart) or ``unknown``."""
        if self.quotient is None:
            return "unknown"
        _, low, high = self.quotient
        return "more" if low > 1 else "less" if high < 1 else "same"


@dataclass(frozen=True)
class Stage:
    """One stage: how many establishments of it are known in each region, with their evidence; none where nothing is."""

    iri: str
    label: str
    feeds: str
    known: dict[str, tuple[int, tuple[str, ...]]]
    elsewhere: bool

    @property
    def total(self) -> int:
        """Establishments in all regions together."""
        return sum(number for number, _ in self.known.values())


class Sheet:
    """A chain in one view of an atlas."""

    def __init__(self, view: View) -> None:
        if view.chain is None:
            raise ValueError("a sheet is of one chain")
        self.view = view
        self.chain: str = view.chain
        self.names = Names(view)

    @cached_property
    def label(self) -> str:
        """What the chain is called."""
        return self.names.of(self.chain)

    @cached_property
    def present(self) -> pl.DataFrame:
        """Who performs which stage where in the regions of the atlas, by primary membership."""
        return primary(self.view)

    @cached_property
    def layers(self) -> pl.DataFrame:
        """A row for every stage and region, as the picture of the stages takes them."""
        return self.picture("schakels").data.table

    @cached_property
    def regions(self) -> list[str]:
        """The regions, from west to east."""
        return in_order(self.layers["region"].drop_nulls().to_list(), self._asked("").names)

    @cached_property
    def stages(self) -> list[Stage]:
        """The stages in the order of the chain."""
        ordered = self.layers.group_by("stage", maintain_order=True).agg(
            pl.col("feeds").first(), pl.col("region"), pl.col("weight"), pl.col("evidence")
        )
        beyond = set(self.view.table("presences").filter(~pl.col("region").is_in(self.regions))["stage"])
        return [
            Stage(
                row["stage"],
                self.names.of(row["stage"]),
                row["feeds"] or "",
                {
                    region: (int(weight), tuple(evidence.split("; ")))
                    for region, weight, evidence in zip(row["region"], row["weight"], row["evidence"], strict=True)
                    if weight
                },
                row["stage"] in beyond,
            )
            for row in ordered.to_dicts()
        ]

    @cached_property
    def compared(self) -> list[Region]:
        """The regions compared."""
        held = {row["region"]: row for row in completeness(self.view).to_dicts()}
        quotients = {row["region"]: row for row in location_quotient(self.view, of="chain").to_dicts()}
        more = location_quotient(self.view).filter(pl.col("low") > 1)
        counted = dict(self.present.group_by("region").agg(pl.col("establishment").n_unique()).iter_rows())
        found = []
        for region in self.regions:
            row, quotient = held.get(region), quotients.get(region)
            told = (quotient["lq"], quotient["low"], quotient["high"]) if quotient else None
            found.append(
                Region(
                    region,
                    self.names.of(region),
                    row["lower"] if row else 0,
                    row["upper"] if row else 0,
                    len(self.stages),
                    tuple(stage.label for stage in self.stages if region not in stage.known),
                    counted.get(region),
                    told if told and all(value is not None and value == value for value in told) else None,  # noqa: PLR0124 - nan is no number
                    tuple(more.filter(pl.col("region") == region)["stage_label"].to_list()),
                )
            )
        return found

    @cached_property
    def parks(self) -> pl.DataFrame:
        """The business parks that host the chain, those with most establishments first."""
        held = self.present.drop_nulls("park")
        table = held.group_by("park").agg(
            pl.col("municipality").first(),
            establishments=pl.col("establishment").n_unique(),
            number=pl.col("stage").n_unique(),
            stages=pl.col("stage").unique().sort(),
            evidence=joined(pl.concat_list("level", pl.col("park_level").str.extract(r"([^/#]+)$")).explode()),
            sources=joined(pl.col("source")),
        )
        table = self.names.on(table, "park", "municipality").with_columns(
            stages=pl.col("stages").list.eval(self._labelled(pl.element())).list.join(", ")
        )
        return table.sort("establishments", "number", "park_label", descending=[True, True, False])

    def _labelled(self, column: pl.Expr) -> pl.Expr:
        return column.replace({stage.iri: stage.label for stage in self.stages})

    @cached_property
    def links(self) -> pl.DataFrame:
        """Supplies within the chain between regions and places outside: a row per pair, the largest first."""
        table = edges(supply(self.view, "region")).select("start", "end", "weight", "evidence", "sources")
        return self.names.on(table, "start", "end").sort(
            "weight", "start_label", "end_label", descending=[True, False, False]
        )

    @cached_property
    def establishments(self) -> pl.DataFrame:
        """Who performs which stage where: a row per claim."""
        table = self.present.select(
            "stage", "establishment", "region", "municipality", "park", "level", "source", "since", "until"
        )
        named = self.names.on(table, "stage", "establishment", "region", "municipality", "park", "source")
        return named.sort("stage", "establishment_label", "source")

    @cached_property
    def sources(self) -> pl.DataFrame:
        """The sources of participations and supplies, those of most claims first."""
        cited = pl.concat([table.select("source", "level") for table in (self.present, self._supplies)])
        counted = cited.group_by("source").agg(claims=pl.len(), evidence=joined(pl.col("level")))
        return self.names.on(counted, "source").sort("claims", "source_label", descending=[True, False])

    @cached_property
    def evidence(self) -> list[tuple[str, int]]:
        """How many of the claims (participations and supplies) are of each evidence level, surest first."""
        cited = pl.concat([table.select("level") for table in (self.present, self._supplies)])
        counted = dict(cited["level"].value_counts().iter_rows())
        return [(label[self.view.language], counted[name]) for name, (_, label) in levels().items() if name in counted]

    @cached_property
    def invented(self) -> int:
        """How many of the claims are invented and say nothing about reality."""
        cited = pl.concat([table.select("level") for table in (self.present, self._supplies)])
        return cited.filter(pl.col("level") == "synthetic").height

    @cached_property
    def _supplies(self) -> pl.DataFrame:
        return self.view.table("supplies")

    @cached_property
    def figures(self) -> dict[str, int]:
        """Key figures: how many stages are known, establishments, bodies, municipalities, supplies and sources."""
        organisations = extracts.read(self.view.folder, "organisations")
        sites = self.present.select("establishment").unique()
        return {
            "stages": sum(stage.total > 0 for stage in self.stages),
            "establishments": sites.height,
            "organisations": sites.join(organisations, on="establishment")["organisation"].n_unique(),
            "municipalities": self.present["municipality"].drop_nulls().n_unique(),
            "supplies": self._supplies.height,
            "joint": self.view.table("collaborations")["relation"].n_unique(),
        }

    @cached_property
    def coalitions(self) -> list[dict[str, Any]]:
        """The innovation coalitions at the chain, and what the national frames call them."""
        told = {"chain": self.chain, "asOf": self.view.day.isoformat(), "evidence": self.view.evidence}
        engine = Store(self.view.folder)
        rows, _ = records(engine, query_file("views", "chain-coalitions"), told, self.view.language)
        return rows

    def picture(self, name: str) -> Plate:
        """One of :data:`PICTURES`, drawn."""
        if name not in self._plates:
            figure, by = PICTURES[name]
            self._plates[name] = plate(figure_named(figure), self._asked(by))
        return self._plates[name]

    @cached_property
    def _plates(self) -> dict[str, Plate]:
        return {}

    def _asked(self, by: str) -> Asked:
        return Asked(self.view, by)

    @cached_property
    def map(self) -> str:
        """The map of the province with the establishments of the chain, as SVG."""
        counted = dict(
            self.present.drop_nulls("municipality")
            .group_by("municipality")
            .agg(pl.col("establishment").n_unique())
            .iter_rows()
        )
        places = [replace(place, known=counted.get(iri)) for iri, place in municipalities(self.view).items()]
        return map_svg(places, self.label, self.view.language)

    def table(self, name: str) -> pl.DataFrame:
        """One of :data:`TABLES` as a file has it: things by address and by label.

        Raises:
            KeyError: if there is no such table.
        """
        made = {
            "schakels": lambda: self.names.on(self.layers, "stage", "region"),
            "regios": lambda: completeness(self.view),
            "specialisatie": lambda: location_quotient(self.view),
            "vestigingen": lambda: self.establishments,
            "terreinen": lambda: self.parks,
            "leveringen": lambda: self.links,
            "bronnen": lambda: self.sources,
        }
        return made[name]()


@lru_cache(maxsize=64)
def sheet(folder: Path, chain: str, as_of: str, evidence: str, language: str) -> Sheet:
    """The sheet of a chain, kept for whoever asks again."""
    return Sheet(View(folder, chain, as_of, evidence, language))


def related() -> list[Question]:
    """The questions that can be asked of one chain, in the order of the catalogue."""
    return [
        question
        for group in catalogue().by_theme().values()
        for question in group
        if any(parameter.name == "chain" for parameter in question.parameters)
    ]


@dataclass(frozen=True)
class Line:
    """One chain in the list of chains: every stage with whether it is known, and stages known by region."""

    iri: str
    label: str
    stages: tuple[tuple[str, int], ...]
    by_region: dict[str, int]
    establishments: int

    @property
    def known(self) -> int:
        """Stages of which an establishment is known."""
        return sum(number > 0 for _, number in self.stages)


@lru_cache(maxsize=16)
def overview(folder: Path, as_of: str, evidence: str, language: str) -> tuple[list[Line], list[tuple[str, str]]]:
    """All chains in order of label, and the regions from west to east with their labels."""
    view = View(folder, None, as_of, evidence, language)
    names = Names(view)
    present = primary(view)
    order = extracts.read(folder, "positions").unique("stage", keep="first")
    sites = present.group_by("stage").agg(known=pl.col("establishment").n_unique())
    stages = (
        names.on(extracts.read(folder, "stages").select("chain", "stage").unique(), "stage")
        .join(order, on="stage", how="left")
        .join(sites, on="stage", how="left")
        .sort("chain", "position", "stage", nulls_last=True)
    )
    in_region = present.group_by("chain", "region").agg(pl.col("stage").n_unique())
    counted = {(chain, region): number for chain, region, number in in_region.iter_rows()}
    of_chain = dict(present.group_by("chain").agg(pl.col("establishment").n_unique()).iter_rows())
    members = view.table("memberships").filter("primary")["region"].unique().to_list()
    regions = in_order(members, Asked(view).names)
    lines = [
        Line(
            str(chain),
            names.of(str(chain)),
            tuple((label, number or 0) for label, number in group.select("stage_label", "known").iter_rows()),
            {region: counted[chain, region] for region in regions if (chain, region) in counted},
            of_chain.get(chain, 0),
        )
        for (chain,), group in stages.group_by("chain", maintain_order=True)
    ]
    return sorted(lines, key=lambda line: line.label), [(region, names.of(region)) for region in regions]
