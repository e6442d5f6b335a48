"""Extracts of an atlas with an open part and restricted microdata beside it, in two deliveries. All is made up."""

import json
from pathlib import Path

import numpy as np
import polars as pl

from graph.extracted import EXTRACTS
from graph.registers import SCHEMA

REGIONS = {"t1": "north", "t2": "north", "t3": "north", "t4": "south", "t5": "south", "t6": "south"}
SECOND = {"t3": "south"}
STAGES = {f"{chain}{at}": chain for chain in "ab" for at in range(1, 5)}
"""The chain of each stage."""
OPEN, OWN_JOBS = 50, 25
"""So many establishments have a first stage that everybody knows, and so many jobs."""


def write_atlas(folder: Path, *, later: bool = False, sites: int = 220) -> Path:
    """Write the extracts; in the later delivery some establishments are gone, some came, and some have other jobs.

    Restricted are the establishments from number :data:`OPEN` on, the second stage of all, jobs from number
    :data:`OWN_JOBS` on, and the register, which has them all.
    """
    draw = np.random.default_rng(5)
    size = sites + 4
    towns, stages = np.array(list(REGIONS)), np.array(list(STAGES))
    busy, wide = draw.gamma(1.5, 1, len(towns)), draw.gamma(1.0, 1, len(stages))
    jobs = np.ceil(draw.lognormal(2.2, 1.5, size))
    table = pl.DataFrame(
        {
            "number": np.arange(size),
            "municipality": draw.choice(towns, size, p=busy / busy.sum()),
            "first": draw.choice(stages, size, p=wide / wide.sum()),
            "next": draw.choice(stages, size, p=wide / wide.sum()),
            "two": draw.random(size) < 0.3,
            "division": draw.choice(["list-10", "list-26", "list-28"], size, p=[0.5, 0.35, 0.15]),
            "level": draw.choice(["asserted", "estimated"], size, p=[0.75, 0.25]),
            "jobs": jobs + (np.where(draw.random(size) < 0.02, 9, 0) if later else 0),
        }
    ).with_columns(establishment=pl.format("e{}", "number"))
    gone = pl.col("number").is_between(OPEN, OPEN + 3)
    table = table.filter(~gone if later else pl.col("number") < sites)
    _write(folder, table, 1)
    known = table.filter(pl.col("number") < OPEN).with_columns(
        two=pl.lit(value=False), jobs=pl.when(pl.col("number") < OWN_JOBS).then("jobs")
    )
    _write(folder / "public", known, 0)
    (folder / "public" / "store").mkdir()
    return folder


def _write(folder: Path, sites: pl.DataFrame, restricted: int) -> None:
    (folder / "extracts").mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"restricted": restricted}))
    claims = [
        sites.filter(told).select("establishment", "level", stage=stage)
        for stage, told in (("first", True), ("next", pl.col("two") & (pl.col("first") != pl.col("next"))))
    ]
    members = [(town, region, True) for town, region in REGIONS.items()] + [(t, r, False) for t, r in SECOND.items()]
    made = {
        "establishments": sites.select("establishment", "municipality", "jobs"),
        "participations": pl.concat(claims).with_columns(
            participation=pl.concat_str("establishment", "stage", separator="-"), source=pl.lit("survey")
        ),
        "stages": pl.DataFrame({"stage": list(STAGES), "chain": list(STAGES.values())}),
        "memberships": pl.DataFrame(members, schema=["municipality", "region", "primary"], orient="row"),
    }
    for name in ("establishments", "participations", "stages", "memberships", "supplies", "plots", "occupants"):
        how = EXTRACTS[name]
        schema = {column: (how.kinds or {}).get(column, pl.String) for column in (how.key, *how.predicates)}
        table = made.get(name, pl.DataFrame())
        empty = pl.DataFrame(schema=schema)
        pl.concat([empty, table], how="diagonal_relaxed").write_parquet(folder / "extracts" / f"{name}.parquet")
    register = sites.filter(pl.lit(restricted > 0)).select(
        "establishment", "division", "municipality", pl.col("jobs").cast(pl.Int64), register=pl.lit("register"),
        level=pl.lit("asserted"), source=pl.lit("register"),
    )  # fmt: skip
    empty = pl.DataFrame(schema=SCHEMA)
    pl.concat([empty, register], how="diagonal_relaxed").write_parquet(folder / "extracts" / "registered.parquet")
