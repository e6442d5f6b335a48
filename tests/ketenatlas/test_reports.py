"""Reports: typed pieces from the questions, the same bytes each time, tagged, escaped, and honest about what is unknown."""

import io
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import polars as pl
import pytest

from graph.errors import AtlasError, UsageError
from graph.projections import View
from ketenatlas.atlas import Atlas
from ketenatlas.cli import main
from ketenatlas.reports import counted, national, writing
from ketenatlas.reports.html import as_html, laid
from ketenatlas.reports.making import kinds, make
from ketenatlas.reports.pdf import as_pdf
from ketenatlas.reports.pictures import HIDDEN, Line, grid
from ketenatlas.reports.pieces import (
    Asked,
    Fact,
    Facts,
    Figure,
    Heading,
    Note,
    Paragraph,
    Points,
    Ref,
    Report,
    Source,
    Sources,
    Table,
    widths,
)
from ketenatlas.reports.styles import style
from ketenatlas.reports.writing import Writer

DAY = "2026-11-24"
EVIL = (
    '<script>alert("x")</script>',
    '#read("/etc/passwd") #panic("x") $a$ *b* @c <d>',
    "{% raw %}{{ 7 * 7 }}",
    "\\u{41}]",
)


@pytest.fixture(scope="module")
def rev(small_store) -> Report:
    return make("rev", Atlas(small_store), as_of=DAY)


@pytest.fixture(scope="module")
def region(brabant_store) -> Report:
    return make("region", Atlas(brabant_store, "en"), "west-brabant")


@pytest.fixture(scope="module")
def rev_pdf(rev: Report) -> bytes:
    return as_pdf(rev, style())


def evil(text: str) -> Report:
    """A report in which every word is the same."""
    ref = Ref(("A1-05",), (1,), 2, text)
    picture = grid(
        "beeld", text, [(text, "#009E73")], [Line(text, (1,)), Line(text, (HIDDEN,))], text, "nl", ref, (text,)
    )
    table = Table(text, widths([(text, False)], [(text,)]), ((text,),), ref, (text,), text)
    pieces = [
        Heading(text), Paragraph(text, ref), Points((Paragraph(text, ref),)), Note(text, "waits", (text,)),
        Facts((Fact(text, text, text, ref),)), picture, table, replace(table, wide=True),
        Asked((("A1-05", text),)), Sources((Source(1, text, "https://example.org/a"),)),
    ]  # fmt: skip
    return Report("region", text, text, "nl", DAY, "0", (text,), tuple(pieces))


@pytest.mark.parametrize("text", EVIL)
def test_a_label_is_never_markup(text: str) -> None:
    report = evil(text)
    page = as_html(report, style())
    assert "<script" not in page
    assert "7 * 7" in page or "7 * 7" not in text
    # What typst would evaluate stops it (panic) or cannot be found (@c); and the outline holds the very letters.
    with pikepdf.open(io.BytesIO(as_pdf(report, style()))) as pdf:
        assert str(pdf.docinfo["/Title"]) == text
        with pdf.open_outline() as outline:
            assert outline.root[0].title.endswith(text)
        assert any(str(alt).startswith(text) for alt in alternatives(pdf))


def test_a_page_of_a_source_is_only_a_web_address(small_store) -> None:
    assert writing._link("javascript:alert(1)") is None
    assert writing._link("https://example.org") == "https://example.org"


def alternatives(pdf: pikepdf.Pdf) -> list[str]:
    """All alternative texts of tagged figures."""
    found = []

    def walk(node: pikepdf.Object) -> None:
        if isinstance(node, pikepdf.Array):
            for one in node:
                walk(one)
        elif isinstance(node, pikepdf.Dictionary):
            if node.get("/S") == "/Figure":
                found.append(str(node.get("/Alt", "")))
            if "/K" in node:
                walk(node["/K"])

    walk(pdf.Root.StructTreeRoot)
    return found


