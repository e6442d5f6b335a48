"""Kinds of columns: what a cell may hold, how it is tidied, and the words for what was expected.

Cells arrive as text. A kind tidies a whole column at once and says, cell by cell, whether the result is good.
Good cells are already safe to write into the graph.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

Known = Mapping[str, pl.Series]
"""Keys that earlier tables brought in, by kind of thing (``municipality``, ``stage`` ...)."""

_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"


_GROUPED = r"^-?\d{1,3}(?:\.\d{3})+(?:,\d+)?$"
"""A number whose dots can only be, or may be, thousands marks."""


@dataclass(frozen=True)
class Kind:
    """What the cells of a column may hold; this one: any text without control characters."""

    @property
    def expected(self) -> str:
        """What a good cell looks like, in words."""
        return "text without control characters"

    @property
    def things(self) -> frozenset[str]:
        """Kinds of things a cell may point at."""
        return frozenset()

    def tidy(self, cell: pl.Expr) -> pl.Expr:
        """The cell as it enters the graph."""
        return cell

    def understood(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """The tidied cell as the atlas has it, such as today's code for a former one; not asked of keys."""
        del known
        return cell

    def remark(self, cell: pl.Expr, known: Known) -> pl.Expr | None:
        """What people should know of a tidied cell: why it is read otherwise, or why it cannot be read; mostly null."""
        del cell, known
        return None

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether the tidied cell is acceptable; cells that are empty are not asked."""
        del known
        return ~cell.str.contains(_CONTROL)


@dataclass(frozen=True)
class Code(Kind):
    """A code of fixed form."""

    pattern: str
    form: str

    @property
    def expected(self) -> str:
        """The form of the code."""
        return self.form

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether the code has the form."""
        del known
        return cell.str.contains(f"^(?:{self.pattern})$")


SLUG = Code(r"[a-z0-9]+(?:-[a-z0-9]+)*", "a short name of lower-case letters, digits and hyphens")
URL = Code(r"https?://[^\s<>\"{}|\\^`]+", "a web address starting with http:// or https://")


@dataclass(frozen=True)
class Number(Kind):
    """A number, with a point or, as the Dutch write it, a comma before its decimals.

    Where any cell of a column has a comma, its dots mark thousands; a whole number can have no other dots. A dot in
    another column is a decimal point. Spaces between digits mark thousands.
    """

    least: float | None = None
    whole: bool = False
    unit: str = ""
    most: float | None = None

    @property
    def expected(self) -> str:
        """The kind of number and its bounds."""
        words = "a whole number" if self.whole else "a number"
        if self.unit:
            words += f" of {self.unit}"
        if self.least is not None:
            words += f", at least {self.least:g}"
        return words if self.most is None else f"{words}, at most {self.most:g}"

    def tidy(self, cell: pl.Expr) -> pl.Expr:
        """The number with a decimal point, without thousands marks and without a leading plus."""
        bare = cell.str.strip_prefix("+").str.replace_all(r"(\d)[ \u00a0\u202f](\d{3})", "$1$2")
        dutch = bare.str.contains(_GROUPED) & (pl.lit(self.whole) | bare.str.contains(",", literal=True).any())
        plain = pl.when(dutch).then(bare.str.replace_all(".", "", literal=True)).otherwise(bare)
        return plain.str.replace(",", ".", literal=True)

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether it is a number in bounds."""
        del known
        fits = cell.str.contains(r"^-?\d+$" if self.whole else r"^-?\d+(?:\.\d+)?$")
        value = cell.cast(pl.Float64, strict=False)
        if self.least is not None:
            fits &= (value >= self.least).fill_null(value=False)
        if self.most is not None:
            fits &= (value <= self.most).fill_null(value=False)
        return fits


@dataclass(frozen=True)
class Day(Kind):
    """A date; a bare year or month means its first day, or its last where it ends a period."""

    edge: Literal["start", "end"] = "start"

    @property
    def expected(self) -> str:
        """The accepted forms of a date."""
        return "a date as YYYY-MM-DD, YYYY-MM or YYYY"

    def tidy(self, cell: pl.Expr) -> pl.Expr:
        """The full date."""
        first = (
            pl.when(cell.str.contains(r"^\d{4}$"))
            .then(cell + "-01-01")
            .when(cell.str.contains(r"^\d{4}-\d{2}$"))
            .then(cell + "-01")
            .otherwise(cell)
        )
        if self.edge == "start":
            return first
        day = first.str.to_date("%Y-%m-%d", strict=False)
        return (
            pl.when(cell.str.contains(r"^\d{4}$"))
            .then(cell + "-12-31")
            .when(cell.str.contains(r"^\d{4}-\d{2}$"))
            .then(day.dt.month_end().dt.to_string("%Y-%m-%d"))
            .otherwise(cell)
        )

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether it is a day of the calendar."""
        del known
        return cell.str.contains(r"^\d{4}-\d{2}-\d{2}$") & cell.str.to_date("%Y-%m-%d", strict=False).is_not_null()


