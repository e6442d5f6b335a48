"""Delimited text: CSV with comma, semicolon, tab or bar, in UTF-8 (with or without BOM), UTF-16 or Windows-1252."""

import codecs
import csv
import sys
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from loaders.files import Row, Table, TableError

SUFFIXES = (".csv", ".tsv", ".txt")

_SEPARATORS = ",;\t|"
_LOOKED_AT = 40
"""Lines from which the separator is judged."""
_PIECE = 1 << 22


def tables(path: Path) -> list[Table]:
    """The one table of a text file.

    Raises:
        TableError: if the file is not text.
    """
    encoding = _encoding(path)
    note = () if encoding.startswith("utf-8") else (f"read as {encoding}",)
    return [Table("", _rows(path, encoding), note)]


def _encoding(path: Path) -> str:
    """How a file is encoded: by its byte order mark, else UTF-8 if it is that throughout, else Windows-1252."""
    with path.open("rb") as file:
        start = file.read(4096)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if b"\x00" in start:
            raise TableError(f"{path.name} is not a text file; expected CSV")
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        piece = start
        try:
            while piece:
                decoder.decode(piece)
                piece = file.read(_PIECE)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _rows(path: Path, encoding: str) -> Iterator[Row]:
    """Rows with the line each starts on; lines without any content are passed over."""
    csv.field_size_limit(min(sys.maxsize, 1 << 24))
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = list(islice(file, _LOOKED_AT))
        reader = csv.reader(chain(first, file), delimiter=_separator(first))
        before = 0
        try:
            for row in reader:
                if any(map(str.strip, row)):
                    yield before + 1, row
                before = reader.line_num
        except csv.Error as error:
            raise TableError(f"{path.name}, line {reader.line_num}: not readable as CSV ({error})") from None


def _separator(lines: list[str]) -> str:
    """The separator that splits most lines into the same number of cells, more than one."""

    def regularity(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator) if row]
        common = max(widths, key=widths.count, default=1)
        return (widths.count(common) if common > 1 else 0, common)

    try:
        return max(_SEPARATORS, key=regularity)
    except csv.Error:
        return ","
