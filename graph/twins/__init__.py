"""Twins: questions that are answered in columns, from the extracts, with the rows that their query gives.

The header of a question names its twin (``#+ twin: name``), a module here whose function ``answer(known, told)`` gives
the answer as a data frame. The query stays what the question means: it is what people read, change and run elsewhere,
and what answers wherever there are no extracts beside the store. Tests hold the two equal, row by row and in order, on
several atlases, days, levels of evidence, chains and regions.

A twin adds up in columns and looks words up by query, with the same patterns as its query has, so that what lacks a
word is left out by both.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import polars as pl

from graph import extracts
from graph.collecting import module_named
from graph.result import Rows
from graph.terms import expand

Told = Mapping[str, str]
"""What a question was told, by parameter: an address, a day (ISO), the rank of a level, a text."""


class Engine(Protocol):
    """What answers SELECT queries."""

    def select(self, query: str) -> Rows:
        """Answer a SELECT query."""
        ...


@dataclass(frozen=True)
class Known:
    """What a twin answers from.

    Attributes:
        folder: the atlas, with its extracts.
        engine: answers queries on the same atlas.
    """

    folder: Path
    engine: Engine

    def table(self, name: str) -> pl.LazyFrame:
        """An extract (:data:`graph.extracted.EXTRACTS`), of which only what is asked for is read."""
        return pl.scan_parquet(self.folder / extracts.FOLDER / f"{name}.parquet")

    def words(self, things: Iterable[str | None], name: str, language: str | None = None) -> pl.DataFrame:
        """Labels of things: columns ``name`` and ``name`` + ``Label``, a row for each label.

        Args:
            things: addresses.
            name: the column that is to be joined.
            language: only labels in this language; by default any.
        """
        wanted = " ".join(f"<{thing}>" for thing in sorted({thing for thing in things if thing is not None}))
        kept = f'FILTER(LANG(?label) = "{language}")' if language else ""
        pattern = f"VALUES ?thing {{ {wanted} }} ?thing <{expand('rdfs:label')}> ?label {kept}"
        return self.rows(
            f"SELECT ?thing ?label WHERE {{ {pattern} }}",
            {name: pl.String, f"{name}Label": pl.String},
        )

    def rows(self, query: str, schema: "Mapping[str, type[pl.DataType]]") -> pl.DataFrame:
        """The rows of a query, under names and of types of our own."""
        return pl.DataFrame(self.engine.select(query).values, schema=dict(schema), orient="row")


Twin = Callable[[Known, Told], pl.DataFrame]


def twin(name: str) -> Twin:
    """The twin of a name.

    Raises:
        AtlasError: if there is none, saying which there are.
    """
    found: Twin = module_named(__name__, name, "twin").answer
    return found


def there(engine: object) -> Path | None:
    """The folder of the atlas an engine answers on, if it lies on this machine with its extracts."""
    folder = getattr(engine, "folder", None)
    return folder if isinstance(folder, Path) and (folder / extracts.FOLDER).is_dir() else None
