"""W3C SPARQL 1.0 and 1.1, query evaluation, from columns: what is answered there is answered as the suite says."""

from pathlib import Path

import pyoxigraph as ox

from graph.columns.answering import Columns
from graph.columns.encoded import FOLDER
from graph.columns.encoding import encode_store
from graph.columns.syntax import RefusedError
from tests.conformance.suites import (
    MF,
    QT,
    Node,
    as_statements,
    canonical,
    cases,
    dataset,
    folder,
    local,
    rows_in_rdf,
    rows_of,
    statements,
    suites,
    table,
)
from tests.conformance.test_evaluation import EXCLUDED, RESULTS
from tests.conftest import need

BLANK = "blank:"
"""What stands for blank nodes, which an atlas has none of."""
MANIFESTS = (
    ("sparql11/manifest-sparql11-query.ttl", ("QueryEvaluationTest",)),
    ("sparql11/manifest-sparql11-results.ttl", ("QueryEvaluationTest", "CSVResultFormatTest")),
    ("sparql10/manifest-evaluation.ttl", ("QueryEvaluationTest",)),
)
LEAST = 270
"""Cases that must be answered at least, so that refusing everything is no way to pass."""


def named(term):
    return ox.NamedNode(BLANK + term.value) if isinstance(term, ox.BlankNode) else term


def unnamed(term):
    there = isinstance(term, ox.NamedNode) and term.value.startswith(BLANK)
    return ox.BlankNode(term.value.removeprefix(BLANK)) if there else term


def columns(quads: list[ox.Quad], target: Path, known: dict[frozenset[ox.Quad], Columns]) -> Columns:
    """Data in columns; those that several cases share are made once."""
    if (told := frozenset(quads)) not in known:
        known[told] = encoded(quads, target)
    return known[told]


def encoded(quads: list[ox.Quad], target: Path) -> Columns:
    store = ox.Store()
    store.extend(ox.Quad(named(quad.subject), quad.predicate, named(quad.object)) for quad in quads)
    target.mkdir()
    encode_store(store, target / FOLDER)
    return Columns(target)


def found_and_expected(case: Node, target: Path, known: dict[frozenset[ox.Quad], Columns]):
    """What columns answer, and what the suite says; nothing where they refuse or the case is of another kind."""
    action = case.one(f"{MF}action")
    query = local(action.text(f"{QT}query")).read_text()
    result = case.text(f"{MF}result")
    suffix = local(result).suffix
    told = rows_in_rdf(statements(result)) if suffix in (".ttl", ".rdf") else None
    quads = dataset(action, QT)
    form = RESULTS.get(suffix, (None, None))[1]
    if (told is None and form is None and suffix != ".csv") or any(
        quad.graph_name != ox.DefaultGraph() for quad in quads
    ):
        return None
    if any(name in query.lower() for name in ("isblank", "isiri", "isuri")) or (
        told is not None and isinstance(told[0], bool)
    ):
        return None
    try:
        answer = columns(quads, target, known).select(query)
    except RefusedError:
        return None
    data = b"".join(answer.json())
    if suffix == ".csv":
        csv = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON).serialize(
            format=ox.QueryResultsFormat.CSV
        )
        return table(csv), table(local(result).read_bytes())
    rows = [{name: unnamed(term) for name, term in row.items()} for row in rows_of(data, ox.QueryResultsFormat.JSON)]
    expected, ordered = (rows_of(local(result).read_bytes(), form), False) if told is None else told
    if case.text(f"{MF}resultCardinality") == f"{MF}LaxCardinality":
        rows, expected = ([dict(row) for row in {frozenset(row.items()) for row in each}] for each in (rows, expected))
    return canonical(as_statements(rows, ordered)), canonical(as_statements(expected, ordered))


def test_what_columns_answer_is_what_the_suite_says(tmp_path: Path):
    need(suites(), "W3C test suites (folder suites beside the checkout)")
    answered, wrong, known = 0, [], {}
    for manifest, kinds in MANIFESTS:
        for number, case in enumerate(cases(manifest, *kinds)):
            both = found_and_expected(case, tmp_path / f"{Path(manifest).stem}-{number}", known)
            if both is None:
                continue
            answered += 1
            if both[0] != both[1]:
                wrong.append(folder(case))
    assert answered >= LEAST
    assert [name for name in wrong if name not in EXCLUDED] == []
