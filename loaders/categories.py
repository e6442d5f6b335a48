"""Environmental categories as registers give them: of a main category with subcategories the lightest is claimed.

IBIS records main categories, the list of the ontology has the subcategories that plans use. A main category 4 is 4.1 or
4.2; at least 4.1 is offered, and that it is a lower bound shows in the evidence level.
"""

import polars as pl

from loaders.columns import Kind, Known
from loaders.lists import listed, words

_LIST = "environmental-category"


def _lightest() -> dict[str, str]:
    """The lightest subcategory of each main category that is only divided in the list."""
    divided = sorted(word for word in words(_LIST) if "." in word)
    return {word.partition(".")[0]: word for word in reversed(divided)}


class Category(Kind):
    """A main category or subcategory: ``4``, ``4.1``, ``4,1``, ``categorie 4``, ``Cat. 4``."""

    @property
    def expected(self) -> str:
        """The categories."""
        return f"an environmental category: {', '.join(sorted({*words(_LIST), *_lightest()}))}"

    def tidy(self, cell: pl.Expr) -> pl.Expr:
        """The bare number."""
        bare = cell.str.to_lowercase().str.replace(r"^(?:milieu)?cat(?:egorie|\.)?\s*", "")
        return bare.str.replace(",", ".", literal=True)

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether it is one of them."""
        del known
        return cell.is_in([*words(_LIST), *_lightest()])


def category(column: str) -> pl.Expr:
    """Address of the category in a tidied column, or of the lightest that a main category is divided in."""
    return listed(_LIST, pl.col(column).replace(_lightest()))


def evidence_of(column: str) -> pl.Expr:
    """How sure the category is: as sure as the row, but estimated where a main category leaves it open."""
    left_open = pl.col(column).is_in(list(_lightest())) & (pl.col("evidence") == "asserted")
    return pl.when(left_open).then(pl.lit("estimated")).otherwise(pl.col("evidence"))
