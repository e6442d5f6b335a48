"""The alignments with other vocabularies: described, true to their sources, and never part of an atlas."""

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from rdflib import DCTERMS, ORG, OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef, namespace

from graph.statements import from_rdf
from ketenatlas.build import ontology_statements
from tests.conftest import FIXTURES, ROOT

OURS = "https://w3id.org/ketenatlas/"
KA = Namespace(f"{OURS}ontology#")
ALIGNMENT = f"{OURS}alignment/"
MODULES = sorted((ROOT / "ontology").glob("*.ttl"))
ALIGNMENTS = sorted((ROOT / "ontology" / "alignments").glob("*.ttl"))
ROOMS = ("graph", "loaders", "ketenatlas")
EACH = pytest.mark.parametrize("path", ALIGNMENTS, ids=[path.stem for path in ALIGNMENTS])

MATCHES = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}
AXIOMS = {RDFS.subClassOf: OWL.Class, RDFS.subPropertyOf: OWL.ObjectProperty}
TRAPS = {ORG.hasRegisteredSite, ORG.hasPrimarySite}
"""Under a reasoner these make a headquarters of every registered address."""

PAGES = (DCTERMS.license, DCTERMS.source)
"""What these point to is a page to read, not a term to use."""

SHIPPED = {
    str(space): space
    for space in vars(namespace).values()
    if isinstance(space, namespace.DefinedNamespaceMeta) and space is not namespace.DefinedNamespace
}
"""Vocabularies of which rdflib brings the full list of terms."""

