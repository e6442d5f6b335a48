"""The floor: the same answers from the made-up tables themselves, by SQL in DuckDB and in Polars."""

import re
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from benchmarks.running import CannotError, Case, Session

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


def duckdb(case: Case, folder: str) -> Session:
    """The queries of a folder in DuckDB; its tables are in memory."""
    import duckdb as engine  # noqa: PLC0415 - a peer

    queries = {name: bound(kinds["sql"], case) for name, kinds in asked(folder).items() if "sql" in kinds}
    connection = engine.connect()
    for name, paths in tables_of(queries.values(), case.data).items():
        connection.execute(
            f"CREATE TABLE {name} AS SELECT * FROM read_csv(?, union_by_name = true)",  # noqa: S608 - a name of ours
            [[str(path) for path in paths]],
        )
    return Session(lambda task: connection.sql(_known(queries, task)).pl())


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
