"""The command, the files and the page of scenarios."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from graph.outcome import COLUMNS
from graph.remote import RemoteError
from ketenatlas.atlas import Atlas, open_atlas
from ketenatlas.scenarios import read
from ketenatlas.views.paired import paired_dots
from ketenatlas.views.scenario import WORDS
from tests.conftest import ROOT

DAY = "2026-11-24"
EXAMPLE = ROOT / "examples" / "scenarios" / "voorbeeld.toml"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    from ketenatlas.cli import main

    with pytest.raises(SystemExit) as ended:
        main(["scenario", *arguments])
    told = capsys.readouterr()
    return int(ended.value.code or 0), " ".join(told.out.split()), " ".join(told.err.split())


@pytest.fixture
def here(small, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder to work in, with the small atlas as the one in use."""
    monkeypatch.setenv("KETENATLAS_BUILDS", str(small.folder.parent))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def atlas(small) -> Atlas:
    return open_atlas(small.folder.parent, "en")


@pytest.mark.parametrize(("language", "words"), [("nl", "Een schakel verdwijnt"), ("en", "A stage leaves an area")])
def test_alone_it_lists_what_can_happen(capsys, here, language, words):
    code, out, _ = run(capsys, "--lang", language)
    assert code == 0
    assert words in out
    assert "park-lost" in out


def test_a_park_is_meant_by_number_or_by_name(capsys, here):
    told = [
        run(capsys, "park-lost", park, "--as-of", DAY, "--lang", "en")
        for park in ("1001", "testterrein een", "park=1001")
    ]
    assert told[0] == told[1] == told[2]
    code, out, _ = told[0]
    assert code == 0
    assert "Business park TESTTERREIN EEN loses its function" in out
    assert "A what-if" in out
    assert "16 supplies affected" in out
    assert re.search(r"Device region Zuidoost-Brabant 1 0 0 asserted", out)
    assert "This rests on evidence: asserted, estimated, reconstructed." in out


def test_chain_and_evidence_bound_what_is_told(capsys, here):
    _, out, _ = run(
        capsys, "park-lost", "1001", "--chain", "beta", "--evidence", "asserted", "--as-of", DAY, "--lang", "en"
    )
    assert "2 supplies affected" in out
    assert "Alpha chain" not in out
    assert "This rests on evidence: asserted." in out


def test_csv_holds_the_table_and_json_everything(capsys, here, monkeypatch):
    from ketenatlas.cli import main

    for form, target in (("csv", "table.csv"), ("json", "all.json"), ("pairs", "pairs.csv")):
        with pytest.raises(SystemExit):
            main(["scenario", "park-lost", "1001", "--as-of", DAY, "--lang", "en", "--format", form, "--out", target])
    table = pl.read_csv("table.csv")
    assert tuple(table.columns) == COLUMNS
    assert table.height == 21
    assert table.filter(pl.col("evidence") == "asserted; estimated").height
    pairs = pl.read_csv("pairs.csv")
    assert pairs.columns == ["stage", "region", "before", "after", "evidence", "sources"]
    assert pairs.select("before", "after").rows() == [(3, 1), (3, 2), (1, 0)]
    told = json.loads(Path("all.json").read_text(encoding="utf-8"))
    assert told["relations_cut"] == sum(row["relations"] for row in told["cut"]) == 16
    assert len(told["table"]) == 21
    assert told["output_lost"]["supplies"] == 38
    assert told["levels"] == ["asserted", "estimated", "reconstructed"]
    assert {source["title"] for source in told["sources"]} == {"Testbron (kunstmatig)", "Tweede testbron (kunstmatig)"}


