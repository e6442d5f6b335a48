"""Asking: parameters are understood as people type them, and refused in a sentence that helps."""

import datetime

import pyoxigraph as ox
import pytest

from graph.asking import ask, choices, prepare
from graph.catalogue import Catalogue, HeaderError, catalogue, query_file, read_question, today
from graph.errors import UsageError
from graph.evidence import levels
from graph.result import Rows, frame, value
from graph.store import Store

A5 = catalogue()["A1-05"]


@pytest.mark.parametrize(
    "typed",
    [
        "alfa",
        "ALFA",
        " alfa ",
        "Alfaketen",
        "alphachain".replace("alphachain", "Alpha chain"),
        "chain:alfa",
        "https://w3id.org/ketenatlas/chain/alfa",
    ],
)
def test_a_thing_is_known_by_key_label_and_address(small_store: Store, typed):
    query, told = prepare(small_store, A5, {"chain": typed})
    assert "<https://w3id.org/ketenatlas/chain/alfa>" in query
    assert told["chain"] == "Alfaketen"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"chain": "alpa"}, r"chain: 'alpa' is not in the atlas; did you mean .*alfa"),
        ({"chain": "west-brabant"}, "is not in the atlas"),
        ({"asOf": "24-11-2026"}, "asOf: '24-11-2026' is not a date as YYYY-MM-DD"),
        ({"asOf": "2026-02-30"}, "is not a date"),
        (
            {"evidence": "sure"},
            "evidence: 'sure' is not one of asserted, estimated, reconstructed, synthetic, all",
        ),
        ({"basis": "half"}, "basis: 'half' is not one of primary, all"),
        ({"colour": "red"}, r"A1-05 has no parameter 'colour'; there are asOf, basis, chain"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_a_sentence(small_store: Store, given, message):
    with pytest.raises(UsageError, match=message):
        prepare(small_store, A5, given)


def test_a_name_that_can_mean_two_things_is_not_guessed(brabant_store: Store):
    """Two parks are called HAVENWEG: one in Steenbergen, one in Oosterhout."""
    with pytest.raises(UsageError, match="'havenweg' can mean 3256 .*3770"):
        ask(brabant_store, catalogue()["A1-06"], {"park": "havenweg"})


def test_nothing_told_means_no_restriction_and_today(small_store: Store):
    query, told = prepare(small_store, A5, {"chain": None})
    assert told == {"basis": "primary", "asOf": today(), "evidence": "all", "lang": "nl"}
    assert "?_chain_iri" in query
    assert today() == datetime.date.today().isoformat()


def test_all_means_no_restriction(small_store: Store):
    assert prepare(small_store, A5, {"chain": "all"})[0] == prepare(small_store, A5, {})[0]


def test_an_unknown_question_lists_the_known(small_store: Store):
    with pytest.raises(UsageError, match="there is no question 'Z9-99'; there are A1-01"):
        catalogue()["Z9-99"]
    assert catalogue()["a1-05"] is A5


def test_choices_come_from_the_graph(small_store: Store):
    parameter = next(p for p in A5.parameters if p.name == "chain")
    assert [choice.key for choice in choices(small_store, parameter)] == ["alfa", "beta", "gamma"]
    assert choices(small_store, parameter)[0].label == {"nl": "Alfaketen", "en": "Alpha chain"}


def test_levels_are_in_order_of_certainty():
    assert [(name, rank) for name, (rank, _) in levels().items()] == [
        ("asserted", 1), ("estimated", 2), ("reconstructed", 3), ("synthetic", 4),
    ]  # fmt: skip


def test_an_answer_names_its_sources_once(small_store: Store):
    answer = ask(small_store, A5, {"chain": "alfa", "asOf": "2026-11-24"})
    assert [source.title for source in answer.sources] == [
        "Testbron (kunstmatig)",
        "Tweede testbron (kunstmatig)",
    ]
    assert answer.sources[0].page == "https://example.org/testbron"
    assert str(answer.sources[0].retrieved) == "2026-11-24"


def test_an_unknown_query_of_ours_is_named():
    with pytest.raises(UsageError, match="no query 'nope' in networks; there are chain, "):
        query_file("networks", "nope")


GOOD = """#+ id: A1-99
#+ summary: {nl: "v", en: "q"}
#+ columns: {stage: text}
#+ requires: []
SELECT ?stage { ?stage ?p ?_chain_iri }
"""
PARAMETER = '#+ parameters: {chain: {type: iri, choices: "ka:ValueChain", label: {nl: k, en: c}}}\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {}", "there is no header"),
        ("#+ id: [", "the header is not readable"),
        (GOOD.replace("#+ id: A1-99\n", ""), "has no 'id'"),
        (PARAMETER + GOOD.replace(', en: "q"', ""), "the summary is needed in Dutch"),
        (GOOD, "declared parameters .* differ from used ones"),
        (PARAMETER.replace("type: iri", "type: thing") + GOOD, "parameter 'chain' needs a type"),
        (PARAMETER + GOOD.replace("stage: text", "stage: colour"), "column 'stage' needs a kind"),
        (PARAMETER + GOOD.replace("stage: text", "newColumn: text"), "heading of column 'newColumn'"),
        (PARAMETER + GOOD.replace("?_chain_iri", "?_chain_text"), "differ from used ones"),
    ],
)
def test_a_header_that_cannot_be_used_is_refused(tmp_path, text, message):
    path = tmp_path / "A1-99-x.rq"
    path.write_text(text)
    with pytest.raises(HeaderError, match=message):
        read_question(path, catalogue().headings)


def test_a_new_question_is_a_new_file(tmp_path):
    (tmp_path / "A1").mkdir()
    (tmp_path / "columns.yaml").write_text("stage: {nl: Schakel, en: Stage}\n")
    (tmp_path / "A1" / "A1-99-x.rq").write_text(PARAMETER + GOOD)
    assert list(Catalogue(tmp_path).questions) == ["A1-99"]
    (tmp_path / "A1" / "A1-98-y.rq").write_text(PARAMETER + GOOD)
    with pytest.raises(HeaderError, match="used twice|named after the identifier"):
        Catalogue(tmp_path)


@pytest.mark.parametrize(
    ("term", "plain"),
    [
        (ox.Literal("3", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")), 3),
        (ox.Literal("3.5", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")), 3.5),
        (ox.Literal("true", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")), True),
        (
            ox.Literal("2026-11-24", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")),
            datetime.date(2026, 11, 24),
        ),
        (
            ox.Literal("2026-99-99", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")),
            "2026-99-99",
        ),
        (ox.Literal("x", language="nl"), "x"),
        (ox.NamedNode("https://a/b"), "https://a/b"),
        (None, None),
    ],
)
def test_terms_become_plain_values(term, plain):
    assert value(term) == plain


def test_frames_keep_unknown_apart_from_zero():
    made = frame(("n", "mixed", "nothing"), [(1, "a", None), (None, 2, None), (0, None, None)])
    assert made["n"].to_list() == [1, None, 0]
    assert made["mixed"].to_list() == ["a", "2", None]
    assert made["nothing"].to_list() == [None] * 3


def test_the_answer_to_ask_is_no_table():
    with pytest.raises(TypeError, match="got the answer to an ASK query"):
        Rows.from_json(b'{"head":{},"boolean":true}')