HEAD = f"""@prefix ka: <{KA}> . @prefix : <https://example.org/> . @prefix bt: <https://example.org/bt#> .
@prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> . @prefix skos: <{SKOS}> . @prefix dct: <{DCTERMS}> . @prefix org: <{ORG}> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DESCRIBED = f"""<{ALIGNMENT}test> a owl:Ontology ; dct:title "t"@nl , "t"@en ; dct:description "d"@nl , "d"@en ;
dct:source :theirs ; dct:created "2026-01-01"^^xsd:date ; dct:license :licence ; owl:versionInfo "1" .
"""


def turtle(text: str) -> Graph:
    return Graph().parse(data=HEAD + text, format="turtle")


@cache
def read(path: Path) -> Graph:
    return Graph().parse(path)


@cache
def merged(*paths: Path) -> Graph:
    """The files together, as one graph."""
    whole = Graph()
    for path in paths:
        whole += read(path)
    return whole


def ontology() -> Graph:
    return merged(*MODULES)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def listed() -> tuple[dict[str, str], ...]:
    return tuple(rows(FIXTURES / "external-terms.csv"))


def iris(graph: Graph) -> set[str]:
    """Every IRI a graph uses as a term; datatypes too, pages not."""
    used = {term for s, p, o in graph for term in ((s, p) if p in PAGES else (s, p, o))}
    types = {term.datatype for term in used if isinstance(term, Literal) and term.datatype}
    return {str(term) for term in used | types if isinstance(term, URIRef)}


# --- a file says what it is -------------------------------------------------------------------------------------


def lacking(graph: Graph, name: str) -> set[str]:
    """What a file does not say about itself."""
    node = URIRef(ALIGNMENT + name)
    told = {(p, getattr(o, "language", None)) for p, o in graph.predicate_objects(node)}
    wanted = {
        f"{p.split('/')[-1]} {lang}": (p, lang) for p in (DCTERMS.title, DCTERMS.description) for lang in ("nl", "en")
    }
    wanted |= {"source": (DCTERMS.source, None), "created": (DCTERMS.created, None)}
    wanted |= {"licence": (DCTERMS.license, None), "version": (OWL.versionInfo, None)}
    found = {what for what, pair in wanted.items() if pair not in told}
    return found if (node, RDF.type, OWL.Ontology) in graph else found | {"name"}


@EACH
def test_file_parses_and_says_what_it_is(path: Path):
    assert lacking(read(path), path.stem) == set()


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ('"t"@nl , ', "title nl"), (', "t"@en', "title en"), ('"d"@nl , ', "description nl"), (', "d"@en', "description en"),
        ("dct:source :theirs ;", "source"), ('owl:versionInfo "1"', "version"), ("dct:license :licence ;", "licence"),
        ('dct:created "2026-01-01"^^xsd:date ;', "created"), ("a owl:Ontology ;", "name"),
    ],
)  # fmt: skip
def test_what_a_file_lacks_is_found(part, what):
    assert part in DESCRIBED
    assert lacking(turtle(DESCRIBED), "test") == set()
    assert lacking(turtle(DESCRIBED.replace(part, "")), "test") == {what}


def test_every_anchor_has_its_file():
    assert {path.stem for path in ALIGNMENTS} == {
        "org", "geosparql", "semic", "oslo-bedrijventerrein", "iof-supply-chain",
        "bvco", "schema-org", "fibo", "prov", "nen3610",
    }  # fmt: skip


# --- no atlas ever holds one ------------------------------------------------------------------------------------


def alignment_statements(frame: pl.DataFrame) -> list[tuple[str, ...]]:
    """Statements that come from an alignment or point to one, such as an import."""
    return frame.filter(pl.any_horizontal(pl.col("s", "p", "o", "g").str.contains(ALIGNMENT, literal=True))).rows()


def reaches_alignments(code: str) -> bool:
    """Whether code reads the folder of alignments, by name or by taking all that lies under the ontology."""
    return bool(re.search(r"""ontology["')/ ]+alignments|room\(["']ontology["']\)[^\n]*rglob""", code))


def test_no_module_imports_an_alignment_and_no_build_loads_one():
    assert alignment_statements(ontology_statements()) == []


def test_a_loaded_or_imported_alignment_is_found(tmp_path: Path):
    assert alignment_statements(from_rdf(ALIGNMENTS[0], "https://example.org/g"))
    module = tmp_path / "module.ttl"
    module.write_text(f"{HEAD} <{OURS}ontology> owl:imports <{ALIGNMENT}org> .")
    assert len(alignment_statements(from_rdf(module, "https://example.org/g"))) == 1


@pytest.mark.parametrize("name", ROOMS)
def test_no_code_reaches_for_them(name):
    assert [path for path in (ROOT / name).rglob("*.py") if reaches_alignments(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("code", "reaches"),
    [
        ('room("ontology") / "alignments"', True),
        ('Path("ontology/alignments")', True),
        ('sorted(room("ontology").rglob("*.ttl"))', True),
        ('sorted(room("ontology").glob("*.ttl"))', False),
        ('name="alignments"', False),
    ],
)
def test_code_that_reaches_for_them_is_found(code, reaches):
    assert reaches_alignments(code) is reaches


# --- it speaks of our things as they are ------------------------------------------------------------------------


def unknown_terms(graph: Graph) -> set[str]:
    """Terms of ours that no module declares."""
    known = {str(term) for term in ontology().subjects(RDF.type)}
    return {iri for iri in iris(graph) if iri.startswith(KA) and iri not in known}


def unknown_things(graph: Graph) -> set[str]:
    """Things of ours, such as a stage, that stand in no table."""
    known = {
        f"{OURS}{kind}/{row[f'{kind}_id']}"
        for kind in ("chain", "stage")
        for path in (ROOT / "data" / f"{kind}s").glob("*.csv")
        for row in rows(path)
    }
    return {iri for iri in iris(graph) if iri.startswith(OURS) and not iri.startswith((KA, ALIGNMENT))} - known


@EACH
def test_our_terms_and_things_exist(path: Path):
    assert unknown_terms(read(path)) == set()
    assert unknown_things(read(path)) == set()


def test_a_made_up_term_or_thing_of_ours_is_found():
    wrong = turtle(f"ka:Castle skos:closeMatch bt:Kasteel . <{OURS}stage/batteries-magic> skos:closeMatch bt:Magie .")
    assert unknown_terms(wrong) == {f"{KA}Castle"}
    assert unknown_things(wrong) == {f"{OURS}stage/batteries-magic"}


# --- it speaks of theirs only what was seen ---------------------------------------------------------------------


def external(graph: Graph) -> set[str]:
    return {iri for iri in iris(graph) if not iri.startswith(OURS)}


def unlisted(graph: Graph) -> set[str]:
    return external(graph) - {row["iri"] for row in listed()}


def unused(graph: Graph) -> set[str]:
    return {row["iri"] for row in listed()} - external(graph)


def not_shipped(terms: set[str]) -> set[str]:
    """Terms in a namespace that rdflib knows in full, and that are not in it."""
    return {term for term in terms for start, space in SHIPPED.items() if term.startswith(start) and term not in space}


@pytest.mark.parametrize("path", [*MODULES, *ALIGNMENTS], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_term_of_others_was_seen_at_its_source(path: Path):
    assert unlisted(read(path)) == set()
    assert not_shipped(external(read(path))) == set()


def test_a_term_nobody_saw_is_found():
    wrong = turtle("ka:BusinessPark skos:closeMatch bt:Fabriek ; rdfs:subClassOf org:Castle .")
    assert unlisted(wrong) == {"https://example.org/bt#Fabriek", str(ORG) + "Castle"}
    assert not_shipped(external(wrong)) == {str(ORG) + "Castle"}


def test_no_row_of_the_list_is_unused():
    assert unused(merged(*MODULES, *ALIGNMENTS)) == set()


def test_a_row_that_is_unused_is_found():
    assert str(ORG.Site) in unused(turtle("ka:Place a owl:Class ."))


def test_the_list_says_what_where_and_when():
    assert max(Counter(row["iri"] for row in listed()).values()) == 1
    for row in listed():
        assert row["kind"] in {"class", "property", "individual", "annotation"}
        assert row["label"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["seen_on"])
        space = re.fullmatch(r"rdflib\.namespace\.([A-Z]+)", row["seen_in"])
        assert row["iri"] in getattr(namespace, space[1]) if space else re.search(r"\w/\w", row["seen_in"])


# --- what it says can be true -----------------------------------------------------------------------------------


def odd_statements(graph: Graph) -> set[str]:
    """Statements that are neither a match from ours to theirs, nor an axiom of that kind, nor a declaration."""
    about = set(graph.subjects(RDF.type, OWL.Ontology))
    declared = {*MATCHES, *(o for p in AXIOMS for o in graph.objects(None, p))}
    return {
        " ".join((s, p, o))
        for s, p, o in graph
        if s not in about
        and not (p == RDF.type and s in declared and o in {OWL.AnnotationProperty, *AXIOMS.values()})
        and not (p in {*MATCHES, *AXIOMS} and s.startswith(OURS) and not o.startswith(OURS))
    }


def matched_twice(graph: Graph) -> set[str]:
    """Pairs with two kinds of match; SKOS keeps exact apart from broad and related, and more than one is unclear."""
    pairs = Counter((str(s), str(o)) for s, p, o in graph if p in MATCHES)
    return {" ".join(pair) for pair, times in pairs.items() if times > 1}


def of_another_kind(graph: Graph) -> set[str]:
    """Classes matched with what is no class, and properties with what is no property."""
    theirs = {row["iri"]: row["kind"] for row in listed()}
    ours = {
        s: "class" if o == OWL.Class else "property"
        for s, o in ontology().subject_objects(RDF.type)
        if o != OWL.Ontology
    }
    return {f"{s} {o}" for s, p, o in graph if p in {*MATCHES, *AXIOMS} and s in ours and theirs.get(str(o)) != ours[s]}


def trapped(graph: Graph) -> set[str]:
    return {str(term) for term in TRAPS} & iris(graph)


def clashes(graph: Graph) -> set[str]:
    """Classes that fall under two classes of which the ontology says that nothing is both."""
    classes = {*graph.subjects(RDF.type, OWL.Class), *graph.subjects(RDFS.subClassOf)}
    above = {term: set(graph.transitive_objects(term, RDFS.subClassOf)) for term in classes}
    apart = [{a, b} for a, b in graph.subject_objects(OWL.disjointWith)]
    return {str(term) for term, supers in above.items() if any(pair <= supers for pair in apart)}


@EACH
def test_matches_are_plain_and_of_one_kind(path: Path):
    assert odd_statements(read(path)) == set()
    assert matched_twice(read(path)) == set()
    assert of_another_kind(read(path)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "ka:BusinessPark owl:equivalentClass bt:Terrein .",
        "bt:Terrein skos:closeMatch ka:BusinessPark .",
        "ka:BusinessPark skos:closeMatch ka:Campus .",
        "bt:Terrein a owl:Class .",
    ],
)
def test_an_odd_statement_is_found(text):
    assert len(odd_statements(turtle(text))) == 1
    assert odd_statements(turtle(f"{DESCRIBED} ka:BusinessPark skos:closeMatch bt:Terrein .")) == set()


def test_a_pair_matched_twice_is_found():
    assert (
        len(matched_twice(turtle("ka:Campus skos:exactMatch bt:Campus ; skos:broadMatch bt:Campus , bt:Park ."))) == 1
    )


def test_a_class_matched_with_a_property_is_found():
    wrong = turtle(
        "ka:Campus skos:closeMatch org:hasSite . ka:hasEstablishment skos:closeMatch org:hasSite , org:Site ."
    )
    assert of_another_kind(wrong) == {f"{KA.Campus} {ORG.hasSite}", f"{KA.hasEstablishment} {ORG.Site}"}


def test_nobody_walks_into_the_trap_of_the_registered_site():
    assert trapped(merged(*MODULES, *ALIGNMENTS)) == set()
    assert trapped(turtle("ka:hasEstablishment rdfs:subPropertyOf org:hasRegisteredSite .")) == {
        str(ORG.hasRegisteredSite)
    }


def test_ontology_and_alignments_together_do_not_clash():
    assert clashes(merged(*MODULES, *ALIGNMENTS)) == set()


def test_a_class_under_two_that_exclude_each_other_is_found():
    wrong = merged(*MODULES) + turtle("bt:Terrein rdfs:subClassOf ka:Claim . ka:Campus rdfs:subClassOf bt:Terrein .")
    assert clashes(wrong) == {str(KA.Campus)}
