"""Kinds of columns that policy tables need: words of code lists, keys of several kinds of things, several values."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from graph.statements import Pattern
from loaders.columns import Kind, Known, Reference
from loaders.lists import names, words


@dataclass(frozen=True)
class Listed(Kind):
    """A word of one of the ontology's code lists; the list is read where it stands, never copied."""

    scheme: str

    @property
    def expected(self) -> str:
        """The name of the list and its words."""
        return f"a word of the list {self.scheme}: {', '.join(words(self.scheme))}"

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether the word is on the list."""
        del known
        return cell.is_in(list(words(self.scheme)))


@dataclass(frozen=True)
class Named(Kind):
    """A concept of one of the ontology's code lists, by its notation or as registers write it in Dutch, in any case.

    Attributes:
        scheme: name of the list.
        besides: what registers write where no concept applies, in lower case.
    """

    scheme: str
    besides: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        """The name of the list, its words, and how they may be written."""
        return f"a word of the list {self.scheme} or its Dutch name: {', '.join(words(self.scheme))}"

    def tidy(self, cell: pl.Expr) -> pl.Expr:
        """The notation; what is written where no concept applies in lower case."""
        lower = cell.str.to_lowercase()
        known = {**{word: word for word in self.besides}, **names(self.scheme)}
        return pl.coalesce(lower.replace_strict(known, default=None, return_dtype=pl.String), cell)

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether the list has it, or it is one of the words for none."""
        del known
        return cell.is_in([*words(self.scheme), *self.besides])


@dataclass(frozen=True)
class Among(Kind):
    """The key of a thing of one of several kinds that share their addresses, such as visions and other documents."""

    kinds: tuple[str, ...]

    @property
    def expected(self) -> str:
        """The kinds of thing one of which must exist."""
        return f"the key of a {' or '.join(self.kinds)} that is in the atlas"

    @property
    def things(self) -> frozenset[str]:
        """All the kinds."""
        return frozenset(self.kinds)

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether the thing is known as one of the kinds."""
        return pl.any_horizontal(*(Reference(kind).good(cell, known) for kind in self.kinds))


@dataclass(frozen=True)
class Sibling(Kind):
    """The key of another row of the same table, or of a thing an earlier table of the same kind brought in."""

    thing: str
    key: str

    @property
    def expected(self) -> str:
        """The kind of thing that must exist."""
        return f"the key of a {self.thing} in this table or in the atlas"

    @property
    def things(self) -> frozenset[str]:
        """The one kind of thing."""
        return frozenset((self.thing,))

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether the table or the atlas holds the thing."""
        return cell.is_in(pl.col(self.key).implode()) | Reference(self.thing).good(cell, known)


@dataclass(frozen=True)
class By(Kind):
    """A value whose kind follows from an earlier column of the same row; without an entry there, none is allowed."""

    column: str
    kinds: tuple[tuple[str, Kind], ...]

    @property
    def expected(self) -> str:
        """What is expected for each word of the other column."""
        cases = "; ".join(f"for {word}: {kind.expected}" for word, kind in self.kinds)
        return f"what {self.column} asks for ({cases})"

    @property
    def things(self) -> frozenset[str]:
        """All kinds of things a cell may point at."""
        return frozenset(thing for _, kind in self.kinds for thing in kind.things)

    def tidy(self, cell: pl.Expr) -> pl.Expr:
        """The cell as the kind of its row would have it."""
        named = pl.col(self.column)
        return pl.coalesce(*(pl.when(named == word).then(kind.tidy(cell)) for word, kind in self.kinds), cell)

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether the cell is what the kind of its row allows."""
        named = pl.col(self.column)
        return pl.any_horizontal(*((named == word) & kind.good(cell, known) for word, kind in self.kinds))


MOST = 8
"""How many values a cell may hold at most; see :class:`Several`."""


@dataclass(frozen=True)
class Several(Kind):
    """A few values of one kind in one cell, with semicolons between."""

    kind: Kind

    @property
    def expected(self) -> str:
        """What each value looks like, and how they are put together."""
        return f"{self.kind.expected}; at most {MOST}, with ; between"

    @property
    def things(self) -> frozenset[str]:
        """Kinds of things the values may point at."""
        return self.kind.things

    def tidy(self, cell: pl.Expr) -> pl.Expr:
        """The values, each tidied, with bare semicolons between; a cell with too many stays as it is."""
        tidied = pl.concat_str(*(self.kind.tidy(part) for part in _parts(cell)), separator=";", ignore_nulls=True)
        return pl.when(cell.is_not_null() & _few(cell)).then(tidied).otherwise(cell)

    def good(self, cell: pl.Expr, known: Known) -> pl.Expr:
        """Whether every value is good and there are not too many."""
        return _few(cell) & pl.all_horizontal(
            *(part.is_null() | self.kind.good(part, known).fill_null(value=False) for part in _parts(cell))
        )


def each(subject: pl.Expr, predicate: str, column: str, term: Callable[[pl.Expr], pl.Expr]) -> tuple[Pattern, ...]:
    """One statement for every value of a column of kind :class:`Several`.

    Args:
        subject: what the statements are about.
        predicate: prefixed name.
        column: the column with the values.
        term: how one value is written.
    """
    return tuple((subject, predicate, term(part)) for part in _parts(pl.col(column)))


def _few(cell: pl.Expr) -> pl.Expr:
    """Whether a cell holds no more values than it may."""
    return cell.str.count_matches(";", literal=True) < MOST


def _parts(cell: pl.Expr) -> list[pl.Expr]:
    """The parts of a cell between semicolons."""
    split = cell.str.split(";")
    return [split.list.get(at, null_on_oob=True).str.strip_chars() for at in range(MOST)]
