"""Statements: the graph as columns, on its way from tables to the store.

A frame of statements has four string columns in N-Quads syntax: ``s``, ``p``, ``o`` and ``g`` (the named graph).
No statement holds a blank node, so the sorted lines are the canonical form of the graph (RDFC-1.0) and their
SHA-256 is its identity: the same inputs give the same hash.

Many statements are packed: each term is kept once and the columns hold its number (:data:`PACKED`), a tenth of the
memory. Comparing with text, joining and sorting are the same on both; what reads inside terms gets text from
:func:`having` and :func:`wide`.
"""

import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import BinaryIO, Literal

import numpy as np
import polars as pl
import pyoxigraph as ox

from graph.errors import AtlasError
from graph.terms import PREFIXES, expand

INFERRED = f"{PREFIXES['graph']}inferred"
"""Named graph of what the rules conclude."""
ONTOLOGY_GRAPHS = f"{PREFIXES['graph']}ontology-"
"""How the named graphs of the ontology's modules begin."""
CUBES = f"{PREFIXES['graph']}cubes"
"""Named graph of all that is said of cubes."""

SCHEMA = {"s": pl.String, "p": pl.String, "o": pl.String, "g": pl.String}
COLUMNS = tuple(SCHEMA)
"""Subject, predicate, object and named graph."""

TERM = pl.Categorical(pl.Categories("terms", namespace="ketenatlas"))
"""Terms as numbers; they are forgotten with the last frame that holds any."""
PACKED = pl.Schema(dict.fromkeys(SCHEMA, TERM))
"""The columns of packed statements."""

_AT_ONCE = 250_000
"""Statements that are written as text at a time."""

Pattern = tuple[pl.Expr, str, pl.Expr]
"""Subject terms, predicate as prefixed name, object terms: one kind of statement a row of a table makes."""


def empty() -> pl.DataFrame:
    """A frame of no statements."""
    return pl.DataFrame(schema=SCHEMA)


def packed(statements: pl.DataFrame) -> pl.DataFrame:
    """Statements with each term kept once; nothing else changes."""
    return statements.cast(PACKED)


def unpacked(statements: pl.DataFrame) -> pl.DataFrame:
    """Statements as text."""
    return statements.cast(pl.Schema(SCHEMA))


def from_rows(rows: pl.DataFrame, patterns: Iterable[Pattern], graph: str, *, pack: bool = False) -> pl.DataFrame:
    """Make the statements of one table, all in one named graph.

    Args:
        rows: one row per thing, columns as the patterns use them.
        patterns: what each row says; a pattern whose subject or object is null says nothing.
        graph: IRI of the named graph.
        pack: whether the statements are packed.
    """
    table, kind = rows.lazy(), TERM if pack else pl.String()
    parts = [
        table.select(s=subject.cast(pl.String), p=pl.lit(f"<{expand(predicate)}>"), o=value.cast(pl.String))
        .drop_nulls()
        .cast(kind)
        for subject, predicate, value in patterns
    ]
    if not parts or rows.is_empty():
        return packed(empty()) if pack else empty()
    return pl.concat(parts).unique(maintain_order=True).with_columns(g=pl.lit(f"<{graph}>").cast(kind)).collect()


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


def from_store(store: ox.Store) -> pl.DataFrame:
    """The statements of the graph without a name of a store in memory, as a frame of ``s``, ``p`` and ``o``."""
    lines = (store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b"").decode().split("\n")
    parts = pl.Series("line", lines).str.extract_groups(r"(?s)^(?<s>\S+) (?<p>\S+) (?<o>.*) \.$")
    return parts.struct.unnest().drop_nulls()


def write_canonical(statements: pl.DataFrame, *write: Callable[[bytes], object]) -> str:
    """Write packed statements as sorted N-Quads, each once, piece by piece; returns their SHA-256, as hexadecimal."""
    hashed = hashlib.sha256()
    terms, ordered = _in_order(statements)
    for places in ordered.iter_slices(_AT_ONCE):
        out = io.BytesIO()
        write_nquads(places.select(terms.gather(places[column]).alias(column) for column in COLUMNS), out)
        lines = out.getvalue()
        hashed.update(lines)
        for piece_goes_to in write:
            piece_goes_to(lines)
    return hashed.hexdigest()


def _in_order(statements: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame]:
    """All terms of packed statements in order, as text, and the statements, each once, in the order of their lines.

    Statements are told by the places of their terms. Sorting terms one after the other sorts the lines: where one term
    begins with another, the space behind the shorter one comes before anything a term can go on with. Only distinct
    terms are compared as text.
    """
    terms = pl.concat([statements[column].unique() for column in COLUMNS]).unique()
    texts = terms.cast(pl.String)
    order = texts.arg_sort()
    numbers = terms.to_physical()
    place = np.zeros(int(numbers.max() or 0) + 1, np.uint32)  # type: ignore[arg-type]
    place[numbers.gather(order).to_numpy()] = np.arange(terms.len(), dtype=np.uint32)
    ordered = statements.select(
        pl.Series(column, place[statements[column].to_physical().to_numpy()]) for column in COLUMNS
    ).sort(COLUMNS)
    other = pl.any_horizontal(pl.col(column) != pl.col(column).shift() for column in COLUMNS)
    return texts.gather(order), ordered.filter(other.fill_null(value=True))


def nquads(statements: pl.DataFrame) -> bytes:
    """Few statements as sorted N-Quads."""
    out = io.BytesIO()
    write_canonical(packed(statements), out.write)
    return out.getvalue()


def write_nquads(statements: pl.DataFrame, out: BinaryIO) -> None:
    """Write statements as N-Quads to an open file, in the order they stand."""
    for part in statements.select(COLUMNS).iter_slices(_AT_ONCE):
        part.write_csv(out, include_header=False, separator=" ", quote_style="never", line_terminator=" .\n")


def pairs(statements: pl.DataFrame, predicate: str) -> pl.DataFrame:
    """Subject and object of all statements with one predicate, given as prefixed name; packed if they are."""
    return statements.filter(pl.col("p") == f"<{expand(predicate)}>").select("s", "o")


def having(statements: pl.DataFrame, predicate: str) -> pl.DataFrame:
    """Subject and object of all statements with one predicate, given as prefixed name, as text."""
    return pairs(statements, predicate).cast(pl.String)


def instances(statements: pl.DataFrame, kind: str) -> pl.Series:
    """Subjects that have the given class (prefixed name) as stated type."""
    types = pairs(statements, "rdf:type")
    return types.filter(pl.col("o") == f"<{expand(kind)}>")["s"].unique().cast(pl.String)


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
        Column ``s`` and the named columns, as text in N-Triples syntax.
    """
    table: pl.DataFrame | None = None
    for column, predicate in predicates.items():
        part = pairs(statements, predicate).rename({"o": column})
        how: Literal["left", "inner"] = "left" if column in optional else "inner"
        table = part if table is None else table.join(part, on="s", how=how, maintain_order="left")
    return empty().select("s") if table is None else table.cast(pl.String)
