"""The sandbox: one query in one process that can be killed.

The engine cannot be told to stop, so every query from outside runs in a worker of its own, with limits on time,
memory and the size of its answer. On Linux and macOS workers are forked ahead of need from a small single-threaded
parent (the nursery), never from the web server; a worker has the store open already and cannot open anything else
but the other files of a large store, not even a socket. On Windows a worker is a fresh process with the time and size
limits only; ``ketenatlas doctor`` says so.
"""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from graph.columns.rows import MEDIA_TYPE, Table
from graph.errors import AtlasError
from graph.guard import check
from graph.line import receive, send
from graph.result import Rows, TableRows
from graph.scratch import Change
from graph.worker import PID

FORKS = hasattr(os, "fork") and hasattr(socket, "send_fds")
_SPARES = 2


class QueryError(AtlasError):
    """A query that is no SPARQL."""


class FormError(AtlasError):
    """An answer that cannot take any of the wanted forms."""


class LimitError(AtlasError):
    """A query that went over a limit and was stopped."""


@dataclass(frozen=True)
class Limits:
    """What one query may use.

    Attributes:
        seconds: wall time that its worker keeps us waiting; how slowly an answer is taken away does not count.
        megabytes: memory beyond what an idle worker has.
        answer_megabytes: size of the answer.
    """

    seconds: float = 30.0
    megabytes: int = 1024
    answer_megabytes: int = 50


@dataclass(frozen=True)
class Stream:
    """An answer on its way; its worker ends when the last piece was taken, or when it is closed.

    Attributes:
        media_type: the form it has.
        pieces: its bytes as they come; taking one may raise :class:`LimitError`. The first is known already.
    """

    media_type: str
    pieces: Iterator[bytes]
    _source: Generator[bytes]

    def close(self) -> None:
        """End the worker, whatever it is doing."""
        self._source.close()


class Sandbox:
    """Answers queries on one atlas, each in a worker of its own. Safe to use from several threads.

    Without a folder it has no atlas: every request brings its data set along (:mod:`graph.scratch`).
    """

    def __init__(self, folder: Path | None, limits: Limits | None = None, *, fork: bool = FORKS) -> None:
        self._folder = folder
        self.limits = limits or Limits()
        self._lock = threading.Lock()
        self._nursery = _Nursery(folder, self.limits) if fork else None
        self._ready = [self._hatch() for _ in range(_SPARES)]

    @property
    def folder(self) -> Path:
        """Where the atlas lies.

        Raises:
            AtlasError: if there is none.
        """
        if self._folder is None:
            raise AtlasError("this sandbox has no atlas of its own")
        return self._folder

    def _hatch(self) -> "_Worker":
        return self._nursery.hatch() if self._nursery else _spawn(self._folder, self.limits)

    def select(self, query: str) -> Rows:
        """Answer a SELECT query (see :meth:`answer`)."""
        media_type, data = self.answer(query, [MEDIA_TYPE, "application/sparql-results+json"])
        return TableRows(Table.unpacked(data)) if media_type == MEDIA_TYPE else Rows.from_json(data)

    def answer(
        self,
        query: str,
        media_types: list[str] | None = None,
        default_graphs: list[str] | None = None,
        named_graphs: list[str] | None = None,
    ) -> tuple[str, bytes]:
        """Answer any query as a whole (see :meth:`begin`).

        Returns:
            The media type and the bytes.
        """
        stream = self.begin(query, media_types, default_graphs, named_graphs)
        try:
            return stream.media_type, b"".join(stream.pieces)
        finally:
            stream.close()

    def begin(
        self,
        query: str,
        media_types: list[str] | None = None,
        default_graphs: list[str] | None = None,
        named_graphs: list[str] | None = None,
        *,
        base: str | None = None,
        statements: bytes | None = None,
    ) -> Stream:
        """Begin to answer any query; the other arguments are those of :func:`graph.engine.answer`.

        Args:
            query: any SPARQL 1.1 query.
            media_types: acceptable forms, best first.
            default_graphs: graphs whose union is the default graph.
            named_graphs: graphs that ``GRAPH`` may see.
            base: what relative addresses are relative to.
            statements: the data set as N-Quads, where the sandbox has no atlas.

        Raises:
            RefusedError: if the guard refuses the query.
            QueryError: if it is no SPARQL.
            FormError: if the answer cannot take any of the forms.
            LimitError: if it went over a limit and was stopped before its first piece.
        """
        check(query)
        request = {"query": query, "types": media_types, "default": default_graphs, "named": named_graphs, "base": base}
        return self._ask(request, statements)

    def change(self, statements: bytes, change: Change) -> tuple[str, bytes]:
        """Change a data set that is brought along.

        Returns:
            What became of it, as :func:`graph.scratch.changed` says, and all statements after the change as N-Quads.

        Raises:
            RefusedError: if the guard refuses the update.
            QueryError: if it is no SPARQL.
            AtlasError: if both the update and the request name graphs, or statements that came with it cannot be read.
            LimitError: if it went over a limit and was stopped; nothing is changed then.
        """
        if change.kind == "update":
            check(change.text)
        stream = self._ask({"change": asdict(change)}, statements)
        try:
            return stream.media_type, b"".join(stream.pieces)
        finally:
            stream.close()

    def _ask(self, request: dict[str, Any], statements: bytes | None) -> Stream:
        with self._lock:
            worker = self._ready.pop(0)
            self._ready.append(self._hatch())
        source = self._conversation(worker, request, statements)
        media_type = next(source).decode()
        first = next(source, b"")
        return Stream(media_type, chain([first], source), source)

    def _conversation(self, worker: "_Worker", request: dict[str, Any], statements: bytes | None) -> Generator[bytes]:
        try:
            yield from _converse(worker.meet(), request, statements, self.limits)
        finally:
            with self._lock:
                worker.end()

    def close(self) -> None:
        """End all workers."""
        with self._lock:
            for worker in self._ready:
                worker.end()
            self._ready = []
            if self._nursery:
                self._nursery.close()

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _converse(
    line: socket.socket, request: dict[str, Any], statements: bytes | None, limits: Limits
) -> Iterator[bytes]:
    """Send one request to a worker and hand on its answer within the limits: first its form, then its pieces."""
    cap = limits.answer_megabytes * 1024 * 1024
    size, left = 0, limits.seconds
    try:
        line.settimeout(limits.seconds)
        send(line, b"Q", json.dumps(request).encode())
        if statements is not None:
            send(line, b"D", statements)
        while True:
            asked = time.monotonic()
            kind, payload = receive(line, asked + left)
            left -= time.monotonic() - asked
            if kind == b"T":
                yield payload
            elif kind == b"D":
                size += len(payload)
                if size > cap:
                    advice = "nothing was changed" if "change" in request else "add a LIMIT"
                    raise LimitError(
                        f"the answer is larger than {limits.answer_megabytes} MB and was stopped; {advice}"
                    )
                yield payload
            elif kind == b"F":
                return
            elif kind == b"S":
                raise QueryError(f"this is not SPARQL the engine understands: {_brief(payload.decode())}")
            elif kind == b"V":
                raise FormError(payload.decode())
            elif kind == b"R":
                raise AtlasError(payload.decode())
            else:  # the worker itself ran out of memory and could still say so
                break
    except TimeoutError:
        raise LimitError(f"the query took longer than {limits.seconds:g} seconds and was stopped") from None
    except (ConnectionError, EOFError):
        pass  # the worker died: said below
    raise LimitError(
        f"the query was stopped: it needed more than {limits.megabytes} MB of memory or brought the engine down"
    )


