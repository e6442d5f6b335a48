"""Key technologies and domains of national frames: the National Technology Strategy and the Wennink report."""

from graph.terms import mint, node, text, typed
from loaders.claims import SOURCED, concept, defined, sourced
from loaders.columns import SLUG, Choice, Column, Number
from loaders.loader import Loader

_technology = mint("technology", "technology_id")
_scheme = mint("scheme", "frame")

LOADER = Loader(
    name="technologies",
    about={
        "nl": "Sleuteltechnologieën en domeinen uit nationale kaders",
        "en": "Key technologies and domains of national frames",
    },
    columns=(
        Column("technology_id", SLUG, required=True),
        Column("frame", Choice(("nts", "wennink")), required=True),
        Column("position", Number(least=1, whole=True), required=True),
        Column("label_nl", required=True),
        Column("label_en", required=True),
        Column("definition_nl", required=True),
        Column("definition_en", required=True),
        *SOURCED,
    ),
    key=("technology_id",),
    provides="technology",
    patterns=(
        (_technology, "rdf:type", node("ka:KeyTechnology")),
        (_technology, "ka:frame", text("frame")),
        (_technology, "ka:position", typed("position", "integer")),
        *concept(_technology, _scheme, "technology_id"),
        (_technology, "skos:topConceptOf", _scheme),
        *defined(_technology),
        *sourced(_technology),
    ),
)
