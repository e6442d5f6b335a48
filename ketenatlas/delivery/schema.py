"""Schema: what the tables of a delivery hold, said once for all files that say it: CSVW, data package, workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

KINDS: Mapping[str, "type[pl.DataType]"] = {
    "text": pl.String,
    "address": pl.String,
    "addresses": pl.String,
    "integer": pl.Int64,
    "decimal": pl.Float64,
    "date": pl.Date,
}
"""Kinds of columns and how a table holds them; ``addresses`` are joined by :data:`SEPARATOR`."""
SEPARATOR = "; "

Words = Mapping[str, str]
"""The same in Dutch (``nl``) and English (``en``)."""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        name: as in the files.
        kind: one of :data:`KINDS`.
        label: what people call it.
        about: what it means.
        required: whether every row has it.
        unit: of numbers, as UCUM writes it; ``1`` is a count.
        property: the property it stands for, as a prefixed name.
        refers: the table whose key its values are.
    """

    name: str
    kind: str
    label: Words
    about: Words
    required: bool = False
    unit: str = ""
    property: str = ""
    refers: str = ""


@dataclass(frozen=True)
class Table:
    """A table of a delivery.

    Attributes:
        name: of its files.
        title: what it holds.
        note: what one must know to use it.
        columns: in order; the first one is the key.
        same: columns by which a row is the same one in another delivery; the key where none are named.
    """

    name: str
    title: Words
    note: Words
    columns: tuple[Column, ...]
    same: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The column that names a row."""
        return self.columns[0].name

    @property
    def schema(self) -> dict[str, "type[pl.DataType]"]:
        """The columns as a polars schema."""
        return {column.name: KINDS[column.kind] for column in self.columns}

    def shaped(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows with just these columns, in order of the key."""
        return rows.select(pl.col(name).cast(kind) for name, kind in self.schema.items()).sort(self.key)


def dictionary(tables: Sequence[Table]) -> pl.DataFrame:
    """The columns of tables as a table of its own: the data dictionary."""
    rows = [
        {
            "name": f"{table.name}.{column.name}",
            "table": table.name,
            "column": column.name,
            "kind": column.kind,
            "required": "yes" if column.required else "no",
            "unit": column.unit or None,
            "label_nl": column.label["nl"],
            "label_en": column.label["en"],
            "definition_nl": column.about["nl"],
            "definition_en": column.about["en"],
        }
        for table in tables
        for column in table.columns
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))
