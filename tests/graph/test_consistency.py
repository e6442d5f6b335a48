"""Owlready2 loads the ontology; HermiT finds it consistent, finds a contradiction, and agrees with our rules."""

import shutil
import warnings
from pathlib import Path

import pytest
import rdflib

from graph import rules
from graph.consistency import InconsistentError, NoJavaError, check_ontology
from graph.terms import expand
from ketenatlas.build import INFERRED, ontology_statements
from tests.conftest import need
from tests.graph.test_rules import HEAD, frame, triples

KA = "@prefix ka: <https://w3id.org/ketenatlas/ontology#> .\n"
RED = KA + HEAD + ":muddle a ka:ChainStage , ka:BusinessPark ."
FACTS = """
:chain ka:hasStage :one , :two . :one ka:feeds :two . :two ka:feeds :one .
:claim ka:participant :shop ; ka:inStage :one .
:shop ka:situatedOn :park ; ka:inMunicipality :town . :park ka:within :town . :town ka:within :province .
:membership ka:member :town ; ka:region :region .
:supply ka:supplier :shop ; ka:customer :buyer . :buyer ka:inMunicipality :town .
"""


@pytest.fixture
def java() -> Path:
    found = shutil.which("java")
    return need(Path(found) if found else None, "Java for HermiT")


def test_ontology_is_consistent(java):
    assert check_ontology().startswith("consistent: ")


def test_contradiction_is_found(java, tmp_path: Path):
    """Red fixture: one thing that is a stage and a place, which are disjoint."""
    path = tmp_path / "red.ttl"
    path.write_text(RED)
    with pytest.raises(InconsistentError):
        check_ontology([path])


def test_facts_without_contradiction_pass(java, tmp_path: Path):
    path = tmp_path / "green.ttl"
    path.write_text(KA + HEAD + FACTS)
    assert check_ontology([path]).startswith("consistent: ")


def test_without_java_it_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(NoJavaError, match="Java is needed"):
        check_ontology()


def test_hermit_and_our_rules_agree_pair_for_pair(java, tmp_path: Path):
    """Every object property of ours between the individuals of a small case."""
    import owlready2

    from graph.resources import room

    merged = rdflib.Graph().parse(data=KA + HEAD + FACTS, format="turtle")
    for individual in set(merged.subjects()) | set(merged.objects()):
        merged.add((individual, rdflib.RDF.type, rdflib.OWL.NamedIndividual))
    for path in room("ontology").glob("*.ttl"):
        merged.parse(path)
    merged.remove((None, rdflib.OWL.imports, None))
    file = tmp_path / "merged.rdf"
    file.write_bytes(merged.serialize(format="xml", encoding="utf-8"))
    world = owlready2.World()
    loaded = world.get_ontology(file.as_uri())
    with file.open("rb") as stream:
        loaded.load(fileobj=stream)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
    space = expand("ka:")
    theirs = {
        (f"<{s}>", f"<{p}>", f"<{o}>")
        for s, p, o in world.as_rdflib_graph()
        if str(s).startswith("https://example.org/")
        and str(p).startswith(space)
        and str(o).startswith("https://example.org/")
    }
    # Owlready2 does not write down what a stated subproperty already implies.
    implied = {(f"<{p}>", f"<{q}>") for p, q in merged.subject_objects(rdflib.RDFS.subPropertyOf)}
    theirs |= {(s, q, o) for s, p, o in theirs for r, q in implied if r == p}
    facts = frame(KA + FACTS, tmp_path)
    made = rules.infer(facts, rules.compile_rules(ontology_statements()), INFERRED)
    mine = {(s, p, o) for s, p, o in triples(made) | triples(facts) if p.startswith(f"<{space}")}
    assert mine == theirs
    assert ("<https://example.org/one>", f"<{space}stagePresentIn>", "<https://example.org/region>") in mine
    assert (
        "<https://example.org/chain>",
        f"<{space}chainPresentIn>",
        "<https://example.org/province>",
    ) in mine
