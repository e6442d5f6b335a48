"""Lists that one can filter and sort without script: what the address asks, and a part of the rows at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import polars as pl
from starlette.requests import Request

PAGE = 50
"""Rows of a list on one page."""


@dataclass(frozen=True)
class Heading:
    """A column of a list: its name in the table, its word, and whether it holds numbers."""

    column: str
    word: str
    number: bool = False


class Listing:
    """A table as the address asks for it.

    Args:
        request: its ``q`` is searched for in the names, ``sorteer`` is a column (with a hyphen before it: downwards),
            ``pagina`` says which part.
        table: all rows, already narrowed by the other filters.
        headings: the columns that are shown; the first holds the names.
        kept: names of the parameters of the address that its links keep.
    """

    def __init__(
        self, request: Request, table: pl.DataFrame, headings: Sequence[Heading], kept: Sequence[str] = ()
    ) -> None:
        told = request.query_params
        self.headings = headings
        self.q = told.get("q", "").strip()
        self._given = {name: told[name] for name in ("q", "sorteer", *kept, "asOf", "evidence") if told.get(name)}
        if self.q:
            name = pl.col(headings[0].column).str.to_lowercase()
            table = table.filter(name.str.contains(self.q.lower(), literal=True))
        wanted = told.get("sorteer", "")
        known = {heading.column: heading for heading in headings}
        self.column = wanted.removeprefix("-") if wanted.removeprefix("-") in known else headings[0].column
        self.down = wanted.startswith("-") and wanted.removeprefix("-") in known
        order = pl.col(self.column) if known[self.column].number else pl.col(self.column).str.to_lowercase()
        table = table.sort(order, headings[0].column, descending=[self.down, False], nulls_last=True)
        self.total, self.table = table.height, table
        self.pages = max(1, -(-table.height // PAGE))
        page = told.get("pagina", "1")
        self.page = min(max(int(page), 1), self.pages) if page.isascii() and page.isdigit() else 1
        self.rows: list[dict[str, Any]] = table.slice((self.page - 1) * PAGE, PAGE).to_dicts()

    def address(self, **changed: str | int) -> str:
        """The address of the same list with something changed; nothing where a change is empty."""
        told = {**self._given, **changed}
        return "?" + urlencode({name: value for name, value in told.items() if value})

    def sort(self, heading: Heading) -> str:
        """The address that sorts by a column: numbers the largest first, words by the alphabet; again turns round."""
        now = self.column == heading.column
        down = not self.down if now else heading.number
        return self.address(sorteer=f"-{heading.column}" if down else heading.column)

    def order(self, heading: Heading) -> str | None:
        """How a column is sorted now, as ``aria-sort`` says it."""
        if self.column != heading.column:
            return None
        return "descending" if self.down else "ascending"
