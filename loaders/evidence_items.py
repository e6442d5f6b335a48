"""Evidence items: the data that support a finding, each with its own source and evidence level."""

from graph.terms import text, typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import SLUG, Column, Number, Reference
from loaders.kinds import Listed
from loaders.lists import listed
from loaders.loader import Loader

_item = claim_iri("evidence-item", "item_id")

LOADER = Loader(
    name="evidence_items",
    about={"nl": "Bewijsstukken bij bevindingen", "en": "Evidence items of findings"},
    columns=(
        Column("item_id", SLUG, required=True),
        Column("finding", Reference("finding"), required=True),
        Column("indicator", Listed("indicator")),
        Column("value", Number()),
        Column("unit"),
        Column("rationale"),
        *CLAIMED,
    ),
    key=("item_id",),
    patterns=(
        *claimed("ka:EvidenceItem", _item),
        (_item, "ka:supportsFinding", claim_iri("finding", "finding")),
        (_item, "ka:measuredBy", listed("indicator", "indicator")),
        (_item, "ka:value", typed("value", "decimal")),
        (_item, "ka:unit", text("unit")),
        (_item, "ka:rationale", text("rationale")),
    ),
)
