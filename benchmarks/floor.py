"""The floor: the same answers from the made-up tables themselves, by SQL in DuckDB and in Polars."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.running import CannotError, Case, Session
from graph.resources import room
from graph.space import to_grid
from loaders.lists import labels

ASKED = Path(__file__).parent / "asked"
_TABLE = re.compile(r"\b(?:FROM|JOIN)\s+([a-z_]+)\b", re.IGNORECASE)
_HELPER = re.compile(r"\b([a-z_]+)\s+AS\s*\(", re.IGNORECASE)


def asked(folder: str) -> dict[str, dict[str, str]]:
    """What is asked: by name, by kind of file (``rq``, ``best.rq``, ``sql``), the text."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted((ASKED / folder).iterdir()):
        name, _, kind = path.name.partition(".")
        found.setdefault(name, {})[kind] = path.read_text(encoding="utf-8")
    return found


def bound(text: str, case: Case) -> str:
    """The text for a case: its establishment and its day in place of the words SITE and AS_OF."""
    return text.replace("SITE", case.site).replace("AS_OF", case.as_of)


def tables_of(texts: Iterable[str], data: Path) -> dict[str, list[Path]]:
    """Files of the tables that queries name."""
    named = {name for text in texts for name in set(_TABLE.findall(text)) - set(_HELPER.findall(text))}
    return {name: sorted((data / name).glob("*.csv")) for name in sorted(named) if (data / name).is_dir()}


def views(folder: str) -> str:
    """What the queries of a folder share: views that are computed anew each time, as if they stood in the query."""
    path = ASKED / f"{folder}.views.sql"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def words() -> pl.DataFrame:
    """The code lists: ``list``, ``word`` and its Dutch ``label``, as an analyst would keep them beside the tables."""
    schemes = sorted(path.stem for path in (room("ontology") / "schemes").glob("*.ttl"))
    rows = [(scheme, word, label) for scheme in schemes for word, label in labels(scheme).items()]
    return pl.DataFrame(rows, schema=["list", "word", "label"], orient="row")


def distances(data: Path, as_of: str) -> pl.DataFrame:
    """Kilometres between the centres of regions: ``from_region``, ``to_region``, ``km``; an atlas keeps them too."""
    members = (
        pl.read_csv(data / "memberships" / "made.csv")
        .filter("primary", pl.col("valid_to").fill_null(as_of) >= as_of)
        .select("municipality", "region")
    )
    towns = pl.read_csv(data / "positions" / "made.csv").join(
        pl.read_csv(data / "establishment_counts" / "made.csv"), on="municipality"
    )
    grid = to_grid(towns["longitude"], towns["latitude"])
    weight = pl.col("establishments")
    centres = (
        towns.with_columns(x=grid[:, 0], y=grid[:, 1])
        .join(members, on="municipality")
        .group_by("region")
        .agg((pl.col(axis) * weight).sum() / weight.sum() for axis in ("x", "y"))
    )
    far = ((pl.col("x") - pl.col("x_to")) ** 2 + (pl.col("y") - pl.col("y_to")) ** 2).sqrt() / 1000
    pairs = centres.join(centres, how="cross", suffix="_to").filter(pl.col("region") != pl.col("region_to"))
    return pairs.select(from_region="region", to_region="region_to", km=far.round(1))


def duckdb(case: Case, folder: str) -> Session:
    """The queries of a folder in DuckDB; its tables are in memory, days as days."""
    import duckdb as engine  # noqa: PLC0415 - a peer

    queries = {name: bound(kinds["sql"], case) for name, kinds in asked(folder).items() if "sql" in kinds}
    shared = bound(views(folder), case)
    connection = engine.connect()
    for name, paths in tables_of([*queries.values(), shared], case.data).items():
        connection.execute(
            f"CREATE TABLE {name} AS SELECT * FROM read_csv(?, union_by_name = true)",  # noqa: S608 - a name of ours
            [[str(path) for path in paths]],
        )
        _days(connection, name)
    if shared:
        for name, table in (("words", words()), ("distances", distances(case.data, case.as_of))):
            connection.from_arrow(table.to_arrow()).create(name)
        connection.execute(shared)
    return Session(lambda task: connection.sql(_known(queries, task)).pl())


def _days(connection: Any, table: str) -> None:
    """Periods of a table as days: a year or month stands for its first or its last day."""
    told = dict(connection.execute("SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ?",
                                   [table]).fetchall())  # fmt: skip
    for column, missing in (("valid_from", ("-01-01", "-01")), ("valid_to", ("-12-31", "-01"))):
        if told.get(column, "DATE") == "DATE":
            continue
        text = f"CAST({column} AS VARCHAR)"
        year, month = (f"CAST({text} || '{rest}' AS DATE)" for rest in missing)
        month = f"last_day({month})" if column == "valid_to" else month
        connection.execute(
            f"ALTER TABLE {table} ALTER {column} TYPE DATE USING CASE length({text}) "
            f"WHEN 4 THEN {year} WHEN 7 THEN {month} ELSE CAST({text} AS DATE) END"
        )


def polars(case: Case, folder: str) -> Session:
    """The queries of a folder in Polars' own SQL."""
    queries = {name: bound(kinds["sql"], case) for name, kinds in asked(folder).items() if "sql" in kinds}
    frames = {
        name: pl.concat([pl.read_csv(path, infer_schema_length=None, try_parse_dates=True) for path in paths],
                        how="diagonal_relaxed")
        for name, paths in tables_of(queries.values(), case.data).items()
    }  # fmt: skip
    context = pl.SQLContext(frames)
    return Session(lambda task: context.execute(_known(queries, task), eager=True))


def _known(queries: dict[str, str], task: str) -> str:
    if task not in queries:
        raise CannotError("no SQL was written for it")
    return queries[task]
