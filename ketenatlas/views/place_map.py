"""The map of one place: what is known in its region or municipality, with the rest of the land around it."""

from dataclasses import replace
from functools import lru_cache

import polars as pl

from graph.asking import records
from graph.catalogue import query_file
from graph.projections import View
from graph.store import Store
from ketenatlas.views.map import map_svg
from ketenatlas.views.places import municipalities


@lru_cache(maxsize=128)
def map_of(view: View, title: str, region: str | None = None, municipality: str | None = None) -> str:
    """The map as SVG, with circles for establishments known in the place; empty where no positions are known.

    It is drawn once for each view and place.

    Args:
        view: what part of the atlas.
        title: what the circles count.
        region: address of the region to show; all by default.
        municipality: address of the municipality to show.
    """
    towns = municipalities(view)
    if len(towns) < 3:
        return ""
    sites = view.table("establishments").drop_nulls("municipality")
    known = dict(sites.group_by("municipality").agg(pl.col("establishment").n_unique()).iter_rows())
    places = []
    for town, place in towns.items():
        here = town == municipality if municipality else region in (None, place.region)
        places.append(replace(place, known=known.get(town) if here else None))
    parks, _ = records(Store(view.folder), query_file("views", "parks"), {}, view.language)
    outlines = [(row["parkLabel"], row["outline"]) for row in parks]
    marked = towns[municipality].label if municipality in towns else ""
    return map_svg(places, title, view.language, parks=outlines, marked=marked)
