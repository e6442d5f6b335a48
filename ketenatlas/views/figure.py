"""A figure: one question drawn as one picture from one table, with all that a report must say beside it.

A figure is a module of :mod:`ketenatlas.views.figures` with a ``FIGURE`` in it and is found by itself. It says which
table it needs, how an atlas gives that table, and how the table is drawn; so it can be drawn from any table of that
form. What a table does not hold is unknown, and a figure of nothing says so in words.
"""

import difflib
import importlib
import pkgutil
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

import polars as pl

from graph import extracts
from graph.errors import UsageError
from graph.projections import View, inside
from graph.terms import PREFIXES
from ketenatlas.views.canvas import Canvas
from ketenatlas.views.palette import REGIONS

Text = Mapping[str, str]
"""The same words in Dutch (``nl``) and English (``en``)."""

ELSEWHERE = "elsewhere"
"""Stands for every place outside the regions of the atlas, where a figure adds these up."""


@dataclass(frozen=True)
class Field:
    """A column of the table of a figure.

    Attributes:
        name: of the column, the same in every language, so that a table can be read again.
        label: what people call it.
        of: kind of thing in it (``region``, ``municipality``, ``stage``, ``chain`` ...); numbers and words have none.
        number: whether it holds numbers.
        required: whether a table given from outside must have it.
    """

    name: str
    label: Text
    of: str = ""
    number: bool = False
    required: bool = True


EVIDENCE = Field("evidence", {"nl": "Bewijs", "en": "Evidence"}, required=False)
SOURCES = Field("sources", {"nl": "Bronnen", "en": "Sources"}, required=False)
WEIGHT = Field("weight", {"nl": "Aantal", "en": "Number"}, number=True)


