"""What a query needs: enough statements for the same answer, and no more than a server gives whole."""

import pytest
import yaml

from graph import remote
from graph.asking import ask, prepare
from graph.catalogue import catalogue, query_file
from graph.errors import UsageError
from graph.needs import Need, needs
from graph.remote import Login, Remote, RemoteError
from graph.resources import room
from graph.result import Rows
from graph.store import Store
from tests.questions.test_questions import HERE, told

KA = "https://w3id.org/ketenatlas/ontology#"
P = "PREFIX ka: <https://w3id.org/ketenatlas/ontology#> "
A = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
VIEWS = [
    (folder, path.stem) for folder in ("networks", "views") for path in sorted((room("queries") / folder).glob("*.rq"))
]


class Through(Remote):
    """A server over an atlas on this machine that is asked for statements only, and what it was asked."""

    def __init__(self, store: Store) -> None:
        super().__init__("http://localhost:1/sparql")
        self.store = store
        self.asked: list[str] = []

    whole = False

    def answer(self, query: str, media_types: list[str] | None = None) -> tuple[str, bytes]:
        self.asked.append(query)
        return self.store.answer(query, media_types)


@pytest.fixture(scope="module")
def far(small_store: Store) -> Through:
    return Through(small_store)


def wanted(body: str) -> set[tuple[str, str]]:
    found = needs(f"{P}SELECT * WHERE {{ {body} }}").statements
    return {(need.pattern.replace(KA, ""), need.conditions.replace(KA, "")) for need in found}


@pytest.mark.parametrize("question", [pytest.param(one, id=one.id) for one in catalogue().questions.values()])
def test_every_question_has_the_same_answer_from_what_it_needs(question, far: Through, small_store: Store):
    given = told(yaml.safe_load((HERE / f"{question.id}.yaml").read_text(encoding="utf-8"))[-1])
    near, there = ask(small_store, question, given, "en"), ask(far, question, given, "en")
    assert (there.rows, there.sources, there.missing) == (near.rows, near.sources, near.missing)


@pytest.mark.parametrize(("folder", "name"), VIEWS)
def test_every_other_query_has_the_same_rows_from_what_it_needs(folder, name, far: Through, small_store: Store):
    query = query_file(folder, name)
    given = {"chain": "alfa"} if any(parameter.name == "chain" for parameter in query.parameters) else {}
    text = prepare(small_store, query, given)[0]
    near, there = small_store.select(text), far.select(text)
    assert there.columns == near.columns
    assert plain(there) == plain(near)


def plain(rows: Rows) -> list[list[str]]:
    """Rows in order, members of a list too: what a query without an order may give in any."""
    return sorted(["|".join(sorted(str(value).split("|"))) for value in row] for row in rows.values)


def test_a_subject_is_held_to_the_addresses_its_group_names():
    assert wanted("?p a ka:Presence ; ka:presentChain <http://c> ; ka:since ?day") == {
        (f"?s <{A}> <Presence>", "?s <presentChain> <http://c> ."),
        ("?s <presentChain> <http://c>", f"?s <{A}> <Presence> ."),
        ("?s <since> ?o", f"?s <{A}> <Presence> . ?s <presentChain> <http://c> ."),
    }


def test_a_subject_that_nothing_holds_is_the_end_of_another_statement():
    assert wanted("?p ka:presentChain <http://c> ; ka:source/ka:title ?t") == {
        ("?s <presentChain> <http://c>", ""),
        ("?s <source> ?o", "?s <presentChain> <http://c> ."),
        ("?s <title> ?o", "FILTER EXISTS { ?x <source> ?s . ?x <presentChain> <http://c> . }"),
    }


def test_what_comes_later_holds_nothing_inside_an_earlier_group():
    """An optional group that comes first finds what there is, whatever is asked of its variables later."""
    assert ("?s <since> ?o", "") in wanted("OPTIONAL { ?p ka:since ?d } ?p a ka:Presence")
    assert ("?s <since> ?o", f"?s <{A}> <Presence> .") in wanted("?p a ka:Presence OPTIONAL { ?p ka:since ?d }")


def test_a_query_inside_a_query_knows_nothing_of_what_is_around():
    body = (
        "?p a ka:Presence { SELECT ?p (COUNT(?d) AS ?n) WHERE { ?p ka:since ?d } GROUP BY ?p HAVING (COUNT(?d) > 1) }"
    )
    assert ("?s <since> ?o", "") in wanted(body)


def test_values_hold_a_variable_and_literals_do_not():
    assert wanted("VALUES ?s { <http://a> <http://b> } ?s ka:since ?d") == {
        ("?s <since> ?o", "VALUES ?s { <http://a> <http://b> }")
    }
    assert wanted('VALUES ?s { UNDEF <http://b> } ?s ka:name "x"@nl ; ka:size -1.5, true') == {
        ("?s <name> ?o", ""),
        ("?s <size> ?o", ""),
    }


def test_a_path_needs_all_that_its_predicates_say():
    assert wanted("?a (^ka:one|ka:two)+ ?b . ?c ka:three* ?d . [ ka:four ?e ] ka:five [ ] . <http://x> ?p ?o") == {
        *((f"?s <{name}> ?o", "") for name in ("one", "two", "three", "four", "five")),
        ("<http://x> ?p ?o", ""),
    }


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <http://g> WHERE { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "SELECT * WHERE { SERVICE <http://x> { ?s ?p ?o } }",
        "BASE <http://x/> SELECT * WHERE { <a> ?p ?o }",
        "SELECT * WHERE { ?s ex:p ?o }",
        "SELECT * WHERE { ?s <http://p> (1 2) }",
        "SELECT * WHERE { ?s <http://p> ?o } VALUES ?s { <http://a> }",
        "SELECT * WHERE { ?s !<http://p> ?o }",
    ],
)
def test_what_cannot_be_answered_from_statements_is_refused(query):
    with pytest.raises(UsageError, match="cannot be answered from the statements of a server"):
        needs(query)


