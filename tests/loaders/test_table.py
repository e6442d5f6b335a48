"""The shared reader: bad rows land in the rejects with file, row, column, found and expected, and the counts add up."""

import csv
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders import table
from loaders.columns import EVIDENCE, FLAG, SLUG, URL, Code, Column, Day, Kind, Number, Reference
from loaders.table import Reading, TableError
from loaders.table import read as read_table

COLUMNS = (
    Column("key", SLUG, required=True),
    Column("name", required=True),
    Column("hectares", Number(least=0, unit="hectares")),
    Column("opened", Day()),
    Column("town", Reference("municipality"), required=True),
    Column("type", Code("[AB]", "A or B"), lenient=True),
)
KNOWN = {"municipality": pl.Series(["GM0772", "GM0855"])}
HEAD = "key,name,hectares,opened,town,type\n"


def read(tmp_path: Path, content: str | bytes, name: str = "t.csv") -> Reading:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(path, COLUMNS, ("key",), KNOWN)


def test_good_rows_come_through_tidied(tmp_path: Path):
    reading = read(tmp_path, HEAD + 'one, Eén ,"1,5",2020,GM0772,A\n\ntwo,Two,,2020-02,GM0855,\n')
    assert reading.read == 2
    assert reading.rejected == 0
    assert reading.rows.select("key", "name", "hectares", "opened", "_row").rows() == [
        ("one", "Eén", "1.5", "2020-01-01", 2),
        ("two", "Two", None, "2020-02-01", 4),
    ]


@pytest.mark.parametrize(
    ("row", "column", "found", "expected"),
    [
        ("Bad Key,n,1,,GM0772,", "key", "Bad Key", "a short name of lower-case letters, digits and hyphens"),
        ("k,,1,,GM0772,", "name", "an empty cell", "text without control characters"),
        ("k,n,many,,GM0772,", "hectares", "many", "a number of hectares, at least 0"),
        ("k,n,-1,,GM0772,", "hectares", "-1", "a number of hectares, at least 0"),
        ("k,n,1,31-12-2020,GM0772,", "opened", "31-12-2020", "a date as YYYY-MM-DD, YYYY-MM or YYYY"),
        ("k,n,1,2020-02-30,GM0772,", "opened", "2020-02-30", "a date as YYYY-MM-DD, YYYY-MM or YYYY"),
        ("k,n,1,,GM0000,", "town", "GM0000", "the key of a municipality that is in the atlas"),
        ("k,n,1,,,", "town", "an empty cell", "the key of a municipality that is in the atlas"),
        ("k,n,1,,GM0772", "", "5 cells", "as many cells as there are headings"),
        ("k,n,1,,GM0772,A,more", "", "7 cells", "as many cells as there are headings"),
        ("k,a\x07b,1,,GM0772,", "name", "a\x07b", "text without control characters"),
    ],
)
def test_a_bad_row_is_rejected_with_the_reason(tmp_path: Path, row, column, found, expected):
    reading = read(tmp_path, HEAD + "good,n,1,,GM0772,A\n" + row + "\n")
    assert reading.rows["key"].to_list() == ["good"]
    assert (reading.read, reading.rejected) == (2, 1)
    assert reading.rejects.rows() == [("t.csv", "", 3, column, found, expected)]


def test_every_fault_of_a_row_is_told_and_the_row_counts_once(tmp_path: Path):
    reading = read(tmp_path, HEAD + "Bad Key,,many,never,GM0000,A\n")
    assert (reading.read, reading.rejected, reading.rejects.height) == (1, 1, 5)


def test_a_lenient_column_keeps_the_row_and_notes_the_fault(tmp_path: Path):
    reading = read(tmp_path, HEAD + "one,n,1,,GM0772,ONBEKEND\n")
    assert reading.rows["type"].to_list() == [None]
    assert reading.notes.rows() == [("t.csv", "", 2, "type", "ONBEKEND", "A or B")]
    assert reading.rejected == 0


def test_a_key_may_be_used_once(tmp_path: Path):
    reading = read(tmp_path, HEAD + "one,n,1,,GM0772,\none,other,1,,GM0772,\n")
    assert reading.rows["name"].to_list() == ["n"]
    assert reading.rejects.rows() == [("t.csv", "", 3, "key", "one", "a key not used before; first in row 2")]


