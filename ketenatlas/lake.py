"""The lake: facts and cubes of an atlas as partitioned Parquet, which Spark, DuckDB, Trino and Polars read as it is.

Folders are named as Hive names partitions, so that an engine that looks for one chain or day opens no other file:

- ``facts/<table>/as_of=<day>/``, the claims of chains further by ``chain_key=<key>`` and registers by ``register_key``;
- ``cubes/<cube>/as_of=<day>/place_level=<level>/day=<day>/``, the cells that were counted when the atlas was built;
- ``sql/<cube>.sql``, the query that counts the cells of a cube from the facts, and the views it asks;
- ``datapackage.json`` and ``README.md``, what every table and column means.

All columns are of types that every engine knows: text, whole numbers, decimals, days, flags, and lists of text. Two
exports of the same atlas hold the same bytes; exports of several days may be laid over each other.
"""

import datetime
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from graph import cited, cube_queries, cubing, extracts, registers
from graph.errors import AtlasError, UsageError
from graph.extracted import EXTRACTS
from ketenatlas.lake_words import described, page

FACTS, CUBES, SQL, PACKAGE = "facts", "cubes", "sql", "datapackage.json"
"""Folders of facts, cubes and queries in a lake, and the file that describes its tables."""
AS_OF = "as_of"
"""The partition that names the day of the atlas."""
BY_CHAIN = ("presences", "links", "supplies", "collaborations", "placements")
"""Tables that are divided by chain, for they are large and are asked one chain at a time."""
NOTHING = "__HIVE_DEFAULT_PARTITION__"
"""What Hive calls the partition of rows that lack the value."""
ROWS = 131_072
"""Most rows of one row group, the piece that one worker reads at a time."""


@dataclass(frozen=True)
class Written:
    """A table that was written.

    Attributes:
        name: ``facts/<table>`` or ``cubes/<cube>``.
        schema: its columns, without the partitions.
        partitions: names of its partitions, outermost first.
        rows: how many it has.
        files: its files, relative to the lake.
    """

    name: str
    schema: Mapping[str, pl.DataType]
    partitions: tuple[str, ...]
    rows: int
    files: tuple[str, ...]


def export(folder: Path, target: Path, language: str) -> list[Written]:
    """Write an atlas as a lake.

    Args:
        folder: the atlas; everything in it is written, so give its public part for a lake that everybody may read.
        target: where the lake goes, a folder that is not there yet or is empty.
        language: of the descriptions, ``nl`` or ``en``.

    Returns:
        The tables.

    Raises:
        UsageError: if there is something in the target.
        AtlasError: if the atlas was built by an older version, or the target cannot be written.
    """
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise UsageError(f"{target} is not empty; nothing was written, name a folder that is not there yet")
        target.parent.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            tables = [*_facts(folder, making, manifest), *_cubes(folder, making, manifest)]
            _queries(making, cubing.status_of(folder), manifest, tables)
            told = described(tables, manifest, language)
            (making / PACKAGE).write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
            (making / "README.md").write_text(page(told, language), encoding="utf-8")
            making.chmod(0o755)
            making.replace(target)
        finally:
            shutil.rmtree(making, ignore_errors=True)
    except OSError as error:
        raise AtlasError(f"cannot write the lake in {target}: {error.strerror or error}") from None
    return tables


def _facts(folder: Path, lake: Path, manifest: Mapping[str, Any]) -> Iterator[Written]:
    """The extracts, what things are called, the sources, and the files that were read."""
    for name in (*EXTRACTS, registers.NAME, "labels"):
        yield _fact(extracts.read(folder, name), name, lake, manifest)
    yield _fact(cited.sources(folder), "sources", lake, manifest)
    loads = pl.read_csv(folder / "loads.csv", schema_overrides={"sha256": pl.String, "licences": pl.String})
    days = [pl.col(name).cast(pl.String).str.to_date(strict=False) for name in ("first_day", "last_day")]
    yield _fact(loads.with_columns(days), "loads", lake, manifest)


