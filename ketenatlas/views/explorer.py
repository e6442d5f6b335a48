"""The network explorer: up to tens of thousands of nodes in one page, quick without a graphics card and offline.

The script is our own (``web/static/explorer.js``). In a file it stands inside the page, which lets no other script
run; the web application serves it beside the page. Above a number of arrows only the strongest are drawn until the
reader zooms in, and the page says so.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from graph.arrays import ArrayDiGraph, ArrayGraph, Arrays
from graph.grouping import ROOM, discs
from graph.metrics.regions import quotient
from ketenatlas.views.document import document, static
from ketenatlas.views.network import in_words
from ketenatlas.views.palette import ACROSS, CLASS, OUTSIDE, WITHIN, region_colour

MOST_ARROWS = 6_000
"""Arrows drawn at once; more make a picture in which nothing can be seen."""
THICKET = 600
"""Arrows above which the weakest are left out at first, of a network small enough to show its nodes."""
SUMMED = 1_000
"""Nodes above which groups are shown instead, as long as nodes would lie within a few pixels of each other."""
GROUPS = ("region", "chain", "kind")
"""What nodes are grouped by: the first of these that any of them has."""
_SERIES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#5B4A9B", "#6B6B6B")
"""Colours of groups that are no region, in order (Okabe and Ito, 2008, and two more)."""
CHANGES = {
    "kept": (WITHIN, False),
    "stronger": ("#3C8DBC", False),
    "weaker": ("#D55E00", False),
    "added": (CLASS, False),
    "gone": (ACROSS, True),
}
"""Colour of an edge by what became of it between two networks, and whether it is dashed."""
MOST_ROWS = 2_000
"""Rows of the table in the page; the exports hold them all."""

WORDS = {
    "nl": {
        "legend": "Legenda",
        "across": "over de regiogrens",
        "within": "binnen de regio",
        "between": "tussen groepen",
        "inside": "binnen een groep",
        "dashed": "gestippeld: niet vastgesteld maar geschat of gereconstrueerd",
        "find": "Zoek op naam",
        "least": "Sterkte ten minste",
        "help": "Wijs aan of klik op een knoop voor zijn verbindingen; slepen verschuift, scrollen zoomt.",
        "keyboard": "Met het toetsenbord: pijlen verschuiven, + en - zoomen, 0 toont alles, Escape laat los.",
        "chosen": "Gekozen knoop",
        "table": "Tabel bij dit beeld",
        "of": "van",
        "start": "Van",
        "end": "Naar",
        "weight": "Sterkte",
        "evidence": "Bewijs",
        "unknown": "regio onbekend",
        "outside": "Buiten Noord-Brabant",
        "hidden": "{shown} van {all} verbindingen in beeld getekend, de sterkste; zoom in voor meer.",
        "drawn": "{shown} verbindingen in beeld getekend.",
        "more": "en {n} meer",
        "nobody": "Geen knoop heeft die naam.",
        "summed": "Opgeteld tussen groepen: {shown} knopen zijn te veel om apart te zien. Zoom in op een groep.",
        "nodes": "knopen",
        "degree": "verbindingen",
        "kept": "gelijk gebleven",
        "stronger": "sterker",
        "weaker": "zwakker",
        "added": "erbij",
        "gone": "weg",
        "page": "Naar de pagina",
        "loading": "Het netwerk wordt geladen.",
        "broken": "Het netwerk kon niet geladen worden. Laad de pagina opnieuw; de tabel eronder werkt "
        "ook zonder beeld.",
        "list": "Knopen",
        "save": "Bewaar wat u ziet (PNG)",
    },
    "en": {
        "legend": "Legend",
        "across": "across the region border",
        "within": "within the region",
        "between": "between groups",
        "inside": "within a group",
        "dashed": "dashed: not asserted but estimated or reconstructed",
        "find": "Find by name",
        "least": "Strength at least",
        "help": "Point at or click a node for its connections; drag to move, scroll to zoom.",
        "keyboard": "With the keyboard: arrows move, + and - zoom, 0 shows all, Escape lets go.",
        "chosen": "Chosen node",
        "table": "Table behind this picture",
        "of": "of",
        "start": "From",
        "end": "To",
        "weight": "Strength",
        "evidence": "Evidence",
        "unknown": "region unknown",
        "outside": "Outside Noord-Brabant",
        "hidden": "{shown} of {all} connections in view drawn, the strongest; zoom in for more.",
        "drawn": "{shown} connections in view drawn.",
        "more": "and {n} more",
        "nobody": "No node has that name.",
        "summed": "Added up between groups: {shown} nodes are too many to see apart. Zoom in on a group.",
        "nodes": "nodes",
        "degree": "connections",
        "kept": "kept as it was",
        "stronger": "stronger",
        "weaker": "weaker",
        "added": "added",
        "gone": "gone",
        "page": "To its page",
        "loading": "The network is being loaded.",
        "broken": "The network could not be loaded. Load the page again; the table below works without the picture.",
        "list": "Nodes",
        "save": "Save what you see (PNG)",
    },
}


@dataclass(frozen=True)
class Look:
    """How nodes are shown.

    Attributes:
        size: a number per node; as large as it has connections by default.
        told: what is said of each node beside its name; its number of connections by default.
        group: name of the group of each node, which gives its place and colour; its region, chain or kind by default.
        names: what the groups are called, where their nodes do not tell.
        address: the page of a node by its address, if it has one; no pages by default.
    """

    size: np.ndarray | None = None
    told: list[str] | None = None
    group: np.ndarray | None = None
    names: dict[str, str] = field(default_factory=dict)
    address: Callable[[str], str | None] | None = None


@dataclass(frozen=True)
class Picture:
    """A network made ready to draw.

    Attributes:
        data: what the script draws, as JSON holds it.
        legend: words and colour of each kind of node that a colour stands for.
        lines: words, colour and whether it is dashed, of each kind of edge.
        rows: the strongest edges: labels of both ends, strength, evidence in words.
        edges: number of all edges.
    """

    data: dict[str, Any]
    legend: list[tuple[str, str]]
    lines: list[tuple[str, str, bool]]
    rows: list[tuple[str, str, str, str]]
    edges: int


def picture(graph: ArrayGraph | ArrayDiGraph, language: str = "nl", look: Look | None = None) -> Picture:
    """Make a network ready to draw.

    Args:
        graph: a network of :mod:`graph.projections`: nodes with ``label`` and, where known, ``region``; edges with
            ``weight`` and ``evidence``, and ``change`` (a key of :data:`CHANGES`) where two networks are compared.
        language: ``nl`` or ``en``.
        look: how nodes are shown.
    """
    words, arrays, look = WORDS[language], graph.arrays, look or Look()
    nodes = arrays.node_table
    label = _labels(arrays)
    grouped = next((name for name in GROUPS if name in nodes.columns and nodes[name].null_count() < len(label)), None)
    group = nodes[grouped].fill_null("").to_numpy() if grouped else np.full(len(label), "")
    if look.group is not None:
        grouped, group = None, look.group
    placed = discs(arrays, group.astype(str))
    named = _names(nodes, grouped, placed.names, words, look.names)
    degree = np.bincount(arrays.start, minlength=len(label)) + np.bincount(arrays.end, minlength=len(label))
    colours = {
        name: (region_colour(name) if grouped == "region" else _SERIES[at % len(_SERIES)]) if name else OUTSIDE
        for at, name in enumerate(placed.names)
    }
    palette = list(dict.fromkeys(colours.values()))
    weights = arrays.weights("weight")
    order = np.lexsort((arrays.end, arrays.start, -weights))
    told_of = "evidence" in arrays.edge_table.columns
    evidence = arrays.edge_table["evidence"].fill_null("").to_list() if told_of else [""] * len(weights)
    style, lines = _lines(arrays, group, evidence if told_of else None, words, by_region=grouped == "region")
    told: dict[str, Any] = {
        "language": language,
        "directed": arrays.directed,
        "most": MOST_ARROWS,
        "summed": SUMMED,
        "first": _first(weights) if len(label) <= SUMMED else 1,
        "words": {
            name: words[name] for name in ("hidden", "drawn", "more", "nobody", "summed", "nodes", "page", *CHANGES)
        },
        "colours": palette,
        "styles": [[colour, dashed] for _, colour, dashed in lines],
        "across": ACROSS,
        "nodes": {
            "x": placed.position[:, 0].round(1).tolist(),
            "y": placed.position[:, 1].round(1).tolist(),
            "size": (_by_degree(degree) if look.size is None else _relative(look.size)).round(1).tolist(),
            "order": np.lexsort((np.arange(len(label)), -(degree if look.size is None else look.size))).tolist(),
            "colour": [palette.index(colours[name]) for name in group.tolist()],
            "label": label,
            "more": look.told or [f"{number} {words['degree']}" for number in degree.tolist()],
        },
        "groups": {
            "x": placed.centre[:, 0].round(1).tolist(),
            "y": placed.centre[:, 1].round(1).tolist(),
            "radius": placed.radius.round(1).tolist(),
            "count": placed.count.tolist(),
            "name": named,
            "colour": [palette.index(colours[name]) for name in placed.names],
        },
        "flows": _flows(arrays, placed.member),
        "edges": {
            "start": arrays.start[order].tolist(),
            "end": arrays.end[order].tolist(),
            "weight": weights[order].tolist(),
            "style": style[order].tolist(),
        },
    }
    if look.address:
        told["nodes"]["page"] = [look.address(str(node)) or "" for node in arrays.nodes]
    if "change" in arrays.edge_table.columns:
        told["edges"]["change"] = arrays.edge_table["change"].gather(order).to_list()
    rows = [
        (label[arrays.start[at]], label[arrays.end[at]], f"{weights[at]:g}", in_words(evidence[at], language))
        for at in order[:MOST_ROWS].tolist()
    ]
    names = dict(zip(placed.names, named, strict=True))
    return Picture(told, _legend(grouped, colours, names, words), lines, rows, len(order))


def explorer_page(graph: ArrayGraph | ArrayDiGraph, title: str, notes: list[str], language: str = "nl") -> str:
    """Draw a network as one HTML file.

    Args:
        graph: the network, see :func:`picture`.
        title: heading.
        notes: lines below it: day, source, evidence.
        language: ``nl`` or ``en``.
    """
    made, script = picture(graph, language), static("explorer.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return document(
        "explorer.html.j2",
        language,
        title=title,
        notes=notes,
        words=WORDS[language],
        picture=made,
        source="",
        served=False,
        look=static("explorer.css"),
        data=in_page(made.data),
        script=script,
        script_hash=f"sha256-{digest}",
    )


def in_page(data: dict[str, Any]) -> str:
    """Data as JSON that can stand inside a page."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _labels(arrays: Arrays) -> list[str]:
    nodes = arrays.node_table
    return nodes["label"].to_list() if "label" in nodes.columns else [str(node) for node in arrays.nodes]