@dataclass(frozen=True)
class Choice(Kind):
    """One of a short list of words."""

    words: tuple[str, ...]

    @property
    def expected(self) -> str:
        """The list."""
        return "one of " + ", ".join(self.words)

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether the word is on the list."""
        del known
        return cell.is_in(list(self.words))


FLAG = Choice(("true", "false"))
EVIDENCE = Choice(("asserted", "estimated", "reconstructed", "synthetic"))
PUBLIC, RESTRICTED = "public", "restricted"
ACCESS = Choice((PUBLIC, RESTRICTED))
"""Who may read what a source says: everybody, or those who have a token for it."""


@dataclass(frozen=True)
class Reference(Kind):
    """The key of a thing that another table brought in."""

    thing: str

    @property
    def expected(self) -> str:
        """The kind of thing that must exist."""
        return f"the key of a {self.thing} that is in the atlas"

    @property
    def things(self) -> frozenset[str]:
        """The one kind of thing."""
        return frozenset((self.thing,))

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether the thing is known."""
        keys = known.get(self.thing)
        return cell.is_in(keys.to_list()) if keys is not None else pl.lit(value=False)


@dataclass(frozen=True)
class ReferenceBy(Kind):
    """The key of a thing of the kind that an earlier column of the same row names."""

    column: str
    kinds: tuple[str, ...]

    @property
    def expected(self) -> str:
        """Where the kind of thing stands."""
        return f"the key of a thing that is in the atlas, of the kind {self.column} names"

    @property
    def things(self) -> frozenset[str]:
        """All kinds the other column may name."""
        return frozenset(self.kinds)

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether the thing is known among those of its kind."""
        named = pl.col(self.column)
        return pl.any_horizontal(*((named == kind) & Reference(kind).good(cell, known) for kind in self.kinds))


@dataclass(frozen=True)
class Joined(Kind):
    """A key that follows from earlier columns of the same row: their cells, with hyphens between.

    The column may be left out of the file; where it is filled in, it must say the same.
    """

    columns: tuple[str, ...]

    @property
    def expected(self) -> str:
        """What the key is made of."""
        return f"{' and '.join(self.columns)} joined by a hyphen, or nothing"

    def tidy(self, cell: pl.Expr) -> pl.Expr:
        """The key as given, or as it follows."""
        return pl.coalesce(cell, self._joined())

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether the key is the one that follows."""
        del known
        return cell == self._joined()

    def _joined(self) -> pl.Expr:
        return pl.concat_str(*self.columns, separator="-")


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes:
        name: heading in the file, in lower case with underscores.
        kind: what the cells may hold.
        required: whether an empty cell rejects the row.
        lenient: a bad cell is noted and left empty, and the row is kept.
        default: what an empty cell means.
        aliases: other headings under which registers give it.
    """

    name: str
    kind: Kind = Kind()
    required: bool = False
    lenient: bool = False
    default: str | None = None
    aliases: tuple[str, ...] = ()
