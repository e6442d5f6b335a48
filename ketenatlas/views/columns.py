"""Columns: which box stands in which column, in which order and how high, so that arrows cross little and run straight.

The steps are those of Sugiyama, Tagawa and Toda (1981): columns, an order in each, places in that order. An arrow
over several columns gets a row of its own in each column it passes.
"""

import zlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

GAP = 16.0
"""Room between two boxes of a column."""
STUB = 12.0
"""Room for an arrow that only passes or arrives."""
LOOP = 18.0
"""Room for an arrow that leads back to its own box."""
_STARTS, _SWEEPS, _FEW = 6, 8, 3
"""How often to try, how often to go back and forth in each try, and with how few boxes one try is enough."""

Size = tuple[float, float]


@dataclass(frozen=True)
class Link:
    """An arrow to draw; ``label`` is the size of what is written along it, nothing by default."""

    start: str
    end: str
    label: Size = (0.0, 0.0)


class Columns:
    """One connected part of a network in columns.

    Attributes:
        layer: number of the column of every box, and of every row an arrow passes through.
        columns: what stands in each column, from the top.
        chains: by arrow, the boxes and rows it runs along, from left to right.
        loops: by box, the arrows that lead back to it.
        after: by box or row, what its arrows lead to.
        backward: arrows that point from right to left.
        heights: how high every box became by its text and its arrows.
        leaves: how far below the top of its box or row an arrow leaves it.
        arrives: how far below the top of its box or row an arrow arrives.
        tops: where every box and row ends up.
    """

    def __init__(self, sizes: Mapping[str, Size], links: Mapping[int, Link], loose: Collection[str] = ()) -> None:
        self.sizes, self.links, self._loose = sizes, links, loose
        self.loops: dict[str, list[int]] = defaultdict(list)
        self.backward: set[int] = set()
        self.layer = self._layers()
        self.chains: dict[int, list[str]] = {}
        for at, link in links.items():
            if link.start == link.end:
                self.loops[link.start].append(at)
                continue
            start, end = self._ends(at)
            rows = {f"{at} in {layer}": layer for layer in range(self.layer[start] + 1, self.layer[end])}
            self.chains[at] = [start, *rows, end]
            self.layer |= rows
        self.after: dict[str, list[tuple[int, str]]] = {key: [] for key in self.layer}
        self._before: dict[str, list[tuple[int, str]]] = {key: [] for key in self.layer}
        for at, chain in self.chains.items():
            for one, two in pairwise(chain):
                self.after[one].append((at, two))
                self._before[two].append((at, one))
        self.columns: list[list[str]] = [[] for _ in range(max(self.layer.values()) + 1)]
        self.heights: dict[str, float] = {}
        self.leaves: dict[tuple[str, int], float] = {}
        self.arrives: dict[tuple[str, int], float] = {}
        self.tops: dict[str, float] = {}
        self._settle()

    def jump(self, one: str, at: int, two: str) -> float:
        """How far an arrow goes up or down from one column to the next."""
        return abs(self.tops[one] + self.leaves[one, at] - self.tops[two] - self.arrives[two, at])

    def span(self, key: str) -> tuple[float, float]:
        """Top and height of a box; a loose one is only as high as its arrows ask for."""
        if key not in self._loose:
            return self.tops[key], self.heights[key]
        lines = [self.leaves[key, at] for at, _ in self.after[key]]
        lines += [self.arrives[key, at] for at, _ in self._before[key]]
        low, high = min(lines), max(lines)
        return self.tops[key] + low - self.sizes[key][1] / 2, high - low + self.sizes[key][1]

    def _ends(self, at: int) -> tuple[str, str]:
        """The left and the right box of an arrow."""
        link = self.links[at]
        return (link.end, link.start) if at in self.backward else (link.start, link.end)

    def _layers(self) -> dict[str, int]:
        """A column for every box: right of all that points to it, and no further from its neighbours than needed."""
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.sizes)
        for at, link in self.links.items():
            if link.start != link.end:
                if nx.has_path(graph, link.end, link.start):
                    self.backward.add(at)
                graph.add_edge(*self._ends(at))
        layer = {key: at for at, keys in enumerate(nx.topological_generations(graph)) for key in keys}
        last = max(layer.values())
        for _ in layer:
            before = dict(layer)
            for key in sorted(layer, key=lambda key: (-layer[key], key)):
                low = max((layer[other] + 1 for other in graph.predecessors(key)), default=0)
                high = min((layer[other] - 1 for other in graph.successors(key)), default=last)
                pull = graph.out_degree(key) - graph.in_degree(key)
                layer[key] = high if pull > 0 else low if pull < 0 else min(max(layer[key], low), high)
            if layer == before:
                break
        return {key: layer[key] for key in self.sizes}

    def _settle(self) -> None:
        """Try a few orders to start from; keep the one in which arrows cross least, then the one that bends least."""
        given = {key: at for at, key in enumerate(self.layer)}
        tried: dict[int, list[list[list[str]]]] = defaultdict(list)
        for start in range(_STARTS if len(given) > _FEW else 1):
            self.columns = [[] for _ in self.columns]
            for key in sorted(given, key=lambda key: zlib.crc32(f"{key} {start}".encode()) if start else given[key]):
                self.columns[self.layer[key]].append(key)
            crossings = self._order()
            if self.columns not in tried[crossings]:
                tried[crossings].append(self.columns)
        least = tried[min(tried)]
        self._arrange(min(least, key=self._arrange) if len(least) > 1 else least[0])

    def _arrange(self, columns: list[list[str]]) -> float:
        """Give everything its place in a given order; returns how much the arrows bend."""
        self.columns = columns
        self._ports()
        self._place()
        return round(sum(self.jump(one, at, two) for one, after in self.after.items() for at, two in after), 1)

    def _order(self) -> int:
        """Order every column by the mean place of neighbours, then by swaps; returns how many arrows cross."""
        best, fewest = [list(column) for column in self.columns], self._crossings()
        for sweep in range(_SWEEPS if fewest else 0):
            rightward = sweep % 2 == 0
            near = self._before if rightward else self.after
            for column in self.columns[1:] if rightward else self.columns[-2::-1]:
                place = self._places()
                means = {
                    key: sum(place[other] for _, other in near[key]) / len(near[key]) if near[key] else place[key]
                    for key in column
                }
                column.sort(key=means.__getitem__)
            self._swap()
            if (now := self._crossings()) < fewest:
                best, fewest = [list(column) for column in self.columns], now
            if not fewest:
                break
        self.columns = best
        return fewest

    def _swap(self) -> None:
        """Swap neighbours in a column where that takes crossings away."""
        place = self._places()

        def crossed(one: str, two: str) -> int:
            return sum(
                place[a] > place[b] for near in (self.after, self._before) for _, a in near[one] for _, b in near[two]
            )

        for column in self.columns:
            for at in range(len(column) - 1):
                one, two = column[at], column[at + 1]
                if crossed(one, two) > crossed(two, one):
                    column[at], column[at + 1] = two, one
            place |= {key: (at + 0.5) / len(column) for at, key in enumerate(column)}

    def _places(self) -> dict[str, float]:
        """How far down its column everything stands, from 0 to 1."""
        return {key: (at + 0.5) / len(column) for column in self.columns for at, key in enumerate(column)}

    def _crossings(self) -> int:
        place = self._places()
        count = 0
        for column in self.columns:
            lines = [(place[one], place[two]) for one in column for _, two in self.after[one]]
            count += sum((a - c) * (b - d) < 0 for i, (a, b) in enumerate(lines) for c, d in lines[:i])
        return count

    def _ports(self) -> None:
        """Where on its box each arrow leaves and arrives, in the order of the other ends, and how high boxes become."""
        place = self._places()
        for key in self.layer:
            for near in (self.after, self._before):
                near[key].sort(key=lambda pair: (place[pair[1]], pair[0]))
            rooms = {at: STUB if key not in self.sizes else self.links[at].label[1] + 4 for at, _ in self.after[key]}
            rooms = {at: max(room, STUB) for at, room in rooms.items()}
            rooms |= {at: max(self.links[at].label[1] + 4, LOOP) for at in self.loops.get(key, ())}
            lines, used = [], 0.0
            for at, room in rooms.items():
                used += room
                written = room > STUB and at in self.chains
                lines.append(used - (2 if written else room / 2))
            coming = [at for at, _ in self._before[key]]
            high = self.sizes[key][1] if key in self.sizes else STUB
            room = used + (high - 6 if key in self._loose else 8)
            self.heights[key] = max(high, room, STUB * len(coming) + 8) if key in self.sizes else STUB
            high = self.heights[key]
            if lines:
                shift = min(max((high - lines[0] - lines[-1]) / 2, 0.0), high - used)
                self.leaves |= {(key, at): shift + line for at, line in zip(rooms, lines, strict=True)}
            step = min(high / max(1, len(coming)), 24.0)
            self.arrives |= {(key, at): high / 2 + (n - (len(coming) - 1) / 2) * step for n, at in enumerate(coming)}

    def _place(self) -> None:
        """Put everything where arrows run as straight as the order allows."""
        tops: dict[str, float] = {}
        for column in self.columns:
            tops |= dict(zip(column, apart([0.0] * len(column), [1.0] * len(column), self._room(column)), strict=True))
        for sweep in range(_SWEEPS * 3):
            before = dict(tops)
            for column in self.columns if sweep % 2 else reversed(self.columns):
                wanted, weights = [], []
                for key in column:
                    pulls = [tops[a] + self.leaves[a, at] - self.arrives[key, at] for at, a in self._before[key]]
                    pulls += [tops[b] + self.arrives[b, at] - self.leaves[key, at] for at, b in self.after[key]]
                    wanted.append(sum(pulls) / len(pulls) if pulls else tops[key])
                    weights.append(0.2 + len(pulls) * (1.0 if key in self.sizes else 4.0))
                tops |= dict(zip(column, apart(wanted, weights, self._room(column)), strict=True))
            if all(abs(tops[key] - before[key]) < 0.2 for key in tops):
                break
        highest = min(tops.values())
        self.tops = {key: top - highest for key, top in tops.items()}

    def _room(self, column: Sequence[str]) -> list[float]:
        """Least distance between the tops of neighbours in a column."""
        return [
            self.heights[one] + (GAP if one in self.sizes and two in self.sizes else GAP / 2)
            for one, two in pairwise(column)
        ]


def apart(wanted: Sequence[float], weights: Sequence[float], room: Sequence[float]) -> list[float]:
    """Places in order, at least ``room`` apart and as near as can be to those wanted.

    Neighbours that want the same place are pooled around their weighted mean, which is the best in least squares.
    """
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
