"""A layered drawing (after Sugiyama, Tagawa and Toda 1981): boxes in columns, arrows from left to right.

The label of an arrow stands right of the box it leaves, in a strip that belongs to that box; curves have a strip of
their own, and an arrow over several columns gets a row to itself in each. So no label can cover a box or another
label, however the arrows run. The same network always gives the same drawing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import networkx as nx

GAP = 16.0
"""Room between two boxes of a column."""
STUB = 12.0
"""Room for an arrow that only passes or arrives."""
LEAD = 7.0
"""Room between a box and the label of an arrow that leaves it."""
LOOP = 18.0
"""How far an arrow reaches that leads back to its own box."""
_CURVE = (38.0, 66.0)
_SWEEPS = 24

Size = tuple[float, float]
Spot = tuple[float, float]


@dataclass(frozen=True)
class Link:
    """An arrow to draw; ``label`` is the size of what is written along it, nothing by default."""

    start: str
    end: str
    label: Size = (0.0, 0.0)


@dataclass
class Route:
    """Where an arrow runs: straight from the first to the second knot, curved to the third, and so on.

    Attributes:
        knots: places along the arrow, in the direction of drawing (left to right).
        label: left and top of its label.
        backward: whether the arrow points from right to left.
    """

    knots: list[Spot] = field(default_factory=list)
    label: Spot = (0.0, 0.0)
    backward: bool = False


@dataclass
class Drawing:
    """A drawing with its corner at the origin; boxes are left, top, width and height."""

    width: float = 0.0
    height: float = 0.0
    boxes: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)
    routes: dict[int, Route] = field(default_factory=dict)


def arrange(sizes: Mapping[str, Size], links: Sequence[Link], width: float) -> Drawing:
    """Place boxes and arrows: connected parts each in columns, packed side by side where the width allows.

    Args:
        sizes: room each box needs for its own text.
        links: the arrows; routes come back by their position in this sequence.
        width: how wide the drawing should be; a single part that needs more gets more.
    """
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sizes)
    graph.add_edges_from((link.start, link.end) for link in links)
    place = {key: at for at, key in enumerate(sizes)}
    parts = [sorted(part, key=place.__getitem__) for part in nx.connected_components(graph)]
    drawn = [_part({key: sizes[key] for key in part}, _inside(links, part)) for part in parts]
    drawn.sort(key=lambda part: (-len(part.boxes) if len(part.boxes) > 1 else 0, -part.height))
    whole = Drawing()
    taken: list[tuple[float, float, float, float]] = []
    for part in drawn:
        x, y = _free(taken, part, width)
        taken.append((x, y, x + part.width, y + part.height))
        whole.boxes |= {key: (x + a, y + b, w, h) for key, (a, b, w, h) in part.boxes.items()}
        for at, route in part.routes.items():
            moved = [(x + a, y + b) for a, b in route.knots]
            whole.routes[at] = Route(moved, (x + route.label[0], y + route.label[1]), route.backward)
        whole.width, whole.height = max(whole.width, x + part.width), max(whole.height, y + part.height)
    return whole


def _inside(links: Sequence[Link], part: Iterable[str]) -> dict[int, Link]:
    keys = set(part)
    return {at: link for at, link in enumerate(links) if link.start in keys}


def _free(taken: Sequence[tuple[float, float, float, float]], part: Drawing, width: float) -> Spot:
    """The highest place, then the leftmost, where a part fits beside what is placed already."""
    across, down = 34.0, 26.0
    xs = sorted({0.0, *(right + across for *_, right, _ in taken)})
    ys = sorted({0.0, *(bottom + down for *_, bottom in taken)})
    for y in ys:
        for x in xs:
            over = (
                x < right + across - 0.1 and left < x + part.width + across - 0.1
                and y < bottom + down - 0.1 and top < y + part.height + down - 0.1
                for left, top, right, bottom in taken
            )  # fmt: skip
            if (x == 0 or x + part.width <= width) and not any(over):
                return x, y
    return 0.0, ys[-1]


class _Part:
    """One connected part on its way to a drawing."""

    def __init__(self, sizes: Mapping[str, Size], links: Mapping[int, Link]) -> None:
        self.sizes = sizes
        self.links = links
        self.loops = defaultdict[str, list[int]](list)
        self.backward: set[int] = set()
        self.layer = self._layers()
        self.chains: dict[int, list[str]] = {}
        for at, link in links.items():
            if link.start == link.end:
                self.loops[link.start].append(at)
            else:
                start, end = self.ends(at)
                between = range(self.layer[start] + 1, self.layer[end])
                self.chains[at] = [start, *(f"{at} in {layer}" for layer in between), end]
                self.layer |= {f"{at} in {layer}": layer for layer in between}
        self.after: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self.before: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for at, chain in self.chains.items():
            for one, two in zip(chain, chain[1:], strict=False):
                self.after[one].append((at, two))
                self.before[two].append((at, one))
        self.columns: list[list[str]] = [[] for _ in range(max(self.layer.values()) + 1)]
        for key, layer in self.layer.items():
            self.columns[layer].append(key)

    def ends(self, at: int) -> tuple[str, str]:
        """The left and the right box of an arrow."""
        link = self.links[at]
        return (link.end, link.start) if at in self.backward else (link.start, link.end)

    def _layers(self) -> dict[str, int]:
        """A column for every box: left of all it points to, and no further than needed."""
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.sizes)
        for at, link in self.links.items():
            if link.start == link.end:
                continue
            if graph.has_edge(link.end, link.start) or nx.has_path(graph, link.end, link.start):
                self.backward.add(at)
            graph.add_edge(*self.ends(at))
        layer = {
            key: at for at, keys in enumerate(nx.topological_generations(graph)) for key in sorted(keys)
        }
        last = max(layer.values())
        for _ in range(len(layer)):
            before = dict(layer)
            for key in sorted(layer, key=lambda key: -layer[key]):
                low = max((layer[other] + 1 for other in graph.predecessors(key)), default=0)
                high = min((layer[other] - 1 for other in graph.successors(key)), default=last)
                pull = graph.out_degree(key) - graph.in_degree(key)
                layer[key] = high if pull > 0 else low if pull < 0 else min(max(layer[key], low), high)
            if layer == before:
                break
        return {key: layer[key] for key in self.sizes}

    def order(self) -> None:
        """Order the boxes of every column so that few arrows cross: by the mean place of neighbours, then by swaps."""
        best, fewest = [list(column) for column in self.columns], self._crossings()
        for sweep in range(_SWEEPS):
            ltr = sweep % 2 == 0
            for column in self.columns[1:] if ltr else self.columns[-2::-1]:
                near = self.before if ltr else self.after
                place = self._places()
                means = {
                    key: sum(place[other] for _, other in near[key]) / len(near[key]) if near[key] else place[key]
                    for key in column
                }
                column.sort(key=means.__getitem__)
            self._swap()
            if (now := self._crossings()) < fewest:
                best, fewest = [list(column) for column in self.columns], now
        self.columns = best

    def _swap(self) -> None:
        """Swap neighbours in a column as long as that takes a crossing away."""
        now = self._crossings()
        for column in self.columns:
            for at in range(len(column) - 1):
                column[at], column[at + 1] = column[at + 1], column[at]
                if (then := self._crossings()) < now:
                    now = then
                else:
                    column[at], column[at + 1] = column[at + 1], column[at]

    def _places(self) -> dict[str, float]:
        """How far down its column each box stands, from 0 to 1."""
        return {key: (at + 0.5) / len(column) for column in self.columns for at, key in enumerate(column)}

    def _crossings(self) -> int:
        place = self._places()
        count = 0
        for column in self.columns:
            lines = [(place[one], place[two]) for one in column for _, two in self.after[one]]
            count += sum((a - c) * (b - d) < 0 for i, (a, b) in enumerate(lines) for c, d in lines[:i])
        return count

    def ports(self) -> None:
        """Where on its box each arrow leaves and arrives, and how high the boxes become by that."""
        place = self._places()
        self.height: dict[str, float] = {}
        self.leaves: dict[tuple[str, int], float] = {}
        self.arrives: dict[tuple[str, int], float] = {}
        for key in self.layer:
            own = self.sizes.get(key)
            self.after[key].sort(key=lambda pair: (place[pair[1]], pair[0]))
            self.before[key].sort(key=lambda pair: (place[pair[1]], pair[0]))
            leaving = [at for at, _ in self.after[key]] + self.loops[key]
            tall = [self._tall(at) if own else STUB for at in leaving]
            coming = [at for at, _ in self.before[key]]
            high = max(sum(tall) + 8, STUB * len(coming) + 8, own[1]) if own else STUB
            self.height[key] = high
            lines = [sum(tall[: n + 1]) - (3 if own and self.links[at].label[1] and at not in self.loops[key] else t / 2)
                     for n, (at, t) in enumerate(zip(leaving, tall, strict=True))]  # fmt: skip
            if lines:
                spare = high - sum(tall)
                shift = min(max((high - lines[0] - lines[-1]) / 2, 0.0), spare)
                self.leaves |= {(key, at): shift + line for at, line in zip(leaving, lines, strict=True)}
            step = min(high / max(1, len(coming)), 24.0)
            for n, at in enumerate(coming):
                self.arrives[key, at] = high / 2 + (n - (len(coming) - 1) / 2) * step

    def _tall(self, at: int) -> float:
        link = self.links[at]
        return max(link.label[1] + 4, LOOP if link.start == link.end else STUB)

    def settle(self) -> dict[str, float]:
        """Top of every box: arrows as straight as the order of the boxes allows."""
        tops: dict[str, float] = {}
        for column in self.columns:
            tops |= dict(zip(column, _apart([0.0] * len(column), [1.0] * len(column), self._room(column)), strict=True))
        for sweep in range(_SWEEPS):
            for column in self.columns if sweep % 2 else reversed(self.columns):
                wanted, weights = [], []
                for key in column:
                    pulls = [tops[other] + self.leaves[other, at] - self.arrives[key, at] for at, other in self.before[key]]
                    pulls += [tops[other] + self.arrives[other, at] - self.leaves[key, at] for at, other in self.after[key]]
                    wanted.append(sum(pulls) / len(pulls) if pulls else tops[key])
                    weights.append(0.2 + len(pulls) * (1.0 if key in self.sizes else 4.0))
                tops |= dict(zip(column, _apart(wanted, weights, self._room(column)), strict=True))
        highest = min(tops.values())
        return {key: top - highest for key, top in tops.items()}

    def _room(self, column: Sequence[str]) -> list[float]:
        """Least distance between the tops of neighbours in a column."""
        return [
            self.height[one] + (GAP if one in self.sizes and two in self.sizes else GAP / 2)
            for one, two in zip(column, column[1:], strict=False)
        ]


def _apart(wanted: Sequence[float], weights: Sequence[float], room: Sequence[float]) -> list[float]:
    """Places in order, at least ``room`` apart and as near as can be to those wanted (pooled neighbours)."""
    offsets = [sum(room[:at]) for at in range(len(wanted))]
    pools: list[tuple[float, float, int]] = []
    for want, weight, offset in zip(wanted, weights, offsets, strict=True):
        mean, heavy, count = want - offset, weight, 1
        while pools and pools[-1][0] > mean:
            other, more, number = pools.pop()
            mean, heavy, count = (mean * heavy + other * more) / (heavy + more), heavy + more, count + number
        pools.append((mean, heavy, count))
    means = [mean for mean, _, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]


def _part(sizes: Mapping[str, Size], links: Mapping[int, Link]) -> Drawing:
    """Draw one connected part."""
    part = _Part(sizes, links)
    part.order()
    part.ports()
    tops = part.settle()
    drawing = Drawing(height=max(tops[key] + part.height[key] for key in tops))
    lefts, strips = [], []
    x = 0.0
    for column in part.columns:
        own = [key for key in column if key in sizes]
        wide = max(sizes[key][0] for key in own)
        for key in own:
            room = wide if sizes[key][0] > wide * 0.55 else sizes[key][0]
            left = x + wide - room if part.after[key] else x
            drawing.boxes[key] = (left, tops[key], room, part.height[key])
        leaving = [links[at].label[0] + LEAD * 2 for key in own for at, _ in part.after[key] if links[at].label[0]]
        looping = [LOOP + 4 + links[at].label[0] for key in own for at in part.loops[key]]
        strip = x + wide + max([4.0, *leaving, *looping])
        jumps = [abs(tops[key] + part.leaves[key, at] - tops[two] - part.arrives[two, at])
                 for key in column for at, two in part.after[key]]  # fmt: skip
        lefts.append(x)
        strips.append(strip)
        drawing.width = strip if looping else x + wide
        if jumps:
            x = strip + min(max(0.2 * max(jumps), _CURVE[0]), _CURVE[1])
    for at, chain in part.chains.items():
        route = Route(backward=at in part.backward)
        for one, two in zip(chain, chain[1:], strict=False):
            y = tops[one] + part.leaves[one, at]
            box = drawing.boxes.get(one)
            route.knots += [(box[0] + box[2] if box else lefts[part.layer[one]], y), (strips[part.layer[one]], y)]
        end = chain[-1]
        route.knots.append((drawing.boxes[end][0], tops[end] + part.arrives[end, at]))
        left, y = route.knots[0]
        route.label = (left + LEAD + (4 if route.backward else 0), y - 2 - links[at].label[1])
        drawing.routes[at] = route
    for key, loops in part.loops.items():
        left, top, wide, _ = drawing.boxes[key]
        for at in loops:
            y = top + part.leaves[key, at]
            label = (left + wide + LOOP + 4, y - links[at].label[1] / 2)
            drawing.routes[at] = Route([(left + wide, y - 5), (left + wide, y + 5)], label)
    return drawing
