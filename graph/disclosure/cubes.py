"""Cubes made fit to leave: what of their cells may be shown beside what everybody can read already.

An atlas with restricted files has another in it that was built without them. What counts in the same cell with the same
amount there is openly known: an attacker takes it off. What is left over is confidential, and that is protected.

No hierarchy is written down. Establishments that count in the same cells are one unknown, and a cell is the sum of
those that count in it: every relation there is between stages, chains, evidence levels and places, in one data set or
between two, holds for each establishment, and so for these sums. A witness (:mod:`graph.disclosure.search`) made of
them is another set of establishments, which fits whatever equation somebody thinks of.

Cubes that count the same contributions are protected together. Figures of different things are independent: how many
establishments are behind jobs, hectares or supplies is not shown beside them, because two counts that are nearly the
same would tell the difference.
"""

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from graph.counting import counting
from graph.cubing import OPEN, Cube, DataSet, cubes, placing
from graph.disclosure.protecting import SUPPRESSED, loss, protect
from graph.disclosure.rules import FREE, HIDDEN, PRIMARY, SECONDARY, WITHHELD, ZERO, Rules, judged
from graph.placing import Facts
from graph.store import public

ALL = "all"
"""In place of an evidence level: all levels together."""
LEVELS = ("region", "memberships", "municipality", "park")
"""Levels of place, coarse ones first: what there is room for goes out."""
MOST = 3_000
"""Confidential cells of cubes that are protected together; what would bring more is withheld as a whole."""
FINE = 0.4
"""Where more than this share of the cells tells too much by itself, the data set is withheld as a whole: to show which
cells there are would cost many of the sums above them."""
_COUNT, _JOBS = "ka:countedEstablishments", "ka:countedJobs"
_AGAIN = "participations"
"""Counts the establishments of another cube in another way, so that the difference of the two would tell something."""
_DELIVERED: dict[str, "type[pl.DataType] | pl.DataType"] = {
    "family": pl.String, "key": pl.String, "n": pl.Int64, "value": pl.Float64, "status": pl.String,
    "level": pl.Float64, "exposed": pl.Boolean, "parents": pl.List(pl.String),
    "items": pl.List(pl.Struct({"item": pl.String, "amount": pl.Int64})),
}  # fmt: skip
_PAIR = ["key", "item", "amount"]
_PAIRS: dict[str, type[pl.DataType]] = dict.fromkeys((*_PAIR, "contributor"), pl.String) | {"amount": pl.Int64}


@dataclass(frozen=True)
class Protection:
    """Cubes with what may be shown of them.

    Attributes:
        day: of which they tell.
        tables: by name of the data set the cells with their true numbers and why they are hidden, for use inside: the
            dimensions, ``day``, ``evidence`` (a level, or :data:`ALL`), ``value``, ``n``, ``sources``, ``status``,
            ``exposed`` (true where the previous delivery told already what is hidden now).
        withheld: names of the data sets that do not go out at all, because they are too fine to protect.
        undivided: names of those of which only all evidence levels together go out, because their parts are too fine.
        counts: names of the data sets whose figure is the number of establishments itself.
        delivered: what the next delivery must know of this one; holds true numbers, so it stays inside.
    """

    day: datetime.date
    tables: Mapping[str, pl.DataFrame]
    withheld: tuple[str, ...]
    undivided: tuple[str, ...]
    counts: frozenset[str]
    delivered: pl.DataFrame

    def published(self) -> dict[str, pl.DataFrame]:
        """What may go out, by name of the data set; :attr:`tables` with other words for what is hidden.

        ``n``, ``value`` and ``sources`` are empty where the status is ``suppressed``; ``n`` also beside a confidential
        figure that is no number of establishments. Other statuses are ``open`` and ``free``.
        """
        return {
            name: _shown(table.filter(pl.col("status") != WITHHELD), counts=name in self.counts)
            for name, table in self.tables.items()
            if name not in self.withheld
        }

    def loss(self) -> pl.DataFrame:
        """What it cost: a row per data set, as :func:`graph.disclosure.protecting.loss` counts; withheld ones are lost.

        Cells of all evidence levels together are counted, not their parts.
        """
        told = [
            table.filter(pl.col("evidence") == ALL).select(
                "status", "exposed", data_set=pl.lit(name), value=pl.col("value").cast(pl.Float64)
            )
            for name, table in self.tables.items()
        ]
        gone = pl.col("status") == WITHHELD
        cells = pl.concat(told).with_columns(status=pl.when(gone).then(pl.lit(SECONDARY)).otherwise("status"))
        return loss(cells, ["data_set"])


