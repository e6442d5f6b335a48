"""Files that a page offers: a table as CSV or several as a workbook, no text of which is taken for a formula."""

from collections.abc import Mapping
from io import BytesIO

import polars as pl
from starlette.responses import Response

from ketenatlas.exports import frame_csv
from ketenatlas.network_exports import write_tables

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _file(content: bytes | str, kind: str, name: str) -> Response:
    safe = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in name)
    return Response(content, headers={"Content-Type": kind, "Content-Disposition": f'attachment; filename="{safe}"'})


def as_csv(table: pl.DataFrame, name: str) -> Response:
    """A table as a CSV file of that name (without ending)."""
    return _file(frame_csv(table), "text/csv; charset=utf-8", f"{name}.csv")


def as_xlsx(sheets: Mapping[str, pl.DataFrame], name: str) -> Response:
    """Tables as the sheets of a workbook of that name (without ending)."""
    made = BytesIO()
    write_tables(sheets, made)
    return _file(made.getvalue(), XLSX, f"{name}.xlsx")


def as_json(text: str, name: str) -> Response:
    """A text of JSON as a file of that name (without ending)."""
    return _file(text, "application/json", f"{name}.json")
