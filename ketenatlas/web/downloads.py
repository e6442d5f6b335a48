"""Files that a page offers: a table as CSV or several as a workbook, no text of which is taken for a formula."""

from collections.abc import Mapping
from io import BytesIO

import polars as pl
from starlette.responses import Response

from ketenatlas.exports import frame_csv
from ketenatlas.network_exports import write_tables

TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
}
"""Media type of each kind of file that many pages offer."""


def attached(content: bytes | str, kind: str, name: str, *, inline: bool = False) -> Response:
    """A file.

    Args:
        content: what is in it.
        kind: its media type.
        name: what it is called; what may not stand in a name becomes a hyphen.
        inline: whether a browser is to show it rather than keep it.
    """
    safe = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in name)
    how = "inline" if inline else "attachment"
    return Response(content, headers={"Content-Type": kind, "Content-Disposition": f'{how}; filename="{safe}"'})


def workbook(sheets: Mapping[str, pl.DataFrame]) -> bytes:
    """Tables as the sheets of a workbook."""
    made = BytesIO()
    write_tables(sheets, made)
    return made.getvalue()


def as_csv(table: pl.DataFrame, name: str) -> Response:
    """A table as a CSV file of that name (without ending)."""
    return attached(frame_csv(table), TYPES["csv"], f"{name}.csv")


def as_xlsx(sheets: Mapping[str, pl.DataFrame], name: str) -> Response:
    """Tables as the sheets of a workbook of that name (without ending)."""
    return attached(workbook(sheets), TYPES["xlsx"], f"{name}.xlsx")


def as_json(text: str, name: str) -> Response:
    """A text of JSON as a file of that name (without ending)."""
    return attached(text, TYPES["json"], f"{name}.json")
