"""The store: filled at once, and named by what it holds."""

from pathlib import Path

import polars as pl
import pyoxigraph as ox

from graph import store
from graph.statements import SCHEMA, packed


def facts(numbers: range) -> pl.DataFrame:
    rows = [(f"<urn:s{number}>", f"<urn:p{number % 3}>", f'"{number}"', "<urn:g>") for number in numbers]
    return packed(pl.DataFrame(rows, schema=SCHEMA, orient="row"))


def lines(folder: Path) -> list[str]:
    return sorted(map(str, ox.Store.read_only(str(folder / "store"))))


def told(statements: pl.DataFrame) -> list[str]:
    return sorted(f"{s} {p} {o} {g}" for s, p, o, g in statements.iter_rows())


def test_a_store_holds_what_it_is_filled_with_and_is_told_apart_by_that(tmp_path: Path):
    for name, numbers in (("one", range(90)), ("same", range(90)), ("other", range(1, 90))):
        (tmp_path / name).mkdir()
        (tmp_path / f"{name}.txt").write_text(store.fill(tmp_path / name, facts(numbers)))
        assert lines(tmp_path / name) == told(facts(numbers))
    one, same, other = ((tmp_path / f"{name}.txt").read_text() for name in ("one", "same", "other"))
    assert one == same != other
    assert (tmp_path / "one" / "atlas.nq.gz").read_bytes() == (tmp_path / "same" / "atlas.nq.gz").read_bytes()
    assert not list(tmp_path.rglob("atlas.nq")), "the lines as they were read are not kept"