def test_a_brace_that_is_not_closed_is_a_sentence():
    with pytest.raises(UsageError, match="a brace or bracket is not closed"):
        needs("SELECT * WHERE { ?s <http://p> ?o")


def test_what_was_brought_over_is_kept_for_a_moment(small_store: Store, monkeypatch):
    server = Through(small_store)
    query = f"SELECT * WHERE {{ ?s <{KA}position> ?o }}"
    first = server.select(query)
    asked = len(server.asked)
    assert server.select(query) == first
    assert len(server.asked) == asked
    monkeypatch.setattr(remote, "FRESH", -1.0)
    assert server.select(query) == first
    assert len(server.asked) == 2 * asked


def test_statements_are_looked_for_in_the_graphs_of_an_atlas_only(far: Through):
    far.select(f"SELECT * WHERE {{ ?s <{KA}position> ?o }}")
    assert all('STRSTARTS(STR(?g), "https://w3id.org/ketenatlas/graph/")' in query for query in far.asked)


def test_a_server_that_hands_over_less_than_it_has_is_found_out(small_store: Store):
    class Short(Through):
        def answer(self, query, media_types=None):
            form, data = super().answer(query, media_types)
            return form, data if query.startswith("SELECT") else data.partition(b"\n")[0]

    with pytest.raises(RemoteError, match=r"gave 1 of the \d+ statements .* raise the number of rows"):
        Short(small_store).select(f"SELECT * WHERE {{ ?s <{KA}position> ?o }}")


def test_more_than_can_be_brought_over_is_refused(small_store: Store, monkeypatch):
    monkeypatch.setattr(remote, "MOST", 3)
    with pytest.raises(RemoteError, match="more than the 3 statements that are brought over"):
        Through(small_store).select("SELECT * WHERE { ?s ?p ?o }")


class Erring(Through):
    """A server that answers one of the known questions in its own way, or has its atlas elsewhere."""

    def __init__(self, store: Store, answers: dict[str, bytes]) -> None:
        super().__init__(store)
        self.answers = answers

    whole = Remote.whole

    def answer(self, query, media_types=None):
        for part, data in self.answers.items():
            if part in query:
                return "application/sparql-results+json", data
        return super().answer(query, media_types)


def number(value: int) -> bytes:
    cell = f'{{"n":{{"type":"literal","datatype":"http://www.w3.org/2001/XMLSchema#integer","value":"{value}"}}}}'
    return f'{{"head":{{"vars":["n"]}},"results":{{"bindings":[{cell}]}}}}'.encode()


def test_a_server_that_keeps_to_the_standard_is_asked_as_it_is(small_store: Store):
    server = Erring(small_store, {})
    assert server.whole
    assert server.select("SELECT * WHERE { ?s ?p ?o } LIMIT 1") == small_store.select(
        "SELECT * WHERE { ?s ?p ?o } LIMIT 1"
    )


@pytest.mark.parametrize(
    "answers",
    [
        {"COALESCE": number(1)},
        {"GROUP_CONCAT": b"no rows"},
        {"WHERE { <https": number(0)},  # the default graph is empty
        {"WHERE { <https": number(9)},  # the default graph holds more than the named ones
    ],
)
def test_a_server_that_does_not_is_asked_for_statements(small_store: Store, answers):
    server = Erring(small_store, answers)
    assert not server.whole
    query = f"SELECT ?s WHERE {{ ?s <{KA}position> ?o }} ORDER BY ?s"
    assert server.select(query) == small_store.select(query)


def test_a_server_without_an_atlas_is_a_sentence(small_store: Store):
    with pytest.raises(RemoteError, match="holds no atlas; load one with: ketenatlas push"):
        Erring(small_store, {"COUNT(*)": number(0)}).select("SELECT * WHERE { ?s ?p ?o }")
    with pytest.raises(RemoteError, match="its atlas is not in named graphs"):
        Erring(small_store, {"GRAPH": number(0), "COALESCE": b""}).select("SELECT * WHERE { ?s ?p ?o }")


def test_literals_that_virtuoso_writes_its_own_way_are_as_they_were():
    x = "http://www.w3.org/2001/XMLSchema#boolean"
    made = remote._mended(
        b'<a:a> <a:b> "1"^^<%s> .\n<a:a> <a:b> "1"^^<a:c> .\n' % x.encode()
        + b'<a:a> <a:b> "POLYGON((4.1 51.5,4.2 51.5,4.1 51.6,4.1 51.5))"'
        + b"^^<http://www.openlinksw.com/schemas/virtrdf#Geometry> .\n"
    ).decode()
    assert f'"true"^^<{x}>' in made
    assert '"1"^^<a:c>' in made
    shape = "http://www.opengis.net/ont/geosparql#wktLiteral"
    assert f'"POLYGON ((4.1 51.5, 4.2 51.5, 4.1 51.6, 4.1 51.5))"^^<{shape}>' in made


def test_a_login_does_not_show_its_secrets():
    assert "geheim" not in repr(Login("me", "geheim", "geheim"))


def test_a_need_says_itself_as_a_pattern():
    need = Need(None, "http://p", "http://o", frozenset({"?s <http://b> <http://c> .", "?s <http://a> <http://c> ."}))
    assert need.pattern == "?s <http://p> <http://o>"
    assert need.conditions == "?s <http://a> <http://c> . ?s <http://b> <http://c> ."
