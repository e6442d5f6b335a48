"""LISA and KvK: establishments, their jobs and codes, in the dialects registers have; a code makes no participation."""

from pathlib import Path

import polars as pl
import pytest

from graph.store import Store
from ketenatlas.inputs import load, loader_named
from ketenatlas.inspecting import propose
from tests.conftest import FIXTURES

SMALL = FIXTURES / "small"
TOWN = pl.read_csv(next((SMALL / "municipalities").glob("*.csv")), infer_schema=False)["code"][0]
LISA = f"""vestigingsnummer;kvk_nummer;naam;gemeentecode;pc6;sbi_code;banen
000012345678;12345678;Verzonnen Fabriek;{TOWN};5612AB;26.11;120
000012345679;;Verzonnen Winkel;{TOWN[2:]};1234 XX;47191;
000012345680;123;Verzonnen Dienst;{TOWN};9;0111;veel
12345681;;Zonder code;{TOWN};;;1
12345682;;Elders;GM0000;;6201;1
000012345678;;Dubbel;{TOWN};;6201;1
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("lisa")
    file = folder / "lisa-2024.csv"
    file.write_text(LISA)
    source = {"title": "LISA 2024 (verzonnen)", "published": "2024-04-01", "licence": "vertrouwelijk"}
    return load(folder / "builds", loader_named("lisa"), file, source=source, data=SMALL)


def test_good_rows_load_and_bad_ones_say_why(loaded):
    row = loaded.loads.filter(pl.col("loader") == "lisa").row(0, named=True)
    assert (row["read"], row["accepted"], row["rejected"]) == (6, 3, 3)
    reasons = {(r["row"], r["column"], r["found"]) for r in loaded.rejects.iter_rows(named=True)}
    assert reasons == {
        (5, "sbi", "an empty cell"),
        (6, "municipality", "GM0000"),
        (7, "establishment_number", "000012345678"),
    }
    notes = {(r["row"], r["column"]) for r in loaded.notes.iter_rows(named=True)}
    assert notes == {(4, "registration_number"), (4, "postcode"), (4, "jobs")}


def test_establishments_keep_their_noughts_codes_and_jobs(loaded):
    rows = Store(loaded.folder).select(
        """PREFIX ka: <https://w3id.org/ketenatlas/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?number ?jobs ?code ?scheme ?org WHERE {
          ?place ka:establishmentNumber ?number . OPTIONAL { ?place ka:jobs ?jobs }
          ?activity ka:activityOf ?place ; ka:activityCode [ skos:notation ?code ; skos:inScheme ?scheme ] .
          ?org ka:hasEstablishment ?place } ORDER BY ?number"""
    )
    assert [(n, j, c, str(s).rpartition("/")[2], str(o).rpartition("/")[2]) for n, j, c, s, o in rows.values] == [
        ("000012345678", 120, "2611", "sbi2008", "kvk-12345678"),
        ("000012345679", None, "47191", "sbi2008", "lisa-000012345679"),
        ("000012345680", None, "0111", "sbi2008", "lisa-000012345680"),
    ]


def test_a_code_makes_no_participation(loaded, small):
    def participations(report):
        return dict(report.classes.rows())["https://w3id.org/ketenatlas/ontology#StageParticipation"]

    assert participations(loaded) == participations(small)
    assert loaded.findings.filter(pl.col("severity") == "stop").is_empty()


@pytest.mark.parametrize("name", ["lisa", "kvk"])
def test_registers_are_recognised(name, tmp_path: Path):
    file = tmp_path / f"{name}.csv"
    file.write_text(
        "Vestigingsnummer,KvK-nummer,Handelsnaam,Gemeentecode,SBI code,Werkzame personen\n1,12345678,A,855,2611,3\n"
    )
    found = {proposal.loader.name: proposal for proposal in propose(file)[:2]}
    assert name in found
    assert found[name].missing == ()


def test_streamed_in_any_batches_it_is_the_same_atlas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from loaders import table

    file = tmp_path / "lisa-2024.csv"
    file.write_text(LISA)
    source = {"title": "LISA 2024 (verzonnen)", "published": "2024-04-01"}
    reports = []
    for at_once in (1, 2, 50_000):
        monkeypatch.setattr(table, "AT_ONCE", at_once)
        reports.append(load(tmp_path / f"b{at_once}", loader_named("lisa"), file, source=source, data=SMALL))
    assert len({report.hash for report in reports}) == 1
    for report in reports[1:]:
        assert report.rejects.equals(reports[0].rejects)
        assert report.notes.sort("row", "column").equals(reports[0].notes.sort("row", "column"))
        everything = set(Store(report.folder).statements)
        assert everything == set(Store(reports[0].folder).statements)


def test_a_bulk_table_is_told_of_and_leads_back_to_its_rows(loaded):
    from graph.lineage import rows_of

    place = "<https://w3id.org/ketenatlas/establishment/lisa-000012345679>"
    assert rows_of(loaded.folder, place) == [("lisa/lisa-2024.csv", 3)]
    rows = Store(loaded.folder).select(
        """PREFIX ka: <https://w3id.org/ketenatlas/ontology#> SELECT ?read ?accepted WHERE {
        ?load ka:loaderName "lisa" ; ka:rowsRead ?read ; ka:rowsAccepted ?accepted }"""
    )
    assert rows.values == [(6, 3)]
    row = loaded.loads.filter(pl.col("loader") == "lisa").row(0, named=True)
    assert (row["first_day"], row["last_day"], row["licences"]) == ("2024-04-01", "2024-04-01", "vertrouwelijk")


def test_the_gate_looks_at_every_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A shape that asks every establishment for jobs stops the load of one that has none."""
    from graph import resources, shapes
    from graph.terms import expand
    from ketenatlas.build import GateError

    own = tmp_path / "shapes"
    own.mkdir()
    (own / "jobs.ttl").write_text(
        f"@prefix sh: <http://www.w3.org/ns/shacl#> . [] a sh:NodeShape ; sh:targetClass <{expand('ka:Establishment')}> ; "
        f'sh:property [ sh:path <{expand("ka:jobs")}> ; sh:maxInclusive 100 ; sh:message "te veel"@nl , "too many"@en ] .'
    )
    compiled = shapes._compile(own)
    monkeypatch.setattr(shapes, "_compiled", lambda _: compiled)
    assert resources.room("ontology").is_dir()
    file = tmp_path / "lisa-2024.csv"
    file.write_text(LISA)
    with pytest.raises(GateError) as stopped:
        load(tmp_path / "b", loader_named("lisa"), file, source={"published": "2024-04-01"}, data=SMALL)
    of_lisa = stopped.value.findings.filter(pl.col("subject").str.contains("lisa"))
    assert of_lisa.select("subject", "value", "message_en").rows() == [
        ("establishment:lisa-000012345678", "120", "too many")
    ]


