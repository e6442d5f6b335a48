"""Pushing an atlas: whole or with a sentence, in pieces, logged in, and nothing secret where others can read it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pyoxigraph as ox
import pytest

from graph.errors import UsageError
from graph.filling import Filling
from graph.remote import Login, Remote, RemoteError
from graph.statements import packed
from graph.store import Store, describe
from ketenatlas import pushing
from ketenatlas.atlas import open_atlas
from ketenatlas.login import login_for, shown
from ketenatlas.pushing import GraphStore, PushError, push
from tests.ketenatlas.conftest import Endpoint
from tests.ketenatlas.test_cli import run

KA = "https://w3id.org/ketenatlas/ontology#"
GRAPH = "https://w3id.org/ketenatlas/graph/"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"


def tiny(folder: Path, *graphs: str) -> Store:
    """An atlas of a few statements: what every atlas says, and 20 numbers in each graph."""
    lines = [f'<{KA}ValueChain> {LABEL} "{word} \\" é\\n"@nl <{GRAPH}ontology> .' for word in ("keten", "reeks")]
    lines += [f'<http://s/{name}> <{KA}position> "{n}" <{GRAPH}{name}> .' for name in graphs for n in range(20)]
    folder.mkdir()
    parts = pl.Series("line", lines).str.extract_groups(r"^(?<s>\S+) (?<p>\S+) (?<o>.*) (?<g><\S+>) \.$")
    with Filling(folder) as engine:
        engine.add(packed(parts.struct.unnest()))
        engine.done()
    describe(folder, {"statements": len(lines), "restricted": 0})
    return Store(folder)


class Answering(BaseHTTPRequestHandler):
    """A graph store that keeps what it is sent, and answers as it was told to."""

    def _take(self) -> None:
        server = self.server
        assert isinstance(server, Taking)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        graph = parse_qs(urlsplit(self.path).query)["graph"][0]
        server.asked.append((self.command, graph, self.headers.get("Authorization"), urlsplit(self.path).path))
        status = server.answers.pop(0) if server.answers else 200
        if status == 200:
            if self.command == "PUT":
                server.held[graph] = set()
            if body:
                parsed = ox.parse(body, format=ox.RdfFormat.TURTLE)
                server.held.setdefault(graph, set()).update(str(triple) for triple in parsed)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere?graph=x")
        told = b"no" if status >= 400 else b""
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    do_GET = do_PUT = do_POST = do_DELETE = _take  # noqa: N815 - the names http.server calls

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Taking(ThreadingHTTPServer):
    """What it was asked, what it holds, and the statuses of its next answers."""

    asked: list[tuple[str, str, str | None, str]]
    held: dict[str, set[str]]
    answers: list[int]


@pytest.fixture
def taking() -> Iterator[Taking]:
    with Taking(("127.0.0.1", 0), Answering) as server:
        server.asked, server.held, server.answers = [], {}, []
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def address(server: Taking) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}/store"


def test_each_graph_replaces_and_a_large_one_goes_in_pieces(taking: Taking, tmp_path, monkeypatch):
    store = tiny(tmp_path / "a", "one", "two")
    monkeypatch.setattr(pushing, "PIECE", 500)
    taking.held[f"{GRAPH}one"] = {"old"}
    told: list[str] = []
    done = push(store, GraphStore(address(taking)), None, told.append)
    assert (done.graphs, done.statements, done.counted) == (3, 42, False)
    assert {name: len(kept) for name, kept in taking.held.items()} == {f"{GRAPH}{g}": n for g, n in
                                                                        (("ontology", 2), ("one", 20), ("two", 20))}  # fmt: skip
    methods = [method for method, graph, _, _ in taking.asked if graph.endswith("one")]
    assert methods[0] == "PUT"
    assert methods.count("PUT") == 1
    assert methods.count("POST") >= 2
    assert taking.asked[0][0] == "GET"
    assert told[-1].startswith("42 of 42 statements")


def test_a_server_that_is_busy_is_asked_again(taking: Taking, tmp_path, monkeypatch):
    monkeypatch.setattr(pushing.time, "sleep", lambda _: None)
    taking.answers = [200, 503, 502, 200]
    push(tiny(tmp_path / "a"), GraphStore(address(taking)), None, str)
    assert [method for method, *_ in taking.asked] == ["GET", "PUT", "PUT", "PUT"]


@pytest.mark.parametrize(
    ("status", "sentence"),
    [(401, "401 who are you"), (403, "403 you may not write here"), (413, "413 a piece is larger"), (302, "302"),
     (500, "500"), (415, "does not read Turtle")],
)  # fmt: skip
def test_a_server_that_refuses_is_a_sentence(taking: Taking, tmp_path, monkeypatch, status, sentence):
    monkeypatch.setattr(pushing.time, "sleep", lambda _: None)
    taking.answers = [200, *[status] * 3]
    with pytest.raises(PushError, match=rf"/store refused PUT of graph {GRAPH}ontology: .*{sentence}"):
        push(tiny(tmp_path / "a"), GraphStore(address(taking)), None, str)
    assert {path for *_, path in taking.asked} == {"/store"}


def test_a_server_that_is_not_there_is_a_sentence(monkeypatch):
    monkeypatch.setattr(pushing.time, "sleep", lambda _: None)
    with pytest.raises(PushError, match=r"http://127\.0\.0\.1:9/store did not answer GET"):
        GraphStore("http://127.0.0.1:9/store?key=secret").greet()


@pytest.mark.parametrize(
    ("login", "header"), [(Login("me", "w"), "Basic bWU6dw=="), (Login(token="t"), "Bearer t"), (None, None)]
)
def test_who_asks_is_told_as_wanted(taking: Taking, login, header):
    GraphStore(address(taking), login).greet()
    assert taking.asked[0][2] == header


def test_our_own_scratch_graphs_take_an_atlas_and_answer(endpoint: Endpoint, tmp_path):
    """Their default graph is not the union of the others, so what is asked of them are statements."""
    login = Login(token=endpoint.token)
    to = GraphStore(f"{endpoint.address}/scratch/sparql/graph", login)
    remote = Remote(f"{endpoint.address}/scratch/sparql", login=login)
    assert push(tiny(tmp_path / "a", "one", "two"), to, remote, str).removed == ()
    later = tiny(tmp_path / "b", "two")
    done = push(later, to, remote, str)
    assert (done.removed, done.counted) == ((f"{GRAPH}one",), True)
    assert not remote.whole
    query = f"SELECT * WHERE {{ ?s <{KA}position> ?n }} ORDER BY ?n"
    assert remote.select(query) == later.select(query)
    assert len(remote.select(query).values) == 20
    with endpoint.writer() as writer:
        writer.post("/scratch/sparql", content="CLEAR ALL", headers={"Content-Type": "application/sparql-update"})
    with pytest.raises(RemoteError, match="holds no atlas"):
        _ = Remote(f"{endpoint.address}/scratch/sparql", login=login).whole


def test_our_own_server_is_asked_as_it_is(small_server: str):
    assert Remote(f"{small_server}/sparql").whole


def test_networks_from_columns_and_measures_of_our_own_server_are_the_same(small_server: str, small):
    near, far = open_atlas(small.folder.parent), open_atlas(f"{small_server}/sparql")
    for atlas in (near, far):
        assert list(atlas.network("supply", asOf="2026-11-24").edges)
    assert near.metric("degree", as_of="2026-11-24").equals(far.metric("degree", as_of="2026-11-24"))


def test_what_did_not_arrive_is_found_out(taking: Taking, tmp_path, monkeypatch):
    remote = Remote("http://127.0.0.1:9/sparql")
    monkeypatch.setattr(remote, "graphs", lambda: {f"{GRAPH}ontology": 1})
    with pytest.raises(PushError, match=r"another number of statements in 1 of 1 graphs: .*ontology has 1 of 2; push"):
        push(tiny(tmp_path / "a"), GraphStore(address(taking)), remote, str)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("https://me:geheim@host/sparql", "an address with a name or password in it is not used"),
        ("ftp://host/x", "is not the address of a server"),
        ("https:///x", "is not the address of a server"),
        ("file:///etc/passwd", "is not the address of a server"),
    ],
)
def test_an_address_that_is_not_to_be_asked_is_refused(given, sentence, capsys):
    code, _, err = run(capsys, "push", given, "--atlas", "nowhere")
    assert code == 2
    assert sentence in err
    with pytest.raises(UsageError, match=sentence) as refused:
        login_for(given)
    assert "geheim" not in f"{refused.value}{err}"


def test_a_secret_does_not_travel_in_the_open(monkeypatch):
    monkeypatch.setenv("KETENATLAS_SERVER_USER", "me")
    monkeypatch.setenv("KETENATLAS_SERVER_PASSWORD", "geheim")
    for here in ("https://host/x", "http://127.0.0.1/x", "http://localhost:8890/x", "http://[::1]/x"):
        assert login_for(here) == Login("me", "geheim")
    assert login_for("http://host/x", hidden=True) == Login("me", "geheim")
    with pytest.raises(UsageError, match=r"http://host/x is asked in the open"):
        login_for("http://host/x?key=1")
    with pytest.raises(UsageError, match="is asked in the open"):
        open_atlas("http://host.example/sparql")
    monkeypatch.setenv("KETENATLAS_SERVER_TOKEN", "geheim")
    with pytest.raises(UsageError, match="is asked in the open"):
        login_for("http://host/x", hidden=True)
    assert login_for("https://host/x") == Login(token="geheim")
    assert login_for("https://host/x", "other", "word") == Login("other", "word")
    assert shown("https://host/x?key=1") == "https://host/x"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "where to?"),
        (("http://127.0.0.1:9/x", "--file", "a.nq"), "where to?"),
        (("http://127.0.0.1:9/x", "--auth", "kerberos"), "--auth: 'kerberos' is not one of basic, digest, bearer"),
        (("http://127.0.0.1:9/x", "--auth", "bearer"), "--auth bearer needs KETENATLAS_SERVER_TOKEN"),
        (("http://127.0.0.1:9/x", "--auth", "digest"), "--auth digest needs --user"),
        (("--file", "a.ttl"), "a.ttl ends in neither .nq nor .nq.gz"),
    ],
)
def test_a_push_that_is_not_clear_is_refused(small, capsys, arguments, sentence):
    code, _, err = run(capsys, "push", *arguments, "--atlas", str(small.folder.parent))
    assert code == 2
    assert sentence in err


def test_what_is_restricted_stays_unless_it_is_asked_for(tmp_path, capsys):
    """The public part lies inside the folder of an atlas with restricted files."""
    whole = tiny(tmp_path / "builds-x", "open", "secret")
    root = tmp_path / "builds"
    root.mkdir()
    del whole
    (tmp_path / "builds-x").rename(root / "x")
    (root / "current").write_text("x")
    manifest = root / "x" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"restricted": 0', '"restricted": 1'))
    tiny(root / "x" / "public", "open")
    for name, extra, secret in (("a.nq", (), False), ("b.nq", ("--restricted",), True)):
        code, _, _ = run(capsys, "push", "--file", str(tmp_path / name), "--atlas", str(root), *extra)
        assert code == 0
        assert ("graph/secret" in (tmp_path / name).read_text()) is secret
