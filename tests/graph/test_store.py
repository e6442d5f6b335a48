"""The store: filled at once or as a copy of another, with the same statements either way."""

from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest

from graph import store
from graph.statements import SCHEMA, packed, without


def facts(numbers: range) -> pl.DataFrame:
    rows = [(f"<urn:s{number}>", f"<urn:p{number % 3}>", f'"{number}"', "<urn:g>") for number in numbers]
    return packed(pl.DataFrame(rows, schema=SCHEMA, orient="row"))


def lines(folder: Path) -> list[str]:
    return sorted(map(str, ox.Store.read_only(str(folder / "store"))))


def told(statements: pl.DataFrame) -> list[str]:
    return sorted(f"{s} {p} {o} {g}" for s, p, o, g in statements.iter_rows())


@pytest.mark.parametrize(("other", "shared"), [(range(2, 99), True), (range(50, 99), False), (range(90), True)])
def test_a_store_that_begins_as_a_copy_holds_what_one_by_itself_would(tmp_path: Path, other, shared):
    base, wanted = facts(range(90)), facts(other)
    for name in ("base", "copy", "alone"):
        (tmp_path / name).mkdir()
    store.fill(tmp_path / "base", base)
    alone = store.fill(tmp_path / "alone", wanted)
    assert store.fill(tmp_path / "copy", wanted, (tmp_path / "base", base)) == alone
    assert lines(tmp_path / "copy") == lines(tmp_path / "alone") == told(wanted)
    assert lines(tmp_path / "base") == told(base), "the one it was copied from is as it was"
    inodes = [{path.stat().st_ino for path in (tmp_path / name).rglob("*.sst")} for name in ("base", "copy")]
    assert bool(inodes[0] & inodes[1]) is shared
    ours, theirs = ((tmp_path / name / "atlas.nq.gz").read_bytes() for name in ("copy", "alone"))
    assert ours == theirs
    assert not list(tmp_path.rglob("atlas.nq")), "the lines as they were read are not kept"


def test_statements_without_others():
    some, others = facts(range(10)), facts(range(5, 20))
    assert told(without(some, others)) == told(facts(range(5)))
    assert without(some, some).is_empty()
    assert told(without(some, some.clear())) == told(some)
    elsewhere = packed(some.with_columns(g=pl.lit("<urn:elsewhere>").cast(some.schema["g"])))
    assert without(some, elsewhere).height == some.height, "a statement of another graph is another"
