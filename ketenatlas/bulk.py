"""Bulk: registers of millions of rows, streamed batch by batch from file to N-Quads in bounded memory.

A bulk table is read, checked and mapped like any other and passes the same shapes, but it is never whole in memory, and
nothing is inferred from it: what the rules would say of a million establishments follows from their municipality. Cubes
count it (:mod:`graph.registers`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from graph import lineage, registers, shapes, spatial
from graph.rules import Rule, infer
from graph.statements import INFERRED, RDF_TYPE, empty, write_nquads
from ketenatlas.dataset import Progress, dated, sources_in, told_of_load
from loaders.loader import Loader, graph_of, load_of
from loaders.table import FINDING, read_batches

_TOLD_EVERY = 250_000
"""Rows between two lines of progress."""


@dataclass
class Streamed:
    """What came of streaming one table.

    Attributes:
        load: what the list of loads says of it.
        path: its statements as N-Quads.
        rejects: rejected rows with the reason.
        notes: faults that did not cost a row.
        findings: what the gate found.
        apart: statements about things a reviewer decided on; they are unified with those of the other tables.
        apart_lineage: the rows these come from.
        computed: how many statements of ``path`` were computed from geometry rather than read.
        sources: the sources that its rows name.
    """

    load: dict[str, Any]
    path: Path
    rejects: pl.DataFrame
    notes: pl.DataFrame
    findings: pl.DataFrame
    apart: pl.DataFrame
    apart_lineage: pl.DataFrame
    computed: int
    sources: frozenset[str]


@dataclass(frozen=True)
class Context:
    """What a bulk table is read against.

    Attributes:
        known: keys of things that references may point at.
        licences: licence by source.
        kinds: what the things of the other tables are (their types), for shapes that ask for a class.
        rules: the compiled rules, of which those on classes are applied.
        areas: places in which points may lie.
        decided: things (terms) that a reviewer decided to be another; rows about them are few and set apart.
    """

    known: Mapping[str, pl.Series]
    licences: Mapping[str, str]
    kinds: pl.DataFrame
    rules: Sequence[Rule]
    areas: spatial.Places = spatial.NOWHERE
    decided: frozenset[str] = frozenset()


def stream(loader: Loader, path: Path, context: Context, folder: Path, progress: Progress) -> Streamed:
    """Read one table and write its statements, the rows they come from, and what cubes count of it, into a folder.

    Args:
        loader: what reads the table.
        path: the file.
        context: what it is read against.
        folder: where the N-Quads, the lineage and the columns for the cubes go.
        progress: told every quarter of a million rows.

    Raises:
        TableError: if the file cannot be read as this table.
    """
    file = f"{loader.name}/{path.name}"
    target = folder / f"{loader.name}-{path.stem}.nq"
    subclasses = [rule for rule in context.rules if rule.head.startswith("type ") and rule.body[0].startswith("type ")]
    rejects, notes = [pl.DataFrame(schema=FINDING)], [pl.DataFrame(schema=FINDING)]
    findings = [lineage.locate(pl.DataFrame(schema=shapes.FINDINGS), pl.DataFrame(schema=lineage.ROWS), empty())]
    apart, apart_lineage = [empty()], [pl.DataFrame(schema=lineage.ROWS)]
    read = accepted = statements = computed = told = 0
    days: list[dict[str, Any]] = []
    sources: set[str] = set()
    sha256 = ""
    with target.open("wb") as out:
        for at, batch in enumerate(read_batches(path, loader.columns, loader.key, context.known)):
            rows, set_apart = _parted(loader, batch.rows, context.decided)
            apart.append(loader.statements(set_apart, graph_of(loader.name, path)))
            apart_lineage.append(loader.lineage(set_apart, file))
            made = loader.statements(rows, graph_of(loader.name, path))
            write_nquads(made, out)
            lines = loader.lineage(rows, file)
            lines.write_parquet(folder / f"lineage-{target.stem}-{at:05}.parquet")
            rejects.append(batch.rejects)
            notes.append(batch.notes)
            placed = spatial.place(made, context.areas)
            write_nquads(placed.statements, out)
            computed += placed.statements.height
            counted = registers.registered(pl.concat([made, apart[-1], placed.statements]), load_of(loader.name, path))
            counted.write_parquet(folder / f"{registers.NAME}-{target.stem}-{at:05}.parquet")
            found = pl.concat([_checked(made, context.kinds, subclasses), placed.findings])
            if found.height:
                findings.append(lineage.locate(found, lines, made))
            days.append(dated(batch.rows, context.licences))
            sources |= sources_in(batch.rows)
            read, accepted, statements = (
                read + batch.read,
                accepted + batch.rows.height,
                statements + made.height + apart[-1].height,
            )
            sha256 = batch.sha256
            if read - told >= _TOLD_EVERY:
                told = read
                progress(f"{file}: {read:,} rows, {statements:,} statements")
    progress(f"{file}: {accepted:,} of {read:,} rows" + (f", {read - accepted} rejected" if read > accepted else ""))
    spans = {
        "first_day": min((d["first_day"] for d in days if d["first_day"]), default=None),
        "last_day": max((d["last_day"] for d in days if d["last_day"]), default=None),
        "licences": "; ".join(sorted({part for d in days for part in d["licences"].split("; ") if part})),
    }
    counts = {"read": read, "accepted": accepted, "rejected": read - accepted, "statements": statements}
    return Streamed(
        told_of_load(loader, path, counts, spans, sha256),
        target,
        pl.concat(rejects).with_columns(file=pl.lit(file)),
        pl.concat(notes).with_columns(file=pl.lit(file)),
        pl.concat(findings),
        pl.concat(apart),
        pl.concat(apart_lineage),
        computed,
        frozenset(sources),
    )


def _parted(loader: Loader, rows: pl.DataFrame, decided: frozenset[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows that say nothing of the decided things, and those that do."""
    if not decided:
        return rows, rows.clear()
    table = rows.with_columns(**(loader.derive or {}))
    terms = {str(term): term for subject, _, value in loader.patterns for term in (subject, value)}.values()
    about = [term.cast(pl.String).is_in(list(decided)).fill_null(value=False) for term in terms]
    spoken = table.select(pl.any_horizontal(*about)).to_series()
    return rows.filter(~spoken), rows.filter(spoken)


def _checked(made: pl.DataFrame, kinds: pl.DataFrame, subclasses: Sequence[Rule]) -> pl.DataFrame:
    """What the shapes find in one batch, each thing being also what its class is a kind of."""
    types = made.filter(pl.col("p") == RDF_TYPE)
    return shapes.run_shapes(pl.concat([made, infer(types, subclasses, INFERRED)]), context=kinds)
