"""Networks against borders: communities, how far they agree with regions, and who deals with their like."""

import polars as pl

from graph.algorithms import communities as leiden
from graph.arrays import Arrays
from graph.measures.positions import Level, Network, network_of, nodes_with
from graph.measuring import Measure, rests_on_joined
from graph.metrics.communities import agreement, assortativity
from graph.projections import Graph, View

FEW = 10
"""Nodes below which a test says little, which a note then tells."""


def _network_row(graph: Graph, note: str, **figures: float) -> pl.DataFrame:
    """One row about a whole network, with what its edges rest on."""
    rests = graph.arrays.edge_table.select(**rests_on_joined()) if graph.arrays.edge_table.height else None
    told = rests.row(0) if rests is not None else ("", "")
    told_of = {"nodes": len(graph.arrays.nodes), "edges": len(graph.arrays.start)}
    return pl.DataFrame({**told_of, **figures, "note": note, "evidence": told[0], "sources": told[1]})


def communities(
    view: View, network: Network = "supply", by: Level = "establishment", resolution: float = 1.0, seed: int = 0
) -> pl.DataFrame:
    """The community of each node that has an edge, the largest community numbered 1."""
    graph = network_of(view, network, by)
    labels = leiden(graph.arrays, "weight", resolution, seed)
    table = nodes_with(graph, label_of=labels).filter(pl.col("evidence") != "")
    sizes = table.group_by("label_of").agg(size=pl.len(), first=pl.col("node").min())
    ranked = sizes.sort("size", "first", descending=[True, False]).with_row_index("community", 1)
    numbered = table.join(ranked.select("label_of", "community", "size"), on="label_of").drop("label_of")
    told = [name for name in ("label", "region_label") if name in numbered.columns]
    return numbered.select(
        "node", *told, pl.col("community").cast(pl.Int64), pl.col("size").cast(pl.Int64), "evidence", "sources"
    ).sort("community", "node")


def community_agreement(
    view: View, network: Network = "supply", by: Level = "establishment", deals: int = 999, seed: int = 0
) -> pl.DataFrame:
    """Communities beside regions: agreement beyond chance, flow that stays inside, and how likely that is by chance."""
    graph = network_of(view, network, by)
    if "region" not in graph.arrays.node_table.columns:
        return _network_row(graph, "the nodes of this network lie in no region", agreement=float("nan"))
    made = agreement(graph.arrays, "region", deals=deals, seed=seed)
    return _network_row(
        graph,
        f"{made.nodes} nodes with a region and an edge" + (": too few to tell" if made.nodes < FEW else ""),
        communities=made.communities,
        agreement=made.agreement,
        inside=made.inside,
        expected_inside=made.expected_inside,
        p_value=made.p_value,
    )


def assortativity_region(view: View, network: Network = "supply", by: Level = "establishment") -> pl.DataFrame:
    """How much more nodes deal with others in their own region than chance would give."""
    graph = network_of(view, network, by)
    known = "region" in graph.arrays.node_table.columns
    value = assortativity(graph.arrays, "region") if known else float("nan")
    return _network_row(graph, "" if known else "the nodes of this network lie in no region", assortativity=value)


def assortativity_chain(view: View, network: Network = "supply") -> pl.DataFrame:
    """How much more establishments deal with others in their own chain than chance would give.

    The chain of an establishment is known where it takes part in one chain only; others are left out and counted.
    """
    graph = network_of(view, network, "establishment")
    parts = view.table("presences").select("establishment", "chain").unique()
    single = parts.filter(pl.len().over("establishment") == 1).rename({"establishment": "node"})
    arrays = graph.arrays
    nodes = arrays.node_table.select(pl.Series("node", arrays.nodes, dtype=pl.String))
    chains = nodes.join(single, on="node", how="left", maintain_order="left")["chain"]
    table = pl.DataFrame({"chain": chains})
    placed = Arrays(arrays.nodes, table, arrays.start, arrays.end, arrays.edge_table, directed=arrays.directed)
    return _network_row(
        graph,
        f"{chains.null_count()} establishments with no chain or several are left out",
        assortativity=assortativity(placed, "chain"),
    )


MEASURES = [
    Measure(
        "communities",
        {"nl": "Gemeenschappen: wie het meest met elkaar doet", "en": "Communities: who deals most with each other"},
        {"nl": "nummer van de gemeenschap", "en": "number of the community"},
        "Traag, Waltman and van Eck (2019)",
        "node",
        communities,
    ),
    Measure(
        "community-agreement",
        {
            "nl": "Vallen gemeenschappen samen met regio's, meer dan bij toeval?",
            "en": "Do communities agree with regions, more than by chance?",
        },
        {
            "nl": "gecorrigeerde wederzijdse informatie, ten hoogste 1; delen van één",
            "en": "adjusted mutual information, at most 1; parts of one",
        },
        "Vinh, Epps and Bailey (2010)",
        "network",
        community_agreement,
    ),
    Measure(
        "assortativity-region",
        {"nl": "Blijven banden binnen de eigen regio?", "en": "Do ties stay in their own region?"},
        {"nl": "1 alles binnen, 0 als bij toeval", "en": "1 all inside, 0 as by chance"},
        "Newman (2003)",
        "network",
        assortativity_region,
    ),
    Measure(
        "assortativity-chain",
        {"nl": "Blijven banden binnen de eigen keten?", "en": "Do ties stay in their own chain?"},
        {"nl": "1 alles binnen, 0 als bij toeval", "en": "1 all inside, 0 as by chance"},
        "Newman (2003)",
        "network",
        assortativity_chain,
    ),
]
