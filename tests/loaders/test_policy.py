"""Policy tables: a good row says what it should and passes the gate; a bad one is rejected with the reason."""

import csv
import re
import shutil
from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest

from graph.terms import PREFIXES, expand
from ketenatlas.build import Report, build
from loaders.columns import Column, Kind, Reference, ReferenceBy
from loaders.kinds import MOST, Among, By, Listed, Several, Sibling
from loaders.lists import listed, words
from loaders.loader import discover
from loaders.table import Reading
from tests.conftest import FIXTURES
from tests.loaders.policy_rows import GOOD, SAYS, WITHOUT_EVIDENCE

ALL = discover()


def write(path: Path, *rows: dict[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return path


def leaves(kind: Kind, row: dict[str, str]) -> Kind:
    """The kind that judges one value of a cell, in this row."""
    if isinstance(kind, Several):
        return leaves(kind.kind, row)
    if isinstance(kind, By):
        return leaves(dict(kind.kinds)[row[kind.column]], row)
    return kind


def known(name: str, row: dict[str, str]) -> dict[str, pl.Series]:
    """The keys a row points at, as if earlier tables had brought them in."""
    keys: dict[str, list[str]] = {"source": ["testbron"]}
    for column in ALL[name].columns:
        for thing in column.kind.things:
            keys.setdefault(thing, []).extend(part.strip() for part in row.get(column.name, "").split(";"))
    return {thing: pl.Series(found, dtype=pl.String) for thing, found in keys.items()}


def read(name: str, tmp_path: Path, change: dict[str, str]) -> Reading:
    """A good row and the same row with a change; the change must be why the second one is refused."""
    good = GOOD[name]
    return ALL[name].read(write(tmp_path / "t.csv", {**good, **change}), known(name, good))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The small fixture with one row in every policy table."""
    root = tmp_path_factory.mktemp("policy")
    data = Path(shutil.copytree(FIXTURES / "small", root / "data"))
    for name, row in GOOD.items():
        write(data / name / "policy.csv", row)
    return build(root / "build", data, as_of="2025-03-01")


def test_what_has_ended_passes_the_gate_too(told):
    """The rows hold until June 2025; on a later day their classes are no longer inferred."""
    later = build(told.folder.parent, told.folder.parent.parent / "data", as_of="2026-11-24")
    assert later.findings.filter(pl.col("severity") == "stop").rows() == []


def term(said: str) -> str:
    if said.startswith(("<", '"')):
        return said
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", said):
        return f'"{said}"^^<{PREFIXES["xsd"]}date>'
    if said in ("true", "false"):
        return f'"{said}"^^<{PREFIXES["xsd"]}boolean>'
    if re.fullmatch(r"-?\d+(\.\d+)?", said):
        return f'"{said}"^^<{PREFIXES["xsd"]}decimal>'
    return f"<{expand(said)}>"


def test_every_policy_table_has_a_case():
    """Loaders that lean on code lists, or came with the policy tables, all have a row here."""
    leaning = {
        name
        for name, loader in ALL.items()
        if any(isinstance(column.kind, Listed | Among | Several | By | Sibling) for column in loader.columns)
    }
    assert leaning <= set(GOOD)
    assert set(GOOD) <= set(ALL)


def test_a_good_row_fills_every_column():
    for name, row in GOOD.items():
        assert [column.name for column in ALL[name].columns if column.name not in row] == [], name


def test_good_rows_pass_reader_and_gate(told):
    assert told.rejects.rows() == []
    assert told.notes.rows() == []
    assert told.findings.filter(pl.col("severity") == "stop").rows() == []


@pytest.fixture(scope="module")
def quads(told) -> dict[str, set[tuple[str, str, str]]]:
    found: dict[str, set[tuple[str, str, str]]] = {}
    for quad in ox.Store.read_only(str(told.folder / "store")):
        triple = (str(quad.subject), str(quad.predicate), str(quad.object))
        found.setdefault(str(quad.graph_name), set()).add(triple)
    return found


@pytest.mark.parametrize("name", GOOD)
def test_a_good_row_says_what_it_should(name, tmp_path: Path):
    reading = read(name, tmp_path, {})
    made = ALL[name].statements(reading.rows, "g:g").select("s", "p", "o").rows()
    said = {(term(s), term(p), term(o)) for s, p, o in SAYS[name]}
    assert said - set(made) == set()


@pytest.mark.parametrize("name", [name for name in GOOD if name not in WITHOUT_EVIDENCE])
def test_every_thing_a_table_brings_in_has_evidence_source_day_and_period(name, tmp_path: Path):
    made = ALL[name].statements(read(name, tmp_path, {}).rows, "g:g")
    brought = {s for s, p, _ in SAYS[name] if p == "rdf:type"} - {"zone:zon"}
    for thing in brought:
        about = {p for s, p, _ in made.select("s", "p", "o").rows() if s == term(thing)}
        for predicate in ("ka:evidenceLevel", "dct:source", "ka:observedOn", "ka:validFrom", "ka:validTo"):
            assert term(predicate) in about, (thing, predicate)


def test_what_good_rows_say_is_in_the_atlas(quads):
    held = set().union(*quads.values())
    missing = {
        (name, triple)
        for name, said in SAYS.items()
        for triple in said
        if tuple(term(part) for part in triple) not in held
    }
    assert missing == set()


def test_rules_follow_from_policy_tables(quads):
    """The vision names the priority and the project has the obstacle, by the chains of the ontology."""
    inferred = quads[f"<{PREFIXES['graph']}inferred>"]
    for s, p, o in [
        ("document:vis", "ka:namesPriority", "policy-goal:a"),
        ("project:prj", "ka:hasObstacle", "obstacle:finance"),
        ("claim:assessment--ass", "ka:hasFinding", "claim:finding--bev"),
        ("plot:kav", "ka:within", "park:1001"),
        ("park:1001", "ka:protectedBy", "document:doc"),
    ]:
        assert (term(s), term(p), term(o)) in inferred, (s, p, o)


COLUMNS = [(name, column) for name in GOOD for column in ALL[name].columns]


def ids(case: tuple[str, Column]) -> str:
    return f"{case[0]}.{case[1].name}"


@pytest.mark.parametrize("case", [c for c in COLUMNS if c[1].required], ids=ids)
def test_an_empty_cell_in_a_required_column_rejects_the_row(case, tmp_path: Path):
    name, column = case
    reading = read(name, tmp_path, {column.name: ""})
    assert reading.rejected == 1
    assert (column.name, "an empty cell") in reading.rejects.select("column", "found").rows()


@pytest.mark.parametrize("case", [c for c in COLUMNS if isinstance(leaves(c[1].kind, GOOD[c[0]]), Listed)], ids=ids)
def test_an_unknown_word_is_rejected_with_the_list(case, tmp_path: Path):
    name, column = case
    reading = read(name, tmp_path, {column.name: "onbekend-woord"})
    assert reading.rejected == 1
    found, expected = reading.rejects.filter(pl.col("column") == column.name).select("found", "expected").row(0)
    scheme = leaves(column.kind, GOOD[name]).scheme
    assert found == "onbekend-woord"
    assert f"a word of the list {scheme}: {', '.join(words(scheme))}" in expected


POINTING = Reference | ReferenceBy | Among | Sibling


@pytest.mark.parametrize("case", [c for c in COLUMNS if isinstance(leaves(c[1].kind, GOOD[c[0]]), POINTING)], ids=ids)
def test_a_key_that_is_not_in_the_atlas_is_rejected(case, tmp_path: Path):
    name, column = case
    reading = read(name, tmp_path, {column.name: "nergens"})
    assert reading.rejected == 1
    found = reading.rejects.filter(pl.col("column") == column.name)
    assert found["found"].to_list() == ["nergens"]
    assert "the key of a " in found["expected"][0]


@pytest.mark.parametrize(
    ("name", "change", "column", "expected"),
    [
        ("forecasts", {"demand_ha": "-1"}, "demand_ha", "a number of hectares, at least 0"),
        ("forecasts", {"period": "tot 2030"}, "period", "a year or years from-to"),
        ("forecasts", {"vintage": "26"}, "vintage", "a year"),
        ("cycles", {"interval": "4 jaar"}, "interval", "an interval such as P4Y"),
        ("cycles", {"next_due": "Q4 2026"}, "next_due", "a date as"),
        ("documents", {"kind": "brief"}, "kind", "one of national-frame"),
        ("documents", {"url": "brabant.nl"}, "url", "a web address"),
        ("projects", {"kind": "development"}, "reissuable_ha", "for restructuring: a number of hectares"),
        ("environmental", {"kind": "needed", "category": "7"}, "category", "environmental-category: 1, 2, 3.1"),
        ("requirements", {"needs_kind": "work-environment"}, "needs", "for work-environment: a word of the list"),
        ("designations", {"ground_kind": "task"}, "ground", "for task: a word of the list societal-task"),
        ("criteria", {"scope_kind": "region", "scope": "GM9999"}, "scope", "for region: the key of a region"),
        ("zone_coverage", {"coverage": "binnen"}, "coverage", "one of within, partly, outside"),
        ("protections", {"quality": "quay;uitzicht"}, "quality", "a word of the list spatial-quality"),
        ("quay_use", {"transhipment": "ja"}, "transhipment", "one of true, false"),
        ("actions", {"indicator": ";".join(["jobs"] * (MOST + 1))}, "indicator", f"at most {MOST}, with ; between"),
        ("actions", {"indicator": "jobs;;energy-use"}, "indicator", "a word of the list indicator"),
        ("issues", {"candidate_park": "1001;9"}, "candidate_park", "the key of a park that is in the atlas; at most"),
        ("statements", {"document": "vision"}, "document", "a document or vision or agreement that is in the atlas"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_rejected_with_what_was_expected(name, change, column, expected, tmp_path: Path):
    reading = read(name, tmp_path, change)
    assert reading.rejected == 1
    told = reading.rejects.filter(pl.col("column") == column)["expected"].to_list()
    assert len(told) == 1, reading.rejects
    assert expected in told[0]


def test_a_bad_row_leaves_the_good_ones(tmp_path: Path):
    good = GOOD["projects"]
    path = write(tmp_path / "t.csv", good, {**good, "project_id": "ander", "phase": "plan"})
    reading = ALL["projects"].read(path, known("projects", good))
    assert (reading.read, reading.rows.height, reading.rejected) == (2, 1, 1)


def test_rows_of_one_table_may_name_each_other_in_any_order(tmp_path: Path):
    good = GOOD["cycles"]
    path = write(tmp_path / "t.csv", {**good, "due_after": "b"}, {**good, "cycle_id": "b", "due_after": "cyc"})
    assert ALL["cycles"].read(path, known("cycles", {**good, "due_after": ""})).rejected == 0


def test_an_empty_quay_is_a_quay_nobody_uses(tmp_path: Path):
    rows = read("quay_use", tmp_path, {"establishment": "", "needs_water": ""}).rows
    made = ALL["quay_use"].statements(rows, "g:g")
    assert set(made["s"]) == {term("claim:quay-use--kad--nobody--testbron")}
    assert term("ka:occupiedBy") not in set(made["p"])


def test_without_replacement_nothing_is_said_of_it(tmp_path: Path):
    change = {"replacement_park": "", "replacement_ha": "", "replacement_agreement": ""}
    made = ALL["function_changes"].statements(read("function_changes", tmp_path, change).rows, "g:g")
    assert set(made["s"]) == {term("claim:function-change--wij")}
    assert term("ka:replacedBy") not in set(made["p"])


@pytest.mark.parametrize(
    ("kind", "cls"),
    [
        ("national-frame", "ka:NationalFrame"),
        ("assessment-framework", "ka:AssessmentFramework"),
        ("motion", "ka:PolicyDocument"),
    ],
)
def test_a_document_is_of_the_class_its_kind_asks(kind, cls, tmp_path: Path):
    made = ALL["documents"].statements(read("documents", tmp_path, {"kind": kind}).rows, "g:g")
    types = [o for _, p, o in made.select("s", "p", "o").rows() if p == term("rdf:type")]
    assert set(types) == {term(cls), term("ka:PolicyDocument")}


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("priorities", {"named_kind": "chain", "named": "alfa"}, ("ka:namedPriority", "chain:alfa")),
        ("priorities", {"named_kind": "coalition", "named": "eerste"}, ("ka:namedPriority", "coalition:eerste")),
        ("environmental", {"kind": "needed", "thing": "e01"}, ("ka:claimedFor", "establishment:e01")),
        ("environmental", {"kind": "needed", "thing": "e01"}, ("ka:neededCategory", "environmental-category:4-2")),
        ("requirements", {"needs_kind": "work-environment", "needs": "circular"}, ("ka:workEnvironment", "work-environment:circular")),
        ("designations", {"ground_kind": "quality", "ground": "quay"}, ("ka:ground", "quality:quay")),
        ("designations", {"ground_kind": "task", "ground": "climate"}, ("ka:ground", "societal-task:climate")),
        ("instruments_use", {"for_kind": "campus", "used_for": "prj"}, ("ka:usedFor", "campus:prj")),
        ("criteria", {"scope_kind": "park", "scope": "1001"}, ("ka:criterionOf", "park:1001")),
    ],
)  # fmt: skip
def test_the_kind_column_decides_what_a_cell_means(name, change, said, tmp_path: Path):
    row = {**GOOD[name], **change}
    keys = {thing: pl.Series([*change.values(), "vis", "a3", "1001", "o01", "doc"]) for thing in known(name, row)}
    reading = ALL[name].read(write(tmp_path / "t.csv", row), {**keys, "source": pl.Series(["testbron"])})
    assert reading.rejects.rows() == []
    made = ALL[name].statements(reading.rows, "g:g").select("p", "o").rows()
    assert tuple(term(part) for part in said) in made


def test_words_are_read_from_the_lists_themselves():
    assert words("designation-status") == {
        word: f"<https://w3id.org/ketenatlas/designation-status/{word}>"
        for word in ("candidate", "confirmed", "dropped")
    }
    assert list(words("environmental-category")) == ["1", "2", "3.1", "3.2", "4.1", "4.2", "5.1", "5.2", "5.3", "6"]
    table = pl.DataFrame({"c": ["A.1", "C.2", "D.1", None]})
    assert table.select(o=listed("policy-theme", "c"))["o"].to_list() == [
        "<https://w3id.org/ketenatlas/policy-theme/a-1>", "<https://w3id.org/ketenatlas/policy-theme/c-2>", None, None,
    ]  # fmt: skip
