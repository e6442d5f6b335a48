"""Innovation coalitions that the province names."""

from graph.terms import mint, node
from loaders.claims import SOURCED, labelled, sourced
from loaders.columns import SLUG, Column
from loaders.loader import Loader

_coalition = mint("coalition", "coalition_id")

LOADER = Loader(
    name="coalitions",
    about={"nl": "Innovatiecoalities", "en": "Innovation coalitions"},
    columns=(
        Column("coalition_id", SLUG, required=True),
        Column("label_nl", required=True),
        Column("label_en", required=True),
        *SOURCED,
    ),
    key=("coalition_id",),
    provides="coalition",
    patterns=(
        (_coalition, "rdf:type", node("ka:InnovationCoalition")),
        *labelled(_coalition),
        *sourced(_coalition),
    ),
)
