"""Protecting: the one door through which counted cells reach a delivery.

All cells of a delivery are protected in one call, for whoever has one table can take it off another. What the next
delivery must know of this one holds true numbers, so it is kept beside the atlas and never in the delivered folder.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from graph import cubing
from graph.disclosure import cubes
from graph.errors import AtlasError
from graph.store import Store

ALL = cubes.ALL
"""In place of an evidence level: all levels together."""
OPEN, SUPPRESSED = cubing.OPEN, "suppressed"
"""Statuses of a cell that everybody could count, and of one whose numbers are left out."""
KEPT = "deliveries"
"""Folder of builds that keeps what the next delivery must know of the ones before; it stays inside."""


LOSS = {
    "data_set": pl.String,
    "given": pl.String,
    "cells": pl.Int64,
    "suppressed": pl.Int64,
    "share": pl.Float64,
}
"""What protection cost: whether a data set is given ``whole``, of all levels ``together`` or ``withheld``; how many
cells it has, how many of them are suppressed, and that share. Why a cell is hidden and what it is worth stay inside."""


@dataclass(frozen=True)
class Shown:
    """Cells as they may be shown.

    Attributes:
        tables: by name of the data set (``jobs-nuts3``) the dimensions, ``day``, ``evidence`` (a level or :data:`ALL`),
            ``value``, ``n``, ``sources`` and ``status``; what is suppressed has no value, no n and no sources.
        loss: what it cost, as everybody may know it: :data:`LOSS`, a row per data set.
        kept: what the next delivery must know, with true numbers.
    """

    tables: Mapping[str, pl.DataFrame]
    loss: pl.DataFrame
    kept: pl.DataFrame


def shown(store: Store, day: datetime.date, areas: Mapping[str, pl.DataFrame], previous: str | None) -> Shown:
    """The cells of all cubes by primary region and by further divisions, as they may be shown.

    Args:
        store: the atlas.
        day: the day.
        areas: further divisions by name: ``municipality``, ``region``, ``since``, ``until``.
        previous: identifier of the delivery before, whose readers must not learn more from both together.

    Raises:
        AtlasError: if something in the atlas is restricted and the true numbers behind the previous delivery are gone.
    """
    made = cubes.protected_cubes(store.folder, day, levels=("region",), areas=areas, previous=_kept(store, previous))
    tables = made.published()
    lost = [_lost(name, tables.get(name), undivided=name in made.undivided) for name in sorted(made.tables)]
    return Shown(tables, pl.DataFrame(lost, schema=LOSS, orient="row"), made.delivered)


def _lost(
    name: str, table: pl.DataFrame | None, *, undivided: bool
) -> tuple[str, str, int | None, int | None, float | None]:
    if table is None:
        return name, "withheld", None, None, None
    cells, suppressed = len(table), int((table["status"] == SUPPRESSED).sum())
    return name, "together" if undivided else "whole", cells, suppressed, suppressed / cells if cells else 0.0


def _path(store: Store, identifier: str) -> Path:
    return store.folder.parent / KEPT / f"{identifier}.parquet"


def _kept(store: Store, identifier: str | None) -> pl.DataFrame | None:
    if identifier is None:
        return None
    path = _path(store, identifier)
    if path.is_file():
        return pl.read_parquet(path)
    if store.manifest["restricted"]:
        raise AtlasError(
            f"{path} is gone: it kept the true numbers behind the delivery {identifier}. Without them nobody knows what"
            " the two deliveries tell together, so nothing was delivered; put the file back, or leave out --previous"
        )
    return None


def keep(store: Store, identifier: str, kept: pl.DataFrame) -> None:
    """Keep beside the atlas what the next delivery must know of this one."""
    path = _path(store, identifier)
    path.parent.mkdir(exist_ok=True)
    kept.write_parquet(path)