@pytest.mark.parametrize(
    ("found", "word"),
    [("1", "1"), ("2-4", "2-4"), ("10 t/m 19", "10-19"), ("20 - 49", "20-49"), ("1.000 en meer", "1000-plus"), ("1000+", "1000-plus")],
)  # fmt: skip
def test_a_size_class_is_stated_and_never_a_number_of_jobs(found, word, tmp_path: Path):
    from graph.terms import expand

    made = _with_size_class(found, tmp_path)[1]
    stated = made.filter(pl.col("p") == f"<{expand('ka:sizeClass')}>")["o"].to_list()
    assert stated == [f"<{expand(f'size-class:{word}')}>"]
    assert f"<{expand('ka:jobs')}>" not in set(made["p"])


@pytest.mark.parametrize("found", ["3", "B", "15", "10-20"])
def test_a_code_of_which_the_class_is_not_known_is_noted(found, tmp_path: Path):
    reading, made = _with_size_class(found, tmp_path)
    assert reading.notes.select("column", "found").rows() == [("size_class", found)]
    assert reading.notes["expected"][0].startswith("a size class: 1, 2-4, 5-9, 10-19, 20-49,")
    assert not made["p"].str.contains("sizeClass").any()


def _with_size_class(found: str, tmp_path: Path):
    file = tmp_path / "t.csv"
    file.write_text(
        f"vestigingsnummer,naam,gemeentecode,sbi,grootteklasse,source,date\n1,A,{TOWN},2611,{found},b,2024\n"
    )
    lisa = loader_named("lisa")
    reading = lisa.read(file, {"municipality": pl.Series([TOWN]), "source": pl.Series(["b"])})
    assert reading.rejected == 0
    return reading, lisa.statements(reading.rows, "g:g")
