"""The gate: every shape and every check has a case that makes it fire, and the good fixture makes none of them stop."""

from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import SH

from graph import shapes
from graph.statements import from_rdf
from tests.graph import policy_cases

HEAD = """@prefix : <https://example.org/> . @prefix ka: <https://w3id.org/ketenatlas/ontology#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix evidence: <https://w3id.org/ketenatlas/evidence/> . @prefix mk: <https://w3id.org/ketenatlas/mapping-kind/> .
@prefix province: <https://identifier.overheid.nl/tooi/id/provincie/> .
@prefix plot: <https://w3id.org/ketenatlas/plot-status/> .
"""
SOURCE = ':src a ka:Source ; foaf:page :page ; ka:retrievedOn "2026-01-01"^^xsd:date ; dct:license "x" . '
LEVEL = "evidence:asserted a ka:EvidenceLevel . "
CLAIM = "a ka:Claim ; ka:evidenceLevel evidence:asserted ; dct:source :src"
CHAIN = (
    ':c a ka:ValueChain ; rdfs:label "k"@nl , "c"@en ; skos:definition "k"@nl , "c"@en ; ka:status "v"@nl ; '
    'owl:versionInfo "1" ; dct:source :src ; ka:hasStage :s1 , :s2 . '
)
STAGE = ':s1 a ka:ChainStage ; rdfs:label "s"@nl , "s"@en ; ka:position 1 . '
EST = ':o ka:hasEstablishment :e . :o a ka:Organisation . :e a ka:Establishment ; rdfs:label "e" ; dct:source :src ; ka:inMunicipality :m . :m a ka:Municipality . '
PARK = ':p a ka:BusinessPark , ka:WorkLocation ; rdfs:label "p" ; ka:parkNumber "1" ; ka:within :m ; ka:grossAreaHa 5.0 ; ka:netAreaHa 4.0 ; ka:issuableAreaHa 1.0 ; ka:workLocationType :t . '
GREEN = (
    SOURCE
    + LEVEL
    + CHAIN
    + STAGE
    + STAGE.replace(":s1", ":s2")
    + EST
    + EST.replace(":e ", ":f ")
    + PARK
    + f":part {CLAIM} ; a ka:StageParticipation ; ka:participant :e ; ka:inStage :s1 . "
    + f":sup {CLAIM} ; a ka:SupplyRelation ; ka:supplier :e ; ka:customer :f . "
    + f":col {CLAIM} ; a ka:Collaboration ; ka:partner :e , :f . "
    + f":mem {CLAIM} ; a ka:RegionMembership ; ka:member :m ; ka:region :r ; ka:primary true . :r a ka:PolicyRegion . "
    + f":q {CLAIM} ; a ka:LocationQuality ; ka:location :p ; ka:quality :k . :k a ka:SpatialQuality . "
    + f':fig {CLAIM} ; a ka:ParkFigure ; ka:atLocation :p ; ka:period "2025" . '
    + ':camp a ka:Campus ; ka:knowledgeCarrier "u" . '
)
"""Facts about which no shape has anything to say."""

