"""Captions: the title and the notes that every picture carries: what, as of when, how sure, from where."""

from typing import Any

import networkx as nx

from graph.evidence import levels

_TITLES = {
    "nl": {
        "chain": "{chain}: schakels, vestigingen en regio's",
        "flows": "Leveringen tussen {by}{chain}",
        "in": " in de keten {chain}",
        "region": "regio's",
        "municipality": "gemeenten",
        "establishment": "vestigingen",
        "asOf": "Stand op {day}.",
        "evidence": "Bewijs: {levels}. Gestippeld is niet vastgesteld maar geschat of gereconstrueerd.",
        "sources": "{n} openbare bronnen; wat niet getekend is, is onbekend en niet afwezig.",
        "weight": "Een pijl is een gedocumenteerde levering; samenwerking staat er niet in.",
    },
    "en": {
        "chain": "{chain}: stages, establishments and regions",
        "flows": "Supplies between {by}{chain}",
        "in": " in the chain {chain}",
        "region": "regions",
        "municipality": "municipalities",
        "establishment": "establishments",
        "asOf": "As of {day}.",
        "evidence": "Evidence: {levels}. Dashed is not asserted but estimated or reconstructed.",
        "sources": "{n} public sources; what is not drawn is unknown, not absent.",
        "weight": "An arrow is a documented supply; collaborations are not shown.",
    },
}


def caption(graph: "nx.DiGraph[str]", language: str) -> tuple[str, list[str]]:
    """Title and notes for a network of :mod:`graph.network`."""
    words = _TITLES[language]
    told: dict[str, Any] = graph.graph
    if told.get("kind") == "chain":
        title = words["chain"].format(chain=told.get("title") or told.get("chain"))
    else:
        inside = words["in"].format(chain=told["chain"]) if told.get("chain") not in (None, "all") else ""
        title = words["flows"].format(by=words[told["by"]], chain=inside)
    used: set[str] = set()
    sources: set[str] = set()
    for _, _, edge in graph.edges(data=True):
        used.update(part for part in str(edge.get("evidence", "")).split("; ") if part)
        sources.update(part for part in str(edge.get("sources", "")).split("; ") if part)
    named = [labels[language] for name, (_, labels) in levels().items() if name in used]
    return title, [
        words["asOf"].format(day=told.get("asOf", "")) + " " + words["weight"],
        words["evidence"].format(levels=", ".join(named) or "–") + " " + words["sources"].format(n=len(sources)),
    ]


_PROJECTED = {
    "nl": {
        "day": "Stand op {day}. Dikte en volgorde gaan naar sterkte: wat de verbindingen optellen.",
        "evidence": "Bewijs: {levels}. {n} openbare bronnen; wat niet getekend is, is onbekend en niet afwezig.",
        "left": "{n} verbindingen hebben een kant zonder bekende plaats op dit niveau en staan er niet in.",
    },
    "en": {
        "day": "As of {day}. Width and order go by strength: what the relations add up to.",
        "evidence": "Evidence: {levels}. {n} public sources; what is not drawn is unknown, not absent.",
        "left": "{n} relations have an end without a known place at this level and are not shown.",
    },
}


def projected_caption(graph: Any, title: str, language: str) -> tuple[str, list[str]]:
    """Title and notes for a network of :mod:`graph.projections`.

    Args:
        graph: the network.
        title: what it is.
        language: ``nl`` or ``en``.
    """
    words, table = _PROJECTED[language], graph.arrays.edge_table
    found = {
        name: {part for cell in table[name].drop_nulls().to_list() for part in cell.split("; ") if part}
        for name in ("evidence", "sources")
        if name in table.columns
    }
    named = [labels[language] for name, (_, labels) in levels().items() if name in found.get("evidence", ())]
    notes = [
        words["day"].format(day=graph.graph.get("as_of", "")),
        words["evidence"].format(levels=", ".join(named) or "–", n=len(found.get("sources", ()))),
    ]
    if graph.graph.get("left_out"):
        notes.append(words["left"].format(n=graph.graph["left_out"]))
    return title[0].upper() + title[1:], notes
