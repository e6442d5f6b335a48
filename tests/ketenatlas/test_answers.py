"""Answers for people: how cells are written and sorted, which picture fits, and what a map shows."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from graph.asking import Answer
from graph.bounds import bounds
from graph.errors import UsageError
from graph.projections import View
from graph.result import Cells
from graph.store import Store
from ketenatlas.atlas import Atlas
from ketenatlas.views.answer_map import answer_map, has_places
from ketenatlas.views.answer_picture import picture
from ketenatlas.views.answered import lay, words
from ketenatlas.views.beside import beside
from ketenatlas.views.canvas import collisions
from ketenatlas.views.places import municipalities
from ketenatlas.views.summed import summed, value_of
from ketenatlas.web.answer_files import answer_file, workbook

DAY = "2026-11-24"


def asked(store: Store, question: str, language: str = "nl", **told: str) -> Answer:
    return Atlas(store, language).answer(question, {"asOf": DAY, **told})


def changed(answer: Answer, **cells: object) -> Answer:
    """An answer of which the first row has other cells."""
    first = dict(zip(answer.variables, answer.rows[0], strict=True)) | cells
    rows = [tuple(first[name] for name in answer.variables), *answer.rows[1:]]
    return replace(answer, cells=tuple(map(Cells.of, zip(*rows, strict=True))))


@pytest.mark.parametrize(
    ("value", "kind", "language", "said"),
    [
        (12345, "count", "nl", "12.345"),
        (12345, "count", "en", "12,345"),
        (2026, "count", "nl", "2026"),
        (-54321, "count", "nl", "-54.321"),
        (None, "count", "nl", "onbekend"),
        (True, "flag", "nl", "ja"),
        (date(2026, 1, 2), "date", "nl", "2026-01-02"),
    ],
)
def test_values_are_written_as_the_language_writes_them(value, kind, language, said):
    assert words(value, kind, language) == said


def test_rows_are_sorted_by_number_and_what_is_unknown_comes_last(brabant_store: Store):
    answer = asked(brabant_store, "A1-05", chain="semicon")
    at = next(n for n, c in enumerate(lay(answer, 500).columns) if c.name == "establishments")
    up, down = ([int(r.cells[at].text) for r in lay(answer, 500, order).rows] for order in ("establishments", "-establishments"))  # fmt: skip
    assert up == sorted(up)
    assert down == up[::-1]
    assert len(up) == len(answer.rows)
    one = changed(answer, establishments=None)
    for order in ("establishments", "-establishments"):
        assert lay(one, 500, order).rows[-1].cells[at].text == "onbekend"


def test_a_column_that_is_not_there_is_refused(brabant_store: Store):
    with pytest.raises(UsageError, match="no column 'jos' to sort by; there are chain, stage"):
        lay(asked(brabant_store, "A1-05"), 5, "jos")


def test_every_number_of_a_source_leads_to_it_and_only_sources_of_shown_rows_are_listed(brabant_store: Store):
    answer = asked(brabant_store, "A1-05", chain="semicon")
    laid = lay(answer, 3)
    numbers = {number for row in laid.rows for cell in row.cells for number in cell.numbers}
    assert numbers == set(range(1, len(laid.sources) + 1))
    assert laid.hidden == len(answer.rows) - 3
    assert len(lay(answer, 500).sources) == len(answer.sources) > len(laid.sources)


def test_a_row_knows_the_things_it_is_about(brabant_store: Store):
    answer = asked(brabant_store, "A1-05", chain="semicon")
    row = dict(zip(answer.variables, answer.rows[0], strict=True))
    things = [row[column.name] for column in answer.question.columns if column.kind == "thing" and row[column.name]]
    assert list(lay(answer, 1).rows[0].things) == things


def test_counts_are_added_up_and_never_invented(brabant_store: Store):
    answer = asked(brabant_store, "A1-05", chain="semicon")
    what = summed(answer)
    assert what is not None
    assert what.columns is not None
    assert what.value is not None
    assert (what.rows.column.name, what.columns.column.name, what.value.name) == ("stage", "region", "establishments")
    at = answer.variables.index("establishments")
    assert sum(value or 0 for value in what.cells.values()) == sum(row[at] for row in answer.rows)
    assert what.added


def test_hectares_of_a_park_are_not_added_up_over_its_rows(brabant_store: Store):
    """A park with two qualities has its hectares in two rows: a picture shows them once."""
    answer = asked(brabant_store, "B1-01")
    what = summed(answer)
    assert what is not None
    at, park = answer.variables.index("netHa"), answer.variables.index("park")
    assert len({row[park] for row in answer.rows}) < len(answer.rows), "a park stands in more rows"
    known = {row[park]: row[at] for row in answer.rows}
    assert {key[0]: value for key, value in what.cells.items()} == known
    assert not what.added


def test_a_share_is_shown_only_where_a_mark_is_one_row(brabant_store: Store):
    answer = asked(brabant_store, "B2-09")
    rows = range(len(answer.rows))
    value = value_of(answer, [[row] for row in rows])
    assert value is not None
    assert value.name == "betweenness"
    assert value_of(answer, [list(rows)]) is None


def test_bars_for_one_grid_for_two_and_nothing_where_nothing_fits(brabant_store: Store):
    bars, grid = picture(asked(brabant_store, "A1-01")), picture(asked(brabant_store, "A1-05"))
    assert bars is not None
    assert bars.title == "Schakels per keten"
    assert grid is not None
    assert grid.title == "Vestigingen per keten en regio"
    assert picture(asked(brabant_store, "B3-04")) is None
    assert picture(asked(brabant_store, "B2-01")) is None, "there is no row"


def test_no_word_of_a_picture_or_map_covers_another(brabant_store: Store):
    for question in ("A1-05", "A1-10", "B1-01", "B1-10", "N-08", "X-05", "B2-03"):
        for language in ("nl", "en"):
            answer = asked(brabant_store, question, language)
            for drawn in (picture(answer), answer_map(answer, brabant_store.folder)):
                assert drawn is not None
                assert collisions(drawn.canvas.words) == []


def test_a_map_places_every_row_it_can_and_counts_the_others(brabant_store: Store):
    answer = asked(brabant_store, "A1-05", chain="semicon")
    drawn = answer_map(answer, brabant_store.folder)
    assert drawn is not None
    towns = municipalities(View(brabant_store.folder, None, DAY))
    at = answer.variables.index("municipality")
    there = {row[at] for row in answer.rows} & towns.keys()
    assert sum(mark.startswith("<circle") for mark in drawn.canvas.marks) == len(there)
    at = answer.variables.index("establishments")
    most = sum(row[at] for row in answer.rows if row[answer.variables.index("municipalityLabel")] == "Eindhoven")
    assert f"Eindhoven ({most})" in [word.text for word in drawn.canvas.words]


def test_an_answer_without_places_has_no_map(brabant_store: Store):
    answer = asked(brabant_store, "A1-01")
    assert not has_places(answer)
    assert answer_map(answer, brabant_store.folder) is None


def test_too_few_municipalities_give_no_map(small_store: Store, tmp_path: Path):
    answer = asked(small_store, "A1-05")
    drawn = answer_map(answer, small_store.folder)
    towns = municipalities(View(small_store.folder, None, DAY))
    assert (drawn is None) == (len(towns) < 3)


def test_bounds_lie_side_by_side_and_what_differs_comes_first(brabant_store: Store):
    asked_ = Atlas(brabant_store).catalogue["A1-05"]
    frame = bounds(brabant_store, asked_, {"chain": "semicon", "asOf": DAY}, "nl")
    table = beside(frame, asked_, "nl", 500)
    assert table.counts["both"] + table.counts["upper"] + table.counts["lower"] == frame.height == len(table.rows)
    jobs = [head for head, _ in table.heads].index("Bekende banen, ondergrens")
    assert {cells[jobs].text for cells, place in table.rows if place == "upper"} == {"–"}, "unknown is no zero"
    where = [place for _, place in table.rows]
    assert where == sorted(where, key=lambda place: place == "both")
    assert "Keten" not in [head for head, _ in table.heads], "all rows are of one chain"
    assert [head for head, numeric in table.heads if numeric][:2] == ["Vestigingen, ondergrens", "Vestigingen, bovengrens"]  # fmt: skip


def test_a_workbook_has_rows_sources_and_question_and_no_formula(brabant_store: Store):
    answer = changed(asked(brabant_store, "A1-05", chain="semicon"), stageLabel="=1+1")
    book = CalamineWorkbook.from_filelike(BytesIO(workbook(answer, "http://localhost/vraag/A1-05")))
    assert book.sheet_names == ["antwoord", "bronnen", "vraag"]
    rows = book.get_sheet_by_name("antwoord").to_python()
    assert len(rows) == len(answer.rows) + 1
    assert "'=1+1" in rows[1]
    assert len(book.get_sheet_by_name("bronnen").to_python()) == len(answer.sources) + 1
    assert ["adres", "http://localhost/vraag/A1-05"] in book.get_sheet_by_name("vraag").to_python()


def test_a_file_of_no_known_form_or_without_picture_is_refused(brabant_store: Store):
    answer = asked(brabant_store, "A1-01")
    with pytest.raises(UsageError, match="'doc' is not one of csv, json, xlsx, svg, png"):
        answer_file(answer, "doc", "", brabant_store.folder, mapped=False)
    with pytest.raises(UsageError, match="dit antwoord noemt geen plaatsen"):
        answer_file(answer, "svg", "", brabant_store.folder, mapped=True)
