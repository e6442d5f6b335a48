"""The networkx backend: what networkx is asked of an array graph is answered from the arrays where that pays.

networkx finds it by the entry point ``networkx.backends``. Every other function runs as networkx wrote it, on the same
graph and without conversion.
"""

from collections.abc import Callable, Mapping
from typing import Any

import networkx as nx
from networkx.utils import backends

from graph import algorithms
from graph.arrays import ArrayDiGraph, ArrayGraph, Arrays, from_edges


def _is_whole(graph: Any) -> bool:
    """Whether a graph is one of ours with arrays of its own, and no view that networkx made of it."""
    return isinstance(getattr(graph, "arrays", None), Arrays)


class Backend:
    """The interface networkx asks for."""

    @staticmethod
    def convert_from_nx(graph: Any, *_: Any, **__: Any) -> Any:
        """An array graph of a networkx graph."""
        return graph if _is_whole(graph) else from_networkx(graph)

    @staticmethod
    def convert_to_nx(result: Any, **_: Any) -> Any:
        """What our functions return is what networkx returns, and our graphs are networkx graphs."""
        return result

    @staticmethod
    def can_run(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool:
        """Whether a function takes these arguments: it always does, if need be as networkx wrote it."""
        return True

    @staticmethod
    def should_run(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool:
        """Whether graphs that are not ours should be brought here: never by themselves."""
        return False

    def __getattr__(self, name: str) -> Callable[..., Any]:
        known = backends._registered_algorithms.get(name)  # type: ignore[attr-defined]
        if known is None:
            raise AttributeError(name)
        ours = algorithms.FAST.get(name)

        def call(*args: Any, **kwargs: Any) -> Any:
            if ours is not None and args and _is_whole(args[0]):
                answer = ours(*args, **kwargs)
                if answer is not NotImplemented:
                    return answer
            if "networkx" not in known.backends:
                raise NotImplementedError(f"{name} with these arguments is not implemented")
            return known.orig_func(*args, **kwargs)

        return call


backend = Backend()


def from_networkx(graph: "nx.Graph[Any]") -> "ArrayGraph | ArrayDiGraph":
    """An array graph of a networkx graph; parallel edges of a multigraph are added up, none is lost."""
    import polars as pl  # noqa: PLC0415 - networkx loads this module whenever it is imported

    nodes = list(graph.nodes)
    number = {node: at for at, node in enumerate(nodes)}
    rows = [{"start": number[one], "end": number[two], **told} for one, two, told in graph.edges(data=True)]
    edges = (
        pl.DataFrame(rows, infer_schema_length=None)
        if rows
        else pl.DataFrame(schema={"start": pl.Int64, "end": pl.Int64})
    )
    told = [name for name in edges.columns if name not in ("start", "end")]
    total = {
        name: pl.col(name).sum() if name == "weight" and graph.is_multigraph() else pl.col(name).last() for name in told
    }
    attributes = pl.DataFrame(
        [{"node": at, **graph.nodes[node]} for at, node in enumerate(nodes)], infer_schema_length=None
    )
    if not nodes:
        attributes = pl.DataFrame(schema={"node": pl.Int64})
    held = from_edges(edges, attributes, directed=graph.is_directed(), total=total, **graph.graph)
    held.arrays.nodes = nodes
    return held
