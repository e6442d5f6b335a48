"""Plots: pieces of land on a business park, with their status, their area and who is on them.

A plot names its park by the park number, or as the IBIS database does by the number the register itself gives parks
(``terreinid``); the table of parks tells which is which.
"""

from dataclasses import dataclass
from functools import partial

import polars as pl

from graph.statements import Pattern
from graph.terms import mint, node, text, typed
from loaders.answers import Year
from loaders.categories import Category, category
from loaders.claims import CLAIMED, dated
from loaders.columns import SLUG, Code, Column, Known, Number, Reference
from loaders.forecasts import HECTARES
from loaders.geometry import AREA, area_of
from loaders.ibis_columns import DEFINITE
from loaders.kinds import Named, Several, each
from loaders.lists import listed
from loaders.loader import Loader

REGISTER = "park-by-register-id"
"""Kind of thing whose key tells which park a number of the register means: ``17=2942``."""
_SQUARE_METRES = 10_000
_PER_OWNER = ("issuable", "later")
_OWNERS = {"gemeente": "municipality", "particulier": "private"}
"""Whose plot it is, where the register keeps state and owner apart; other owners leave the state as it is."""

_plot = mint("plot", "plot_id")


@dataclass(frozen=True)
class Park(Reference):
    """A park by its number, or where that is not given by the number the register gives it (column ``register_id``)."""

    thing: str = "park"

    @property
    def expected(self) -> str:
        """The two ways to name a park."""
        return "the key of a park that is in the atlas, or in register_id (terreinid) the number its register gives it"

    @property
    def things(self) -> frozenset[str]:
        """Parks, and the numbers their register gives them."""
        return frozenset((self.thing, REGISTER))

    def understood(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """The park number; a number of the register that means two parks means none."""
        told = known.get(REGISTER, pl.Series(dtype=pl.String)).str.split_exact("=", 1).struct.unnest()
        one = told.unique().filter(pl.col("field_0").is_unique())
        means = pl.col("register_id").replace_strict(
            one["field_0"], one["field_1"], default=None, return_dtype=pl.String
        )
        return pl.when(cell == _BY_REGISTER).then(pl.coalesce(means, cell)).otherwise(cell)


_BY_REGISTER = "no park number"
"""What an empty cell stands for."""


def _occupants() -> tuple[Pattern, ...]:
    """Each occupant lies on the plot: the statement is about the occupant."""
    said = each(_plot, "ka:onPlot", "occupant", partial(mint, "establishment"))
    return tuple((occupant, predicate, plot) for plot, predicate, occupant in said)


def _status() -> pl.Expr:
    """The state of issue, with the owner where the register keeps the two apart."""
    owner = pl.col("owner_type").str.to_lowercase().replace_strict(_OWNERS, default=None, return_dtype=pl.String)
    apart = pl.col("status").is_in(list(_PER_OWNER)) & owner.is_not_null()
    return pl.when(apart).then(pl.concat_str("status", owner, separator="-")).otherwise(pl.col("status"))


def _hectares() -> pl.Expr:
    """The area in hectares, where it is given in square metres."""
    metres = pl.col("area_m2").cast(pl.Decimal(20, 6)) / _SQUARE_METRES
    return pl.coalesce("area_ha", metres.cast(pl.Decimal(20, 6)).cast(pl.String))


LOADER = Loader(
    name="plots",
    about={"nl": "Kavels van bedrijventerreinen", "en": "Plots of business parks"},
    columns=(
        Column("plot_id", SLUG, required=True, aliases=("id", "kavelid", "kavel_id", "ibis_id")),
        Column("name", aliases=("naam", "kavelnaam")),
        Column("register_id", Code(r"\d{1,10}", "a number"), aliases=("terreinid", "terrein_id")),
        Column("park", Park(), default=_BY_REGISTER, aliases=("rin", "rin_nr", "rin_nummer", "rinnummer")),
        Column("workflow_status", DEFINITE),
        Column("status", Named("plot-status"), required=True, aliases=("kavelstatus",)),
        Column("owner_type", aliases=("eigenaartype",)),
        Column("area_ha", HECTARES, aliases=("opp_geometrie_ha", "oppervlakte ha")),
        Column("area_m2", Number(least=0, unit="square metres"), aliases=("kaveloppervlak",)),
        Column("issued_to", aliases=("uitgegevenaan",)),
        Column("issued_since", Year(), lenient=True, aliases=("eerstejaaruitgifte",)),
        Column("obsolescence", aliases=("verouderingsstatus", "faseveroudering")),
        Column("category", Category(), lenient=True, aliases=("milieuwet_code", "milieuwet")),
        Column("occupant", Several(Reference("establishment"))),
        *AREA,
        *CLAIMED,
    ),
    key=("plot_id",),
    provides="plot",
    unused=(
        "datummutatie",
        "gemeenteid",
        "gemeentenaam",
        "gemeente_naam",
        "gt_key",
        "record_created_reason",
    ),
    patterns=(
        (_plot, "rdf:type", node("ka:Plot")),
        (_plot, "rdfs:label", text("name")),
        (_plot, "ka:plotOf", mint("park", "park")),
        (_plot, "ka:plotStatus", listed("plot-status", _status())),
        (_plot, "ka:plotOwnerType", text("owner_type")),
        (_plot, "ka:areaHa", typed(_hectares(), "decimal")),
        (_plot, "ka:issuedTo", text("issued_to")),
        (_plot, "ka:issuedSince", text("issued_since")),
        (_plot, "ka:plotObsolescence", text("obsolescence")),
        (_plot, "ka:plotCategory", category("category")),
        *_occupants(),
        *area_of(_plot, pl.concat_str(pl.lit("plot-"), "plot_id")),
        *dated(_plot),
    ),
)
