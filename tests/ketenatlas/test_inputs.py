"""Files of one's own: inspected, loaded, replaced, listed, taken out; and what changed between two days."""

import os
import shutil
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from graph.changes import between
from graph.errors import AtlasError, UsageError
from graph.store import Store, current
from ketenatlas.build import GateError, build
from ketenatlas.inputs import inputs_of, load, loader_named, unload
from ketenatlas.inspecting import PLACEHOLDER, propose, trial
from loaders.fitting import Fitting
from tests.conftest import FIXTURES, need, shared
from tests.ketenatlas.test_cli import run

SMALL = FIXTURES / "small"
SOURCE = {"title": "Eigen opgave", "publisher": "Gemeente", "licence": "CC0 1.0", "published": "2025-01-01"}
PARKS = "RIN_NUMMER;PLAN_NAAM;GEM_CODES;JAAR;HA_BRUTO;OPMERKING\n99001;NIEUW TERREIN;{town};2025;12,5;x\n"


@pytest.fixture
def town() -> str:
    rows = pl.read_csv(SMALL / "municipalities" / os.listdir(SMALL / "municipalities")[0], infer_schema=False)  # noqa: PTH208
    return str(rows["code"][0])


@pytest.fixture
def parks(tmp_path: Path, town: str) -> Path:
    path = tmp_path / "eigen.csv"
    path.write_text(PARKS.format(town=town))
    (tmp_path / "eigen.csv.toml").write_text('[ignore]\ncolumns = ["OPMERKING"]\n')
    return path


def test_a_file_is_loaded_beside_the_data_set_and_taken_out_without_a_trace(tmp_path: Path, parks: Path):
    builds = tmp_path / "builds"
    before = build(builds, SMALL)
    report = load(builds, loader_named("ibis"), parks, source=SOURCE, data=SMALL)
    assert report.hash != before.hash
    row = report.loads.filter(pl.col("file") == "eigen.csv").row(0, named=True)
    assert (row["read"], row["accepted"], row["first_day"], row["licences"]) == (1, 1, "2025-01-01", "CC0 1.0")
    store = Store(report.folder)
    area = "SELECT ?ha ?title WHERE { park:99001 ka:grossAreaHa ?ha ; dct:source/rdfs:label ?title }"
    prefixes = "PREFIX park: <https://w3id.org/ketenatlas/park/> PREFIX ka: <https://w3id.org/ketenatlas/ontology#> "
    more = "PREFIX dct: <http://purl.org/dc/terms/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    assert store.select(prefixes + more + area).values == [(12.5, "Eigen opgave")]
    assert unload(builds, loader_named("ibis"), "eigen", SMALL).hash == before.hash


def test_the_same_file_loaded_twice_changes_nothing_and_another_replaces_it(tmp_path: Path, parks: Path, town: str):
    builds = tmp_path / "builds"
    first = load(builds, loader_named("ibis"), parks, source=SOURCE, data=SMALL)
    again = load(builds, loader_named("ibis"), parks, source=SOURCE, data=SMALL)
    assert again.hash == first.hash
    parks.write_text(PARKS.format(town=town).replace("12,5", "13").replace("99001", "99002"))
    other = load(builds, loader_named("ibis"), parks, source=SOURCE, data=SMALL)
    numbers = Store(other.folder).select(
        "SELECT ?n WHERE { ?p <https://w3id.org/ketenatlas/ontology#parkNumber> ?n . FILTER(STRSTARTS(?n, '990')) }"
    )
    assert numbers.values == [("99002",)]


def test_a_file_of_the_same_name_stands_in_for_that_of_the_data_set(tmp_path: Path, town: str):
    name = next((SMALL / "ibis").glob("*.csv")).name
    own = tmp_path / name
    shutil.copy(SMALL / "ibis" / name, own)
    text = own.read_text(encoding="utf-8").splitlines()
    own.write_text("\n".join([line.replace(text[1].split(",")[1], "ANDERE NAAM") for line in text]), encoding="utf-8")
    report = load(tmp_path / "builds", loader_named("ibis"), own, data=SMALL)
    read = (pl.col("loader") == "ibis") & (pl.col("file") == name)
    assert report.loads.filter(read).height == 1
    assert report.rejects.is_empty()


