"""An atlas that has outgrown its machine: on Virtuoso it answers every question as at home."""

import gzip

import pandas as pd
import pytest
from polars.testing import assert_frame_equal

import ketenatlas
from benchmarks.virtuoso import PASSWORD, Server
from graph import extracts
from graph.catalogue import catalogue
from graph.extracted import EXTRACTS
from graph.remote import Remote
from graph.store import Store
from ketenatlas.atlas import Atlas
from ketenatlas.pushing import write_file
from tests.ketenatlas.test_cli import run

DAY = "2026-11-24"


def counted(store: Store) -> dict[str, int]:
    return {name.value: sum(1 for _ in store.statements.quads_for_pattern(None, None, None, name))
            for name in store.statements.named_graphs()}  # fmt: skip


def test_the_bulk_file_is_loaded_by_virtuoso_itself(virtuoso: Server, small_store: Store):
    write_file(small_store, virtuoso.folder / "atlas.nq.gz")
    virtuoso.command(f"ld_dir('{virtuoso.folder}', 'atlas.nq.gz', 'http://example.org/unused');")
    virtuoso.command("rdf_loader_run(); checkpoint;")
    assert "NULL" in virtuoso.command("select ll_error from DB.DBA.load_list;")
    assert Remote(virtuoso.address).graphs() == counted(small_store)


@pytest.fixture(scope="module")
def pushed(virtuoso: Server, small, small_store) -> str:
    """The SPARQL address of Virtuoso, with the small atlas pushed into it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KETENATLAS_SERVER_PASSWORD", PASSWORD)
        patch.setattr("ketenatlas.pushing.PIECE", 100_000)
        from typer.testing import CliRunner

        from ketenatlas.cli import app

        told = CliRunner().invoke(
            app,
            ["push", virtuoso.graphs, "--atlas", str(small.folder.parent), "--auth", "digest", "--user", "dba",
             "--query", virtuoso.address],
        )  # fmt: skip
    assert told.exit_code == 0, told.output
    assert f"pushed: {small_store.manifest['statements']:,} statements" in told.output
    assert "the server holds as many" in told.output
    assert PASSWORD not in told.output.replace("/dba", "")
    return virtuoso.address


@pytest.fixture(scope="module")
def far(pushed: str) -> Atlas:
    return ketenatlas.open(pushed)


@pytest.fixture(scope="module")
def near(small) -> Atlas:
    return ketenatlas.open(small.folder.parent)


def test_a_push_puts_every_graph_there(pushed: str, small_store: Store):
    assert Remote(pushed).graphs() == counted(small_store)


def test_virtuoso_is_not_asked_what_it_answers_wrongly(far: Atlas):
    """Should a later Virtuoso keep to the standard, the sentence in the documentation is to change."""
    assert not far.engine.whole


@pytest.mark.parametrize("identifier", list(catalogue().questions))
def test_every_question_has_the_same_rows_on_virtuoso(identifier, far: Atlas, near: Atlas):
    there, here = far.ask(identifier, asOf=DAY), near.ask(identifier, asOf=DAY)
    pd.testing.assert_frame_equal(there, here)
    assert there.attrs == here.attrs


def test_tables_of_a_remote_atlas_are_those_of_the_atlas(far: Atlas, near: Atlas):
    for name in (*EXTRACTS, "labels"):
        assert_frame_equal(extracts.read(far._folder, name), extracts.read(near._folder, name))


def test_networks_measures_and_scenarios_are_the_same(far: Atlas, near: Atlas):
    for name in ("flows", "supply"):
        mine, theirs = near.network(name, asOf=DAY), far.network(name, asOf=DAY)
        assert sorted(theirs.edges(data="weight")) == sorted(mine.edges(data="weight"))
        assert list(mine.edges)
    pd.testing.assert_frame_equal(far.metric("degree", as_of=DAY), near.metric("degree", as_of=DAY))
    lost = [atlas.scenario("park-lost", park="1001", as_of=DAY) for atlas in (near, far)]
    assert lost[0].table.height
    assert_frame_equal(lost[0].table, lost[1].table)


def test_a_wrong_password_is_a_sentence_and_changes_nothing(
    virtuoso: Server, pushed, small, small_store, capsys, monkeypatch
):
    monkeypatch.setenv("KETENATLAS_SERVER_PASSWORD", "verkeerd")
    arguments = ("push", virtuoso.graphs, "--atlas", str(small.folder.parent), "--auth", "digest", "--user", "dba")
    code, _, err = run(capsys, *arguments)
    assert code == 1
    assert "refused GET" in err
    assert "401 who are you?" in err
    assert "verkeerd" not in err
    assert Remote(pushed).graphs() == counted(small_store)


def test_the_file_holds_every_statement_and_nothing_else(small, small_store: Store, tmp_path, capsys):
    code, _, err = run(capsys, "push", "--file", str(tmp_path / "a" / "x.nq.gz"), "--atlas", str(small.folder.parent))
    assert (code, "written" in err) == (0, True)
    lines = gzip.decompress((tmp_path / "a" / "x.nq.gz").read_bytes()).splitlines()
    assert sorted(lines) == sorted(gzip.decompress((small.folder / "atlas.nq.gz").read_bytes()).splitlines())
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["x.nq.gz"]
