"""Supplies between establishments as a survey counts them: how much of what in which period, and who said so.

A delivery is one whether the supplier, the customer or both report it; the same in another period is another.
"""

from collections.abc import Mapping

import polars as pl

from graph.terms import mint, text, typed
from loaders.claims import CLAIMED, claim_iri, claimed, slug
from loaders.columns import Choice, Code, Column, Number, Reference
from loaders.loader import Loader

_DAY = r"\d{4}-\d{2}-\d{2}"
PERIOD = Code(rf"\d{{4}}(?:-\d{{4}})?|{_DAY}/{_DAY}", "a year, years from-to, or days as 2024-01-01/2024-06-30")

_supply = claim_iri("supply", "supplier", "customer", slug("resource"), slug("period"), "source")


def _within_period() -> Mapping[str, pl.Expr]:
    """First and last day of the claim: as given, else those of the period, so that two periods never overlap."""
    period = pl.col("period")
    first, last = (period.str.extract(pattern) for pattern in (rf"^({_DAY})/", rf"/({_DAY})$"))
    start = pl.coalesce(first, period.str.slice(0, 4) + "-01-01")
    end = pl.coalesce(last, period.str.slice(-4) + "-12-31")
    return {"valid_from": pl.coalesce("valid_from", start), "valid_to": pl.coalesce("valid_to", end)}


LOADER = Loader(
    name="supply_surveys",
    about={
        "nl": "Leveringen tussen vestigingen volgens een enquête, met hoeveelheid en periode",
        "en": "Supplies between establishments according to a survey, with quantity and period",
    },
    columns=(
        Column("supplier", Reference("establishment"), required=True, aliases=("leverancier",)),
        Column("customer", Reference("establishment"), required=True, aliases=("afnemer", "klant")),
        Column("resource", required=True, aliases=("product", "goed", "grondstof")),
        Column("chain", Reference("chain"), aliases=("keten",)),
        Column("period", PERIOD, required=True, aliases=("jaar", "periode")),
        Column("quantity", Number(least=0), lenient=True, aliases=("hoeveelheid", "aantal")),
        Column("unit", aliases=("eenheid",)),
        Column("side", Choice(("supplier", "customer", "both")), required=True, aliases=("respondent", "opgave")),
        *CLAIMED,
    ),
    key=("supplier", "customer", "resource", "period", "source"),
    restricted=True,
    patterns=(
        *claimed("ka:SupplyRelation", _supply),
        (_supply, "ka:supplier", mint("establishment", "supplier")),
        (_supply, "ka:customer", mint("establishment", "customer")),
        (_supply, "ka:inChain", mint("chain", "chain")),
        (_supply, "ka:resource", text("resource", "nl")),
        (_supply, "ka:period", text("period")),
        (_supply, "ka:value", typed("quantity", "decimal")),
        (_supply, "ka:unit", text("unit")),
        (_supply, "ka:reportedBySide", text("side")),
    ),
    derive=_within_period(),
)
