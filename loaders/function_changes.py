"""Function changes: what a business park loses its space to, and the space programmed elsewhere to replace it.

Without replacement nothing is said of it: that is reported, and is no violation.
"""

from functools import partial

import polars as pl

from graph.terms import mint, node, text, typed
from loaders.claims import CLAIMED, claim_iri, claimed, dated
from loaders.columns import SLUG, Column, Reference
from loaders.documents import document_iri
from loaders.forecasts import HECTARES
from loaders.kinds import Listed, Several, each
from loaders.lists import listed
from loaders.loader import Loader

_change = claim_iri("function-change", "change_id")
_replacement = pl.when(pl.col("replacement_park").is_not_null()).then(claim_iri("replacement", "change_id"))

LOADER = Loader(
    name="function_changes",
    about={"nl": "Functiewijzigingen en vervangende ruimte", "en": "Function changes and replacement space"},
    columns=(
        Column("change_id", SLUG, required=True),
        Column("park", Reference("park"), required=True),
        Column("changed_to", required=True),
        Column("area_ha", HECTARES),
        Column("quality", Several(Listed("spatial-quality"))),
        Column("replacement_park", Reference("park")),
        Column("replacement_ha", HECTARES),
        Column("replacement_agreement", Reference("agreement")),
        *CLAIMED,
    ),
    key=("change_id",),
    patterns=(
        *claimed("ka:FunctionChange", _change),
        (_change, "ka:atLocation", mint("park", "park")),
        (_change, "ka:changedTo", text("changed_to")),
        (_change, "ka:areaHa", typed("area_ha", "decimal")),
        *each(_change, "ka:lostQuality", "quality", partial(listed, "spatial-quality")),
        (_change, "ka:replacedBy", _replacement),
        (_replacement, "rdf:type", node("ka:ReplacementSpace")),
        (_replacement, "ka:atLocation", mint("park", "replacement_park")),
        (_replacement, "ka:areaHa", typed("replacement_ha", "decimal")),
        (_replacement, "ka:agreedIn", document_iri("replacement_agreement")),
        *dated(_replacement),
    ),
)
