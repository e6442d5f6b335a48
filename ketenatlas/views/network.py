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

from graph.evidence import levels
from ketenatlas.views import layout
from ketenatlas.views.palette import ACROSS, OUTSIDE, STAGE, WITHIN, region_colour

_TEMPLATES = Path(__file__).resolve().parent.parent / "web" / "templates"
_DRAWING = "templates/lib/vis-9.1.2"

WORDS = {
    "nl": {
        "legend": "Legenda",
        "size": "grootte: aantal verbindingen",
        "outside": "Buiten Noord-Brabant",
        "open_stage": "geen vestiging bekend",
        "performs": "vervult schakel",
        "also": "ook in deze schakel",
        "supplies": "levert aan",
        "across": "levert over de regiogrens",
        "within": "levert binnen de regio",
        "table": "Tabel bij dit beeld",
        "from": "Van",
        "relation": "Relatie",
        "to": "Naar",
        "weight": "Aantal",
        "evidence": "Bewijs",
        "sources": "Bronnen",
        "help": "Aanwijzen toont meer, scrollen zoomt, slepen verschuift.",
        "empty": "Geen verbinding voldoet aan de vraag.",
    },
    "en": {
        "legend": "Legend",
        "size": "size: number of connections",
        "outside": "Outside Noord-Brabant",
        "open_stage": "no establishment known",
        "performs": "performs stage",
        "also": "also in this stage",
        "supplies": "supplies",
        "across": "supplies across the region border",
        "within": "supplies within the region",
        "table": "Table behind this picture",
        "from": "From",
        "relation": "Relation",
        "to": "To",
        "weight": "Number",
        "evidence": "Evidence",
        "sources": "Sources",
        "help": "Point to see more, scroll to zoom, drag to move.",
        "empty": "No connection answers the question.",
    },
}

_OPTIONS = """{
  "physics": {"enabled": false},
  "interaction": {"hover": true, "tooltipDelay": 80, "keyboard": {"enabled": true, "bindToWindow": false}},
  "nodes": {"borderWidth": 1},
  "edges": {"selectionWidth": 1.5, "hoverWidth": 1}
}"""


def network_page(graph: "nx.DiGraph[str]", title: str, notes: list[str], language: str = "nl", nonce: str = "") -> str:
    """Draw a network of :mod:`graph.network` as one HTML page.

    Args:
        graph: the network.
        title: heading of the picture.
        notes: lines below it: source, date, evidence.
        language: language of the page's own words.
        nonce: what lets the page's own scripts run under a content security policy.
    """
    words = WORDS[language]
    chart = layout.lanes(graph) if graph.graph.get("kind") == "chain" else None
    if chart:
        positions = chart.positions
    elif graph.graph.get("by") == "establishment":
        positions = layout.force(graph)
    else:
        positions = layout.geographic(graph)
    page = Network(directed=True, cdn_resources="in_line", height="100%", width="100%")
    degree = {node: _degree(graph, node) for node in graph}
    for node, data in graph.nodes(data=True):
        if node in positions:
            page.add_node(node, **_node(data, degree[node], positions[node], words, chart))
    for start, end, data in graph.edges(data=True):
        if data["relation"] == "in" or (chart and chart.columns.get(start) == end):
            continue
        page.add_edge(start, end, **_edge(graph, start, end, words, language))
    page.set_options(_OPTIONS)
    page.set_template_dir(str(_TEMPLATES), "network.html.j2")
    page.templateEnv.autoescape = True
    script = files("pyvis").joinpath(_DRAWING, "vis-network.min.js").read_text(encoding="utf-8")
    page.templateEnv.globals.update(
        title=title,
        notes=notes,
        words=words,
        language=language,
        nonce=nonce,
        legend=_legend(graph, words),
        chain=chart is not None,
        lanes=_lanes(chart, words) if chart else [],
        rows=_rows(graph, words, language),
        script=script.replace("</script", "<\\/script"),
    )
    return str(page.generate_html())


def _degree(graph: "nx.DiGraph[str]", node: str) -> int:
    """Number of claims at a node; what lies in a region counts once for it."""
    edges = [*graph.in_edges(node, data="weight"), *graph.out_edges(node, data="weight")]
    return sum(int(weight) for *_, weight in edges)


