"""Positions for network pictures, computed here so that a browser has nothing to settle.

Every layout is a pure function of the network: the same network is always drawn the same way. Units are pixels.
"""

import math
from collections import defaultdict
from collections.abc import Mapping

import networkx as nx
import numpy as np

Positions = dict[str, tuple[float, float]]

COLUMN = 240.0
"""Width of one stage column."""
ROW = 46.0
"""Height of one establishment in a lane."""
MARGIN = 60.0


def lanes(graph: "nx.DiGraph[str]") -> tuple[Positions, dict[str, tuple[float, float]]]:
    """One chain as a chart: stages side by side in chain order, regions as lanes one below the other.

    An establishment stands in its region's lane, below the mean of its stages. One that performs no stage of the
    chain (an outside supplier or customer) stands in a column of its own on the left.

    Returns:
        Positions of all nodes, and top and bottom of each region's lane.
    """
    stages = sorted(
        (node for node, kind in graph.nodes(data="kind") if kind == "stage"),
        key=lambda node: (graph.nodes[node]["position"], node),
    )
    column = {stage: (at + 1) * COLUMN for at, stage in enumerate(stages)}
    cells: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for node, data in graph.nodes(data=True):
        if data["kind"] != "establishment":
            continue
        performed = [column[other] for other in graph.successors(node) if other in column]
        x = sum(performed) / len(performed) if performed else 0.0
        cells[data["region"]][round(x / COLUMN * 2)].append(node)
    positions: Positions = {stage: (x, 0.0) for stage, x in column.items()}
    spans: dict[str, tuple[float, float]] = {}
    top = MARGIN
    for region in _region_order(graph, cells):
        columns = cells[region]
        height = max(len(members) for members in columns.values())
        for half, members in columns.items():
            x = half * COLUMN / 2
            members.sort(key=lambda node: (str(graph.nodes[node]["label"]).casefold(), node))
            shift = (height - len(members)) / 2
            for at, node in enumerate(members):
                nudge = ROW / 2 if half % 2 else 0.0
                positions[node] = (x, top + (at + shift + 0.5) * ROW + nudge)
        bottom = top + (height + 0.5) * ROW
        spans[region] = (top, bottom)
        if region in graph:
            positions[region] = (-COLUMN, (top + bottom) / 2)
        top = bottom + MARGIN / 3
    return positions, spans


def _region_order(graph: "nx.DiGraph[str]", cells: Mapping[str, object]) -> list[str]:
    """Regions of the province first, then the others, each by name."""
    label = {data["region"]: data.get("regionLabel", "") for _, data in graph.nodes(data=True) if data.get("region")}
    return sorted(cells, key=lambda region: ("/region/" not in region, label.get(region, ""), region))


def circle(graph: "nx.DiGraph[str]", radius: float = 300.0) -> Positions:
    """Few nodes on a circle: those of the province on the inner one by name, the others around."""
    inner = sorted(node for node, data in graph.nodes(data=True) if "/region/" in data["region"])
    outer = sorted(set(graph) - set(inner))
    positions: Positions = {}
    for nodes, size, turn in ((inner, radius * 0.55, 0.25), (outer, radius * 1.35, 0.0)):
        for at, node in enumerate(nodes):
            angle = 2 * math.pi * (at + turn) / max(1, len(nodes)) - math.pi / 2
            positions[node] = (size * math.cos(angle) * 1.4, size * math.sin(angle))
    return positions


def force(graph: "nx.DiGraph[str]", seed: int = 1) -> Positions:
    """Connected parts by spring forces, largest first, packed in rows; nodes without edges in a strip below."""
    parts = sorted(nx.weakly_connected_components(graph), key=lambda part: (-len(part), min(part)))
    positions: Positions = {}
    x = y = row = 0.0
    width = 260.0 * math.sqrt(max(1, graph.number_of_nodes()))
    for part in parts:
        ordered = nx.DiGraph()
        ordered.add_nodes_from(sorted(part))
        ordered.add_edges_from(sorted(graph.subgraph(part).edges()))
        side = 90.0 if len(part) == 1 else 190.0 * math.sqrt(len(part))
        placed = nx.spring_layout(ordered, seed=seed, iterations=300, k=2.2 / math.sqrt(len(part)))
        points = np.array(list(placed.values()))
        low, span = points.min(axis=0), np.ptp(points, axis=0).max() or 1.0
        if x + side > width and x > 0:
            x, y, row = 0.0, y + row + MARGIN, 0.0
        for node, point in placed.items():
            at = (point - low) / span * (side - 40)
            positions[node] = (x + float(at[0]), y + float(at[1]))
        x, row = x + side + MARGIN, max(row, side)
    return positions
