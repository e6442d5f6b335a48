"""The network explorer: up to tens of thousands of nodes in one page, quick without a graphics card and offline.

The script is our own (``web/static/explorer.js``) and stands inside the page, which lets no other script run. Above a
number of arrows only the strongest are drawn until the reader zooms in, and the page says so.
"""

import base64
import hashlib
import json

import numpy as np
import polars as pl

from graph.arrays import ArrayDiGraph, ArrayGraph, Arrays
from graph.grouping import ROOM, discs
from graph.metrics.regions import quotient
from ketenatlas.views.document import document, static
from ketenatlas.views.network import in_words
from ketenatlas.views.palette import ACROSS, OUTSIDE, WITHIN, region_colour

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
    },
}


def explorer_page(graph: ArrayGraph | ArrayDiGraph, title: str, notes: list[str], language: str = "nl") -> str:
    """Draw a network as one HTML file.

    Args:
        graph: a network of :mod:`graph.projections`: nodes with ``label`` and, where known, ``region``; edges with
            ``weight`` and ``evidence``.
        title: heading.
        notes: lines below it: day, source, evidence.
        language: ``nl`` or ``en``.
    """
    words, arrays = WORDS[language], graph.arrays
    nodes = arrays.node_table
    label = nodes["label"].to_list() if "label" in nodes.columns else [str(node) for node in arrays.nodes]
    grouped = next((name for name in GROUPS if name in nodes.columns and nodes[name].null_count() < len(label)), None)
    region = nodes[grouped].fill_null("").to_numpy() if grouped else np.full(len(label), "")
    placed = discs(arrays, region.astype(str))
    named = _names(nodes, grouped, placed.names, words)
    between = quotient(
        Arrays(
            arrays.nodes,
            pl.DataFrame({"group": placed.member.astype(str)}),
            arrays.start,
            arrays.end,
            arrays.edge_table,
            directed=arrays.directed,
        ),
        "group",
    ).table()
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
    told = {
        "language": language,
        "directed": arrays.directed,
        "most": MOST_ARROWS,
        "summed": SUMMED,
        "first": _first(weights) if len(label) <= SUMMED else 1,
        "words": {name: words[name] for name in ("hidden", "drawn", "more", "nobody", "summed", "nodes")},
        "palette": {"across": ACROSS, "within": WITHIN, "colours": palette},
        "nodes": {
            "x": placed.position[:, 0].round(1).tolist(),
            "y": placed.position[:, 1].round(1).tolist(),
            "size": np.minimum(2.2 + 0.9 * np.sqrt(degree), ROOM * 0.28).round(1).tolist(),
            "colour": [palette.index(colours[name]) for name in region.tolist()],
            "label": label,
            "more": [f"{number} {words['degree']}" for number in degree.tolist()],
        },
        "groups": {
            "x": placed.centre[:, 0].round(1).tolist(),
            "y": placed.centre[:, 1].round(1).tolist(),
            "radius": placed.radius.round(1).tolist(),
            "count": placed.count.tolist(),
            "name": named,
            "colour": [palette.index(colours[name]) for name in placed.names],
        },
        "flows": [[int(one), int(two), weight] for one, two, weight in between.rows()],
        "edges": {
            "start": arrays.start[order].tolist(),
            "end": arrays.end[order].tolist(),
            "weight": weights[order].tolist(),
            "across": (region[arrays.start[order]] != region[arrays.end[order]]).astype(int).tolist(),
            "sure": [int(not told_of or evidence[at] == "asserted") for at in order.tolist()],
        },
    }
    rows = [
        (label[arrays.start[at]], label[arrays.end[at]], f"{weights[at]:g}", in_words(evidence[at], language))
        for at in order[:MOST_ROWS].tolist()
    ]
    script = static("explorer.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return document(
        "explorer.html.j2",
        language,
        title=title,
        notes=notes,
        words=words,
        legend=_legend(grouped, colours, dict(zip(placed.names, named, strict=True)), words),
        across=ACROSS,
        within=WITHIN,
        across_words=words["across" if grouped == "region" else "between"],
        within_words=words["within" if grouped == "region" else "inside"],
        rows=rows,
        shown=len(rows),
        all=len(order),
        data=json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        script=script,
        script_hash=f"sha256-{digest}",
    )


def _first(weights: np.ndarray) -> int:
    """The strength from which arrows are drawn at first: the least that leaves no thicket; the reader may lower it."""
    for least in range(1, int(weights.max(initial=1)) + 1):
        if (weights >= least).sum() <= THICKET:
            return least
    return 1


def _names(nodes: pl.DataFrame, grouped: str | None, groups: list[str], words: dict[str, str]) -> list[str]:
    """What each group is called: its label, else the last part of its address."""
    known = {"": words["unknown"] if grouped == "region" else ""}
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
