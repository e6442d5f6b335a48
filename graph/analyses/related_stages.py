"""Related stages: how near what a region has is to the stages it lacks, by what is found together in municipalities."""

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.analyses import Facts
from graph.metrics.relatedness import proximity, relatedness_density

CLOSEST = 3
"""How many of the most related stages are named."""


def analyse(rows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Add the relatedness density, the closest stages present, and the grounds: presences of all related stages."""
    seen = facts("stage-places")
    stages = seen["stage"].unique().sort()
    phi = proximity(_present(seen, "municipality", stages))
    regions = seen["region"].unique().sort()
    density = relatedness_density(_present(seen, "region", stages), phi)
    return (
        rows.join(_long(density, regions, stages), on=["region", "missingStage"], how="left", nulls_equal=True)
        .join(
            _grounds(rows.select("region", "missingStage"), seen, phi, stages),
            on=["region", "missingStage"],
            how="left",
        )
        .sort(
            "chainLabel",
            "chain",
            "regionLabel",
            "region",
            "density",
            "position",
            descending=[False] * 4 + [True, False],
            nulls_last=True,
        )
    )


def _present(seen: pl.DataFrame, place: str, stages: pl.Series) -> npt.NDArray[np.bool_]:
    """Places, in order of their address, by stages: whether the stage is there."""
    places = seen[place].unique().sort()
    table = np.zeros((len(places), len(stages)), dtype=bool)
    table[places.search_sorted(seen[place]), stages.search_sorted(seen["stage"])] = True
    return table


def _long(density: npt.NDArray[np.float64], regions: pl.Series, stages: pl.Series) -> pl.DataFrame:
    """One row per region and stage; what is not a number is unknown."""
    return pl.DataFrame(
        {
            "region": np.repeat(regions.to_numpy(), len(stages)),
            "missingStage": np.tile(stages.to_numpy(), len(regions)),
            "density": density.ravel(),
        },
        schema={"region": pl.String, "missingStage": pl.String, "density": pl.Float64},
    ).with_columns(pl.col("density").fill_nan(None).round(1))


def _grounds(
    missing: pl.DataFrame, seen: pl.DataFrame, phi: npt.NDArray[np.float64], stages: pl.Series
) -> pl.DataFrame:
    """For each missing stage the closest stages its region has, with evidence and sources of all related ones."""
    one, other = np.nonzero(phi)
    said = seen.select("region", "stage", "stageLabel", "chainLabel", "evidence", "source").unique()
    related = (
        pl.DataFrame({"missingStage": stages.gather(one), "stage": stages.gather(other), "phi": phi[one, other]})
        .join(missing.unique(), on="missingStage")
        .join(said, on=["region", "stage"])
    )
    named = pl.format("{} ({})", "stageLabel", "chainLabel")
    return (
        related.with_columns(name=named)
        .sort("phi", "name", descending=[True, False])
        .group_by("region", "missingStage")
        .agg(
            pl.col("name").unique(maintain_order=True).head(CLOSEST).str.join("|").alias("closest"),
            pl.col("evidence").unique().sort().str.join("|"),
            pl.col("source").unique().sort().str.join("|").alias("sources"),
        )
    )