def test_a_bad_first_row_does_not_take_the_key_from_a_good_one(tmp_path: Path):
    reading = read(tmp_path, HEAD + "one,,1,,GM0772,\none,good,1,,GM0772,\n")
    assert reading.rows["name"].to_list() == ["good"]
    assert reading.rejected == 1


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_separators_and_encodings(tmp_path: Path, separator, encoding):
    content = (HEAD + "one,'s-Gravenmoer é,1.5,,GM0772,A\n").replace(",", separator)
    reading = read(tmp_path, content.encode(encoding))
    assert reading.rows["name"].to_list() == ["'s-Gravenmoer é"]


def test_quoted_line_breaks_keep_row_numbers_right(tmp_path: Path):
    reading = read(tmp_path, HEAD + 'one,"two\nlines",1,,GM0772,\nbad key,n,1,,GM0772,\n')
    assert reading.rejects["row"].to_list() == [4]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty; expected a line of headings"),
        ("\n \n", "is empty"),
        (HEAD, "holds headings but no rows"),
        ("key,name,town\n", "holds headings but no rows"),
        ("key,nmae,town\none,n,GM0772\n", r"missing: name; unknown: 'nmae' \(meant 'name'\?\)"),
        ("key,name\none,n\n", "missing: town"),
        ("key,name,town,town\none,n,GM0772,GM0772\n", "twice: town"),
        (b"PK\x03\x04\x00\x00zip", "by its content it should end in .xlsx"),
        (b"key,name\x00,town\n1,2,3\n", "is not a text file"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_a_sentence(tmp_path: Path, content, message):
    with pytest.raises(TableError, match=message):
        read(tmp_path, content)


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(TableError, match=r"gone\.csv is missing; expected a \.csv file"):
        read_table(tmp_path / "gone.csv", COLUMNS, ("key",), KNOWN)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (FLAG, ["true", "false"], ["yes", "1", "True"]),
        (EVIDENCE, ["asserted"], ["sure"]),
        (URL, ["https://a.nl/b?c=d#e"], ["ftp://a", "https://a b", "javascript:alert(1)", "https://a>"]),
        (Number(whole=True), ["0", "12"], ["1.5", "1e3", ""]),
        (Kind(), ["anything"], ["a\x00b"]),
    ],
)
def test_kinds(kind, good, bad):
    cells = pl.DataFrame({"x": [*good, *bad]})
    marks = cells.select(kind.good(kind.tidy(pl.col("x")), {}))["x"].to_list()
    assert marks == [True] * len(good) + [False] * len(bad)


@pytest.mark.parametrize(
    ("given_day", "last"),
    [
        ("2024", "2024-12-31"),
        ("2024-02", "2024-02-29"),
        ("2023-11", "2023-11-30"),
        ("2023-11-05", "2023-11-05"),
    ],
)
def test_a_period_ends_on_its_last_day(given_day, last):
    kind = Day("end")
    assert pl.DataFrame({"x": [given_day]}).select(kind.tidy(pl.col("x")))["x"].to_list() == [last]


CELL = st.sampled_from(["one", "two", "Bad Key", "", "1", "many", "2020", "GM0772", "GM0000", "A", "é"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, min_size=4, max_size=7), min_size=1, max_size=12), st.integers(1, 5))
def test_accepted_and_rejected_are_always_what_was_read(rows, at_once):
    """However the table is cut into batches."""
    head = ["key", "name", "hectares", "opened", "town", "type"]
    written = [row for row in rows if any(row)]
    if not written:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *written])
        whole = read_table(path, COLUMNS, ("key",), KNOWN)
        batches = list(table.read_batches(path, COLUMNS, ("key",), KNOWN, at_once=at_once))
    assert len(batches) == -(-len(written) // at_once)
    rows, rejects = (pl.concat([getattr(batch, part) for batch in batches]) for part in ("rows", "rejects"))
    assert rows.rows() == whole.rows.rows()
    assert set(rejects.rows()) == set(whole.rejects.rows())
    assert (
        rows.height + sum(batch.rejected for batch in batches) == sum(batch.read for batch in batches) == len(written)
    )
    told, kept = set(rejects["row"].to_list()), set(rows["_row"].to_list())
    assert told | kept == set(range(2, len(written) + 2))
    assert not told & kept
    assert rows["key"].n_unique() == rows.height