def test_a_key_that_another_file_has_is_rejected(tmp_path: Path):
    own = tmp_path / "again.csv"
    shutil.copy(next((SMALL / "ibis").glob("*.csv")), own)
    report = load(tmp_path / "builds", loader_named("ibis"), own, data=SMALL)
    row = report.loads.filter(pl.col("file") == "again.csv").row(0, named=True)
    assert row["accepted"] == 0
    assert row["rejected"] == row["read"]
    assert set(report.rejects["expected"]) == {"a key not used before; another file of this data set has it"}


def test_what_fails_to_load_leaves_atlas_and_inputs_as_they_were(tmp_path: Path, parks: Path, town: str):
    builds = tmp_path / "builds"
    load(builds, loader_named("ibis"), parks, source=SOURCE, data=SMALL)
    pointed = current(builds)
    kept = sorted(path.relative_to(builds) for path in (builds / "inputs").rglob("*"))
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n")
    with pytest.raises(AtlasError, match="the columns are not as expected"):
        load(builds, loader_named("ibis"), wrong, source=SOURCE, data=SMALL)
    with pytest.raises(AtlasError, match="nowhere is missing"):
        load(builds, loader_named("ibis"), tmp_path / "nowhere", data=SMALL)
    with pytest.raises(UsageError, match="has no column 'valid_from'"):
        load(builds, loader_named("ibis"), parks, constants={"valid_from": "2020-01-01"}, data=SMALL)
    with pytest.raises(UsageError, match="was not loaded; loaded are eigen.csv"):
        unload(builds, loader_named("ibis"), "other", SMALL)
    with pytest.raises(UsageError, match="there is no loader 'ibiss'"):
        loader_named("ibiss")
    assert current(builds) == pointed
    assert sorted(path.relative_to(builds) for path in (builds / "inputs").rglob("*")) == kept
    assert not list(builds.glob(".loading-*"))


def test_the_gate_also_guards_what_is_loaded(tmp_path: Path):
    """An establishment that lies nowhere stops the build; the input is not kept."""
    organisation = pl.read_csv(next((SMALL / "organisations").glob("*.csv")))["organisation_id"][0]
    own = tmp_path / "nergens.csv"
    own.write_text(f"establishment_id,organisation,name\nnergens,{organisation},Nergens\n")
    with pytest.raises(GateError, match="lies in a municipality"):
        load(tmp_path / "builds", loader_named("establishments"), own, data=SMALL, source=SOURCE)
    assert inputs_of(tmp_path / "builds") == []


def test_days_and_evidence_can_be_given_for_all_rows(tmp_path: Path):
    rows = next((SMALL / "participations").glob("*.csv")).read_text(encoding="utf-8").splitlines()
    head = rows[0].split(",")
    first = dict(zip(head, rows[1].split(","), strict=True))
    own = tmp_path / "mijn.csv"
    own.write_text(f"establishment,stage,activity,role\n{first['establishment']},{first['stage']},telt mee,producer\n")
    report = load(
        tmp_path / "builds", loader_named("participations"), own, data=SMALL, source=SOURCE,
        constants={"valid_from": "2019", "valid_to": "2020", "evidence": "estimated"},
    )  # fmt: skip
    days = Store(report.folder).select(
        """PREFIX ka: <https://w3id.org/ketenatlas/ontology#> SELECT ?from ?to ?level WHERE {
        ?claim ka:activity ?what ; ka:validFrom ?from ; ka:validTo ?to ; ka:evidenceLevel ?level . FILTER(STR(?what) = "telt mee") }"""
    )
    assert [str(cell).rpartition("/")[2] for cell in days.values[0]] == ["2019-01-01", "2020-12-31", "estimated"]