# part of GREEN, what it becomes, the Dutch message that must follow
RED = [
    ('rdfs:label "k"@nl , "c"@en ;', 'rdfs:label "k"@nl , "c"@de ;', "Een keten heeft precies één Nederlands en één Engels label."),
    ('skos:definition "k"@nl , "c"@en ;', "", "Een keten heeft een definitie in het Nederlands en het Engels."),
    ('ka:status "v"@nl ;', "", "Een keten heeft een status."),
    ('owl:versionInfo "1" ;', 'owl:versionInfo "1" , "2" ;', "Een keten heeft één versie."),
    ('owl:versionInfo "1" ; dct:source :src ;', 'owl:versionInfo "1" ;', "Een keten heeft een bron."),
    ("ka:hasStage :s1 , :s2", "ka:hasStage :s1", "Een keten heeft ten minste twee schakels."),
    ("ka:hasStage :s1 , :s2", "ka:hasStage :s1 , :s3", "Een schakel hoort bij precies één keten."),
    (':s1 a ka:ChainStage ; rdfs:label "s"@nl , "s"@en', ':s1 a ka:ChainStage ; rdfs:label "s"@nl', "Een schakel heeft een Nederlands en een Engels label."),
    (':s1 a ka:ChainStage ; rdfs:label "s"@nl , "s"@en ; ka:position 1', ':s1 a ka:ChainStage ; rdfs:label "s"@nl , "s"@en ; ka:position 1 , 2', "Een schakel heeft één plaats in de keten."),
    ("ka:participant :e ;", "ka:participant :m ;", "Een deelname heeft precies één vestiging."),
    ("ka:inStage :s1 .", "ka:inStage :s1 , :s2 .", "Een deelname noemt precies één schakel."),
    ("ka:supplier :e ;", "", "Een levering heeft precies één leverancier."),
    ("ka:customer :f .", "ka:customer :f , :e .", "Een levering heeft precies één afnemer."),
    ("ka:customer :f .", "ka:customer :e .", "Een vestiging levert niet aan zichzelf."),
    ("ka:partner :e , :f", "ka:partner :e", "Een samenwerking heeft twee verschillende partners."),
    (f":part {CLAIM}", ":part a ka:Claim ; dct:source :src", "Een bewering heeft precies één bewijsniveau."),
    (f":part {CLAIM}", ":part a ka:Claim ; ka:evidenceLevel evidence:asserted", "Een bewering noemt haar bron."),
    (f":part {CLAIM}", f':part {CLAIM} ; ka:validFrom "2026-01-02"^^xsd:date ; ka:validTo "2026-01-01"^^xsd:date', "Een bewering begint niet na haar einde."),
    ("foaf:page :page ;", "", "Een bron heeft een adres."),
    ('ka:retrievedOn "2026-01-01"^^xsd:date ;', 'ka:retrievedOn "2026" ;', "Een bron heeft een datum van raadpleging."),
    (' ; dct:license "x"', "", "De licentie van de bron is niet bekend; alleen feiten zijn overgenomen."),
    (":o ka:hasEstablishment :e .", "", "Een vestiging hoort bij precies één organisatie."),
    (':e a ka:Establishment ; rdfs:label "e" ;', ":e a ka:Establishment ;", "Een vestiging heeft een naam."),
    (":camp a ka:Campus", ":e ka:situatedOn :p , :p2 . :p2 a ka:BusinessPark . :camp a ka:Campus", "Een vestiging ligt op hoogstens één bedrijventerrein."),
    ('rdfs:label "e" ; dct:source :src ;', 'rdfs:label "e" ;', "Een vestiging noemt haar bron."),
    ("ka:inMunicipality :m .", "ka:situatedOn :p .", "Een vestiging ligt in een gemeente, of in een gebied buiten de provincie."),
    ('rdfs:label "p" ;', "", "Een bedrijventerrein heeft een naam."),
    ('ka:parkNumber "1"', 'ka:parkNumber "1" , "2"', "Een bedrijventerrein heeft één RIN-nummer."),
    ("ka:within :m ; ka:gross", "ka:gross", "Een bedrijventerrein ligt in een gemeente."),
    ("ka:grossAreaHa 5.0 ; ka:netAreaHa 4.0 ; ka:issuableAreaHa 1.0", "ka:grossAreaHa 0.99 ; ka:netAreaHa 0.9 ; ka:issuableAreaHa 0.0", "Kleiner dan 1 hectare bruto; volgens de definitie van IBIS is dit geen bedrijventerrein."),
    ("ka:netAreaHa 4.0", "ka:netAreaHa 6.0", "Netto oppervlakte is groter dan bruto."),
    ("ka:issuableAreaHa 1.0", "ka:issuableAreaHa 4.5", "Uitgeefbare oppervlakte is groter dan netto."),
    (" ; ka:workLocationType :t", "", "Het type werklocatie is onbekend."),
    ("ka:grossAreaHa 5.0", "ka:grossAreaHa 5.0 , 6.0", "Een bedrijventerrein heeft nu één bruto oppervlakte."),
    ("ka:atLocation :p ;", "ka:atLocation :p , :m ;", "Jaarcijfers gaan over precies één werklocatie."),
    ('; ka:period "2025"', "", "Jaarcijfers noemen één jaar."),
    ("ka:member :m ;", "", "Een lidmaatschap heeft precies één gemeente."),
    ("ka:region :r ;", "ka:region :m ;", "Een lidmaatschap noemt precies één beleidsregio."),
    ("ka:primary true", 'ka:primary "perhaps"', "Een lidmaatschap zegt of het voor totalen telt."),
    ("ka:location :p ;", "", "Een kwaliteit hoort bij precies één werklocatie."),
    ("ka:quality :k .", "ka:quality :p .", "Een kwaliteitsbewering noemt precies één kwaliteit."),
    (' ; ka:knowledgeCarrier "u"', "", "Van deze campus is geen kennisdrager bekend; zonder manifeste kennisdrager is het volgens de definitie geen campus."),
]  # fmt: skip


