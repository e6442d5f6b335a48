"""Obstacles: what holds a project back, according to whom."""

from graph.terms import mint, text
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Column, Reference
from loaders.kinds import Listed
from loaders.lists import listed
from loaders.loader import Loader

_report = claim_iri("obstacle", "project", "obstacle", "source")

LOADER = Loader(
    name="obstacles",
    about={"nl": "Obstakels bij projecten", "en": "Obstacles to projects"},
    columns=(
        Column("project", Reference("project"), required=True),
        Column("obstacle", Listed("obstacle"), required=True),
        Column("rationale"),
        *CLAIMED,
    ),
    key=("project", "obstacle", "source"),
    patterns=(
        *claimed("ka:ObstacleReport", _report),
        (_report, "ka:obstructedProject", mint("project", "project")),
        (_report, "ka:reportedObstacle", listed("obstacle", "obstacle")),
        (_report, "ka:rationale", text("rationale")),
    ),
)
