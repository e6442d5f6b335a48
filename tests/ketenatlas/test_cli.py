"""The command line: what people see, where it goes, and the exit code."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from graph.catalogue import THEMES, catalogue
from ketenatlas.cli import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    told = capsys.readouterr()
    return int(ended.value.code or 0), told.out, told.err


@pytest.fixture
def here(small, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder to work in, with the small atlas as the one in use."""
    monkeypatch.setenv("KETENATLAS_BUILDS", str(small.folder.parent))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_build_tells_what_it_read_and_holds(capsys, tmp_path: Path):
    from tests.conftest import FIXTURES

    code, out, err = run(capsys, "build", "--data", str(FIXTURES / "small"), "--atlas", str(tmp_path))
    assert code == 0
    assert "relations/test.csv: 41 of 41 rows" in err
    assert "relations/test.csv" in out
    assert "Establishment" in out
    assert "smaller than 1 hectare gross" in out.lower()
    assert "hash" in out


def test_build_in_a_data_set_that_lacks_a_table_is_one_sentence(capsys, tmp_path: Path):
    (tmp_path / "data").mkdir()
    code, out, err = run(capsys, "build", "--data", str(tmp_path / "data"), "--atlas", str(tmp_path / "b"))
    assert (code, out) == (1, "")
    assert "atlas.toml is missing" in " ".join(err.split())
    assert "Traceback" not in err


@pytest.mark.parametrize("language", ["nl", "en"])
def test_ask_alone_lists_the_questions_by_theme(capsys, here, language):
    code, out, _ = run(capsys, "ask", "--lang", language)
    assert code == 0
    told = " ".join(out.split())
    assert THEMES["A1"][language] in told
    for question in catalogue().questions.values():
        assert f"{question.id} {question.summary[language]}" in told


def test_ask_shows_a_readable_table(capsys, here):
    code, out, _ = run(capsys, "ask", "A1-05", "--chain", "alfa", "--as-of", "2026-11-24")
    assert code == 0
    lines = out.splitlines()
    assert max(len(line) for line in lines) <= 120
    assert "  Keten: Alfaketen" in lines
    assert any(
        "Grondstof" in line and "Midden-Brabant" in line and "Tilburg" in line and "TESTTERREIN DRIE" in line
        for line in lines
    )
    assert any(
        line.startswith("  1  Testbron (kunstmatig), ketenatlas, 2026-01-01, geraadpleegd 2026-11-24") for line in lines
    )
    assert "onbekend" in out


def test_ask_gives_csv_and_json(capsys, here):
    code, out, _ = run(capsys, "ask", "A1-05", "--chain=alfa", "--asOf", "2026-11-24", "--format", "csv")
    assert code == 0
    assert out.splitlines()[0].startswith("chain,chainLabel,stage,stageLabel,region")
    assert len(out.splitlines()) == 13
    _, out, _ = run(capsys, "ask", "A1-05", "--chain", "alfa", "--as-of", "2026-11-24", "--format", "json")
    assert len(json.loads(out)["rows"]) == 12


def test_ask_writes_a_file(capsys, here):
    code, out, err = run(capsys, "ask", "A1-01", "--format", "csv", "--out", "sub/answer.csv")
    assert (code, out) == (0, "")
    assert "written: sub/answer.csv" in err
    assert (here / "sub" / "answer.csv").read_text().startswith("chain,chainLabel")


def test_ask_prints_runnable_sparql(capsys, here):
    _, query, _ = run(capsys, "ask", "A1-05", "--chain", "alfa", "--as-of", "2026-11-24", "--sparql")
    code, out, _ = run(capsys, "sparql", query, "--format", "csv")
    assert code == 0
    assert len(out.strip().splitlines()) == 13


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask", "Z9"], "there is no question 'Z9'"),
        (["ask", "A1-05", "--chain", "nope"], "'nope' is not in the atlas"),
        (["ask", "A1-05", "--chain"], "--chain needs a value"),
        (["ask", "A1-05", "chain"], "unexpected 'chain'"),
        (["ask", "A1-05", "--format", "pdf"], "'pdf' is not one of table, csv, json"),
        (["ask", "A1-05", "--lang", "de"], "'de' is not one of nl, en"),
        (["network", "web"], "there is no network 'web'"),
        (["network", "chain"], "which chain"),
        (["sparql", "nowhere.rq"], "is neither a query nor a file"),
        (["sparql", "SELECT * {}", "--format", "pdf"], "'pdf' is not one of table, json"),
        (["nope"], "No such command"),
        (["build", "--nope"], "No such option"),
    ],
)
def test_usage_errors_are_sentences_with_exit_code_two(capsys, here, arguments, message):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert message in " ".join(err.split())
    assert "Traceback" not in err


