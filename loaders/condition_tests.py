"""Condition tests: whether a project meets an entry condition; without a row that is unknown."""

from graph.terms import mint, typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import FLAG, Column, Reference
from loaders.loader import Loader

_test = claim_iri("condition-test", "condition", "project")

LOADER = Loader(
    name="condition_tests",
    about={"nl": "Toetsen van projecten aan instapcondities", "en": "Tests of projects against entry conditions"},
    columns=(
        Column("condition", Reference("condition"), required=True),
        Column("project", Reference("project"), required=True),
        Column("met", FLAG, required=True),
        *CLAIMED,
    ),
    key=("condition", "project"),
    patterns=(
        *claimed("ka:ConditionTest", _test),
        (_test, "ka:testedCondition", claim_iri("condition", "condition")),
        (_test, "ka:testedProject", mint("project", "project")),
        (_test, "ka:conditionMet", typed("met", "boolean")),
    ),
)
