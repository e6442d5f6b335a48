"""Mappings: how far an item of one list matches an item of another, how sure that is, and why.

The kind reads as in SKOS, from subject to object: ``broad`` means that the object is the broader of the two.
"""

import polars as pl

from graph.terms import mint, text, typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Choice, Column, Day, Number, ReferenceBy
from loaders.industry_codes import industry_code_iri
from loaders.loader import Loader

_OURS = ("chain", "coalition", "stage", "technology")
THINGS = (*_OURS, "industry-code")
"""Kinds of things that may be mapped."""

_mapping = claim_iri("mapping", "subject_kind", "subject", "object_kind", "object", "source")


def _item(kind: str, key: str) -> pl.Expr:
    """Address of the thing of the kind in one column with the key in another."""
    return pl.coalesce(
        *(pl.when(pl.col(kind) == thing).then(mint(thing, key)) for thing in _OURS),
        pl.when(pl.col(kind) == "industry-code").then(industry_code_iri(key)),
    )


LOADER = Loader(
    name="mappings",
    about={"nl": "Koppelingen tussen lijsten", "en": "Mappings between lists"},
    columns=(
        Column("subject_kind", Choice(THINGS), required=True),
        Column("subject", ReferenceBy("subject_kind", THINGS), required=True),
        Column("mapping_kind", Choice(("exact", "close", "broad", "narrow", "related")), required=True),
        Column("object_kind", Choice(THINGS), required=True),
        Column("object", ReferenceBy("object_kind", THINGS), required=True),
        Column("confidence", Number(least=0, most=1), required=True),
        Column("justification", required=True),
        Column("confirmation", Choice(("to-be-confirmed", "confirmed-by-source", "confirmed")), required=True),
        Column("confirmed_by"),
        Column("confirmed_on", Day()),
        *CLAIMED,
    ),
    key=("subject_kind", "subject", "object_kind", "object", "source"),
    patterns=(
        *claimed("ka:Mapping", _mapping),
        (_mapping, "ka:mappedSubject", _item("subject_kind", "subject")),
        (_mapping, "ka:mappedObject", _item("object_kind", "object")),
        (_mapping, "ka:mappingKind", mint("mapping-kind", "mapping_kind")),
        (_mapping, "ka:confidence", typed("confidence", "decimal")),
        (_mapping, "ka:justification", text("justification")),
        (_mapping, "ka:confirmation", text("confirmation")),
        (_mapping, "ka:confirmedBy", text("confirmed_by")),
        (_mapping, "ka:confirmedOn", typed("confirmed_on", "date")),
    ),
)
