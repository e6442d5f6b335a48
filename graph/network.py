"""Networks: edge lists asked from the graph, summed to the level wanted, as graphs that networkx understands.

The weight of an edge is its strength: the number of relations it stands for. Strength is not distance; a measure
that wants distances must invert it. Parallel relations add up, none is lost.
"""

from collections.abc import Mapping
from typing import Any

import networkx as nx

from graph.asking import Engine, prepare
from graph.catalogue import Question, catalogue, read_question
from graph.errors import UsageError
from graph.resources import room

LEVELS = ("region", "municipality", "establishment")
"""What the nodes of a flow network can be."""


def edge_list(name: str) -> Question:
    """The query behind a network, by name (a file in ``queries/networks``)."""
    path = room("queries") / "networks" / f"{name}.rq"
    known = {p.stem: p for p in path.parent.glob("*.rq")}
    if name not in known:
        raise UsageError(f"there is no network {name!r}; there are {', '.join(sorted(known))}")
    return read_question(known[name], catalogue().headings)


def _rows(
    engine: Engine, name: str, given: Mapping[str, str | None], language: str
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    query, told = prepare(engine, edge_list(name), given, language)
    answer = engine.select(query)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.values], told


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
        A directed graph. Nodes have ``label``, ``kind``, ``region`` and ``regionLabel``; edges have ``weight`` (number
        of relations), ``evidence`` and ``sources`` (joined by semicolons) and ``resources``.

    Raises:
        UsageError: if the level is unknown or a parameter cannot be understood.
    """
    if by not in LEVELS:
        raise UsageError(f"a flow network can be by {', '.join(LEVELS)}, not by {by!r}")
    rows, told = _rows(engine, "flows", given or {}, language)
    graph: nx.DiGraph[str] = nx.DiGraph(kind="flows", by=by, **told)
    for row in rows:
        ends = []
        for thing, side in (("supplier", "from"), ("customer", "to")):
            node = {"region": f"{side}Region", "municipality": f"{side}Municipality", "establishment": thing}[by]
            if row[node] is None:
                node = f"{side}Region"
            graph.add_node(
                row[node],
                label=row[f"{node}Label"],
                kind=by,
                region=row[f"{side}Region"],
                regionLabel=row[f"{side}RegionLabel"],
                municipality=row[f"{side}MunicipalityLabel"] or "",
            )
            ends.append(row[node])
        _add(graph, ends[0], ends[1], row)
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
    graph: nx.DiGraph[str] = nx.DiGraph(kind="chain", title=rows[0]["chainLabel"] if rows else "", **told)
    for row in rows:
        graph.add_node(row["stage"], label=row["stageLabel"], kind="stage", position=row["position"], region="")
        if row["establishment"] is None:
            continue
        graph.add_node(
            row["establishment"],
            label=row["establishmentLabel"],
            kind="establishment",
            region=row["region"],
            regionLabel=row["regionLabel"],
            municipality=row["municipalityLabel"] or "",
        )
        graph.add_node(
            row["region"], label=row["regionLabel"], kind="region", region=row["region"], regionLabel=row["regionLabel"]
        )
        _add(graph, row["establishment"], row["stage"], row, relation="performs")
        graph.add_edge(row["establishment"], row["region"], relation="in", weight=1)
    supplies, _ = _rows(engine, "flows", given, language)
    for row in supplies:
        for thing, side in (("supplier", "from"), ("customer", "to")):
            if row[thing] not in graph:
                graph.add_node(
                    row[thing],
                    label=row[f"{thing}Label"],
                    kind="establishment",
                    region=row[f"{side}Region"],
                    regionLabel=row[f"{side}RegionLabel"],
                    municipality=row[f"{side}MunicipalityLabel"] or "",
                )
        _add(graph, row["supplier"], row["customer"], row, relation="supplies")
    return _finish(graph)


def _add(graph: "nx.DiGraph[str]", start: str, end: str, row: Mapping[str, Any], **more: str) -> None:
    """Add one relation to an edge; what is already there stays and is added to."""
    if not graph.has_edge(start, end):
        graph.add_edge(start, end, weight=0, evidence=set(), sources=set(), resources=set(), **more)
    edge = graph.edges[start, end]
    edge["weight"] += 1
    edge["evidence"].add(row["evidence"])
    edge["sources"].add(row["source"])
    if row.get("resource"):
        edge["resources"].add(row["resource"])


def _finish(graph: "nx.DiGraph[str]") -> "nx.DiGraph[str]":
    """Write sets as text, so that every export format can hold them."""
    for _, _, edge in graph.edges(data=True):
        for name, value in edge.items():
            if isinstance(value, set):
                edge[name] = "; ".join(sorted(value))
    return graph
