"""The lake: partitioned Parquet that engines read as it is, described column by column, without what is restricted."""

import filecmp
import json
from pathlib import Path

import duckdb
import polars as pl
import pytest

from graph import cube_queries, cubing, extracts
from graph.errors import UsageError
from graph.store import public
from ketenatlas.build import Report
from ketenatlas.cli import main
from ketenatlas.lake import export
from tests.conftest import ROOT
from tests.quality.test_guides import BLOCK

DAY = "2026-11-24"


@pytest.fixture(scope="module")
def lake(with_example: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("lake") / "lake"
    export(with_example.folder, target, "en")
    return target


@pytest.fixture(scope="module")
def package(lake: Path) -> dict:
    return json.loads((lake / "datapackage.json").read_text(encoding="utf-8"))


def test_polars_reads_every_table_as_hive_divides_it(lake: Path, with_example: Report):
    for name in extracts.EXTRACTS:
        own = extracts.read(with_example.folder, name)
        table = pl.read_parquet(lake / "facts" / name, hive_partitioning=True)
        assert table["as_of"].cast(pl.String).unique().to_list() in ([DAY], [])
        order = own.columns
        assert table.select(order).sort(order).equals(own.sort(order)), name


def test_duckdb_finds_a_chain_and_the_cells_of_a_day(lake: Path, with_example: Report):
    connection = duckdb.connect()
    asked = "SELECT chain, COUNT(*) FROM read_parquet('{}', hive_partitioning = true) WHERE chain_key = 'semicon' GROUP BY 1"
    own = extracts.read(with_example.folder, "supplies").filter(pl.col("chain").str.ends_with("/semicon"))
    [(chain, number)] = connection.execute(asked.format(f"{lake}/facts/supplies/**/*.parquet")).fetchall()
    assert (chain, number) == (own["chain"][0], own.height)
    for name, one in cubing.data_sets().items():
        files = f"{lake}/cubes/{one.cube.name}/as_of={DAY}/place_level={one.level}/**/*.parquet"
        cells = connection.sql(f"SELECT * FROM read_parquet('{files}', hive_partitioning = true)").pl()
        ours = cubing.read(with_example.folder, name)
        order = [*one.cube.dimensions, "day", "evidence"]
        assert cells.select(ours.columns).cast(ours.schema).sort(order).equals(ours.sort(order)), name


def test_the_queries_in_the_lake_count_its_cells(lake: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(lake)
    connection = duckdb.connect()
    connection.execute(Path("sql/views-duckdb.sql").read_text(encoding="utf-8"))
    for name in ("hectares", "supplies", "jobs-by-chain"):
        counted = connection.sql(Path(f"sql/{name}.sql").read_text(encoding="utf-8")).pl()
        there = pl.read_parquet(f"cubes/{name}", hive_partitioning=True).drop("as_of").select(counted.columns)
        order = [cube_queries.LEVEL, *cubing.cubes()[name].dimensions, "day", "evidence"]
        assert counted.sort(order).equals(there.cast(counted.schema).sort(order))
        assert counted.height > 0


def test_every_file_belongs_to_a_table_and_every_column_means_something(lake: Path, package: dict):
    told = [path for resource in package["resources"] for path in resource["path"]]
    assert sorted(told) == sorted(path.relative_to(lake).as_posix() for path in lake.rglob("*.parquet"))
    page = (lake / "README.md").read_text(encoding="utf-8")
    for resource in package["resources"]:
        table = pl.read_parquet(lake / resource["name"], hive_partitioning=True)
        assert {field["name"] for field in resource["schema"]["fields"]} == set(table.columns), resource["name"]
        assert resource["rows"] == table.height
        assert f"### {resource['name']}\n" in page
        for field in resource["schema"]["fields"]:
            assert field.keys() & {"description", "rdfType"}, (resource["name"], field["name"])
    assert {"string", "integer", "number", "date", "boolean", "array"} == {
        field["type"] for resource in package["resources"] for field in resource["schema"]["fields"]
    }
    assert package["atlas"][:16] in page


def test_claims_carry_source_evidence_and_days(package: dict):
    columns = {one["name"]: {field["name"] for field in one["schema"]["fields"]} for one in package["resources"]}
    for name in ("facts/participations", "facts/supplies", "facts/presences", "facts/registered", "facts/plots"):
        assert {"source", "level", "since", "until", "as_of"} <= columns[name]
    for named in (found for name, found in columns.items() if name.startswith("cubes/")):
        assert {"sources", "evidence", "day", "as_of", "status", "n", "largest", "second"} <= named


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["lake", *map(str, arguments)])
    return int(str(ended.value.code))


def test_what_is_restricted_is_left_out_unless_it_is_asked(counted: Report, tmp_path: Path, capsys):
    builds = counted.folder.parent
    assert run("--atlas", builds, "--out", tmp_path / "open", "--lang", "en") == 0
    assert "not public" not in capsys.readouterr().err
    assert run("--atlas", builds, "--out", tmp_path / "all", "--restricted", "--lang", "en") == 0
    assert "not public" in capsys.readouterr().err
    rows = {name: pl.read_parquet(tmp_path / name / "facts" / "registered").height for name in ("open", "all")}
    assert rows == {"open": 0, "all": 5}
    # Byte for byte the lake of the atlas that never had the restricted files.
    export(public(counted.folder), tmp_path / "never", "en")
    for path in (tmp_path / "never").rglob("*"):
        if path.is_file():
            assert filecmp.cmp(path, tmp_path / "open" / path.relative_to(tmp_path / "never"), shallow=False), path
    assert "Verzonnen" not in "".join(
        path.read_text(errors="ignore") for path in (tmp_path / "open").rglob("*.parquet")
    )


def test_a_folder_that_holds_something_is_left_alone(counted: Report, tmp_path: Path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="is not empty; nothing was written"):
        export(counted.folder, tmp_path, "nl")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_guide_shows_code_that_runs(lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    """The blocks in Python and SQL of the how-to page, run beside a lake in ``out/lake``."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "lake").symlink_to(lake)
    monkeypatch.chdir(tmp_path)
    kinds = []
    for kind, _, content in BLOCK.findall((ROOT / "docs" / "howto" / "lake.md").read_text(encoding="utf-8")):
        if kind == "python":
            exec(compile(content, "lake.md", "exec"), {})
        elif kind == "sql":
            shown = duckdb.connect().execute(content).fetchall()
            assert shown
        kinds.append(kind)
    assert {"python", "sql"} <= set(kinds)
    assert capsys.readouterr().out
