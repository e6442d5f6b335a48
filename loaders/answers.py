"""Kinds of columns for what people fill in on a questionnaire: yes, no or unknown, and years."""

from dataclasses import dataclass

import polars as pl

from loaders.columns import Kind, Known

UNKNOWN = "unknown"
_SAID = {"true": r"^(?:ja|j|yes|true|t)(?:,.*)?$", "false": r"^(?:nee|n|no|false|f)(?:,.*)?$"}
_NOT_KNOWN = ("onbekend", "niet bekend", "unknown", "?")


@dataclass(frozen=True)
class YesNo(Kind):
    """Yes, no or unknown, in Dutch or English; unknown is not no, and nothing is stated of it.

    Attributes:
        no: further sentences that mean no, in lower case.
    """

    no: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        """The words."""
        return "ja, nee or onbekend"

    def tidy(self, cell: pl.Expr) -> pl.Expr:
        """``true``, ``false`` or ``unknown``; what follows a comma, as in *Ja, gedeeltelijk*, does not count."""
        lower = cell.str.to_lowercase()
        return (
            pl.when(lower.str.contains(_SAID["true"]))
            .then(pl.lit("true"))
            .when(lower.str.contains(_SAID["false"]) | lower.is_in(list(self.no)))
            .then(pl.lit("false"))
            .when(lower.is_in(list(_NOT_KNOWN)))
            .then(pl.lit(UNKNOWN))
            .otherwise(cell)
        )

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether it is one of the three."""
        del known
        return cell.is_in(["true", "false", UNKNOWN])


class Year(Kind):
    """A year, also where a register gives a day of it: ``2024``, ``2024-01-01``, ``1-1-2024``, ``1 januari 2024``."""

    @property
    def expected(self) -> str:
        """The accepted forms."""
        return "a year from 1900 on, or a day of it such as 2024-01-01 or 1-1-2024"

    def tidy(self, cell: pl.Expr) -> pl.Expr:
        """The four digits of the year."""
        first = cell.str.extract(r"^(\d{4})[-/.]\d{1,2}[-/.]\d{1,2}(?:[ T].*)?$")
        last = cell.str.extract(r"^\d{1,2}(?:[-/.]\d{1,2}[-/.]| [A-Za-z]+ )(\d{4})$")
        return pl.coalesce(first, last, cell)

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether it is a year of the last century or this one."""
        del known
        return cell.str.contains(r"^(?:19|20)\d{2}$")
