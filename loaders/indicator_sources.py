"""Indicator sources: which source gives figures for an indicator; an indicator without one has no data yet."""

from graph.terms import mint
from loaders.claims import SOURCED
from loaders.columns import Column
from loaders.kinds import Listed
from loaders.lists import listed
from loaders.loader import Loader

LOADER = Loader(
    name="indicator_sources",
    about={"nl": "Bronnen die indicatoren voeden", "en": "Sources that feed indicators"},
    columns=(
        Column("indicator", Listed("indicator"), required=True),
        *SOURCED,
    ),
    key=("indicator", "source"),
    patterns=((listed("indicator", "indicator"), "ka:answeredBy", mint("source", "source")),),
)
