"""The map of the province with the establishments of a chain."""

from graph.asking import records
from graph.catalogue import query_file
from ketenatlas.atlas import Atlas
from ketenatlas.views.map import Place, map_svg


def draw_map(atlas: Atlas, chain: str | None, title: str) -> str:
    """The map of the province with the establishments of a chain, as SVG."""
    rows, _ = records(atlas.engine, query_file("views", "map"), {"chain": chain}, atlas.language)
    places = []
    for row in rows:
        longitude, latitude = row["point"].removeprefix("POINT (").removesuffix(")").split()
        places.append(
            Place(
                row["municipalityLabel"],
                row["region"],
                row["regionLabel"],
                float(longitude),
                float(latitude),
                row["outline"],
                row["establishments"],
            )
        )
    parks, _ = records(atlas.engine, query_file("views", "parks"), {}, atlas.language)
    outlines = [(row["parkLabel"], row["outline"]) for row in parks]
    return map_svg(places, title, atlas.language, parks=outlines)
