"""Measures from the command line and from Python: lists, tables, files that are read back, mistakes in a sentence."""

import io
from pathlib import Path

import polars as pl
import pytest

from graph.measuring import measured, measures
from graph.projections import View
from graph.remote import Remote, RemoteError
from ketenatlas.atlas import Atlas, open_atlas
from ketenatlas.views.measure_words import HEADINGS, WORDS
from tests.ketenatlas.test_cli import here, run

__all__ = ["here"]
DAY = ("--as-of", "2026-11-24")


def sheet(path: Path, name: str | None = None) -> pl.DataFrame:
    return pl.read_excel(path, sheet_name=name, engine="openpyxl")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_all_are_listed_with_unit_and_source(capsys, here, language):
    code, out, _ = run(capsys, "metrics", "--lang", language)
    assert code == 0
    told = "".join(out.replace("│", " ").split())
    assert WORDS[language]["title"] in out
    for one in measures().values():
        assert one.source.split()[0] in told


def test_every_column_of_every_measure_has_a_heading(small):
    view = View(small.folder, as_of=DAY[1])
    for one in measures().values():
        assert set(measured(one, view, {}).columns) <= set(HEADINGS), one.name
    both = measures()["complexity"]
    assert set(measured(both, view, {"about": "thing"}).columns) <= set(HEADINGS)
    assert all(words["nl"] and words["en"] for words in HEADINGS.values())


def test_a_table_shows_labels_and_what_it_rests_on(capsys, here):
    code, out, _ = run(capsys, "metrics", "degree", "--by", "region", "--chain", "alfa", *DAY, "--lang", "nl")
    assert code == 0
    assert "Zuidoost-Brabant" in out
    assert "https://" not in out
    assert "Formule: Barrat" in out
    assert "Bewijs: asserted, estimated, reconstructed" in out
    code, out, _ = run(capsys, "metrics", "sourcing", *DAY, "--far-km=1", "--lang", "en")
    assert code == 0
    assert "unknown" in out
    code, out, _ = run(capsys, "metrics", "white-spots", *DAY, "--lang", "en")
    assert "40 of " in out
    code, out, _ = run(capsys, "metrics", "white-spots", *DAY, "--lang", "en", "--all")
    assert "40 of " not in out


def test_files_are_read_back(capsys, here):
    ours, _ = open_atlas().measured("degree", chain="alfa", as_of=DAY[1])
    for form, back in (("csv", pl.read_csv), ("parquet", pl.read_parquet), ("xlsx", sheet)):
        path = Path("out") / f"degree.{form}"
        code, _, err = run(capsys, "metrics", "degree", "--chain", "alfa", *DAY, "--format", form, "--out", str(path))
        assert code == 0
        assert f"written: {path}" in err
        theirs = back(path)
        assert theirs.columns == ours.columns
        assert theirs["node"].to_list() == ours["node"].to_list()
        assert theirs["strength"].cast(pl.Float64).to_list() == ours["strength"].to_list()
    about = sheet(path, "about")
    assert dict(about.iter_rows())["unit"] == "banden; som van gewichten"
    code, out, _ = run(capsys, "metrics", "degree", "--chain", "alfa", *DAY, "--format", "csv")
    assert pl.read_csv(io.StringIO(out)).height == ours.height


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nonsense",), "there is no measure 'nonsense'; there are assortativity-chain"),
        (("degree", "--nonsense", "1"), "degree does not take 'nonsense'; it takes network, by"),
        (("degree", "--far-km"), "--far-km needs a value"),
        (("degree", "more"), "unexpected 'more'"),
        (("degree", "--format", "pdf"), "'pdf' is not one of table, csv, xlsx, parquet"),
        (("degree", "--format", "xlsx"), "--format xlsx needs a file; say which with --out"),
        (("degree", "--lang", "fr"), "--lang: 'fr' is not one of nl, en"),
        (("degree", "--chain", "nonsense"), "nonsense"),
        (("degree", "--as-of", "yesterday"), "'yesterday' is not a date"),
        (("degree", "--evidence", "sure"), "'sure' is not one of asserted"),
    ],
)
def test_mistakes_are_one_sentence(capsys, here, words, told):
    code, out, err = run(capsys, "metrics", *words)
    assert (code, out) == (2, "")
    assert told in " ".join(err.split())
    assert "Traceback" not in err


def test_a_frame_carries_what_it_is(small):
    frame = open_atlas(small.folder.parent).metric("betweenness", chain="alfa", as_of=DAY[1])
    assert list(frame.columns[:3]) == ["node", "label", "region_label"]
    assert frame.attrs["measure"] == "betweenness"
    assert frame.attrs["parameters"]["as_of"] == DAY[1]
    assert frame.attrs["evidence"] == ["asserted", "estimated"]
    assert all(source.startswith("https://") for source in frame.attrs["sources"])
    with pytest.raises(RemoteError, match="did not answer"):
        Atlas(Remote("http://localhost:1/sparql")).metric("degree")
