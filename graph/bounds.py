"""Bounds: an answer on asserted claims only (lower) beside the answer on all claims (upper), row by row."""

from collections.abc import Mapping

import polars as pl

from graph.asking import Engine, ask
from graph.catalogue import Question

MEASURES = ("count", "number", "share")
_BESIDE = (*MEASURES, "levels", "sources", "list")
IN = "in"
"""The column that says in which of the two answers a row stands."""


def bounds(
    engine: Engine, question: Question, given: Mapping[str, str | None] | None = None, language: str = "nl"
) -> pl.DataFrame:
    """The lower and the upper answer to a question, joined on what their rows are about.

    Args:
        engine: where to ask.
        question: the question.
        given: its parameters; ``evidence`` is the level of the upper answer, the lower one is always ``asserted``.
        language: language of labels.

    Returns:
        What the rows are about (things, words, days, flags), then per measure ``<name>Lower`` and ``<name>Upper``,
        then ``in``: ``both``, ``upper`` (the row rests on less sure claims) or ``lower`` (with less sure claims it is
        gone, as a white spot that is filled). A count of a row that is not in an answer is 0 there; a number or share
        is unknown.
    """
    told = dict(given or {})
    low = ask(engine, question, {**told, "evidence": "asserted"}, language).frame()
    high = ask(engine, question, told, language).frame()
    kinds = {column.name: column.kind for column in question.columns}
    about = [name for name in high.columns if kinds.get(name, "thing") not in _BESIDE]
    measures = [name for name in high.columns if kinds.get(name) in MEASURES]
    place = pl.int_range(pl.len())
    turn = (place.over(about) if about else place).alias("_turn")  # rows about the same are joined in their order
    sides = []
    for side, frame in (("Lower", low), ("Upper", high)):
        cells = frame.select(pl.col(about).cast(pl.String), pl.col(measures).cast(pl.Float64)).with_columns(turn)
        sides.append(
            cells.rename({name: f"{name}{side}" for name in measures}).with_columns(pl.lit(value=True).alias(side))
        )
    both = sides[1].join(
        sides[0], on=[*about, "_turn"], how="full", coalesce=True, nulls_equal=True, maintain_order="left_right"
    )
    stands = (
        pl.when(pl.col("Lower").is_null()).then(pl.lit("upper")).when(pl.col("Upper").is_null()).then(pl.lit("lower"))
    )
    columns = []
    for name in measures:
        for side in ("Lower", "Upper"):
            column = pl.col(f"{name}{side}")
            if kinds[name] == "count":
                column = pl.when(pl.col(side).is_null()).then(0).otherwise(column).cast(pl.Int64).alias(f"{name}{side}")
            columns.append(column)
    return both.select(*about, *columns, stands.otherwise(pl.lit("both")).alias(IN))
