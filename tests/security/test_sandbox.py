"""The sandbox: a query ends in time, within memory and size, without sockets, and hurts nobody else."""

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import AtlasError
from graph.guard import RefusedError
from graph.sandbox import FORKS, FormError, LimitError, Limits, QueryError, Sandbox
from graph.scratch import Change
from graph.worker import _OPEN_AT_ONCE

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
EVERYTHING = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f }"
HUNGRY = "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?x) WHERE { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sandboxed")
    store = ox.Store(str(path / "store"))
    lines = "\n".join(f"<http://s/{i}> <http://p/{i % 7}> <http://s/{i * 7 % 5000}> ." for i in range(20_000))
    store.bulk_load(lines.encode(), format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode("http://g"))
    store.flush()
    return path


@pytest.fixture(scope="module")
def pieces(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, in more files than the engine opens at once."""
    path = tmp_path_factory.mktemp("pieces")
    quads = list(ox.Store.read_only(str(folder / "store")))
    store = ox.Store(str(path / "store"))
    for at in range(5):
        store.bulk_extend(quads[at::5])
    store.flush()
    assert len(list((path / "store").glob("*.sst"))) > _OPEN_AT_ONCE
    return path


@pytest.fixture(scope="module", params=[True, False] if FORKS else [False], ids=["forked", "spawned"][: 1 + FORKS])
def sandbox(request, folder: Path):
    with Sandbox(folder, Limits(seconds=1.5, megabytes=300, answer_megabytes=2), fork=request.param) as made:
        yield made


def test_answers(sandbox: Sandbox):
    assert sandbox.select(COUNT).values == [(20_000,)]
    assert sandbox.answer("ASK { ?s ?p ?o }")[1].endswith(b'"boolean":true}')
    media_type, data = sandbox.answer("CONSTRUCT WHERE { <http://s/1> ?p ?o }")
    assert media_type == "text/turtle"
    assert b"<http://s/1>" in data


def test_a_store_of_many_files_is_read_whole(pieces: Path):
    with Sandbox(pieces, Limits(seconds=5, megabytes=300)) as made:
        assert made.select(COUNT).values == [(20_000,)]
        for at in range(7):
            asked = f"SELECT (COUNT(*) AS ?n) WHERE {{ ?s <http://p/{at}> ?o }}"
            assert made.select(asked).values == [(len(range(at, 20_000, 7)),)]
        assert made.select("SELECT ?o WHERE { <http://s/3> ?p ?o }").values == [("http://s/21",)]
        assert made.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p <http://s/21> }").values == [(4,)]


def test_an_endless_query_ends_in_time(sandbox: Sandbox):
    started = time.monotonic()
    with pytest.raises(LimitError, match="longer than"):
        sandbox.answer(ENDLESS)
    assert time.monotonic() - started < 1.5 + 0.5
    assert sandbox.select(COUNT).values == [(20_000,)]


def test_ten_slow_queries_end_and_others_keep_answering(sandbox: Sandbox):
    def slow() -> float:
        started = time.monotonic()
        with pytest.raises(LimitError):
            sandbox.answer(ENDLESS)
        return time.monotonic() - started

    with ThreadPoolExecutor(11) as pool:
        started = time.monotonic()
        assert [*pool.map(sandbox.select, [COUNT] * 10)] == [sandbox.select(COUNT)] * 10
        ten_short_ones = time.monotonic() - started
        waiting = [pool.submit(slow) for _ in range(10)]
        assert pool.submit(sandbox.select, COUNT).result(timeout=10).values == [(20_000,)]
        assert max(task.result() for task in waiting) < 1.5 + 1.5 + 3 * ten_short_ones


def test_a_huge_answer_is_stopped(sandbox: Sandbox):
    with pytest.raises(LimitError, match="larger than 2 MB|longer than"):
        sandbox.answer(EVERYTHING)


@pytest.mark.skipif(not FORKS, reason="this system has no limit on memory")
def test_a_hungry_query_dies_alone(folder: Path):
    with Sandbox(folder, Limits(seconds=60, megabytes=120, answer_megabytes=50)) as small:
        with pytest.raises(LimitError, match="MB of memory"):
            small.answer(HUNGRY)
        assert small.select(COUNT).values == [(20_000,)]


def test_what_is_no_sparql_is_said_in_a_sentence(sandbox: Sandbox):
    with pytest.raises(QueryError, match="not SPARQL the engine understands: error at 1:"):
        sandbox.answer("SELECT * WHERE { ?s ?p")


def test_a_form_that_does_not_fit_is_refused(sandbox: Sandbox):
    with pytest.raises(FormError, match="cannot be given as text/csv"):
        sandbox.answer("ASK { ?s ?p ?o }", ["text/csv"])


def test_no_query_reaches_another_server(sandbox: Sandbox):
    """A listener on the loopback address hears nothing, whatever is asked."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"<http://127.0.0.1:{server.getsockname()[1]}/sparql>"
        for query in (
            f"SELECT * {{ SERVICE {address} {{ ?s ?p ?o }} }}",
            f"SELECT * {{ SERVICE SILENT {address} {{ ?s ?p ?o }} }}",
            f"SELECT * FROM {address} {{ ?s ?p ?o }}",
            f"SELECT * FROM NAMED {address} {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        ):
            with contextlib.suppress(RefusedError):
                sandbox.answer(query)
        server.settimeout(0.3)
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.skipif(not FORKS, reason="workers are not confined on this system")
@pytest.mark.parametrize("store", ["folder", "pieces"])
def test_a_worker_cannot_open_a_socket_even_without_the_guard(
    store: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
):
    """Also where it may open files, as it must for the rest of a large store."""
    monkeypatch.setattr("graph.sandbox.check", lambda query: None)
    atlas = request.getfixturevalue(store)
    with socket.create_server(("127.0.0.1", 0)) as server, Sandbox(atlas, Limits(seconds=5)) as bare:
        address = f"<http://127.0.0.1:{server.getsockname()[1]}/sparql>"
        with pytest.raises((LimitError, QueryError, FormError, OSError)):
            bare.answer(f"SELECT * {{ SERVICE {address} {{ ?s ?p ?o }} }}")
        server.settimeout(0.3)
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux refuses sockets by themselves")
def test_the_kernel_refuses_sockets_and_what_was_open_stays_so():
    script = """
import os, socket
from graph.sockets import refuse_sockets
old = socket.create_server(("127.0.0.1", 0))
assert refuse_sockets()
assert old.getsockname()[1]
os.close(os.open(os.devnull, os.O_RDONLY))
try:
    socket.socket()
except PermissionError:
    print("refused")
"""
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout == b"refused\n"


def test_a_file_is_never_read(sandbox: Sandbox, tmp_path: Path):
    canary = tmp_path / "canary.nt"
    canary.write_text('<http://canary> <http://is> "here" .')
    assert sandbox.select(f"SELECT * FROM <{canary.as_uri()}> WHERE {{ ?s ?p ?o }}").terms == []


def test_the_data_set_of_a_request_is_kept_to(sandbox: Sandbox):
    json = ["application/sparql-results+json"]
    assert b'"20000"' in sandbox.answer(COUNT, json, ["http://g"], None)[1]
    assert b'"0"' in sandbox.answer(COUNT, json, ["http://other"], None)[1]
    assert b'"0"' in sandbox.answer("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", json, ["http://g"], [])[1]


@pytest.mark.skipif(not FORKS, reason="there is no nursery on this system")
def test_workers_end_with_the_sandbox(folder: Path):
    made = Sandbox(folder)
    made.select(COUNT)
    pids = [worker.pid for worker in made._ready]
    threads = threading.active_count()
    made.close()
    time.sleep(0.2)
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    assert threading.active_count() <= threads


def test_an_answer_comes_in_pieces_and_its_worker_ends_when_nobody_waits_for_the_rest(sandbox: Sandbox):
    stream = sandbox.begin(EVERYTHING, ["text/csv"])
    assert next(stream.pieces).startswith(b"a,b,c,d,e,f")
    assert len(next(stream.pieces)) >= 1 << 16
    stream.close()
    assert next(stream.pieces, None) is None
    assert sandbox.select(COUNT).values == [(20_000,)]


def test_who_fetches_slowly_is_not_taken_for_a_slow_query(sandbox: Sandbox):
    stream = sandbox.begin("SELECT * { ?a ?b ?c } LIMIT 9000", ["text/csv"])
    next(stream.pieces)
    time.sleep(2)  # longer than a query may take
    assert b"".join(stream.pieces).endswith(b"\r\n")


def test_an_answer_over_the_limit_is_stopped_on_its_way(sandbox: Sandbox):
    stream = sandbox.begin(EVERYTHING, ["text/csv"])
    with pytest.raises(LimitError, match="larger than 2 MB|longer than"):
        list(stream.pieces)
    assert next(stream.pieces, None) is None


@pytest.mark.parametrize("fork", [True, False] if FORKS else [False])
def test_a_data_set_that_is_brought_along_can_be_changed_in_a_worker(fork: bool):
    insert = Change("update", "INSERT { ?s <http://q> ?o } WHERE { ?s <http://p> ?o }")
    with Sandbox(None, Limits(seconds=10), fork=fork) as bare:
        became, after = bare.change(b"<http://s> <http://p> <http://o> .", insert)
        assert became == "changed"
        assert sorted(after.decode().splitlines()) == [f"<http://s> <http://{p}> <http://o> ." for p in "pq"]
        assert b"".join(bare.begin("ASK { ?s <http://q> ?o }", statements=after).pieces).endswith(b"true}")
        with pytest.raises(AtlasError, match="no atlas of its own"):
            _ = bare.folder


def test_no_update_reaches_another_server_or_a_file(tmp_path: Path):
    canary = tmp_path / "canary.nt"
    canary.write_text('<http://canary> <http://is> "here" .')
    with socket.create_server(("127.0.0.1", 0)) as server, Sandbox(None, Limits(seconds=5)) as bare:
        address = f"<http://127.0.0.1:{server.getsockname()[1]}/>"
        for update in (
            f"LOAD {address}",
            f"LOAD SILENT <{canary.as_uri()}>",
            f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE {address} {{ ?s ?p ?o }} }}",
            f"INSERT {{ ?s ?p ?o }} USING <{canary.as_uri()}> WHERE {{ ?s ?p ?o }}",
        ):
            with contextlib.suppress(RefusedError):
                assert bare.change(b"", Change("update", update)) == ("changed", b"")
        context = f'{{"@context": "{address[1:-1]}", "a": 1}}'
        with pytest.raises(AtlasError, match="cannot be read"):
            bare.change(b"", Change("replace", context, "application/ld+json"))
        server.settimeout(0.3)
        with pytest.raises(TimeoutError):
            server.accept()


def test_what_the_engine_cannot_do_is_said_and_not_taken_for_a_crash(sandbox: Sandbox):
    with pytest.raises(AtlasError, match="understands this but cannot do it: The custom function"):
        sandbox.answer("SELECT * { ?a ?b ?c FILTER <http://nobody/knows>(?a) }")
