"""The store: filled at once, and named by what it holds."""

from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest

from graph.filling import Filling
from graph.statements import SCHEMA, TERM, packed
from graph.store import dump


def facts(numbers: range) -> pl.DataFrame:
    rows = [(f"<urn:s{number}>", f"<urn:p{number % 3}>", f'"{number}"', "<urn:g>") for number in numbers]
    return packed(pl.DataFrame(rows, schema=SCHEMA, orient="row"))


def filled(folder: Path, statements: pl.DataFrame) -> str:
    with Filling(folder) as engine:
        engine.add(statements)
        engine.done()
    return dump(folder, statements)


def lines(folder: Path) -> list[str]:
    return sorted(map(str, ox.Store.read_only(str(folder / "store"))))


def told(statements: pl.DataFrame) -> list[str]:
    return sorted(f"{s} {p} {o} {g}" for s, p, o, g in statements.iter_rows())


def test_a_store_holds_what_it_is_filled_with_and_is_told_apart_by_that(tmp_path: Path):
    for name, numbers in (("one", range(90)), ("same", range(90)), ("other", range(1, 90))):
        (tmp_path / name).mkdir()
        (tmp_path / f"{name}.txt").write_text(filled(tmp_path / name, facts(numbers)))
        assert lines(tmp_path / name) == told(facts(numbers))
    one, same, other = ((tmp_path / f"{name}.txt").read_text() for name in ("one", "same", "other"))
    assert one == same != other
    assert (tmp_path / "one" / "atlas.nq.gz").read_bytes() == (tmp_path / "same" / "atlas.nq.gz").read_bytes()
    assert not list(tmp_path.rglob("*.nq")), "the lines as they were read are not kept"


def test_a_store_like_another_holds_what_it_should_and_the_other_stays_as_it_was(tmp_path: Path):
    before = pl.concat([facts(range(90)), facts(range(5)).with_columns(g=pl.lit("<urn:gone>").cast(TERM))])
    after = pl.concat([facts(range(10, 100)), facts(range(5)).with_columns(g=pl.lit("<urn:new>").cast(TERM))])
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    with Filling(one) as engine:
        engine.add(before)
        engine.done()
        engine.copy(other, before, after)
    assert lines(one) == told(before)
    assert lines(other) == told(after)
    named = {str(name) for name in ox.Store.read_only(str(other / "store")).named_graphs()}
    assert named == {"<urn:g>", "<urn:new>"}, "a graph in which nothing is said is not there"


def test_what_the_engine_cannot_read_is_told_where_one_waits_for_it(tmp_path: Path):
    wrong = facts(range(3)).with_columns(s=pl.lit("<no iri>").cast(TERM))
    with Filling(tmp_path) as engine:
        engine.add(wrong)
        with pytest.raises(SyntaxError, match="IRI"):
            engine.done()
