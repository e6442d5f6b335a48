"""Unused potential: a quality of a business park that is not or only partly used, and how much of it."""

from graph.terms import mint, text, typed
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Column, Number, Reference
from loaders.kinds import Listed
from loaders.lists import listed
from loaders.loader import Loader

_potential = claim_iri("potential", "park", "quality", "source")

LOADER = Loader(
    name="potentials",
    about={"nl": "Onbenut potentieel van bedrijventerreinen", "en": "Unused potential of business parks"},
    columns=(
        Column("park", Reference("park"), required=True),
        Column("quality", Listed("spatial-quality"), required=True),
        Column("amount", Number(least=0)),
        Column("unit"),
        *CLAIMED,
    ),
    key=("park", "quality", "source"),
    patterns=(
        *claimed("ka:UnusedPotential", _potential),
        (_potential, "ka:atLocation", mint("park", "park")),
        (_potential, "ka:potentialOf", listed("spatial-quality", "quality")),
        (_potential, "ka:value", typed("amount", "decimal")),
        (_potential, "ka:unit", text("unit")),
    ),
)
