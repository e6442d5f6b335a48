"""The data set of an update, written into its operations."""

import pyoxigraph as ox
import pytest

from graph.using import ConflictError, with_dataset


def made(update: str, defaults: list[str], named: list[str]) -> set[str]:
    """What three graphs with one statement each come to after an update."""
    store = ox.Store()
    store.update(
        " ".join(f"INSERT DATA {{ GRAPH <http://g/{n}> {{ <http://s/{n}> <http://p> {n} }} }} ;" for n in "123")
    )
    before = set(store)
    store.update(with_dataset(update, defaults, named))
    return {f"+{quad.subject.value}" for quad in set(store) - before} | {
        f"-{quad.subject.value}" for quad in before - set(store)
    }


def test_without_a_data_set_nothing_is_touched():
    assert with_dataset("DELETE  WHERE { ?s ?p ?o } # x", [], []) == "DELETE  WHERE { ?s ?p ?o } # x"


@pytest.mark.parametrize(
    ("update", "defaults", "named", "changes"),
    [
        ("INSERT { ?s <http://q> 1 } WHERE { ?s ?p ?o }", ["1", "3"], [], {"+http://s/1", "+http://s/3"}),
        ("INSERT { ?s <http://q> 1 } WHERE { GRAPH ?g { ?s ?p ?o } }", [], ["2"], {"+http://s/2"}),
        ("DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { ?s <http://q> 1 } WHERE { GRAPH ?g { ?s ?p ?o } }", [], ["2"], {"-http://s/2", "+http://s/2"}),
        ("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", [], ["2", "3"], {"-http://s/2", "-http://s/3"}),
        ("DELETE # WHERE { }\nWHERE { GRAPH <http://g/1> { ?s ?p ?o } }", [], ["1"], {"-http://s/1"}),
        (
            "DROP GRAPH <http://g/3> ; INSERT { ?s <http://q> 'WHERE {' } WHERE { { SELECT ?s WHERE { ?s ?p ?o } } }",
            ["1", "3"], [], {"-http://s/3", "+http://s/1"},
        ),
    ],
)  # fmt: skip
def test_patterns_look_in_the_graphs_of_the_request(update, defaults, named, changes):
    addresses = [[f"http://g/{number}" for number in numbers] for numbers in (defaults, named)]
    assert made(update, *addresses) == changes


@pytest.mark.parametrize("clause", ["USING <http://g/1> WHERE", "USING NAMED <http://g/1> WHERE"])
def test_graphs_are_named_once(clause):
    with pytest.raises(ConflictError, match="by USING and the request names them too"):
        with_dataset(f"INSERT {{ ?s ?p 1 }} {clause} {{ ?s ?p ?o }}", ["http://g/2"], [])
    with pytest.raises(ConflictError, match="by WITH"):
        with_dataset("WITH <http://g/1> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", [], ["http://g/2"])


def test_a_word_that_is_no_clause_is_left_alone():
    update = "INSERT { ?using <http://p> 'using' } WHERE { ?using ?with <http://using> # with\n }"
    assert with_dataset(update, ["http://g/1"], []).count("USING") == 1
