"""Rules: the closure equals owlrl and HermiT, one canary per kind of axiom, and what is unknown is refused by name."""

import itertools
from pathlib import Path

import owlrl
import polars as pl
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.namespace import OWL, RDF, RDFS

from graph import rules, statements
from graph.statements import INFERRED
from graph.terms import expand
from ketenatlas.build import ontology_statements

HEAD = """@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
CANARIES = {
    "subclass": (":A rdfs:subClassOf :B .", ":x a :A .", (":x a :B",)),
    "subclass of subclass": (":A rdfs:subClassOf :B . :B rdfs:subClassOf :C .", ":x a :A .", (":x a :C",)),
    "subproperty": (":p rdfs:subPropertyOf :q .", ":x :p :y .", (":x :q :y",)),
    "domain": (":p rdfs:domain :A .", ":x :p :y .", (":x a :A",)),
    "range": (":p rdfs:range :A .", ":x :p :y .", (":y a :A",)),
    "inverse": (":p owl:inverseOf :q .", ":x :p :y . :z :q :x .", (":y :q :x", ":x :p :z")),
    "transitive": (
        ":p a owl:TransitiveProperty .",
        ":x :p :y . :y :p :z . :z :p :x .",
        (":x :p :z", ":x :p :x"),
    ),
    "symmetric": (":p a owl:SymmetricProperty .", ":x :p :y .", (":y :p :x",)),
    "chain of two": (":r owl:propertyChainAxiom ( :p :q ) .", ":x :p :y . :y :q :z .", (":x :r :z",)),
    "chain of three": (
        ":r owl:propertyChainAxiom ( :p :q :p ) .",
        ":x :p :y . :y :q :z . :z :p :w .",
        (":x :r :w",),
    ),
    "chain that feeds itself": (
        ":p owl:propertyChainAxiom ( :p :q ) .",
        ":x :p :y . :y :q :z . :z :q :w .",
        (":x :p :z", ":x :p :w"),
    ),
    "two chains": (
        ":r owl:propertyChainAxiom ( :p :q ) ; owl:propertyChainAxiom ( :q :p ) .",
        ":x :p :y . :y :q :z . :z :p :w .",
        (":x :r :z", ":y :r :w"),
    ),
}


def frame(turtle: str, tmp_path: Path) -> pl.DataFrame:
    path = tmp_path / f"{abs(hash(turtle))}.ttl"
    path.write_text(HEAD + turtle)
    return statements.from_rdf(path, "https://example.org/g")


def triples(made: pl.DataFrame) -> set[tuple[str, str, str]]:
    return set(made.select("s", "p", "o").rows())


def by_owlrl(ontology: str, data: str) -> set[tuple[str, str, str]]:
    """What owlrl makes of the same, as far as it speaks of the ontology's own classes and properties."""
    graph = rdflib.Graph().parse(data=HEAD + ontology + data, format="turtle")
    schema = rdflib.Graph().parse(data=HEAD + ontology, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    terms = {t for t in schema.all_nodes() | set(schema.predicates()) if isinstance(t, rdflib.URIRef)}
    individuals = set(rdflib.Graph().parse(data=HEAD + data, format="turtle").all_nodes())
    found = set()
    for s, p, o in graph:
        foreign = str(p).startswith((str(OWL), str(RDFS))) or str(o).startswith((str(OWL), str(RDFS)))
        if (
            s in individuals
            and not foreign
            and (o in terms if p == RDF.type else o in individuals and p in terms | set(graph.predicates()))
        ):
            found.add((s.n3(), p.n3(), o.n3()))
    return found


@pytest.mark.parametrize("name", CANARIES)
def test_canary(name, tmp_path: Path):
    ontology, data, follows = CANARIES[name]
    stated = frame(data, tmp_path)
    made = rules.infer(stated, rules.compile_rules(frame(ontology, tmp_path)), INFERRED)
    wanted = triples(frame(" . ".join(follows) + " .", tmp_path))
    assert wanted <= triples(made)
    assert not triples(made) & triples(stated), "what was stated is not inferred again"
    assert triples(made) | triples(stated) == by_owlrl(ontology, data)


@pytest.mark.parametrize(
    ("axiom", "named"),
    [
        (":p a owl:FunctionalProperty .", "owl:FunctionalProperty"),
        (":p a owl:IrreflexiveProperty .", "owl:IrreflexiveProperty"),
        (":A owl:equivalentClass :B .", "owl:equivalentClass"),
        (":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ] .", "owl:"),
        (":A owl:unionOf ( :B :C ) .", "owl:unionOf"),
        (":x owl:sameAs :y .", "owl:sameAs"),
    ],
)
def test_refuses_an_axiom_it_cannot_follow_by_name(axiom, named, tmp_path: Path):
    with pytest.raises(rules.UnsupportedAxiomError, match=named):
        rules.compile_rules(frame(axiom, tmp_path))


def test_bundled_ontology_compiles_and_its_chains_lead_somewhere():
    compiled = rules.compile_rules(ontology_statements())
    heads = {rule.head for rule in compiled if len(rule.body) > 1}
    for name in (
        "stagePresentIn",
        "chainPresentIn",
        "participatesIn",
        "spatiallySupplies",
        "inRegion",
        "locatedIn",
    ):
        assert f"<{expand(f'ka:{name}')}>" in heads


def test_groups_come_after_what_they_need():
    groups = rules.order(rules.compile_rules(ontology_statements()))
    seen: set[str] = set()
    later = [rule.head for group in groups for rule in group]
    for group in groups:
        heads = {rule.head for rule in group}
        for rule in group:
            assert not [part for part in rule.body if part in later and part not in seen | heads]
        seen |= heads


def test_closure_of_the_fixture_equals_owlrl(small):
    """Pair for pair, on every property and class of ours, for the facts that hold on the reference date."""
    from graph.space import snapshot as valid

    nquads = statements_of(small.folder)
    facts = nquads.filter(~pl.col("g").str.contains("ontology-|inferred"))
    snapshot = valid(facts, small.as_of)
    derived = snapshot.filter(pl.col("g").str.contains("presences|links"))
    snapshot = snapshot.filter(~pl.col("g").str.contains("presences|links"))
    ours = triples(rules.infer(snapshot, rules.compile_rules(ontology_statements()), INFERRED)) | triples(snapshot)
    graph = rdflib.Graph()
    for part in (snapshot, ontology_statements()):
        lines = "\n".join(f"{s} {p} {o} ." for s, p, o in part.select("s", "p", "o").rows())
        graph.parse(data=lines, format="nt")
    subjects = {rdflib.URIRef(term[1:-1]) for term in snapshot["s"]} | {
        rdflib.URIRef(term[1:-1]) for term in snapshot["o"] if term.startswith("<")
    }
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    space = "https://w3id.org/ketenatlas/ontology#"
    theirs = {
        (s.n3(), p.n3(), o.n3())
        for s, p, o in graph
        if s in subjects
        and isinstance(o, rdflib.URIRef)
        and (str(p).startswith(space) or (p == RDF.type and str(o).startswith(space)))
    }
    mine = {
        (s, p, o)
        for s, p, o in ours
        if o.startswith("<") and (p.startswith(f"<{space}") or (p == RDF.type.n3() and o.startswith(f"<{space}")))
    }
    assert mine == theirs
    assert len(mine) > 1000
    assert derived.height


def statements_of(folder: Path) -> pl.DataFrame:
    """The statements of a built atlas as a frame."""
    import gzip

    import pyoxigraph as ox

    quads = ox.parse(gzip.decompress((folder / "atlas.nq.gz").read_bytes()), format=ox.RdfFormat.N_QUADS)
    rows = [(str(q.subject), str(q.predicate), str(q.object), str(q.graph_name)) for q in quads]
    return pl.DataFrame(rows, schema=statements.SCHEMA, orient="row")


PAIRS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=14)


