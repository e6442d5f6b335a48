"""Municipalities: CBS code, province and COROP area; and how the code of a former municipality is read."""

from dataclasses import dataclass

import polars as pl

from graph.terms import mint, node, text
from loaders.claims import SOURCED, sourced
from loaders.columns import Code, Column, Known, Reference
from loaders.loader import Loader
from loaders.regions import region_iri

GM = Code(
    r"GM(?:[1-9]\d{3}|0[1-9]\d{2}|00[1-9]\d|000[1-9])",
    "a CBS municipality code (GM0772); GM0000 stands for none",
)

CHANGE = "municipality-change"
"""Kind of thing whose key tells all of a change: ``GM0788-GM0757-split-2021-01-01``."""
WHOLE = ("merger", "renamed")
"""Kinds of change in which a municipality goes up in another as a whole."""
_CHANGE = r"^(?<old>GM\d{4})-(?<new>GM\d{4})-(?<kind>[a-z]+)-(?<on>.+)$"


@dataclass(frozen=True)
class Municipality(Reference):
    """A municipality of the atlas by its CBS code, also where a file gives the bare number: 772, 0772 and GM0772.

    The code of a former municipality that as a whole went up in one other is read as that one. A code the atlas has
    is never read otherwise, so that a change counts from the day the municipalities of the atlas are those after it.
    """

    thing: str = "municipality"

    @property
    def expected(self) -> str:
        """The code, and that the municipality must be there."""
        return "the CBS code of a municipality that is in the atlas, such as GM0772"

    @property
    def things(self) -> frozenset[str]:
        """Municipalities, and the changes by which former codes are read."""
        return frozenset((self.thing, CHANGE))

    def tidy(self, cell: pl.Expr) -> pl.Expr:
        """The code with its letters and four digits."""
        number = cell.str.to_uppercase().str.extract(r"^(?:GM)?0*(\d{1,4})$")
        return pl.when(number.is_null()).then(cell).otherwise("GM" + number.str.zfill(4))

    def understood(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """The successor where there is exactly one and it took over the whole; else the code itself."""
        former = _former(known).filter(pl.col("whole") & (pl.col("new").list.len() == 1))
        return cell.replace(former["old"], former["new"].list.first())

    def remark(self, cell: pl.Expr, known: Known) -> pl.Expr | None:
        """What became of a former municipality."""
        former = _former(known)
        told = {**dict(zip(former["old"], former["told"], strict=True)), "GM0000": "GM0000 stands for no municipality"}
        return cell.replace_strict(told, default=None, return_dtype=pl.String)


_VERBS = {"merger": "was merged into", "renamed": "became", "split": "was split over"}
"""What a change did to the former municipality; of a change of border the municipality stays."""


def _former(known: Known) -> pl.DataFrame:
    """Former municipalities: code (``old``), successors (``new``), whether as a whole, and what to tell of it."""
    nothing = pl.Series(dtype=pl.String)
    there = known.get("municipality", nothing)
    changes = known.get(CHANGE, nothing).to_frame("key").select(pl.col("key").str.extract_groups(_CHANGE)).unnest("key")
    return (
        changes.filter(pl.col("kind").is_in(list(_VERBS)) & ~pl.col("old").is_in(there.to_list()))
        .sort("old", "new", "on")
        .group_by("old", maintain_order=True)
        .agg(
            pl.col("new").unique(maintain_order=True),
            whole=pl.col("kind").is_in(WHOLE).all(),
            verb=pl.col("kind").replace_strict(_VERBS).last(),
            on=pl.col("on").max(),
        )
        .with_columns(told=pl.format("{} {} {} on {}", "old", "verb", pl.col("new").list.join(", "), "on"))
    )


def municipality_iri(column: str) -> pl.Expr:
    """TOOI address of a municipality by its CBS code."""
    return mint("municipality", pl.col(column).str.to_lowercase())


_municipality = municipality_iri("code")

LOADER = Loader(
    name="municipalities",
    about={
        "nl": "Gemeenten met CBS-code, provincie en COROP-gebied",
        "en": "Municipalities with CBS code, province and COROP area",
    },
    columns=(
        Column("code", GM, required=True),
        Column("name", required=True),
        Column("province", Reference("region"), required=True),
        Column("corop", Reference("region")),
        *SOURCED,
    ),
    key=("code",),
    provides="municipality",
    required=True,
    patterns=(
        (_municipality, "rdf:type", node("ka:Municipality")),
        (_municipality, "rdfs:label", text("name")),
        (_municipality, "skos:notation", text("code")),
        (_municipality, "ka:within", region_iri("province")),
        (_municipality, "ka:inStatisticalRegion", region_iri("corop")),
        *sourced(_municipality),
    ),
)
