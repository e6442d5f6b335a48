"""A theme of the policy on a page: what is asked, how the questions stand, key figures and one picture."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from graph.about import About
from graph.asking import Answer, ask
from graph.catalogue import catalogue
from graph.projections import View
from graph.standing import Standing, standing
from graph.store import Store
from graph.terms import PREFIXES, expand
from ketenatlas.views.bars import MOST, Bar, bars
from ketenatlas.views.figure import Asked, figure_named
from ketenatlas.views.figure_page import plate
from ketenatlas.views.table import known_tables
from ketenatlas.views.theme_words import FIGURES, PICTURES, WORDS
from ketenatlas.views.thing import Thing

_IN_THEME = expand("ka:inTheme")


@dataclass(frozen=True)
class Figure:
    """A key figure: what is counted, how many there are (None: none is known), and the question that leads there."""

    label: str
    number: int | None
    question: str


@dataclass(frozen=True)
class Picture:
    """The picture of a theme: drawn, with its table, how to read it, and the question it answers."""

    title: str
    svg: str
    note: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    question: str


@dataclass(frozen=True)
class Sheet:
    """A theme in one language."""

    theme: str
    thing: Thing | None
    actions: tuple[Thing, ...]
    standings: tuple[Standing, ...]
    figures: tuple[Figure, ...]
    picture: Picture | None

    @property
    def invented(self) -> bool:
        """Whether answers of the theme hold rows that are invented."""
        return any("synthetic" in one.levels for one in self.standings)


@lru_cache(maxsize=36)
def sheet(folder: Path, theme: str, day: str, language: str) -> Sheet:
    """The sheet of a theme, kept for whoever asks again.

    Args:
        folder: of the atlas.
        theme: as questions are named: ``A1`` to ``C2``, ``N`` or ``X``.
        day: the day (ISO) for which questions are asked.
        language: ``nl`` or ``en``.
    """
    store = Store(folder)
    iri = f"{PREFIXES['policy-theme']}{theme[0].lower()}-{theme[1:]}"
    about = About(store.statements, iri)
    actions = sorted(one.subject.value for one in about.pointing if one.predicate == _IN_THEME)
    counted = _classes(folder)
    return Sheet(
        theme,
        Thing(about, language) if about.known else None,
        tuple(Thing(About(store.statements, action), language) for action in actions),
        tuple(standing(store, question, day) for question in catalogue().by_theme()[theme]),
        tuple(
            Figure(WORDS[language][kind], counted.get(expand(f"ka:{kind}")), question)
            for kind, question in FIGURES[theme].items()
        ),
        _picture(store, theme, day, language),
    )


def lacking(one: Standing, language: str) -> list[str]:
    """The tables a question lacks, as people call them."""
    known = known_tables() if one.missing else {}
    return [known[name].about[language].lower() if name in known else name for name in one.missing]


def _classes(folder: Path) -> dict[str, int]:
    """How many things of each class the atlas holds."""
    return dict(pl.read_csv(folder / "classes.csv").iter_rows())


def _picture(store: Store, theme: str, day: str, language: str) -> Picture | None:
    """The picture of a theme; None where the atlas has nothing to draw."""
    told = PICTURES[theme]
    if theme in _DRAWN:
        name, by = _DRAWN[theme]
        made = plate(figure_named(name), Asked(View(store.folder, None, day, "all", language), by))
        names = made.asked.names
        fields = [field for field in made.figure.fields if field.name not in ("evidence", "sources")]
        rows = made.data.table.select(field.name for field in fields).sort(pl.all()).rows()
        return Picture(
            made.title,
            made.drawn.canvas.svg("beeld", made.title, " ".join(made.reading)),
            " ".join([*made.reading, made.origin]),
            tuple(field.label[language] for field in fields),
            tuple(
                tuple(
                    names.label(cell) if field.of and cell else _said(cell, language)
                    for field, cell in zip(fields, row, strict=True)
                )
                for row in rows[:60]
            ),
            str(told["question"]),
        )
    question = str(told["question"])
    answer = ask(store, catalogue()[question], {"asOf": day} if _dated(question) else {}, language)
    parts = [str(part) for part in told["parts"][language]]
    drawn = _TALLIES[theme](answer, language)
    if not drawn:
        return None
    title = str(told["title"][language])
    canvas = bars(drawn, parts, language, WORDS[language])
    words = WORDS[language]
    note = words["of_question"].format(question=question, sources=len(answer.sources), day=day)
    if len(drawn) > MOST:
        note = f"{words['largest'].format(n=MOST, all=len(drawn))} {note}"
    return Picture(
        title,
        canvas.svg("beeld", title, note),
        note,
        (str(told["of"][language]), *parts),
        tuple((bar.label, *_cells(bar, language)) for bar in drawn),
        question,
    )


def _dated(question: str) -> bool:
    return any(parameter.name == "asOf" for parameter in catalogue()[question].parameters)


def _cells(bar: Bar, language: str) -> list[str]:
    """The parts of a bar in words; where one is known, the others do not apply."""
    blank = "–" if any(part is not None for part in bar.parts) else _said(None, language)
    return [blank if part is None else _said(part, language) for part in bar.parts]


def _said(value: object, language: str) -> str:
    """A cell in words; what is not known says so."""
    if value is None:
        return WORDS[language]["unknown"]
    if not isinstance(value, float):
        return str(value)
    text = f"{value:,.1f}".removesuffix(".0")
    return text.translate(str.maketrans(",.", ".,")) if language == "nl" else text


def _tally(label: str, *counts: Callable[[pl.DataFrame], float | None]) -> Callable[[Answer, str], list[Bar]]:
    """Bars of an answer: one for each value of a column, the longest first, with a part for each count."""

    def made(answer: Answer, _: str) -> list[Bar]:
        table = answer.frame()
        known = table.filter(pl.col(label).is_not_null() & (pl.col(label) != ""))
        groups = [
            Bar(str(key[0]), tuple(count(group) for count in counts))
            for key, group in known.group_by(label, maintain_order=True)
        ]
        return sorted(groups, key=lambda bar: (-bar.total, bar.label))

    return made


def _distinct(column: str) -> Callable[[pl.DataFrame], float | None]:
    """How many different things a column names; of none nothing is known, which is not nought."""
    return lambda group: float(group[column].drop_nulls().n_unique()) or None


def _sum(column: str) -> Callable[[pl.DataFrame], float]:
    return lambda group: float(group[column].fill_null(0).sum())


def _indicated(group: pl.DataFrame) -> float:
    """Facets for which an indicator was chosen."""
    return float(group.filter(pl.col("indicator").is_not_null())["facet"].n_unique())


def _unindicated(group: pl.DataFrame) -> float:
    return float(group["facet"].n_unique()) - _indicated(group)


def _balance(answer: Answer, language: str) -> list[Bar]:
    """Expected demand in each scenario, and the plans against it, in hectares."""
    words = WORDS[language]
    found = []
    for row in answer.frame().to_dicts():
        where = f"{row['regionLabel']}, {row['period']}" + (f", {row['scenario']}" if row.get("scenario") else "")
        found.append(Bar(f"{where}: {words['demand']}", (row["demandHa"], None, None)))
        hard, soft = (row.get(f"{kind}Ha", row.get(f"{kind}SupplyHa")) for kind in ("hard", "soft"))
        supply = Bar(f"{row['regionLabel']}, {row['period']}: {words['supply']}", (None, hard, soft))
        if supply not in found:
            found.append(supply)
    return found


_DRAWN = {"A1": ("dots", "region"), "B2": ("flowmap", "region")}
"""Themes with a figure of the library, and its level."""
_TALLIES: Mapping[str, Callable[[Answer, str], Sequence[Bar]]] = {
    "A2": _tally("categoryLabel", _indicated, _unindicated),
    "B1": _tally("qualityLabel", _distinct("park")),
    "B3": _balance,
    "C1": _tally("instrumentLabel", lambda group: float(group["conditions"].str.split("; ").explode().n_unique())),
    "C2": _balance,
    "N": _tally("frameItemLabel", _distinct("brabantItem")),
    "X": _tally("chainLabel", _sum("asserted"), _sum("estimated"), _sum("reconstructed"), _sum("synthetic")),
}