def test_the_source_may_stand_in_the_mapping_file_and_what_is_given_goes_before_it(tmp_path: Path, parks: Path):
    about = (
        '[source]\ntitle = "Uit het bestand"\npublisher = "Niemand"\nretrieved = "2025-03-04"\nnote = "met de hand"\n'
    )
    mapping = parks.with_name(parks.name + ".toml")
    mapping.write_text(mapping.read_text() + about)
    report = load(
        tmp_path / "builds", loader_named("ibis"), parks, source={"publisher": "Iemand", "title": ""}, data=SMALL
    )
    found = Store(report.folder).select(
        """PREFIX ka: <https://w3id.org/ketenatlas/ontology#> PREFIX dct: <http://purl.org/dc/terms/>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT ?title ?by ?day ?note ?row WHERE {
        <https://w3id.org/ketenatlas/park/99001> dct:source ?source ; ka:observedOn ?row .
        ?source rdfs:label ?title ; dct:publisher ?by ; ka:retrievedOn ?day ; rdfs:comment ?note }"""
    )
    assert [tuple(map(str, row)) for row in found.values] == [
        ("Uit het bestand", "Iemand", "2025-03-04", "met de hand", "2025-03-04")
    ]


# --- inspecting -------------------------------------------------------------------------------------------------


def test_the_register_is_recognised_in_any_of_its_dialects(tmp_path: Path):
    dialects = {
        "published": "RIN_NUMMER,JAAR,PLAN_NAAM,GEM_CODES,HA_BRUTO,HA_NETTO,HA_TOTTUIT,WLOC_TYPE",
        "database": "rin_nr,jaar,a_plannaam,cbscode,opp_bruto,opp_netto,opp_uitgeefbaar,a_type",
        "typed": "RIN nummer,Peiljaar,Naam,Gemeentecode,Bruto (ha),Netto (ha),Uitgeefbaar (ha),Type werklocatie",
    }
    for name, head in dialects.items():
        path = tmp_path / f"{name}.csv"
        path.write_text(f"{head}\n1,2024,A,772,10,8,1,B\n")
        best = propose(path)[0]
        assert best.loader.name == "ibis", name
        assert best.missing == (), (name, best)
        reading = trial(path, best)
        assert (reading.read, reading.rejected) == (1, 0), (name, reading.rejects.rows())
        assert reading.rows["municipality"].to_list() == ["GM0772"]


def test_what_only_the_user_knows_is_left_to_fill_in(tmp_path: Path):
    path = tmp_path / "parks.csv"
    path.write_text("rin,naam,bruto\n1,A,10\n")
    best = propose(path, "ibis")[0]
    assert set(best.missing) == {"municipality", "year"}
    assert dict(best.fitting.constants) == {"municipality": PLACEHOLDER, "year": PLACEHOLDER}
    assert trial(path, best).rows.height == 1
    assert Fitting.read(_written(tmp_path, best.fitting)) == best.fitting


def _written(folder: Path, fitting: Fitting) -> Path:
    path = folder / "m.toml"
    path.write_text(fitting.text(), encoding="utf-8")
    return path


def test_inspect_shows_what_would_load_and_writes_the_mapping(capsys, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Overzicht"],
        [],
        ["RIN nummer", "Naam", "Gemeentecode", "Jaar", "Extra"],
        [1, "A", 772, 2024, "x"],
        [2, "B", 9999, 2024, "y"],
    ):
        sheet.append(row)
    book.save("parks.xlsx")
    code, out, err = run(capsys, "inspect", "parks.xlsx", "--write")
    assert code == 0
    assert "ibis" in out
    assert "1 of 2 rows would load, 1 would be rejected" in out
    assert "GM9999" in out or "9999" in out
    assert "written" in err
    assert Fitting.read(tmp_path / "parks.xlsx.toml").ignore == ("Extra",)
    code, _, err = run(capsys, "inspect", "nowhere.csv")
    assert code == 1
    assert "nowhere.csv is missing" in err


