"""Standing: which questions an atlas answers, which wait for a table it lacks, and on what evidence."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from graph.asking import Engine, ask
from graph.catalogue import Catalogue, Question

STATES = ("answered", "partly", "example", "empty", "waits")
"""What may be said of a question on one atlas: it has rows and every table it needs (``answered``), it has rows though
a table is missing (``partly``), all its rows are invented (``example``), it has every table and no row (``empty``), it
has no row for a table is missing (``waits``)."""


@dataclass(frozen=True)
class Standing:
    """How one question stands on one atlas.

    Attributes:
        question: the question.
        state: one of :data:`STATES`.
        rows: number of rows of the answer, with every parameter as it is by default.
        missing: tables it needs and the atlas lacks.
        levels: evidence levels of the rows.
        sources: number of sources cited.
        seconds: time the answer took.
    """

    question: Question
    state: str
    rows: int
    missing: tuple[str, ...]
    levels: tuple[str, ...]
    sources: int
    seconds: float


def standing(engine: Engine, question: Question, as_of: str | None = None) -> Standing:
    """Ask a question with its defaults and say how it stands.

    Args:
        engine: where to ask.
        question: the question.
        as_of: the day (ISO); today by default.
    """
    started = time.perf_counter()
    answer = ask(engine, question, {"asOf": as_of} if any(p.name == "asOf" for p in question.parameters) else {})
    seconds = time.perf_counter() - started
    at = answer.variables.index("evidence")
    levels = {level for row in answer.rows if isinstance(row[at], tuple) for level in row[at]}  # type: ignore[union-attr]
    if not answer.rows:
        state = "waits" if answer.missing else "empty"
    elif answer.missing:
        state = "partly"
    else:
        state = "example" if levels == {"synthetic"} else "answered"
    found = tuple(sorted(levels))
    return Standing(question, state, len(answer.rows), answer.missing, found, len(answer.sources), seconds)


def standings(engine: Engine, catalogue: Catalogue, as_of: str | None = None) -> Iterator[Standing]:
    """How every question stands, in the order of the catalogue."""
    for group in catalogue.by_theme().values():
        for question in group:
            yield standing(engine, question, as_of)
