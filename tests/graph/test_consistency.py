"""Owlready2 loads the ontology; HermiT finds it consistent, finds a contradiction, and agrees with our rules."""

import shutil
import warnings
from pathlib import Path

import pytest
import rdflib

from graph import rules
from graph.consistency import InconsistentError, NoJavaError, check_ontology
from graph.statements import INFERRED, from_rdf
from graph.terms import expand
from ketenatlas.build import ontology_statements
from tests.conftest import need
from tests.graph.test_rules import CANARIES, HEAD, frame, triples

EXAMPLE = "https://example.org/"
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


def by_hermit(ontology: list[rdflib.Graph], data: rdflib.Graph, tmp_path: Path) -> set[tuple[str, str, str]]:
    """What HermiT makes of the facts: properties between, and classes of, the individuals of the examples."""
    import owlready2

    merged = sum(ontology, rdflib.Graph()) + data
    spoken_of = {s for s in set(data.subjects()) | set(data.objects(None, None)) if str(s).startswith(EXAMPLE)}
    kinds = set(data.objects(None, rdflib.RDF.type)) | set(merged.subjects(rdflib.RDF.type, rdflib.OWL.Class))
    for individual in spoken_of - kinds:
        merged.add((individual, rdflib.RDF.type, rdflib.OWL.NamedIndividual))
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
    made = world.as_rdflib_graph()
    found = {(s, p, o) for s, p, o in made if s in spoken_of - kinds and isinstance(o, rdflib.URIRef)}
    # Owlready2 writes down only the narrowest class, and not what a stated subproperty already implies.
    wider = {(a, b) for p in (rdflib.RDFS.subClassOf, rdflib.RDFS.subPropertyOf) for a, b in merged.subject_objects(p)}
    while more := {(a, d) for a, b in wider for c, d in wider if b == c} - wider:
        wider |= more
    found |= {(s, p, b) for s, p, o in found if p == rdflib.RDF.type for a, b in wider if a == o}
    found |= {(s, b, o) for s, p, o in found for a, b in wider if a == p}
    return {
        (s.n3(), p.n3(), o.n3())
        for s, p, o in found
        if str(o).startswith((EXAMPLE, expand("ka:"))) and not str(p).startswith((str(rdflib.OWL), str(rdflib.RDFS)))
    }


def read(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=KA + HEAD + text, format="turtle")


DECLARED = {
    name: "".join(f":{p} a owl:ObjectProperty . " for p in "pqr" if f":{p} " in "".join((axioms, data)))
    + "".join(f":{c} a owl:Class . " for c in "ABC" if f":{c} " in axioms)
    for name, (axioms, data, _) in CANARIES.items()
}


def test_hermit_and_our_rules_agree_on_every_canary(java, tmp_path: Path):
    """One run for all kinds of axioms: each canary has names of its own."""
    ontology, data, mine = rdflib.Graph(), rdflib.Graph(), set()
    for number, (name, (axioms, facts, _)) in enumerate(CANARIES.items()):
        own = HEAD.replace("https://example.org/", f"{EXAMPLE}{number}/")
        ontology += rdflib.Graph().parse(data=own + DECLARED[name] + axioms, format="turtle")
        data += rdflib.Graph().parse(data=own + facts, format="turtle")
        stated = from_turtle(own + facts, tmp_path)
        made = rules.infer(stated, rules.compile_rules(from_turtle(own + axioms, tmp_path)), INFERRED)
        mine |= triples(made) | triples(stated)
    theirs = by_hermit([ontology], data, tmp_path)
    assert mine == theirs
    assert len(mine) > 2 * len(CANARIES)


def from_turtle(text: str, tmp_path: Path):
    path = tmp_path / f"{abs(hash(text))}.ttl"
    path.write_text(text)
    return from_rdf(path, f"{EXAMPLE}g")


def test_hermit_and_our_rules_agree_pair_for_pair(java, tmp_path: Path):
    """Every object property and class of ours, for the individuals of a small case."""
    from graph.resources import room

    modules = [rdflib.Graph().parse(path) for path in room("ontology").glob("*.ttl")]
    theirs = by_hermit(modules, read(FACTS), tmp_path)
    facts = frame(KA + FACTS, tmp_path)
    made = rules.infer(facts, rules.compile_rules(ontology_statements()), INFERRED)
    space = expand("ka:")
    ours = triples(made) | triples(facts)
    mine = {(s, p, o) for s, p, o in ours if p.startswith(f"<{space}") or o.startswith(f"<{space}")}
    assert mine == theirs
    assert ("<https://example.org/one>", f"<{space}stagePresentIn>", "<https://example.org/region>") in mine
    assert ("<https://example.org/chain>", f"<{space}chainPresentIn>", "<https://example.org/province>") in mine
    assert ("<https://example.org/park>", rdflib.RDF.type.n3(), f"<{space}Place>") not in mine, "nothing says so"
    assert ("<https://example.org/one>", rdflib.RDF.type.n3(), f"<{space}ChainStage>") in mine
