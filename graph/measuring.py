"""Measures by name: a formula of :mod:`graph.metrics` applied to a part of an atlas, as a table that says of what.

A module of :mod:`graph.measures` names its measures in a list ``MEASURES`` and is found by itself. Every table has the
things it is about with their labels, the figures, and what each row rests on: ``evidence`` (levels) and ``sources``,
joined by ``; ``. A figure that is not known is null, never nought.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

import polars as pl
import pyoxigraph as ox

from graph import extracts
from graph.collecting import collected
from graph.errors import UsageError
from graph.evidence import levels
from graph.projections import View
from graph.resources import room
from graph.terms import expand

OF = ("node", "pair", "network", "region", "stage")
"""What a row of a measure can be about."""
LEAST_SURE = "estimated"
"""Least sure evidence level on which named companies are ranked by risk."""


@dataclass(frozen=True)
class Measure:
    """One measure.

    Attributes:
        name: what people ask for.
        about: what it tells, in Dutch and English.
        unit: of its figures, in Dutch and English.
        source: author and year of the formula.
        of: what a row is about, one of :data:`OF`.
        compute: gives the table, from a view and what else it takes.
    """

    name: str
    about: Mapping[str, str]
    unit: Mapping[str, str]
    source: str
    of: str
    compute: Callable[..., pl.DataFrame]

    @property
    def takes(self) -> dict[str, Any]:
        """What it can be told beyond the view, with its defaults."""
        told = inspect.signature(self.compute).parameters
        return {name: one.default for name, one in told.items() if name != "view"}

    @property
    def options(self) -> dict[str, tuple[str, ...]]:
        """What words it may be told, for what takes one of a few."""
        hints = get_type_hints(self.compute)
        return {name: get_args(hints[name]) for name in self.takes if get_origin(hints[name]) is Literal}


def measures() -> dict[str, Measure]:
    """All measures by name, in order."""
    from graph import measures as package  # noqa: PLC0415 - its modules import this one

    return collected(package, "MEASURES")


def measure(name: str) -> Measure:
    """The measure of a name.

    Raises:
        UsageError: if there is none, saying which there are.
    """
    known = measures()
    if name not in known:
        raise UsageError(f"there is no measure {name!r}; there are {', '.join(known)}")
    return known[name]


def measured(chosen: Measure, view: View, told: Mapping[str, Any]) -> pl.DataFrame:
    """The table of a measure; what is not a number is null.

    Args:
        chosen: the measure.
        view: what part of the atlas.
        told: what else it is told, as text or of the type of its default.

    Raises:
        UsageError: if it does not take something, or a value cannot be understood.
    """
    takes = chosen.takes
    given: dict[str, Any] = {}
    for name, value in told.items():
        if name not in takes:
            others = f"it takes {', '.join(takes)}" if takes else "it takes nothing else"
            raise UsageError(f"{chosen.name} does not take {name!r}; {others} (and chain, as_of, evidence, language)")
        try:
            given[name] = type(takes[name])(value)
        except ValueError:
            raise UsageError(f"{name}: {value!r} is not a number, as {takes[name]!r} is") from None
    table = chosen.compute(view, **given)
    numbers = [name for name, kind in table.schema.items() if kind.is_float()]
    return table.with_columns(pl.col(numbers).fill_nan(None))


def observed(view: View, by: str) -> View:
    """The view for a measure that ranks by risk: no named company is ranked on reconstructed or synthetic relations.

    By establishment those do not count, whatever evidence is asked for; by anything larger they do.
    """
    surer = view.evidence in levels() and levels()[view.evidence][0] <= levels()[LEAST_SURE][0]
    return view if by != "establishment" or surer else replace(view, evidence=LEAST_SURE)


def rests_on(level: str = "level", source: str = "source") -> dict[str, pl.Expr]:
    """Evidence levels and sources of the rows that are added up, each once, in order."""
    return {
        "evidence": pl.col(level).drop_nulls().unique().sort().str.join("; "),
        "sources": pl.col(source).drop_nulls().unique().sort().str.join("; "),
    }


def rests_on_joined() -> dict[str, pl.Expr]:
    """As :func:`rests_on`, of rows of which ``evidence`` and ``sources`` are joined already."""
    return {name: joined(pl.col(name).str.split("; ").explode()) for name in ("evidence", "sources")}


def joined(words: pl.Expr) -> pl.Expr:
    """Words, each once, in order, as one cell."""
    return words.drop_nulls().filter(words.drop_nulls() != "").unique().sort().str.join("; ")


def together(table: pl.DataFrame, columns: Mapping[str, tuple[str, ...]]) -> pl.DataFrame:
    """Put columns of joined words together under a name, each word once, row by row; null counts as none."""
    return table.with_columns(
        pl.concat_list(pl.col(part).fill_null("").str.split("; ") for part in parts)
        .list.eval(joined(pl.element()))
        .list.join("; ")
        .alias(name)
        for name, parts in columns.items()
    )


@cache
def _concepts(language: str) -> pl.DataFrame:
    """Labels of the items of the ontology's lists, which no atlas keeps a table of: ``thing`` and ``label``."""
    said = expand("skos:prefLabel")
    rows = [
        (triple.subject.value, triple.object.value)
        for path in sorted((room("ontology") / "schemes").glob("*.ttl"))
        for triple in ox.parse(path=str(path))
        if isinstance(triple.subject, ox.NamedNode)
        and isinstance(triple.object, ox.Literal)
        and triple.predicate.value == said
        and triple.object.language == language
    ]
    return pl.DataFrame(rows, schema={"thing": pl.String, "label": pl.String}, orient="row")


def names(view: View) -> pl.DataFrame:
    """What everything is called, of the atlas and of the ontology's lists: ``thing`` and ``label``, each thing once."""
    own = extracts.read(view.folder, "labels").select("thing", label=view.language)
    return pl.concat([own, _concepts(view.language)]).unique("thing", keep="first", maintain_order=True)


def labelled(view: View, table: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """The table with, after each of the columns, one with the labels of its things."""
    known = names(view)
    for column in columns:
        named = known.rename({"thing": column, "label": f"{column}_label"})
        table = table.join(named, on=column, how="left", maintain_order="left")
    order: list[str] = []
    for name in table.columns:
        if name.removesuffix("_label") not in columns or not name.endswith("_label"):
            order += [name, f"{name}_label"] if name in columns else [name]
    return table.select(order)
