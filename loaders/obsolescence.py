"""Obsolescence: business parks, or parts of them, that are outdated, under-used or badly fitting, and why."""

from graph.terms import mint, text, typed
from loaders.claims import CLAIMED, claim_iri, claimed, slug
from loaders.columns import Column, Reference
from loaders.forecasts import HECTARES
from loaders.loader import Loader

_obsolescence = claim_iri("obsolescence", "park", slug("part").fill_null("whole"), "source")

LOADER = Loader(
    name="obsolescence",
    about={"nl": "Veroudering van bedrijventerreinen", "en": "Obsolescence of business parks"},
    columns=(
        Column("park", Reference("park"), required=True),
        Column("part"),
        Column("area_ha", HECTARES),
        Column("cause"),
        *CLAIMED,
    ),
    key=("park", "part", "source"),
    patterns=(
        *claimed("ka:Obsolescence", _obsolescence),
        (_obsolescence, "ka:atLocation", mint("park", "park")),
        (_obsolescence, "ka:part", text("part")),
        (_obsolescence, "ka:areaHa", typed("area_ha", "decimal")),
        (_obsolescence, "ka:cause", text("cause")),
    ),
)
