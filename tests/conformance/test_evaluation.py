"""W3C SPARQL 1.0 and 1.1, query and update evaluation: through the store, the worker and the HTTP door."""

import pyoxigraph as ox
import pytest

from tests.conformance.conftest import Door
from tests.conformance.suites import (
    MF,
    QT,
    UT,
    Node,
    as_statements,
    canonical,
    cases,
    dataset,
    folder,
    graphs_named_in,
    local,
    nquads,
    rows_in_rdf,
    rows_of,
    statements,
    table,
)

NUMBERS = "the engine keeps the value of a number and not how it was written, so 01 and 1 are one term"
PATHS = "the engine does not match a path of length zero with two variables to terms that occur in no statement"
GRAPHS = "the engine binds the variable of GRAPH after what stands inside it, or not at all where that is empty"
EXCLUDED = {
    "aggregates#agg-groupconcat-04": "the engine skips unbound values in GROUP_CONCAT; the suite expects an error",
    "aggregates#agg-groupconcat-06": "the engine skips unbound values in GROUP_CONCAT; the suite expects an error",
    "aggregates#agg-empty-group-count-graph": GRAPHS,
    "bindings#graph": GRAPHS,
    "functions#bnode01": "the engine makes one blank node a query for a name, the suite expects one a row",
    "negation#graph-minus": GRAPHS,
    **dict.fromkeys(
        [f"property-path#zero_or_{many}_set_{end}" for many in ("more", "one") for end in ("start", "end")], PATHS
    ),
    "open-world#open-eq-01": NUMBERS,
    "open-world#date-2": "the engine compares days with and without a time zone as SPARQL 1.1 does, the suite as 1.0",
    "graph#graph-variable-scope": GRAPHS,
    "graph#graph-optional": GRAPHS,
    **dict.fromkeys([f"expr-builtin#{name}" for name in ("dawg-str-1", "dawg-str-2")], NUMBERS),
    **dict.fromkeys([f"expr-builtin#sameTerm-{name}" for name in ("simple", "eq", "not-eq")], NUMBERS),
    "expr-builtin#case-insensitive-booleans": "the engine does not take TRUE for true",
    **dict.fromkeys(
        ["expr-equals#eq-graph-1", "expr-equals#eq-graph-2", "distinct#distinct-1", "distinct#distinct-9"], NUMBERS
    ),
    "update-silent#load-silent": "LOAD is refused: it would fetch a file or a page",
    "update-silent#load-into-silent": "LOAD is refused: it would fetch a file or a page",
}
"""Tests that are known to fail, with the reason; one that starts to pass is to be taken off the list."""
RESULTS = {
    ".csv": ("text/csv", None),
    ".srx": ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
    ".srj": ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
    ".tsv": ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
}


def params(found: list[Node], excluded: dict[str, str]) -> list:
    """Tests as parameters; an excluded one must still fail."""
    return [
        pytest.param(
            case,
            id=folder(case),
            marks=[pytest.mark.xfail(strict=True, reason=excluded[folder(case)])] if folder(case) in excluded else [],
        )
        for case in found
    ]


QUERIES = [
    *cases("sparql11/manifest-sparql11-query.ttl", "QueryEvaluationTest"),
    *cases("sparql11/manifest-sparql11-results.ttl", "QueryEvaluationTest", "CSVResultFormatTest"),
    *cases("sparql10/manifest-evaluation.ttl", "QueryEvaluationTest"),
]
UPDATES = cases("sparql11/manifest-sparql11-update.ttl", "UpdateEvaluationTest")


@pytest.mark.parametrize("case", params(QUERIES, EXCLUDED))
def test_a_query_has_the_expected_answer(door: Door, case: Node):
    action = case.one(f"{MF}action")
    address = action.text(f"{QT}query")
    query = local(address).read_text()
    named = [ox.Quad(*t, ox.NamedNode(g)) for g in graphs_named_in(query, address) for t in statements(g)]
    door.put(nquads([*dataset(action, QT), *named]))
    query = f"BASE <{address}> {query}"
    result = case.text(f"{MF}result")
    suffix = local(result).suffix
    told = rows_in_rdf(statements(result)) if suffix in (".ttl", ".rdf") else None
    accept, form = RESULTS.get(suffix, RESULTS[".srj"] if told is not None else ("application/n-triples", None))
    answer = door.ask(query, accept)
    assert answer.status_code == 200, answer.text
    if suffix == ".csv":
        assert table(answer.content) == table(local(result).read_bytes())
    elif form is None:
        made = [ox.Quad(*quad.triple) for quad in ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)]
        assert canonical(made) == canonical([ox.Quad(*triple) for triple in statements(result)])
    else:
        expected, ordered = (rows_of(local(result).read_bytes(), form), False) if told is None else told
        found = rows_of(answer.content, form)
        if isinstance(expected, bool):
            assert found is expected
            return
        if case.text(f"{MF}resultCardinality") == f"{MF}LaxCardinality":
            found, expected = (
                [dict(row) for row in {frozenset(row.items()) for row in each}] for each in (found, expected)
            )
        assert canonical(as_statements(found, ordered)) == canonical(as_statements(expected, ordered))


@pytest.mark.parametrize("case", params(UPDATES, EXCLUDED))
def test_an_update_leaves_the_expected_graphs(door: Door, case: Node):
    action, result = case.one(f"{MF}action"), case.one(f"{MF}result")
    address = action.text(f"{UT}request")
    door.put(nquads(dataset(action, UT)))
    told = door.update(f"BASE <{address}> " + local(address).read_text())
    assert told.status_code == 204, told.text
    left = door.client.get(
        "/scratch/sparql", params={"query": ALL}, headers={"Accept": "application/sparql-results+json"}
    )
    rows = rows_of(left.content, ox.QueryResultsFormat.JSON)
    found = [ox.Quad(row["s"], row["p"], row["o"], row.get("g", ox.DefaultGraph())) for row in rows]
    assert canonical(found) == canonical(dataset(result, UT))


ALL = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
