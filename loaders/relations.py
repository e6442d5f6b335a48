"""Relations between establishments that are publicly documented: supplies and collaborations."""

import polars as pl

from graph.statements import Pattern
from graph.terms import mint, text, typed
from loaders.claims import CLAIMED, claim_iri, claimed, slug
from loaders.columns import Choice, Column, Number, Reference
from loaders.loader import Loader

_keys = ("supplier", "customer", slug("resource"), "source")
_supply = claim_iri("supply", *_keys)
_collaboration = claim_iri("collaboration", *_keys)


def _only(kind: str, patterns: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
    """Patterns that speak only for rows of one kind."""
    return tuple((pl.when(pl.col("kind") == kind).then(s), p, o) for s, p, o in patterns)


LOADER = Loader(
    name="relations",
    about={
        "nl": "Leveringen en samenwerkingen tussen vestigingen",
        "en": "Supplies and collaborations between establishments",
    },
    columns=(
        Column("kind", Choice(("supply", "collaboration")), required=True),
        Column("supplier", Reference("establishment"), required=True),
        Column("customer", Reference("establishment"), required=True),
        Column("chain", Reference("chain"), required=True),
        Column("resource", required=True),
        Column("value", Number(least=0), lenient=True),
        Column("unit"),
        *CLAIMED,
    ),
    key=("kind", "supplier", "customer", "resource", "source"),
    patterns=(
        *_only(
            "supply",
            (
                *claimed("ka:SupplyRelation", _supply),
                (_supply, "ka:supplier", mint("establishment", "supplier")),
                (_supply, "ka:customer", mint("establishment", "customer")),
                (_supply, "ka:inChain", mint("chain", "chain")),
                (_supply, "ka:resource", text("resource", "en")),
                (_supply, "ka:value", typed("value", "decimal")),
                (_supply, "ka:unit", text("unit")),
            ),
        ),
        *_only(
            "collaboration",
            (
                *claimed("ka:Collaboration", _collaboration),
                (_collaboration, "ka:partner", mint("establishment", "supplier")),
                (_collaboration, "ka:partner", mint("establishment", "customer")),
                (_collaboration, "ka:inChain", mint("chain", "chain")),
                (_collaboration, "ka:resource", text("resource", "en")),
            ),
        ),
    ),
)
