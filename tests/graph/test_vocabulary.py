"""The vocabulary: what is read from the ontology is what stands there, and what follows is told apart from it."""

from collections import Counter
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from graph.resources import room
from graph.terms import ONTOLOGY
from graph.vocabulary import KINDS, ROOT, Vocabulary, vocabulary

KA = rdflib.Namespace(ONTOLOGY)
HEAD = f"""@prefix ka: <{ONTOLOGY}> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> . @prefix skos: <{SKOS}> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix ex: <https://example.org/> . @prefix ont: <https://example.org/o/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ROOT_FILE = """ex:o a owl:Ontology ; dct:title "Ding"@nl , "Thing"@en ; owl:versionInfo "1.2" ;
  dct:created "2026-01-02T00:00:00Z" ; owl:imports ont:two , ont:one . skos:Concept a owl:Class ."""
ONE = """ont:one a owl:Ontology ; dct:title "Een"@nl , "One"@en .
ka:Road a owl:Class ; rdfs:label "weg"@nl , "road"@en ; skos:definition "Een weg."@nl , "A road."@en ;
  skos:scopeNote "Van A."@nl ; owl:disjointWith ka:Town .
ka:Lane a owl:Class ; rdfs:subClassOf ka:Road , ex:Thing .
ka:leadsTo a owl:ObjectProperty ; rdfs:domain ka:Road ; rdfs:range ka:Town ; owl:inverseOf ka:reachedBy .
ka:reachedBy a owl:ObjectProperty .
ka:length a owl:DatatypeProperty ; rdfs:range xsd:decimal .
ex:Thing a owl:Class .
"""
TWO = """ont:two a owl:Ontology ; dct:title "Twee"@nl , "Two"@en ; dct:description "Over steden."@nl , "On towns."@en .
ka:Town a owl:Class .
ka:near a owl:ObjectProperty , owl:SymmetricProperty , owl:TransitiveProperty ;
  owl:propertyChainAxiom ( ka:reachedBy ka:leadsTo ) .
ka:close a owl:ObjectProperty ; rdfs:subPropertyOf ka:near .
ka:around a owl:ObjectProperty ; owl:propertyChainAxiom ( ka:around ka:near ) .
"""
LIST = """ex:list a skos:ConceptScheme ; skos:prefLabel "Soorten"@nl , "Kinds"@en ; dct:source "Wie het weet"@nl .
ex:b a ka:Road , skos:Concept ; skos:inScheme ex:list ; skos:notation "b" ; skos:prefLabel "b"@nl ; ka:position 2 ;
  ka:leadsTo ex:a ; ka:unit "m" .
