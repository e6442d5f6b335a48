"""Columns: the rows of the engine of the store, for the queries of the library and for queries nobody wrote."""

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from graph.asking import prepare
from graph.catalogue import Question, catalogue, query_file
from graph.columns.answering import Columns, columns_of
from graph.columns.encoded import FOLDER
from graph.columns.encoding import encode_store
from graph.columns.rows import Table
from graph.columns.syntax import RefusedError
from graph.engine import RESULT_TYPES, answer, answer_in_columns, solutions
from graph.resources import room
from graph.result import Rows, TableRows
from graph.store import Store

ELSEWHERE = {"statement-graphs": "GRAPH"}
"""Queries that are left to the engine, and why."""
QUERIES = [
    *catalogue().questions.values(),
    *(
        query_file(folder, path.stem)
        for folder in ("views", "networks")
        for path in sorted((room("queries") / folder).glob("*.rq"))
    ),
]


FORMS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}


def cells(rows: Rows) -> Counter:
    """Rows in any order; members of a joined text in any order, and those that DISTINCT found the same in another once."""

    def plain(term):
        if isinstance(term, ox.Literal) and "|" in term.value:
            return tuple(sorted(set(term.value.split("|"))))
        return term

    return Counter(tuple(map(plain, row)) for row in rows.terms)


def both(store: Store, columns: Columns, query: str) -> tuple[Rows, Rows]:
    return TableRows(columns.select(query)), Rows.of(solutions(store.statements, query))


@pytest.mark.parametrize("question", [pytest.param(question, id=question.id) for question in QUERIES])
@pytest.mark.parametrize("atlas", ["counted_store", "example_store"])
def test_the_queries_of_the_library(question: Question, atlas: str, request: pytest.FixtureRequest):
    store: Store = request.getfixturevalue(atlas)
    columns = columns_of(store.folder)
    names = {parameter.name for parameter in question.parameters}
    for told in ({"asOf": "2026-11-24"}, {"asOf": "2020-06-30", "evidence": "asserted", "basis": "all"}):
        query, _ = prepare(store, question, {name: value for name, value in told.items() if name in names})
        if question.id in ELSEWHERE:
            with pytest.raises(RefusedError, match=ELSEWHERE[question.id]):
                columns.select(query)
            continue
        ours, theirs = both(store, columns, query)
        assert ours.columns == theirs.columns
        assert cells(ours) == cells(theirs)
        assert sorted(map(str, ours.values)) == sorted(map(str, TableRows(columns.select(query)).frame().rows()))


NAMED = "SELECT ?s ?label WHERE { ?s a ?kind ; <http://www.w3.org/2000/01/rdf-schema#label> ?label }"


@pytest.mark.parametrize("media_type", RESULT_TYPES)
def test_an_answer_takes_every_form_that_the_engine_gives(small_store: Store, media_type: str):
    ours = answer_in_columns(Columns(small_store.folder), NAMED, [media_type])
    theirs = answer(small_store.statements, NAMED, [media_type])
    assert ours[0] == theirs[0] == media_type
    found, expected = ours[1](None), theirs[1](None)
    if media_type in FORMS:
        found, expected = (ox.parse_query_results(data, format=FORMS[media_type]) for data in (found, expected))
        assert Counter(map(tuple, found)) == Counter(map(tuple, expected))
    else:
        assert sorted(found.splitlines()) == sorted(expected.splitlines())


def test_more_rows_than_fit_are_refused_before_they_are_made(small_store: Store):
    """Every statement with every other: the engine may answer, a worker of columns would not fit."""
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    for query in (
        f"SELECT * {{ ?a {label} ?b . ?c {label} ?d . ?e {label} ?f }}",
        f"SELECT * {{ {{ SELECT * {{ ?a {label} ?b }} }} {{ SELECT * {{ ?c {label} ?d }} }} {{ ?e {label} ?f }} }}",
    ):
        with pytest.raises(RefusedError, match="rows in between"):
            Columns(small_store.folder).select(query)


@pytest.mark.parametrize("address", ["park", "/a:b", "#a:b", "?q=a:b", "//x/y"])
def test_what_is_relative_is_left_to_the_engine(small_store: Store, address: str):
    with pytest.raises(RefusedError, match="relative"):
        Columns(small_store.folder).select(f"SELECT * {{ ?s ?p <{address}> }}")


def test_an_answer_between_processes_is_the_same_answer(small_store: Store):
    table = Columns(small_store.folder).select(NAMED)
    assert TableRows(Table.unpacked(table.packed())) == TableRows(table)


def test_an_error_of_ours_is_told_and_the_engine_answers(small_store: Store, monkeypatch: pytest.MonkeyPatch):
    expected = Rows.of(solutions(small_store.statements, NAMED))

    def failing(_self: Columns, _query: str) -> Table:
        raise IndexError("made up")

    monkeypatch.setattr(Columns, "select", failing)
    with pytest.warns(RuntimeWarning, match="made up"):
        assert small_store.select(NAMED) == expected


