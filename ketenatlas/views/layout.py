"""Positions for network pictures, computed here so that a browser has nothing to settle.

Every layout is a pure function of the network: the same network is always drawn the same way. Units are pixels; a
picture is about 1,200 wide, so that it fits an ordinary screen at its own size.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import networkx as nx
import numpy as np

WIDTH = 1200.0
HEAD = 150.0
"""Room for the name of a lane, left of the first column."""
ROW = 35.0
"""Height of one establishment in a lane."""
OUTSIDE = "outside"
"""Name of the lane for everything outside the province."""

Positions = dict[str, tuple[float, float]]


@dataclass
class Chart:
    """One chain as a chart.

    Attributes:
        positions: where each node stands; the region nodes stand at the head of their lane.
        lanes: top and bottom of each lane, by region address or :data:`OUTSIDE`.
        columns: the stage in whose column an establishment stands.
        width: room for one column.
    """

    positions: Positions = field(default_factory=dict)
    lanes: dict[str, tuple[float, float]] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    width: float = 0.0


def is_inside(region: str) -> bool:
    """Whether a region is one of the atlas's own, and not a province or country around it."""
    return "/region/" in region


def lanes(graph: "nx.DiGraph[str]") -> Chart:
    """Stages side by side in chain order, regions as lanes one below the other.

    An establishment stands in its region's lane, in the column of the first stage it performs; lines lead to its
    other stages. Establishments outside the province share one lane at the bottom, each below its partners.
    """
    about: dict[str, dict[str, Any]] = {node: graph.nodes[node] for node in graph}
    stages = sorted(
        (node for node, data in about.items() if data["kind"] == "stage"),
        key=lambda node: (about[node]["position"], node),
    )
    chart = Chart(width=(WIDTH - HEAD) / max(1, len(stages)))
    x = {stage: HEAD + (at + 0.15) * chart.width for at, stage in enumerate(stages)}
    chart.positions.update({stage: (HEAD + (at + 0.5) * chart.width, 0.0) for at, stage in enumerate(stages)})
    cells: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    elsewhere = []
    for node in sorted(about, key=lambda node: (str(about[node].get("short")).casefold(), node)):
        data = about[node]
        if data["kind"] != "establishment":
            continue
        performed = [stage for stage in stages if graph.has_edge(node, stage)]
        if is_inside(data["region"]):
            stage = performed[0] if performed else stages[-1]
            cells[data["region"]][stage].append(node)
            if performed:
                chart.columns[node] = stage
        else:
            elsewhere.append(node)
    top = 36.0
    for region in sorted(cells, key=lambda region: _name(graph, region)):
        height = max(len(members) for members in cells[region].values())
        bottom = top + height * ROW + 8
        for stage, members in cells[region].items():
            for at, node in enumerate(members):
                chart.positions[node] = (x[stage], top + 4 + (at + 0.5) * ROW)
        chart.lanes[region] = (top, bottom)
        if region in graph:
            chart.positions[region] = (26.0, (top + bottom) / 2)
        top = bottom + 8
    if elsewhere:
        bottom = _below(graph, chart, elsewhere, sorted(x.values()), top)
        chart.lanes[OUTSIDE] = (top, bottom)
    return chart


def _below(graph: "nx.DiGraph[str]", chart: Chart, nodes: Iterable[str], slots: Sequence[float], top: float) -> float:
    """Put nodes in rows below the chart, each near its partners; returns the bottom of the last row."""
    taken: dict[int, int] = defaultdict(int)
    for node in sorted(nodes, key=lambda node: (_partners(graph, chart.positions, node), node)):
        wanted = _partners(graph, chart.positions, node)
        fewest = min(taken[at] for at in range(len(slots)))
        free = [at for at in range(len(slots)) if taken[at] == fewest]
        slot = min(free, key=lambda at: (abs(slots[at] - wanted), at))
        chart.positions[node] = (slots[slot], top + 4 + (taken[slot] + 0.5) * ROW)
        taken[slot] += 1
    return top + max(taken.values()) * ROW + 8


def _partners(graph: "nx.DiGraph[str]", positions: Positions, node: str) -> float:
    """Mean horizontal place of a node's partners that are already placed."""
    near = [positions[other][0] for other in nx.all_neighbors(graph, node) if other in positions and other != node]
    return sum(near) / len(near) if near else 0.0


def _name(graph: "nx.DiGraph[str]", region: str) -> str:
    return str(graph.nodes[region]["label"]) if region in graph else region


def geographic(graph: "nx.DiGraph[str]", height: float = 430.0) -> Positions:
    """Places where they lie, north up; those without a position on an ellipse around, near their partners."""
    known = {node: data for node, data in graph.nodes(data=True) if "longitude" in data}
    if len(known) < 2:
        return force(graph)
    middle = math.radians(sum(data["latitude"] for data in known.values()) / len(known))
    points = {n: np.array([d["longitude"] * math.cos(middle), -d["latitude"]]) for n, d in known.items()}
    stack = np.array(list(points.values()))
    low, span = stack.min(axis=0), np.ptp(stack, axis=0)
    span[span == 0] = 1.0
    around = sorted(set(graph) - set(known))
    room = np.array([WIDTH, height]) * (0.5 if around else 0.9)
    scale = float((room / span).min())
    centre = low + span / 2
    positions = {n: (float(x), float(y)) for n, (x, y) in ((n, (p - centre) * scale) for n, p in points.items())}
    wished = {node: _direction(graph, positions, node) for node in around}
    for at, node in enumerate(sorted(around, key=lambda node: (wished[node], node))):
        angle = 2 * math.pi * (at + 0.5) / len(around) - math.pi
        positions[node] = (WIDTH * 0.41 * math.cos(angle), height * 0.52 * math.sin(angle))
    return positions


