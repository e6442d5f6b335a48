"""Whether establishments of a stage sit together more than chance would have them."""

import math
from typing import Any

import numpy as np
import polars as pl
import shapely

from graph.errors import one_of
from graph.measures.completeness import PLACES as AREAS
from graph.measures.completeness import Area
from graph.measures.specialisation import THINGS, Thing, primary
from graph.measuring import Measure, labelled, rests_on
from graph.metrics.agglomeration import duranton_overman, ellison_glaeser
from graph.projections import View, coordinates
from graph.space import project

FEWEST = 3
"""Establishments of a stage below which no density is drawn."""


def ellison(view: View, by: Area = "region", of: Thing = "stage") -> pl.DataFrame:
    """Ellison-Glaeser index by stage, over the establishments of which jobs are known.

    Where jobs of any establishment of the stage are not known it rests on the others, which ``note`` tells; with
    fewer than two it is unknown.
    """
    one_of("by", by, AREAS)
    one_of("of", of, THINGS)
    present = primary(view).drop_nulls(by)
    sites = view.table("establishments").select("establishment", "jobs").unique("establishment", keep="first")
    once = (
        present.select("establishment", by, of)
        .unique()
        .join(sites, on="establishment", how="left")
        .sort(by, of, "establishment")
    )
    known = once.drop_nulls("jobs")
    held = known.unique(["establishment", by]).group_by(by).agg(pl.col("jobs").sum()).sort(by)
    places, jobs = held[by].to_list(), held["jobs"].to_numpy()
    share = jobs / jobs.sum() if jobs.sum() else jobs
    rows = []
    for (thing,), part in once.group_by(of, maintain_order=True):
        sized = part.drop_nulls("jobs")
        at = np.array([places.index(place) for place in sized[by]], dtype=np.int64)
        value = ellison_glaeser(sized["jobs"].to_numpy(), at, share) if len(at) else math.nan
        lacking = part.height - sized.height
        note = f"jobs of {lacking} of {part.height} establishments not known" if lacking else ""
        rows.append((thing, part.height, sized.height, value, note))
    names = {
        of: pl.String,
        "establishments": pl.Int64,
        "with_jobs": pl.Int64,
        "ellison_glaeser": pl.Float64,
        "note": pl.String,
    }
    table = pl.DataFrame(rows, schema=names, orient="row")
    table = table.join(present.group_by(of).agg(**rests_on()), on=of, how="left", maintain_order="left")
    return labelled(view, table.fill_nan(None), of).sort(
        "ellison_glaeser", of, descending=[True, False], nulls_last=True
    )


def positions(view: View) -> pl.DataFrame:
    """Where establishments lie, metres in the Dutch grid: ``establishment``, ``x``, ``y`` and ``located``.

    An establishment without a point of its own lies in the middle of its municipality.
    """
    centres = coordinates(view)
    present = (
        primary(view)
        .select("establishment", "municipality")
        .unique("establishment", keep="first")
        .sort("establishment")
    )
    own = present.join(centres, left_on="establishment", right_on="thing", how="left", maintain_order="left")
    both = own.join(
        centres, left_on="municipality", right_on="thing", how="left", maintain_order="left", suffix="_near"
    )
    own_known = pl.col("longitude").is_not_null()
    located = both.select(
        "establishment",
        longitude=pl.coalesce("longitude", "longitude_near"),
        latitude=pl.coalesce("latitude", "latitude_near"),
        located=pl.when(own_known).then(pl.lit("own")).otherwise(pl.lit("municipality")),
    ).drop_nulls("longitude")
    if not located.height:
        return pl.DataFrame(schema={"establishment": pl.String, "x": pl.Float64, "y": pl.Float64, "located": pl.String})
    points = np.asarray(shapely.points(located.select("longitude", "latitude").to_numpy()), dtype=object)
    grid = shapely.get_coordinates(np.array(project(points), dtype=object))
    return located.select("establishment", x=pl.Series(grid[:, 0]), y=pl.Series(grid[:, 1]), located="located")


def densities(view: View, of: Thing = "stage", choices: int = 200, seed: int = 0) -> pl.DataFrame:
    """Whether the distances between establishments of a stage are shorter, or longer, than chance would give.

    ``peak_km`` is the distance at which they lie most above chance. Points in the middle of a municipality make
    distances inside it nought; ``note`` tells how many there are.
    """
    one_of("of", of, THINGS)
    present = primary(view)
    sites = positions(view)
    every = sites.select("x", "y").to_numpy()
    once = present.select(of, "establishment").unique().join(sites, on="establishment").sort(of, "establishment")
    rows: list[tuple[Any, ...]] = []
    for (thing,), part in once.group_by(of, maintain_order=True):
        borrowed = (part["located"] == "municipality").sum()
        note = f"{borrowed} of {part.height} in the middle of their municipality"
        if part.height < FEWEST:
            rows.append((thing, part.height, None, None, None, f"fewer than {FEWEST} establishments"))
            continue
        made = duranton_overman(part.select("x", "y").to_numpy(), every, choices=choices, seed=seed)
        above = made.density - made.global_high
        peak = float(made.distance[above.argmax()]) if made.localised else None
        rows.append((thing, part.height, made.localised, made.dispersed, peak, note))
    names = {
        of: pl.String,
        "establishments": pl.Int64,
        "localised": pl.Boolean,
        "dispersed": pl.Boolean,
        "peak_km": pl.Float64,
        "note": pl.String,
    }
    table = pl.DataFrame(rows, schema=names, orient="row")
    table = table.join(present.group_by(of).agg(**rests_on()), on=of, how="left", maintain_order="left")
    return labelled(view, table, of).sort(
        "localised", "establishments", of, descending=[True, True, False], nulls_last=True
    )


MEASURES = [
    Measure(
        "ellison-glaeser",
        {
            "nl": "Zitten banen van een schakel meer bijeen dan bij toeval?",
            "en": "Do jobs of a stage sit together more than by chance?",
        },
        {"nl": "0 als bij toeval, 1 alles in één regio", "en": "0 as by chance, 1 all in one region"},
        "Ellison and Glaeser (1997)",
        "stage",
        ellison,
    ),
    Measure(
        "duranton-overman",
        {
            "nl": "Liggen vestigingen van een schakel dichter bijeen dan bij toeval?",
            "en": "Do establishments of a stage lie closer than by chance?",
        },
        {"nl": "kilometers", "en": "kilometres"},
        "Duranton and Overman (2005)",
        "stage",
        densities,
    ),
]