def _shown(table: pl.DataFrame, *, counts: bool) -> pl.DataFrame:
    told = pl.when(~pl.col("status").is_in(list(HIDDEN)))
    heads = told if counts else pl.when(pl.col("status") == OPEN)
    return table.drop("exposed").with_columns(
        told.then("value").alias("value"),
        told.then("sources").alias("sources"),
        heads.then("n").alias("n"),
        told.then("status").otherwise(pl.lit(SUPPRESSED)).alias("status"),
    )


def protected_cubes(
    folder: Path,
    day: datetime.date,
    *,
    rules: Rules | None = None,
    previous: pl.DataFrame | None = None,
    levels: Sequence[str] = LEVELS,
    areas: Mapping[str, pl.DataFrame] | None = None,
) -> Protection:
    """Say of every cell of the cubes of an atlas, on one day, whether it may be shown.

    Args:
        folder: the atlas; with its public part in it, if anything in it is restricted.
        day: the day. One a delivery: two days are two deliveries.
        rules: what tells too much.
        previous: ``delivered`` of the previous delivery, so that both are safe together.
        levels: levels of place, of :data:`graph.placing.LEVELS`, coarse ones first.
        areas: further levels of place, made of municipalities, by name: ``municipality``, ``region`` (the area),
            ``since``, ``until``.

    Returns:
        The cubes with what may be shown of them.

    Raises:
        NoAtlasError: if the public part of the atlas is gone.
    """
    rules, areas = rules or Rules(), areas or {}
    inside, outside = Facts(folder, areas), Facts(public(folder), areas)
    families: dict[str, list[Cube]] = {}
    for cube in cubes().values():
        families.setdefault(cube.contributions, []).append(cube)
    tables: dict[str, pl.DataFrame] = {}
    withheld: list[str] = []
    undivided: list[str] = []
    counts: list[str] = []
    delivered = [pl.DataFrame(schema=_DELIVERED)]
    for members in families.values():
        family = members[0].name
        counted: dict[str, tuple[Cube, pl.DataFrame]] = {}
        confidential = pl.DataFrame(schema=_PAIRS)
        claimed = inside.asked(members[0].contributions)
        openly_claimed = None if outside.folder == inside.folder else outside.asked(members[0].contributions)
        for one in (DataSet(cube, level) for level in (*areas, *levels) for cube in members):
            rows = _counting(inside, one, day, claimed)
            known = rows if openly_claimed is None else _counting(outside, one, day, openly_claimed)
            counted[one.name] = one.cube, rows
            pairs, openly = _pairs(one, rows), _pairs(one, known)
            secret = pairs.join(openly, on=_PAIR, how="anti")
            # Who is openly known to count at one level and counts at another would be seen to have moved.
            moved = openly.join(pairs, on=["key", "item"], how="anti").filter(~pl.col("whole")).height > 0
            for whole, names in ((True, withheld), (False, undivided)):
                part = secret.filter(pl.col("whole") == whole)
                size = pairs.filter(pl.col("whole") == whole)["key"].n_unique()
                too = one.name in withheld or (moved and not whole)
                if part.height and (too or _too_fine(part, confidential, size, one.cube, rules)):
                    names.append(one.name)
                else:
                    confidential = pl.concat([confidential, part.drop("whole")])
        before = None if previous is None else previous.filter(pl.col("family") == family)
        before = None if before is None or before.is_empty() else before
        marks = _protected(confidential, members[0], rules, before)
        delivered.append(marks.select(family=pl.lit(family), **{name: pl.col(name) for name in list(_DELIVERED)[1:]}))
        for name, (cube, rows) in counted.items():
            tables[name] = _marked(name, cube, rows, marks, day)
            if cube.measure == _COUNT:
                counts.append(name)
            gone = pl.lit(value=name in withheld) | ((pl.col("evidence") != ALL) & (name in undivided))
            tables[name] = tables[name].with_columns(status=pl.when(gone).then(pl.lit(WITHHELD)).otherwise("status"))
    return Protection(day, tables, tuple(withheld), tuple(undivided), frozenset(counts), pl.concat(delivered))


