"""Scratch graphs: a small data set that may be changed, as a function from its statements before to those after.

A data set is its statements as N-Quads, no more. Whoever changes it hands over all of them with the change and gets all
of them back, so that a change either is whole or never was, and can be stopped at any moment without harm. A graph
without statements does not exist (SPARQL 1.1 Update, section 3.2, leaves that to the store).
"""

from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox

from graph.errors import AtlasError
from graph.using import with_dataset

READABLE = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
"""Media types a graph may be sent in. RDF/XML is not among them: a few of its bytes can ask for gigabytes."""
DATASET = "application/n-quads"
"""The media type a whole data set may be sent in."""


class UnreadableError(AtlasError):
    """Statements that cannot be read in the form they are said to have."""


@dataclass(frozen=True)
class Change:
    """A change to a data set.

    Attributes:
        kind: ``update`` (SPARQL Update), ``replace``, ``add`` or ``drop`` (Graph Store Protocol).
        text: the update, or the statements to put or add.
        media_type: form of the statements, one of :data:`READABLE`, or :data:`DATASET`.
        graph: address of the graph; ``None`` is the graph without a name, and with :data:`DATASET` all graphs.
        base: what relative addresses are relative to.
        default_graphs: graphs whose union an update takes for the default graph (``using-graph-uri``).
        named_graphs: graphs that ``GRAPH`` may see in an update (``using-named-graph-uri``).
    """

    kind: str
    text: str = ""
    media_type: str = ""
    graph: str | None = None
    base: str | None = None
    default_graphs: list[str] = field(default_factory=list)
    named_graphs: list[str] = field(default_factory=list)


def opened(statements: bytes) -> ox.Store:
    """A store in memory over the statements of a data set."""
    store = ox.Store()
    store.load(statements, format=ox.RdfFormat.N_QUADS)
    return store


def changed(store: ox.Store, change: Change) -> str:
    """Make a change.

    Returns:
        What became of the graph: ``created`` (it has statements and had none), ``absent`` (there was nothing to drop),
        or ``changed``.

    Raises:
        SyntaxError: if the update is no SPARQL.
        UnreadableError: if the statements cannot be read.
        ConflictError: if the update names graphs and so does the request.
    """
    if change.kind == "update":
        store.update(with_dataset(change.text, change.default_graphs, change.named_graphs), base_iri=change.base)
        return "changed"
    graph: Any = ox.NamedNode(change.graph) if change.graph else ox.DefaultGraph()

    def there() -> bool:
        return change.graph is None or next(store.quads_for_pattern(None, None, None, graph), None) is not None

    existed = there()
    if change.kind in ("replace", "drop"):
        if change.media_type == DATASET:
            store.clear()
        else:
            store.remove_graph(graph)
    if change.kind == "drop":
        return "changed" if existed else "absent"
    try:
        if change.media_type == DATASET:
            store.load(change.text, format=ox.RdfFormat.N_QUADS)
        else:
            store.load(change.text, format=READABLE[change.media_type], base_iri=change.base, to_graph=graph)
    except SyntaxError as error:
        raise UnreadableError(f"what was sent cannot be read as {change.media_type}: {error}") from None
    return "created" if there() and not existed else "changed"
