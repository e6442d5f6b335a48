"""Spark counts the cubes from the lake: every cell of every data set on two days is what columns count."""

import datetime
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from graph import cubing
from graph.errors import AtlasError, UsageError
from ketenatlas import spark_cubes
from ketenatlas.build import Report
from ketenatlas.lake import export
from tests.conftest import need

DAYS = [datetime.date(2024, 1, 1), datetime.date(2026, 11, 24)]
LONG_AGO = datetime.date(2020, 6, 30)
"""A day that no atlas counted."""
AS_OF = "2026-11-24"
SMALL = {
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
"""A few hundred cells are counted sooner than code for them is compiled."""


@pytest.fixture(scope="module")
def lake(counted: Report, tmp_path_factory: pytest.TempPathFactory) -> str:
    target = tmp_path_factory.mktemp("lake") / "a lake's folder"
    export(counted.folder, target, "en")
    return str(target)


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One session with two workers for the whole file: it takes seconds to start."""
    java = shutil.which("java")
    need(Path(java) if java else None, "Java (Debian package default-jre-headless)")
    settings = {**SMALL, "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse"))}
    with warnings.catch_warnings():
        # Python sees sockets to the other process that are closed when it ends, not before.
        warnings.simplefilter("ignore", ResourceWarning)
        made = spark_cubes.session("local[2]", settings)
        yield made
        made.stop()


def told(cells: Any, cube: cubing.Cube, level: str) -> pl.DataFrame:
    """The rows Spark gives of one level of place, in the form of ours."""
    rows = [row.asDict() for row in cells if row["place_level"] == level]
    return pl.DataFrame(rows, schema={**cube.schema, "place_level": pl.String, "as_of": pl.Date}).select(*cube.schema)


def test_every_cell_of_every_data_set_is_what_columns_count(spark, lake, counted: Report):
    spark_cubes.open_lake(spark, lake, spark_cubes.latest(spark, lake))
    for cube in cubing.cubes().values():
        cells = spark_cubes.counted(spark, cube, [LONG_AGO, *DAYS], AS_OF).collect()
        assert {row["as_of"] for row in cells} == {DAYS[1]}
        assert {row["day"] for row in cells} == {LONG_AGO, *DAYS}
        for level in cube.levels:
            ours = pl.concat(cubing.on(counted.folder, f"{cube.name}-{level}", day) for day in (LONG_AGO, *DAYS))
            order = [*cube.dimensions, "day", "evidence"]
            assert told(cells, cube, level).sort(order).equals(ours.sort(order)), (cube.name, level)


def test_a_fact_that_changed_makes_cells_differ(spark, lake, tmp_path: Path):
    changed = tmp_path / "lake"
    shutil.copytree(lake, changed)
    [file] = (changed / "facts" / "registered").rglob("*.parquet")
    pl.read_parquet(file).with_columns(pl.col("jobs") + 1).write_parquet(file)
    [(name, _, apart)] = spark_cubes.run(spark, str(changed), ["registered-jobs"], DAYS, AS_OF, "")
    assert (name, apart > 0) == ("registered-jobs", True)


def test_a_folder_that_is_no_lake_is_said(spark, tmp_path: Path):
    with pytest.raises(UsageError, match="holds no lake"):
        spark_cubes.latest(spark, str(tmp_path))


def test_the_job_says_what_it_counted_and_writes_cells_where_a_lake_has_them(spark, lake, tmp_path: Path, capsys):
    """The last test of the file, for the job ends the session."""
    spark_cubes.main(lake, target=str(tmp_path), day=[AS_OF], cube=["registered-jobs"])
    said = capsys.readouterr().out
    assert said.startswith("registered-jobs: ")
    assert said.endswith(" cells, 0 differ from the lake\n")
    place = f"cubes/registered-jobs/as_of={AS_OF}/place_level=*/day={AS_OF}/*.parquet"
    made, there = (pl.read_parquet(f"{root}/{place}", hive_partitioning=True) for root in (tmp_path, lake))
    assert made.height == int(said.split()[1])
    order = ["place_level", "register", "division", "place", "evidence"]
    assert made.select(there.columns).sort(order).equals(there.sort(order))


def test_without_pyspark_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)
    with pytest.raises(AtlasError, match=r"pip install ketenatlas\[spark\]"):
        spark_cubes.session()


def test_a_cube_that_is_not_there_is_refused_before_spark_starts():
    with pytest.raises(UsageError, match="--cube: 'nonsense' is not one of establishments"):
        spark_cubes.main("lake", cube=["nonsense"])
