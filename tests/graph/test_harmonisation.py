"""Criteria of regions side by side: the same, different, or none known."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from graph.analyses.harmonisation import analyse

SCHEMA = {
    name: pl.Int64 if name == "position" else pl.String
    for name in ("region", "regionLabel", "workEnvironment", "workEnvironmentLabel", "category", "categoryLabel", "position", "criterion", "level", "source")
}  # fmt: skip


def facts(*told: tuple[str, str | None]) -> pl.DataFrame:
    """Regions with a criterion each, or none; all of one work environment and category."""
    rows = [
        (region, region.upper(), *((None,) * 8 if words is None else ("w", "W", "c", "C", 1, words, "asserted", "s")))
        for region, words in told
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def answer(table: pl.DataFrame) -> list[tuple[str, str | None, str | None, str | None]]:
    return analyse(table, lambda name: pl.DataFrame()).select("region", "criterion", "sameIn", "otherIn").rows()


def test_the_same_words_are_the_same_whatever_the_capitals_and_spaces():
    assert answer(facts(("a", "Veel  banen"), ("b", "veel banen "), ("c", "Weinig banen"), ("d", None))) == [
        ("a", "Veel  banen", "B", "C"),
        ("b", "veel banen ", "A", "C"),
        ("c", "Weinig banen", "", "A|B"),
        ("d", None, None, None),
    ]


def test_a_region_with_the_same_criterion_and_another_has_the_same():
    assert answer(facts(("a", "een"), ("b", "een"), ("b", "twee"))) == [
        ("a", "een", "B", ""),
        ("b", "een", "A", ""),
        ("b", "twee", "", "A"),
    ]


def test_two_sources_for_one_criterion_are_one_row():
    table = pl.concat(
        [facts(("a", "een")), facts(("a", "een")).with_columns(source=pl.lit("t"), level=pl.lit("estimated"))]
    )
    made = analyse(table, lambda name: pl.DataFrame())
    assert made.select("evidence", "sources").rows() == [("asserted|estimated", "s|t")]


def test_where_no_region_has_a_criterion_there_is_no_case():
    assert answer(facts(("a", None), ("b", None))) == []


TOLD = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(["een", "twee", "Een", None])), min_size=1, max_size=8
)


@given(TOLD, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_same_is_mutual(told, chance):
    made = answer(facts(*told))
    chance.shuffle(told)
    assert answer(facts(*told)) == made
    same = {(region, other) for region, _, alike, _ in made for other in (alike or "").lower().split("|") if other}
    assert {(b, a) for a, b in same} == same
