"""The W3C test suites: their manifests as cases, and answers made comparable."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox

from graph.lexer import tokens
from tests.conftest import shared

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_BASE = "http://suite.example/"
"""Where the files of the suites are said to lie: what relative addresses in them are relative to."""
Term = ox.NamedNode | ox.BlankNode | ox.Literal
_FORMS = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML}


@dataclass(frozen=True)
class Node:
    """A node of a manifest, to walk from."""

    graph: ox.Store
    term: ox.NamedNode | ox.BlankNode | ox.Literal

    def all(self, name: str) -> list["Node"]:
        found = self.graph.quads_for_pattern(self.term, ox.NamedNode(name), None)
        return [Node(self.graph, quad.object) for quad in found]

    def one(self, name: str) -> "Node | None":
        return next(iter(self.all(name)), None)

    def text(self, name: str) -> str | None:
        found = self.one(name)
        return None if found is None else found.term.value

    def items(self) -> Iterator["Node"]:
        """The members of a list."""
        here: Node | None = self
        while here is not None and here.term.value != f"{RDF}nil":
            first = here.one(f"{RDF}first")
            if first is not None:
                yield first
            here = here.one(f"{RDF}rest")

    @property
    def kind(self) -> str:
        """Its type, the part behind the hash; the most special one of a test."""
        return next((n.term.value.split("#")[1] for n in self.all(f"{RDF}type")), "")


def suites() -> Path | None:
    return shared("suites")


def local(address: str) -> Path:
    """The file that has an address in the suite."""
    root = suites()
    assert root is not None
    return root / address.removeprefix(_BASE)


def cases(manifest: str, *kinds: str) -> list[Node]:
    """The tests of a manifest and of those it includes, of some kinds; none where the suites are absent."""
    root = suites()
    if root is None or not (root / manifest).exists():
        return []
    graph = ox.Store()
    graph.load(path=str(root / manifest), format=ox.RdfFormat.TURTLE, base_iri=_BASE + manifest)
    found: list[Node] = []
    for quad in graph.quads_for_pattern(None, ox.NamedNode(f"{MF}include"), None):
        for other in Node(graph, quad.object).items():
            found += cases(other.term.value.removeprefix(_BASE), *kinds)
    for quad in graph.quads_for_pattern(None, ox.NamedNode(f"{MF}entries"), None):
        # a test is named after where it stands, not after the address the suite once had
        found += [Node(graph, case.term) for case in Node(graph, quad.object).items() if case.kind in kinds]
    return found


def folder(case: Node) -> str:
    """Folder and name of a test, as people know it."""
    address = case.term.value
    parts = address.split("#")[0].rstrip("/").split("/")
    return f"{parts[-2]}#{address.split('#')[-1]}"


@cache
def statements(address: str) -> tuple[ox.Triple, ...]:
    """The statements of a file of the suite."""
    path = local(address)
    return tuple(
        quad.triple
        for quad in ox.parse(
            path.read_bytes(), format=_FORMS[path.suffix[1:]], base_iri=address, rename_blank_nodes=True
        )
    )


def graphs_named_in(query: str, address: str) -> list[str]:
    """The files of the suite that a query names by ``FROM``."""
    told = [token for token in tokens(query) if token.kind not in ("space", "comment")]
    return [
        f"{address.rsplit('/', 1)[0]}/{iri.text[1:-1]}"
        for word, iri in pairwise(told)
        if iri.kind == "iri" and word.text.upper() in ("FROM", "NAMED") and "/" not in iri.text
    ]


def dataset(action: Node, space: str) -> list[ox.Quad]:
    """The data set a test starts from or ends with; ``space`` is that of its vocabulary."""
    quads = [ox.Quad(*triple) for data in action.all(f"{space}data") for triple in statements(data.term.value)]
    for data in action.all(f"{space}graphData"):
        inner = data.one(f"{space}graph")
        name = data.text(LABEL) or data.term.value
        address = inner.term.value if inner else data.term.value
        quads += [ox.Quad(*triple, ox.NamedNode(name)) for triple in statements(address)]
    return quads


def nquads(quads: list[ox.Quad]) -> bytes:
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def canonical(quads: list[ox.Quad]) -> set[str]:
    """A data set with its blank nodes named by what is said of them, and its numbers as the engine keeps them.

    The engine keeps the value of a number, not how it was written: 1.0 comes back as 1, which is the same decimal.
    """
    kept = ox.Store()
    kept.extend(quads)
    made = ox.Dataset(kept)
    made.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in made}


def as_statements(rows: list[dict[str, Term]], ordered: bool = False) -> list[ox.Quad]:
    """Rows as statements about one blank node each, so that rows with blank nodes can be compared."""
    quads = []
    for number, row in enumerate(rows):
        node = ox.NamedNode(f"row:{number}") if ordered else ox.BlankNode()
        quads.append(ox.Quad(node, ox.NamedNode(f"{RDF}type"), ox.NamedNode("row:Row")))
        quads += [ox.Quad(node, ox.NamedNode(f"row:{name}"), value) for name, value in row.items()]
    return quads


def rows_of(data: bytes, form: ox.QueryResultsFormat) -> bool | list[dict[str, Term]]:
    """A result as rows, or as yes or no."""
    told = ox.parse_query_results(data, format=form)
    if isinstance(told, ox.QueryBoolean):
        return bool(told)
    names = [variable.value for variable in told.variables]
    return [{name: row[name] for name in names if row[name] is not None} for row in told]


def rows_in_rdf(triples: tuple[ox.Triple, ...]) -> tuple[bool | list[dict[str, Term]], bool] | None:
    """A result written as RDF, with whether its order counts; nothing if the statements are no result."""
    graph = ox.Store()
    graph.extend(ox.Quad(*triple) for triple in triples)
    found = next(graph.quads_for_pattern(None, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{RS}ResultSet")), None)
    if found is None:
        return None
    result = Node(graph, found.subject)
    if answer := result.text(f"{RS}boolean"):
        return answer == "true", False
    solutions = result.all(f"{RS}solution")
    ordered = all(solution.one(f"{RS}index") for solution in solutions) and bool(solutions)
    if ordered:
        solutions.sort(key=lambda solution: int(solution.text(f"{RS}index") or 0))
    rows = [
        {str(b.text(f"{RS}variable")): value.term for b in s.all(f"{RS}binding") if (value := b.one(f"{RS}value"))}
        for s in solutions
    ]
    return rows, ordered


def _plain(cell: str) -> str:
    try:
        return str(float(cell))
    except ValueError:
        return "_:" if cell.startswith("_:") else cell


def table(data: bytes) -> list[list[str]]:
    """A CSV result as cells, rows and columns in order of name; blank nodes lose theirs, numbers are values."""
    names, *rows = csv.reader(io.StringIO(data.decode()))
    order = sorted(range(len(names)), key=names.__getitem__)
    cells = [[_plain(row[place]) for place in order] for row in rows]
    return [sorted(names), *sorted(cells)]
