"""Protecting: the one door through which counted cells reach a delivery.

What restricted files tell never goes out by it: where an atlas has such files, the cells are counted from the public
atlas that was built without them, and everything in that can be read by everybody.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from graph.asking import levels
from graph.cubing import Cube, DataSet, cells, cubes
from graph.placing import Facts
from graph.store import public

ALL = "all"
"""In place of an evidence level: all levels together."""
OPEN, SUPPRESSED = "open", "suppressed"
"""Statuses of a cell that everybody could count, and of one whose numbers are left out."""
REGION = "region"


@dataclass(frozen=True)
class Shown:
    """Cells as they may be shown.

    Attributes:
        tables: by name of the data set (``jobs-nuts3``) the dimensions, ``day``, ``evidence`` (a level or :data:`ALL`),
            ``value``, ``n``, ``sources`` and ``status``; what is suppressed has no value, no n and no sources.
        loss: what it cost: a row per data set.
    """

    tables: Mapping[str, pl.DataFrame]
    loss: pl.DataFrame


class _Divided(Facts):
    """Facts in which a municipality counts in another division than that of the regions."""

    def __init__(self, folder: Path, areas: pl.DataFrame) -> None:
        super().__init__(folder)
        self.areas = areas

    @property
    def memberships(self) -> pl.DataFrame:  # type: ignore[override]  # computed once there, given here
        return self.areas.with_columns(primary=pl.lit(value=True))


def shown(
    folder: Path, day: datetime.date, names: Mapping[str, Cube], areas: Mapping[str, pl.DataFrame]
) -> Shown:
    """The cells of cubes by primary region and by further divisions, as they may be shown.

    Args:
        folder: the atlas.
        day: the day.
        names: the cubes by name.
        areas: further divisions by name: ``municipality``, ``region``, ``since``, ``until``.
    """
    open_to_all = public(folder)
    divisions = {REGION: Facts(open_to_all), **{name: _Divided(open_to_all, one) for name, one in areas.items()}}
    tables = {
        f"{name}-{division}": _counted(facts, cube, day)
        for name, cube in names.items()
        for division, facts in divisions.items()
    }
    lost = [
        {"data_set": name, "cells": len(table), "suppressed": int((table["status"] == SUPPRESSED).sum())}
        for name, table in tables.items()
    ]
    return Shown(tables, pl.DataFrame(lost, schema={"data_set": pl.String, "cells": pl.Int64, "suppressed": pl.Int64}))


def _counted(facts: Facts, cube: Cube, day: datetime.date) -> pl.DataFrame:
    """The cells of a cube by evidence level, and of all levels together, in which an item counts once too."""
    together = replace(cube, contributions=lambda told: cube.contributions(told).with_columns(rank=pl.lit(_surest())))
    parts = [
        cells(facts, DataSet(cube, REGION), [day]),
        cells(facts, DataSet(together, REGION), [day]).with_columns(evidence=pl.lit(ALL)),
    ]
    return pl.concat(parts).drop("largest", "second").with_columns(status=pl.lit(OPEN))


def _surest() -> int:
    return min(place for place, _ in levels().values())


def delivered_cubes(*names: str) -> dict[str, Cube]:
    """Cubes by name."""
    known = cubes()
    return {name: known[name] for name in names}
