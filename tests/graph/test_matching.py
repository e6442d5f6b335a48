"""Matching: candidates by hand, whatever the order of rows; decisions unify and lose nothing unseen."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import matching
from graph.errors import AtlasError
from graph.matching import candidates, normalised
from graph.statements import SCHEMA
from graph.terms import expand
from graph.unifying import resolve, unify

G = "<g:g>"


def term(name: str) -> str:
    return f"<{expand(name)}>"


def said(*rows: tuple[str, str, str]) -> pl.DataFrame:
    """Statements: subject and predicate as prefixed names, objects too unless they are literals."""
    made = [(term(s), term(p), o if o.startswith('"') else term(o), G) for s, p, o in rows]
    return pl.DataFrame(made, schema=SCHEMA, orient="row")


def place(key: str, name: str, postcode: str = "", municipality: str = "") -> pl.DataFrame:
    thing = f"establishment:{key}"
    rows = [(thing, "rdfs:label", f'"{name}"'), (thing, "dct:source", "source:bron-" + key[0])]
    if postcode:
        rows.append((thing, "ka:postcode", f'"{postcode}"'))
    if municipality:
        rows.append((thing, "ka:inMunicipality", f"municipality:{municipality}"))
    return said(*rows)


def body(key: str, name: str, number: str = "") -> pl.DataFrame:
    thing = f"organisation:{key}"
    rows = [(thing, "rdfs:label", f'"{name}"')]
    return said(*rows, *([(thing, "ka:registrationNumber", f'"{number}"')] if number else []))


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Verzonnen Fabriek B.V.", "verzonnen fabriek"),
        ("VERZONNEN  FABRIEK BV", "verzonnen fabriek"),
        ("Vérzonnen-Fabriek Nederland N.V.", "verzonnen fabriek"),
        ("Stichting 't Bedenksel", "t bedenksel"),
        ("Holding B.V.", "holding bv"),
        ("Bvba Verzonnen", "bvba verzonnen"),
        ("!!!", "!!!"),
    ],
)
def test_names_are_compared_without_legal_form_case_and_accents(name, plain):
    assert pl.DataFrame({"n": [name]}).select(normalised(pl.col("n"))).item() == plain


# first, second, score, grounds: 'verzonnen fabriek' and 'verzonen fabriek' share 16 of 17 + 16 characters: 32/33
@pytest.mark.parametrize(
    ("one", "other", "score", "grounds"),
    [
        (("Verzonnen Fabriek", "5000 AA", "gm1"), ("VERZONNEN FABRIEK B.V.", "5000AA", "gm1"), 1.0, "same normalised name and postcode"),
        (("Verzonnen Fabriek", "", "gm1"), ("Verzonen Fabriek", "", "gm1"), 0.9212, "name 0.97 alike, same municipality"),
        (("Verzonnen Fabriek", "5000AA", "gm1"), ("Verzonen Fabriek", "5000AA", "gm1"), 0.9697, "name 0.97 alike, same postcode"),
        (("Verzonnen Fabriek", "5000AA", "gm1"), ("Fabriek Verzonnen", "5000BB", "gm1"), 0.9, "same normalised name, same municipality"),
        (("Verzonnen Fabriek", "", ""), ("Verzonnen Fabriek", "", "gm1"), 0.85, "same normalised name, place not known"),
    ],
)  # fmt: skip
def test_the_score_of_a_pair_of_establishments(one, other, score, grounds):
    found = candidates(pl.concat([place("a", *one), place("b", *other)]))
    assert found.select("kind", "one", "other", "score", "grounds").rows() == [
        ("establishment", "a", "b", score, grounds)
    ]
    assert found.select("name_one", "name_other", "sources_one", "sources_other").rows() == [
        (one[0], other[0], "bron-a", "bron-b")
    ]


def test_one_number_is_one_organisation_and_two_numbers_are_two():
    same = candidates(
        pl.concat([body("een", "Verzonnen Fabriek", "90000001"), body("twee", "Heel Anders", "90000001")])
    )
    assert same.select("one", "other", "score", "grounds").rows() == [("een", "twee", 1.0, "same registration number")]
    two = pl.concat([body("een", "Verzonnen Fabriek", "90000001"), body("twee", "Verzonnen Fabriek", "90000002")])
    assert candidates(two).is_empty()


def test_establishments_of_one_number_are_not_the_same():
    both = pl.concat(
        [
            place("a", "Noorderhal", "5000AA", "gm1"),
            place("b", "Zuidwinkel", "5000BB", "gm1"),
            body("o", "Verzonnen", "90000001"),
            said(
                ("organisation:o", "ka:hasEstablishment", "establishment:a"),
                ("organisation:o", "ka:hasEstablishment", "establishment:b"),
            ),
        ]
    )
    assert candidates(both).is_empty()


def test_another_municipality_or_one_register_is_no_candidate():
    assert candidates(pl.concat([place("a", "Verzonnen", "", "gm1"), place("b", "Verzonnen", "", "gm2")])).is_empty()
    register = [place("lisa-1", "Verzonnen", "5000AA"), place("lisa-2", "Verzonnen", "5000AA")]
    assert candidates(pl.concat(register)).is_empty()
    found = candidates(pl.concat([*register, place("z", "Verzonnen", "5000AA")]))
    assert found.select("one", "other").rows() == [("z", "lisa-1"), ("z", "lisa-2")]


@pytest.mark.parametrize("decision", ["same", "different"])
@pytest.mark.parametrize("pair", [("a", "b"), ("b", "a")])
def test_a_decided_pair_is_left_out(decision, pair):
    both = pl.concat([place("a", "Verzonnen", "5000AA"), place("b", "Verzonnen", "5000AA")])
    uri = f"^^{term('xsd:anyURI')}"
    decided = said(
        ("claim:m", "ka:matchedIdentifier", f'"{expand(f"establishment:{pair[0]}")}"{uri}'),
        ("claim:m", "ka:otherIdentifier", f'"{expand(f"establishment:{pair[1]}")}"{uri}'),
        ("claim:m", "ka:matchDecision", f'"{decision}"'),
    )
    assert candidates(both).height == 1
    assert candidates(pl.concat([both, decided])).is_empty()


NAMES = st.lists(
    st.sampled_from(["verzonnen", "verzonen", "fabriek", "Fabriék", "winkel", "B.V.", "noord", "x"]), min_size=1, max_size=4
).map(" ".join)  # fmt: skip
RECORD = st.tuples(NAMES, st.sampled_from(["", "5000AA", "5000BB"]), st.sampled_from(["", "gm1", "gm2"]))


@settings(max_examples=40, deadline=None)
@given(st.lists(RECORD, min_size=2, max_size=8), st.randoms())
def test_candidates_do_not_depend_on_the_order_of_rows(records, random):
    rows = pl.concat([place(f"r{at}", *record) for at, record in enumerate(records)])
    order = list(range(rows.height))
    random.shuffle(order)
    found = candidates(rows)
    assert found.equals(candidates(rows[order]))
    assert found["score"].is_between(0, 1).all()


@settings(max_examples=40, deadline=None)
@given(RECORD, RECORD)
def test_candidates_are_symmetric(one, other):
    there = candidates(pl.concat([place("a", *one), place("b", *other)]))
    back = candidates(pl.concat([place("a", *other), place("b", *one)]))
    assert there.select("score", "grounds").rows() == back.select("score", "grounds").rows()


@settings(max_examples=40, deadline=None)
@given(NAMES)
def test_what_is_identical_scores_one(name):
    found = candidates(pl.concat([place("a", name, "5000AA", "gm1"), place("b", name, "5000AA", "gm1")]))
    assert found["score"].to_list() == [1.0]


def many(number: int) -> pl.DataFrame:
    """Invented establishments of which many share words and municipalities."""
    at = pl.int_range(number, eager=True)
    words = pl.Series([f"naam{n % 97} soort{n % 11} eigen{n // 2}" for n in at], dtype=pl.String)
    thing = pl.Series([term(f"establishment:r{n}") for n in at], dtype=pl.String)
    home = pl.Series([term(f"municipality:gm{n % 13}") for n in at], dtype=pl.String)
    post = pl.Series([f'"{1000 + n // 7 % 8000}AA"' for n in at], dtype=pl.String)
    parts = [("rdfs:label", '"' + words + '"'), ("ka:inMunicipality", home), ("ka:postcode", post)]
    return pl.concat([pl.DataFrame({"s": thing, "p": [term(p)] * number, "o": o, "g": [G] * number}) for p, o in parts])


def test_the_work_grows_with_the_number_of_records():
    per_record = []
    for number in (5_000, 20_000):
        records = matching._records(many(number), "establishment")
        assert records.height == number
        per_record.append(matching._blocked(records, "establishment").height / number)
    assert per_record[1] <= max(2 * per_record[0], matching.BLOCK)
    assert per_record[1] > 0


# decisions


def decided(*rows: tuple[str, str, str]) -> pl.DataFrame:
    made = [
        (term(f"establishment:{one}"), term(f"establishment:{other}"), decision, "matches/t.csv", at + 2)
        for at, (one, other, decision) in enumerate(rows)
    ]
    schema = {"one": pl.String, "other": pl.String, "decision": pl.String, "file": pl.String, "row": pl.Int64}
    return pl.DataFrame(made, schema=schema, orient="row")


def there(*keys: str) -> frozenset[str]:
    return frozenset(term(f"establishment:{key}") for key in keys)


@pytest.mark.parametrize(
    ("rows", "present", "kept"),
    [
        ([("b", "a", "same")], "ab", {"a": "b"}),
        ([("a", "b", "same"), ("b", "c", "same")], "abc", {"b": "a", "c": "a"}),
        ([("c", "b", "same"), ("a", "b", "same")], "abc", {"b": "a", "c": "a"}),
        ([("a", "b", "same"), ("b", "a", "same")], "ab", {"b": "a"}),
        ([("a", "b", "same"), ("b", "c", "same")], "ac", {"c": "a"}),
        ([("a", "b", "same")], "b", {}),
        ([("a", "b", "different"), ("b", "c", "same")], "abc", {"c": "b"}),
    ],
)
def test_which_address_is_kept(rows, present, kept):
    expected = {term(f"establishment:{k}"): term(f"establishment:{v}") for k, v in kept.items()}
    assert resolve(decided(*rows), there(*present)) == expected


def test_decisions_that_contradict_each_other_are_named():
    rows = decided(("a", "b", "same"), ("c", "b", "same"), ("a", "c", "different"))
    with pytest.raises(AtlasError) as stopped:
        resolve(rows, there(*"abc"))
    for row in (2, 3, 4):
        assert f"matches/t.csv row {row} says" in str(stopped.value)
    assert "establishment:a and establishment:c are different" in str(stopped.value)


TYPES = [(f"establishment:{key}", "rdf:type", "ka:Establishment") for key in "ab"]


def unified(*rows: tuple[str, str, str]):
    made = unify(said(*TYPES, *rows), decided(("a", "b", "same")))
    short = {(s, p, o) for s, p, o in made.statements.select("s", "p", "o").rows()}
    return short, made.withheld


def test_the_kept_thing_speaks_first_and_is_completed():
    statements, withheld = unified(
        ("establishment:a", "rdfs:label", '"A"'),
        ("establishment:b", "rdfs:label", '"B"'),
        ("establishment:a", "ka:jobs", '"1"'),
        ("establishment:b", "ka:jobs", '"2"'),
        ("establishment:b", "ka:postcode", '"5000AA"'),
        ("claim:c", "ka:participant", "establishment:b"),
    )
    a = term("establishment:a")
    uri = f'"{expand("establishment:b")}"^^{term("xsd:anyURI")}'
    assert statements == {
        (a, term("rdf:type"), term("ka:Establishment")),
        (a, term("rdfs:label"), '"A"'),
        (a, term("skos:altLabel"), '"B"'),
        (a, term("ka:jobs"), '"1"'),
        (a, term("ka:postcode"), '"5000AA"'),
        (a, term("ka:formerIdentifier"), uri),
        (term("claim:c"), term("ka:participant"), a),
    }
    assert withheld.select("thing", "predicate", "found").rows() == [(term("establishment:b"), term("ka:jobs"), '"2"')]


def test_a_kept_thing_speaks_first_wherever_it_stands_in_the_alphabet():
    rows = said(*TYPES, ("establishment:a", "ka:jobs", '"1"'), ("establishment:b", "ka:jobs", '"2"'))
    made = unify(rows, decided(("b", "a", "same")))
    jobs = made.statements.filter(pl.col("p") == term("ka:jobs")).select("s", "o").rows()
    assert jobs == [(term("establishment:b"), '"2"')]


def test_a_place_has_one_point():
    statements, withheld = unified(
        ("establishment:a", "geo:hasDefaultGeometry", "geometry:a"),
        ("establishment:b", "geo:hasDefaultGeometry", "geometry:b"),
    )
    assert [o for _, p, o in statements if p == term("geo:hasDefaultGeometry")] == [term("geometry:a")]
    assert withheld["found"].to_list() == [term("geometry:b")]


def test_a_place_has_one_organisation_and_the_other_is_told_of():
    statements, withheld = unified(
        ("organisation:o", "ka:hasEstablishment", "establishment:a"),
        ("organisation:p", "ka:hasEstablishment", "establishment:b"),
    )
    held = [s for s, p, _ in statements if p == term("ka:hasEstablishment")]
    assert held == [term("organisation:o")]
    assert withheld["found"].to_list() == [term("organisation:p")]


def test_nothing_is_related_to_itself():
    statements, withheld = unified(
        ("claim:c", "ka:supplier", "establishment:a"),
        ("claim:c", "ka:customer", "establishment:b"),
        ("claim:c", "ka:resource", '"x"'),
        ("establishment:b", "ka:supersededBy", "establishment:a"),
    )
    assert not [s for s, p, _ in statements if s == term("claim:c") or p == term("ka:supersededBy")]
    assert withheld.height == 3


def test_without_decisions_nothing_changes():
    rows = said(*TYPES)
    made = unify(rows, decided())
    assert made.statements is rows
    assert made.withheld.is_empty()
