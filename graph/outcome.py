"""Outcome: what a scenario changes, step by step added up, with the evidence of every edge it rests on.

The numbers are about what an atlas knows, before and after; they are no forecast. What is not known is not zero, and
nobody is said to be at risk: a company is named only as an end of a supply that is cut, never in an order of harm, and
only where nothing in its effect was computed by a model or made up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from graph import extracts
from graph.labelling import Names, levels_in_order
from graph.output_lost import OutputLost, output_lost
from graph.projections import View
from graph.scenario_kinds import Kind
from graph.scenarios import AREA, compared, counted
from graph.situation import LEVELS, Situation, Text, situation
from graph.terms import PREFIXES

WEAK = ("reconstructed", "synthetic")
"""Levels that say nothing about a named company."""

_WORDS: Mapping[str, Text] = {
    "explores": {
        "nl": "Een verkenning op wat de atlas kent, geen voorspelling. Wat onbekend is telt niet mee: het is niet "
        "nul. Of anderen een schakel kunnen overnemen is onbekend.",
        "en": "An exploration of what the atlas knows, no forecast. What is unknown does not count: it is not zero. "
        "Whether others can take over a stage is unknown.",
    },
    "nothing": {
        "nl": "Op wat de atlas kent verandert er niets.",
        "en": "On what the atlas knows, nothing changes.",
    },
    "unnamed": {
        "nl": "{n} bedrijfsvestigingen die een levering verliezen of vertrekken zijn niet bij naam genoemd: in wat "
        "hen raakt is iets gereconstrueerd of kunstmatig, en dat zegt niets over een genoemd bedrijf. Zij "
        "tellen wel mee per schakel en regio.",
        "en": "{n} establishments that lose a supply or leave are not named: something in what affects them is "
        "reconstructed or synthetic, which says nothing about a named company. They do count by stage and "
        "region.",
    },
}


@dataclass(frozen=True)
class Step:
    """One thing that happens: its kind, and what it was given (addresses of things, or words)."""

    kind: Kind
    told: Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    """What a scenario changes.

    Attributes:
        view: the part of the atlas it was asked of.
        assumed: what was assumed, a sentence per step.
        table: ``measure`` (``establishments``: who performs a stage; ``parks``: where a stage is or could be;
            ``designations``: parks that have one), ``chain``, ``subject`` (stage or designation), ``scale``, ``area``,
            ``before``, ``after``, ``change``, ``last`` (nothing known is left), ``elsewhere`` (known afterwards in
            other areas), ``evidence`` and ``sources`` as lists, a label for every thing, and ``before_asserted`` and
            ``after_asserted``: the same on asserted claims alone. Only what changes, and what is on a park the scenario
            is about.
        chains: ``chain``, ``measure`` (``establishments``, ``stages`` performed in the regions, ``supplies``),
            ``before``, ``after``, ``change``; chains in which something changes.
        cut: supplies that are cut, by ``chain`` and by stage and region of both ends: ``relations``, evidence, sources.
            A stage or region that is not known is null.
        companies: ends of supplies that are cut, by name in order of the alphabet: ``establishment``, ``region``,
            ``leaves``, ``relations``, evidence, sources. Nobody with a reconstructed or synthetic edge is in it.
        output: part of all output that is lost, or null where it cannot be said; ``notes`` say why.
        levels: evidence levels of everything this rests on, surest first.
        sources: addresses of the sources.
        notes: what must be read with it.
    """

    view: View
    assumed: tuple[str, ...]
    table: pl.DataFrame
    chains: pl.DataFrame
    cut: pl.DataFrame
    companies: pl.DataFrame
    output: OutputLost | None
    levels: tuple[str, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def relations_cut(self) -> int:
        """Number of supplies that are cut."""
        return int(self.cut["relations"].sum())

    @property
    def pairs(self) -> pl.DataFrame:
        """Establishments by ``stage`` and ``region``, ``before`` and ``after``: the table of a picture."""
        rows = self.table.filter((pl.col("measure") == "establishments") & (pl.col("scale") == "region"))
        lists = [pl.col(name).list.join("; ") for name in ("evidence", "sources")]
        return rows.select(pl.col("subject").alias("stage"), pl.col("area").alias("region"), "before", "after", *lists)


def run(view: View, steps: Sequence[Step]) -> Outcome:
    """What changes when steps happen one after the other.

    Raises:
        UsageError: if a step was given what its kind does not take.
    """
    for step in steps:
        step.kind.check(step.told)
    before, after = followed(view, steps)
    sure = followed(replace(view, evidence="asserted"), steps)
    names = Names(view)
    cut = before.network.join(after.supplies, on="relation", how="anti", maintain_order="left")
    table = _table(before, after, _compared(*sure), names)
    grouped = _cut(cut, before, names)
    companies, unnamed = _companies(cut, before, after, names)
    output, why = output_lost(view, before, sorted(after.gone - before.gone), WEAK)
    notes = [before.say(_WORDS["explores"]), *after.notes, *why]
    if unnamed:
        notes.append(before.say(_WORDS["unnamed"], n=unnamed))
    if table.filter(pl.col("change") != 0).is_empty() and cut.is_empty():
        notes.append(before.say(_WORDS["nothing"]))
    used = [*_members(table, "evidence"), *_members(grouped, "evidence"), *(output.levels if output else ())]
    return Outcome(
        view=view,
        assumed=tuple(_sentence(step, names) for step in steps),
        table=table,
        chains=_chains(before, after, names),
        cut=grouped,
        companies=companies,
        output=output,
        levels=levels_in_order(used),
        sources=tuple(
            sorted({*_members(table, "sources"), *_members(grouped, "sources"), *(output.sources if output else ())})
        ),
        notes=tuple(dict.fromkeys(notes)),
    )


def followed(view: View, steps: Sequence[Step]) -> tuple[Situation, Situation]:
    """The situation before the first step and after the last."""
    before = after = situation(view)
    for step in steps:
        after = step.kind.change(after, step.told)
    return before, after


def _sentence(step: Step, names: Names) -> str:
    """What a step assumes."""
    words = {}
    for given in step.kind.takes:
        value = step.told.get(given.name)
        if not value:
            words[given.name] = given.without[names.language]
        else:
            words[given.name] = given.options[value][names.language] if given.options else names.of(value)
    return step.kind.assumes[names.language].format(**words)


COLUMNS = (
    *("measure", "chain", "chain_label", "subject", "subject_label", "scale", "area", "area_label"),
    *("before", "after", "change", "before_asserted", "after_asserted", "last", "elsewhere", "evidence", "sources"),
)
"""Columns of :attr:`Outcome.table`, in order."""

_COUNTED = (
    ("establishments", "establishment", LEVELS),
    ("parks", "park", LEVELS[1:]),
    ("designations", "park", LEVELS),
)
"""Measures: what each counts, and in which areas."""


def _compared(before: Situation, after: Situation) -> pl.DataFrame:
    """All measures before and after, for every subject and area."""
    parts = []
    for measure, thing, scales in _COUNTED:
        sides = (counted(_facts(one, measure, after.touched), thing, scales) for one in (before, after))
        parts.append(compared(*sides).select(pl.lit(measure).alias("measure"), pl.all()))
    return pl.concat(parts).filter(pl.col("scale") != "all")


def _table(before: Situation, after: Situation, sure: pl.DataFrame, names: Names) -> pl.DataFrame:
    """The rows of :attr:`Outcome.table`; ``sure`` are all measures on asserted claims alone."""
    key = ["measure", *AREA]
    here = (pl.col("scale") == "park") & pl.col("area").is_in(after.touched)
    kept = _compared(before, after).filter((pl.col("change") != 0) | here)
    lower = sure.select(*key, before_asserted="before", after_asserted="after")
    kept = kept.join(lower, on=key, how="left", nulls_equal=True, maintain_order="left")
    kept = kept.with_columns(pl.col("before_asserted", "after_asserted").fill_null(0))
    places = extracts.read(before.view.folder, "positions").select(subject="stage", position="position")
    ranks = {name: at for at, name in enumerate([*(measure for measure, _, _ in _COUNTED), *LEVELS])}
    rank = [pl.col(name).replace_strict(ranks, return_dtype=pl.Int64) for name in ("measure", "scale")]
    order = [rank[0], "chain_label", "chain", "position", "subject", rank[1], "area_label", "area"]
    labelled = names.on(kept, "chain", "subject", "area")
    labelled = labelled.join(places.unique("subject"), on="subject", how="left", maintain_order="left")
    return labelled.sort(order, nulls_last=True).select(COLUMNS)


def _facts(one: Situation, measure: str, parks: Sequence[str]) -> pl.DataFrame:
    """What is counted for a measure, as :func:`counted` takes it.

    Where a count rests on who is on which park, how sure that is counts as evidence too.
    """
    if measure == "designations":
        return one.designations.rename({"designation": "subject"}).with_columns(chain=pl.lit(None, pl.String))
    facts = one.presences if measure == "establishments" else one.hosts
    placed = facts if measure == "parks" else facts.filter(pl.col("park").is_in(parks))
    return pl.concat([facts, placed.with_columns(level="park_level")]).rename({"stage": "subject"})


def _chains(before: Situation, after: Situation, names: Names) -> pl.DataFrame:
    """The rows of :attr:`Outcome.chains`."""

    def counts(one: Situation, name: str) -> pl.DataFrame:
        here = one.presences.filter(pl.col("region").str.starts_with(PREFIXES["region"]))
        things = (
            one.presences.select("chain", thing="establishment", measure=pl.lit("establishments")),
            here.select("chain", thing="stage", measure=pl.lit("stages")),
            one.supplies.select("chain", thing="relation", measure=pl.lit("supplies")),
        )
        return pl.concat(things).group_by("chain", "measure").agg(pl.col("thing").n_unique().cast(pl.Int64).alias(name))

    both = counts(before, "before").join(
        counts(after, "after"), on=["chain", "measure"], how="full", coalesce=True, nulls_equal=True
    )
    both = both.with_columns(pl.col("before", "after").fill_null(0))
    both = both.with_columns(change=pl.col("after") - pl.col("before"))
    changed = both.filter(pl.col("change") != 0)["chain"].unique()
    kept = both.filter(pl.col("chain").is_in(changed.implode(), nulls_equal=True))
    return names.on(kept, "chain").sort("chain_label", "chain", "measure", nulls_last=True)


_EDGES = {
    "relations": pl.col("relation").n_unique().cast(pl.Int64),
    "evidence": pl.col("level").drop_nulls().unique().sort(),
    "sources": pl.col("source").drop_nulls().unique().sort(),
}


def _cut(cut: pl.DataFrame, before: Situation, names: Names) -> pl.DataFrame:
    """Supplies that are cut, by the stages and regions of their ends."""
    stages = names.on(before.presences.select("establishment", "chain", "stage").unique(), "stage")
    stages = stages.group_by("establishment", "chain").agg(pl.col("stage_label").unique().sort().str.join("; "))
    for end, name in (("supplier", "from_stage"), ("customer", "to_stage")):
        cut = cut.join(stages.rename({"establishment": end, "stage_label": name}), on=[end, "chain"], how="left")
    key = ["chain", "from_stage", "from_region", "to_stage", "to_region"]
    grouped = names.on(cut.group_by(key).agg(**_EDGES), "chain", "from_region", "to_region")
    return grouped.sort("chain_label", *key, nulls_last=True)


def _companies(cut: pl.DataFrame, before: Situation, after: Situation, names: Names) -> tuple[pl.DataFrame, int]:
    """Who may be named as an end of a supply that is cut, or as one who leaves; and how many may not be."""
    ends = pl.concat([cut.select("relation", "level", "source", establishment=end) for end in ("supplier", "customer")])
    placed = before.sites.drop_nulls("park").select("establishment", level="park_level")
    performed = before.presences.select("establishment", "level", "source")
    touched = pl.concat([ends, performed, placed], how="diagonal")
    leaving = pl.Series("establishment", sorted(after.gone - before.gone), dtype=pl.String)
    affected = pl.concat([ends["establishment"], leaving]).unique()
    weak = touched.filter(pl.col("level").is_in(WEAK))["establishment"].unique()
    told = (
        touched.filter(
            pl.col("establishment").is_in(affected.implode()) & ~pl.col("establishment").is_in(weak.implode())
        )
        .group_by("establishment")
        .agg(**{**_EDGES, "relations": pl.col("relation").drop_nulls().n_unique().cast(pl.Int64)})
    )
    where = before.sites.select("establishment", "region").unique("establishment", keep="first", maintain_order=True)
    made = names.on(
        told.join(where, on="establishment", how="left").with_columns(
            leaves=pl.col("establishment").is_in(leaving.implode())
        ),
        "establishment",
        "region",
    )
    unnamed = len(set(affected.to_list()) & set(weak.to_list()))
    return made.sort("establishment_label", "establishment"), unnamed


def _members(table: pl.DataFrame, column: str) -> list[str]:
    return [str(member) for member in table[column].explode().drop_nulls().unique().to_list()]
