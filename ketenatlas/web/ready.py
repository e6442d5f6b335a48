"""Which questions an atlas answers, which in part, and which wait for a table: quickly, for pages that list them.

:mod:`graph.standing` asks every question, which takes seconds; here only those are asked that lack a table, to see
whether they have rows all the same.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from graph.asking import ask, held
from graph.catalogue import Question, catalogue, today
from graph.store import Store

STATES = ("answered", "partly", "waits")
"""Every table is there; a table is missing yet there are rows; a table is missing and there is no row."""


@dataclass(frozen=True)
class Ready:
    """How far a question can be answered: one of :data:`STATES`, and the tables the atlas lacks for it."""

    question: Question
    state: str
    missing: tuple[str, ...]


def ready(store: Store) -> Mapping[str, Ready]:
    """How far every question can be answered today, by identifier; worked out once for each atlas and day."""
    return _ready(store.folder, today())


def wanted(found: Mapping[str, Ready]) -> list[tuple[str, int]]:
    """The missing tables, with the number of questions each is missing for, the most wanted first."""
    counted = Counter(table for one in found.values() for table in one.missing)
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


@lru_cache(maxsize=4)
def _ready(folder: Path, day: str) -> Mapping[str, Ready]:
    del day  # what holds today is another thing tomorrow
    store = Store(folder)
    there = held(store)
    found = {}
    for question in catalogue().questions.values():
        missing = tuple(table for table in question.requires if table not in there)
        rows = not missing or bool(ask(store, question).rows)
        found[question.id] = Ready(question, "answered" if not missing else "partly" if rows else "waits", missing)
    return found
