"""Disclosure control: the rules by hand, and an attacker with a linear programme who fails."""

import re

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.disclosure import Rules, attack, loss, open_rows, protect, published
from graph.disclosure.rules import (
    COUNT,
    DIFFERENCE,
    DOMINANCE,
    FREE,
    HIDDEN,
    PRIMARY,
    SECONDARY,
    WITHHELD,
    ZERO,
    judged,
)
from graph.errors import AtlasError
from tests.conftest import ROOT
from tests.graph.tables import broken, cells_of, cube

ACTIVITY = dict.fromkeys(("I", "II", "III"), "total")
REGION = dict.fromkeys(("A", "B", "C"), "total")
BOOK = {"activity": ACTIVITY, "region": REGION}


def book():
    """Investments by activity and region, after the first example of Fischetti and Salazar (2001); contributors made up."""
    numbers = {"I": (20, 50, 10), "II": (8, 19, 22), "III": (17, 32, 12)}
    rows = [(a, r, value) for a, row in numbers.items() for r, value in zip("ABC", row, strict=True)]
    cells = cells_of(rows, BOOK).with_columns(n=pl.lit(5) * pl.col("n"), largest=pl.col("value") * 0.3)
    one = (pl.col("activity") == "II") & (pl.col("region") == "C")
    return cells.with_columns(largest=pl.when(one).then(20.0).otherwise("largest"))


def primary_only(cells, rules=None):
    return judged(cells, rules or Rules()).with_columns(exposed=pl.lit(value=False))


def status(cells, *key):
    return cells.row(by_predicate=pl.all_horizontal(pl.nth(at) == code for at, code in enumerate(key)), named=True)[
        "status"
    ]


# The rules ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "value", "largest", "expected", "level"),
    [
        (0, 0.0, 0.0, ZERO, 0.0),
        (2, 10.0, 5.0, COUNT, 2.0),  # a fifth of ten
        (1, 30.0, 30.0, COUNT, 10.0),  # 30 / 0.75 - 30
        (3, 40.0, 30.0, DOMINANCE, 8.0),  # exactly three quarters; a fifth of forty
        (3, 40.0, 29.0, FREE, 0.0),
        (4, 0.0, 0.0, DOMINANCE, 1.0),  # that all have nothing is told of each
        (2, 1.0, 1.0, COUNT, 1.0),  # never less than one job
    ],
)
def test_primary_rules_by_hand(n, value, largest, expected, level):
    made = judged(pl.DataFrame({"n": [n], "value": [value], "largest": [largest]}), Rules())
    assert made["status"].item() == expected
    assert made["level"].item() == pytest.approx(level)


def test_p_percent_rule_by_hand():
    """Of 100, 55 + 40 are the two largest; the second knows the largest to within 5, which is 9 % of it."""
    cells = pl.DataFrame({"n": [9], "value": [100.0], "largest": [55.0], "second": [40.0]})
    assert judged(cells, Rules(margin=0))["status"].item() == FREE
    assert judged(cells, Rules(p_percent=0.05))["status"].item() == FREE
    made = judged(cells, Rules(p_percent=0.2, margin=0))
    assert made["status"].item() == DOMINANCE
    assert made["level"].item() == pytest.approx(0.2 * 55 - 5)


def test_rules_that_cannot_be_are_refused():
    with pytest.raises(AtlasError, match="dominance of disclosure control is 75; expected is a number from"):
        Rules(dominance=75)


# A table one can do by hand -----------------------------------------------------------------------------------------


def test_the_attack_finds_the_interval_of_the_literature():
    """II + II' = 30, III + III' = 29, A = 25, C = 34: so II/C lies between 5 and 30."""
    hidden = pl.struct("activity", "region").is_in(
        [{"activity": a, "region": r} for a in ("II", "III") for r in ("A", "C")]
    )
    made = primary_only(book()).with_columns(status=pl.when(hidden).then(pl.lit(SECONDARY)).otherwise(pl.lit(FREE)))
    found = attack(published(made, list(BOOK)), list(BOOK), BOOK)
    assert found.height == 4
    assert found.filter(activity="II", region="C").select("low", "high").row(0) == pytest.approx((5.0, 30.0))
    one = attack(published(made, list(BOOK)), list(BOOK), BOOK, only=[("III", "A")])
    assert one.select("low", "high").row(0) == pytest.approx((0.0, 25.0))  # III/A = 25 - II/A, II/A = 30 - II/C


