"""Search: exact before prefix before inside before close; any case, accent and language; what is left out of a name."""

import time

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.store import Store
from ketenatlas.searching import KINDS, Index, index, plain

THINGS = pl.DataFrame(
    {
        "iri": ["c1", "s1", "s2", "m1", "e1", "e2", "p1", "q1", "src"],
        "kind": ["chain", "stage", "stage", "municipality", "establishment", "establishment", "park", "question", "source"],
        "nl": ["Halfgeleiders", "Chipmachines", "Machines", "’s-Hertogenbosch", "Café Zürich", "Werk", "DE HURK", "Wat?", "Machines en meer"],
        "en": ["Semiconductors", "Chip machines", "Machines", "’s-Hertogenbosch", "Café Zürich", None, "DE HURK", "What?", "Machines en meer"],
        "also": [None, None, None, "Den Bosch", None, None, None, "A1-05", None],
        "of": [None, "c1", "c1", None, "m1", "m1", None, None, None],
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def hand() -> Index:
    return Index(THINGS)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("halfgeleiders", "c1"), ("HALFGELEIDERS", "c1"), ("semicond", "c1"), ("halfgelijders", "c1"),
        ("machines", "s2"), ("chipmachine", "s1"), ("achines", "s2"), ("hertogenbosch", "m1"), ("den bosch", "m1"),
        ("'s-hertogenbosch", "m1"), ("cafe zurich", "e1"), ("CAFÉ", "e1"), ("zürich café", "e1"), ("werk bosch", "e2"),
        ("hurk", "p1"), ("a1-05", "q1"), ("A1 05", "q1"),
    ],
)  # fmt: skip
def test_it_is_found(hand: Index, query: str, first: str):
    assert hand.search(query)[0].iri == first


def test_the_better_fit_comes_first(hand: Index):
    found = hand.search("machines")
    assert [hit.iri for hit in found] == ["s2", "s1", "src"], "itself, then what has it inside, then a source"
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_what_it_belongs_to_is_said_and_searched(hand: Index):
    found = {hit.iri: hit for hit in hand.search("halfgeleiders")}
    assert found.keys() == {"c1", "s1", "s2"}
    assert found["s1"].note == "Halfgeleiders"
    assert {hit.note for hit in hand.search("chip", "en")} == {"Semiconductors"}


def test_labels_are_in_the_language_asked_for_and_fall_back(hand: Index):
    assert hand.search("halfgeleiders", "en")[0].label == "Semiconductors"
    assert hand.search("werk", "en")[0].label == "Werk"


def test_when_no_name_has_all_words_the_most_count_and_it_says_so(hand: Index):
    found = hand.search("machines onzinwoord")
    assert found[0].iri == "s2"
    assert not found[0].whole
    assert hand.search("machines")[0].whole
    assert hand.search("machines onzinwoord nogonzin") == []


def test_one_kind_alone(hand: Index):
    assert [hit.iri for hit in hand.search("machines", kind="source")] == ["src"]
    assert hand.search("hurk", kind="source") == []


@pytest.mark.parametrize("query", ["", "   ", "!!!", "xyzzyx", "\x00", "'\"<script>"])
def test_nothing_is_found_of_nothing(hand: Index, query: str):
    assert hand.search(query) == []


def test_short_words_are_not_guessed(hand: Index):
    assert hand.search("hurc") == []
    assert "hurk" in hand.near("hurc")


@given(st.text(max_size=300))
def test_any_text_can_be_searched_for(query: str):
    hits = Index(THINGS).search(query)
    assert {hit.kind for hit in hits} <= set(KINDS)
    assert plain(plain(query)) == plain(query)


def test_an_atlas_without_names_finds_nothing():
    assert Index(THINGS.clear()).search("machines") == []
    assert Index(THINGS.clear()).near("machines") == []


@pytest.mark.parametrize(
    ("query", "kind", "label"),
    [
        ("halfgelijders", "chain", "Halfgeleiders"), ("semiconductors", "chain", "Halfgeleiders"),
        ("asml", "organisation", "ASML"), ("einhoven", "municipality", "Eindhoven"), ("moerdijk", "municipality", "Moerdijk"),
        ("west brab", "region", "West-Brabant"), ("waterontsluiting", "concept", "waterontsluiting"),
        ("heeft schakel", "term", "heeft schakel"), ("kwantum", "technology", "Kwantumtechnologieën"),
        ("batterijtech", "coalition", "batterijtechnologie"), ("A1-05", "question", None), ("regionale meerwaarde", "theme", None),
    ],
)  # fmt: skip
def test_every_kind_of_thing_is_found_in_the_bundled_atlas(
    brabant_store: Store, query: str, kind: str, label: str | None
):
    found = [hit for hit in index(brabant_store.folder).search(query) if hit.kind == kind]
    assert found
    assert label in (None, found[0].label)


def test_all_names_of_the_atlas_are_in_it(brabant_store: Store):
    made = index(brabant_store.folder)
    assert set(made.things["kind"]) <= set(KINDS)
    assert made is index(brabant_store.folder)
    labelled = brabant_store.select(
        "SELECT DISTINCT ?s WHERE { ?s a <https://w3id.org/ketenatlas/ontology#BusinessPark> }"
    )
    parks = {str(row[0]) for row in labelled.values}
    assert parks <= set(made.things["iri"])


def test_it_answers_while_one_types(brabant_store: Store):
    made = index(brabant_store.folder)
    started = time.perf_counter()
    for query in ("h", "ha", "hal", "half", "halfgelijdrs", "asml veldhoven"):
        made.search(query)
    assert time.perf_counter() - started < 1.5
