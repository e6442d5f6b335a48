"""Explanation: every inferred statement has a reason that ends in stated facts, and only on the right day."""

import pyoxigraph as ox
import pytest

from graph.consistency import contradictions_in
from graph.errors import UsageError
from graph.explain import Explainer, Reason
from graph.naming import Names
from graph.statements import INFERRED, RDF_TYPE
from graph.terms import expand
from tests.graph.test_rules import CANARIES, HEAD, frame


def leaves(reason: Reason) -> list[Reason]:
    return [reason] if reason.rule is None else [leaf for part in reason.parts for leaf in leaves(part)]


def steps(reason: Reason) -> list[Reason]:
    return [reason, *(step for part in reason.parts for step in steps(part))]


def explainer_of(ontology: str, data: str, tmp_path) -> tuple[Explainer, ox.Store]:
    from graph import rules, statements

    compiled = rules.compile_rules(frame(ontology, tmp_path))
    facts = frame(data, tmp_path)
    store = ox.Store()
    for part in (facts, rules.infer(facts, compiled, INFERRED)):
        store.bulk_load(statements.nquads(part), format=ox.RdfFormat.N_QUADS)
    return Explainer(store, "2026-01-01", compiled), store


@pytest.mark.parametrize("name", CANARIES)
def test_every_conclusion_of_every_kind_of_axiom_is_explained(name, tmp_path):
    ontology, data, follows = CANARIES[name]
    explainer, store = explainer_of(ontology, data, tmp_path)
    for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(INFERRED)):
        reason = explainer.explain((str(quad.subject), str(quad.predicate), str(quad.object)))
        assert reason is not None
        assert reason.rule is not None
        assert {leaf.triple for leaf in leaves(reason)} <= set(frame(data, tmp_path).select("s", "p", "o").rows())
    assert follows


def test_every_inferred_statement_of_the_fixture_is_explained(small, small_store):
    """Exhaustively: each has a reason, no statement supports itself, and every leaf is stated."""
    explainer = Explainer(small_store.statements, small.as_of)
    inferred = list(small_store.statements.quads_for_pattern(None, None, None, ox.NamedNode(INFERRED)))
    assert len(inferred) > 500
    for quad in inferred:
        triple = (str(quad.subject), str(quad.predicate), str(quad.object))
        reason = explainer.explain(triple)
        assert reason is not None, triple
        assert all(leaf.origin and leaf.origin.graph != INFERRED for leaf in leaves(reason))
        assert [step.triple for step in steps(reason)].count(triple) == 1


def test_the_shortest_reason_is_given(tmp_path):
    ontology = ":p a owl:TransitiveProperty . :q rdfs:subPropertyOf :p ."
    explainer, _ = explainer_of(ontology, ":a :p :b . :b :p :c . :c :p :d . :a :q :d .", tmp_path)
    reason = explainer.explain(("<https://example.org/a>", "<https://example.org/p>", "<https://example.org/d>"))
    assert reason is not None
    assert [leaf.triple[1] for leaf in leaves(reason)] == ["<https://example.org/q>"]


def test_what_is_not_said_or_no_longer_holds_has_no_reason(small, small_store):
    explainer = Explainer(small_store.statements, small.as_of)
    nowhere = tuple(f"<{expand(name)}>" for name in ("chain:a", "ka:chainPresentIn", "region:nowhere"))
    assert explainer.explain(nowhere) is None
    day = f"<{expand('ka:validTo')}>"
    over = [q for q in small_store.statements.quads_for_pattern(None, ox.NamedNode(day[1:-1]), None, None)
            if q.object.value < small.as_of]  # fmt: skip
    assert over, "the fixture holds claims that have ended"
    for quad in over:
        claim = str(quad.subject)
        for stated in small_store.statements.quads_for_pattern(quad.subject, None, None, None):
            assert explainer.explain((claim, str(stated.predicate), str(stated.object))) is None


def test_origin_names_file_source_day_and_evidence(small, small_store):
    triple = next(
        (str(q.subject), str(q.predicate), str(q.object))
        for q in small_store.statements.quads_for_pattern(None, ox.NamedNode(expand("ka:inStage")), None, None)
    )
    reason = Explainer(small_store.statements, small.as_of).explain(triple)
    assert reason is not None
    origin = reason.origin
    assert origin is not None
    assert origin.file is not None
    assert origin.file.startswith("participations/")
    assert origin.title
    assert origin.observed
    assert origin.evidence is not None
    assert origin.evidence.startswith(expand("evidence:"))


def test_a_contradiction_is_told_from_both_sides(tmp_path):
    path = tmp_path / "red.ttl"
    path.write_text(
        "@prefix ka: <https://w3id.org/ketenatlas/ontology#> .\n" + HEAD + ":x ka:inStage :p . :p a ka:BusinessPark ."
    )
    (found,) = contradictions_in([path])
    assert found.subject == "<https://example.org/p>"
    assert {leaf.triple for reason in (found.one, found.other) for leaf in leaves(reason)} == {
        ("<https://example.org/x>", f"<{expand('ka:inStage')}>", "<https://example.org/p>"),
        ("<https://example.org/p>", RDF_TYPE, f"<{expand('ka:BusinessPark')}>"),
    }
    assert "exclude each other" in str(found)


def test_a_class_that_can_have_no_member_is_named(tmp_path):
    from graph.resources import room

    for source in room("ontology").glob("*.ttl"):
        (tmp_path / source.name).write_bytes(source.read_bytes())
    (tmp_path / "wrong.ttl").write_text(
        "@prefix ka: <https://w3id.org/ketenatlas/ontology#> .\n" + HEAD
        + "ka:Muddle a owl:Class ; rdfs:subClassOf ka:ChainStage , ka:Place ."
    )  # fmt: skip
    assert [str(found) for found in contradictions_in(folder=tmp_path)] == [
        "ka:Muddle can have no member: it would be ka:Place and ka:ChainStage"
    ]
    assert contradictions_in() == []


def test_names_are_found_by_key_label_prefix_and_address(brabant_store):
    names = Names(brabant_store.statements)
    semicon = f"<{expand('chain:semicon')}>"
    for given in ("semicon", "Halfgeleiders", "semiconductors", "chain:semicon", expand("chain:semicon"), semicon):
        assert names.thing(given) == semicon
    assert names.predicate("inRegion") == names.predicate("in regio") == names.predicate("ka:inRegion")
    assert names.predicate("a") == RDF_TYPE
    assert names.thing('"3"') == '"3"'
    assert names.label(semicon, "nl") == "Halfgeleiders"
    assert names.label('"x"@nl', "en") == "x"


@pytest.mark.parametrize("given", ["halfgelijders", "xyzzy"])
def test_an_unknown_name_is_refused_with_what_comes_near(given, brabant_store):
    with pytest.raises(UsageError, match="not in the atlas"):
        Names(brabant_store.statements).thing(given)
    with pytest.raises(UsageError, match="no property 'inRegoin'; did you mean inregion"):
        Names(brabant_store.statements).predicate("inRegoin")
