"""Regional visions: spatial-economic (RREV) or economic, of which region, and how the province is involved."""

import polars as pl

from graph.terms import node, text, typed
from loaders.columns import FLAG, Column, Reference
from loaders.documents import PAPER, document_iri, paper
from loaders.kinds import Listed, Several, each
from loaders.lists import listed
from loaders.loader import Loader
from loaders.regions import region_iri

_vision = document_iri("document_id")

LOADER = Loader(
    name="visions",
    about={"nl": "Regionale visies en de betrokkenheid van de provincie", "en": "Regional visions and who is involved"},
    columns=(
        Column("region", Several(Reference("region")), required=True),
        Column("vision_kind", Listed("vision-kind"), required=True),
        Column("involvement", Listed("involvement")),
        Column("priorities_complete", FLAG),
        *PAPER,
    ),
    key=("document_id",),
    provides="vision",
    patterns=(
        (_vision, "rdf:type", node("ka:RegionalVision")),
        (_vision, "ka:documentKind", text(pl.lit("regional-vision"))),
        (_vision, "ka:documentLevel", node("scale-level:region")),
        *each(_vision, "ka:region", "region", region_iri),
        (_vision, "ka:visionKind", listed("vision-kind", "vision_kind")),
        (_vision, "ka:provincialInvolvement", listed("involvement", "involvement")),
        (_vision, "ka:prioritiesComplete", typed("priorities_complete", "boolean")),
        *paper(),
    ),
)