def test_the_cheapest_pattern_of_the_table_is_found():
    """With II/C must go three corners of a rectangle; II/A 8, III/A 17 and III/C 12 have the least value: 37."""
    made = protect(book(), list(BOOK), BOOK, rules=Rules(cost="value"))
    assert status(made, "II", "C") == DOMINANCE
    assert set(made.filter(status=SECONDARY).select("activity", "region").rows()) == {
        ("II", "A"),
        ("III", "A"),
        ("III", "C"),
    }
    assert broken(made, BOOK).is_empty()


def test_primary_suppression_alone_gives_the_number_away():
    shown = published(primary_only(book()), list(BOOK))
    found = attack(shown, list(BOOK), BOOK)
    assert found.select("low", "high").row(0) == pytest.approx((22.0, 22.0))
    assert broken(primary_only(book()), BOOK).height == 1


# Any table ----------------------------------------------------------------------------------------------------------

FLAT = {"place": dict.fromkeys("abcd", "total"), "kind": dict.fromkeys("xyz", "total")}
OVERLAP = {
    "place": {"a": ["north", "all"], "b": ["north", "south", "all"], "c": ["south", "all"], "d": ["all"]},
    "kind": {"x": "one", "y": "one", "z": "two", "one": "both", "two": "both"},
}
CUBIC = {
    "place": dict.fromkeys("abc", "total"),
    "kind": {"x": "total", "y": "total"},
    "size": {"s": "total", "l": "total"},
}
SHAPES = {"flat": FLAT, "overlap": OVERLAP, "three": CUBIC}
RULES = [
    Rules(), Rules(counts="open", least=1.0), Rules(least=1.0, cost="cells"), Rules(p_percent=0.3, minimum=4, cost="value"),
    Rules(dominance=None, margin=0.5),
]  # fmt: skip


def bottoms(hierarchy):
    return sorted(code for code in hierarchy if len(code) == 1)


def establishments(hierarchies, least=0):
    codes = [st.sampled_from(bottoms(hierarchy)) for hierarchy in hierarchies.values()]
    return st.lists(st.tuples(*codes, st.integers(1, 40)), min_size=1, max_size=least + 30)


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_no_cell_can_be_bounded_tighter_than_it_is_protected(shape, data):
    hierarchies = SHAPES[shape]
    rules = data.draw(st.sampled_from(RULES))
    cells = cells_of(data.draw(establishments(hierarchies)), hierarchies)
    made = protect(cells, list(hierarchies), hierarchies, rules=rules)
    assert not made["exposed"].any()
    assert broken(made, hierarchies, rules).is_empty()


@settings(max_examples=12, deadline=None)
@given(establishments(FLAT))
def test_who_is_alone_in_a_cell_does_not_find_another(rows):
    rules = Rules(insiders=True, counts="open")
    made = protect(cells_of(rows, FLAT), list(FLAT), FLAT, rules=rules)
    assert not made["exposed"].any()
    for place, kind, n, value in made.filter(n=1).select("place", "kind", "n", "value").rows():
        if "total" in (place, kind):
            continue
        found = broken(made, FLAT, rules, knows={(place, kind): (n, value)})
        apart = ~(pl.col("place").is_in([place, "total"]) & pl.col("kind").is_in([kind, "total"]))
        assert found.filter(apart).is_empty()


def test_without_insiders_two_lonely_ones_find_each_other():
    """Red case: in the open, two cells of one hide each other from everybody but themselves."""
    flat = {"place": dict.fromkeys("abcd", "total")}
    cells = cells_of([("a", 9), ("b", 8), *[("c", 5)] * 5, *[("d", 6)] * 6], flat)
    for insiders, count in ((False, 1), (True, 0)):
        rules = Rules(counts="open", insiders=insiders)
        made = protect(cells, ["place"], flat, rules=rules)
        assert broken(made, flat, rules).is_empty()
        assert broken(made, flat, rules, knows={("a",): (1, 9)}).filter(place="b").height == count