def _brief(message: str) -> str:
    """The place of a syntax error and the first few things the engine expected there."""
    place, _, expected = message.partition(": expected one of ")
    return f"{place}, expected {', '.join(expected.split(', ')[:4])} ..." if expected else message


class _Nursery:
    """The parent of the workers: a process of one thread that forks on request."""

    def __init__(self, folder: Path | None, limits: Limits) -> None:
        self.line, theirs = socket.socketpair()
        with theirs:
            number = theirs.fileno()
            self.process = subprocess.Popen(
                _command("nursery", folder, limits, number), pass_fds=[number], env=_environment()
            )

    def hatch(self) -> "_Worker":
        """A fresh worker that has the store open."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self.line, [PID.pack(0)], [theirs.fileno()])
        data = self.line.recv(PID.size)
        if len(data) < PID.size:
            ours.close()
            raise AtlasError("the parent of the query workers has ended; start again")
        return _Worker(ours, self, PID.unpack(data)[0])

    def kill(self, pid: int) -> None:
        """Kill a worker; the nursery knows whether the number is still that worker's."""
        self.line.sendall(PID.pack(pid))

    def close(self) -> None:
        """End the nursery; its workers end with it."""
        self.line.close()
        self.process.wait()


@dataclass
class _Worker:
    """One process that answers one query, at the other end of a line."""

    line: socket.socket
    parent: "_Nursery | subprocess.Popen[bytes]"
    pid: int

    def meet(self) -> socket.socket:
        """The line to the process; a fresh process calls first, and only the one who needs it waits for that."""
        if isinstance(self.parent, subprocess.Popen):
            try:
                with self.line as server:
                    self.line, _ = server.accept()
            except TimeoutError:
                raise AtlasError("a query worker did not start; is the machine out of memory?") from None
        return self.line

    def end(self) -> None:
        """Kill the process, whatever it is doing."""
        self.line.close()
        if isinstance(self.parent, _Nursery):
            self.parent.kill(self.pid)
        else:
            self.parent.kill()
            self.parent.wait()


def _spawn(folder: Path | None, limits: Limits) -> _Worker:
    """A worker as a fresh process that calls back on the loopback address (Windows has no fork)."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(60)
    process = subprocess.Popen(_command("call", folder, limits, server.getsockname()[1]), env=_environment())
    return _Worker(server, process, process.pid)


def _command(how: str, folder: Path | None, limits: Limits, address: int) -> list[str]:
    return [sys.executable, "-m", "graph.worker", how, str(folder or ""), str(limits.megabytes), str(address)]


def _environment() -> dict[str, str]:
    """This process's environment, with this package findable however it was started."""
    root = str(Path(__file__).resolve().parent.parent)
    path = os.environ.get("PYTHONPATH")
    # A worker is forked, which threads of its parent would not survive, and it works alone.
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join([root, path] if path else [root])}
