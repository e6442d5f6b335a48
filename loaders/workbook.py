"""Workbooks: the sheets of Excel and OpenDocument files, cells as text."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import python_calamine

from loaders.files import Row, Table, TableError

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")


def tables(path: Path) -> list[Table]:
    """The sheets that hold something, in order.

    Raises:
        TableError: if the file cannot be read as a workbook or all sheets are empty.
    """
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise TableError(f"{path.name} cannot be read as a workbook: {error}") from None
    found = [Table(name, _rows(sheet)) for name, sheet in sheets if sheet.height]
    if not found:
        raise TableError(f"{path.name} is empty: none of its {len(sheets)} sheets holds a cell")
    return found


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[Row]:
    first = sheet.start[0] + 1 if sheet.start else 1
    for line, row in enumerate(sheet.to_python(skip_empty_area=True), first):
        cells = [_text(cell) for cell in row]
        if any(cells):
            yield line, cells


def _text(cell: object) -> str:
    """A cell as a person would have typed it: no ``.0`` behind whole numbers, dates as YYYY-MM-DD."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell).strip()
