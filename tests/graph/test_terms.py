"""Terms are written once, in whole columns, and are what an RDF parser reads back."""

import polars as pl
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.terms import PREFIXES, expand, mint, node, shorten, text, typed


def column(expression: pl.Expr, values: list[object], name: str = "x") -> list[str | None]:
    return pl.DataFrame({name: values}).select(out=expression)["out"].to_list()


def test_expands_and_shortens_prefixed_names():
    assert expand("ka:hasStage") == "https://w3id.org/ketenatlas/ontology#hasStage"
    assert shorten(expand("park:3214")) == "park:3214"
    assert shorten("https://example.org/x") == "https://example.org/x"


def test_refuses_an_unknown_prefix():
    with pytest.raises(ValueError, match="unknown prefix 'nope'"):
        expand("nope:x")


def test_missing_values_make_no_term():
    for expression in (mint("park", "x"), text("x"), text("x", "nl"), typed("x", "date")):
        assert column(expression, ["1", None])[1] is None


def test_mints_addresses_of_a_kind():
    assert column(mint("park", "x"), ["3214"]) == [f"<{PREFIXES['park']}3214>"]
    assert column(node("ka:Claim"), ["any"]) == [f"<{expand('ka:Claim')}>"]


@pytest.mark.parametrize(
    ("given_number", "written"),
    [
        ("68.0", "68"),
        ("1.50", "1.5"),
        ("0.0", "0"),
        ("100", "100"),
        ("007.10", "7.1"),
        ("-0.50", "-0.5"),
        ("10", "10"),
    ],
)
def test_the_same_decimal_is_always_the_same_term(given_number, written):
    assert column(typed("x", "decimal"), [given_number]) == [f'"{written}"^^<{PREFIXES["xsd"]}decimal>']


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40),
    st.sampled_from([None, "nl"]),
)
def test_any_text_survives_being_written_and_parsed(value, lang):
    term = column(text("x", lang), [value])[0]
    quad = next(iter(ox.parse(f"<a:s> <a:p> {term} .".encode(), format=ox.RdfFormat.N_TRIPLES)))
    assert quad.object == ox.Literal(value, language=lang)
