"""What is wrong with a query: the place, in Dutch and English, of whatever the guard, the engine or a limit says."""

import pytest

from graph.errors import AtlasError
from graph.guard import MAX_DEPTH, MAX_LENGTH, MAX_SIGNS, MAX_TOKENS, RefusedError, check
from graph.sandbox import LimitError, Sandbox
from ketenatlas.web.faults import fault


@pytest.fixture(scope="module")
def sandbox(small):
    with Sandbox(small.folder) as made:
        yield made


def wrong(sandbox: Sandbox, query: str, language: str = "nl"):
    with pytest.raises(AtlasError) as raised:
        sandbox.answer(query)
    return fault(query, raised.value, language)


@pytest.mark.parametrize(
    ("query", "place", "words"),
    [
        ("SELECT * WHERE {", (1, 16), "haakje { wordt nergens gesloten"),
        ("SELECT ?x WHERE {\r\n ?x a ka:Foo }", (2, 7), "PREFIX ka: <https://w3id.org/ketenatlas/ontology#>"),
        ("SELEC ?x WHERE { }", (1, 1), "SELEC is geen soort vraag"),
        ("PREFIX a: <http://a/> SELEC ?x", (1, 23), "SELEC is geen soort vraag"),
        ("SELECT ?x WHERE {\n ?x a <http://a b> .\n}", (2, 7), "<http://a b> is geen geldig adres"),
        ("SELECT ?x WHERE { ?x ?p } LIMIT 10", (1, 27), "hier past LIMIT niet"),
        ("SELECT (SUM(?x) AS ?n) ?y WHERE {?x ?p ?y}", (1, 43), "GROUP BY"),
        ("SELECT ?x WHERE { BIND(1 AS ?x) BIND(2 AS ?x)}", (1, 47), "BIND"),
        ("SELECT * {\n\n  SERVICE <http://x/> {} }", (3, 3), "een andere server"),
        ("ASK { ?x ?y \\u0041 }", (1, 13), "backslash"),
    ],
)
def test_the_place_is_told(sandbox: Sandbox, query, place, words):
    found = wrong(sandbox, query)
    assert (found.line, found.column) == place
    assert words in found.sentence
    assert found.sentence.startswith(f"Regel {place[0]}, teken {place[1]}: ")
    number, text = found.shown[-1]
    assert number == place[0]
    assert text == query.split("\n")[place[0] - 1].rstrip("\r")
    assert found.marker.index("▲") == place[1] - 1
    english = wrong(sandbox, query, "en")
    assert (english.line, english.column) == place
    assert english.sentence.startswith(f"Line {place[0]}, character {place[1]}: ")


def test_letters_beyond_the_first_plane_count_as_one(sandbox: Sandbox):
    found = wrong(sandbox, 'SELECT ?x { ?x ?p "\U0001d4b3" . SERVICE <http://x/> {} }')
    assert found.column == 25


REFUSED = [
    "SELECT * { SERVICE <x> {} }",
    "LOAD <x>",
    "ASK { \\u0041 }",
    "(" * (MAX_DEPTH + 1),
    "!" * (MAX_SIGNS + 1),
    "a " * (MAX_TOKENS + 1),
    "x" * (MAX_LENGTH + 1),
]


@pytest.mark.parametrize("query", REFUSED)
def test_whatever_the_guard_refuses_is_said_in_both_languages(query):
    with pytest.raises(RefusedError) as raised:
        check(query)
    dutch, english = (fault(query, raised.value, language).sentence for language in ("nl", "en"))
    assert dutch != english
    assert str(raised.value) not in dutch
    assert any(word in dutch for word in ("mag niet", "wordt niet uitgevoerd", "hoogstens"))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("the query took longer than 30 seconds and was stopped", "langer dan 30 seconden"),
        ("the answer is larger than 50 MB and was stopped; add a LIMIT", "groter dan 50 MB"),
        ("the query was stopped: it needed more than 64 MB of memory or brought the engine down", "meer dan 64 MB"),
    ],
)
def test_a_limit_is_no_fault_of_the_query(said, words):
    found = fault("SELECT * {}", LimitError(said), "nl")
    assert found.limit
    assert found.line is None
    assert words in found.sentence


def test_of_a_long_line_the_part_around_the_place_is_shown(sandbox: Sandbox):
    found = wrong(sandbox, "SELECT * { " + "?a ?b ?c . " * 60 + "SERVICE <http://x/> {} }")
    _, text = found.shown[-1]
    assert text[found.marker.index("▲") :].startswith("SERVICE")
    assert len(text) <= 160


def test_what_nobody_foresaw_is_told_as_it_is():
    assert fault("ASK {}", AtlasError("the moon is full"), "nl").sentence == "the moon is full"