def _counting(facts: Facts, one: DataSet, day: datetime.date, contributions: pl.DataFrame) -> pl.DataFrame:
    """What counts in which cell of a data set, at its evidence level and at all together."""
    there = facts.asked(placing(one, "contributions"), contributions=contributions)
    rows = counting(there, one.cube.dimensions, day)
    return pl.concat([rows, rows.with_columns(evidence=pl.lit(ALL))])


def _name(one: str, cube: Cube) -> pl.Expr:
    """One text that names a cell among those of all data sets."""
    return pl.concat_str(pl.lit(one), *cube.dimensions, "evidence", separator="|")


def _pairs(one: DataSet, rows: pl.DataFrame) -> pl.DataFrame:
    named = rows.select(*_PAIR[1:], "contributor", key=_name(one.name, one.cube), whole=pl.col("evidence") == ALL)
    return named.select(*_PAIR, "contributor", "whole").unique()


def _too_fine(part: pl.DataFrame, others: pl.DataFrame, size: int, cube: Cube, rules: Rules) -> bool:
    """Whether confidential cells, of so many in all, are too fine to protect, or too many beside others."""
    if cube.name == _AGAIN or part["key"].n_unique() + others["key"].n_unique() > MOST:
        return True
    alone = judged(_sums(part, cube), _rules(rules, cube))
    return alone.filter(pl.col("status").is_in(list(PRIMARY))).height > FINE * size


def _sums(pairs: pl.DataFrame, cube: Cube) -> pl.DataFrame:
    """What is confidential in each cell: ``key``, and what :func:`protect` takes of a cell."""
    each = pairs.unique(["key", "item", "contributor"]).group_by("key", "contributor").agg(pl.col("amount").sum())
    most = pl.col("amount").sort(descending=True)
    behind = each.group_by("key").agg(contributors=pl.len(), largest=most.first(), second=most.slice(1, 1).sum())
    sums = pairs.unique(_PAIR).group_by("key").agg(n=pl.len(), value=pl.col("amount").sum())
    return sums.join(behind, on="key").with_columns(
        pl.col("n", "contributors").cast(pl.Int64), pl.col("value", "largest", "second") / cube.parts
    )


def _rules(rules: Rules, cube: Cube) -> Rules:
    """The rules for the figure of a cube."""
    if cube.measure == _COUNT:
        return replace(rules, counts="only", dominance=None, p_percent=None, least=0.0)
    return replace(rules, counts="open", least=rules.least if cube.measure == _JOBS else 0.0)


