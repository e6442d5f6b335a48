"""The code lists keep one form, after NL-SBB, and every rule of that form has a case that breaks it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, XSD
from rdflib.term import BNode, Node

from graph.resources import room
from graph.terms import ONTOLOGY

FOLDER = room("ontology") / "schemes"
FILES = sorted(FOLDER.glob("*.ttl"))
HERE = "https://w3id.org/ketenatlas/"
SCHEME = HERE + "scheme/"
LANGUAGES = ["en", "nl"]
SHORTER = {"evidence-level": "evidence", "spatial-quality": "quality"}
"""Lists whose members live under a shorter name than that of the list."""
TOGETHER = {"national-frames": {"nts", "wennink"}}
"""Files that hold other lists than the one they are named after."""
FROM_TABLES = {"innovation-coalition", "nts", "wennink"}
"""Lists whose members come from the tables of a data set."""
ORDERS = [URIRef(ONTOLOGY + name) for name in ("position", "categoryRank", "evidenceRank")]

Rule = Callable[[Graph], Iterable[object]]
"""What breaks the rule in a code list; nothing if all is well."""


@cache
def ontology() -> Graph:
    graph = Graph()
    for path in room("ontology").glob("*.ttl"):
        graph.parse(path)
    return graph


@cache
def everything() -> Graph:
    graph = Graph()
    for path in FILES:
        graph.parse(path)
    return graph


@cache
def code_list(path: Path) -> Graph:
    return Graph().parse(path)


def schemes(graph: Graph) -> list[Node]:
    return list(graph.subjects(RDF.type, SKOS.ConceptScheme))


def concepts(graph: Graph) -> list[Node]:
    return list(graph.subjects(RDF.type, SKOS.Concept))


def texts(graph: Graph, subject: Node, predicate: URIRef) -> list[Literal]:
    return [value for value in graph.objects(subject, predicate) if isinstance(value, Literal)]


def languages(graph: Graph, subject: Node, predicate: URIRef) -> list[str | None]:
    return sorted((text.language for text in texts(graph, subject, predicate)), key=str)


# the rules


def scheme_is_named_and_defined(graph: Graph) -> Iterable[object]:
    for scheme in schemes(graph):
        for predicate in (SKOS.prefLabel, SKOS.definition):
            if languages(graph, scheme, predicate) != LANGUAGES:
                yield scheme, predicate


def scheme_has_source_licence_version_and_day(graph: Graph) -> Iterable[object]:
    for scheme in schemes(graph):
        if languages(graph, scheme, DCTERMS.source) != ["nl"]:
            yield scheme, DCTERMS.source
        if not isinstance(graph.value(scheme, DCTERMS.license), URIRef):
            yield scheme, DCTERMS.license
        if not re.fullmatch(r"\d+\.\d+\.\d+", " ".join(texts(graph, scheme, OWL.versionInfo))):
            yield scheme, OWL.versionInfo
        if [text.datatype for text in texts(graph, scheme, DCTERMS.created)] != [XSD.date]:
            yield scheme, DCTERMS.created


def concept_has_one_label_in_each_language(graph: Graph) -> Iterable[object]:
    return (it for it in concepts(graph) if languages(graph, it, SKOS.prefLabel) != LANGUAGES)


def concept_has_one_definition_in_each_language(graph: Graph) -> Iterable[object]:
    return (it for it in concepts(graph) if languages(graph, it, SKOS.definition) != LANGUAGES)


def definition_is_one_sentence(graph: Graph) -> Iterable[object]:
    for it in concepts(graph):
        for text in texts(graph, it, SKOS.definition):
            if not text.endswith(".") or ". " in text:
                yield it, text


def notes_come_in_both_languages(graph: Graph) -> Iterable[object]:
    return (it for it in set(graph.subjects(SKOS.scopeNote)) if languages(graph, it, SKOS.scopeNote) != LANGUAGES)


def concept_is_in_one_scheme(graph: Graph) -> Iterable[object]:
    for it in concepts(graph):
        homes = list(graph.objects(it, SKOS.inScheme))
        if len(homes) != 1 or homes[0] not in schemes(graph):
            yield it


def notation_is_unique_in_its_scheme(graph: Graph) -> Iterable[object]:
    seen: Counter[tuple[Node | None, str]] = Counter()
    for it in concepts(graph):
        notations = texts(graph, it, SKOS.notation)
        if len(notations) != 1:
            yield it
        seen.update((graph.value(it, SKOS.inScheme), str(notation)) for notation in notations)
    yield from (found for found, times in seen.items() if times > 1)


def concept_is_at_the_top_or_below_another(graph: Graph) -> Iterable[object]:
    for it in concepts(graph):
        above = list(graph.transitive_objects(it, SKOS.broader))
        tops = [top for place in above for top in graph.objects(place, SKOS.topConceptOf)]
        if tops != [graph.value(it, SKOS.inScheme)]:
            yield it


def concept_names_its_source(graph: Graph) -> Iterable[object]:
    return (it for it in concepts(graph) if languages(graph, it, DCTERMS.source) != ["nl"])


def address_is_that_of_the_list(graph: Graph) -> Iterable[object]:
    for it in concepts(graph):
        name = str(graph.value(it, SKOS.inScheme)).removeprefix(SCHEME)
        if str(it).rpartition("/")[0] != HERE + SHORTER.get(name, name):
            yield it


def key_is_the_notation_in_lower_case_with_hyphens(graph: Graph) -> Iterable[object]:
    for it in concepts(graph):
        key = str(it).rpartition("/")[2]
        notation = str(graph.value(it, SKOS.notation))
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) or key != notation.lower().replace(".", "-"):
            yield it


def names_are_not_shared(graph: Graph) -> Iterable[object]:
    """No two members of a list share a name, and none has the same name twice."""
    seen = Counter(
        (graph.value(it, SKOS.inScheme), text)
        for it in concepts(graph)
        for predicate in (SKOS.prefLabel, SKOS.altLabel)
        for text in texts(graph, it, predicate)
    )
    return (found for found, times in seen.items() if times > 1)


def class_is_one_of_the_ontology(graph: Graph) -> Iterable[object]:
    for it in concepts(graph):
        kinds = [kind for kind in graph.objects(it, RDF.type) if kind != SKOS.Concept]
        if len(kinds) != 1 or SKOS.Concept not in ontology().transitive_objects(kinds[0], RDFS.subClassOf):
            yield it


def one_class_to_a_list(graph: Graph) -> Iterable[object]:
    for scheme in schemes(graph):
        kinds = {kind for it in graph.subjects(SKOS.inScheme, scheme) for kind in graph.objects(it, RDF.type)}
        if len(kinds - {SKOS.Concept}) > 1:
            yield scheme


def terms_exist(graph: Graph) -> Iterable[object]:
    used = {term for triple in graph for term in triple if str(term).startswith(ONTOLOGY)}
    return used - set(ontology().subjects(RDF.type))


def property_fits_the_class(graph: Graph) -> Iterable[object]:
    """A property of ours stands with a member of its domain and, if that is a list, leads to a member of its range."""
    for subject, predicate, value in graph:
        for domain in ontology().objects(predicate, RDFS.domain):
            if domain not in graph.objects(subject, RDF.type):
                yield subject, predicate
        for wanted in ontology().objects(predicate, RDFS.range):
            if isinstance(value, URIRef) and wanted not in everything().objects(value, RDF.type):
                yield subject, predicate, value


def links_lead_somewhere(graph: Graph) -> Iterable[object]:
    ours = {o for o in graph.objects() if str(o).startswith(HERE) and not str(o).startswith(ONTOLOGY)}
    return ours - set(everything().subjects()) - set(graph.subjects())


def orders_run_from_one_without_gaps(graph: Graph) -> Iterable[object]:
    for scheme in schemes(graph):
        members = list(graph.subjects(SKOS.inScheme, scheme))
        for order in ORDERS:
            places = sorted(int(place) for it in members for place in texts(graph, it, order))
            if places and places != list(range(1, len(members) + 1)):
                yield scheme, order


def effect_category_has_both_poles_in_each_language(graph: Graph) -> Iterable[object]:
    for it in graph.subjects(RDF.type, URIRef(ONTOLOGY + "EffectCategory")):
        for pole in ("desiredPole", "undesiredPole"):
            if languages(graph, it, URIRef(ONTOLOGY + pole)) != LANGUAGES:
                yield it, pole


def facet_is_in_one_category(graph: Graph) -> Iterable[object]:
    for it in graph.subjects(RDF.type, URIRef(ONTOLOGY + "Facet")):
        if len(list(graph.objects(it, URIRef(ONTOLOGY + "facetInCategory")))) != 1:
            yield it


def theme_serves_the_goal_of_its_letter(graph: Graph) -> Iterable[object]:
    for it in graph.subjects(RDF.type, URIRef(ONTOLOGY + "PolicyTheme")):
        goals = [everything().value(goal, SKOS.notation) for goal in graph.objects(it, URIRef(ONTOLOGY + "servesGoal"))]
        if [str(goal) for goal in goals] != [str(graph.value(it, SKOS.notation))[0]]:
            yield it


def statements_are_plain(graph: Graph) -> Iterable[object]:
    for triple in graph:
        if any(isinstance(term, BNode) for term in triple):
            yield triple
        if any(str(term).startswith(str(OWL)) and term != OWL.versionInfo for term in triple):
            yield triple


RULES: list[Rule] = [
    scheme_is_named_and_defined,
    scheme_has_source_licence_version_and_day,
    concept_has_one_label_in_each_language,
    concept_has_one_definition_in_each_language,
    definition_is_one_sentence,
    notes_come_in_both_languages,
    concept_is_in_one_scheme,
    notation_is_unique_in_its_scheme,
    concept_is_at_the_top_or_below_another,
    concept_names_its_source,
    address_is_that_of_the_list,
    key_is_the_notation_in_lower_case_with_hyphens,
    names_are_not_shared,
    class_is_one_of_the_ontology,
    one_class_to_a_list,
    terms_exist,
    property_fits_the_class,
    links_lead_somewhere,
    orders_run_from_one_without_gaps,
    effect_category_has_both_poles_in_each_language,
    facet_is_in_one_category,
    theme_serves_the_goal_of_its_letter,
    statements_are_plain,
]

EXCUSED = {
    ("work-location-type", key_is_the_notation_in_lower_case_with_hyphens): "the codes of IBIS are capitals",
    ("work-location-type", class_is_one_of_the_ontology): "the ontology has no class for the types of IBIS",
}
"""Lists that need not keep a rule, and why; an excuse that is no longer needed fails."""

HEAD = """@prefix ka: <https://w3id.org/ketenatlas/ontology#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix scheme: <https://w3id.org/ketenatlas/scheme/> .
@prefix tool: <https://w3id.org/ketenatlas/tool/> . @prefix obstacle: <https://w3id.org/ketenatlas/obstacle/> .
"""
GREEN = """
scheme:tool a skos:ConceptScheme ; skos:prefLabel "lijst"@nl , "list"@en ; skos:definition "d"@nl , "d"@en ;
    skos:scopeNote "n"@nl , "n"@en ; dct:source "bron"@nl ; dct:license <https://example.org/licence> ;
    owl:versionInfo "0.2.0" ; dct:created "2026-11-24"^^xsd:date .
