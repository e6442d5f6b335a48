"""Flows between municipalities or regions: commuting, goods, relocations, students; figures may be fractional.

Flows between the same places add up: rows that name former municipalities by codes of their own stay apart.
"""

from dataclasses import dataclass

import polars as pl

from graph.statements import Pattern
from graph.terms import text, typed
from loaders.claims import CLAIMED, claim_iri, claimed, slug
from loaders.columns import Column, Joined, Known, Number, Reference
from loaders.forecasts import PERIOD
from loaders.kinds import Listed
from loaders.lists import listed
from loaders.loader import Loader
from loaders.municipalities import Municipality, municipality_iri
from loaders.regions import region_iri


@dataclass(frozen=True)
class Place(Municipality):
    """A municipality by its CBS code, or a region by its key."""

    @property
    def expected(self) -> str:
        """Both kinds of place."""
        return "the CBS code of a municipality, such as GM0772, or the key of a region that is in the atlas"

    @property
    def things(self) -> frozenset[str]:
        """Municipalities with their changes, and regions."""
        return super().things | {"region"}

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether the atlas has the municipality or region."""
        return super().good(cell, known) | Reference("region").good(cell, known)


_flow = claim_iri("flow", slug("places"), "kind", slug("mode"), slug("resource"), "period", "source")


def _end(column: str, name: str) -> tuple[Pattern, ...]:
    """Where a flow starts or ends, by the kind of place."""
    town = pl.col(column).str.contains(r"^GM\d{4}$")
    return (
        (_flow, f"ka:{name}Municipality", pl.when(town).then(municipality_iri(column))),
        (_flow, f"ka:{name}Region", pl.when(~town).then(region_iri(column))),
    )


LOADER = Loader(
    name="flows",
    about={
        "nl": "Stromen tussen gemeenten of regio's: pendel, goederen, verhuizingen, studenten",
        "en": "Flows between municipalities or regions: commuting, goods, relocations, students",
    },
    columns=(
        Column("from_place", Place(), required=True, aliases=("muni_from", "from_now", "from", "van", "herkomst")),
        Column("to_place", Place(), required=True, aliases=("muni_to", "to_now", "to", "naar", "bestemming")),
        Column("kind", Listed("flow-kind"), required=True, aliases=("soort", "stroom")),
        Column("value", Number(least=0), required=True, aliases=("waarde", "aantal")),
        Column("unit", required=True, aliases=("eenheid",)),
        Column("period", PERIOD, required=True, aliases=("periode", "jaar")),
        Column("mode", default="", aliases=("vervoerwijze",)),
        Column("resource", default="", aliases=("goed", "goederensoort")),
        Column("places", Joined(("from_place", "to_place"))),
        *CLAIMED,
    ),
    key=("places", "kind", "mode", "resource", "period", "source"),
    patterns=(
        *claimed("ka:Flow", _flow),
        *_end("from_place", "from"),
        *_end("to_place", "to"),
        (_flow, "ka:flowKind", listed("flow-kind", "kind")),
        (_flow, "ka:value", typed("value", "decimal")),
        (_flow, "ka:unit", text("unit")),
        (_flow, "ka:period", text("period")),
        (_flow, "ka:flowMode", text(pl.col("mode").replace("", None))),
        (_flow, "ka:resource", text(pl.col("resource").replace("", None), "nl")),
    ),
)
