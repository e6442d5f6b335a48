"""Decisions on matches: read with a reason where refused, applied in the build, bulk tables included."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from graph.errors import AtlasError
from graph.store import Store
from graph.terms import expand
from ketenatlas.build import Report, build
from ketenatlas.cli import main
from ketenatlas.inputs import load, loader_named
from tests.conftest import FIXTURES

SMALL = FIXTURES / "small"
HEAD = "kind,one,other,decision,reviewer,reason,source,date\n"
TAIL = ",testbron,2026-11-24\n"
LISA = """vestigingsnummer;kvk_nummer;naam;gemeentecode;pc6;sbi_code;banen
123;90000001;Verzonnen Register;GM0772;5612AB;26.11;120
124;;Verzonnen Winkel;GM0772;5612AC;47191;3
"""


def decide(data: Path, *rows: str) -> None:
    (data / "matches").mkdir(exist_ok=True)
    (data / "matches" / "besluit.csv").write_text(HEAD + "".join(row + TAIL for row in rows))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "data"))


_OF_THE_FILE = {expand("ka:formerIdentifier"), expand("ka:disclosureStatus")}
"""What the decision brings by itself: the other name, and that a file which need not be public was read."""


def triples(report: Report, former: str = "", now: str = "") -> set[str]:
    """What an atlas says but for its loads, its decisions and former identifiers; claims under one name."""
    found = set()
    for quad in Store(report.folder).statements:
        own = ("/load/", "/claim/match--")
        if any(part in str(quad.subject) for part in own) or quad.predicate.value in _OF_THE_FILE:
            continue
        line = f"{quad.subject} {quad.predicate} {quad.object}"
        found.add(line.replace(f"--{former}--", f"--{now}--") if former else line)
    return found


def test_bad_decisions_are_rejected_with_the_reason(tmp_path: Path):
    file = tmp_path / "t.csv"
    rows = [
        "establishment,e01,e02,same,Toetser,r",
        "establishment,e01,lisa-12,Different,Toetser,",
        "organisation,o01,kvk-90000001,same,Toetser,",
        "establishment,e01,e03,,,",
        "establishment,e01,e99,same,Toetser,",
        "organisation,e01,o01,same,Toetser,",
        "establishment,e01,e01,same,Toetser,",
        "establishment,e02,e01,same,,",
        "establishment,e03,e01,maybe,Toetser,",
        "park,e03,e01,same,Toetser,",
    ]
    file.write_text(HEAD + "".join(row + TAIL for row in rows))
    keys = {"source": ["testbron"], "establishment": ["e01", "e02", "e03"], "organisation": ["o01"]}
    known = {thing: pl.Series(found) for thing, found in keys.items()}
    reading = loader_named("matches").read(file, known)
    assert reading.rows["decision"].to_list() == ["same", "different", "same", "undecided"]
    assert {(r["row"], r["column"]) for r in reading.rejects.iter_rows(named=True)} == {
        (6, "other"), (7, "one"), (8, "other"), (9, "decision"), (10, "decision"), (11, "kind"), (11, "one"), (11, "other"),
    }  # fmt: skip
    made = loader_named("matches").statements(reading.rows, "g:g")
    assert made["s"].n_unique() == 3
    first = made.filter(pl.col("s") == f"<{expand('claim:match--establishment--e01--e02--same--testbron')}>")
    assert set(first.select("p", "o").rows()) == {
        (f"<{expand(p)}>", o)
        for p, o in (
            ("rdf:type", f"<{expand('ka:MatchDecision')}>"),
            ("ka:matchedIdentifier", f'"{expand("establishment:e01")}"^^<{expand("xsd:anyURI")}>'),
            ("ka:otherIdentifier", f'"{expand("establishment:e02")}"^^<{expand("xsd:anyURI")}>'),
            ("ka:matchDecision", '"same"'),
            ("ka:matchReviewer", '"Toetser"'),
            ("ka:matchReason", '"r"'),
            ("dct:source", f"<{expand('source:testbron')}>"),
            ("ka:observedOn", f'"2026-11-24"^^<{expand("xsd:date")}>'),
        )
    }


def test_undecided_states_nothing(small, data: Path, tmp_path: Path):
    decide(data, "establishment,e01,e02,,,", "establishment,e01,e03,undecided,Toetser,")
    report = build(tmp_path / "b", data)
    assert triples(report) == triples(small)
    assert report.notes.equals(small.notes)


def test_unified_it_is_the_atlas_in_which_one_key_was_used_from_the_start(small, data: Path, tmp_path: Path):
    """Half of what the files say of e01 and o01 is said of a double; with the decisions it is the same atlas again."""
    for table, key, double in (("organisations", "o01", "o99"), ("establishments", "e01", "e99")):
        path = data / table / "test.csv"
        row = next(line for line in path.read_text().splitlines() if line.startswith(key))
        path.write_text(path.read_text() + row.replace("o01", "o99").replace(key, double) + "\n")
    changed = 0
    for table in ("participations", "relations"):
        path = data / table / "test.csv"
        lines = path.read_text().splitlines()
        mine = [at for at, line in enumerate(lines) if "e01" in line][::2]
        for at in mine:
            lines[at] = lines[at].replace("e01", "e99")
        changed += len(mine)
        path.write_text("\n".join(lines) + "\n")
    assert changed > 1
    without = build(tmp_path / "without", data)
    assert triples(without, "e99", "e01") != triples(small)
    decide(data, "organisation,o01,o99,same,Toetser,r", "establishment,e01,e99,same,Toetser,r")
    report = build(tmp_path / "b", data)
    assert triples(report, "e99", "e01") == triples(small)
    formers = Store(report.folder).select(
        f"SELECT ?s ?o WHERE {{ ?s <{expand('ka:formerIdentifier')}> ?o }} ORDER BY ?s"
    )
    assert [(str(s), str(o)) for s, o in formers.values] == [
        (expand("establishment:e01"), expand("establishment:e99")),
        (expand("organisation:o01"), expand("organisation:o99")),
    ]


def test_contradictory_decisions_stop_the_build(data: Path, tmp_path: Path):
    decide(
        data,
        "establishment,e01,e02,same,Toetser,",
        "establishment,e02,e03,same,Toetser,",
        "establishment,e01,e03,different,Toetser,",
    )
    with pytest.raises(AtlasError, match="contradict") as stopped:
        build(tmp_path / "b", data)
    for row in (2, 3, 4):
        assert f"matches/besluit.csv row {row} says" in str(stopped.value)


@pytest.mark.parametrize("at_once", [1, 50_000])
def test_a_register_is_unified_too(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once):
    from graph.lineage import rows_of
    from loaders import table

    monkeypatch.setattr(table, "AT_ONCE", at_once)
    decide(data, "establishment,e01,lisa-123,same,Toetser,", "organisation,o01,kvk-90000001,same,Toetser,")
    file = tmp_path / "lisa-2026.csv"
    file.write_text(LISA)
    report = load(tmp_path / "b", loader_named("lisa"), file, source={"published": "2026-01-01"}, data=data)
    store = Store(report.folder)
    quads = list(store.statements)
    assert report.statements == len(quads)
    gone = {expand("establishment:lisa-123"), expand("organisation:kvk-90000001")}
    assert not [q for q in quads if {getattr(q.subject, "value", ""), str(q.object).strip("<>")} & gone]
    told = {
        (q.predicate.value, getattr(q.object, "value", ""))
        for q in quads
        if q.subject.value == expand("establishment:e01")
    }
    for predicate, value in (
        ("ka:jobs", "100"),
        ("ka:postcode", "5612AB"),
        ("ka:establishmentNumber", "123"),
        ("rdfs:label", "Toetsvestiging 01"),
        ("skos:altLabel", "Verzonnen Register"),
    ):
        assert (expand(predicate), value) in told
    assert (expand("ka:jobs"), "120") not in told
    notes = report.notes.filter(pl.col("column") == "ka:jobs").select("file", "row", "found").rows()
    assert notes == [("lisa/lisa-2026.csv", 2, f'"120"^^<{expand("xsd:integer")}>')]
    assert ("lisa/lisa-2026.csv", 2) in rows_of(report.folder, f"<{expand('establishment:e01')}>")
    assert rows_of(report.folder, f"<{expand('establishment:lisa-124')}>") == [("lisa/lisa-2026.csv", 3)]
    assert report.findings.filter(pl.col("severity") == "stop").is_empty()


def test_a_decision_waits_for_a_register_that_is_not_there(data: Path, tmp_path: Path, small):
    decide(data, "establishment,lisa-123,e01,same,Toetser,")
    report = build(tmp_path / "b", data)
    assert triples(report) == triples(small)
    waits = report.notes.filter(pl.col("file") == "matches/besluit.csv").select("row", "found", "expected").rows()
    assert waits == [(2, "establishment:lisa-123", "a thing that some file has; the decision waits for it")]


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


def test_candidates_go_out_and_come_back_decided(data: Path, tmp_path: Path, capsys):
    path = data / "organisations" / "test.csv"
    path.write_text(path.read_text() + "gelijk,=Toetsbedrijf 01,company,testbron,2026-11-24\n")
    builds, out = tmp_path / "b", tmp_path / "out" / "candidates.csv"
    build(builds, data)
    assert run("match", "--atlas", str(builds), "--out", str(out), "--least", "0.8") == 0
    text = out.read_text(encoding="utf-8-sig")
    head, *rows = text.splitlines()
    assert head == "kind,one,other,decision,reviewer,reason,score,grounds,name_one,name_other,sources_one,sources_other"
    row = next(row for row in rows if row.startswith("organisation,gelijk,o01,"))
    assert ",'=Toetsbedrijf 01," in row
    decided = row.replace("gelijk,o01,,,", "gelijk,o01,same,Toetser,zelfde")
    out.write_text(text.replace(row, decided), encoding="utf-8-sig")
    load_it = ["load", "matches", str(out), "--published", "2026-01-01", "--data", str(data), "--atlas", str(builds)]
    assert run(*load_it) == 0, capsys.readouterr()
    assert f"{len(rows)} of {len(rows)} rows of candidates.csv loaded, 0 rejected" in capsys.readouterr().out
    labels = Store.open(builds).select(
        f"SELECT ?l ?a WHERE {{ <{expand('organisation:gelijk')}> <{expand('rdfs:label')}> ?l ; <{expand('skos:altLabel')}> ?a }}"
    )
    assert labels.values == [("=Toetsbedrijf 01", "Toetsbedrijf 01")]
    assert run("match", "--atlas", str(builds), "--out", str(out)) == 0
    assert "organisation,gelijk,o01," not in out.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("wrong", [["--least", "2"], ["--out", "x.xlsx"]])
def test_a_wrong_option_is_a_sentence(wrong, capsys):
    assert run("match", *wrong) == 2
    assert wrong[0] in capsys.readouterr().err
