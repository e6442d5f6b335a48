"""Twins: answers in columns are the rows of the query, in its order, on any day, level, basis, chain and region."""

import itertools
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph.asking import ask, records
from graph.catalogue import Question, catalogue, query_file
from graph.errors import AtlasError
from graph.resources import room
from graph.store import Store
from graph.twins import there, twin

TWINNED = [question for question in catalogue().questions.values() if question.twin] + [
    question
    for folder in ("views", "networks")
    for path in sorted((room("queries") / folder).glob("*.rq"))
    if (question := query_file(folder, path.stem)).twin
]
BY_ID = [pytest.param(question, id=question.id) for question in TWINNED]
LISTS = ("evidence", "sources", "nearest", "suppliedFrom")
"""Columns that list words, which a query gives in no order."""


def rows(store: Any, question: Question, given: dict[str, str], language: str = "nl") -> list[dict[str, Any]]:
    kept = {name: value for name, value in given.items() if name in {one.name for one in question.parameters}}
    return [
        {name: sorted({*str(cell or "").split("|")} - {""}) if name in LISTS else cell for name, cell in row.items()}
        for row in records(store, question, kept, language)[0]
    ]


def same(store: Store, question: Question, given: dict[str, str], language: str = "nl") -> list[dict[str, Any]]:
    made = rows(store, question, given, language)
    assert made == rows(store, replace(question, twin=None), given, language), given
    return made


@pytest.mark.parametrize("question", BY_ID)
def test_every_day_level_and_basis_on_the_hand_checkable_atlas(question, counted_store: Store):
    seen = set()
    for day, level, basis, language in itertools.product(
        ("2015-01-01", "2020-06-30", "2024-01-01", "2026-11-24"),
        ("asserted", "estimated", "reconstructed", "all"),
        ("primary", "all"),
        ("nl", "en"),
    ):
        told = {"asOf": day, "evidence": level, "basis": basis}
        seen.add(str(same(counted_store, question, told, language)))
    assert len(seen) > 8, "the cases do not differ enough to tell anything"


@pytest.mark.parametrize("question", BY_ID)
@pytest.mark.parametrize("store", ["brabant_store", "example_store"])
def test_on_the_bundled_atlas_and_with_the_example(question, store, request: pytest.FixtureRequest):
    atlas = request.getfixturevalue(store)
    for day, level in (("2019-06-01", "estimated"), ("2026-11-24", "asserted"), ("2026-11-24", "all")):
        assert same(atlas, question, {"asOf": day, "evidence": level, "basis": "all"})


def test_each_chain_and_region_of_the_bundled_atlas(brabant_store: Store):
    found = 0
    for question in TWINNED:
        given = {"asOf": "2026-11-24"}
        names = {parameter.name for parameter in question.parameters}
        for chain in ("semicon", "batteries", "photonics") if "chain" in names else ():
            for region in ("all", "west-brabant", "zuidoost-brabant"):
                found += len(same(brabant_store, question, {**given, "chain": chain, "region": region}))
    assert found > 20


@pytest.mark.parametrize("question", BY_ID)
def test_where_everything_has_ended_both_are_equal_too(question, ended_store: Store):
    assert same(ended_store, question, {"asOf": "2026-11-24"}) == [
        row for row in rows(ended_store, question, {"asOf": "2026-11-24"}) if not row.get("establishments")
    ]


class Elsewhere:
    """An engine that answers but whose atlas lies elsewhere, as a server's does."""

    def __init__(self, store: Store) -> None:
        self.asked: list[str] = []
        self._store = store

    def select(self, query: str) -> Any:
        self.asked.append(query)
        return self._store.select(query)


def test_without_extracts_the_query_answers(small_store: Store):
    for question in TWINNED:
        far = Elsewhere(small_store)
        given = {"asOf": "2026-11-24"} if any(one.name == "asOf" for one in question.parameters) else {}
        assert ask(far, question, given).rows == ask(small_store, question, given).rows
        assert any(" ".join(question.text.split())[:200] in " ".join(asked.split()) for asked in far.asked)


def test_an_atlas_without_the_folder_of_extracts_has_none(small_store: Store, tmp_path: Path):
    class Bare:
        folder = tmp_path

    assert there(Bare()) is None
    assert there(object()) is None
    assert there(small_store) == small_store.folder


def test_every_twin_is_named_by_a_question_and_an_unknown_one_is_refused():
    modules = {path.stem for path in (Path(__file__).parents[2] / "graph" / "twins").glob("*.py")} - {"__init__"}
    assert {question.twin for question in TWINNED} == modules
    with pytest.raises(AtlasError, match=r"there is no twin 'x'; there are .*chain_region"):
        twin("x")