def _direction(graph: "nx.DiGraph[str]", positions: Mapping[str, tuple[float, float]], node: str) -> float:
    """Angle from the centre to the mean of a node's partners."""
    near = [positions[other] for other in nx.all_neighbors(graph, node) if other in positions]
    if not near:
        return 0.0
    return math.atan2(sum(y for _, y in near), sum(x for x, _ in near))


def force(graph: "nx.DiGraph[str]") -> Positions:
    """Connected parts by spring forces, packed in rows so that the whole is as large on a screen as can be."""
    parts = sorted(nx.weakly_connected_components(graph), key=lambda part: (-len(part), min(part)))
    placed = [_spring(graph, part) for part in parts]
    margin = np.array([_LABEL, ROW])
    sizes = [np.ptp(np.array(list(part.values())), axis=0) + margin for part in placed]
    order = sorted(range(len(parts)), key=lambda at: (-float(sizes[at][1]), at))
    widest = max((float(size[0]) for size in sizes), default=WIDTH)
    choices = [_packed([sizes[at] for at in order], max(widest, WIDTH) * (1 + step / 12)) for step in range(25)]
    corners, _ = min(choices, key=lambda choice: max(choice[1][0] / _SCREEN[0], choice[1][1] / _SCREEN[1]))
    return {
        node: (corner[0] + x, corner[1] + y)
        for at, corner in zip(order, corners, strict=True)
        for node, (x, y) in placed[at].items()
    }


_SCREEN = (1240.0, 560.0)
"""Room for a picture on an ordinary screen, below the title of its page."""


def _packed(sizes: Sequence[np.ndarray], width: float) -> tuple[list[tuple[float, float]], tuple[float, float]]:
    """Corners of boxes put in rows of a width, and the size of the whole; low boxes are stacked beside high ones."""
    corners: list[tuple[float, float]] = []
    x = y = row = wide = 0.0
    column_x = column_y = column_wide = 0.0
    for w, h in ((float(size[0]), float(size[1])) for size in sizes):
        if column_wide and column_y + h <= y + row and column_x + w <= width:
            corners.append((column_x, column_y))
        else:
            x = column_x + column_wide
            if x + w > width and x > 0:
                x, y, row = 0.0, y + row + ROW / 2, 0.0
            column_x, column_y, column_wide = x, y, 0.0
            corners.append((x, y))
        column_y += h
        column_wide = max(column_wide, w)
        row, wide = max(row, h), max(wide, column_x + column_wide)
    return corners, (max(wide, 1.0), max(y + row, 1.0))


_LABEL = 140.0
"""Room for a name to the right of a node."""


_MANY = 300
"""Above so many nodes springs take the place of exact distances, which cost the cube of the number."""


def _spring(graph: "nx.DiGraph[str]", part: set[str]) -> Positions:
    """One connected part, its corner at the origin; two nodes stand side by side.

    Positions follow Kamada and Kawai (1989): distance on paper as distance in the network. Names are then pushed
    apart until none covers another.
    """
    nodes = sorted(part)
    if len(nodes) <= 2:
        return {node: (at * 1.35 * _LABEL, 0.0) for at, node in enumerate(nodes)}
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(nodes)
    ordered.add_edges_from(sorted(graph.subgraph(part).edges()))
    large = len(nodes) > _MANY
    found = nx.spring_layout(ordered, seed=1) if large else nx.kamada_kawai_layout(ordered, weight=None)
    points = np.array([found[node] for node in nodes])
    span = np.ptp(points, axis=0)
    span[span == 0] = 1.0
    points = (points - points.min(axis=0)) / span * np.array([105.0, 36.0]) * math.sqrt(len(nodes))
    points = _apart(points, np.array([_LABEL * 0.9, ROW * 0.85]), rounds=20 if large else 200)
    return {node: (float(px), float(py)) for node, (px, py) in zip(nodes, points - points.min(axis=0), strict=True)}


def _apart(points: np.ndarray, box: np.ndarray, rounds: int) -> np.ndarray:
    """Push points apart until the boxes at them do not overlap, each pair along the axis that needs less."""
    points = points.copy()
    for _ in range(rounds):
        gap = points[:, None, :] - points[None, :, :]
        over = box - np.abs(gap)
        one, two = np.nonzero(np.triu((over > 0.5).all(axis=2), 1))
        if not len(one):
            break
        for i, j in zip(one.tolist(), two.tolist(), strict=True):
            axis = int(np.argmin(over[i, j] / box))
            sign = 1.0 if gap[i, j, axis] > 0 or (gap[i, j, axis] == 0 and i > j) else -1.0
            points[i, axis] += sign * over[i, j, axis] / 2
            points[j, axis] -= sign * over[i, j, axis] / 2
    return points