def findings(turtle: str, tmp_path: Path) -> pl.DataFrame:
    path = tmp_path / "facts.ttl"
    path.write_text(HEAD + turtle)
    return shapes.run_shapes(from_rdf(path, "https://example.org/g"))


@pytest.mark.parametrize("good", [GREEN, policy_cases.GREEN], ids=["chains and places", "policy"])
def test_good_facts_make_no_shape_fire(good, tmp_path: Path):
    assert findings(good, tmp_path).rows() == []


CASES = [(GREEN, *case) for case in RED] + [(policy_cases.GREEN, *case) for case in policy_cases.RED]


@pytest.mark.parametrize(("good", "part", "instead", "message"), CASES, ids=[message for *_, message in CASES])
def test_shape_fires(good, part, instead, message, tmp_path: Path):
    assert part in good
    assert message in findings(good.replace(part, instead), tmp_path)["message_nl"].to_list()


def test_columns_and_pyshacl_find_the_same_in_every_case(tmp_path: Path):
    """All good facts and all cases in one graph, each under names of its own."""
    texts = [GREEN, policy_cases.GREEN, *(good.replace(part, instead) for good, part, instead, _ in CASES)]
    texts += [f':thing ka:{name} "2026" ; ka:{name} "2026-13-01"^^xsd:date .' for name in policy_cases.DATES]
    merged = []
    for number, turtle in enumerate(texts):
        path = tmp_path / f"{number}.ttl"
        path.write_text(HEAD.replace("<https://example.org/>", f"<https://example.org/{number}/>") + turtle)
        merged.append(from_rdf(path, f"https://example.org/g{number}"))
    facts = pl.concat(merged)
    ours = shapes.run_shapes(facts)
    theirs = shapes.run_shapes(facts, in_columns=False)
    assert ours.rows() == theirs.rows()
    assert ours.height > len(CASES)


def test_a_shape_that_is_not_for_columns_is_left_to_pyshacl(tmp_path: Path):
    (tmp_path / "x.ttl").write_text(
        HEAD + "@prefix sh: <http://www.w3.org/ns/shacl#> . "
        ':Odd a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path ( :p :q ) ; sh:minCount 1 ; sh:message "way"@nl ] . '
        ':Even a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :p ; sh:minCount 1 ; sh:message "one"@nl ] . '
        ':Not a sh:NodeShape ; sh:targetClass :T ; sh:not [ sh:class :U ] ; sh:message "none"@nl .'
    )
    compiled, others = shapes.compile_shapes(shapes.shapes_graph(tmp_path))
    assert len(compiled) == 1
    assert set(others.subjects(SH.targetClass)) == {
        rdflib.URIRef(f"https://example.org/{name}") for name in ("Odd", "Not")
    }
    data = tmp_path / "data.ttl"
    data.write_text(HEAD + ":a a :T , :U . :b a :T ; :p :c . :c :q :d .")
    facts = from_rdf(data, "https://example.org/g")
    found = shapes.run_shapes(facts, tmp_path).select("subject", "message_nl").rows()
    assert sorted(found) == [
        (f"https://example.org/{name}", word) for name, word in (("a", "none"), ("a", "one"), ("a", "way"))
    ]
    assert found == shapes.run_shapes(facts, tmp_path, in_columns=False).select("subject", "message_nl").rows()


@pytest.mark.parametrize("name", policy_cases.DATES)
def test_a_day_that_is_no_day_is_found(name, tmp_path: Path):
    wrong = findings(f':thing ka:{name} "2026" . :other ka:{name} "2026-01-01"^^xsd:date .', tmp_path)
    assert wrong.select("subject", "message_nl").rows() == [("https://example.org/thing", "Dit is geen datum.")]


