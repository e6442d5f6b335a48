"""Files: whatever its format, a file holds tables, and a table is a line of headings and rows of text cells.

Formats find themselves: a module of this package that names ``SUFFIXES`` and ``tables`` reads files with those endings.
"""

import hashlib
import importlib
import pkgutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

import loaders
from graph.errors import AtlasError

Row = tuple[int, list[str]]
"""A row of a file: the line (or row number in its sheet) on which it starts, and its cells as text."""

MOST_UNPACKED = 4 << 30
"""Bytes a packed file may grow to; a workbook beyond that is no workbook a person made."""
_PACKED_RATIO = 250

_MARKS = {
    b"PK\x03\x04": (".xlsx", ".ods", ".xlsm", ".zip"),
    b"\xd0\xcf\x11\xe0": (".xls",),
    b"SQLite format 3\x00": (".gpkg",),
    b"PAR1": (".parquet",),
    b"\x00\x00\x27\x0a": (".shp",),
}
"""How a file of a format begins, and the endings that fit it."""


class TableError(AtlasError):
    """A file that cannot be read as the table it should be."""


@dataclass(frozen=True)
class Table:
    """One table in a file.

    Attributes:
        sheet: name of the sheet or layer; empty where a file has only one.
        rows: its rows, headings first, read as they are asked for.
        notes: what was found and mended while reading, in sentences.
    """

    sheet: str
    rows: Iterator[Row]
    notes: tuple[str, ...] = ()


@cache
def formats() -> dict[str, Callable[[Path], list[Table]]]:
    """Readers by file ending."""
    found: dict[str, Callable[[Path], list[Table]]] = {}
    for module in pkgutil.iter_modules(loaders.__path__):
        declared = importlib.import_module(f"loaders.{module.name}")
        for suffix in getattr(declared, "SUFFIXES", ()):
            found[suffix] = declared.tables
    return found


def open_tables(path: Path) -> list[Table]:
    """The tables of a file.

    Raises:
        TableError: if the file is missing, empty, of an unknown format, or not what its name says.
    """
    suffix = path.suffix.lower()
    if suffix not in formats():
        raise TableError(
            f"{path.name}: files ending in {suffix!r} cannot be read; expected {', '.join(sorted(formats()))}"
        )
    try:
        with path.open("rb") as file:
            start = file.read(4096)
            _check_content(path, suffix, start, file)
    except FileNotFoundError:
        raise TableError(f"{path} is missing; expected a {suffix} file") from None
    except OSError as error:
        raise TableError(f"{path} cannot be read: {error.strerror}") from None
    return formats()[suffix](path)


def _check_content(path: Path, suffix: str, start: bytes, file: BinaryIO) -> None:
    if not start.strip():
        raise TableError(f"{path.name} is empty; expected a line of headings and at least one row")
    fits = next((endings for mark, endings in _MARKS.items() if start.startswith(mark)), None)
    if fits is not None and suffix not in fits:
        raise TableError(f"{path.name} is not what its name says: by its content it should end in {' or '.join(fits)}")
    if fits is None and suffix in {ending for endings in _MARKS.values() for ending in endings}:
        raise TableError(f"{path.name} is not what its name says: its content is not that of a {suffix} file")
    if start.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(file) as packed:
                size = sum(entry.file_size for entry in packed.infolist())
                held = sum(entry.compress_size for entry in packed.infolist())
        except zipfile.BadZipFile:
            raise TableError(f"{path.name} is damaged: it ends before its content does") from None
        if size > MOST_UNPACKED or (size > 100 << 20 and size > _PACKED_RATIO * max(held, 1)):
            raise TableError(f"{path.name} would unpack to {size >> 20:,} MB and is refused; a table is not that empty")


def identity(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
