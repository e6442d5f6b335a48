"""The lower and the upper answer side by side, laid out for a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from graph.bounds import IN, MEASURES
from graph.catalogue import Question
from ketenatlas.views.answered import Cell, words

SAY: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "low": "ondergrens", "high": "bovengrens", "in": "Staat in",
        "both": "beide", "upper": "alleen de bovengrens", "lower": "alleen de ondergrens",
    },
    "en": {
        "low": "lower", "high": "upper", "in": "Stands in",
        "both": "both", "upper": "the upper bound only", "lower": "the lower bound only",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Beside:
    """Two answers in one table.

    Attributes:
        heads: heading of each column, and whether it holds numbers.
        rows: the cells, and where the row stands: ``both``, ``upper`` or ``lower``.
        counts: number of rows by where they stand.
        hidden: number of rows left out.
    """

    heads: Sequence[tuple[str, bool]]
    rows: Sequence[tuple[Sequence[Cell], str]]
    counts: Mapping[str, int]
    hidden: int


def beside(frame: pl.DataFrame, question: Question, language: str, limit: int) -> Beside:
    """Lay out what :func:`graph.bounds.bounds` gives; where the two differ comes first.

    Columns that say the same in every row are left out.

    Args:
        frame: the two answers, joined.
        question: what was asked.
        language: ``nl`` or ``en``.
        limit: rows shown at most.
    """
    say = SAY[language]
    heads: list[tuple[str, bool]] = []
    makers: list[tuple[str, str, str | None]] = []
    for column in question.columns:
        if column.detail:
            continue
        if column.name in frame.columns:
            name, iri = column.variables[-1], column.name if column.kind == "thing" else None
            if frame.height < 2 or frame[name].n_unique() > 1:
                heads.append((column.label[language], False))
                makers.append((name, "text" if iri else column.kind, iri))
        elif column.kind in MEASURES and f"{column.name}Upper" in frame.columns:
            for side, word in (("Lower", "low"), ("Upper", "high")):
                heads.append((f"{column.label[language]}, {say[word]}", True))
                makers.append((f"{column.name}{side}", column.kind, None))
    ordered = frame.sort(pl.col(IN) == "both", maintain_order=True)
    rows = []
    for row in ordered.head(limit).to_dicts():
        cells = [Cell(words(row[name], kind, language), row[iri] if iri else None) for name, kind, iri in makers]
        rows.append(([*cells, Cell(say[row[IN]])], str(row[IN])))
    counts = dict(frame[IN].value_counts().iter_rows())
    return Beside(
        [*heads, (say["in"], False)],
        rows,
        {where: counts.get(where, 0) for where in ("both", "upper", "lower")},
        max(0, frame.height - limit),
    )
