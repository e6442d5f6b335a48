"""The cubes are well-formed RDF Data Cubes, and every rule of that form finds a case that breaks it."""

import pyoxigraph as ox
import pytest

from graph import shapes
from graph.cubing import cubes, data_sets
from graph.observations import DIMENSIONS
from graph.resources import room
from graph.statements import CUBES
from graph.store import Store
from graph.terms import expand
from ketenatlas.build import Report

RULES = room("queries") / "integrity"
HEAD = """@prefix : <https://example.org/> . @prefix qb: <http://purl.org/linked-data/cube#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
WELL = """:place a qb:DimensionProperty ; rdfs:range :Place . :day a qb:DimensionProperty ; rdfs:range :Day .
:sure a qb:AttributeProperty ; qb:codeList :levels . :very skos:inScheme :levels . :number a qb:MeasureProperty .
:structure a qb:DataStructureDefinition ; qb:component :c1 , :c2 , :c3 , :c4 ; qb:sliceKey :key .
:c1 qb:dimension :place ; qb:order 1 . :c2 qb:dimension :day ; qb:order 2 . :c3 qb:measure :number .
:c4 qb:attribute :sure ; qb:componentRequired true . :key a qb:SliceKey ; qb:componentProperty :day .
:set a qb:DataSet ; qb:structure :structure ; qb:slice :slice .
:slice a qb:Slice ; qb:sliceStructure :key ; :day 1 ; qb:observation :one .
:one a qb:Observation ; qb:dataSet :set ; :place :x ; :day 1 ; :number 5 ; :sure :very .
:two a qb:Observation ; qb:dataSet :set ; :place :x ; :day 2 ; :number 6 ; :sure :very .
"""
"""A cube with which nothing is wrong."""

RED = [
    ("one-data-set", ":one a qb:Observation ; qb:dataSet :set ;", ":one a qb:Observation ;", "one"),
    ("one-data-set", ":one a qb:Observation ; qb:dataSet :set ;", ":one a qb:Observation ; qb:dataSet :set , :other ;", "one"),
    ("one-structure", "qb:structure :structure ;", "", "set"),
    ("one-structure", "qb:structure :structure ;", "qb:structure :structure , :another ;", "set"),
    ("has-measure", "qb:component :c1 , :c2 , :c3 , :c4", "qb:component :c1 , :c2 , :c4", "structure"),
    ("dimension-range", ":day a qb:DimensionProperty ; rdfs:range :Day .", ":day a qb:DimensionProperty .", "day"),
    ("dimension-range", ":day a qb:DimensionProperty ; rdfs:range :Day .", ":day rdfs:range :Day .", "day"),
    ("slice-complete", "qb:sliceStructure :key ; :day 1 ;", "qb:sliceStructure :key ;", "slice"),
    ("all-dimensions", ":place :x ; :day 2 ;", ":day 2 ;", "two"),
    ("no-duplicates", ":place :x ; :day 2 ;", ":place :x ; :day 1 ;", "one"),
    ("required-attributes", ":number 6 ; :sure :very", ":number 6", "two"),
    ("all-measures", ":number 6 ;", "", "two"),
    ("slice-in-its-set", "qb:slice :slice", "rdfs:seeAlso :set . :foreign qb:slice :slice", "slice"),
    ("codes-from-list", ":number 6 ; :sure :very", ":number 6 ; :sure :rather", "two"),
]  # fmt: skip


def broken(turtle: str) -> set[tuple[str, str]]:
    engine = ox.Store()
    engine.load((HEAD + turtle).encode(), format=ox.RdfFormat.TURTLE)
    found = shapes.run_checks(engine, "2026-11-24", RULES).select("check", "subject").rows()
    return {(check, subject.rpartition("/")[2]) for check, subject in found}


def test_nothing_is_found_in_what_is_well():
    assert broken(WELL) == set()


@pytest.mark.parametrize(("rule", "part", "instead", "subject"), RED)
def test_a_rule_finds_what_breaks_it(rule, part, instead, subject):
    assert part in WELL
    assert (rule, subject) in broken(WELL.replace(part, instead))


def test_every_rule_has_a_case():
    assert {check.id for check in shapes.checks(RULES)} == {case[0] for case in RED}


def test_the_cubes_are_well_formed(counted_store: Store):
    engine = counted_store.statements
    assert len(list(engine.quads_for_pattern(None, ox.NamedNode(expand("qb:dataSet")), None, None))) > 300
    assert shapes.run_checks(engine, "2026-11-24", RULES).rows() == []


def test_all_that_is_said_of_cubes_stands_in_a_graph_of_its_own_with_provenance(counted_store: Store):
    graphs = {
        q.graph_name.value
        for q in counted_store.statements.quads_for_pattern(None, ox.NamedNode(expand("qb:dataSet")), None, None)
    }
    assert graphs == {CUBES}
    rows = counted_store.select(
        """PREFIX ka: <https://w3id.org/ketenatlas/ontology#> PREFIX qb: <http://purl.org/linked-data/cube#>
        PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?set (COUNT(DISTINCT ?label) AS ?labels) (COUNT(DISTINCT ?note) AS ?notes) (COUNT(DISTINCT ?day) AS ?days)
               (COUNT(DISTINCT ?loader) AS ?loaders) WHERE {
          ?set a qb:DataSet ; rdfs:label ?label ; skos:scopeNote ?note ; prov:wasGeneratedBy/ka:countedOn ?day ;
               prov:wasDerivedFrom/ka:loaderName ?loader } GROUP BY ?set"""
    )
    assert {str(row[0]).rpartition("/")[2]: row[1:4] for row in rows.values} == dict.fromkeys(data_sets(), (2, 2, 6))
    loaders = {str(row[0]).rpartition("/")[2]: row[4] for row in rows.values}
    assert loaders["hectares-park"] == 5
    assert loaders["supplies-region"] == 3


def test_no_statement_is_made_twice(counted: Report, counted_store: Store):
    assert counted.statements == len(counted_store.statements)


def test_regions_name_their_basis_and_other_places_have_none(counted_store: Store):
    rows = counted_store.select(
        "PREFIX ka: <https://w3id.org/ketenatlas/ontology#> SELECT ?set ?basis WHERE { ?set ka:regionBasis ?basis }"
    )
    assert {str(name).rpartition("/")[2]: basis for name, basis in rows.values} == {
        f"{cube}-{level}": basis
        for cube in cubes()
        for level, basis in {"region": "primary", "memberships": "all"}.items()
    }


def test_every_column_that_names_a_cell_has_its_property():
    assert {name for cube in cubes().values() for name in cube.dimensions} | {"day", "evidence"} == set(DIMENSIONS)
