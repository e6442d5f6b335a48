"""Instruments in use: which instrument was used for which project or place, by whom, with how much, in which period."""

import polars as pl

from graph.terms import mint, typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Choice, Column, Number, Reference
from loaders.kinds import By, Listed
from loaders.lists import listed
from loaders.loader import Loader

_KINDS = ("project", "park", "campus")
_use = claim_iri("instrument-use", "instrument", "for_kind", "used_for", "source")
_used_for = pl.coalesce(*(pl.when(pl.col("for_kind") == kind).then(mint(kind, "used_for")) for kind in _KINDS))

LOADER = Loader(
    name="instruments_use",
    about={"nl": "Inzet van instrumenten", "en": "Instruments in use"},
    columns=(
        Column("instrument", Listed("instrument"), required=True),
        Column("for_kind", Choice(_KINDS), required=True),
        Column("used_for", By("for_kind", tuple((kind, Reference(kind)) for kind in _KINDS)), required=True),
        Column("party", Reference("organisation")),
        Column("amount_eur", Number(least=0, unit="euros")),
        *CLAIMED,
    ),
    key=("instrument", "for_kind", "used_for", "source"),
    patterns=(
        *claimed("ka:InstrumentUse", _use),
        (_use, "ka:usedInstrument", listed("instrument", "instrument")),
        (_use, "ka:usedFor", _used_for),
        (_use, "ka:usedBy", mint("organisation", "party")),
        (_use, "ka:amountEur", typed("amount_eur", "decimal")),
    ),
)