def test_an_atlas_without_columns_answers_as_before(small_store: Store, tmp_path: Path):
    for name in ("store", "manifest.json"):
        (tmp_path / name).symlink_to(small_store.folder / name)
    older = Store(tmp_path)
    assert columns_of(tmp_path) is None
    assert cells(older.select(NAMED)) == cells(small_store.select(NAMED))


XSD = "http://www.w3.org/2001/XMLSchema#"
NODES = [ox.NamedNode(f"x:n{at}") for at in range(5)]
VALUES = [
    ox.Literal(1), ox.Literal(2), ox.Literal("2.5", datatype=ox.NamedNode(f"{XSD}decimal")), ox.Literal("a"),
    ox.Literal("b", language="nl"), ox.Literal("2020-01-01", datatype=ox.NamedNode(f"{XSD}date")),
    ox.Literal("2021-06-30", datatype=ox.NamedNode(f"{XSD}date")), ox.Literal("true", datatype=ox.NamedNode(f"{XSD}boolean")),
]  # fmt: skip
PROPERTIES = ("<x:p>", "<x:q>", "<x:r>")
NAMES = ("?a", "?b", "?c", "?d")

triples = st.tuples(st.sampled_from(NODES), st.sampled_from(PROPERTIES), st.sampled_from(NODES + VALUES))
names = st.sampled_from(NAMES)
ends = st.one_of(names, names, names, st.sampled_from([str(node) for node in NODES]))
steps = st.sampled_from(
    [*PROPERTIES, *PROPERTIES, "<x:p>/<x:q>", "^<x:p>", "<x:p>|<x:r>", "<x:p>+", "<x:q>*", "<x:r>?"]
)
patterns = st.builds("{} {} {} .".format, ends, steps, st.one_of(ends, st.sampled_from([str(v) for v in VALUES])))
constants = st.sampled_from([*map(str, VALUES), str(NODES[0]), '"nl"', "3", "02", "2.50", f'"+1"^^<{XSD}integer>'])
values = st.recursive(
    st.one_of(names, names, constants),
    lambda inner: st.one_of(
        st.builds("COALESCE({}, {})".format, inner, inner),
        st.builds("IF({}, {}, {})".format, inner, inner, inner),
        st.builds("({} {} {})".format, inner, st.sampled_from(["=", "!=", "<", ">=", "+", "&&", "||"]), inner),
        st.builds("{}({})".format, st.sampled_from(["STR", "LANG", "!", "ISIRI", "YEAR"]), inner),
        st.builds("({} {} ({}, {}))".format, inner, st.sampled_from(["IN", "NOT IN"]), inner, inner),
        st.builds("BOUND({})".format, names),
    ),
    max_leaves=4,
)


def _grown(groups):
    return st.one_of(
        st.builds("OPTIONAL {{ {} }}".format, groups),
        st.builds("{{ {} }} UNION {{ {} }}".format, groups, groups),
        st.builds("MINUS {{ {} }}".format, groups),
        st.builds("{{ {} }}".format, groups),
        st.builds("FILTER({} EXISTS {{ {} }})".format, st.sampled_from(["", "NOT"]), groups),
        st.builds(
            "{{ SELECT {0} ({1}({2}{3}) AS ?n) WHERE {{ {4} }} GROUP BY {0} }}".format,
            names,
            st.sampled_from(["COUNT", "SUM", "MIN", "MAX", "SAMPLE"]),
            st.sampled_from(["", "DISTINCT "]),
            names,
            groups,
        ),
    )


parts = st.one_of(
    patterns,
    patterns,
    st.builds("FILTER({})".format, values),
    st.builds("BIND({} AS ?e)".format, values),
    st.builds("VALUES {} {{ {} {} UNDEF }}".format, names, constants, constants),
)
groups = st.recursive(
    st.lists(parts, min_size=1, max_size=3).map(" ".join),
    lambda inner: st.lists(st.one_of(patterns, patterns, parts, _grown(inner)), min_size=1, max_size=4).map(" ".join),
    max_leaves=5,
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(triples, min_size=4, max_size=25), groups, st.sampled_from(["", "DISTINCT"]))
def test_queries_nobody_wrote(tmp_path_factory: pytest.TempPathFactory, data, group: str, distinct: str):
    store = ox.Store()
    store.extend(ox.Quad(subject, ox.NamedNode(name[1:-1]), thing) for subject, name, thing in data)
    folder = tmp_path_factory.mktemp("drawn")
    encode_store(store, folder / FOLDER)
    query = f"SELECT {distinct} ?a ?b ?c ?d ?e ?n ?p WHERE {{ {group} }}"
    try:
        expected = Rows.of(store.query(query))
    except SyntaxError:
        assume(False)
    try:
        found = TableRows(Columns(folder).select(query))
    except RefusedError:
        event("refused")
        return
    event("rows" if expected.terms else "no rows")
    assert Counter(found.terms) == Counter(expected.terms), query