def test_a_finding_names_the_property_also_when_it_is_followed_backwards(tmp_path: Path):
    found = findings(GREEN.replace(":o ka:hasEstablishment :e .", ""), tmp_path)
    assert found["check"].to_list() == ["^ka:hasEstablishment"]


def test_every_shape_has_a_case_that_makes_it_fire():
    messages = {str(m) for m in shapes.shapes_graph().objects(None, SH.message) if m.language == "nl"}
    assert messages == {message for *_, message in CASES}
    dated = {str(p).rpartition("#")[2] for p in shapes.shapes_graph().objects(None, SH.targetSubjectsOf)}
    assert dated == set(policy_cases.DATES)


def test_every_message_is_in_both_languages():
    graph = shapes.shapes_graph()
    for shape in set(graph.subjects(SH.message)):
        assert {message.language for message in graph.objects(shape, SH.message)} == {"nl", "en"}


MUNICIPALITY = ":m a ka:Municipality ; ka:within province:pv30 . "
MEMBER = ":mem ka:member :m ; ka:primary true . "
GEOMETRY = (
    ":p <http://www.opengis.net/ont/geosparql#hasDefaultGeometry> :o . :o <http://www.opengis.net/ont/geosparql#asWKT> "
)
OUTLINE = (
    ':l ka:loaderName "outlines" ; ka:loadedInto :g . '
    ":g { :m <http://www.opengis.net/ont/geosparql#hasDefaultGeometry> :o . "
)
CHECKS = {
    "primary-membership": (
        MUNICIPALITY + MEMBER + ':old ka:member :m ; ka:primary true ; ka:validTo "2020-12-31"^^xsd:date . ',
        MUNICIPALITY + MEMBER + ":other ka:member :m ; ka:primary true . ",
    ),
    "park-in-two-municipalities": (
        ":p a ka:BusinessPark ; ka:within :m , :prov . :m a ka:Municipality . :prov a ka:Province .",
        ":p a ka:BusinessPark ; ka:within :m , :n . :m a ka:Municipality . :n a ka:Municipality .",
    ),
    "establishment-off-its-park": (
        ":e ka:situatedOn :p ; ka:inMunicipality :m . :p ka:within :m .",
        ":e ka:situatedOn :p ; ka:inMunicipality :m . :p ka:within :n .",
    ),
    "area-off-its-plots": (
        ":p ka:grossAreaHa 100.0 ; ka:netAreaHa 80.05 . :a ka:plotOf :p ; ka:areaHa 80.0 ; ka:plotStatus plot:issued . "
        ":b ka:plotOf :p ; ka:areaHa 19.5 ; ka:plotStatus plot:public-space . "
        ':old ka:plotOf :p ; ka:areaHa 9.0 ; ka:plotStatus plot:issued ; ka:validTo "2020-12-31"^^xsd:date .',
        ":p ka:grossAreaHa 100.0 . :a ka:plotOf :p ; ka:areaHa 80.0 ; ka:plotStatus plot:issued . "
        ":b ka:plotOf :p ; ka:areaHa 18.5 ; ka:plotStatus plot:option .",
    ),
    "flow-across-chains": (
        ":f ka:fromStage :a ; ka:toStage :b . :c ka:hasStage :a , :b .",
        ":f ka:fromStage :a ; ka:toStage :b . :c ka:hasStage :a . :d ka:hasStage :b .",
    ),
    "double-label": (
        ':a a ka:Organisation ; rdfs:label "one" . :b a ka:Organisation ; rdfs:label "two" .',
        ':a a ka:Organisation ; rdfs:label "one" . :b a ka:Organisation ; rdfs:label "one" .',
    ),
    "synthetic": (":c ka:evidenceLevel evidence:estimated .", ":c ka:evidenceLevel evidence:synthetic ."),
    "mapping-unsigned": (
        ':x a ka:Mapping ; ka:confirmation "to-be-confirmed" . :y a ka:Mapping ; ka:confirmation "confirmed" ; '
        'ka:confirmedBy "r" ; ka:confirmedOn "2026-01-01"^^xsd:date .',
        ':y a ka:Mapping ; ka:confirmation "confirmed" ; ka:confirmedBy "r" .',
    ),
    "mapping-exact-twice": (
        ":m ka:mappedSubject :a ; ka:mappingKind mk:exact ; ka:mappedObject :b . :b skos:inScheme :l . "
        ":n ka:mappedSubject :a ; ka:mappingKind mk:exact ; ka:mappedObject :c . :c skos:inScheme :k .",
        ":m ka:mappedSubject :a ; ka:mappingKind mk:exact ; ka:mappedObject :b . :b skos:inScheme :l . "
        ":n ka:mappedSubject :a ; ka:mappingKind mk:exact ; ka:mappedObject :c . :c skos:inScheme :l .",
    ),
    "disjoint": (
        "ka:Place owl:disjointWith ka:Claim . :x a ka:Place . :y a ka:Claim .",
        "ka:Place owl:disjointWith ka:Claim . :x a ka:Place , ka:Claim .",
    ),
    "datatype": (
        "ka:jobs a owl:DatatypeProperty ; rdfs:range xsd:integer . :e ka:jobs 3 . "
        'ka:part a owl:DatatypeProperty ; rdfs:range rdfs:Literal . :e ka:part "x"@nl .',
        'ka:jobs a owl:DatatypeProperty ; rdfs:range xsd:integer . :e ka:jobs "three" .',
    ),
    "area-differs": (
        ":p ka:grossAreaHa 10.0 ; ka:measuredAreaHa 10.9 . :q ka:areaHa 1.0 ; ka:measuredAreaHa 1.5 .",
        ":p ka:grossAreaHa 10.0 ; ka:measuredAreaHa 11.1 .",
    ),
    "park-straddles": (
        ":p a ka:BusinessPark . :s ka:shareOf :p ; ka:shareIn :z ; ka:areaShare 0.5 . :z a ka:RegulatoryZone .",
        ":p a ka:BusinessPark . :s ka:shareOf :p ; ka:shareIn :m ; ka:areaShare 0.7 . "
        ":m <http://www.opengis.net/ont/geosparql#hasDefaultGeometry> :o .",
    ),
    "several-geometries": (
        GEOMETRY + '"POINT (5 51)" .',
        GEOMETRY + '"POINT (5 51)" , "POINT (5 52)" .',
    ),
    "outlines-of-others": (OUTLINE + "} :m a ka:Municipality .", OUTLINE + "}"),
    "coalition-without-chain": (
        ":c a ka:InnovationCoalition . :p ka:coalition :c .",
        ":c a ka:InnovationCoalition .",
    ),
}