def _protected(pairs: pl.DataFrame, cube: Cube, rules: Rules, previous: pl.DataFrame | None) -> pl.DataFrame:
    """The marks of all cells of cubes that count the same, and of those that count in the same cells."""
    profiles = (
        pairs.select(_PAIR)
        .unique()
        .group_by("item", "amount")
        .agg(parents=pl.col("key").sort())
        .group_by("parents")
        .agg(items=pl.struct("item", "amount").sort(), n=pl.len(), value=pl.col("amount").sum() / cube.parts)
        .with_columns(
            pl.col("n").cast(pl.Int64),
            key=pl.col("parents").map_elements(_code, pl.String),
            withheld=pl.lit(value=True),
        )
    )
    cells = pl.concat([_sums(pairs, cube).with_columns(withheld=pl.lit(value=False)), profiles], how="diagonal")
    if cells.is_empty():
        return pl.DataFrame(schema=_DELIVERED).drop("family")
    known = profiles.select("key", "parents")
    if previous is not None:
        known = pl.concat([known, previous.drop_nulls("parents").select("key", "parents")]).unique("key")
        cells = cells.join(_changed(cells, previous), on="key", how="left")
        cells = cells.with_columns(pl.col("changed").fill_null(0))
    # Cells that hold the same in both deliveries are one; its mark is that of all of them.
    held = known.explode("parents").group_by("parents").agg(pl.col("key").sort())
    twins = (
        held.group_by("key").agg(pl.col("parents").sort()).select(first=pl.col("parents").list.first(), key="parents")
    )
    firsts = twins.explode("key").filter(pl.col("first") != pl.col("key"))
    tree = dict(
        known.explode("parents")
        .join(firsts, left_on="parents", right_on="key", how="anti")
        .group_by("key", maintain_order=True)
        .agg("parents")
        .iter_rows()
    )
    lone = cells.join(firsts, on="key", how="anti")
    before = None
    if previous is not None:  # what was shown of one of them was shown of all
        named = previous.join(firsts, on="key", how="left").with_columns(pl.coalesce("first", "key").alias("key"))
        shown = pl.col("status").is_in([FREE, ZERO])
        before = named.drop("first").sort(shown, descending=True, maintain_order=True).unique("key", keep="first")
    made = protect(lone, ["key"], {"key": tree}, rules=_rules(rules, cube), previous=before)
    marks = made.select("key", "status", "level", "exposed")
    marks = pl.concat(
        [marks, firsts.join(marks.rename({"key": "first"}), on="first").drop("first").select(marks.columns)]
    )
    return cells.join(marks, on="key").sort("key")


def _code(cells: pl.Series) -> str:
    """A name for those that count in the same cells, the same in every delivery."""
    return hashlib.sha256("\n".join(cells).encode()).hexdigest()


def _changed(cells: pl.DataFrame, previous: pl.DataFrame) -> pl.DataFrame:
    """How many came, left or changed, by cell."""
    new, old = _held(cells), _held(previous)
    apart = pl.concat([new.join(old, on=_PAIR, how="anti"), old.join(new, on=_PAIR, how="anti")])
    return apart.group_by("key").agg(changed=pl.col("item").n_unique().cast(pl.Int64))


def _held(cells: pl.DataFrame) -> pl.DataFrame:
    """Who counts in which cell, those cells among them that are not shown."""
    held = cells.drop_nulls("items").select("key", "parents", "items").explode("items").unnest("items")
    both = pl.concat([held.drop("parents"), held.drop("key").rename({"parents": "key"}).explode("key")], how="diagonal")
    return both.select(_PAIR)


def _marked(name: str, cube: Cube, rows: pl.DataFrame, marks: pl.DataFrame, day: datetime.date) -> pl.DataFrame:
    """The cells of a data set with their marks; what nobody marked holds nothing confidential."""
    by = [*cube.dimensions, "evidence"]
    sums = rows.unique([*by, "item"]).group_by(by).agg(value=pl.col("amount").sum())
    about = rows.group_by(by).agg(n=pl.col("contributor").n_unique(), sources=pl.col("source").unique().sort())
    made = sums.join(about, on=by).with_columns(key=_name(name, cube), day=pl.lit(day))
    made = made.join(marks.select("key", "status", "exposed"), on="key", how="left")
    value = pl.col("value") if cube.parts == 1 else pl.col("value") / cube.parts
    return made.select(
        *cube.dimensions, "day", "evidence", value.alias("value"), pl.col("n").cast(pl.Int64), "sources",
        pl.col("status").fill_null(OPEN), pl.col("exposed").fill_null(value=False),
    ).sort("day", *by)  # fmt: skip
