"""Size classes of establishments, as registers give them where they withhold the number of jobs."""

from collections.abc import Mapping
from functools import cache

import polars as pl

from loaders.columns import Kind, Known
from loaders.lists import words


class SizeClass(Kind):
    """A size class by its bounds: ``10-19``, ``10 t/m 19`` and ``10 - 19`` are one; ``1000+`` has no upper bound.

    Registers number their classes differently, so that a bare number is a class of its own only where it is ``1``.
    What other numbers and letters stand for belongs in the mapping file beside the table.
    """

    @property
    def expected(self) -> str:
        """The classes."""
        return f"a size class: {', '.join(_by_bounds())}; say in a mapping file what codes of a register stand for"

    def tidy(self, cell: pl.Expr) -> pl.Expr:
        """The class as bounds with a hyphen between."""
        plain = cell.str.to_lowercase().str.replace_all(r"\s|\.|banen|werkzamepersonen", "")
        return plain.str.replace(r"t/m|tot|–", "-").str.replace(r"enmeer$|ormore$", "+")

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether the list has the class."""
        del known
        return cell.is_in(list(_by_bounds()))


def size_class(column: str) -> pl.Expr:
    """Address of the class in a tidied column."""
    return pl.col(column).replace_strict(dict(_by_bounds()), default=None, return_dtype=pl.String)


@cache
def _by_bounds() -> Mapping[str, str]:
    """Address of each class by its bounds, smallest first; the list itself writes ``1000+`` as ``1000-plus``."""
    found = {word.replace("-plus", "+"): term for word, term in words("size-class").items()}
    return dict(sorted(found.items(), key=lambda item: int(item[0].partition("-")[0].strip("+"))))
