"""A network as a still picture: what the explorer draws, as SVG, for paper and for readers without script."""

from typing import Any

import numpy as np

from ketenatlas.views.canvas import LARGE, SMALL, Canvas, box, clipped, number, room
from ketenatlas.views.explorer import SUMMED, THICKET, WORDS, Picture
from ketenatlas.views.palette import INK

HIGH = 760.0
"""How high the drawing is at most, in pixels."""
_EDGE = 34.0
_MOST_NAMES = 70


def still(picture: Picture, title: str, language: str, description: str = "") -> str:
    """The network as SVG; of a large one what flows between its groups.

    Args:
        picture: the network, ready to draw.
        title: heading, read out as the name of the picture.
        language: ``nl`` or ``en``.
        description: what is read out as its content.
    """
    canvas = Canvas()
    y = canvas.paragraph(0, 4, title, canvas.width, LARGE, bold=True) + 8
    nodes = picture.data["nodes"]
    if not nodes["x"]:
        canvas.height = canvas.paragraph(0, y, WORDS[language]["drawn"].format(shown=0), canvas.width) + 8
        return canvas.svg("network", title, description)
    summed = len(nodes["x"]) > SUMMED
    around = picture.data["groups"] if summed else nodes
    x_all, y_all = np.array(around["x"]), np.array(around["y"])
    reach = np.array(around["radius"]) if summed else np.zeros(len(x_all))
    left, top = float((x_all - reach).min()), float((y_all - reach).min())
    wide, high = float((x_all + reach).max()) - left, float((y_all + reach).max()) - top
    scale = min((canvas.width - 2 * _EDGE) / max(wide, 1.0), (HIGH - 2 * _EDGE) / max(high, 1.0), 3.0)
    aside = (canvas.width - wide * scale) / 2
    at = np.column_stack([aside + (x_all - left) * scale, y + _EDGE + (y_all - top) * scale])
    if summed:
        drawn = _groups(canvas, picture.data, at, reach * scale, language)
    else:
        drawn = _nodes(canvas, picture.data, at, scale)
    canvas.height = y + high * scale + 2 * _EDGE
    entries = [(f'<circle cx="11" cy="7" r="7" fill="{colour}"/>', words) for words, colour in picture.legend]
    lines = {words: (colour, dashed) for words, colour, dashed in reversed(picture.lines)}
    entries += [
        (
            f'<line x1="0" x2="22" y1="7" y2="7" stroke="{colour}" stroke-width="2.5"'
            + (' stroke-dasharray="4 4"/>' if dashed else "/>"),
            words,
        )
        for words, (colour, dashed) in reversed(lines.items())
    ]
    canvas.height = canvas.legend(canvas.height, entries)
    canvas.height = canvas.paragraph(0, canvas.height + 2, _said(drawn, picture, language), canvas.width, SMALL) + 6
    return canvas.svg("network", title, description)


def _said(drawn: int, picture: Picture, language: str) -> str:
    words = WORDS[language]
    if drawn < 0:
        return words["summed"].format(shown=number(len(picture.data["nodes"]["x"]), language)).partition(". ")[0] + "."
    if drawn < picture.edges:
        return words["hidden"].format(shown=drawn, all=picture.edges).partition(";")[0] + "."
    return words["drawn"].format(shown=drawn)


def _bent(one: np.ndarray, two: np.ndarray) -> str:
    """A line bent clockwise, so that there and back lie apart."""
    middle = (one + two) / 2 + np.array([-(two - one)[1], (two - one)[0]]) * 0.12
    return f"M{one[0]:.1f} {one[1]:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {two[0]:.1f} {two[1]:.1f}"


def _nodes(canvas: Canvas, data: dict[str, Any], at: np.ndarray, scale: float) -> int:
    """Draw the strongest edges, all nodes, and the names that find room; returns the number of edges drawn."""
    edges, nodes = data["edges"], data["nodes"]
    drawn = min(len(edges["start"]), THICKET)
    for style, (colour, dashed) in enumerate(data["styles"]):
        paths = "".join(
            _bent(at[edges["start"][edge]], at[edges["end"][edge]])
            for edge in range(drawn)
            if edges["style"][edge] == style and edges["start"][edge] != edges["end"][edge]
        )
        if paths:
            extra = {"stroke_dasharray": "4 4"} if dashed else {}
            canvas.mark("path", d=paths, fill="none", stroke=colour, stroke_opacity="0.5", stroke_width=1.2, **extra)
    taken: list[tuple[float, float, float, float]] = []
    order = nodes["order"]
    radius = [max(2.0, nodes["size"][node] * 1.4 * scale**0.5) for node in range(len(at))]
    for node in order:
        x, y = at[node]
        canvas.mark(
            "circle",
            f"{nodes['label'][node]}: {nodes['more'][node]}",
            cx=x,
            cy=y,
            r=radius[node],
            fill=data["colours"][nodes["colour"][node]],
            stroke="#fff",
            stroke_width=0.8,
        )
        taken.append((x - radius[node], y - radius[node], x + radius[node], y + radius[node]))
    for node in order[:400]:
        x, y = at[node]
        text = clipped(nodes["label"][node], 190, SMALL)
        for start, anchor in ((x + radius[node] + 3, "start"), (x - radius[node] - 3 - room(text, SMALL), "start")):
            left, top, right, low = box(start, y + 4, text, SMALL).bounds
            if left < 0 or right > canvas.width:
                continue
            if any(left < b[2] and b[0] < right and top < b[3] and b[1] < low for b in taken):
                continue
            taken.append((left, top, right, low))
            canvas.text(start, y + 4, text, SMALL, anchor=anchor, halo=True)  # type: ignore[arg-type]
            break
        if len(canvas.words) > _MOST_NAMES:
            break
    return drawn


def _groups(canvas: Canvas, data: dict[str, Any], at: np.ndarray, radius: np.ndarray, language: str) -> int:
    """Draw groups as discs with the number of their nodes, and what flows between them."""
    groups = data["groups"]
    between = [flow for flow in data["flows"] if flow[0] != flow[1]]
    most = max((flow[2] for flow in between), default=1.0)
    for one, two, weight in between:
        canvas.mark(
            "path",
            f"{groups['name'][one]} → {groups['name'][two]}: {number(weight, language)}",
            d=_bent(at[one], at[two]),
            fill="none",
            stroke=data["across"],
            stroke_opacity="0.5",
            stroke_width=1 + 9 * (weight / most) ** 0.5,
        )
    for group, name in enumerate(groups["name"]):
        colour = data["colours"][groups["colour"][group]]
        canvas.mark(
            "circle", name, cx=at[group][0], cy=at[group][1], r=max(4.0, radius[group] * 0.55), fill=colour,
            fill_opacity="0.85", stroke="#fff", stroke_width=2,
        )  # fmt: skip
        told = f"{name} ({number(groups['count'][group], language)})"
        canvas.text(at[group][0], at[group][1] + 5, told, LARGE, anchor="middle", bold=True, colour=INK, halo=True)
    return -1
