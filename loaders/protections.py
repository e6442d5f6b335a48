"""Protections: which document safeguards the function or a quality of a business park, from when to when.

A park without a row is a park of which no protection is known; that is no proof that there is none.
"""

from functools import partial

from graph.terms import mint, text
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Column, Reference
from loaders.documents import DOCUMENT, document_iri
from loaders.kinds import Listed, Several, each
from loaders.lists import listed
from loaders.loader import Loader

_protection = claim_iri("protection", "park", "document", "source")

LOADER = Loader(
    name="protections",
    about={"nl": "Planologische borging van bedrijventerreinen", "en": "Protection of business parks in planning law"},
    columns=(
        Column("park", Reference("park"), required=True),
        Column("document", DOCUMENT, required=True),
        Column("quality", Several(Listed("spatial-quality"))),
        Column("passage"),
        *CLAIMED,
    ),
    key=("park", "document", "source"),
    patterns=(
        *claimed("ka:Protection", _protection),
        (_protection, "ka:protectedLocation", mint("park", "park")),
        (_protection, "ka:setOutIn", document_iri("document")),
        *each(_protection, "ka:protectedQuality", "quality", partial(listed, "spatial-quality")),
        (_protection, "ka:passage", text("passage")),
    ),
)
