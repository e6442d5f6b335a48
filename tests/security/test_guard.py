"""What must never reach the engine, in every spelling; and what must pass although it looks alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.catalogue import catalogue
from graph.guard import MAX_DEPTH, MAX_LENGTH, MAX_TOKENS, RefusedError, check

OUT = "<http://127.0.0.1:9/sparql>"


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ SERVICE {OUT} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ service {OUT} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ sErViCe SILENT {OUT} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE{OUT}{{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE#comment\n{OUT} {{ ?s ?p ?o }} }}",
        "SELECT * { SERVICE ?where { ?s ?p ?o } }",
        f"ASK {{ {{ SELECT * {{ SERVICE {OUT} {{}} }} }} }}",
        f"SELECT * {{ ?s ?p 'a' SERVICE {OUT} {{}} }}",
        "LOAD <file:///etc/passwd>",
        "load silent <http://127.0.0.1:9/> into graph <http://g>",
        "SELECT * { S\\u0045RVICE <http://x> {} }",
    ],
)
def test_refuses_what_reaches_outside(query):
    with pytest.raises(RefusedError):
        check(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service WHERE { ?service ?load ?o }",
        "PREFIX service: <http://example.org/> SELECT * { service:SERVICE ?p ?o }",
        'SELECT * { ?s ?p "SERVICE <http://x>" } # LOAD <file:x>',
        "SELECT * { ?s <http://example.org/SERVICE> ?o }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    ],
)
def test_lets_pass_what_only_looks_alike(query):
    check(query)


@given(
    st.lists(st.sampled_from([" ", "\n", "\t", "#x\n", "'a'", "?v", ";", ".", "{", "}"]), max_size=20),
    st.booleans(),
)
def test_no_surroundings_hide_the_keyword(around, lower):
    keyword = "service" if lower else "SERVICE"
    with pytest.raises(RefusedError):
        check("".join(around) + "\n" + keyword + " <http://127.0.0.1:9/> {}")


@pytest.mark.parametrize(
    "deep",
    [
        "SELECT * " + "{" * 10_000 + "}" * 10_000,
        "SELECT * { FILTER" + "(" * 10_000 + "1" + ")" * 10_000 + "}",
        "SELECT * { " + "OPTIONAL { ?s ?p ?o " * 10_000 + "}" * 10_000 + "}",
        "SELECT * { { ?s ?p ?o } " + "UNION { ?s ?p ?o } " * 10_000 + "}",
        "SELECT * { FILTER(" + "!" * 10_000 + "true) }",
        "SELECT * { FILTER(" + "- " * 10_000 + "1) }",
        "SELECT * { ?s " + "^" * 10_000 + "<http://p> ?o }",
        "SELECT * { ?s ?p " + "[ ?p " * 10_000 + "?o" + " ]" * 10_000 + " }",
    ],
    ids=["braces", "parentheses", "optional", "union", "not", "minus", "inverse", "brackets"],
)
def test_refuses_nesting_that_would_crash_the_engine(deep):
    with pytest.raises(RefusedError):
        check(deep)


def test_limits_are_where_they_are_said_to_be():
    check("SELECT * " + "{" * MAX_DEPTH + "}" * MAX_DEPTH)
    with pytest.raises(RefusedError, match="nested more than"):
        check("SELECT * " + "{" * (MAX_DEPTH + 1) + "}" * (MAX_DEPTH + 1))
    with pytest.raises(RefusedError, match="more than 5,000"):
        check("?a " * (MAX_TOKENS + 1))
    with pytest.raises(RefusedError, match="characters long"):
        check("#" * (MAX_LENGTH + 1))


def test_no_question_of_ours_is_refused():
    for question in catalogue().questions.values():
        check(question.text)
