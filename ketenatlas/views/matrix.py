"""Chains by region as a table: how many stages of each chain are known in each region, and how many establishments."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Cell:
    """One chain in one region; ``None`` where nothing is known, which is not zero."""

    stages: int | None
    total: int
    establishments: int | None
    evidence: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Share of the stages that is known there, for shading."""
        return (self.stages or 0) / self.total if self.total else 0.0


@dataclass(frozen=True)
class Matrix:
    """Chains (rows) by region (columns); keys are addresses, values labels."""

    chains: Mapping[str, str]
    regions: Mapping[str, str]
    cells: Mapping[tuple[str, str], Cell]


def matrix(rows: Iterable[Mapping[str, Any]]) -> Matrix:
    """Arrange the rows of the view query ``chain-region``."""
    chains: dict[str, str] = {}
    regions: dict[str, str] = {}
    cells = {}
    for row in rows:
        chains[row["chain"]] = row["chainLabel"]
        regions[row["region"]] = row["regionLabel"]
        cells[row["chain"], row["region"]] = Cell(
            row["stages"],
            row["stagesTotal"],
            row["establishments"],
            tuple(part for part in str(row["evidence"] or "").split("|") if part),
        )
    return Matrix(chains, dict(sorted(regions.items(), key=lambda item: item[1])), cells)
