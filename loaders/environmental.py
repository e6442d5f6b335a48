"""Environmental space: the category a business park offers, or the one an establishment needs."""

import polars as pl

from graph.terms import mint
from loaders.claims import CLAIMED, claim_iri, claimed
from loaders.columns import Choice, Column, Reference
from loaders.kinds import By, Listed
from loaders.lists import listed
from loaders.loader import Loader

_claim = claim_iri("category", "kind", "thing", "source")
_category = listed("environmental-category", "category")
_park = pl.when(pl.col("kind") == "offered").then(mint("park", "thing"))
_establishment = pl.when(pl.col("kind") == "needed").then(mint("establishment", "thing"))

LOADER = Loader(
    name="environmental",
    about={"nl": "Geboden en benodigde milieucategorie", "en": "Environmental category offered and needed"},
    columns=(
        Column("kind", Choice(("offered", "needed")), required=True),
        Column(
            "thing",
            By("kind", (("offered", Reference("park")), ("needed", Reference("establishment")))),
            required=True,
        ),
        Column("category", Listed("environmental-category"), required=True),
        *CLAIMED,
    ),
    key=("kind", "thing", "source"),
    patterns=(
        *claimed("ka:CategoryClaim", _claim),
        (_claim, "ka:claimedFor", pl.coalesce(_park, _establishment)),
        (_claim, "ka:claimedCategory", _category),
        (_park, "ka:offeredCategory", _category),
        (_establishment, "ka:neededCategory", _category),
    ),
)
