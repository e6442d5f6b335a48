"""Places on a map: the municipalities of an atlas, and labels that cover neither each other nor the circles."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from graph.asking import records
from graph.catalogue import query_file
from graph.projections import View
from graph.store import Store
from ketenatlas.views.canvas import Anchor, box
from ketenatlas.views.map import Place


def municipalities(view: View) -> dict[str, Place]:
    """The municipalities with a region and a position on the day, by address; in order of label."""
    told = {"asOf": view.day.isoformat()}
    rows, _ = records(Store(view.folder), query_file("views", "map"), told, view.language)
    return {row["municipality"]: place(row) for row in rows}


def place(row: Mapping[str, Any], number: int | None = None) -> Place:
    """A row of the query of the map as a place.

    Args:
        row: the municipality, its region, point and outline.
        number: what is counted there.
    """
    longitude, latitude = row["point"].removeprefix("POINT (").removesuffix(")").split()
    return Place(
        row["municipalityLabel"],
        row["region"],
        row["regionLabel"],
        float(longitude),
        float(latitude),
        row["outline"],
        number,
    )


def labelled(
    spots: Sequence[tuple[float, float, float, str]], size: float, most: int, frame: tuple[float, float, float, float]
) -> list[tuple[float, float, Anchor, str]]:
    """Put names beside circles, the first ones first; a name that fits nowhere is left out.

    Args:
        spots: middle and radius of each circle, and its name; one without a name has none to place.
        size: of the letters.
        most: how many names at most.
        frame: left, top, right and bottom that names stay within.

    Returns:
        Place on its line, anchor and name, for every name that fits.
    """
    taken = [shapely.box(x - r, y - r, x + r, y + r) for x, y, r, _ in spots]
    limits = shapely.box(*frame)
    found: list[tuple[float, float, Anchor, str]] = []
    for x, y, r, name in spots:
        if len(found) == most or not name:
            continue
        choices: tuple[tuple[float, float, Anchor], ...] = (
            (x, y - r - 5, "middle"),
            (x + r + 4, y + size * 0.35, "start"),
            (x, y + r + size, "middle"),
            (x - r - 4, y + size * 0.35, "end"),
        )
        for a, b, anchor in choices:
            shape = box(a, b, name, size, anchor=anchor, bold=True)
            if shape.within(limits) and not np.any(shapely.intersects(shape, taken)):
                taken.append(shape)
                found.append((a, b, anchor, name))
                break
    return found
