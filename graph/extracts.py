"""Extracts: the facts that networks and metrics start from, as plain tables beside the store.

They are made from the statements when an atlas is built, so that no network is pulled through a query edge by edge.
What is added to an atlas as a bulk table is not in them.
"""

import filecmp
from pathlib import Path

import polars as pl

from graph.errors import AtlasError
from graph.extracted import CLASSES, EXTRACTS
from graph.needs import Need
from graph.statements import CUBES, INFERRED, ONTOLOGY_GRAPHS, having, instances, wide
from graph.terms import expand

FOLDER = "extracts"
"""Folder of an atlas that holds the tables, one Parquet file each."""


def _plain(column: pl.Expr) -> pl.Expr:
    """A term in N-Triples syntax as plain text: an address without brackets, a literal without quotes."""
    inside = (
        column.str.extract(r'(?s)^"(.*)"(?:@[\w-]+|\^\^<[^>]*>)?$')
        .str.replace_all(r"\\n", "\n")
        .str.replace_all(r'\\"', '"')
        .str.replace_all(r"\\\\", "\\")
    )
    return pl.when(column.str.starts_with("<")).then(column.str.strip_chars("<>")).otherwise(inside)


def _typed(name: str, kind: "type[pl.DataType]") -> pl.Expr:
    column = pl.col(name)
    if kind == pl.Date:
        return column.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).alias(name)
    return (column == "true").alias(name) if kind == pl.Boolean else column.cast(kind, strict=False).alias(name)


def extract(statements: pl.DataFrame, name: str) -> pl.DataFrame:
    """One table of :data:`EXTRACTS`, in order of its columns.

    Args:
        statements: the facts of an atlas.
        name: name of the table.
    """
    how = EXTRACTS[name]
    optional = tuple(how.optional)
    of_class = CLASSES.get(name)
    if of_class is None:
        table = wide(statements, dict(how.predicates), optional=optional)
    else:
        members = instances(statements, of_class).rename("s").to_frame()
        table = members
        for column, predicate in how.predicates.items():
            part = having(statements, predicate).rename({"o": column})
            table = table.join(part, on="s", how="left", maintain_order="left")
    table = table.rename({"s": how.key}).with_columns(_plain(pl.all()))
    if "level" in table.columns:
        table = table.with_columns(pl.col("level").str.extract(r"([^/#]+)$"))
    table = table.with_columns(_typed(column, kind) for column, kind in (how.kinds or {}).items())
    return table.unique().sort(table.columns, nulls_last=True)


def labels(statements: pl.DataFrame) -> pl.DataFrame:
    """Names of things: ``thing``, ``nl`` and ``en``; one that has no language stands for both."""
    said = having(statements, "rdfs:label").with_columns(language=pl.col("o").str.extract(r'"@([\w-]+)$'))
    table = said.select(thing=_plain(pl.col("s")), label=_plain(pl.col("o")), language="language")
    any_ = table.group_by("thing").agg(pl.col("label").min())
    for language in ("nl", "en"):
        own = table.filter(pl.col("language").is_null() | (pl.col("language") == language))
        any_ = any_.join(own.group_by("thing").agg(pl.col("label").min().alias(language)), on="thing", how="left")
    filled = any_.with_columns(pl.col("nl", "en").fill_null(pl.col("label"))).drop("label")
    return filled.sort("thing")


def needed() -> list[Need]:
    """The statements that all tables are made of, for an atlas that lies elsewhere: neither inferred nor of cubes."""
    apart = " && ".join(f'!STRSTARTS(STR(?g), "{graph}")' for graph in (ONTOLOGY_GRAPHS, INFERRED, CUBES))
    stated = frozenset({f"FILTER({apart})"})
    predicates = {predicate for how in EXTRACTS.values() for predicate in how.predicates.values()} | {"rdfs:label"}
    of_class = [Need(None, expand("rdf:type"), expand(name), stated) for name in CLASSES.values()]
    return [*of_class, *(Need(None, expand(predicate), None, stated) for predicate in sorted(predicates))]


def write(statements: pl.DataFrame, folder: Path) -> None:
    """Write all tables of an atlas into its folder."""
    target = folder / FOLDER
    target.mkdir()
    for name in EXTRACTS:
        extract(statements, name).write_parquet(target / f"{name}.parquet")
    labels(statements).write_parquet(target / "labels.parquet")


def read(folder: Path, name: str) -> pl.DataFrame:
    """Read a table of an atlas.

    Raises:
        AtlasError: if the atlas has none, for it was built by an older version.
    """
    path = folder / FOLDER / f"{name}.parquet"
    if not path.is_file():
        raise AtlasError(f"the atlas in {folder} has no extract {name!r}; make it again with: ketenatlas build")
    return pl.read_parquet(path)


def scan(folder: Path) -> dict[str, pl.LazyFrame]:
    """The tables that an atlas has, by name, read when they are asked."""
    return {path.stem: pl.scan_parquet(path) for path in sorted((folder / FOLDER).glob("*.parquet"))}


def same(one: Path, other: Path, name: str) -> bool:
    """Whether two atlases have the same table, byte for byte."""
    ours, theirs = (folder / FOLDER / f"{name}.parquet" for folder in (one, other))
    return filecmp.cmp(ours, theirs, shallow=False)
