"""Answering: SELECT queries on an atlas in columns, with the rows that the engine of the store gives."""

from pathlib import Path

from graph.columns.encoded import FOLDER, Encoded
from graph.columns.evaluating import Evaluator
from graph.columns.parsing import parse
from graph.columns.patterns import Starts
from graph.columns.properties import Properties
from graph.columns.rows import Table
from graph.columns.syntax import Select


class Columns:
    """An atlas in columns; its arrays are mapped into memory and shared by all who have it open."""

    def __init__(self, folder: Path) -> None:
        self._encoded = Encoded.open(folder / FOLDER)
        self._properties = Properties(self._encoded)
        self._starts: Starts = {}

    def select(self, query: str) -> Table:
        """Answer a SELECT query.

        Raises:
            RefusedError: if it is not of the kind that is answered from columns (:mod:`graph.columns.parsing`).
        """
        return self.answer(self.read(query))

    @staticmethod
    def read(query: str) -> Select:
        """Read a SELECT query.

        Raises:
            RefusedError: if it is not of the kind that is answered from columns.
        """
        return parse(query)

    def answer(self, query: Select) -> Table:
        """Answer a query that was read.

        Raises:
            RefusedError: if it cannot be answered from columns after all.
        """
        return Table.of(Evaluator(self._encoded, self._properties, self._starts).answer(query))


def columns_of(folder: Path) -> "Columns | None":
    """The columns of an atlas, if it has them."""
    return Columns(folder) if (folder / FOLDER / "kinds.json").is_file() else None
