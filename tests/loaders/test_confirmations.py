"""Decisions on proposals: read with a reason where refused, applied in the build, and what was said before is kept."""

import csv
import shutil
from pathlib import Path

import polars as pl
import pytest

from graph.errors import AtlasError
from graph.store import Store
from graph.terms import expand
from ketenatlas.build import Report, build
from ketenatlas.cli import main
from ketenatlas.confirming_commands import open_proposals
from ketenatlas.inputs import loader_named
from tests.conftest import FIXTURES

SMALL = FIXTURES / "small"
HEAD = "claim,decision,relation,confidence,role,reason,source,date\n"
MAPPING = "mapping--coalition--eerste--technology--nts-een--testbron"
ALIGNMENT = "alignment--actie-n-een--uitspraak-n-een"
PLACEMENT = "placement--eerste--alfa"


def decide(data: Path, *rows: str, name: str = "besluit.csv") -> None:
    (data / "confirmations").mkdir(exist_ok=True)
    (data / "confirmations" / name).write_text(HEAD + "".join(row + "\n" for row in rows))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "data"))


def said(report: Report, claim: str) -> dict[str, list[str]]:
    """What an atlas says of a claim that was not concluded, by predicate."""
    found: dict[str, list[str]] = {}
    for quad in Store(report.folder).statements.quads_for_pattern(None, None, None, None):
        if str(quad.subject) == f"<{expand('claim:' + claim)}>" and not str(quad.graph_name).endswith("inferred>"):
            found.setdefault(quad.predicate.value.rsplit("#")[-1].rsplit("/")[-1], []).append(
                getattr(quad.object, "value", "").rsplit("/")[-1]
            )
    return found


def test_bad_decisions_are_rejected_with_the_reason(tmp_path: Path):
    file = tmp_path / "t.csv"
    rows = [
        f"{MAPPING},confirmed,,0.9,afdeling,,s1,2026-11-25",  # 2
        f"{ALIGNMENT},Changed,partly,,afdeling,anders gelezen,s1,2026-11-25",  # 3
        f"{PLACEMENT},,,,,,s1,2026-11-25",  # 4: not yet
        f"{expand('claim:' + MAPPING)},rejected,,,afdeling,hoort er niet bij,s2,2026-11-25",  # 5
        f"{ALIGNMENT},changed,,,afdeling,waarom,s2,2026-11-25",  # 6: changed into nothing
        f"{ALIGNMENT},changed,broad,,afdeling,waarom,s3,2026-11-25",  # 7: a word of mappings
        f"{MAPPING},confirmed,close,,afdeling,,s3,2026-11-25",  # 8: confirmed and yet changed
        f"{MAPPING},confirmed,,,,,s4,2026-11-25",  # 9: by whom?
        f"{MAPPING},rejected,,,afdeling,,s5,2026-11-25",  # 10: why?
        f"{PLACEMENT},confirmed,,0.5,afdeling,,s2,2026-11-25",  # 11: a placement has no confidence
        f"{MAPPING},changed,close,1.5,afdeling,waarom,s6,2026-11-25",  # 12
        "participation--x--y,confirmed,,,afdeling,,s1,2026-11-25",  # 13: no proposal
        f"{MAPPING},misschien,,,afdeling,,s7,2026-11-25",  # 14
    ]
    file.write_text(HEAD + "".join(row + "\n" for row in rows))
    sources = {"source": pl.Series([f"s{at}" for at in range(1, 8)])}
    reading = loader_named("confirmations").read(file, sources)
    assert reading.rows["decision"].to_list() == ["confirmed", "changed", "undecided", "rejected"]
    assert {(r["row"], r["column"]) for r in reading.rejects.iter_rows(named=True)} == {
        (6, "decision"), (7, "relation"), (8, "relation"), (9, "decision"), (10, "decision"), (11, "confidence"),
        (12, "confidence"), (13, "claim"), (14, "decision"),
    }  # fmt: skip


