"""Networks: edge lists asked from the graph, summed to the level wanted, as graphs that networkx understands.

The weight of an edge is its strength: the number of claims it stands for. Strength is not distance; a measure that
wants distances must invert it. Parallel relations add up, none is lost.
"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import networkx as nx

from graph.asking import Engine, records
from graph.catalogue import query_file
from graph.errors import UsageError

LEVELS = ("region", "municipality", "establishment")
"""What the nodes of a flow network can be."""

_POINT = re.compile(r"POINT \((-?[\d.]+) (-?[\d.]+)\)")


def _rows(
    engine: Engine, name: str, given: Mapping[str, str | None], language: str
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    return records(engine, query_file("networks", name), given, language)


def flows(
    engine: Engine, by: str = "region", given: Mapping[str, str | None] | None = None, language: str = "nl"
) -> "nx.DiGraph[str]":
    """Who supplies whom.

    Args:
        engine: where to ask.
        by: level of the nodes, one of :data:`LEVELS`; outside the province a municipality is its region.
        given: parameters of the edge list (``chain``, ``asOf``, ``evidence``).
        language: language of labels.

    Returns:
        A directed graph. Nodes have ``label``, ``short`` (a name for pictures), ``kind``, ``region``,
        ``regionLabel``, ``municipality`` and, for places, ``longitude`` and ``latitude``; edges have ``weight``
        (number of supplies), ``evidence``, ``sources`` and ``resources`` (joined by semicolons).

    Raises:
        UsageError: if the level is unknown or a parameter cannot be understood.
    """
    if by not in LEVELS:
        raise UsageError(f"a flow network can be by {', '.join(LEVELS)}, not by {by!r}")
    rows, told = _rows(engine, "flows", given or {}, language)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.graph.update(kind="flows", by=by, **told)
    for row in rows:
        ends = []
        for thing, side in (("supplier", "from"), ("customer", "to")):
            if by == "establishment":
                ends.append(_establishment(graph, row, thing, side))
                continue
            place = f"{side}Municipality" if by == "municipality" and row[f"{side}Municipality"] else f"{side}Region"
            graph.add_node(
                row[place],
                label=row[f"{place}Label"],
                kind=by,
                region=row[f"{side}Region"],
                regionLabel=row[f"{side}RegionLabel"],
                municipality=row[f"{side}MunicipalityLabel"] or "" if by == "municipality" else "",
            )
            ends.append(row[place])
        _add(graph, ends[0], ends[1], row, relation="supplies")
    if by != "establishment":
        for row in _rows(engine, "positions", {}, language)[0]:
            point = _POINT.fullmatch(row["point"])
            if row["place"] in graph and point:
                graph.nodes[row["place"]].update(longitude=float(point[1]), latitude=float(point[2]))
    return _finish(graph)


def chain(engine: Engine, given: Mapping[str, str | None], language: str = "nl") -> "nx.DiGraph[str]":
    """One chain as a network of stages, establishments and regions, with the supplies between the establishments.

    Edges have a ``relation``: ``performs`` (establishment to stage), ``in`` (establishment to region) or
    ``supplies`` (establishment to establishment).

    Raises:
        UsageError: if no chain is given, or a parameter cannot be understood.
    """
    if not given.get("chain"):
        raise UsageError("which chain? Give its name, for instance --chain semicon")
    rows, told = _rows(engine, "chain", given, language)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.graph.update(kind="chain", title=rows[0]["chainLabel"] if rows else "", **told)
    for row in rows:
        graph.add_node(row["stage"], label=row["stageLabel"], kind="stage", position=row["position"], region="")
        if row["establishment"] is None:
            continue
        node = _establishment(
            graph, {**row, "establishmentOrganisation": row["organisationLabel"]}, "establishment", ""
        )
        graph.add_node(
            row["region"],
            label=row["regionLabel"],
            kind="region",
            region=row["region"],
            regionLabel=row["regionLabel"],
        )
        _add(graph, node, row["stage"], row, relation="performs")
        graph.add_edge(node, row["region"], relation="in", weight=1)
    for row in _rows(engine, "flows", given, language)[0]:
        start = _establishment(graph, row, "supplier", "from")
        end = _establishment(graph, row, "customer", "to")
        _add(graph, start, end, row, relation="supplies")
    return _finish(graph)


def _establishment(graph: "nx.DiGraph[str]", row: Mapping[str, Any], thing: str, side: str) -> str:
    """Add an establishment from one side of a row; returns its node."""
    region, municipality = (f"{side}{part}" if side else part.lower() for part in ("Region", "Municipality"))
    node: str = row[thing]
    graph.add_node(
        node,
        label=row[f"{thing}Label"],
        kind="establishment",
        organisation=row[f"{thing}Organisation"],
        region=row[region],
        regionLabel=row[f"{region}Label"],
        municipality=row[f"{municipality}Label"] or "",
    )
    return node


def _add(graph: "nx.DiGraph[str]", start: str, end: str, row: Mapping[str, Any], relation: str) -> None:
    """Add one claim to an edge; what is already there stays and is added to."""
    if not graph.has_edge(start, end):
        graph.add_edge(start, end, relation=relation, weight=0, evidence=set(), sources=set(), resources=set())
    edge = graph.edges[start, end]
    edge["weight"] += 1
    edge["evidence"].add(row["evidence"])
    edge["sources"].add(row["source"])
    if row.get("resource"):
        edge["resources"].add(row["resource"])


def _finish(graph: "nx.DiGraph[str]") -> "nx.DiGraph[str]":
    """Give every node a short name, and write sets as text so that every export format can hold them."""
    nodes = graph.nodes(data=True)
    known = Counter(data.get("organisation") for _, data in nodes)
    towns = Counter((data.get("organisation"), data.get("municipality")) for _, data in nodes)
    for _, data in nodes:
        name, town = data.get("organisation"), data.get("municipality")
        if name is None:
            data["short"] = data["label"]
        elif known[name] == 1:
            data["short"] = name
        else:
            data["short"] = f"{name}, {town}" if town and towns[name, town] == 1 else data["label"]
    for _, _, edge in graph.edges(data=True):
        for name, value in edge.items():
            if isinstance(value, set):
                edge[name] = "; ".join(sorted(value))
    return graph