def test_without_an_atlas_it_says_how_to_make_one(capsys, monkeypatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, "ask", "A1-01")
    assert code == 1
    assert "there is no atlas in build; make one with: ketenatlas build" in " ".join(err.split())


@pytest.mark.parametrize(
    ("query", "form", "part"),
    [
        ("SELECT (1 AS ?n) {}", "table", "1 rows"),
        ("SELECT (1 AS ?n) {}", "json", '"value":"1"'),
        ("SELECT (1 AS ?n) {}", "xml", "<literal"),
        ("SELECT (1 AS ?n) {}", "csv", "n"),
        ("SELECT (1 AS ?n) {}", "tsv", "?n"),
        ("ASK { ?s ?p ?o }", "table", "true"),
        (
            "CONSTRUCT { <http://a> ?p ?o } WHERE { <https://w3id.org/ketenatlas/park/1006> ?p ?o }",
            "turtle",
            "<http://a>",
        ),
        ("CONSTRUCT WHERE { <https://w3id.org/ketenatlas/park/1006> ?p ?o }", "ntriples", "park/1006> <"),
        ("CONSTRUCT WHERE { <https://w3id.org/ketenatlas/park/1006> ?p ?o }", "jsonld", "@id"),
        ("CONSTRUCT WHERE { <https://w3id.org/ketenatlas/park/1006> ?p ?o }", "rdfxml", "rdf:RDF"),
        ("DESCRIBE <https://w3id.org/ketenatlas/park/1006>", "table", "TESTHAVEN"),
    ],
)
def test_sparql_in_every_form(capsysbinary, here, query, form, part):
    with pytest.raises(SystemExit) as ended:
        main(["sparql", query, "--format", form])
    assert not ended.value.code
    assert part in capsysbinary.readouterr().out.decode()


def test_sparql_from_a_file_and_from_standard_input(capsys, here, monkeypatch):
    (here / "q.rq").write_text("SELECT (7 AS ?n) {}")
    assert "7" in run(capsys, "sparql", "q.rq", "--format", "csv")[1]
    monkeypatch.setattr(sys, "stdin", io.StringIO("SELECT (8 AS ?n) {}"))
    assert "8" in run(capsys, "sparql", "-", "--format", "csv")[1]
    run(capsys, "sparql", "q.rq", "--format", "csv", "--out", "answer.csv")
    assert (here / "answer.csv").read_text().splitlines() == ["n", "7"]


def test_sparql_that_reaches_outside_is_refused(capsys, here):
    code, _, err = run(capsys, "sparql", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    assert code == 1
    assert "SERVICE (at character 11) is not allowed" in " ".join(err.split())


def test_sparql_is_stopped_in_time(capsys, here, monkeypatch):
    monkeypatch.setenv("KETENATLAS_QUERY_SECONDS", "0.5")
    code, _, err = run(capsys, "sparql", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    assert code == 1
    assert "took longer than 0.5 seconds" in " ".join(err.split())


def test_network_writes_three_files(capsys, here):
    code, _, err = run(capsys, "network", "chain", "--chain", "alfa", "--out", "pictures")
    assert code == 0
    assert sorted(path.name for path in (here / "pictures").iterdir()) == [
        "chain-alfa.gexf",
        "chain-alfa.graphml",
        "chain-alfa.html",
    ]
    assert "written: pictures/chain-alfa.html" in err
    run(capsys, "network", "flows", "--by", "municipality", "--out", "pictures", "--lang", "en")
    assert "Supplies between municipalities" in (here / "pictures" / "flows-municipality.html").read_text()


def test_check_shows_findings_and_ends_with_one(capsys, here):
    code, out, _ = run(capsys, "check", "--lang", "nl")
    assert code == 1
    assert "Kleiner" in out
    assert "park:1007" in out


def test_doctor_says_what_is_in_force(capsys, here):
    code, out, _ = run(capsys, "doctor")
    assert code == 0
    for part in ("pyoxigraph", "Java (HermiT)", "query memory limit", "query time limit"):
        assert part in out


def test_version_is_printed(capsys):
    from ketenatlas import __version__

    assert run(capsys, "version") == (0, __version__ + "\n", "")


def test_progress_goes_to_standard_error_only(here):
    from tests.conftest import FIXTURES, ROOT

    made = subprocess.run(
        [sys.executable, "-m", "ketenatlas", "build", "--data", str(FIXTURES / "small"), "--atlas", "b"],
        cwd=here, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "of 41 rows" in made.stderr
    assert "of 41 rows" not in made.stdout


def test_explain_leads_from_a_conclusion_to_rows_and_sources(capsys, brabant, monkeypatch):
    monkeypatch.setenv("KETENATLAS_BUILDS", str(brabant.folder.parent))
    code, out, _ = run(capsys, "explain", "semicon", "chainPresentIn", "zuidoost-brabant")
    assert code == 0
    told = " ".join(out.replace("│", "").split())
    for part in ("Halfgeleiders · keten aanwezig in · Zuidoost-Brabant", "geven samen 'keten aanwezig in'",
                 "staat in participations/semicon.csv; regel", "memberships/policy-regions.csv; regel", "bron: "):  # fmt: skip
        assert part in told
    code, out, _ = run(capsys, "explain", "Semiconductors", "a", "ka:ValueChain", "--lang", "en")
    assert code == 0
    assert "stands in chains/brabant.csv; row 2" in out


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("alfa", "chainPresentIn", "region:nowhere"), 1, "zegt niet dat dit op"),
        (("alfa", "chainPresentIm", "zuidoost-brabant"), 2, "did you mean chainpresentin"),
        (("alva", "chainPresentIn", "zuidoost-brabant"), 2, "'alva' is not in the atlas; did you mean alfa"),
    ],
)
def test_explain_says_what_it_cannot_explain(words, code, message, capsys, here):
    ended, out, err = run(capsys, "explain", *words)
    assert (ended, out) == (code, "")
    assert message in " ".join(err.split())