def test_the_order_of_rows_and_a_second_run_change_nothing():
    cells, hierarchies = cube(12, 6)
    one = protect(cells, list(hierarchies), hierarchies)
    two = protect(cells.sample(fraction=1, shuffle=True, seed=3), list(hierarchies), hierarchies)
    assert one.equals(two.sort(list(hierarchies)))


# A cube like ours ---------------------------------------------------------------------------------------------------


def test_a_cube_of_stages_and_municipalities_withstands_the_attack():
    cells, hierarchies = cube()
    naive = primary_only(cells)
    some = naive.filter(pl.col("status") == COUNT).select(list(hierarchies)).rows()[::4]
    assert broken(naive, hierarchies, only=some).height > len(some) / 4  # red: much of what the rules hide is found
    made = protect(cells, list(hierarchies), hierarchies)
    assert not made["exposed"].any()
    assert broken(made, hierarchies).is_empty()
    lost = loss(made).row(0, named=True)
    assert lost["primary"] == naive["status"].is_in(list(PRIMARY)).sum()
    assert lost["secondary"] < lost["primary"]
    assert lost["valueShare"] < 0.35


def test_a_large_cube_is_protected_in_time():
    import time

    cells, hierarchies = cube(56, 80, 8, mean=1.0)
    started = time.process_time()
    made = protect(cells, list(hierarchies), hierarchies)
    assert time.process_time() - started < 30
    assert not made["exposed"].any()
    some = made.filter(pl.col("status").is_in(list(PRIMARY))).select(list(hierarchies)).sample(3, seed=1).rows()
    assert broken(made, hierarchies, only=some).is_empty()


# Two deliveries -----------------------------------------------------------------------------------------------------

LINE = {"place": dict.fromkeys("abcd", "total")}


def test_a_cell_shown_now_does_not_tell_what_was_hidden_before():
    first = cells_of([("a", 9), *[("b", 2)] * 4, *[("c", 9)] * 5, *[("d", 9)] * 9], LINE)
    rules = Rules(counts="open", cost="value")
    before = protect(first, ["place"], LINE, rules=rules)
    assert set(before.filter(pl.col("status").is_in(list(HIDDEN)))["place"]) == {"a", "b"}
    second = cells_of([("a", 9), *[("b", 2)] * 4, *[("c", 1)] * 4, *[("d", 9)] * 9], LINE)
    same = [("a",), ("b",), ("d",)]
    told = published(before, ["place"], rules)
    alone = protect(second, ["place"], LINE, rules=rules)
    assert status(alone, "b") == FREE  # red: c is cheaper now, and b with what was shown before tells a
    assert broken(alone, LINE, rules, previous=told, unchanged=same)["place"].to_list() == ["a"]
    made = protect(second, ["place"], LINE, rules=rules, previous=before)
    assert status(made, "b") == SECONDARY
    assert broken(made, LINE, rules, previous=told, unchanged=same).is_empty()


def test_a_newcomer_is_not_told_by_two_totals():
    """Five establishments in b, then six: the difference is the number of the one that came."""
    first = cells_of([*[("a", 4)] * 4, *[("b", 5)] * 5, *[("c", 6)] * 6, *[("d", 7)] * 7], LINE)
    second = cells_of([*[("a", 4)] * 4, *[("b", 5)] * 5, ("b", 8), *[("c", 6)] * 6, *[("d", 7)] * 7], LINE)
    second = second.with_columns(changed=pl.when(pl.col("place").is_in(["b", "total"])).then(1).otherwise(0))
    before = protect(first, ["place"], LINE)
    assert set(before["status"]) == {FREE}
    told = published(before, ["place"])
    made = protect(second, ["place"], LINE, previous=before)
    assert set(made.filter(status=DIFFERENCE)["place"]) == {"b", "total"}
    found = attack(published(made, ["place"]), ["place"], LINE, previous=told, unchanged=[("a",), ("c",), ("d",)])
    for low, high in found.select("gapLow", "gapHigh").rows():
        assert low <= 8 - 1.6 + 1e-4
        assert high >= 8 + 1.6 - 1e-4
    open_ = made.with_columns(status=pl.lit(FREE))
    assert attack(
        published(open_, ["place"]), ["place"], LINE, previous=told
    ).is_empty()  # red: nothing is left to find


