"""Pushing: an atlas into a SPARQL server by the Graph Store Protocol, graph by graph, or into a file for its loader.

Every named graph replaces the graph of that name on the server (PUT); one that is large goes in pieces, of which the
first replaces and the others add (POST). Doing it twice does no harm: a statement is there or it is not.
"""

import gzip
import http.client
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, cast
from urllib.parse import quote

import pyoxigraph as ox

from graph.errors import AtlasError
from graph.remote import Login, Remote
from graph.store import Store
from graph.terms import PREFIXES
from ketenatlas.login import shown, web_address

PIECE = 8 << 20
"""About how many bytes go in one request."""
_TRIES = 3
_AGAIN = {408, 429, 500, 502, 503, 504}
"""Answers after which asking again may help."""
_NOBODY = f"{PREFIXES['graph']}nobody"
"""A graph that no atlas has, asked for to see whether we are let in before anything is changed."""

Progress = Callable[[str], None]


class PushError(AtlasError):
    """A server that did not take what was sent."""


@dataclass(frozen=True)
class Pushed:
    """What was done.

    Attributes:
        graphs, statements: what the server was sent.
        removed: graphs of an earlier atlas that were taken away.
        counted: whether the server was asked how many statements it holds now, and holds as many.
    """

    graphs: int
    statements: int
    removed: tuple[str, ...]
    counted: bool


class _Digest(urllib.request.HTTPDigestAuthHandler):
    """Digest authentication that shows its answer to the last challenge at once, so that no piece is sent twice."""

    challenge: dict[str, str] | None = None

    def http_request(self, request: urllib.request.Request) -> urllib.request.Request:
        """Put the answer on a request."""
        if self.challenge:
            request.add_unredirected_header(
                "Authorization", f"Digest {self.get_authorization(request, self.challenge)}"
            )
        return request

    https_request = http_request

    def retry_http_digest_auth(self, req: urllib.request.Request, auth: str) -> Any:
        """Keep the challenge, then answer it."""
        pairs = urllib.request.parse_http_list(auth.partition(" ")[2])
        self.challenge = urllib.request.parse_keqv_list([pair for pair in pairs if pair])
        return super().retry_http_digest_auth(req, auth)


class _Stay(urllib.request.HTTPRedirectHandler):
    """What is sent goes where it was told to go, and nowhere else."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Follow nothing."""


class GraphStore:
    """A graph store as its address: sends, adds and deletes graphs."""

    def __init__(self, address: str, login: Login | None = None, *, digest: bool = False, seconds: float = 600) -> None:
        parts = web_address(address)
        self.address = address
        self.name = shown(address)
        self.seconds = seconds
        self._join = "&" if parts.query else "?"
        self._headers = {"User-Agent": "ketenatlas"}
        handlers: list[urllib.request.BaseHandler] = [
            urllib.request.HTTPSHandler(context=ssl.create_default_context()),
            _Stay(),
        ]
        if login and digest:
            known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            known.add_password(None, address, login.user, login.password)
            handlers.append(_Digest(known))
        elif login and login.token:
            self._headers["Authorization"] = f"Bearer {login.token}"
        elif login:
            pair = f"{login.user}:{login.password}".encode()
            self._headers["Authorization"] = f"Basic {_base64(pair)}"
        self._opener = urllib.request.build_opener(*handlers)

    def greet(self) -> None:
        """See that we are let in.

        Raises:
            PushError: if not.
        """
        self._send("GET", _NOBODY, allowed=(404, 400, 406))

    def replace(self, graph: str, piece: bytes) -> None:
        """Put statements in place of those of a graph."""
        self._send("PUT", graph, piece)

    def add(self, graph: str, piece: bytes) -> None:
        """Put statements beside those of a graph."""
        self._send("POST", graph, piece)

    def drop(self, graph: str) -> None:
        """Take a graph away."""
        self._send("DELETE", graph, allowed=(404,))

    def _send(self, method: str, graph: str, body: bytes | None = None, allowed: tuple[int, ...] = ()) -> None:
        address = f"{self.address}{self._join}graph={quote(graph, safe='')}"
        kind = {} if body is None else {"Content-Type": "text/turtle; charset=utf-8"}  # N-Triples are Turtle
        for turn in range(1, _TRIES + 1):
            request = urllib.request.Request(  # noqa: S310 - the scheme was checked
                address, data=body, headers={**self._headers, **kind}, method=method
            )
            try:
                with self._opener.open(request, timeout=self.seconds) as response:
                    response.read()
                    return
            except urllib.error.HTTPError as error:
                with error:
                    told = error.read(300).decode("utf-8", "replace").strip()
                if error.code in allowed:
                    return
                said = f"{error.code} {_MEANING.get(error.code, '')}".strip() + (f" ({told})" if told else "")
                if error.code not in _AGAIN or turn == _TRIES:
                    raise PushError(f"{self.name} refused {method} of graph {graph}: {said}") from None
            except (OSError, http.client.HTTPException) as error:
                if turn == _TRIES:
                    raise PushError(f"{self.name} did not answer {method} of graph {graph}: {error}") from None
            time.sleep(turn)