def _node(
    data: dict[str, Any],
    degree: int,
    position: tuple[float, float],
    words: dict[str, str],
    chart: layout.Chart | None,
) -> dict[str, Any]:
    shared = {"x": position[0], "y": position[1], "physics": False, "label": " "}
    label = str(data["label"])
    if data["kind"] == "stage":
        return {
            **shared,
            "label": _wrap(label, 15),
            "shape": "box",
            "color": {"background": STAGE if degree else "#FFFFFF", "border": STAGE},
            "font": {"size": 13, "color": "#FFFFFF" if degree else STAGE},
            "shapeProperties": {"borderDashes": False if degree else [5, 4]},
            "title": label if degree else f"{label}: {words['open_stage']}",
            "margin": 6,
        }
    where = " · ".join(part for part in (data.get("municipality"), data.get("regionLabel")) if part)
    place = data["kind"] != "establishment"
    width = 18 if chart is None or place else max(10, int((chart.width - 30) / 6.6))
    return {
        **shared,
        "shape": "dot",
        "size": 7 + 2.2 * degree**0.5,
        "color": region_colour(str(data["region"])),
        "caption": _wrap(str(data["short"]), width, lines=2),
        "strong": place,
        "title": "\n".join(dict.fromkeys(part for part in (label, where) if part)),
    }


def _edge(graph: "nx.DiGraph[str]", start: str, end: str, words: dict[str, str], language: str) -> dict[str, Any]:
    data = graph.edges[start, end]
    performs = data["relation"] == "performs"
    verb = words["performs" if performs else "supplies"]
    lines = [f"{graph.nodes[start]['label']} {verb} {graph.nodes[end]['label']}"]
    if not performs and data["weight"] > 1:
        lines.append(f"{words['weight']}: {data['weight']}")
    lines += [str(data["resources"]), f"{words['evidence']}: {in_words(data['evidence'], language)}"]
    same = graph.nodes[start]["region"] == graph.nodes[end]["region"]
    many = graph.graph.get("by") in ("region", "municipality")
    return {
        "title": "\n".join(line for line in lines if line),
        "width": 0.8 if performs else 1.3 + 1.5 * (data["weight"] - 1) ** 0.5,
        "color": {"color": "#BDBDBD" if performs else (WITHIN if same else ACROSS), "opacity": 0.75},
        "arrows": {"to": {"enabled": not performs, "scaleFactor": 0.55}},
        "dashes": [4, 4] if data["evidence"] != "asserted" else False,
        "label": str(data["weight"]) if many and data["weight"] > 1 else " ",
        "font": {"size": 15, "strokeWidth": 4, "strokeColor": "#FFFFFF"},
        "smooth": False if performs else {"enabled": True, "type": "curvedCW", "roundness": 0.16},
    }


def in_words(evidence: str, language: str) -> str:
    """Evidence levels joined by semicolons, by their labels."""
    known = levels()
    return ", ".join(known[name][1][language] if name in known else name for name in evidence.split("; ") if name)


def _legend(graph: "nx.DiGraph[str]", words: dict[str, str]) -> list[tuple[str, str]]:
    """Colour and words of each region of the province that occurs, and one entry for all others."""
    regions = {
        str(data["region"]): str(data["regionLabel"]) for _, data in graph.nodes(data=True) if data.get("regionLabel")
    }
    entries = [(label, region_colour(iri)) for iri, label in regions.items() if layout.is_inside(iri)]
    if any(not layout.is_inside(iri) for iri in regions):
        return [*sorted(entries), (words["outside"], OUTSIDE)]
    return sorted(entries)


def _lanes(chart: layout.Chart, words: dict[str, str]) -> list[dict[str, Any]]:
    """Bands behind the lanes of a chain picture."""
    return [
        {
            "top": top,
            "bottom": bottom,
            "left": 0,
            "right": layout.WIDTH,
            "colour": (OUTSIDE if region == layout.OUTSIDE else region_colour(region)) + "1C",
            "name": words["outside"] if region == layout.OUTSIDE else "",
        }
        for region, (top, bottom) in chart.lanes.items()
    ]


def _rows(graph: "nx.DiGraph[str]", words: dict[str, str], language: str) -> list[dict[str, Any]]:
    """The table behind the picture: one row per edge."""
    rows = [
        {
            "start": graph.nodes[start]["label"],
            "verb": words["performs" if data["relation"] == "performs" else "supplies"],
            "end": graph.nodes[end]["label"],
            "weight": data["weight"],
            "evidence": in_words(data["evidence"], language),
            "sources": [source.rsplit("/", 1)[-1] for source in str(data["sources"]).split("; ") if source],
        }
        for start, end, data in graph.edges(data=True)
        if data["relation"] != "in"
    ]
    return sorted(rows, key=lambda row: (row["verb"], -row["weight"], str(row["start"]), str(row["end"])))


def _wrap(label: str, width: int, lines: int = 3) -> str:
    """Break a label at spaces; what does not fit in the lines is cut with an ellipsis."""
    made = [""]
    for word in label.split():
        if made[-1] and len(made[-1]) + 1 + len(word) > width:
            made.append("")
        made[-1] = f"{made[-1]} {word}".strip()
    if len(made) > lines:
        made = [*made[: lines - 1], made[lines - 1] + " …"]
    return "\n".join(part if len(part) <= width + 4 else part[: width + 2] + "…" for part in made)