def test_check_explains_a_contradiction_and_ends_with_one(capsys, tmp_path: Path):
    facts = tmp_path / "facts.ttl"
    facts.write_text(
        "@prefix ka: <https://w3id.org/ketenatlas/ontology#> . <urn:x> ka:inStage <urn:p> . <urn:p> a ka:Campus ."
    )
    code, out, _ = run(capsys, "check", "--facts", str(facts))
    assert code == 1
    assert "urn:p kan niet tegelijk plek en schakel zijn" in out
    assert "want een campus is altijd een werklocatie" in out
    assert "want waar 'in schakel' naar wijst, is een schakel" in out
    code, _, err = run(capsys, "check", "--facts", str(tmp_path / "none.ttl"))
    assert code == 1
    assert "none.ttl is missing" in " ".join(err.split())


def test_check_without_java_says_what_the_rules_find(capsys, monkeypatch):
    import shutil

    monkeypatch.setattr(shutil, "which", lambda _: None)
    code, out, _ = run(capsys, "check", "--consistency", "--lang", "en")
    assert code == 0
    assert "The rules find no contradiction. (Java is needed" in " ".join(out.split())


def test_quality_report_is_one_page_that_names_rows(capsys, here):
    code, _, err = run(capsys, "check", "--html", "quality.html", "--lang", "nl")
    assert code == 1
    assert "quality.html" in err
    page = (here / "quality.html").read_text()
    assert "<h1>Kwaliteitsrapport</h1>" in page
    assert "park:1007" in page
    assert "<td>ibis/" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "<script" not in page
    run(capsys, "check", "--html", "-", "--lang", "en")


def test_quality_report_escapes_what_data_say(small, tmp_path: Path):
    import shutil

    from ketenatlas.views.quality import quality_page

    folder = tmp_path / "atlas"
    shutil.copytree(small.folder, folder, ignore=shutil.ignore_patterns("store"))
    header = (folder / "rejects.csv").read_text().splitlines()[0]
    (folder / "rejects.csv").write_text(f"{header}\na.csv,,3,name,<script>alert(1)</script>,text\n")
    page = quality_page(folder, "nl")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>" not in page


def test_a_question_without_its_tables_says_what_it_waits_for_and_not_that_there_is_nothing(
    capsys, brabant, monkeypatch
):
    monkeypatch.setenv("KETENATLAS_BUILDS", str(brabant.folder.parent))
    code, out, _ = run(capsys, "ask", "B1-03")
    said = " ".join(out.split())
    assert code == 1
    assert "Nog niet te beantwoorden: de atlas mist voor deze vraag" in said
    assert "(quays)" in said
    assert "(quay_use)" in said
    assert "Geen enkele rij" not in said
    code, out, _ = run(capsys, "ask", "B1-05")
    assert code == 0
    assert "Deels beantwoord: de atlas mist voor deze vraag" in " ".join(out.split())