def tags(pdf: pikepdf.Pdf) -> set[str]:
    """All kinds of structure in a tagged PDF."""
    found = set()

    def walk(node: pikepdf.Object) -> None:
        if isinstance(node, pikepdf.Array):
            for one in node:
                walk(one)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.add(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(pdf.Root.StructTreeRoot)
    return found


def test_the_pdf_can_be_read_aloud(rev: Report, rev_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(rev_pdf)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "nl"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo["/Title"]) == rev.title
        assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes()
        found = tags(pdf)
        assert {"/H1", "/H2", "/Title", "/Table", "/TH", "/TD", "/Figure", "/P", "/L", "/TOC", "/Caption"} <= found
        pictures = [piece.alt for piece in rev.pieces if isinstance(piece, Figure)]
        assert pictures
        assert sorted(alternatives(pdf)) == sorted(pictures)


def test_the_same_atlas_gives_the_same_bytes(rev: Report, rev_pdf: bytes, small_store) -> None:
    again = make("rev", Atlas(small_store), as_of=DAY)
    assert again == rev
    assert as_pdf(again, style()) == rev_pdf


def test_every_figure_leads_back_to_a_question_and_its_sources(rev: Report, region: Report) -> None:
    for report in (rev, region):
        asked = {key for piece in report.pieces if isinstance(piece, Asked) for key, _ in piece.questions}
        listed = {one.number for piece in report.pieces if isinstance(piece, Sources) for one in piece.sources}
        refs = [piece.ref for piece in report.pieces if isinstance(piece, Figure | Table | Paragraph) and piece.ref]
        refs += [one.ref for piece in report.pieces if isinstance(piece, Facts) for one in piece.facts if one.ref]
        assert refs
        assert {key for ref in refs for key in ref.questions} <= asked
        assert {number for ref in refs for number in ref.sources} <= listed
        for piece in report.pieces:
            if isinstance(piece, Figure | Table):
                assert piece.ref, piece.caption
                assert piece.ref.questions or piece.ref.sources, piece.caption


def test_no_table_is_empty_and_what_waits_names_its_table(region: Report) -> None:
    assert all(piece.rows for piece in region.pieces if isinstance(piece, Table))
    waits = [
        line for piece in region.pieces if isinstance(piece, Note) and piece.kind == "waits" for line in piece.lines
    ]
    assert any("B3-01" in line and "logistics_tests" in line for line in waits)
    assert any("C1-01" in line and "obsolescence" in line for line in waits)


def test_every_row_has_a_cell_for_every_head(rev: Report, region: Report) -> None:
    for report in (rev, region):
        for piece in report.pieces:
            if isinstance(piece, Table):
                assert {len(row) for row in piece.rows} == {len(piece.heads)}, piece.caption
                assert sum(head.width for head in piece.heads) == pytest.approx(1)


def test_a_cut_table_has_a_file_with_all_rows(region: Report) -> None:
    cut = [
        piece for piece in region.pieces if isinstance(piece, Table) and any("first" in note for note in piece.notes)
    ]
    assert cut
    for piece in cut:
        assert len(region.files[piece.file].decode().splitlines()) > len(piece.rows)


def test_unknown_is_never_nought(region: Report) -> None:
    table = next(
        piece for piece in region.pieces if isinstance(piece, Table) and piece.caption.startswith("Stages and places")
    )
    assert any("0–" in cell for row in table.rows for cell in row), (
        "a lower bound of nought stands beside its upper one"
    )
    jobs = [note for note in table.notes if "jobs" in note]
    assert jobs == ["For all rows holds: Known jobs: unknown."]


def test_the_national_report_shows_where_the_lines_differ(brabant_store) -> None:
    writer = Writer(brabant_store, View(brabant_store.folder, as_of=DAY))
    national.write(writer)
    words = " ".join(one.text for piece in writer.pieces if isinstance(piece, Points) for one in piece.points)
    assert "Mechatronica en optomechatronica (NTS)" in words
    passages = next(
        piece for piece in writer.pieces if isinstance(piece, Table) and piece.caption.startswith("De twee passages")
    )
    assert [row[0] for row in passages.rows] == ["Ruimtelijk Economische Visie (REV)", "REH"]
    assert any("nog te bevestigen" in note for note in passages.notes)
    assert any("bindt: Rijk" in note for note in passages.notes)
    # Each of the eight questions is asked, and gives rows or says what it waits for.
    waits = " ".join(line for piece in writer.pieces if isinstance(piece, Note) for line in piece.lines)
    told = {key for piece in writer.pieces if isinstance(piece, Table) for key in piece.ref.questions}
    assert {"N-01", "N-02", "N-03", "N-07"} <= told
    assert "N-05" in waits
    assert "N-06" in waits


def test_withheld_numbers_stay_withheld(small_store) -> None:
    writer = Writer(small_store, View(small_store.folder, as_of=DAY))
    chain, stage = writer.rows("N-08")[0]["chain"], writer.rows("N-08")[0]["stage"]
    place = counted.regions(writer)[0][0]
    cells = pl.DataFrame(
        {
            "measure": ["establishments"] * 4,
            "level": ["policy-region"] * 4,
            "chain": [chain] * 4,
            "stage": [None, None, stage, stage],
            "place": [place] * 4,
            "evidence": ["all", "asserted", "all", "estimated"],
            "value": [None, 3, 4, 9],
            "status": ["suppressed", "free", "free", "free"],
        }
    )
    known = counted.counts(writer, SimpleNamespace(tables={"cells": cells}))
    assert known.protected
    assert known.by_chain == {(chain, place): HIDDEN}
    assert known.by_stage == {(chain, stage, place): 4}
    assert counted.between(known.low[chain, place], known.by_chain[chain, place], writer) == "afgeschermd"
    lines = counted.chain_lines(writer, known, [place])
    assert {value for line in lines for value in line.values} == {HIDDEN, None}


def test_flows_that_are_withheld_hide_their_sum(small_store) -> None:
    writer = Writer(small_store, View(small_store.folder, as_of=DAY))
    flows = pl.DataFrame(
        {
            "level": ["policy-region"] * 3,
            "evidence": ["all"] * 3,
            "chain": ["one", "two", "one"],
            "from": ["a", "a", "b"],
            "to": ["b", "b", "a"],
            "value": [2, None, 5],
            "status": ["free", "suppressed", "free"],
        }
    )
    assert counted.flows(writer, SimpleNamespace(tables={"flows": flows})) == {("a", "b"): HIDDEN, ("b", "a"): 5}


def test_what_changed_and_what_it_cost_are_told(small_store) -> None:
    writer = Writer(small_store, View(small_store.folder, as_of=DAY))
    changes = pl.DataFrame(
        {
            "table": ["cells"] * 40,
            "change": ["new", "suppressed"] * 20,
            "label_nl": [f"Cel {n}" for n in range(40)],
            "label_en": [""] * 40,
            "column": [""] * 40,
            "before": [""] * 40,
            "after": [None] * 40,
        }
    )
    loss = pl.DataFrame({"data_set": ["a", "b"], "given": ["whole"] * 2, "cells": [9, 9], "suppressed": [3, 0]})
    delivery = SimpleNamespace(previous="rev-1", changes=changes, loss=loss, files=[])
    national.changes(writer, delivery)
    national.data(writer, delivery)
    changed, _, cost = (piece for piece in writer.pieces if isinstance(piece, Table))
    assert [head.text for head in changed.heads] == ["Tabel", "Verandering", "Waarvan"]
    assert changed.rows[:2] == (("cells", "nieuw", "Cel 0"), ("cells", "afgeschermd", "Cel 1"))
    assert (len(changed.rows), changed.notes[0]) == (
        30,
        "30 van 40 veranderingen; de tabel changes in de gegevens heeft alle.",
    )
    assert cost.rows == (("a", "whole", "9", "3"),)
    before = len(writer.pieces)
    national.changes(writer, SimpleNamespace(previous=None))
    assert len(writer.pieces) == before


def test_headings_go_down_one_level_at_a_time(rev: Report) -> None:
    levels = [1, *(piece.level for piece in rev.pieces if isinstance(piece, Heading))]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    numbers = [one.number for one in laid(rev) if isinstance(one.of, Heading)]
    assert len(set(numbers)) == len(numbers)


def test_the_house_style_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "style.toml").write_text('[names]\norganisation = "Voorbeeld"\n[colours]\naccent = "#117733"\n')
    (tmp_path / "style.css").write_text("body { color: red }")
    (tmp_path / "style.typ").write_text('#import "default.typ": report as plain\n#let report(data) = plain(data)\n')
    look = style(tmp_path)
    assert look.colours["accent"] == "#117733"
    assert look.colours["ink"] == style().colours["ink"]
    page = as_html(evil("x"), look)
    assert "Voorbeeld" in page
    assert "body { color: red }" in page
    assert as_pdf(evil("x"), look).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ('[colours]\naccent = "red;}"', "not a colour"),
        ('[fonts]\nscreen = ["a;}"]', "not a list of names"),
        ("[other]\nx = 1", "unknown"),
        ("[names", "no TOML"),
        ('[names]\nlogo = "../logo.svg"', "not a file in that folder"),
    ],
)
def test_a_style_that_cannot_be_used_is_named(tmp_path: Path, told: str, says: str) -> None:
    (tmp_path / "style.toml").write_text(told)
    with pytest.raises(UsageError, match=says):
        style(tmp_path)


