"""Successions: an establishment has moved, or stands under another number, from a day on and by a source."""

import polars as pl

from graph.terms import mint, text
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Choice, Column, Reference
from loaders.loader import Loader

_PROPERTY = {"relocated": "ka:relocatedTo", "superseded": "ka:supersededBy"}
_succession = claim_iri("succession", "establishment", "successor", "source")
_successor = mint("establishment", "successor")

LOADER = Loader(
    name="successions",
    about={"nl": "Verplaatste en opgevolgde vestigingen", "en": "Establishments that moved or were succeeded"},
    columns=(
        Column("establishment", Reference("establishment"), required=True),
        Column("kind", Choice(tuple(_PROPERTY)), required=True),
        Column("successor", Reference("establishment"), required=True),
        *CLAIMED,
    ),
    key=("establishment", "successor", "source"),
    patterns=(
        *claimed("ka:Succession", _succession),
        (_succession, "ka:succeededEstablishment", mint("establishment", "establishment")),
        (_succession, "ka:succeedingEstablishment", _successor),
        (_succession, "ka:successionKind", text("kind")),
        *(
            (mint("establishment", "establishment"), name, pl.when(pl.col("kind") == kind).then(_successor))
            for kind, name in _PROPERTY.items()
        ),
    ),
)
