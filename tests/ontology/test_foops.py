"""What makes an ontology findable and reusable, as far as that can be judged offline (after the FOOPS! checks)."""

import re

import pytest
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from graph.resources import room
from ketenatlas.views.reference import reference_pages

VANN = rdflib.Namespace("http://purl.org/vocab/vann/")
MAIN = rdflib.URIRef("https://w3id.org/ketenatlas/ontology")


def whole() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in room("ontology").glob("*.ttl"):
        graph.parse(path)
    return graph


def one(graph: rdflib.Graph, predicate: rdflib.URIRef) -> str:
    return str(graph.value(MAIN, predicate, default=""))


def terms(graph: rdflib.Graph) -> list[rdflib.URIRef]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    return [t for kind in kinds for t in graph.subjects(RDF.type, kind) if str(t).startswith(f"{MAIN}#")]


def share(graph: rdflib.Graph, predicate: rdflib.URIRef) -> float:
    found = terms(graph)
    return sum((term, predicate, None) in graph for term in found) / max(1, len(found))


CHECKS = {
    "PURL1 the address is persistent": lambda g: (MAIN, RDF.type, OWL.Ontology) in g and str(MAIN).startswith("https://w3id.org/"),
    "URI2 version address differs from the address and holds the version": lambda g: one(g, OWL.versionIRI) != str(MAIN)
    and one(g, OWL.versionIRI).endswith(one(g, OWL.versionInfo) or "?"),
    "OM1 title, description, creator, licence, version": lambda g: all(
        one(g, p) for p in (DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.license, OWL.versionInfo)
    ),
    "OM2 created, namespace prefix and address": lambda g: all(
        one(g, p) for p in (DCTERMS.created, VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri)
    ),
    "OM3 publisher, source, former version": lambda g: all(one(g, p) for p in (DCTERMS.publisher, DCTERMS.source, OWL.priorVersion)),
    "OM4.2 the licence is an address": lambda g: one(g, DCTERMS.license).startswith("https://"),
    "FIND1 prefix and namespace are the ones in use": lambda g: one(g, VANN.preferredNamespacePrefix) == "ka"
    and one(g, VANN.preferredNamespaceUri) == f"{MAIN}#",
    "VER1 versions are numbered meaningfully": lambda g: bool(re.fullmatch(r"\d+\.\d+\.\d+", one(g, OWL.versionInfo))),
    "VOC1 metadata terms of others are used": lambda g: {str(DCTERMS), str(VANN)} <= {
        space for space in (str(DCTERMS), str(VANN)) if any(str(p).startswith(space) for p in g.predicates(MAIN))
    },
    "VOC2 classes of other vocabularies are built on": lambda g: len(
        {o for s, o in g.subject_objects(RDFS.subClassOf) if not str(o).startswith(str(MAIN))}
    ) >= 4,
    "VOC3 every term has a label": lambda g: share(g, RDFS.label) == 1,
    "VOC4 every term has a definition": lambda g: share(g, SKOS.definition) == 1,
}  # fmt: skip


@pytest.mark.parametrize("check", CHECKS)
def test_ontology_passes(check):
    assert CHECKS[check](whole())


@pytest.mark.parametrize("check", CHECKS)
def test_an_ontology_without_metadata_fails(check):
    """Red case for every check: our terms without labels, and an ontology at another address."""
    poor = rdflib.Graph()
    poor.add((rdflib.URIRef("http://example.org/o"), RDF.type, OWL.Ontology))
    poor.add((rdflib.URIRef(f"{MAIN}#Thing"), RDF.type, OWL.Class))
    assert not CHECKS[check](poor)


def test_rdf1_it_can_be_had_in_other_forms():
    graph = whole()
    for form in ("xml", "turtle", "nt"):
        again = rdflib.Graph().parse(data=graph.serialize(format=form), format=form)
        assert len(again) == len(graph), form


def test_doc1_there_is_a_page_for_people_with_every_term():
    pages = reference_pages("nl")
    text = "".join(pages.values())
    assert all(f'id="{str(term).rpartition("#")[2]}"' in text for term in terms(whole()))