class Page(HTMLParser):
    """What a page holds: its tags, their attributes, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.told: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.told += attrs

    def handle_data(self, data):
        self.words.append(data)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_says_what_was_assumed_what_changes_and_what_it_rests_on(capsys, here, language):
    code, _, err = run(capsys, "park-lost", "1001", "--as-of", DAY, "--lang", language, "--html", "out/page.html")
    assert (code, err) == (0, "written: out/page.html")
    text = Path("out/page.html").read_text(encoding="utf-8")
    page = Page(text)
    shown = " ".join(" ".join(page.words).split())
    words = WORDS[language]
    for part in (
        "what_if",
        "assumed",
        "picture",
        "establishments",
        "parks",
        "chains",
        "cut",
        "companies",
        "sources",
        "rests",
    ):
        assert words[part] in shown, part
    assert "TESTTERREIN EEN" in shown
    assert "Testbron (kunstmatig)" in shown
    assert "@media print" in text
    assert page.tags.count("svg") == 1
    assert page.tags.count("circle") == 6  # three stages in Zuidoost-Brabant
    assert "script" not in page.tags
    outside = [value for name, value in page.told if name in ("src", "href") and str(value).startswith("http")]
    assert outside == []
    for hidden in ("Toetsvestiging 02", "Toetsvestiging 15", "Toetsvestiging 25"):
        assert hidden not in shown  # reconstructed


def test_words_are_the_same_in_both_languages():
    assert WORDS["nl"].keys() == WORDS["en"].keys()


def test_a_page_of_nothing_says_so(capsys, here):
    code, out, _ = run(
        capsys, "supply-stops", "e08", "e01", "--evidence", "estimated", "--lang", "en", "--html", "page.html"
    )
    assert code == 0
    assert "nothing changes" in out
    shown = Page(Path("page.html").read_text(encoding="utf-8"))
    assert "svg" not in shown.tags
    assert "Nothing." in " ".join(shown.words)
    assert "evidence: estimated or surer" in " ".join(shown.words)


def test_dots_stand_where_their_numbers_are():
    rows = pl.DataFrame(
        [("Deel <1>", "x", "Oost", 4, 2), ("Deel <1>", "y", "West", 0, 0)],
        schema=["stage", "region", "region_label", "before", "after"],
        orient="row",
    )
    drawn = paired_dots(rows, "Titel & meer")
    assert "Deel &lt;1&gt;" in drawn
    assert "Titel &amp; meer" in drawn
    assert drawn.count("Deel") == 1  # a stage is named once
    at = [float(x) for x in re.findall(r'<circle cx="([\d.]+)"', drawn)]
    assert at[0] - at[2] == pytest.approx(2 * (at[1] - at[2]), abs=0.2)
    assert at[2] == at[3]
    assert "4 → 2" in drawn


PLAN = """
as_of = "2026-11-24"
title = { nl = "Plan (verzonnen)", en = "Plan (invented)" }
about = "Alleen een toets."
[[step]]
kind = "park-lost"
park = 1001
[[step]]
kind = "park-opens"
park = "Nieuw (verzonnen)"
municipality = "Oss"
stage = ["a3", "b3"]
"""


def test_steps_in_a_file_add_up(capsys, here):
    Path("plan.toml").write_text(PLAN, encoding="utf-8")
    code, out, _ = run(capsys, "plan.toml", "--lang", "en", "--html", "plan.html")
    assert code == 0
    assert "Business park TESTTERREIN EEN loses its function" in out
    assert out.count("In Oss a business park Nieuw (verzonnen) opens") == 2
    assert re.search(r"Device municipality Oss 0 1 0 assumed", out)
    page = Path("plan.html").read_text(encoding="utf-8")
    assert "Scenario: Plan (invented)" in page
    assert "Alleen een toets." in page


def test_python_gives_the_same(atlas: Atlas, tmp_path):
    made = atlas.scenario("park-lost", park="1001", as_of=DAY, evidence="asserted", chain="beta")
    assert made.relations_cut == 2
    assert made.view.evidence == "asserted"
    file = tmp_path / "plan.toml"
    file.write_text(PLAN, encoding="utf-8")
    by_file, by_hand = atlas.scenario(file), atlas.scenario("park-lost", park="1001", as_of=DAY)
    assert by_file.relations_cut == by_hand.relations_cut == 16
    assert by_file.view.day.isoformat() == DAY
    assert atlas.scenario(file, evidence="asserted").relations_cut == 8


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("flood",), "there is no scenario 'flood'"),
        (("park-lost",), "park-lost needs park"),
        (("park-lost", "9999"), "park: '9999' is not in the atlas; did you mean"),
        (("park-lost", "1001", "1002"), "'1002' is one too many"),
        (("none.toml",), "none.toml: No such file or directory; expected a scenario file"),
        (("broken.toml",), "broken.toml: this is not TOML"),
        (("empty.toml",), "empty.toml: there is no step"),
        (("odd.toml",), "odd.toml: 'stap' is not known; a scenario may say"),
        (("wrong.toml",), "wrong.toml: step 2: park-lost takes park, not 'terrein'"),
        (("wrong.toml", "1001"), "wrong.toml: a file says itself what happens; leave out 1001"),
        (("park-lost", "1001", "--format", "xml"), "--format: 'xml' is not one of"),
        (("park-lost", "1001", "--lang", "de"), "--lang: 'de' is not one of"),
        (("park-lost", "1001", "--as-of", "soon"), "as_of: 'soon' is not a date"),
    ],
)
def test_what_cannot_be_understood_is_one_sentence(capsys, here, arguments, message):
    files = {
        "broken.toml": "[[step]\n",
        "empty.toml": 'title = "x"\n',
        "odd.toml": "stap = 1\n",
        "wrong.toml": '[[step]]\nkind = "park-lost"\npark = "1001"\n[[step]]\nkind = "park-lost"\nterrein = "1001"\n',
    }
    for name, text in files.items():
        Path(name).write_text(text, encoding="utf-8")
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert message in err


def test_an_atlas_elsewhere_that_does_not_answer_is_a_sentence():
    with pytest.raises(RemoteError, match="did not answer"):
        open_atlas("http://127.0.0.1:9/sparql").scenario("park-lost", park="1001")


def test_the_committed_example_is_invented_and_can_be_played(with_example):
    scenario = read(EXAMPLE)
    for language in ("nl", "en"):
        assert re.search(r"verzonnen|invented", scenario.title[language])
        assert scenario.about[language]
    made = open_atlas(with_example.folder.parent, "en").scenario(EXAMPLE)
    assert made.levels == ("synthetic", "assumed")
    assert len(made.assumed) == 4
    assert made.companies.is_empty()
    assert set(made.table["measure"]) == {"establishments", "parks", "designations"}


def test_every_committed_scenario_can_be_read():
    files = sorted(EXAMPLE.parent.glob("*.toml"))
    assert EXAMPLE in files
    assert all(read(path).steps for path in files)
