"""Statements: the graph as columns, on its way from tables to the store.

A frame of statements has four string columns in N-Quads syntax: ``s``, ``p``, ``o`` and ``g`` (the named graph).
No statement holds a blank node, so the sorted lines are the canonical form of the graph (RDFC-1.0) and their
SHA-256 is its identity: the same inputs give the same hash.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import BinaryIO, Literal

import polars as pl
import pyoxigraph as ox

from graph.errors import AtlasError
from graph.terms import PREFIXES, expand

INFERRED = f"{PREFIXES['graph']}inferred"
"""Named graph of what the rules conclude."""
ONTOLOGY_GRAPHS = f"{PREFIXES['graph']}ontology-"
"""How the named graphs of the ontology's modules begin."""

SCHEMA = {"s": pl.String, "p": pl.String, "o": pl.String, "g": pl.String}

Pattern = tuple[pl.Expr, str, pl.Expr]
"""Subject terms, predicate as prefixed name, object terms: one kind of statement a row of a table makes."""


def empty() -> pl.DataFrame:
    """A frame of no statements."""
    return pl.DataFrame(schema=SCHEMA)


def from_rows(rows: pl.DataFrame, patterns: Iterable[Pattern], graph: str) -> pl.DataFrame:
    """Make the statements of one table, all in one named graph.

    Args:
        rows: one row per thing, columns as the patterns use them.
        patterns: what each row says; a pattern whose subject or object is null says nothing.
        graph: IRI of the named graph.
    """
    table = rows.lazy()
    parts = [
        table.select(
            s=subject.cast(pl.String), p=pl.lit(f"<{expand(predicate)}>"), o=value.cast(pl.String)
        ).drop_nulls()
        for subject, predicate, value in patterns
    ]
    if not parts or rows.is_empty():
        return empty()
    return pl.concat(parts).unique(maintain_order=True).with_columns(g=pl.lit(f"<{graph}>")).collect()


_FORMS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
}


def from_rdf(path: Path, graph: str) -> pl.DataFrame:
    """Read one RDF file (Turtle, N-Triples, TriG, N-Quads) into one named graph.

    Blank nodes get addresses of their own, named after the graph and their canonical label, so that two files
    never share one and the same file always gives the same names.

    Other forms are not read: a few bytes of RDF/XML can ask for gigabytes, and JSON-LD for pages of other servers.

    Raises:
        AtlasError: if the file is of another form.
        SyntaxError: if the file is not well-formed; the message names file, line and column.
    """
    if path.suffix not in _FORMS:
        raise AtlasError(f"{path.name} is not read; expected a file that ends in {', '.join(_FORMS)}")
    return _from_rdf(path, graph, path.stat().st_mtime_ns)


@cache
def _from_rdf(path: Path, graph: str, _stamp: int) -> pl.DataFrame:
    """Read a file once for as long as it does not change."""
    dataset = ox.Dataset(
        ox.Quad(q.subject, q.predicate, q.object) for q in ox.parse(path=str(path), format=_FORMS[path.suffix])
    )
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)

    def term(value: object) -> str:
        return f"<{graph}#{value.value}>" if isinstance(value, ox.BlankNode) else str(value)

    rows = [(term(q.subject), term(q.predicate), term(q.object)) for q in dataset]
    frame = pl.DataFrame(rows, schema={"s": pl.String, "p": pl.String, "o": pl.String}, orient="row")
    return frame.with_columns(g=pl.lit(f"<{graph}>"))


def one_home(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Put frames together so that every triple stands in exactly one named graph: that of the first frame.

    An engine that looks at the union of named graphs counts a triple once per graph it stands in; with one home
    per triple, counts over the union are right.
    """
    if not frames:
        return empty()
    return pl.concat(list(frames)).unique(subset=["s", "p", "o"], keep="first", maintain_order=True)


_LINE = (pl.concat_str("s", "p", "o", "g", separator=" ") + " .").alias("line")


def from_store(store: ox.Store) -> pl.DataFrame:
    """The statements of the graph without a name of a store in memory, as a frame of ``s``, ``p`` and ``o``."""
    lines = (store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b"").decode().split("\n")
    parts = pl.Series("line", lines).str.extract_groups(r"(?s)^(?<s>\S+) (?<p>\S+) (?<o>.*) \.$")
    return parts.struct.unnest().drop_nulls()


def nquads(statements: pl.DataFrame) -> bytes:
    """Write statements as sorted N-Quads."""
    ordered = statements.select(_LINE)["line"].unique().sort()
    return ("\n".join(ordered.to_list()) + "\n").encode() if len(ordered) else b""


def write_nquads(statements: pl.DataFrame, out: BinaryIO) -> None:
    """Write statements as N-Quads to an open file, in the order they stand."""
    statements.select(_LINE).write_csv(out, include_header=False, quote_style="never")


def digest(data: bytes) -> str:
    """SHA-256 of bytes, as hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def having(statements: pl.DataFrame, predicate: str) -> pl.DataFrame:
    """Subject and object of all statements with one predicate, given as prefixed name."""
    return statements.filter(pl.col("p") == f"<{expand(predicate)}>").select("s", "o")


def instances(statements: pl.DataFrame, kind: str) -> pl.Series:
    """Subjects that have the given class (prefixed name) as stated type."""
    types = having(statements, "rdf:type")
    return types.filter(pl.col("o") == f"<{expand(kind)}>")["s"].unique()


def day(literal: pl.Expr) -> pl.Expr:
    """The date inside a column of ``xsd:date`` literals."""
    return literal.str.extract(r'^"(\d{4}-\d{2}-\d{2})"').str.to_date("%Y-%m-%d", strict=False)


RDF_TYPE = f"<{PREFIXES['rdf']}type>"


def wide(statements: pl.DataFrame, predicates: dict[str, str], *, optional: tuple[str, ...] = ()) -> pl.DataFrame:
    """Statements as a table: one row per subject and combination of values, one column per predicate.

    Args:
        statements: where to look.
        predicates: column name to predicate (prefixed name).
        optional: columns that may be missing; a subject that lacks another one is left out.

    Returns:
        Column ``s`` and the named columns, all in N-Triples syntax.
    """
    table: pl.DataFrame | None = None
    for column, predicate in predicates.items():
        part = having(statements, predicate).rename({"o": column})
        how: Literal["left", "inner"] = "left" if column in optional else "inner"
        table = part if table is None else table.join(part, on="s", how=how, maintain_order="left")
    return empty().select("s") if table is None else table