def _by_degree(degree: np.ndarray) -> np.ndarray:
    """Radius of every node by its number of connections, with the root of it; beyond a few all are as large."""
    sized: np.ndarray = np.minimum(2.2 + 0.9 * np.sqrt(degree), ROOM * 0.28)
    return sized


def _relative(values: np.ndarray) -> np.ndarray:
    """Radius of every node by its number, so that areas compare; none is too small to see, none covers another."""
    known = np.nan_to_num(values.astype(np.float64), nan=0.0)
    largest = known.max(initial=0.0)
    if largest <= 0:
        return np.full(len(known), 2.2)
    sized: np.ndarray = np.maximum(ROOM * 0.42 * np.sqrt(np.maximum(known, 0) / largest), 1.6)
    return sized


def _flows(arrays: Arrays, member: np.ndarray) -> list[list[float]]:
    """What flows between groups, added up."""
    grouped = pl.DataFrame({"group": member.astype(str)})
    told = Arrays(arrays.nodes, grouped, arrays.start, arrays.end, arrays.edge_table, directed=arrays.directed)
    return [[int(one), int(two), weight] for one, two, weight in quotient(told, "group").table().rows()]


def _lines(
    arrays: Arrays, group: np.ndarray, evidence: list[str] | None, words: dict[str, str], *, by_region: bool
) -> tuple[np.ndarray, list[tuple[str, str, bool]]]:
    """The number of the style of every edge, and the styles: words, colour and whether dashed."""
    if "change" in arrays.edge_table.columns:
        kinds = list(CHANGES)
        style = np.array([kinds.index(kind) for kind in arrays.edge_table["change"].to_list()], dtype=np.int64)
        return style, [(words[kind], *look) for kind, look in CHANGES.items()]
    within, across = ("within", "across") if by_region else ("inside", "between")
    crosses = group[arrays.start] != group[arrays.end]
    if evidence is None:
        return crosses.astype(np.int64), [(words[within], WITHIN, False), (words[across], ACROSS, False)]
    unsure = np.array([word != "asserted" for word in evidence], dtype=np.int64)
    return crosses * 2 + unsure, [
        (words[within], WITHIN, False),
        (words["dashed"], WITHIN, True),
        (words[across], ACROSS, False),
        (words["dashed"], ACROSS, True),
    ]