@settings(max_examples=40, deadline=None)
@given(PAIRS, PAIRS)
def test_transitive_closure_and_chain_are_right_on_any_graph(p_edges, q_edges):
    """Against a closure computed the slow way."""
    ontology = pl.DataFrame(
        [
            ("<a:p>", RDF.type.n3(), OWL.TransitiveProperty.n3(), "<g>"),
            ("<a:r>", OWL.propertyChainAxiom.n3(), "<a:l1>", "<g>"),
            ("<a:l1>", RDF.first.n3(), "<a:p>", "<g>"),
            ("<a:l1>", RDF.rest.n3(), "<a:l2>", "<g>"),
            ("<a:l2>", RDF.first.n3(), "<a:q>", "<g>"),
            ("<a:l2>", RDF.rest.n3(), RDF.nil.n3(), "<g>"),
        ],
        schema=statements.SCHEMA,
        orient="row",
    )
    data = pl.DataFrame(
        [(f"<n:{a}>", "<a:p>", f"<n:{b}>", "<g>") for a, b in set(p_edges)]
        + [(f"<n:{a}>", "<a:q>", f"<n:{b}>", "<g>") for a, b in set(q_edges)],
        schema=statements.SCHEMA,
        orient="row",
    )
    made = triples(rules.infer(data, rules.compile_rules(ontology), INFERRED)) | triples(data)
    reach = set(p_edges)
    while True:
        more = {(a, d) for (a, b), (c, d) in itertools.product(reach, reach) if b == c} - reach
        if not more:
            break
        reach |= more
    chain = {(a, d) for (a, b), (c, d) in itertools.product(reach, set(q_edges)) if b == c}
    assert {(s, o) for s, p, o in made if p == "<a:p>"} == {(f"<n:{a}>", f"<n:{b}>") for a, b in reach}
    assert {(s, o) for s, p, o in made if p == "<a:r>"} == {(f"<n:{a}>", f"<n:{b}>") for a, b in chain}
