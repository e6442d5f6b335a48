"""Use of scarce factors: how much space, water, energy or labour an establishment uses, in which period."""

from graph.terms import mint, text, typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Column, Number, Reference
from loaders.forecasts import PERIOD
from loaders.kinds import Listed
from loaders.lists import listed
from loaders.loader import Loader

_use = claim_iri("factor-use", "establishment", "factor", "period", "source")

LOADER = Loader(
    name="factor_use",
    about={"nl": "Gebruik van schaarse productiefactoren", "en": "Use of scarce production factors"},
    columns=(
        Column("establishment", Reference("establishment"), required=True),
        Column("factor", Listed("production-factor"), required=True),
        Column("value", Number(least=0), required=True),
        Column("unit", required=True),
        Column("period", PERIOD, required=True),
        *CLAIMED,
    ),
    key=("establishment", "factor", "period", "source"),
    patterns=(
        *claimed("ka:FactorUse", _use),
        (_use, "ka:usingEstablishment", mint("establishment", "establishment")),
        (_use, "ka:factor", listed("production-factor", "factor")),
        (_use, "ka:value", typed("value", "decimal")),
        (_use, "ka:unit", text("unit")),
        (_use, "ka:period", text("period")),
    ),
)