_MEANING = {
    401: "who are you? Give a name with --user, and --auth as the server wants it",
    403: "you may not write here",
    404: "there is no graph store at this address",
    405: "this address is not for writing",
    413: "a piece is larger than the server takes",
    415: "the server does not read Turtle",
}


def _base64(data: bytes) -> str:
    import base64  # noqa: PLC0415 - only where a password is sent

    return base64.b64encode(data).decode("ascii")


def push(store: Store, to: GraphStore, remote: Remote | None, progress: Progress) -> Pushed:
    """Put an atlas on a server.

    Args:
        store: the atlas.
        to: where its graphs go.
        remote: the SPARQL address of the same server: by it, graphs of an earlier atlas are found and taken away, and
            what arrived is counted.
        progress: told how far we are.

    Raises:
        PushError: if the server does not take something, or holds another number of statements in the end.
    """
    to.greet()
    graphs = sorted(str(graph.value) for graph in store.statements.named_graphs())
    whole = int(store.manifest["statements"])
    sent, told = 0, 0
    held: dict[str, int] = {}
    for number, graph in enumerate(graphs, 1):
        held[graph] = 0
        for piece, lines in _pieces(store, graph):
            (to.add if held[graph] else to.replace)(graph, piece)
            held[graph] += lines
            sent += lines
            if sent * 10 // max(whole, 1) > told:
                told = sent * 10 // max(whole, 1)
                progress(f"{sent:,} of {whole:,} statements, {number} of {len(graphs)} graphs")
    if remote is None:
        return Pushed(len(graphs), sent, (), counted=False)
    stale = tuple(sorted(set(remote.graphs()) - set(graphs)))
    for graph in stale:
        to.drop(graph)
    there = remote.graphs()
    wrong = [graph for graph in {*held, *there} if held.get(graph, 0) != there.get(graph, 0)]
    if wrong:
        first = min(wrong)
        raise PushError(
            f"{to.name} holds another number of statements in {len(wrong)} of {len(graphs)} graphs: {first} has "
            f"{there.get(first, 0):,} of {held.get(first, 0):,}; push again, or load the file that --file writes"
        )
    return Pushed(len(graphs), sent, stale, counted=True)


def _pieces(store: Store, graph: str) -> Iterator[tuple[bytes, int]]:
    """The statements of a graph as N-Triples, in pieces of whole lines, each with its number of lines."""
    with TemporaryFile() as file:
        store.statements.dump(file, ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(graph))
        file.seek(0)
        while lines := file.readlines(PIECE):
            yield b"".join(lines), len(lines)


def write_file(store: Store, path: Path) -> None:
    """Write an atlas as N-Quads, packed if the name ends in ``.gz``; the file is there whole or not at all."""
    aside = path.with_name(path.name + ".new")
    path.parent.mkdir(parents=True, exist_ok=True)
    with aside.open("wb") as file:
        if path.suffix == ".gz":
            with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=file, mtime=0) as packed:
                store.statements.dump(cast("IO[bytes]", packed), ox.RdfFormat.N_QUADS)
        else:
            store.statements.dump(file, ox.RdfFormat.N_QUADS)
    aside.replace(path)
