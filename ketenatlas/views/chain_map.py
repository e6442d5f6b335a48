"""The map of the province with the establishments of a chain."""

from graph.asking import records
from graph.catalogue import query_file
from ketenatlas.atlas import Atlas
from ketenatlas.views.map import map_svg
from ketenatlas.views.places import place


def draw_map(atlas: Atlas, chain: str | None, title: str) -> str:
    """The map of the province with the establishments of a chain, as SVG."""
    rows, _ = records(atlas.engine, query_file("views", "map"), {"chain": chain}, atlas.language)
    places = [place(row, row["establishments"]) for row in rows]
    parks, _ = records(atlas.engine, query_file("views", "parks"), {}, atlas.language)
    outlines = [(row["parkLabel"], row["outline"]) for row in parks]
    return map_svg(places, title, atlas.language, parks=outlines)
