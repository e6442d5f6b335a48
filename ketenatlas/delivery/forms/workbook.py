"""Excel: one workbook with a sheet per table, and one that says what it is."""

import datetime
from pathlib import Path

import polars as pl

from ketenatlas.delivery.content import Content, File, Form
from ketenatlas.network_exports import write_tables

NAME = "ketenatlas-rev.xlsx"
MOST = 32_000
"""Characters that a cell of a workbook holds, with some to spare."""
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TITLE = {"nl": "Alle tabellen in één werkboek", "en": "All tables in one workbook"}


def _write(content: Content, folder: Path) -> list[File]:
    about = {
        "title": content.title["nl"],
        "title (en)": content.title["en"],
        "delivery": content.identifier,
        "reference date": content.as_of.isoformat(),
        "version": content.version,
        "atlas": content.identity,
        "publisher": content.publisher.name["nl"],
        "licence": content.publisher.licence,
        "status": "open, free, zero, suppressed: see the sheet columns; what is not there is unknown, not nought",
    }
    sheets = {"about": pl.DataFrame({"name": list(about), "value": list(about.values())})}
    sheets |= {name: _fitting(name, table) for name, table in content.tables.items()}
    midnight = datetime.datetime.combine(content.as_of, datetime.time())
    write_tables(sheets, folder / NAME, created=midnight)
    return [File(f"data/{NAME}", _TITLE, _MEDIA_TYPE, "XLSX", tuple(content.tables))]


def _fitting(name: str, table: pl.DataFrame) -> pl.DataFrame:
    """A table of which no text is longer than a cell can hold."""
    texts = [column for column, kind in table.schema.items() if kind == pl.String]
    return table.with_columns(
        pl.when(pl.col(column).str.len_chars() > MOST)
        .then(pl.lit(f"longer than a cell can hold; see data/{name}.csv"))
        .otherwise(column)
        .alias(column)
        for column in texts
    )


FORMS = (Form("xlsx", _write),)
