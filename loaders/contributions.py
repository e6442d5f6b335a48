"""Contributions: which societal task an establishment contributes to, and by what."""

from graph.terms import mint, text
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Column, Reference
from loaders.kinds import Listed
from loaders.lists import listed
from loaders.loader import Loader

_contribution = claim_iri("contribution", "establishment", "task", "source")

LOADER = Loader(
    name="contributions",
    about={"nl": "Bijdragen aan maatschappelijke opgaven", "en": "Contributions to societal tasks"},
    columns=(
        Column("establishment", Reference("establishment"), required=True),
        Column("task", Listed("societal-task"), required=True),
        Column("rationale", required=True),
        *CLAIMED,
    ),
    key=("establishment", "task", "source"),
    patterns=(
        *claimed("ka:TaskContribution", _contribution),
        (_contribution, "ka:contributor", mint("establishment", "establishment")),
        (_contribution, "ka:servesTask", listed("societal-task", "task")),
        (_contribution, "ka:rationale", text("rationale")),
    ),
)
