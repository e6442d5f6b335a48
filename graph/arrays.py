"""Array graphs: networks held in columns, which networkx takes for its own.

Nodes and edges are rows of tables; neighbours are found by sorted arrays (compressed sparse rows). Every networkx call
works on such a graph, for it is a ``networkx.Graph`` whose adjacency is read from the arrays as it is asked for, and
the calls that matter for size are answered from the arrays themselves (:mod:`graph.backend`). A graph cannot be
changed; ``copy`` gives an ordinary networkx graph that can.

The weight of an edge is strength, not distance: parallel rows are added up when a graph is made, none is lost.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import networkx as nx
import numpy as np
import polars as pl
import scipy.sparse as sp

Node = Hashable
Attributes = dict[str, Any]
Told = pl.DataFrame | Callable[[], pl.DataFrame]
"""A table, or what makes it."""


class Arrays:
    """The nodes and edges of a graph in columns.

    Attributes:
        nodes: the node of each number.
        node_table: attributes, a row per node; made when first asked for, where they were given as a function.
        start, end: node numbers of the edges, in order of start, then end; no pair occurs twice. Of an undirected
            edge the start is never above the end.
        edge_table: attributes, a row per edge; as the table of nodes.
        directed: whether edges have a direction.
        strengths: attributes of edges that are numbers and known without the table, such as ``weight``.
    """

    def __init__(
        self,
        nodes: Sequence[Node],
        node_table: Told,
        start: np.ndarray,
        end: np.ndarray,
        edge_table: Told,
        *,
        directed: bool,
        strengths: Mapping[str, np.ndarray] | None = None,
    ) -> None:
        self.nodes: list[Node] = list(nodes)
        self._node_table, self._edge_table = node_table, edge_table
        self.start, self.end = start, end
        self.directed = directed
        self.strengths = dict(strengths or {})
        self._number: dict[Node, int] | None = None
        self._sides: dict[bool, tuple[np.ndarray, np.ndarray, np.ndarray]] = {}

    @cached_property
    def node_table(self) -> pl.DataFrame:
        """Attributes, a row per node."""
        return self._node_table if isinstance(self._node_table, pl.DataFrame) else self._node_table()

    @cached_property
    def edge_table(self) -> pl.DataFrame:
        """Attributes, a row per edge."""
        return self._edge_table if isinstance(self._edge_table, pl.DataFrame) else self._edge_table()

    @property
    def number(self) -> Mapping[Node, int]:
        """The number of each node."""
        if self._number is None:
            self._number = {node: at for at, node in enumerate(self.nodes)}
        return self._number

    def side(self, *, backward: bool = False) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Neighbours by compressed sparse rows: where each node's begin, the neighbours, and the rows of their edges.

        Args:
            backward: whether to follow edges against their direction.
        """
        if backward not in self._sides:
            self._sides[backward] = self._side(backward=backward)
            if not self.directed:
                self._sides[not backward] = self._sides[backward]
        return self._sides[backward]

    def _side(self, *, backward: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        size, rows = len(self.nodes), np.arange(len(self.start))
        if not self.directed:
            apart = self.start != self.end  # a loop is its own neighbour once
            one, two = np.concatenate([self.start, self.end[apart]]), np.concatenate([self.end, self.start[apart]])
            both = sp.coo_array((np.concatenate([rows, rows[apart]]), (one, two)), shape=(size, size)).tocsr()
            both.sort_indices()
            return both.indptr, both.indices, both.data
        begins = np.zeros(size + 1, dtype=np.int64)
        np.cumsum(np.bincount(self.start, minlength=size), out=begins[1:])
        if not backward:
            return begins, self.end, rows
        # Counting, as scipy does it, puts them in the order of their ends without comparing.
        turned = sp.csr_array((rows, self.end, begins), shape=(size, size)).tocsc()
        return turned.indptr, turned.indices, turned.data

    def weights(self, weight: str | None) -> np.ndarray:
        """The weight of every edge; 1 where there is none."""
        if weight in self.strengths:
            return self.strengths[weight]
        if weight is None or weight not in self.edge_table.columns:
            return np.ones(len(self.start))
        return self.edge_table[weight].cast(pl.Float64).fill_null(1.0).to_numpy()

    def matrix(self, weight: str | None = None) -> sp.csr_array:
        """The adjacency matrix; of an undirected graph it is symmetric."""
        begins, ends, rows = self.side()
        size = len(self.nodes)
        return sp.csr_array((self.weights(weight)[rows], ends, begins), shape=(size, size))

    def part(self, nodes: np.ndarray, edges: np.ndarray) -> "Arrays":
        """Some of the nodes, and some of the edges between them.

        Args:
            nodes: whether each node stays.
            edges: whether each edge stays; both ends of one that does stay too.
        """
        renumbered = np.cumsum(nodes) - 1
        return Arrays(
            [self.nodes[at] for at in np.flatnonzero(nodes).tolist()],
            lambda: self.node_table.filter(pl.Series(nodes)) if self.node_table.width else self.node_table,
            renumbered[self.start[edges]],
            renumbered[self.end[edges]],
            lambda: self.edge_table.filter(pl.Series(edges)) if self.edge_table.width else self.edge_table,
            directed=self.directed,
            strengths={name: values[edges] for name, values in self.strengths.items()},
        )


class _Nodes(Mapping[Node, Attributes]):
    """Attributes by node; made when asked for and then kept, as networkx expects."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._made: dict[Node, Attributes] = {}

    def __getitem__(self, node: Node) -> Attributes:
        made = self._made.get(node)
        if made is None:
            at = self._arrays.number[node]
            row = self._arrays.node_table.row(at, named=True) if self._arrays.node_table.width else {}
            made = self._made[node] = {name: value for name, value in row.items() if value is not None}
        return made

    def __iter__(self) -> Iterator[Node]:
        return iter(self._arrays.nodes)

    def __len__(self) -> int:
        return len(self._arrays.nodes)

    def __contains__(self, node: object) -> bool:
        return isinstance(node, Hashable) and node in self._arrays.number


class _Edges:
    """Attributes by row of an edge, one object per edge however it is reached."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._made: dict[int, Attributes] = {}

    def __getitem__(self, row: int) -> Attributes:
        made = self._made.get(row)
        if made is None:
            table = self._arrays.edge_table
            told = table.row(row, named=True) if table.width else {}
            made = self._made[row] = {name: value for name, value in told.items() if value is not None}
        return made


class _Neighbours(Mapping[Node, Attributes]):
    """The neighbours of one node with the attributes of the edges to them."""

    def __init__(self, arrays: Arrays, edges: _Edges, at: int, *, backward: bool) -> None:
        self._arrays, self._edges = arrays, edges
        begins, ends, rows = arrays.side(backward=backward)
        self._ends, self._rows = ends[begins[at] : begins[at + 1]], rows[begins[at] : begins[at + 1]]

    def __getitem__(self, node: Node) -> Attributes:
        at = self._arrays.number[node]
        place = int(np.searchsorted(self._ends, at))
        if place == len(self._ends) or self._ends[place] != at:
            raise KeyError(node)
        return self._edges[int(self._rows[place])]

    def __iter__(self) -> Iterator[Node]:
        return (self._arrays.nodes[at] for at in self._ends.tolist())

    def __len__(self) -> int:
        return len(self._ends)


class _Adjacency(Mapping[Node, _Neighbours]):
    """The neighbours of every node."""

    def __init__(self, arrays: Arrays, edges: _Edges, *, backward: bool = False) -> None:
        self._arrays, self._edges, self._backward = arrays, edges, backward

    def __getitem__(self, node: Node) -> _Neighbours:
        return _Neighbours(self._arrays, self._edges, self._arrays.number[node], backward=self._backward)

    def __iter__(self) -> Iterator[Node]:
        return iter(self._arrays.nodes)

    def __len__(self) -> int:
        return len(self._arrays.nodes)

    def __contains__(self, node: object) -> bool:
        return isinstance(node, Hashable) and node in self._arrays.number


def _refused(*_: Any, **__: Any) -> None:
    raise nx.NetworkXError("an array graph cannot be changed; graph.copy() gives one that can")


_CHANGES = (
    "add_node",
    "add_nodes_from",
    "remove_node",
    "remove_nodes_from",
    "add_edge",
    "add_edges_from",
    "add_weighted_edges_from",
    "remove_edge",
    "remove_edges_from",
    "update",
    "clear",
    "clear_edges",
)


class _Held:
    """What directed and undirected array graphs share."""

    __networkx_backend__ = "ketenatlas"
    arrays: Arrays
    graph: dict[str, Any]

    def _hold(self, arrays: Arrays, attributes: Mapping[str, Any]) -> Callable[..., _Adjacency]:
        self.arrays = arrays
        self.graph.update(attributes)
        self._node = _Nodes(arrays)
        edges = _Edges(arrays)
        for name in _CHANGES:
            setattr(self, name, _refused)
        self.frozen = True  # networkx asks for this
        return lambda **side: _Adjacency(arrays, edges, **side)

    def number_of_edges(self, u: Node = None, v: Node = None) -> int:
        """Number of edges, or whether there is one between two nodes (0 or 1)."""
        if u is None:
            return len(self.arrays.start)
        return int(self.has_edge(u, v))  # type: ignore[attr-defined]

    def size(self, weight: str | None = None) -> float:
        """Number of edges, or the sum of their weights."""
        return len(self.arrays.start) if weight is None else float(self.arrays.weights(weight).sum())

    def subgraph(self, nodes: Any) -> Any:
        """The graph of some nodes and the edges between them, as an array graph of its own."""
        arrays = self.arrays
        wanted = [nodes] if isinstance(nodes, Hashable) and nodes in arrays.number else nodes
        keep = np.zeros(len(arrays.nodes), dtype=bool)
        keep[[arrays.number[node] for node in wanted if node in arrays.number]] = True
        return hold(arrays.part(keep, keep[arrays.start] & keep[arrays.end]), **self.graph)

    def to_directed_class(self) -> type:
        """What networkx makes of this graph when it needs one it can change."""
        return nx.DiGraph

    def to_undirected_class(self) -> type:
        """What networkx makes of this graph when it needs an undirected one it can change."""
        return nx.Graph


class ArrayGraph(_Held, nx.Graph):  # type: ignore[type-arg,misc]
    """An undirected graph over arrays; made by :func:`from_edges` or :func:`hold`."""

    def __init__(self, arrays: Arrays | None = None, **attributes: Any) -> None:
        nx.Graph.__init__(self)
        if arrays is not None:
            self._adj = self._hold(arrays, attributes)()

    def copy(self, as_view: bool = False) -> Any:
        """An ordinary networkx graph with the same nodes and edges."""
        return _copied(self, nx.Graph())


class ArrayDiGraph(_Held, nx.DiGraph):  # type: ignore[type-arg,misc]
    """A directed graph over arrays; made by :func:`from_edges` or :func:`hold`."""

    def __init__(self, arrays: Arrays | None = None, **attributes: Any) -> None:
        nx.DiGraph.__init__(self)
        if arrays is not None:
            made = self._hold(arrays, attributes)
            self._adj = made()
            self._pred = made(backward=True)

    def copy(self, as_view: bool = False) -> Any:
        """An ordinary networkx graph with the same nodes and edges."""
        return _copied(self, nx.DiGraph())

    def reverse(self, copy: bool = True) -> "ArrayDiGraph":
        """The graph with every edge turned round, as an array graph."""
        arrays = self.arrays
        order = np.lexsort((arrays.start, arrays.end))
        turned = Arrays(
            arrays.nodes,
            lambda: arrays.node_table,
            arrays.end[order],
            arrays.start[order],
            lambda: arrays.edge_table[order] if arrays.edge_table.width else arrays.edge_table,
            directed=True,
            strengths={name: values[order] for name, values in arrays.strengths.items()},
        )
        return ArrayDiGraph(turned, **self.graph)


def _copied(held: Any, into: Any) -> Any:
    into.graph.update(held.graph)
    into.add_nodes_from((node, dict(held._node[node])) for node in held.arrays.nodes)
    nodes = held.arrays.nodes
    pairs = zip(held.arrays.start.tolist(), held.arrays.end.tolist(), strict=True)
    told = held.arrays.edge_table.to_dicts() if held.arrays.edge_table.width else [{}] * len(held.arrays.start)
    into.add_edges_from(
        (nodes[one], nodes[two], {name: value for name, value in row.items() if value is not None})
        for (one, two), row in zip(pairs, told, strict=True)
    )
    return into


def hold(arrays: Arrays, **attributes: Any) -> "ArrayGraph | ArrayDiGraph":
    """A graph over arrays that are in order.

    Args:
        arrays: its nodes and edges.
        attributes: of the graph itself.
    """
    return ArrayDiGraph(arrays, **attributes) if arrays.directed else ArrayGraph(arrays, **attributes)


def from_edges(
    edges: pl.DataFrame,
    nodes: pl.DataFrame | None = None,
    *,
    directed: bool = True,
    ends: tuple[str, str] = ("start", "end"),
    node: str = "node",
    total: Mapping[str, pl.Expr] | None = None,
    **attributes: Any,
) -> "ArrayGraph | ArrayDiGraph":
    """A graph from a table of edges.

    Args:
        edges: a row per relation; rows between the same two nodes are added up to one edge.
        nodes: attributes, a row per node; nodes that only edges name are added without. By default those of the edges.
        directed: whether start to end differs from end to start.
        ends: columns with the two ends.
        node: column with the node in ``nodes``.
        total: how the other columns of rows that are one edge become its attributes; by default ``weight`` is the sum
            of a column ``weight``, or else the number of rows.
        attributes: of the graph itself.
    """
    first, second = ends
    named = pl.concat([edges[first].alias(node), edges[second].alias(node)])
    table = nodes if nodes is not None else pl.DataFrame({node: named.unique().sort()})
    missing = pl.DataFrame({node: named.unique().sort()}).filter(~pl.col(node).is_in(table[node].implode()))
    table = pl.concat([table, missing], how="diagonal_relaxed").unique(subset=[node], keep="first", maintain_order=True)
    numbered = pl.DataFrame({node: table[node], "_at": np.arange(table.height)})
    numbers = (
        edges.join(numbered.rename({node: first, "_at": "_start"}), on=first, maintain_order="left")
        .join(numbered.rename({node: second, "_at": "_end"}), on=second, maintain_order="left")
        .drop(first, second)
    )
    if not directed:
        low, high = pl.min_horizontal("_start", "_end"), pl.max_horizontal("_start", "_end")
        numbers = numbers.with_columns(_start=low, _end=high)
    if total is None:
        total = {"weight": pl.col("weight").sum() if "weight" in numbers.columns else pl.len()}
    summed = numbers.group_by("_start", "_end").agg(**total).sort("_start", "_end")
    arrays = Arrays(
        table[node].to_list(),
        table.drop(node),
        summed["_start"].to_numpy(),
        summed["_end"].to_numpy(),
        summed.drop("_start", "_end"),
        directed=directed,
    )
    return hold(arrays, **attributes)