def test_a_template_that_fails_says_so(tmp_path: Path) -> None:
    (tmp_path / "style.typ").write_text('#let report(data) = read("/etc/passwd")')
    with pytest.raises(AtlasError, match="cannot be laid out"):
        as_pdf(evil("x"), style(tmp_path))


def test_the_command_writes_a_report(small, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = ["--atlas", str(small.folder.parent), "--out", str(tmp_path), "--lang", "en", "--as-of", DAY]
    with pytest.raises(SystemExit) as ended:
        main(["report", "park", "1001", *told])
    assert ended.value.code == 0
    page = (tmp_path / "report.en.html").read_text()
    assert '<html lang="en">' in page
    assert page.count("<h1") == 1
    assert 'scope="col"' in page
    assert "<script" not in page
    assert "style=" not in page
    assert (tmp_path / "report.en.pdf").read_bytes().startswith(b"%PDF")


def test_an_unknown_thing_is_named(small_store) -> None:
    with pytest.raises(UsageError, match="not in the atlas"):
        make("region", Atlas(small_store), "atlantis")
    with pytest.raises(UsageError, match="there is no report 'x'; there are chain, park, region, rev"):
        make("x", Atlas(small_store))
    assert sorted(kinds()) == ["chain", "park", "region", "rev"]