def _first(weights: np.ndarray) -> int:
    """The strength from which arrows are drawn at first: the least that leaves no thicket; the reader may lower it."""
    for least in range(1, int(weights.max(initial=1)) + 1):
        if (weights >= least).sum() <= THICKET:
            return least
    return 1


def _names(
    nodes: pl.DataFrame, grouped: str | None, groups: list[str], words: dict[str, str], given: dict[str, str]
) -> list[str]:
    """What each group is called: its label, else the last part of its address."""
    known = {"": words["unknown"] if grouped == "region" else ""} | given
    if grouped and f"{grouped}_label" in nodes.columns:
        known |= dict(nodes.select(grouped, f"{grouped}_label").drop_nulls().unique().rows())
    return [known.get(name) or name.rsplit("/", 1)[-1].replace("-", " ") for name in groups]


def _legend(
    grouped: str | None, colours: dict[str, str], names: dict[str, str], words: dict[str, str]
) -> list[tuple[str, str]]:
    """Colour and name of each region of the province, all outside it being one; other groups bear their names."""
    if grouped != "region":
        return []
    entries = sorted((names[name], colour) for name, colour in colours.items() if name and colour != OUTSIDE)
    if any(name and colour == OUTSIDE for name, colour in colours.items()):
        entries.append((words["outside"], OUTSIDE))
    elif "" in colours:
        entries.append((words["unknown"], OUTSIDE))
    return entries
