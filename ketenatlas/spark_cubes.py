"""The cubes of an atlas, counted by Spark from its lake: for when one machine is not enough.

Run it with ``spark-submit`` on a cluster, or as ``python -m ketenatlas.spark_cubes`` on one machine. It runs the same
queries that lie in the lake (:mod:`graph.cube_queries`), in Spark's own engine: no row passes through Python, so that
ketenatlas need only be installed where the job is started, not on the workers.
"""

import datetime
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from graph import cube_queries, cubing
from graph.cubing import Cube
from graph.errors import AtlasError, UsageError, one_of
from graph.placing import VIEWS
from ketenatlas.lake import AS_OF, CUBES, FACTS, PACKAGE, view_spark

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SETTINGS = {
    # Standard SQL puts names in double quotes; Spark does so if it is told.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    # Days and levels that are not written again stay as they are.
    "spark.sql.sources.partitionOverwriteMode": "dynamic",
}
QUIET = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
}
"""Settings for one machine: it listens to nobody else, and does not divide its work among the many of a cluster."""


def session(master: str = "", settings: Mapping[str, str] | None = None) -> "SparkSession":
    """Start Spark, or take the session there is.

    Args:
        master: where it runs, such as ``local[2]``; empty for what ``spark-submit`` says.
        settings: further settings.

    Raises:
        AtlasError: if there is no pyspark.
    """
    local = master.startswith("local")
    if local:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    try:
        with warnings.catch_warnings():
            # Its bridge to pandas, which nothing here uses, warns of versions newer than itself.
            warnings.simplefilter("ignore", FutureWarning)
            from pyspark.sql import SparkSession  # noqa: PLC0415 - needed by nothing else, and large
    except ImportError:
        raise AtlasError("counting with Spark needs pyspark; install it with: pip install ketenatlas[spark]") from None
    made = SparkSession.builder.appName("ketenatlas cubes")
    if master:
        made = made.master(master)
    for name, value in {**SETTINGS, **(QUIET if local else {}), **(settings or {})}.items():
        made = made.config(name, value)
    return made.getOrCreate()


def latest(spark: "SparkSession", lake: str) -> str:
    """The last day of which there is an atlas in a lake.

    Raises:
        UsageError: if there is no lake.
    """
    from pyspark.errors import AnalysisException  # noqa: PLC0415

    try:
        found = spark.sql(f"SELECT MAX({AS_OF}) AS day FROM parquet.`{_place(lake, FACTS, 'stages')}`").first()
    except AnalysisException as error:
        raise UsageError(
            f"{lake} holds no lake: {PACKAGE} and {FACTS}/ are not there; make one with: ketenatlas lake"
        ) from error
    return str(found["day"]) if found else ""


def open_lake(spark: "SparkSession", lake: str, as_of: str) -> None:
    """Make the facts of one atlas in a lake the views that are counted, in place of any that were.

    Args:
        spark: the session.
        lake: address of the lake, anything that Spark reads.
        as_of: the day of the atlas.
    """
    spark.catalog.clearCache()
    for name in cube_queries.TABLES:
        spark.sql(view_spark(f"{FACTS}/{name}", as_of, lake).rstrip(";"))
    for name, text in VIEWS.items():
        spark.sql(text).cache().createOrReplaceTempView(name)


def counted(
    spark: "SparkSession", cube: Cube, days: Iterable[datetime.date], as_of: str, status: str = cubing.STATUS
) -> "DataFrame":
    """The cells of a cube on some days, on all levels of place, in the columns that the lake gives them.

    Args:
        spark: the session, with the facts of an atlas (:func:`open_lake`).
        cube: what is counted.
        days: the days to count.
        as_of: the day of the atlas.
        status: disclosure status of the cells.
    """
    for name, text in cube_queries.steps(cube, days, status).items():
        made = spark.sql(text)
        (made.cache() if name in cube_queries.ASKED_AGAIN else made).createOrReplaceTempView(name)
    cells = spark.table(cube_queries.CELLS)
    return cells.selectExpr(f"DATE '{as_of}' AS {AS_OF}", "*").select(AS_OF, *_columns(cube))


def _columns(cube: Cube) -> list[str]:
    return [cube_queries.LEVEL, *(f"`{name}`" for name in cube.schema)]