tool:one a ka:Instrument , skos:Concept ; skos:inScheme scheme:tool ; skos:topConceptOf scheme:tool ;
    skos:notation "one" ; skos:prefLabel "een"@nl , "one"@en ; skos:altLabel "1"@nl ;
    skos:definition "De eerste."@nl , "The first."@en ; dct:source "bron"@nl ; ka:position 1 .
tool:b-2 a ka:Instrument , skos:Concept ; skos:inScheme scheme:tool ; skos:broader tool:one ;
    skos:notation "B.2" ; skos:prefLabel "twee"@nl , "two"@en ;
    skos:definition "De tweede."@nl , "The second."@en ; dct:source "bron"@nl ; ka:position 2 ;
    ka:addressesObstacle obstacle:finance .
"""
"""A list about which no rule has anything to say."""

# the rule, part of GREEN, what it becomes
RED = [
    (scheme_is_named_and_defined, '"lijst"@nl , "list"@en', '"lijst"@nl'),
    (scheme_is_named_and_defined, 'skos:definition "d"@nl , "d"@en', 'skos:definition "d"@nl , "e"@nl , "d"@en'),
    (scheme_has_source_licence_version_and_day, 'skos:scopeNote "n"@nl , "n"@en ; dct:source "bron"@nl ;', ""),
    (scheme_has_source_licence_version_and_day, "dct:license <https://example.org/licence> ;", ""),
    (scheme_has_source_licence_version_and_day, "<https://example.org/licence>", '"EUPL-1.2"'),
    (scheme_has_source_licence_version_and_day, 'owl:versionInfo "0.2.0" ;', ""),
    (scheme_has_source_licence_version_and_day, '"0.2.0"', '"new"'),
    (scheme_has_source_licence_version_and_day, '"2026-11-24"^^xsd:date', '"2026"'),
    (concept_has_one_label_in_each_language, '"een"@nl , "one"@en', '"een"@nl , "eentje"@nl , "one"@en'),
    (concept_has_one_label_in_each_language, '"een"@nl , "one"@en', '"een"@nl'),
    (concept_has_one_definition_in_each_language, '"De eerste."@nl , "The first."@en', '"The first."@en'),
    (definition_is_one_sentence, '"De eerste."', '"De eerste. Niet de tweede."'),
    (definition_is_one_sentence, '"De eerste."', '"De eerste"'),
    (notes_come_in_both_languages, '"n"@nl , "n"@en', '"n"@nl'),
    (concept_is_in_one_scheme, "skos:inScheme scheme:tool ; skos:broader", "skos:broader"),
    (concept_is_in_one_scheme, "skos:inScheme scheme:tool ; skos:broader", "skos:inScheme scheme:tools ; skos:broader"),
    (notation_is_unique_in_its_scheme, 'skos:notation "B.2"', 'skos:notation "one"'),
    (notation_is_unique_in_its_scheme, 'skos:notation "B.2" ;', ""),
    (concept_is_at_the_top_or_below_another, "skos:topConceptOf scheme:tool ;", ""),
    (concept_is_at_the_top_or_below_another, "skos:broader tool:one", "skos:broader tool:three"),
    (concept_is_at_the_top_or_below_another, "skos:topConceptOf scheme:tool ;", "skos:broader tool:b-2 ;"),
    (concept_names_its_source, 'dct:source "bron"@nl ; ka:position 1', "ka:position 1"),
    (address_is_that_of_the_list, "tool:b-2 a", "obstacle:b-2 a"),
    (key_is_the_notation_in_lower_case_with_hyphens, "tool:b-2 a", "tool:b_2 a"),
    (key_is_the_notation_in_lower_case_with_hyphens, "tool:b-2 a", "tool:two a"),
    (names_are_not_shared, '"twee"@nl', '"een"@nl'),
    (names_are_not_shared, '"twee"@nl', '"1"@nl'),
    (names_are_not_shared, 'skos:altLabel "1"@nl', 'skos:altLabel "een"@nl'),
    (class_is_one_of_the_ontology, "tool:one a ka:Instrument ,", "tool:one a ka:Place ,"),
    (class_is_one_of_the_ontology, "tool:one a ka:Instrument ,", "tool:one a ka:Tool ,"),
    (class_is_one_of_the_ontology, "tool:one a ka:Instrument ,", "tool:one a"),
    (one_class_to_a_list, "tool:one a ka:Instrument ,", "tool:one a ka:Obstacle ,"),
    (terms_exist, "ka:addressesObstacle", "ka:solves"),
    (property_fits_the_class, "tool:b-2 a ka:Instrument ,", "tool:b-2 a ka:Obstacle ,"),
    (property_fits_the_class, "ka:addressesObstacle obstacle:finance", "ka:addressesObstacle tool:one"),
    (links_lead_somewhere, "obstacle:finance", "obstacle:money"),
    (orders_run_from_one_without_gaps, "ka:position 2", "ka:position 3"),
    (orders_run_from_one_without_gaps, "ka:position 2", "ka:position 1"),
    (orders_run_from_one_without_gaps, "ka:position 2 ;", ""),
    (effect_category_has_both_poles_in_each_language, "tool:one a ka:Instrument ,", "tool:one a ka:EffectCategory ,"),
    (effect_category_has_both_poles_in_each_language, "tool:one a ka:Instrument ,", 'tool:one ka:desiredPole "d"@nl , "d"@en ; ka:undesiredPole "u"@nl ; a ka:EffectCategory ,'),
    (facet_is_in_one_category, "tool:one a ka:Instrument ,", "tool:one a ka:Facet ,"),
    (theme_serves_the_goal_of_its_letter, "tool:b-2 a ka:Instrument ,", "tool:b-2 a ka:PolicyTheme ,"),
    (theme_serves_the_goal_of_its_letter, "tool:b-2 a ka:Instrument ,", "tool:b-2 ka:servesGoal <https://w3id.org/ketenatlas/policy-goal/a> ; a ka:PolicyTheme ,"),
    (statements_are_plain, "ka:addressesObstacle obstacle:finance", "ka:addressesObstacle [ a ka:Obstacle ]"),
    (statements_are_plain, "a ka:Instrument , skos:Concept ; skos:inScheme scheme:tool ; skos:broader", "a ka:Instrument , skos:Concept , owl:Class ; skos:inScheme scheme:tool ; skos:broader"),
]  # fmt: skip


def parsed(turtle: str) -> Graph:
    return Graph().parse(data=HEAD + turtle, format="turtle")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_good_list_breaks_no_rule(rule: Rule):
    assert list(rule(parsed(GREEN))) == []


@pytest.mark.parametrize(
    ("rule", "part", "instead"), RED, ids=[f"{rule.__name__}-{n}" for n, (rule, *_) in enumerate(RED)]
)
def test_rule_finds_what_breaks_it(rule: Rule, part: str, instead: str):
    assert part in GREEN
    assert list(rule(parsed(GREEN.replace(part, instead))))


def test_every_rule_has_a_case_that_breaks_it():
    assert {rule for rule, *_ in RED} == set(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_list_keeps_the_rule(path: Path, rule: Rule):
    found = list(rule(code_list(path)))
    if (path.stem, rule) in EXCUSED:
        assert found, f"{path.stem} no longer needs its excuse: {EXCUSED[path.stem, rule]}"
    else:
        assert found == []


def test_excuses_are_for_lists_and_rules_that_exist():
    assert {name for name, _ in EXCUSED} <= {path.stem for path in FILES}
    assert {rule for _, rule in EXCUSED} <= set(RULES)


# the files and what they hold


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_holds_the_list_it_is_named_after(path: Path):
    held = {str(scheme).removeprefix(SCHEME) for scheme in schemes(code_list(path))}
    assert held == TOGETHER.get(path.stem, {path.stem})
    assert len(path.read_text(encoding="utf-8").splitlines()) < 300


def test_only_lists_filled_from_tables_are_empty():
    sizes = Counter(everything().objects(None, SKOS.inScheme))
    empty = {str(scheme).removeprefix(SCHEME) for scheme in schemes(everything()) if sizes[scheme] < 2}
    assert empty == FROM_TABLES


def test_every_class_of_list_members_has_its_list():
    """What a class of the ontology may be, is listed here, in a table, or elsewhere by its nature."""
    listed = {kind for it in concepts(everything()) for kind in everything().objects(it, RDF.type)}
    classes = set(ontology().subjects(RDFS.subClassOf, SKOS.Concept))
    missing = {str(kind).removeprefix(ONTOLOGY) for kind in classes - listed}
    assert missing == {"ChainStage", "InnovationCoalition", "IndustryCode", "KeyTechnology"}


def notations(kind: str, order: str = "notation") -> list[str]:
    """Notations of the members of a class, in the order of a property of ours or else of the notation itself."""
    graph = everything()
    found = graph.subjects(RDF.type, URIRef(ONTOLOGY + kind))
    by = SKOS.notation if order == "notation" else URIRef(ONTOLOGY + order)
    return [str(graph.value(it, SKOS.notation)) for it in sorted(found, key=lambda it: graph.value(it, by))]


def test_lists_that_a_document_fixes_are_complete():
    assert notations("PolicyTheme") == ["A.1", "A.2", "B.1", "B.2", "B.3", "C.1", "C.2"]
    assert notations("PolicyGoal") == ["A", "B", "C"]
    assert len(notations("CoordinationForm")) == 3
    assert len(notations("EffectCategory")) == 4
    assert len(notations("Facet")) == 13
    assert len(notations("ProvincialRole")) == 3
    assert len(notations("ProductionFactor")) == 4
    assert len(notations("RelationKind")) == 3


def test_ordered_lists_run_the_right_way():
    categories = ["1", "2", "3.1", "3.2", "4.1", "4.2", "5.1", "5.2", "5.3", "6"]
    assert notations("EnvironmentalCategory", "categoryRank") == categories
    levels = ["plot", "work-location", "municipality", "region", "province", "national"]
    assert notations("ScaleLevel", "position") == levels
    assert notations("EvidenceLevel", "evidenceRank") == ["asserted", "estimated", "reconstructed", "synthetic"]
    phases = ["programming", "planning", "land-allocation", "environmental-permit"]
    assert notations("AssessmentPhase", "position") == phases
    plans = notations("PlanPhase", "position")
    assert plans.index("draft") < plans.index("adopted") < plans.index("irrevocable") < plans.index("realised")
