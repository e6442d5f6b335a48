"""Parameters are bound as terms: no value can change the shape of a query."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery

from graph.binding import bind, parameters
from graph.lexer import tokens

QUERY = """PREFIX ka: <https://w3id.org/ketenatlas/ontology#> # about ?_name_text
SELECT ?x WHERE {
  ?x ka:role ?_name_text ; ka:note "?_name_text", 'it\\'s ?_name_text', \"\"\"?_name_text "quoted" \"\"\" .
  ?x <https://example.org/?_name_text#part> ?y . FILTER(?y<3 && ?y >-1)
}"""


def test_finds_parameters_and_their_types():
    assert parameters(QUERY) == {"name": "text"}
    assert parameters("SELECT * { ?_chain_iri ?p $_asOf_date }") == {"chain": "iri", "asOf": "date"}
    assert parameters("SELECT * { ?chain_iri ?_p ?o }") == {}


def test_replaces_the_token_and_nothing_else():
    bound = bind(QUERY, {"name": ox.Literal("supplier")})
    assert bound.count('"supplier"') == 1
    assert bound.count("?_name_text") == QUERY.count("?_name_text") - 1


def test_a_parameter_without_value_stays_a_variable():
    assert bind(QUERY, {}) == QUERY
    assert bind(QUERY, {"other": ox.Literal(1)}) == QUERY


def shape(query: str) -> str:
    """The algebra of a query with all literals and addresses taken out."""

    def walk(part: object) -> object:
        if isinstance(part, dict):
            return {key: walk(value) for key, value in sorted(part.items(), key=str) if key != "_vars"}
        if isinstance(part, list | tuple | set):
            return [walk(item) for item in part]
        return type(part).__name__

    return repr(walk(translateQuery(parseQuery(query)).algebra))


VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=60).map(ox.Literal),
    st.sampled_from(
        [
            ox.Literal('" } DROP ALL #'),
            ox.Literal("' UNION { ?a ?b ?c } '"),
            ox.Literal("\\"),
            ox.Literal('"""'),
            ox.Literal("\n}\r\n"),
            ox.NamedNode("https://example.org/a#b"),
            ox.Literal("2026-11-24", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")),
        ]
    ),
)


@given(VALUES)
def test_no_value_changes_the_shape_of_a_query(value):
    query = "SELECT ?x WHERE { ?x <https://example.org/p> ?_name_text . FILTER(?_name_text != ?x) }"
    harmless = value if isinstance(value, ox.NamedNode) else ox.Literal("harmless")
    bound = bind(query, {"name": value})
    assert len([t for t in tokens(bound) if t.kind not in ("space", "comment")]) == len(
        [t for t in tokens(bind(query, {"name": value})) if t.kind not in ("space", "comment")]
    )
    ox.Store().query(bound)
    if isinstance(value, ox.Literal) and not value.language and "^^" not in str(value):
        assert shape(bound) == shape(bind(query, {"name": harmless}))


@given(st.text(max_size=200))
def test_tokens_joined_are_the_text_again(text):
    assert "".join(token.text for token in tokens(text)) == text


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("?a<3", ["variable", "other", "number"]),
        ("<http://a#b>", ["iri"]),
        ("# a ?b\n?c", ["comment", "variable"]),
        ("ka:b.c .", ["name", "other"]),
        ("'''a'b'''@nl", ["string", "language"]),
        ("{[(", ["open"] * 3),
    ],
)
def test_cuts_as_the_grammar_does(text, kinds):
    assert [token.kind for token in tokens(text) if token.kind != "space"] == kinds
