"""Provenance: a statement leads to the table and the file it was read from."""

import pytest

from graph.asking import ask, prepare
from graph.catalogue import catalogue
from graph.errors import UsageError
from graph.store import Store

X1 = catalogue()["X-01"]
DAY = "2026-11-24"


def told(store: Store, subject: str) -> dict[tuple[str, str], tuple[str | None, str | None]]:
    answer = ask(store, X1, {"asOf": DAY, "subject": subject})
    at = [answer.variables.index(name) for name in ("predicate", "object", "loader", "file")]
    return {(str(row[at[0]]), str(row[at[1]])): (row[at[2]], row[at[3]]) for row in answer.rows}  # type: ignore[misc]


def test_every_statement_of_a_table_leads_to_its_file(small_store: Store):
    found = told(small_store, "establishment:e18")
    assert found["op kavel", "Toetskavel N een"] == ("plots", "c2nx.csv")
    assert found["gelegen op", "TESTHAVEN"] == ("establishments", "test.csv")


def test_what_was_concluded_has_no_file(small_store: Store):
    assert told(small_store, "establishment:e18")["vervult schakel", "Grondstof"] == (None, None)


def test_an_address_is_taken_in_full_or_short(small_store: Store):
    short = told(small_store, "establishment:e18")
    assert short == told(small_store, "https://w3id.org/ketenatlas/establishment/e18")


@pytest.mark.parametrize("given", ["e18", "nothing:e18", "<x>", "https://x y"])
def test_what_is_no_address_is_refused_with_an_example(given: str, small_store: Store):
    with pytest.raises(UsageError, match="is not an address such as establishment:asml-veldhoven"):
        prepare(small_store, X1, {"subject": given})
