"""Programming agreements: what regions and the province agreed on demand for and supply of work locations."""

import polars as pl

from graph.terms import node, text
from loaders.columns import Column, Reference
from loaders.documents import PAPER, document_iri, paper
from loaders.kinds import Several, each
from loaders.loader import Loader
from loaders.regions import region_iri

_agreement = document_iri("document_id")

LOADER = Loader(
    name="agreements",
    about={"nl": "Programmeringsafspraken van regio en provincie", "en": "Agreements of regions and province"},
    columns=(
        Column("region", Several(Reference("region")), required=True),
        *PAPER,
    ),
    key=("document_id",),
    provides="agreement",
    patterns=(
        (_agreement, "rdf:type", node("ka:ProgrammingAgreement")),
        (_agreement, "ka:documentKind", text(pl.lit("programming-agreement"))),
        (_agreement, "ka:documentLevel", node("scale-level:region")),
        *each(_agreement, "ka:region", "region", region_iri),
        *paper(),
    ),
)
