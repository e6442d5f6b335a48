"""The network as one HTML file that works with the cable out: pyvis, corrected.

pyvis brings the drawing library inside its package; its own page loads a style sheet from a content network, lets
the browser search for positions and shows titles unescaped. Here the page is ours, positions are computed before,
and everything stands inside the one file.
"""

from importlib.resources import files
from pathlib import Path
from typing import Any

import networkx as nx
from pyvis.network import Network

from ketenatlas.views import layout
from ketenatlas.views.palette import STAGE, region_colour

_TEMPLATES = Path(__file__).resolve().parent.parent / "web" / "templates"
_DRAWING = "templates/lib/vis-9.1.2"

WORDS = {
    "nl": {
        "legend": "Legenda",
        "size": "Grootte: aantal verbindingen",
        "stage": "Schakel",
        "open_stage": "Schakel zonder bekende vestiging",
        "performs": "vervult schakel",
        "supplies": "levert aan",
        "table": "Tabel bij dit beeld",
        "from": "Van",
        "relation": "Relatie",
        "to": "Naar",
        "weight": "Aantal",
        "evidence": "Bewijs",
        "sources": "Bronnen",
        "help": "Slepen verschuift, scrollen zoomt, aanwijzen toont meer. De dikte van een pijl is het aantal leveringen.",
        "empty": "Er zijn geen verbindingen die aan de vraag voldoen.",
    },
    "en": {
        "legend": "Legend",
        "size": "Size: number of connections",
        "stage": "Stage",
        "open_stage": "Stage without known establishment",
        "performs": "performs stage",
        "supplies": "supplies",
        "table": "Table behind this picture",
        "from": "From",
        "relation": "Relation",
        "to": "To",
        "weight": "Number",
        "evidence": "Evidence",
        "sources": "Sources",
        "help": "Drag to move, scroll to zoom, point to see more. The width of an arrow is the number of supplies.",
        "empty": "No connections answer the question.",
    },
}


def network_page(graph: "nx.DiGraph[str]", title: str, notes: list[str], language: str = "nl") -> str:
    """Draw a network of :mod:`graph.network` as one HTML page.

    Args:
        graph: the network.
        title: heading of the picture.
        notes: lines below it: source, date, evidence.
        language: language of the page's own words.
    """
    words = WORDS[language]
    is_chain = graph.graph.get("kind") == "chain"
    spans: dict[str, tuple[float, float]] = {}
    if is_chain:
        positions, spans = layout.lanes(graph)
    elif graph.graph.get("by") == "region":
        positions = layout.circle(graph)
    else:
        positions = layout.force(graph)
    page = Network(directed=True, cdn_resources="in_line", height="100%", width="100%")
    degree = {
        node: sum(edge.get("weight", 1) for *_, edge in [*graph.in_edges(node, data=True), *graph.out_edges(node, data=True)])
        for node in graph
    }
    for node, data in graph.nodes(data=True):
        if node in positions:
            page.add_node(node, **_node(data, degree[node], positions[node], words))
    for start, end, data in graph.edges(data=True):
        if data.get("relation") != "in":
            page.add_edge(start, end, **_edge(graph, start, end, data, words))
    page.set_options(_OPTIONS)
    page.set_template_dir(str(_TEMPLATES), "network.html.j2")
    drawing = files("pyvis").joinpath(_DRAWING)
    page.templateEnv.autoescape = True
    page.templateEnv.globals.update(
        title=title,
        notes=notes,
        words=words,
        language=language,
        legend=_legend(graph, words),
        lanes=_lanes(graph, spans),
        rows=_rows(graph, words),
        script=drawing.joinpath("vis-network.min.js").read_text(encoding="utf-8").replace("</script", "<\\/script"),
    )
    return str(page.generate_html())


_OPTIONS = """{
  "physics": {"enabled": false},
  "interaction": {"hover": true, "tooltipDelay": 80, "keyboard": {"enabled": true, "bindToWindow": false}},
  "nodes": {"font": {"size": 15, "face": "sans-serif", "strokeWidth": 4, "strokeColor": "#ffffff"}, "borderWidth": 1},
  "edges": {"smooth": {"enabled": true, "type": "curvedCW", "roundness": 0.18}, "selectionWidth": 1.5}
}"""


