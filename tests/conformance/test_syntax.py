"""W3C SPARQL 1.0 and 1.1, syntax: what is SPARQL is asked, what is not gets a sentence, over HTTP."""

import pytest

from tests.conformance.conftest import Door
from tests.conformance.suites import MF, Node, cases, local
from tests.conformance.test_evaluation import params

ESCAPES = "a backslash outside a string is refused: it could hide a word such as SERVICE from the guard"
ELSEWHERE = "SERVICE is refused: it would call another server"
FETCHES = "LOAD is refused: it would fetch a file or a page"
EXCLUDED = {
    **{f"syntax-sparql2#syntax-esc-0{number}": ESCAPES for number in (4, 5)},
    **{f"syntax-fed#test_{number}": ELSEWHERE for number in (1, 2, 3)},
    "syntax-sparql3#syn-bad-26": "the engine takes <a&&?b> for two comparisons, the suite for one broken address",
    **{f"syntax-update-1#test_{number}": FETCHES for number in (1, 2, 3, 4, 37)},
}
POSITIVE = ("PositiveSyntaxTest11", "PositiveSyntaxTest")
NEGATIVE = ("NegativeSyntaxTest11", "NegativeSyntaxTest")
UNDERSTOOD = "the engine understands this but cannot do it"
"""Said of a query that calls a function nobody has, and of an update that drops a graph that is not there."""
REFUSED = ("this is not SPARQL the engine understands", "LOAD (at", "a backslash outside a string")
QUERIES = ("sparql11/manifest-sparql11-query.ttl", "sparql11/manifest-sparql11-fed.ttl", "sparql10/manifest-syntax.ttl")
UPDATES = "sparql11/manifest-sparql11-update.ttl"


def text(case: Node) -> str:
    address = case.text(f"{MF}action")
    return f"BASE <{address}> " + local(address).read_text()


@pytest.mark.parametrize("case", params([c for m in QUERIES for c in cases(m, *POSITIVE)], EXCLUDED))
def test_a_query_is_understood(door: Door, case: Node):
    answer = door.ask(text(case), "application/sparql-results+json, text/turtle")
    assert answer.status_code == 200 or UNDERSTOOD in answer.text, answer.text


@pytest.mark.parametrize("case", params([c for m in QUERIES for c in cases(m, *NEGATIVE)], EXCLUDED))
def test_what_is_no_query_is_refused(door: Door, case: Node):
    answer = door.ask(text(case), "application/sparql-results+json, text/turtle")
    assert answer.status_code == 400
    assert any(reason in answer.text for reason in REFUSED), answer.text


@pytest.mark.parametrize("case", params(cases(UPDATES, "PositiveUpdateSyntaxTest11"), EXCLUDED))
def test_an_update_is_understood(door: Door, case: Node):
    door.put(b"")
    answer = door.update(text(case))
    assert answer.status_code == 204 or UNDERSTOOD in answer.text, answer.text


@pytest.mark.parametrize("case", params(cases(UPDATES, "NegativeUpdateSyntaxTest11"), EXCLUDED))
def test_what_is_no_update_is_refused(door: Door, case: Node):
    answer = door.update(text(case))
    assert answer.status_code == 400
    assert any(reason in answer.text for reason in REFUSED), answer.text
