"""The ontology is tidy: each hygiene query finds nothing in it, and finds what it should in a case made for it."""

import pyoxigraph as ox
import pytest

from graph import consistency, shapes, statements
from graph.resources import room
from tests.graph.test_shapes import HEAD

HYGIENE = room("queries") / "hygiene"
WELL = (
    'ka:Well a owl:Class ; rdfs:label "put"@nl , "well"@en ; rdfs:subClassOf ka:Other ; '
    'skos:definition "Een gat met water."@nl , "A hole with water."@en . '
    'ka:Other a owl:Class ; rdfs:label "ander"@nl , "other"@en ; skos:definition "Iets anders."@nl , "Something else."@en . '
    'ka:deep a owl:DatatypeProperty ; rdfs:domain ka:Well ; rdfs:range xsd:decimal ; rdfs:label "diep"@nl , "deep"@en ; '
    'skos:definition "Diepte in meters."@nl , "Depth in metres."@en . '
    'ka:feeds a owl:ObjectProperty ; rdfs:range ka:Well ; rdfs:label "voedt"@nl , "feeds"@en ; '
    'skos:definition "Geeft water aan."@nl , "Gives water to."@en . '
    ':onto a owl:Ontology ; owl:imports :module ; dct:title "o"@nl , "o"@en ; dct:description "d"@nl ; dct:license :l ; '
    'dct:creator "c" ; dct:publisher "p" ; dct:created "2026" ; dct:source "s" ; owl:versionIRI :v ; owl:versionInfo "1" ; '
    'owl:priorVersion :w ; vann:preferredNamespacePrefix "ka" ; vann:preferredNamespaceUri "x" . '
    ':module a owl:Ontology ; dct:title "m"@nl , "m"@en . '
)
"""An ontology with which nothing is wrong."""

# query, part of WELL, what it becomes, the subject that must be found
RED = [
    ("missing-label", '"put"@nl , "well"@en', '"put"@nl', "ka:Well"),
    ("missing-definition", '"Een gat met water."@nl , ', "", "ka:Well"),
    ("several-texts", '"put"@nl , ', '"put"@nl , "bron"@nl , ', "ka:Well"),
    ("double-label", '"ander"@nl', '"put"@nl', "ka:Other"),
    ("double-definition", '"Iets anders."@nl', '"Een gat met water."@nl', "ka:Other"),
    ("empty-definition", '"Een gat met water."@nl', '"Put."@nl', "ka:Well"),
    ("text-form", '"Een gat met water."@nl', '"Een gat met water"@nl', "ka:Well"),
    ("text-form", '"put"@nl', '"put "@nl', "ka:Well"),
    ("name-form", "ka:deep", "ka:Deep", "ka:Deep"),
    ("name-form", "ka:Well", "ka:well", "ka:well"),
    ("undeclared", "rdfs:range ka:Well", "rdfs:range ka:Puddle", "ka:Puddle"),
    ("two-kinds", "ka:feeds a owl:ObjectProperty", "ka:feeds a owl:ObjectProperty , owl:Class", "ka:feeds"),
    ("orphan-class", "rdfs:subClassOf ka:Other ;", "", "ka:Other"),
    ("orphan-property", "rdfs:range ka:Well ;", "", "ka:feeds"),
    ("circle", "ka:Other a owl:Class ;", "ka:Other a owl:Class ; rdfs:subClassOf ka:Well ;", "ka:Well"),
    ("circle", "rdfs:range ka:Well ;", "rdfs:range ka:Well ; rdfs:subPropertyOf ka:feeds ;", "ka:feeds"),
    ("undeclared-other", "rdfs:subClassOf ka:Other ;", "rdfs:subClassOf ka:Other , foaf:Thing ;", "foaf:Thing"),
    ("wrong-end", "rdfs:range xsd:decimal", "rdfs:range ka:Other", "ka:deep"),
    ("wrong-end", "rdfs:range ka:Well", "rdfs:range xsd:decimal", "ka:feeds"),
    ("module-metadata", ':module a owl:Ontology ; dct:title "m"@nl , "m"@en', ":module a owl:Ontology", "https://example.org/module"),
    ("ontology-metadata", "dct:license :l ;", "", "https://example.org/onto"),
    ("not-imported", ":module a owl:Ontology", ":loose a owl:Ontology . :module a owl:Ontology", "https://example.org/loose"),
]  # fmt: skip


def found_in(turtle: str) -> set[tuple[str, str]]:
    store = ox.Store()
    head = HEAD + "@prefix vann: <http://purl.org/vocab/vann/> . "
    store.load((head + turtle).encode(), format=ox.RdfFormat.TURTLE)
    return set(shapes.run_checks(store, "2026-11-24", HYGIENE).select("check", "subject").rows())


def test_nothing_is_found_in_what_is_well():
    assert found_in(WELL) == set()


@pytest.mark.parametrize(("query", "part", "instead", "subject"), RED, ids=[f"{case[0]}: {case[3]}" for case in RED])
def test_query_fires(query, part, instead, subject):
    assert part in WELL
    assert (query, subject) in found_in(WELL.replace(part, instead))


def test_every_query_has_a_case():
    assert {check.id for check in shapes.checks(HYGIENE)} == {case[0] for case in RED}


def test_the_ontology_is_tidy():
    store = ox.Store()
    store.bulk_load(statements.nquads(consistency.ontology()), format=ox.RdfFormat.N_QUADS)
    assert shapes.run_checks(store, "2026-11-24", HYGIENE).rows() == []
