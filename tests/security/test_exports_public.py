"""What commands write with ``--public`` holds nothing that only restricted files say; without it they do."""

from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest

from graph import cubing, shapes
from graph.resources import room
from ketenatlas.atlas import open_atlas
from ketenatlas.build import Report, scheme_statements
from ketenatlas.cli import main
from tests.security.conftest import CANARY

NAME = "establishments-by-chain-region"


@pytest.fixture
def builds(parted: Report, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "200")
    return parted.folder.parent


def run(capsys, builds: Path, *arguments: object) -> tuple[str, str]:
    with pytest.raises(SystemExit) as stopped:
        main([*map(str, arguments), "--atlas", str(builds)])
    told = capsys.readouterr()
    assert stopped.value.code == 0, told.err
    return told.out, told.err


SPOKEN = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT ?label WHERE { ?thing rdfs:label ?label FILTER CONTAINS(LCASE(?label), 'kanarie') }"


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "A1-04", "--chain", "alfa", "--format", "csv"),
        ("sparql", SPOKEN, "--format", "csv"),
        ("network", "supply", "--out", "{out}/net.csv"),
        ("picture", "layers", "--chain", "alfa", "--out", "{out}"),
        ("metrics", "degree", "--format", "csv"),
    ],
    ids=lambda given: given[0],
)
def test_an_export_from_the_public_part_is_that_of_the_public_part(arguments, capsys, builds, parted, tmp_path: Path):
    written = {}
    for title, more in (("all", ()), ("public", ("--public",))):
        folder = tmp_path / title
        folder.mkdir()
        out, _ = run(capsys, builds, *(part.replace("{out}", str(folder)) for part in arguments), *more)
        written[title] = out + "".join(path.read_text() for path in sorted(folder.rglob("*")) if path.is_file())
    assert CANARY not in written["public"].lower()
    assert written["public"] != written["all"]


def test_python_opens_the_public_part(builds: Path):
    assert len(open_atlas(builds, public=True).sparql(SPOKEN)) == 0
    assert len(open_atlas(builds).sparql(SPOKEN)) > 0


def test_the_public_part_of_a_server_is_not_asked_for_in_this_way(capsys):
    for command in (["ask", "A1-04"], ["sparql", "ASK {}"]):
        with pytest.raises(SystemExit) as stopped:
            main([*command, "--public", "--atlas", "http://127.0.0.1:1/sparql"])
        assert stopped.value.code == 2
        assert "a server gives what is public" in capsys.readouterr().err.replace("\n", " ")


def test_cubes_say_whether_anybody_checked(parted: Report):
    assert set(cubing.read(parted.folder, NAME)["status"]) == {"not-checked"}
    assert set(cubing.read(parted.folder / "public", NAME)["status"]) == {"open"}
    day = cubing.on(parted.folder / "public", NAME, cubing.read(parted.folder, NAME)["day"].min().replace(month=6))
    assert set(day["status"]) == {"open"}


def test_a_cube_goes_outside_protected(capsys, builds: Path, tmp_path: Path):
    """One confidential establishment in a stage, a chain and a region: each of those cells is hidden."""
    target, kept = tmp_path / "cells.parquet", tmp_path / "kept" / "delivered.parquet"
    given = ("cubes", NAME, "--format", "parquet", "--out", target)
    _, told = run(capsys, builds, *given, "--public", "--keep", kept)
    assert "Beschermd" in told
    cells = pl.read_parquet(target)
    hidden = cells.filter(status="suppressed")
    assert hidden.height > 0
    assert hidden.select("value", "n", "sources").null_count().row(0) == (hidden.height,) * 3
    assert not {"largest", "second"} & set(cells.columns)
    _, told = run(capsys, builds, *given, "--checked")
    assert "binnen de organisatie" in told
    inside = pl.read_parquet(target)
    assert set(inside.filter(pl.col("status").str.starts_with("primary"))["n"].is_null()) == {False}
    run(capsys, builds, *given, "--public", "--previous", kept)
    assert pl.read_parquet(target).equals(cells)


def test_what_protection_costs_is_told(capsys, builds: Path):
    out, _ = run(capsys, builds, "cubes", "--loss", "--lang", "en")
    assert NAME in out.replace("\n", "")
    assert "primary" in out
    assert "%" in out


def test_a_protected_cube_is_a_well_formed_cube_in_rdf(capsys, builds: Path, tmp_path: Path):
    target = tmp_path / "cube.ttl"
    run(capsys, builds, "cubes", NAME, "--public", "--format", "turtle", "--out", target)
    engine = ox.Store()
    for path in (target, room("ontology") / "cubes.ttl"):
        engine.load(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    lines = scheme_statements().select(pl.concat_str("s", "p", "o", pl.lit("."), separator=" "))
    engine.load("\n".join(lines.to_series()).encode(), format=ox.RdfFormat.N_TRIPLES)
    assert shapes.run_checks(engine, "2026-11-24", room("queries") / "integrity").rows() == []
    hidden = engine.query(
        "PREFIX ka: <https://w3id.org/ketenatlas/ontology#> SELECT ?cell ?figure WHERE { ?cell ka:disclosureStatus"
        " <https://w3id.org/ketenatlas/disclosure-status/suppressed> OPTIONAL { ?cell"
        " ka:countedEstablishments|ka:cellContributors|ka:cellSource ?figure } }"
    )
    assert [row["figure"] for row in hidden] == [None]


def test_what_is_too_fine_or_has_more_than_one_day_is_said(capsys, builds: Path):
    for arguments, said in (
        (["registered-region", "--public"], "the cube registered-region does not go outside"),
        ([NAME, "--public", "--as-of", "counted"], "two days are two deliveries"),
        ([NAME, "--public", "--previous", "nowhere.parquet"], "there is no file nowhere.parquet"),
    ):
        with pytest.raises(SystemExit) as stopped:
            main(["cubes", *arguments, "--atlas", str(builds)])
        assert stopped.value.code in (1, 2)
        assert said in capsys.readouterr().err.replace("\n", " ")
