"""Every answer can be had as a lower and an upper bound."""

import pytest

from graph.asking import ask
from graph.bounds import IN, bounds
from graph.catalogue import catalogue
from graph.store import Store

DAY = "2026-11-24"
COUNTED = [question for question in catalogue().questions.values() if any(c.kind == "count" for c in question.columns)]


def test_rows_carry_both_bounds(small_store: Store):
    made = bounds(small_store, catalogue()["A1-05"], {"asOf": DAY, "chain": "alfa"})
    assert set(made[IN]) == {"both", "lower", "upper"}
    only = made.filter(made[IN] == "upper")
    assert only["establishmentsLower"].sum() == 0
    assert only["establishmentsUpper"].min() >= 1
    gone = made.filter(made[IN] == "lower")  # without a park as long as its place on one is only estimated
    assert gone["establishmentsUpper"].sum() == 0
    assert made["establishmentsLower"].sum() <= made["establishmentsUpper"].sum()


def test_a_white_spot_that_weaker_claims_fill_stands_in_the_lower_answer_only(small_store: Store):
    made = bounds(small_store, catalogue()["A1-07"], {"asOf": DAY, "chain": "alfa", "region": "noordoost-brabant"})
    asserted = ask(small_store, catalogue()["A1-07"], {
        "asOf": DAY, "chain": "alfa", "region": "noordoost-brabant", "evidence": "asserted"})  # fmt: skip
    everything = ask(small_store, catalogue()["A1-07"], {"asOf": DAY, "chain": "alfa", "region": "noordoost-brabant"})
    assert made.filter(made[IN] != "upper").height == len(asserted.rows)
    assert made.filter(made[IN] != "lower").height == len(everything.rows)


def test_sides_are_the_two_answers(small_store: Store):
    question = catalogue()["A1-10"]
    made = bounds(small_store, question, {"asOf": DAY, "chain": "alfa"})
    high = ask(small_store, question, {"asOf": DAY, "chain": "alfa"}).frame()
    low = ask(small_store, question, {"asOf": DAY, "chain": "alfa", "evidence": "asserted"}).frame()
    assert made["relationsUpper"].sum() == high["relations"].sum()
    assert made["relationsLower"].sum() == low["relations"].sum()
    assert low["relations"].sum() < high["relations"].sum()


@pytest.mark.parametrize("question", COUNTED, ids=lambda question: question.id)
def test_every_question_with_a_count_can_be_bounded(question, small_store: Store):
    made = bounds(small_store, question, {"asOf": DAY})
    assert set(made[IN]) <= {"both", "upper", "lower"}
    assert made.filter(made[IN] != "lower").height == len(ask(small_store, question, {"asOf": DAY}).rows)