@settings(max_examples=20, deadline=None)
@given(establishments(FLAT), st.data())
def test_two_deliveries_together_withstand_the_attack(rows, data):
    """Some establishments leave and others come; the attacker knows of every cell whether it is the same."""
    gone = data.draw(st.sets(st.integers(0, len(rows) - 1), max_size=3))
    come = data.draw(st.lists(establishments(FLAT).map(lambda made: made[0]), max_size=2))
    later = [row for at, row in enumerate(rows) if at not in gone] + come
    if not later:
        later = rows
    names = list(FLAT)
    first = cells_of(rows, FLAT)
    touched = cells_of([rows[at] for at in sorted(gone)] + come, FLAT) if gone or come else first.clear()
    second = cells_of(later, FLAT).join(
        touched.select(*names, changed="n"), on=names, how="left", maintain_order="left"
    )
    second = second.with_columns(pl.col("changed").fill_null(0))
    before = protect(first, names, FLAT)
    made = protect(second, names, FLAT, previous=before)
    assert not made["exposed"].any()
    keys = second.filter(changed=0).select(names).rows()
    told = published(before, names)
    assert broken(made, FLAT, previous=told, unchanged=keys).is_empty()
    assert broken(before, FLAT, previous=published(made, names), unchanged=keys).is_empty()  # nor what was hidden then
    few = made.filter(pl.col("status") == DIFFERENCE, ~pl.col("exposed"))
    if few.height:
        found = attack(
            published(made, names), names, FLAT, previous=told, unchanged=keys, only=few.select(names).rows()
        )
        old = before.select(*names, old="value")
        off = (pl.col("value") - pl.col("old")).abs() * 0.2
        gap = found.join(few, on=names).join(old, on=names).with_columns(gap=pl.col("value") - pl.col("old"), off=off)
        assert gap.filter(
            (pl.col("gapHigh") < pl.col("gap") + pl.max_horizontal("off", 1.0) - 1e-4)
            | (pl.col("gapLow") > pl.col("gap") - pl.max_horizontal("off", 1.0) + 1e-4)
        ).is_empty()  # fmt: skip


def test_what_was_shown_before_cannot_be_hidden_and_says_so():
    cells = cells_of([*[("a", 4)] * 4, *[("b", 5)] * 5, *[("c", 6)] * 6], LINE)
    before = protect(cells, ["place"], LINE)
    made = protect(cells, ["place"], LINE, rules=Rules(minimum=5), previous=before)
    assert made.filter("exposed")["place"].to_list() == ["a"]
    assert status(made, "a") == COUNT
    assert loss(made)["exposed"].item() == 1
    with pytest.raises(AtlasError, match="previous delivery has no column level"):
        protect(cells, ["place"], LINE, previous=before.drop("level"))


# Cells that are not shown -------------------------------------------------------------------------------------------


def test_parks_need_not_fill_their_municipality():
    places = {"park 1": "M", "park 2": "M", "M": "total", "N": "total", "O": "total"}
    cells = cells_of(
        [("park 1", 9), *[("park 2", 5)] * 5, *[("rest", 6)] * 6, *[("N", 7)] * 7, *[("O", 8)] * 8],
        {"place": {**places, "rest": "M"}},
    ).filter(pl.col("place") != "rest")
    with pytest.raises(AtlasError, match=r"The cell M has n 12 .* parts add up to 6"):
        protect(cells, ["place"], {"place": places})
    partial = {"place": ["M"]}
    made = protect(cells, ["place"], {"place": places}, partial=partial)
    assert made.height == cells.height
    assert status(made, "park 1") == COUNT
    assert made.filter(status=SECONDARY).is_empty()  # what is outside parks is nobody's knowledge
    assert broken(made, {"place": places}, partial=partial).is_empty()


def test_withheld_cells_protect_and_are_not_shown():
    cells = cells_of([("a", 9), *[("b", 5)] * 5, *[("c", 6)] * 6, *[("d", 6)] * 6], LINE)
    cells = cells.with_columns(withheld=pl.col("place") == "b")
    made = protect(cells, ["place"], LINE)
    assert dict(made.select("place", "status").rows()) == {
        "a": COUNT, "b": WITHHELD, "c": FREE, "d": FREE, "total": FREE}  # fmt: skip
    assert "b" not in published(made, ["place"])["place"].to_list()
    assert broken(made, LINE, unshown=[("b",)]).is_empty()