ex:a a ka:Road , skos:Concept ; skos:inScheme ex:list ; skos:notation "a" ; ka:position 1 ; skos:broader ex:b ."""


@pytest.fixture
def made(tmp_path: Path) -> Vocabulary:
    (tmp_path / "schemes").mkdir()
    for name, text in ((ROOT, ROOT_FILE), ("one", ONE), ("two", TWO), ("schemes/list", LIST)):
        (tmp_path / f"{name}.ttl").write_text(HEAD + text, encoding="utf-8")
    return vocabulary(tmp_path)


@pytest.fixture(scope="module")
def bundled() -> Vocabulary:
    return vocabulary()


@pytest.fixture(scope="module")
def plain() -> rdflib.Graph:
    """The modules as rdflib reads them."""
    graph = rdflib.Graph()
    for path in room("ontology").glob("*.ttl"):
        graph.parse(path)
    return graph


def test_modules_come_in_the_order_of_the_imports(made: Vocabulary):
    assert [module.key for module in made.modules] == ["two", "one", ROOT]
    assert made.modules[0].title == {"nl": "Twee", "en": "Two"}
    assert made.modules[0].description["en"] == "On towns."
    assert made.modules[1].borrowed == ("https://example.org/Thing",)
    assert (made.about.version, made.about.created) == ("1.2", "2026-01-02")


def test_a_term_says_what_stands_in_the_file(made: Vocabulary):
    road = made.terms[KA + "Road"]
    assert (road.name, road.kind, road.module) == ("Road", "class", "one")
    assert road.label == {"nl": "weg", "en": "road"}
    assert road.definition["en"] == "A road."
    assert road.note == {"nl": "Van A."}
    assert made.terms[KA + "Lane"].superclasses == (KA + "Road", "https://example.org/Thing")
    assert made.terms[KA + "length"].kind == "datatype property"
    near = made.terms[KA + "near"]
    assert near.transitive
    assert near.symmetric
    assert near.chains == ((KA + "reachedBy", KA + "leadsTo"),)


def test_what_another_term_states_is_filled_in(made: Vocabulary):
    assert made.terms[KA + "Road"].subclasses == (KA + "Lane",)
    assert made.terms[KA + "Town"].disjoint == (KA + "Road",)
    assert made.terms[KA + "Road"].disjoint == (KA + "Town",)
    assert made.terms[KA + "reachedBy"].inverse == (KA + "leadsTo",)
    assert made.terms[KA + "near"].subproperties == (KA + "close",)


def test_ends_follow_from_inverse_rule_and_wider_property(made: Vocabulary):
    """And stay apart from what is stated; a rule that feeds on itself gives nothing."""
    ends = {term.name: (made.domain(term.iri), made.range(term.iri)) for term in made.terms.values()}
    assert ends["leadsTo"] == ((KA + "Road",), (KA + "Town",))
    assert ends["reachedBy"] == ((KA + "Town",), (KA + "Road",))
    assert ends["near"] == ends["close"] == ((KA + "Town",), (KA + "Town",))
    assert ends["around"] == ((), (KA + "Town",))
    assert made.terms[KA + "reachedBy"].domain == ()
    assert made.domain("https://example.org/unknown") == ()


def test_a_code_list_keeps_its_order_and_its_facts(made: Vocabulary):
    (scheme,) = made.schemes
    assert (scheme.key, scheme.source, scheme.label["en"]) == ("list", "Wie het weet", "Kinds")
    assert [concept.notation for concept in scheme.concepts] == ["a", "b"]
    one, two = scheme.concepts
    assert one.broader == (two.iri,)
    assert two.facts == ((KA + "leadsTo", one.iri), (KA + "unit", {"nl": "m", "en": "m"}))
    assert made.lists == {KA + "Road": (scheme,)}


def test_a_file_that_is_not_turtle_is_an_error(tmp_path: Path):
    (tmp_path / f"{ROOT}.ttl").write_text("ex:o a", encoding="utf-8")
    with pytest.raises(SyntaxError):
        vocabulary(tmp_path)


def test_the_bundled_ontology_is_read_whole(bundled: Vocabulary, plain: rdflib.Graph):
    expected = Counter()
    for name, kind in KINDS.items():
        subjects = set(plain.subjects(RDF.type, OWL[name.removeprefix("owl:")]))
        expected[kind] = sum(str(subject).startswith(ONTOLOGY) for subject in subjects)
    assert Counter(term.kind for term in bundled.terms.values()) == expected
    assert {module.key for module in bundled.modules} == {path.stem for path in room("ontology").glob("*.ttl")}
    assert sum(len(module.terms) for module in bundled.modules) == len(bundled.terms), "every term has one home"


def test_bundled_relations_are_those_of_rdflib(bundled: Vocabulary, plain: rdflib.Graph):
    columns = {
        "superclasses": RDFS.subClassOf, "superproperties": RDFS.subPropertyOf, "domain": RDFS.domain, "range": RDFS.range,
    }  # fmt: skip
    for column, predicate in columns.items():
        told = {(term.iri, other) for term in bundled.terms.values() for other in getattr(term, column)}
        stated = {
            (str(s), str(o)) for s, o in plain.subject_objects(predicate) if str(s) in bundled.terms and isinstance(o, rdflib.URIRef)
        }  # fmt: skip
        assert told == stated, column


def test_bundled_lists_hold_every_concept(bundled: Vocabulary):
    graph = rdflib.Graph()
    for path in (room("ontology") / "schemes").glob("*.ttl"):
        graph.parse(path)
    told = {concept.iri for scheme in bundled.schemes for concept in scheme.concepts}
    assert told == {str(subject) for subject in graph.subjects(RDF.type, SKOS.Concept)}
    levels = next(scheme for scheme in bundled.schemes if scheme.key == "evidence-level")
    assert [concept.notation for concept in levels.concepts] == ["asserted", "estimated", "reconstructed", "synthetic"]


def test_bundled_ends_that_follow(bundled: Vocabulary):
    assert bundled.domain(KA + "performsStage") == (KA + "Establishment",)
    assert bundled.range(KA + "performsStage") == (KA + "ChainStage",)
    assert bundled.domain(KA + "stageOf") == (KA + "ChainStage",)
    assert bundled.terms[KA + "performsStage"].domain == ()