def test_load_sources_unload_and_diff_on_the_command_line(capsys, tmp_path: Path, parks: Path, monkeypatch):
    monkeypatch.setenv("KETENATLAS_BUILDS", str(tmp_path / "builds"))
    code, out, _ = run(capsys, "load", "ibis", str(parks), "--data", str(SMALL), "--title", "T", "--licence", "CC0 1.0")
    assert code == 0
    assert "1 of 1 rows of eigen.csv loaded, 0 rejected" in out
    code, out, _ = run(capsys, "sources", "--format", "csv")
    listed = {row["file"]: row for row in pl.read_csv(out.encode(), infer_schema=False).iter_rows(named=True)}
    assert listed["eigen.csv"]["licences"] == "CC0 1.0"
    assert len(listed["eigen.csv"]["sha256"]) == 64
    assert "eigen.csv" in run(capsys, "sources")[1]
    code, out, _ = run(capsys, "diff", "2000-01-01", "2026-11-24", "--format", "csv", "--lang", "en")
    assert code == 0
    assert out.startswith("change,day,class,what,source,subject")
    assert "changes" in run(capsys, "diff", "2000-01-01", "2026-11-24")[1]
    code, out, _ = run(capsys, "coverage", "--format", "csv", "--as-of", "2026-11-24")
    assert (code, [line.split(",")[1] for line in out.splitlines()]) == (
        0,
        ["chainLabel", "Alfaketen", "Betaketen", "Gammaketen"],
    )
    assert "Sources" in run(capsys, "coverage", "--lang", "en")[1]
    assert run(capsys, "coverage", "--format", "xml")[0] == 2
    assert run(capsys, "diff", "2026-01-01", "2025-01-01")[0] == 2
    assert run(capsys, "diff", "2026-13-01", "2025-01-01")[0] == 2
    code, out, _ = run(capsys, "unload", "ibis", "eigen.csv", "--data", str(SMALL))
    assert (code, "taken out" in out) == (0, True)


def test_a_rejected_row_ends_the_load_with_one_and_says_why(capsys, tmp_path: Path, parks: Path, monkeypatch):
    monkeypatch.setenv("KETENATLAS_BUILDS", str(tmp_path / "builds"))
    with parks.open("a") as file:
        file.write("abc;ZONDER NUMMER;GM0000;2025;veel;y\n")
    code, out, _ = run(capsys, "load", "ibis", str(parks), "--data", str(SMALL))
    assert code == 1
    assert "1 of 2 rows of eigen.csv loaded, 1 rejected" in out
    for part in ("an IBIS park number of digits only", "GM0000", "veel"):
        assert part in " ".join(out.split())


def test_the_registers_file_as_it_is_loads_in_minutes_without_code(tmp_path: Path):
    folder = need(shared("data"), "real inputs")
    file = tmp_path / "ibis-nb.csv"
    shutil.copy(folder / "ibis-noord-brabant-2024" / "ibis_noord_brabant_2024.csv", file)
    best = propose(file)[0]
    assert (best.loader.name, best.missing, best.unused) == ("ibis", (), ("gemeente",))
    reading = trial(file, best)
    assert (reading.read, reading.rows.height) == (589, 0)
    assert set(reading.rejects["expected"]) == {"a key not used before; another file of this data set has it"}
    same = file.rename(tmp_path / "ibis-2024.csv")  # under the name of the bundled file it stands in for it
    assert trial(same, propose(same)[0]).rows.height == 589


# --- changes ----------------------------------------------------------------------------------------------------


def test_changes_are_what_began_and_ended_in_between(small, small_store):
    starts = small_store.select("SELECT ?s ?d WHERE { ?s <https://w3id.org/ketenatlas/ontology#validFrom> ?d }").values
    ends = small_store.select("SELECT ?s ?d WHERE { ?s <https://w3id.org/ketenatlas/ontology#validTo> ?d }").values
    first, last = "1990-01-01", "2026-01-01"
    changes = between(small_store.statements, first, last, "nl")
    began = [s for s, d in starts if first < str(d) <= last]
    ended = [s for s, d in ends if first <= str(d) < last]
    assert began
    assert ended
    assert changes.filter(pl.col("change") == "began").height == len(set(began))
    assert changes.filter(pl.col("change") == "ended").height == len(set(ended))
    assert changes["day"].is_sorted()
    assert changes["what"].str.len_chars().min() > 0
    assert between(small_store.statements, last, "2024-01-02", "nl").height <= changes.height


def test_a_day_without_change_has_none(small_store):
    assert between(small_store.statements, "1901-01-01", "1901-01-02", "en").is_empty()
