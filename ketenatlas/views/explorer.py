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
from graph.asking import levels
from graph.grouping import discs
from graph.metrics.regions import quotient
from ketenatlas.views.document import document, static
from ketenatlas.views.palette import ACROSS, OUTSIDE, WITHIN, region_colour

MOST_ARROWS = 6_000
"""Arrows drawn at once; more make a picture in which nothing can be seen."""
MOST_ROWS = 2_000
"""Rows of the table in the page; the exports hold them all."""

WORDS = {
    "nl": {
        "legend": "Legenda",
        "across": "over de regiogrens",
        "within": "binnen de regio",
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
    region = nodes["region"].fill_null("").to_numpy() if "region" in nodes.columns else np.full(len(label), "")
    placed = discs(arrays, region.astype(str))
    named = _names(nodes, placed.names, words)
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
    colours = {name: region_colour(str(name)) if name else OUTSIDE for name in dict.fromkeys(region.tolist())}
    palette = list(dict.fromkeys(colours.values()))
    weights = arrays.weights("weight")
    order = np.lexsort((arrays.end, arrays.start, -weights))
    evidence = arrays.edge_table["evidence"].to_list() if "evidence" in arrays.edge_table.columns else None
    told = {
        "language": language,
        "directed": arrays.directed,
        "most": MOST_ARROWS,
        "words": {name: words[name] for name in ("hidden", "drawn", "more", "nobody", "summed", "nodes")},
        "palette": {"across": ACROSS, "within": WITHIN, "colours": palette},
        "nodes": {
            "x": placed.position[:, 0].round(1).tolist(),
            "y": placed.position[:, 1].round(1).tolist(),
            "size": (2.2 + 0.9 * np.sqrt(degree)).round(1).tolist(),
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
            "sure": [int(evidence is None or evidence[at] == "asserted") for at in order.tolist()],
        },
    }
    rows = [
        (label[arrays.start[at]], label[arrays.end[at]], f"{weights[at]:g}", _levels(evidence, at, language))
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
        legend=_legend(colours, dict(zip(placed.names, named, strict=True)), words),
        across=ACROSS,
        within=WITHIN,
        rows=rows,
        shown=len(rows),
        all=len(order),
        data=json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        script=script,
        script_hash=f"sha256-{digest}",
    )


def _levels(evidence: list[str] | None, at: int, language: str) -> str:
    known = levels()
    named = (evidence[at] or "").split("; ") if evidence is not None else []
    return ", ".join(known[name][1][language] if name in known else name for name in named if name)


def _names(nodes: pl.DataFrame, groups: list[str], words: dict[str, str]) -> list[str]:
    """What each group is called: the label of its region, else the last part of its address."""
    known = {"": words["unknown"]}
    if "region_label" in nodes.columns:
        known |= dict(nodes.select("region", "region_label").drop_nulls().unique().rows())
    return [known.get(name) or name.rsplit("/", 1)[-1].replace("-", " ") for name in groups]


def _legend(colours: dict[str, str], names: dict[str, str], words: dict[str, str]) -> list[tuple[str, str]]:
    """Colour and name of each region of the province; all that lies outside it is one."""
    entries = sorted((names[name], colour) for name, colour in colours.items() if name and colour != OUTSIDE)
    if any(name and colour == OUTSIDE for name, colour in colours.items()):
        entries.append((words["outside"], OUTSIDE))
    elif "" in colours:
        entries.append((words["unknown"], OUTSIDE))
    return entries
