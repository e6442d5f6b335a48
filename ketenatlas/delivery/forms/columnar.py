"""Parquet: a file per table, with the types of its columns."""

from pathlib import Path

from ketenatlas.delivery.content import Content, File, Form
from ketenatlas.delivery.described import TABLES

MEDIA_TYPE = "application/vnd.apache.parquet"


def _write(content: Content, folder: Path) -> list[File]:
    files = []
    for name, table in content.tables.items():
        table.write_parquet(folder / f"{name}.parquet")
        files.append(File(f"data/{name}.parquet", TABLES[name].title, MEDIA_TYPE, "PARQUET", (name,)))
    return files


FORMS = (Form("parquet", _write),)
