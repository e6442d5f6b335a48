"""A layered drawing: boxes in columns, arrows from left to right, connected parts packed beside each other.

The label of an arrow stands right of the box it leaves, in a strip that belongs to that box; curves have a strip of
their own, and an arrow over several columns has a row to itself in each. So no label can cover a box or another
label, however the arrows run. The same network always gives the same drawing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import networkx as nx

from ketenatlas.views.columns import LOOP, Columns, Link, Size

LEAD = 7.0
"""Room between a box and the label of an arrow that leaves it."""
_BEND = 40.0
"""Least room for the curves between two columns."""
_ACROSS, _DOWN = 34.0, 26.0
"""Room between two connected parts."""

Spot = tuple[float, float]
Frame = tuple[float, float, float, float]
"""Left, top, width and height."""


@dataclass(frozen=True)
class Route:
    """Where an arrow runs: straight from the first to the second knot, curved to the third, and so on.

    Attributes:
        knots: places along the arrow, from left to right.
        label: left and top of its label.
        backward: whether the arrow points from right to left.
    """

    knots: tuple[Spot, ...]
    label: Spot
    backward: bool = False


@dataclass
class Drawing:
    """A drawing with its corner at the origin."""

    width: float = 0.0
    height: float = 0.0
    boxes: dict[str, Frame] = field(default_factory=dict)
    routes: dict[int, Route] = field(default_factory=dict)

    def add(self, part: "Drawing", x: float, y: float) -> None:
        """Put another drawing into this one."""
        self.boxes |= {key: (x + a, y + b, w, h) for key, (a, b, w, h) in part.boxes.items()}
        for at, route in part.routes.items():
            knots = tuple((x + a, y + b) for a, b in route.knots)
            self.routes[at] = Route(knots, (x + route.label[0], y + route.label[1]), route.backward)
        self.width, self.height = max(self.width, x + part.width), max(self.height, y + part.height)


def arrange(
    sizes: Mapping[str, Size], links: Sequence[Link], width: float, bend: float = 2 * _BEND, loose: Collection[str] = ()
) -> Drawing:
    """Place boxes and arrows.

    Args:
        sizes: room each box needs for its own text.
        links: the arrows; routes come back by their position in this sequence.
        width: how wide the drawing should be; a single part that needs more gets more.
        bend: most room for the curves between two columns.
        loose: boxes that stay as small as they are, at the end of their arrow.
    """
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sizes)
    graph.add_edges_from((link.start, link.end) for link in links)
    place = {key: at for at, key in enumerate(sizes)}
    parts = [sorted(part, key=place.__getitem__) for part in nx.connected_components(graph)]
    drawn = [_part({key: sizes[key] for key in part}, _inside(links, part), bend, loose) for part in parts]
    drawn.sort(key=lambda part: (-len(part.boxes) if len(part.boxes) > 1 else 0, -part.height))
    whole = Drawing()
    taken: list[Frame] = []
    for part in drawn:
        x, y = _free(taken, part, width)
        taken.append((x, y, part.width, part.height))
        whole.add(part, x, y)
    return whole


def _inside(links: Sequence[Link], part: Iterable[str]) -> dict[int, Link]:
    keys = set(part)
    return {at: link for at, link in enumerate(links) if link.start in keys}


def _free(taken: Sequence[Frame], part: Drawing, width: float) -> Spot:
    """The highest place, then the leftmost, where a part fits beside what is placed already."""
    xs = sorted({0.0, *(x + w + _ACROSS for x, _, w, _ in taken)})
    ys = sorted({0.0, *(y + h + _DOWN for _, y, _, h in taken)})
    mine = (part.width + _ACROSS - 0.1, part.height + _DOWN - 0.1)
    return next(
        (a, b)
        for b in ys
        for a in xs
        if (a == 0 or a + part.width <= width)
        and not any(
            a < x + w + _ACROSS - 0.1 and x < a + mine[0] and b < y + h + _DOWN - 0.1 and y < b + mine[1]
            for x, y, w, h in taken
        )
    )


def _part(sizes: Mapping[str, Size], links: Mapping[int, Link], bend: float, loose: Collection[str]) -> Drawing:
    """Draw one connected part: boxes, then the strip of their labels, then the strip of the curves, and so on."""
    part = Columns(sizes, links, loose)
    drawing = Drawing(height=max(part.tops[key] + part.heights[key] for key in part.tops))
    lefts, strips = [], []
    x = 0.0
    for column in part.columns:
        own = [key for key in column if key in sizes]
        wide = max(sizes[key][0] for key in own)
        for key in own:
            top, high = part.span(key)
            room = sizes[key][0] if key in loose else wide
            drawing.boxes[key] = (x + wide - room if part.after[key] else x, top, room, high)
        leaving = [links[at].label[0] + LEAD * 2 for key in own for at, _ in part.after[key] if links[at].label[0]]
        looping = [links[at].label[0] + LOOP + 4 for key in own for at in part.loops.get(key, ())]
        strip = x + wide + max([4.0, *leaving, *looping])
        jumps = [part.jump(key, at, two) for key in column for at, two in part.after[key]]
        lefts.append(x)
        strips.append(strip)
        drawing.width = strip if looping else x + wide
        x = strip + min(max(0.5 * max(jumps, default=0.0), _BEND), bend)
    for at, chain in part.chains.items():
        knots: list[Spot] = []
        for key in chain[:-1]:
            left, _, wide, _ = drawing.boxes.get(key, (lefts[part.layer[key]], 0.0, 0.0, 0.0))
            y = part.tops[key] + part.leaves[key, at]
            knots += [(left + wide, y), (strips[part.layer[key]], y)]
        end = chain[-1]
        knots.append((drawing.boxes[end][0], part.tops[end] + part.arrives[end, at]))
        backward = at in part.backward
        label = knots[0][0] + LEAD + (4 if backward else 0), knots[0][1] - 2 - links[at].label[1]
        drawing.routes[at] = Route(tuple(knots), label, backward)
    for key, loops in part.loops.items():
        left, _, wide, _ = drawing.boxes[key]
        for at in loops:
            x, y = left + wide, part.tops[key] + part.leaves[key, at]
            label = x + LOOP + 4, y - links[at].label[1] / 2
            drawing.routes[at] = Route(((x, y - 5), (x, y + 5)), label)
    return drawing