def run(turtle: str) -> dict[str, list[str]]:
    store = ox.Store()
    store.load((HEAD + turtle).encode(), format=ox.RdfFormat.TRIG)
    found = shapes.run_checks(store, "2026-11-24")
    return {row["check"]: row["subject"] for row in found.iter_rows(named=True)}


@pytest.mark.parametrize("name", CHECKS)
def test_check_fires_and_does_not(name):
    green, red = CHECKS[name]
    assert name not in run(green)
    assert name in run(red)


def test_every_check_has_a_case():
    assert {check.id for check in shapes.checks()} == set(CHECKS)


def test_a_municipality_without_primary_membership_is_found():
    assert run(MUNICIPALITY) == {"primary-membership": "https://example.org/m"}


def test_a_check_without_message_is_refused(tmp_path: Path):
    (tmp_path / "x.rq").write_text("#+ id: x\n#+ severity: stop\nSELECT ?subject {}")
    with pytest.raises(Exception, match="a check needs id, severity and a message"):
        shapes.checks(tmp_path)


def test_what_the_gate_says_of_the_fixtures(small, ended):
    """Themes bring boundary cases of their own, which may be noted or reported; nothing of either may stop a build."""
    told = set(small.findings.filter(pl.col("check") != "synthetic").select("severity", "subject").iter_rows())
    assert {("note", "coalition:tweede"), ("note", "park:1008"), ("report", "park:1007")} <= told
    assert ("note", "document:visoud") in told
    assert small.findings.filter(pl.col("severity") == "stop").is_empty()
    assert ended.findings.filter(pl.col("severity") == "stop").is_empty()