def test_decisions_are_applied_and_what_was_said_is_kept(data: Path, tmp_path: Path, small: Report):
    before = small
    assert said(before, MAPPING)["evidenceLevel"] == ["synthetic"]
    decide(
        data,
        f"{MAPPING},changed,broad,0.9,afdeling ruimte,de technologie is ruimer,tweede-bron,2026-11-25",
        f"{ALIGNMENT},confirmed,,,afdeling ruimte,,tweede-bron,2026-11-25",
        f"{PLACEMENT},rejected,,,afdeling ruimte,geen plek in deze keten,tweede-bron,2026-11-25",
        "alignment--actie-n-een--nergens,confirmed,,,afdeling ruimte,,tweede-bron,2026-11-25",
    )
    report = build(tmp_path / "after", data)
    now = said(report, MAPPING)
    assert now["mappingKind"] == ["broad"]
    assert now["confidence"] == ["0.9"]
    assert now["confirmation"] == ["confirmed"]
    assert now["confirmedBy"] == ["afdeling ruimte"]
    assert now["confirmedOn"] == now["observedOn"] == ["2026-11-25"]
    assert now["evidenceLevel"] == ["asserted"]
    assert now["source"] == ["tweede-bron"]
    assert now["justification"] == said(before, MAPPING)["justification"]
    assert said(report, ALIGNMENT)["alignmentKind"] == ["differs"]
    assert said(report, ALIGNMENT)["confirmation"] == ["confirmed"]
    assert said(report, PLACEMENT) == {}
    assert said(before, PLACEMENT) != {}
    decision = said(report, f"confirmation--{PLACEMENT}--tweede-bron")
    assert decision["decisionOutcome"] == ["rejected"]
    assert decision["decisionReason"] == ["geen plek in deze keten"]
    assert decision["formerly"] == ["to-be-confirmed, synthetic, testbron"]
    assert said(report, f"confirmation--{MAPPING}--tweede-bron")["formerly"] == [
        "close, 0.7, to-be-confirmed, synthetic, testbron"
    ]
    waits = report.notes.filter(pl.col("file").str.contains("besluit"))
    assert waits.select("row", "found").rows() == [(5, "claim:alignment--actie-n-een--nergens")]
    rows = report.lineage.filter(pl.col("s") == f"<{expand('claim:' + MAPPING)}>")
    assert set(rows["file"]) == {"mappings/test.csv", "confirmations/besluit.csv"}


def test_the_latest_day_counts_and_one_day_may_not_contradict_itself(data: Path, tmp_path: Path):
    decide(data, f"{MAPPING},rejected,,,afdeling,te vroeg,tweede-bron,2026-11-25")
    decide(data, f"{MAPPING},confirmed,,,bestuur,,testbron,2026-11-26", name="later.csv")
    assert said(build(tmp_path / "b", data), MAPPING)["confirmedBy"] == ["bestuur"]
    decide(data, f"{MAPPING},confirmed,,,bestuur,,testbron,2026-11-25", name="later.csv")
    with pytest.raises(AtlasError, match=r"contradict each other: row 2 of .*later.csv .*; yet row 2 of .*besluit.csv"):
        build(tmp_path / "b", data)


def test_taking_the_decisions_out_gives_the_atlas_from_before(data: Path, tmp_path: Path, small: Report):
    before = small.hash
    decide(data, f"{MAPPING},rejected,,,afdeling,waarom,tweede-bron,2026-11-25")
    assert build(tmp_path / "b", data).hash != before
    shutil.rmtree(data / "confirmations")
    assert build(tmp_path / "b", data).hash == before


def test_all_proposals_go_out_and_come_back_decided(
    data: Path, tmp_path: Path, small: Report, capsys: pytest.CaptureFixture[str]
):
    query = 'SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?c <https://w3id.org/ketenatlas/ontology#confirmation> "to-be-confirmed" }'
    waiting = Store(small.folder).select(query).frame()["n"][0]
    file = tmp_path / "proposals.csv"
    with pytest.raises(SystemExit) as ended:
        main(["confirm", "--out", str(file), "--atlas", str(small.folder.parent)])
    assert ended.value.code == 0
    assert f"written: {waiting} proposals" in capsys.readouterr().err
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert len(rows) == waiting > 5
    assert {row["what"] for row in rows if row["claim"] == ALIGNMENT} == {"Toetsactie N een"}
    for row in rows:
        row.update(decision="confirmed", role="afdeling")
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    (data / "confirmations").mkdir()
    lines = file.read_text(encoding="utf-8").splitlines()
    (data / "confirmations" / "b.csv").write_text(
        "\n".join([lines[0] + ",source,date", *(line + ",testbron,2026-11-25" for line in lines[1:])])
    )
    shutil.copy(file.with_name(file.name + ".toml"), data / "confirmations" / "b.csv.toml")
    after = build(tmp_path / "b", data)
    assert open_proposals(Store(after.folder), "nl").height == 0


@pytest.mark.parametrize("arguments", [["--lang", "fr"], ["--out", "x.xlsx"]])
def test_what_cannot_be_done_is_said(arguments, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(["confirm", *arguments])
    assert ended.value.code == 2
    assert arguments[0] in capsys.readouterr().err
