"""Which questions an atlas answers, and which wait for what."""

import shutil
from pathlib import Path

import pytest

from graph.catalogue import catalogue
from graph.result import Rows
from graph.standing import STATES, standing, standings
from graph.store import Store
from ketenatlas.build import build
from tests.conftest import FIXTURES

DAY = "2026-11-24"


@pytest.fixture(scope="module")
def bare_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The small atlas without qualities and without relations."""
    data = tmp_path_factory.mktemp("bare") / "data"
    shutil.copytree(FIXTURES / "small", data)
    for name in ("qualities", "relations"):
        shutil.rmtree(data / name)
    return Store(build(tmp_path_factory.mktemp("build"), data).folder)


def test_a_question_with_rows_and_all_its_tables_is_answered(small_store: Store):
    one = standing(small_store, catalogue()["A1-05"], DAY)
    assert (one.state, one.missing) == ("answered", ())
    assert one.rows > 10
    assert one.levels == ("asserted", "estimated", "reconstructed")
    assert one.seconds > 0


def test_a_question_without_its_table_waits_for_it(bare_store: Store):
    one = standing(bare_store, catalogue()["B1-01"], DAY)
    assert (one.state, one.rows, one.missing) == ("waits", 0, ("qualities",))


def test_a_question_with_rows_and_a_missing_table_is_answered_in_part(bare_store: Store):
    one = standing(bare_store, catalogue()["A1-07"], DAY)
    assert (one.state, one.missing) == ("partly", ("relations",))
    assert one.rows > 0


def test_a_question_with_its_tables_and_no_row_says_so(ended_store: Store):
    one = standing(ended_store, catalogue()["A1-05"], DAY)
    assert (one.state, one.rows) == ("empty", 0)


def test_invented_rows_are_not_called_an_answer(small_store: Store):
    class Invented:
        """The small atlas, of which every claim is invented."""

        def select(self, query: str):
            rows = small_store.select(query)
            at = [i for i, name in enumerate(rows.columns) if name == "evidence"]
            import pyoxigraph as ox

            terms = [tuple(ox.Literal("synthetic") if i in at else t for i, t in enumerate(row)) for row in rows.terms]
            return Rows(rows.columns, terms)

    assert standing(Invented(), catalogue()["B1-01"], DAY).state == "example"


def test_every_question_of_the_catalogue_stands_somewhere(small_store: Store):
    all_of_them = list(standings(small_store, catalogue(), DAY))
    assert {one.question.id for one in all_of_them} == set(catalogue().questions)
    assert {one.state for one in all_of_them} <= set(STATES)


def test_catalogue_page_names_every_question_and_what_it_waits_for(bare_store: Store, tmp_path: Path, capsys):
    from ketenatlas.cli import main

    page = tmp_path / "questions.html"
    with pytest.raises(SystemExit) as ended:
        main(["questions", "--atlas", str(bare_store.folder.parent), "--as-of", DAY, "--html", str(page)])
    assert not ended.value.code
    text = page.read_text(encoding="utf-8")
    for identifier in catalogue().questions:
        assert f'<article id="{identifier}">' in text
    assert "Ontbrekende tabellen: qualities" in text
    assert "https://" not in text.split("<body>")[0]
    assert "<script" not in text
    shown = capsys.readouterr().out
    assert "wacht op gegevens" in shown
    assert "qualities" in shown
