"""Projects: restructuring of business parks and development of new ones, with phase, hectares and what they are for."""

from functools import partial

import polars as pl

from graph.terms import mint, node, text, typed
from loaders.claims import CLAIMED, dated
from loaders.columns import SLUG, Choice, Column, Day, Reference
from loaders.documents import document_iri
from loaders.forecasts import HECTARES
from loaders.kinds import By, Listed, Several, each
from loaders.lists import listed
from loaders.loader import Loader
from loaders.municipalities import municipality_iri

_CLASS = {"restructuring": "ka:RestructuringProject", "development": "ka:DevelopmentProject"}
_project = mint("project", "project_id")

LOADER = Loader(
    name="projects",
    about={"nl": "Herstructurering en nieuwe terreinen", "en": "Restructuring and new business parks"},
    columns=(
        Column("project_id", SLUG, required=True),
        Column("kind", Choice(tuple(_CLASS)), required=True),
        Column("name", required=True),
        Column("municipality", Reference("municipality"), required=True),
        Column("park", Reference("park")),
        Column("phase", Listed("plan-phase"), required=True),
        Column("gross_ha", HECTARES),
        Column("reissuable_ha", By("kind", (("restructuring", HECTARES),))),
        Column("planned_since", Day()),
        Column("starts", Day()),
        Column("ends", Day("end")),
        Column("commitment", Listed("commitment-level")),
        Column("agreement", Reference("agreement")),
        Column("work_environment", Several(Listed("work-environment"))),
        Column("chain", Several(Reference("chain"))),
        Column("stage", Several(Reference("stage"))),
        Column("task", Several(Listed("societal-task"))),
        Column("goal", Several(Listed("policy-goal"))),
        Column("interest", Several(Listed("provincial-interest"))),
        *CLAIMED,
    ),
    key=("project_id",),
    provides="project",
    patterns=(
        (_project, "rdf:type", node("ka:AreaProject")),
        *((_project, "rdf:type", pl.when(pl.col("kind") == kind).then(node(name))) for kind, name in _CLASS.items()),
        (_project, "rdfs:label", text("name")),
        (_project, "ka:projectIn", municipality_iri("municipality")),
        (_project, "ka:projectAt", mint("park", "park")),
        (_project, "ka:planPhase", listed("plan-phase", "phase")),
        (_project, "ka:grossHa", typed("gross_ha", "decimal")),
        (_project, "ka:reissuableHa", typed("reissuable_ha", "decimal")),
        (_project, "ka:plannedSince", typed("planned_since", "date")),
        (_project, "ka:startsOn", typed("starts", "date")),
        (_project, "ka:endsOn", typed("ends", "date")),
        (_project, "ka:commitmentLevel", listed("commitment-level", "commitment")),
        (_project, "ka:agreedIn", document_iri("agreement")),
        *each(_project, "ka:workEnvironment", "work_environment", partial(listed, "work-environment")),
        *each(_project, "ka:targetsChain", "chain", partial(mint, "chain")),
        *each(_project, "ka:targetsStage", "stage", partial(mint, "stage")),
        *each(_project, "ka:servesTask", "task", partial(listed, "societal-task")),
        *each(_project, "ka:servesGoal", "goal", partial(listed, "policy-goal")),
        *each(_project, "ka:hasInterest", "interest", partial(listed, "provincial-interest")),
        *dated(_project),
    ),
)
