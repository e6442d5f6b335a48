"""The map of the province with the establishments of a chain."""

from graph.asking import Engine, records
from graph.catalogue import query_file
from ketenatlas.views.map import map_svg
from ketenatlas.views.places import place


def draw_map(engine: Engine, language: str, chain: str | None, title: str) -> str:
    """The map of the province with the establishments of a chain, as SVG."""
    rows, _ = records(engine, query_file("views", "map"), {"chain": chain}, language)
    places = [place(row, row["establishments"]) for row in rows]
    parks, _ = records(engine, query_file("views", "parks"), {}, language)
    outlines = [(row["parkLabel"], row["outline"]) for row in parks]
    return map_svg(places, title, language, parks=outlines)
