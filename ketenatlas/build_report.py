"""Reports: what a build did, for people and for programs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from graph import lineage, statements
from graph.terms import PREFIXES


@dataclass
class Report:
    """What a build did.

    Attributes:
        hash: identity of the atlas: SHA-256 of its canonical statements.
        folder: where it lies.
        loads: one row per file: loader, file, read, accepted, rejected, statements, hash.
        rejects: rejected rows with the reason.
        notes: faults that did not cost a row.
        findings: what the gate found.
        lineage: the row each thing was read from: s (term), file, row.
        classes: number of things per class (stated or inferred).
        statements: how many statements the atlas holds, ontology included.
        inferred: how many of those the rules concluded.
        stages: duration of each stage, in seconds, in the order in which they were done.
        memory: most memory, in MiB, that the process had held by the end of each stage; empty where the system does
            not tell.
    """

    hash: str
    folder: Path
    as_of: str
    loads: pl.DataFrame
    rejects: pl.DataFrame
    notes: pl.DataFrame
    findings: pl.DataFrame
    lineage: pl.DataFrame
    classes: pl.DataFrame
    statements: int
    inferred: int
    stages: dict[str, float] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)

    @property
    def peak_mib(self) -> float | None:
        """Most memory, in MiB, that the process had held by the end of the build."""
        return max(self.memory.values(), default=None)

    @property
    def disk_bytes(self) -> int:
        """What the atlas takes on disk, its public part included; a file that stands in both counts once."""
        told = [path.stat() for path in self.folder.rglob("*") if path.is_file()]
        return sum({(one.st_dev, one.st_ino): one.st_size for one in told}.values())


def count_classes(everything: pl.DataFrame) -> pl.DataFrame:
    """Number of things per class of ours."""
    space_of_ours = f"<{PREFIXES['ka']}"
    return (
        statements.pairs(everything, "rdf:type")
        .group_by(pl.col("o").alias("class"))
        .agg(things=pl.col("s").n_unique())
        .with_columns(pl.col("class").cast(pl.String))
        .filter(pl.col("class").str.starts_with(space_of_ours))
        .with_columns(pl.col("class").str.strip_chars("<>"))
        .sort("class")
    )


def write_report(folder: Path, report: Report, manifest: Mapping[str, Any]) -> None:
    """Write what a build did beside the atlas: CSV for people, JSON for programs."""
    report.rejects.write_csv(folder / "rejects.csv")
    report.notes.write_csv(folder / "notes.csv")
    report.findings.write_csv(folder / "findings.csv")
    report.loads.write_csv(folder / "loads.csv")
    report.lineage.write_parquet(folder / lineage.FILE)
    report.classes.write_csv(folder / "classes.csv")
    spent = {"seconds": report.stages, "memory_mib": report.memory}
    rounded = {name: {stage: round(value, 2) for stage, value in told.items()} for name, told in spent.items()}
    told = {**manifest, **rounded}
    (folder / "report.json").write_text(json.dumps(told, indent=2, ensure_ascii=False), encoding="utf-8")