def _node(data: dict[str, Any], degree: float, position: tuple[float, float], words: dict[str, str]) -> dict[str, Any]:
    x, y = position
    label = str(data["label"])
    shared = {"x": x, "y": y, "physics": False}
    if data["kind"] == "stage":
        colour = {"background": STAGE if degree else "#FFFFFF", "border": STAGE}
        return {
            **shared,
            "label": _wrap(label, 20),
            "shape": "box",
            "color": colour,
            "font": {"size": 18, "color": "#FFFFFF" if degree else STAGE, "strokeWidth": 0},
            "shapeProperties": {"borderDashes": [] if degree else [6, 4]},
            "title": label if degree else f"{label}: {words['open_stage']}",
            "margin": 10,
        }
    colour = region_colour(str(data["region"]))
    if data["kind"] == "region" and "/region/" not in str(data["region"]):
        colour = region_colour("")
    where = " · ".join(part for part in (data.get("municipality"), data.get("regionLabel")) if part)
    big = data["kind"] == "region"
    return {
        **shared,
        "label": _wrap(label, 26),
        "shape": "dot",
        "size": (16 if big else 7) + 4 * degree**0.5,
        "color": colour,
        "font": {"size": 20 if big else 15},
        "title": "\n".join(part for part in (label, where) if part),
    }


def _edge(
    graph: "nx.DiGraph[str]", start: str, end: str, data: dict[str, Any], words: dict[str, str]
) -> dict[str, Any]:
    performs = data.get("relation") == "performs"
    verb = words["performs" if performs else "supplies"]
    weight = data.get("weight", 1)
    lines = [f"{graph.nodes[start]['label']} {verb} {graph.nodes[end]['label']}"]
    if not performs:
        lines.append(f"{words['weight']}: {weight}")
    lines += [str(data[name]) for name in ("resources", "evidence") if data.get(name)]
    same = graph.nodes[start]["region"] == graph.nodes[end]["region"]
    return {
        "title": "\n".join(lines),
        "width": 0.6 if performs else 1.2 + 1.3 * (weight - 1) ** 0.5,
        "color": {"color": "#C4C4C4" if performs else ("#9A9A9A" if same else "#B2182B"), "opacity": 0.7},
        "arrows": "" if performs else "to",
        "dashes": not performs and str(data.get("evidence", "")) not in ("", "asserted"),
        "label": str(weight) if graph.graph.get("by") == "region" else "",
        "smooth": False if performs else {"enabled": True, "type": "curvedCW", "roundness": 0.18},
    }


def _legend(graph: "nx.DiGraph[str]", words: dict[str, str]) -> list[tuple[str, str]]:
    """Colour and words of each region that occurs."""
    regions = {
        data["regionLabel"]: region_colour(str(data["region"]))
        for _, data in graph.nodes(data=True)
        if data.get("regionLabel")
    }
    del words
    return sorted(((label, colour) for label, colour in regions.items()), key=lambda row: (row[1] == "#8A8A8A", row[0]))


def _lanes(graph: "nx.DiGraph[str]", spans: dict[str, tuple[float, float]]) -> list[dict[str, Any]]:
    """Bands behind the lanes of a chain picture."""
    stages = sum(1 for _, kind in graph.nodes(data="kind") if kind == "stage")
    return [
        {
            "top": top,
            "bottom": bottom,
            "left": -1.35 * layout.COLUMN,
            "right": (stages + 0.6) * layout.COLUMN,
            "colour": region_colour(region) + "1F",
        }
        for region, (top, bottom) in spans.items()
    ]


def _rows(graph: "nx.DiGraph[str]", words: dict[str, str]) -> list[dict[str, Any]]:
    """The table behind the picture: one row per edge."""
    rows = [
        {
            "start": graph.nodes[start]["label"],
            "verb": words["performs" if data.get("relation") == "performs" else "supplies"],
            "end": graph.nodes[end]["label"],
            "weight": data.get("weight", 1),
            "evidence": data.get("evidence", ""),
            "sources": [source for source in str(data.get("sources", "")).split("; ") if source],
        }
        for start, end, data in graph.edges(data=True)
        if data.get("relation") != "in"
    ]
    return sorted(rows, key=lambda row: (row["verb"], -row["weight"], str(row["start"]), str(row["end"])))


def _wrap(label: str, width: int) -> str:
    """Break a long label at spaces."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