def in_lake(spark: "SparkSession", lake: str, cube: Cube, days: Iterable[datetime.date], as_of: str) -> "DataFrame":
    """The cells of a cube that lie in a lake, in the form of :func:`counted`."""
    told = ", ".join(f"DATE '{day}'" for day in days)
    cells = spark.sql(f"SELECT * FROM parquet.`{_place(lake, CUBES, cube.name)}`")
    return cells.where(f"{AS_OF} = DATE '{as_of}' AND day IN ({told})").select(AS_OF, *_columns(cube))


def _status(spark: "SparkSession", lake: str, cube: Cube) -> str:
    """The disclosure status that a lake gives its cells: the same for all, as it depends on what the atlas holds."""
    found = spark.sql(f"SELECT MIN(status) AS status FROM parquet.`{_place(lake, CUBES, cube.name)}`").first()
    return str(found["status"]) if found and found["status"] else cubing.STATUS


def differences(one: "DataFrame", other: "DataFrame") -> int:
    """How many cells only one of two tables has; a cell that says something else is one on either side."""
    sides = one.selectExpr("*", "1 AS side").unionAll(other.selectExpr("*", "-1 AS side"))
    apart = sides.groupBy([f"`{name}`" for name in one.columns]).agg({"side": "sum"}).toDF(*one.columns, "apart")
    found = apart.selectExpr("CAST(SUM(ABS(apart)) AS BIGINT) AS found").first()
    return int(found["found"] or 0) if found else 0


def write(cells: "DataFrame", target: str, cube: Cube) -> None:
    """Write cells into a lake, in the folders that ``ketenatlas lake`` gives them."""
    partitions = (AS_OF, cube_queries.LEVEL, "day")
    cells.repartition(*partitions).write.mode("overwrite").partitionBy(*partitions).parquet(
        _place(target, CUBES, cube.name)
    )


def _place(lake: str, *parts: str) -> str:
    return "/".join((lake.rstrip("/"), *parts)).replace("`", "``")


def run(
    spark: "SparkSession", lake: str, names: Iterable[str], days: Iterable[datetime.date], as_of: str, target: str
) -> Iterator[tuple[str, int, int]]:
    """Count cubes of a lake, compare each with what lies there, and write it where that is wanted.

    Args:
        spark: the session.
        lake: address of the lake.
        names: the cubes.
        days: the days to count.
        as_of: the day of the atlas.
        target: the lake to write into; empty for none.

    Yields:
        Name of the cube, number of cells, and how many differ from those of the lake on the same days.
    """
    open_lake(spark, lake, as_of)
    for name in names:
        cube = cubing.cubes()[name]
        cells = counted(spark, cube, days, as_of, _status(spark, lake, cube)).cache()
        yield name, cells.count(), differences(cells, in_lake(spark, lake, cube, days, as_of))
        if target:
            write(cells, target, cube)
        cells.unpersist()
        for step in cube_queries.ASKED_AGAIN:
            spark.table(step).unpersist()


def main(
    lake: Annotated[str, typer.Argument(help="The lake: a folder, or an address that Spark reads.")],
    target: Annotated[str, typer.Option("--out", help="Lake to write the cells into; by default none.")] = "",
    day: Annotated[
        list[str] | None, typer.Option(help="Day to count (ISO); may repeat. By default those of the lake.")
    ] = None,
    as_of: Annotated[str, typer.Option("--as-of", help="Day of the atlas (ISO); by default the last one.")] = "",
    cube: Annotated[list[str] | None, typer.Option(help="Cube to count; may repeat. By default all.")] = None,
    master: Annotated[str, typer.Option(help="Where Spark runs; by default what spark-submit says.")] = "",
) -> None:
    """Count the cubes of a lake and compare them with its own; exit code 1 if a cell differs on a day that it has."""
    for name in cube or ():
        one_of("--cube", name, cubing.cubes())
    spark = session(master)
    try:
        own = as_of or latest(spark, lake)
        counted_there = cubing.reference_days(datetime.date.fromisoformat(own))
        days = [datetime.date.fromisoformat(one) for one in day or ()] or counted_there
        wrong = 0
        for name, cells, found in run(spark, lake, cube or cubing.cubes(), days, own, target):
            comparable = set(days) <= set(counted_there)
            wrong += found if comparable else 0
            typer.echo(f"{name}: {cells} cells" + (f", {found} differ from the lake" if comparable else ""))
    finally:
        spark.stop()
    if wrong:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
