"""Changes of municipalities: what a former municipality went up in, so that files with its code are understood.

The successor is a municipality of the atlas: one that has changed since is given with its latest successor.
"""

import polars as pl

from graph.terms import node, text, typed
from loaders.claims import SOURCED, claim_iri, sourced
from loaders.columns import Choice, Column, Day, Joined, Number, Reference
from loaders.loader import Loader
from loaders.municipalities import CHANGE, GM, WHOLE, municipality_iri

_change = claim_iri("municipality-change", "old_code", "new_code", "on")

LOADER = Loader(
    name="municipality_changes",
    about={
        "nl": "Veranderingen van gemeenten: samenvoeging, splitsing, andere code, grenswijziging",
        "en": "Changes of municipalities: merger, split, other code, border",
    },
    columns=(
        Column("old_code", GM, required=True),
        Column("new_code", Reference("municipality"), required=True),
        Column("on", Day(), required=True),
        Column("kind", Choice((*WHOLE, "split", "border")), required=True),
        Column("share", Number(least=0, most=1)),
        Column("change", Joined(("old_code", "new_code", "kind", "on"))),
        *SOURCED,
    ),
    key=("change",),
    provides=CHANGE,
    patterns=(
        (_change, "rdf:type", node("ka:MunicipalityChange")),
        (_change, "ka:formerCode", text("old_code")),
        (_change, "ka:succeededBy", municipality_iri("new_code")),
        (_change, "ka:changedOn", typed("on", "date")),
        (_change, "ka:changeKind", text("kind")),
        (_change, "ka:successionShare", typed("share", "decimal")),
        *sourced(_change),
    ),
    # A merger or another code passes the whole on; of a split the share is what the source says, or unknown.
    derive={"share": pl.coalesce("share", pl.when(pl.col("kind").is_in(WHOLE)).then(pl.lit("1")))},
)
