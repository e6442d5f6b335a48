"""The command for cubes: a list, a table for people, files for programs, RDF for the web of data."""

import json
from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest

from graph import cubing, shapes
from graph.resources import room
from ketenatlas.atlas import Atlas
from ketenatlas.build import Report, scheme_statements
from ketenatlas.cli import main

NAME = "establishments-region"


@pytest.fixture
def builds(counted: Report, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "200")
    return counted.folder.parent


def run(capsys, *arguments: object) -> tuple[str, str]:
    with pytest.raises(SystemExit) as stopped:
        main(["cubes", *map(str, arguments)])
    assert stopped.value.code == 0
    told = capsys.readouterr()
    return told.out, told.err


def test_the_list_names_every_cube_in_both_languages(capsys):
    dutch, english = run(capsys)[0], run(capsys, "--lang", "en")[0]
    for name in cubing.data_sets():
        assert name in dutch
        assert name in english
    assert "Vestigingen per schakel" in dutch
    assert "Establishments by stage" in english


def test_a_table_shows_labels_and_says_that_nobody_checked(capsys, builds):
    out, err = run(capsys, NAME, "--atlas", builds)
    assert "Zuidoost-Brabant" in out
    assert "not-checked" in out
    assert "Niemand heeft gecontroleerd" in err


def test_a_csv_holds_every_cell_with_labels_and_sources(capsys, builds, counted: Report):
    out, _ = run(capsys, NAME, "--atlas", builds, "--format", "csv", "--lang", "en")
    lines = out.strip().splitlines()
    assert lines[0] == "stage,stage_label,place,place_label,day,evidence,value,n,largest,second,sources,status"
    assert len(lines) - 1 == cubing.read(counted.folder, NAME).filter(pl.col("day") == pl.date(2026, 11, 24)).height
    assert any("testbron; " in line for line in lines)


def test_evidence_and_day_choose_cells(capsys, builds, tmp_path: Path):
    target = tmp_path / "cells.parquet"
    run(
        capsys,
        NAME,
        "--atlas",
        builds,
        "--format",
        "parquet",
        "--out",
        target,
        "--as-of",
        "2020-06-30",
        "--evidence",
        "asserted",
    )
    cells = pl.read_parquet(target)
    assert set(cells["evidence"]) == {"asserted"}
    assert {str(day) for day in cells["day"]} == {"2020-06-30"}
    run(capsys, NAME, "--atlas", builds, "--format", "parquet", "--out", target, "--as-of", "counted")
    assert pl.read_parquet(target)["day"].n_unique() == 6


@pytest.mark.parametrize(("form", "rdf"), [("turtle", ox.RdfFormat.TURTLE), ("jsonld", ox.RdfFormat.JSON_LD)])
def test_rdf_is_a_well_formed_cube_by_itself(form, rdf, capsys, builds, tmp_path: Path):
    target = tmp_path / "cells.rdf"
    run(capsys, "registered-jobs-municipality", "--atlas", builds, "--format", form, "--out", target)
    engine = ox.Store()
    engine.load(target.read_bytes(), format=rdf)
    observations = list(
        engine.quads_for_pattern(None, None, ox.NamedNode("http://purl.org/linked-data/cube#Observation"), None)
    )
    assert len(observations) == 2  # Eindhoven 26, Tholen 47; nobody knows the jobs of the one in Heusden
    for path in (room("ontology") / "cubes.ttl",):
        engine.load(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    lines = scheme_statements().select(pl.concat_str("s", "p", "o", pl.lit("."), separator=" "))
    engine.load("\n".join(lines.to_series()).encode(), format=ox.RdfFormat.N_TRIPLES)
    assert shapes.run_checks(engine, "2026-11-24", room("queries") / "integrity").rows() == []
    assert form != "jsonld" or json.loads(target.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lang", "fr"], "--lang: 'fr' is not one of nl, en"),
        (["--format", "pdf"], "--format: 'pdf' is not one of table, csv, parquet, turtle, jsonld"),
        (["cakes"], "there is no cube 'cakes'; there are"),
        ([NAME, "--format", "parquet"], "--format parquet needs a file"),
        ([NAME, "--as-of", "yesterday"], "as_of: 'yesterday' is not a date as YYYY-MM-DD"),
        ([NAME, "--evidence", "sure"], "evidence: 'sure' is not one of"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(arguments, said, capsys, builds):
    with pytest.raises(SystemExit) as stopped:
        main(["cubes", *arguments, "--atlas", str(builds)])
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err.replace("\n", " ")


def test_python_gets_a_data_frame(counted_store):
    frame = Atlas(counted_store).cube(NAME, as_of="2020-06-30")
    assert {"stage", "place", "day", "evidence", "value", "n", "status"} <= set(frame.columns)
    assert str(frame["day"][0]) == "2020-06-30"