def _fact(table: pl.DataFrame, name: str, lake: Path, manifest: Mapping[str, Any]) -> Written:
    whole = f"{AS_OF}={manifest['as_of']}"
    by = "chain" if name in BY_CHAIN else "register" if name == registers.NAME else None
    if by is None:
        return _written(lake, f"{FACTS}/{name}", (AS_OF,), table, [(whole, table)])
    key = f"{by}_key"
    keyed = table.with_columns(pl.col(by).str.extract(r"([^/#]+)$").fill_null(NOTHING).alias(key))
    divided = keyed.partition_by(key, as_dict=True, include_key=False, maintain_order=True)
    pieces = [(f"{whole}/{key}={value}", piece) for (value,), piece in sorted(divided.items())]
    # Without any row there is a file all the same, so that engines know the columns.
    pieces = pieces or [(f"{whole}/{key}={NOTHING}", table)]
    return _written(lake, f"{FACTS}/{name}", (AS_OF, key), table, pieces)


def _cubes(folder: Path, lake: Path, manifest: Mapping[str, Any]) -> Iterator[Written]:
    """The cells of all cubes, those of all levels of place together."""
    days = cubing.reference_days(datetime.date.fromisoformat(manifest["as_of"]))
    for cube in cubing.cubes().values():
        pieces = []
        for level in cube.levels:
            cells = cubing.read(folder, cubing.DataSet(cube, level).name)
            for day in days:
                own = cells.filter(pl.col("day") == day).drop("day")
                pieces.append((f"{AS_OF}={manifest['as_of']}/{cube_queries.LEVEL}={level}/day={day}", own))
        partitions = (AS_OF, cube_queries.LEVEL, "day")
        yield _written(lake, f"{CUBES}/{cube.name}", partitions, pl.concat(piece for _, piece in pieces), pieces)


def _written(
    lake: Path, name: str, partitions: tuple[str, ...], table: pl.DataFrame, pieces: list[tuple[str, pl.DataFrame]]
) -> Written:
    files = []
    for place, piece in pieces:
        file = f"{name}/{place}/part-0.parquet"
        (lake / file).parent.mkdir(parents=True)
        piece.write_parquet(lake / file, row_group_size=ROWS)
        files.append(file)
    return Written(name, dict(table.schema), partitions, table.height, tuple(files))


def _queries(lake: Path, status: str, manifest: Mapping[str, Any], tables: list[Written]) -> None:
    """The queries that count the cubes, for the days that were counted, and the views they ask, for two engines."""
    folder = lake / SQL
    folder.mkdir()
    days = cubing.reference_days(datetime.date.fromisoformat(manifest["as_of"]))
    for cube in cubing.cubes().values():
        (folder / f"{cube.name}.sql").write_text(f"{cube_queries.query(cube, days, status)};\n", encoding="utf-8")
    named = [table.name for table in tables if table.name.startswith(f"{FACTS}/")]
    for engine, made in (("duckdb", view_duckdb), ("spark", view_spark)):
        views = "\n".join(made(name, manifest["as_of"]) for name in named)
        (folder / f"views-{engine}.sql").write_text(f"{views}\n", encoding="utf-8")


def view_duckdb(name: str, as_of: str, lake: str = ".") -> str:
    """DuckDB's statement that makes one day of a table of facts a view; the queries of the cubes ask such views.

    Args:
        name: ``facts/<table>``.
        as_of: the day of the atlas.
        lake: where the lake lies, by default the folder in which DuckDB runs.
    """
    files = f"{lake}/{name}/**/*.parquet".replace("'", "''")
    return (
        f"CREATE OR REPLACE VIEW {Path(name).name} AS SELECT * FROM read_parquet('{files}', hive_partitioning = true) "
        f"WHERE {AS_OF} = DATE '{as_of}';"
    )


def view_spark(name: str, as_of: str, lake: str = ".") -> str:
    """The same for Spark; the folder may be any address it reads, such as ``hdfs://`` or ``s3a://``."""
    place = f"{lake}/{name}".replace("`", "``")
    return (
        f"CREATE OR REPLACE TEMPORARY VIEW {Path(name).name} AS "
        f"SELECT * FROM parquet.`{place}` WHERE {AS_OF} = DATE '{as_of}';"
    )
