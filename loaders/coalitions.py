"""Innovation coalitions that the province names."""

from graph.terms import mint, node
from loaders.claims import SOURCED, concept, defined, sourced
from loaders.columns import SLUG, Column
from loaders.loader import Loader

_SCHEME = node("scheme:innovation-coalition")
_coalition = mint("coalition", "coalition_id")

LOADER = Loader(
    name="coalitions",
    about={"nl": "Innovatiecoalities", "en": "Innovation coalitions"},
    columns=(
        Column("coalition_id", SLUG, required=True),
        Column("label_nl", required=True),
        Column("label_en", required=True),
        Column("definition_nl", required=True),
        Column("definition_en", required=True),
        *SOURCED,
    ),
    key=("coalition_id",),
    provides="coalition",
    patterns=(
        (_coalition, "rdf:type", node("ka:InnovationCoalition")),
        *concept(_coalition, _SCHEME, "coalition_id"),
        (_coalition, "skos:topConceptOf", _SCHEME),
        *defined(_coalition),
        *sourced(_coalition),
    ),
)
