"""CSV: a file per table, in UTF-8 with commas and a point, an empty cell where nothing is known."""

from pathlib import Path

from ketenatlas.delivery.content import Content, File, Form
from ketenatlas.delivery.described import TABLES
from ketenatlas.exports import frame_csv

STANDARD = "http://www.w3.org/TR/tabular-data-model/"


def _write(content: Content, folder: Path) -> list[File]:
    files = []
    for name, table in content.tables.items():
        (folder / f"{name}.csv").write_text(frame_csv(table), encoding="utf-8")
        files.append(File(f"data/{name}.csv", TABLES[name].title, "text/csv", "CSV", (name,), STANDARD))
    return files


FORMS = (Form("csv", _write),)
