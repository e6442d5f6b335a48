"""Captions: the title and the notes that every picture carries: what, as of when, how sure, from where."""

from typing import Any

import networkx as nx

from graph.asking import levels

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
