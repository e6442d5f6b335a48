"""The ontology is lawful OWL 2 DL and OWL 2 RL, as the OWL API judges it, and speaks of all that the mission names."""

import shutil
import subprocess
from pathlib import Path

import owlready2
import pytest
import rdflib

from graph.resources import room
from graph.terms import PREFIXES
from tests.conftest import need

HERE = Path(__file__).resolve().parent
JARS = Path(owlready2.__file__).parent / "pellet"

CONCEPTS = {
    "policy": "PolicyDocument PolicyTheme PolicyGoal PolicyAction RegionalVision PriorityNaming PolicyCycle SocietalTask ScaleLevel ProvincialRole",
    "instruments": "Instrument InstrumentUse EntryCondition",
    "chains": "ValueChain ChainStage StageFlow StageParticipation SupplyRelation Collaboration",
    "technologies": "InnovationCoalition KeyTechnology",
    "places": "WorkLocation BusinessPark Campus Municipality Province",
    "plots": "Plot PlotStatus Quay QuayUse",
    "park-figures": "ParkFigure",
    "qualities": "SpatialQuality EnvironmentalCategory UnusedPotential StrategicDesignation FunctionChange ReplacementSpace OfficeLocation RetailArea",
    "regions": "PolicyRegion RegionMembership StatisticalRegion",
    "programming": "WorkEnvironment ProgrammingAgreement Forecast SupplyDemandBalance SpaceDemand",
    "logistics": "RegulatoryZone ZoneVersion ClusterLocation LargeScaleLogisticsSite",
    "coordination": "CoordinationTable CoordinationRound CoordinationIssue CoordinationDecision DemandShift",
    "added-value": "AssessmentFramework EffectCategory EffectPole AssessmentPhase RegionalValueAssessment AllocationCriterion EvidenceItem Facet AcquisitionLead",
    "projects": "RestructuringProject DevelopmentProject Obstacle PlanPhase Obsolescence",
    "national": "NationalFrame PolicyStatement AlignmentStatement Mapping Proposal",
    "evidence": "Claim EvidenceLevel Source Load",
    "cubes": "DisclosureStatus",
}
"""What the mission document names (by module), each a class."""


def violations(graph: rdflib.Graph, folder: Path) -> str:
    graph.remove((None, rdflib.OWL.imports, None))
    merged = folder / "merged.owl"
    graph.serialize(merged, format="xml")
    made = subprocess.run(
        ["java", "-cp", f"{JARS}/*", HERE / "Profile.java", merged], capture_output=True, text=True, check=True
    )
    return made.stdout


@pytest.fixture
def compiler() -> Path:
    found = shutil.which("javac")
    return need(Path(found) if found else None, "Java development kit, which runs the OWL API's profile check")


@pytest.fixture
def merged() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in room("ontology").glob("*.ttl"):
        graph.parse(path)
    for module in set(graph.subjects(rdflib.RDF.type, rdflib.OWL.Ontology)):
        if (module, rdflib.OWL.imports, None) not in graph:
            graph.remove((module, None, None))
    return graph


def test_the_ontology_is_in_owl_2_dl_and_rl(compiler, merged, tmp_path: Path):
    lines = violations(merged, tmp_path).splitlines()
    assert len(lines) == 1, lines[:5]
    assert int(lines[0].split()[0]) > 1000


@pytest.mark.parametrize(
    ("axiom", "profile"),
    [
        ("ka:within a owl:FunctionalProperty .", "OWL 2 DL"),
        ("ka:Place rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ka:within ; owl:someValuesFrom ka:Place ] .", "OWL 2 RL"),
        ("ka:adoptedOn rdfs:range xsd:date .", "OWL 2 RL"),
    ],
)  # fmt: skip
def test_an_axiom_outside_the_profile_is_found(axiom, profile, compiler, merged, tmp_path: Path):
    head = "".join(f"@prefix {p}: <{PREFIXES[p]}> . " for p in ("ka", "owl", "rdfs", "xsd"))
    merged.parse(data=head + axiom, format="turtle")
    assert f"{profile}: " in violations(merged, tmp_path)


@pytest.mark.parametrize("module", CONCEPTS)
def test_module_carries_what_the_mission_names(module):
    graph = rdflib.Graph().parse(room("ontology") / f"{module}.ttl")
    classes = {str(c).removeprefix(PREFIXES["ka"]) for c in graph.subjects(rdflib.RDF.type, rdflib.OWL.Class)}
    assert set(CONCEPTS[module].split()) <= classes


def test_every_module_is_imported_and_named_by_a_list_above_or_is_about_what_follows(merged):
    modules = {path.stem for path in room("ontology").glob("*.ttl")}
    assert modules - set(CONCEPTS) == {"ketenatlas", "translation", "organisations"}