def test_what_is_shown_tells_no_reason_and_no_largest():
    made = protect(book(), list(BOOK), BOOK)
    shown = published(made, list(BOOK))
    assert shown.columns == ["activity", "region", "n", "value", "status"]
    assert set(shown["status"]) == {"free", "suppressed"}
    assert shown.filter(status="suppressed").select("n", "value").null_count().row(0) == (4, 4)
    assert published(made, list(BOOK), Rules(counts="open"))["n"].null_count() == 0


def test_loss_is_counted_by_hand():
    made = protect(book(), list(BOOK), BOOK, rules=Rules(cost="value")).with_columns(table=pl.lit("investments"))
    lost = loss(made, ["table"]).row(0, named=True)
    assert lost == {
        "table": "investments", "cells": 16, "primary": 1, "secondary": 3, "exposed": 0, "suppressed": 4, "share": 0.25,
        "value": 760.0, "valueShare": pytest.approx(59 / 760),
    }  # fmt: skip
    assert loss(made.filter(status=ZERO))["cells"].to_list() == []


# What is wrong is said ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda cells: cells.drop("largest"), "no column largest; expected are place, n, value, largest"),
        (lambda cells: pl.concat([cells, cells[:1]]), "The cell a is there twice"),
        (lambda cells: cells.with_columns(largest=pl.lit(None, pl.Float64)), "The cell a has an empty field"),
        (lambda cells: cells.with_columns(value=-pl.col("value")), "The cell a has numbers that cannot be"),
        (lambda cells: cells.with_columns(n=pl.col("n") + 1), "The cell total has n 10"),
    ],
)
def test_a_table_that_is_wrong_is_refused(change, says):
    cells = cells_of([*[("a", 4)] * 4, *[("b", 5)] * 5], LINE)
    with pytest.raises(AtlasError, match=says):
        protect(change(cells), ["place"], LINE)


def test_a_hierarchy_in_a_ring_is_refused():
    cells = cells_of([*[("a", 4)] * 4, *[("b", 5)] * 5], LINE)
    with pytest.raises(AtlasError, match="lies below itself"):
        protect(cells, ["place"], {"place": {"a": "total", "b": "total", "x": "y", "y": "x"}})


def test_contradicting_tables_are_refused_by_the_attacker():
    shown = published(protect(cells_of([*[("a", 4)] * 4, *[("b", 5)] * 5], LINE), ["place"], LINE), ["place"])
    wrong = shown.with_columns(
        value=pl.when(pl.col("place") == "a").then(None).when(pl.col("place") == "b").then(99.0).otherwise("value")
    )
    with pytest.raises(AtlasError, match="contradict"):
        attack(wrong, ["place"], LINE)


# Lists --------------------------------------------------------------------------------------------------------------


def test_only_rows_with_nothing_but_open_sources_go_out():
    rows = pl.DataFrame({"name": list("abcde"), "sources": [["ibis"], ["ibis", "lisa"], [], None, ["new"]]})
    access = {"ibis": "open", "lisa": "confidential"}
    assert open_rows(rows, access)["name"].to_list() == ["a"]
    one = pl.DataFrame({"name": list("abcd"), "source": ["ibis", "lisa", None, "new"]})
    assert open_rows(one, access, "source")["name"].to_list() == ["a"]
    with pytest.raises(AtlasError, match="no column sources"):
        open_rows(one, access)


# The guide ----------------------------------------------------------------------------------------------------------


def test_the_python_of_the_guide_gives_what_it_says(capsys):
    text = (ROOT / "docs" / "howto" / "disclosure.md").read_text(encoding="utf-8")
    steps = re.findall(r"```python\n(.*?)```\n\n```output\n(.*?)```", text, re.DOTALL)
    assert len(steps) == text.count("```python") == 4
    names: dict = {}
    for code, says in steps:
        exec(code, names)
        assert capsys.readouterr().out == says