@dataclass(frozen=True)
class Names:
    """What things are called, in one atlas.

    Attributes:
        folder: of the atlas.
        language: of the labels.
    """

    folder: Path
    language: str

    @cached_property
    def _labels(self) -> dict[str, str]:
        table = extracts.read(self.folder, "labels")
        return dict(zip(table["thing"].to_list(), table[self.language].to_list(), strict=True))

    @cached_property
    def _called(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        table = extracts.read(self.folder, "labels")
        for thing, dutch, english in table.select("thing", "nl", "en").iter_rows():
            for name in {dutch.casefold(), english.casefold(), key(thing).casefold()}:
                found.setdefault(name, []).append(thing)
        return found

    def label(self, thing: str) -> str:
        """The label of a thing; what has none is called by the last part of its address, and a name is itself."""
        if thing == ELSEWHERE:
            return {"nl": "Elders", "en": "Elsewhere"}[self.language]
        return self._labels.get(thing) or (key(thing) if thing.startswith("http") else thing)

    def labels(self, things: pl.Series) -> pl.Series:
        """The labels of a column of things; nothing stays nothing."""
        known = {thing: self.label(thing) for thing in things.drop_nulls().unique().to_list()}
        return things.replace_strict(known, default=None, return_dtype=pl.String) if known else things

    def find(self, called: str, of: str) -> str | None:
        """The thing of a kind that has this address, key or label; None if there is none."""
        if called in self._labels or called == ELSEWHERE:
            return called
        things = self._called.get(called.strip().casefold(), [])
        own = [thing for thing in things if thing.startswith(PREFIXES.get(of, "http"))]
        return min(own or things, default=None)

    def known(self, called: str, of: str) -> str:
        """The thing of a kind that is meant.

        Raises:
            UsageError: if there is none; it says which come near.
        """
        found = self.find(called, of)
        space = PREFIXES.get(of, "")
        if found is not None and found.startswith(space):
            return found
        keys = sorted(key(thing) for thing in self._labels if thing.startswith(space))
        near = difflib.get_close_matches(called.casefold(), keys, n=3, cutoff=0.5) or keys[:8]
        raise UsageError(f"--{of}: {called!r} is not in the atlas; there are {', '.join(near)} ...")


def key(thing: str) -> str:
    """The last part of an address."""
    return re.split(r"[/#]", thing)[-1]


@dataclass(frozen=True)
class Asked:
    """What a figure is asked for.

    Attributes:
        view: the part of the atlas.
        by: level of its places, one of those the figure knows.
        told: further options by name.
    """

    view: View
    by: str = ""
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """Language of the words in the figure."""
        return self.view.language

    @cached_property
    def names(self) -> Names:
        """What things are called."""
        return Names(self.view.folder, self.view.language)

    def say(self, text: Text, **filled: object) -> str:
        """Words in the language asked for."""
        return text[self.language].format(**filled)

    def option(self, name: str, of: str) -> str | None:
        """The thing an option names, if it was given."""
        return self.names.known(self.told[name], of) if name in self.told else None


@dataclass(frozen=True)
class Data:
    """The table of a figure, and what must be said beside it, such as what was left out of it."""

    table: pl.DataFrame
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A picture, and what the drawing itself has to say: what it added up, what it left to the table."""

    canvas: Canvas
    notes: tuple[str, ...] = ()


Option = Literal["chain", "region", "of", "hops", "before"]


@dataclass(frozen=True)
class Figure:
    """One kind of picture.

    Attributes:
        name: what people ask for.
        title: heading; ``{chain}`` and ``{by}`` are filled in.
        reading: how to read it, in a sentence or two.
        empty: what it says when there is nothing to draw.
        fields: the columns of its table.
        data: gives the table from an atlas.
        draw: draws a table that is not empty.
        levels: what ``by`` may be, the default first; nothing if it has no levels.
        options: further options it understands.
    """

    name: str
    title: Text
    reading: Text
    empty: Text
    fields: Sequence[Field]
    data: Callable[[Asked], Data]
    draw: Callable[[pl.DataFrame, Asked], Drawn]
    levels: tuple[str, ...] = ()
    options: tuple[Option, ...] = ("chain",)

    def check(self, by: str, options: Mapping[str, str]) -> str:
        """The level to draw by.

        Raises:
            UsageError: if the level or an option is not of this figure.
        """
        if by and by not in self.levels:
            allowed = f"one of {', '.join(self.levels)}" if self.levels else "for this picture, which has no levels"
            raise UsageError(f"--by: {by!r} is not {allowed}")
        for name in options:
            if name not in self.options:
                raise UsageError(f"--{name} says nothing to the picture {self.name!r}; it takes {self._takes()}")
        return by or (self.levels[0] if self.levels else "")

    def _takes(self) -> str:
        return ", ".join(f"--{name}" for name in (*(("by",) if self.levels else ()), *self.options)) or "no options"


@cache
def figures() -> Mapping[str, Figure]:
    """All kinds of figures by name, in order of name."""
    from ketenatlas.views import figures as home  # noqa: PLC0415 - its modules import this one

    found = [importlib.import_module(f"{home.__name__}.{m.name}").FIGURE for m in pkgutil.iter_modules(home.__path__)]
    return {figure.name: figure for figure in sorted(found, key=lambda figure: figure.name)}


def figure_named(name: str) -> Figure:
    """The figure of a name.

    Raises:
        UsageError: if there is none, saying which there are.
    """
    if name not in figures():
        raise UsageError(f"there is no picture {name!r}; there are {', '.join(figures())}")
    return figures()[name]


def given(figure: Figure, path: Path, asked: Asked) -> pl.DataFrame:
    """The table of a figure from a CSV file; things may be called by address, key or label.

    Raises:
        UsageError: if the file cannot be read, lacks a column, or holds a word where a number must be.
    """
    try:
        read = pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise UsageError(f"{path}: is no CSV file that can be read ({str(error).splitlines()[0]})") from None
    wanted = [column.name for column in figure.fields]
    if missing := [one.name for one in figure.fields if one.required and one.name not in read.columns]:
        raise UsageError(
            f"{path}: lacks the column {', '.join(missing)}; the picture {figure.name!r} takes {', '.join(wanted)}"
        )
    columns: list[pl.Expr | pl.Series] = []
    for one in figure.fields:
        if one.name not in read.columns:
            columns.append(pl.lit(None, pl.String).alias(one.name))
        elif one.number:
            columns.append(_numbers(read[one.name], path))
        elif one.of:
            things = {text: asked.names.find(text, one.of) or text for text in read[one.name].drop_nulls().unique()}
            columns.append(pl.col(one.name).replace(things))
        else:
            columns.append(pl.col(one.name))
    return read.select(columns)


def _numbers(column: pl.Series, path: Path) -> pl.Series:
    numbers = column.cast(pl.Float64, strict=False)
    wrong = (numbers.is_null() & column.is_not_null()).arg_true()
    if len(wrong):
        at = int(wrong[0])
        raise UsageError(f"{path}, row {at + 2}, column {column.name}: {column[at]!r} is not a number, as 12.5")
    return numbers


def in_order(regions: Sequence[str], names: Names) -> list[str]:
    """Regions in the order of every figure: those of the province from west to east, then others by name."""
    fixed = list(REGIONS)

    def place(region: str) -> tuple[int, int, str]:
        own = inside(region)
        at = fixed.index(key(region)) if own and key(region) in fixed else len(fixed)
        return (0 if own else 2 if region == ELSEWHERE else 1, at, names.label(region))

    return sorted(set(regions), key=place)
