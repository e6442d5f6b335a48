"""The worker's side of the sandbox: a process that reads one query or change, answers it and ends.

Started as ``python -m graph.worker`` by :mod:`graph.sandbox` only.
"""

import contextlib
import io
import json
import os
import select
import signal
import socket
import struct
import sys
import time
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox

from graph.columns.answering import Columns, columns_of
from graph.columns.syntax import OURS, RefusedError
from graph.engine import Writer, answer, answer_in_columns
from graph.errors import AtlasError
from graph.line import receive, send
from graph.scratch import Change, changed, opened
from graph.sockets import refuse_sockets

PID = struct.Struct(">q")
_CHUNK = 1 << 16
_LOOK = 0.5
"""Seconds between two looks at how much the workers have done."""
_QUICK = 1.0
"""Seconds of the processor after which a worker is no longer quick, and others go first."""
_BEHIND = 15
"""How far a worker that is not quick steps back (nice)."""
_OPEN_AT_ONCE = 16
"""How many files of a store RocksDB opens together with it (``VersionBuilder::LoadTableHandlers``)."""
_PAUSE = 0.2
"""Seconds after which what is known of an answer goes on its way although it is little."""


class _Outlet(io.RawIOBase):
    """A file whose content goes down the line in chunks as it is written; the first goes at once."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._held = bytearray()
        self._sent = 0.0

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview[int]", /) -> int:  # type: ignore[override]
        self._held += data
        if len(self._held) >= _CHUNK or time.monotonic() - self._sent > _PAUSE:
            self.empty()
        return len(data)

    def empty(self) -> None:
        if self._held:
            send(self._line, b"D", bytes(self._held))
            self._held.clear()
        self._sent = time.monotonic()


def answer_one(store: ox.Store | None, columns: Columns | None, line: socket.socket) -> None:
    """Read one request from the line and answer it; without a store its data set comes along with the request.

    Rows of the whole atlas come from its columns where they can.
    """
    try:
        _, request = receive(line)
        told = json.loads(request)
        # Asking whether a store is true would read it: that of one without statements is not.
        statements = receive(line)[1] if store is None else b""
    except EOFError:
        return
    outlet = _Outlet(line)
    try:
        there = opened(statements) if store is None else store
        if "change" in told:
            send(line, b"T", changed(there, Change(**told["change"])).encode())
            there.dump(cast("IO[bytes]", outlet), ox.RdfFormat.N_QUADS)
        else:
            media_type, write = _found(columns, told) or answer(
                there, told["query"], told["types"], told["default"], told["named"],
                base=told["base"], union=store is not None,
            )  # fmt: skip
            send(line, b"T", media_type.encode())
            write(cast("IO[bytes]", outlet))
        outlet.empty()
    except AtlasError as error:
        send(line, b"R", str(error).encode())
    except RuntimeError as error:
        send(line, b"R", f"the engine understands this but cannot do it: {error}".encode())
    except SyntaxError as error:
        send(line, b"S", str(error).encode())
    except ValueError as error:
        send(line, b"V", str(error).encode())
    except MemoryError:
        send(line, b"M")
    else:
        send(line, b"F")


def _found(columns: Columns | None, told: dict[str, Any]) -> tuple[str, Writer] | None:
    """The answer in columns, if the atlas has them and they can answer; they refuse what is relative to a base."""
    if columns is None or told["default"] is not None or told["named"] is not None:
        return None
    try:
        return answer_in_columns(columns, told["query"], told["types"])
    except RefusedError:
        return None
    except OURS:
        traceback.print_exc()
        return None


def confine(megabytes: int, files: int = 0) -> None:
    """Take away what a worker does not need: memory beyond the limit, sockets, and anything that could be opened.

    Args:
        megabytes: memory it may still take.
        files: of how many files its store is made. The engine opens the first few when it opens a store and the others
            when a query gets there, so that room is left for them.
    """
    import resource  # noqa: PLC0415 - not on Windows

    cap = _address_space() + megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (cap, cap))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    refuse_sockets()
    room = files if files > _OPEN_AT_ONCE else 0
    highest = max(int(name) for name in os.listdir("/dev/fd"))  # noqa: PTH208
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + room, highest + room))
    # Numbers that were given back below the limit could still be taken by a socket: fill them.
    taken = []
    with contextlib.suppress(OSError):
        while True:
            taken.append(os.open(os.devnull, os.O_RDONLY))
    for number in taken[:room]:
        os.close(number)


def _address_space() -> int:
    """Bytes of address space in use; a generous guess where the system does not tell."""
    try:
        with open("/proc/self/statm") as status:  # noqa: PTH123
            return int(status.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 4 << 30


def nursery(folder: str, megabytes: int, line: socket.socket) -> None:
    """Fork a worker, or kill one, on request; end with all workers when the asking process is gone."""
    columns = columns_of(Path(folder)) if folder else None
    # The store of an atlas never changes.
    parts = len(list(Path(folder, "store").glob("*.sst"))) if folder else 0
    children: set[int] = set()
    behind: set[int] = set()
    while True:
        while not select.select([line], [], [], _LOOK if children - behind else None)[0]:
            behind |= _step_back(children - behind)
        data, files, _, _ = socket.recv_fds(line, PID.size, 1)
        for pid in list(children):
            if os.waitpid(pid, os.WNOHANG)[0]:
                children.discard(pid)
                behind.discard(pid)
        if len(data) < PID.size:
            break
        doomed = PID.unpack(data)[0]
        if doomed:
            if doomed in children:
                os.kill(doomed, signal.SIGKILL)
            continue
        pid = os.fork()
        if pid == 0:
            line.close()
            with socket.socket(fileno=files[0]) as own, contextlib.suppress(BrokenPipeError, ConnectionError):
                store = ox.Store.read_only(f"{folder}/store") if folder else None
                confine(megabytes, parts)
                answer_one(store, columns, own)
            os._exit(0)
        children.add(pid)
        os.close(files[0])
        line.sendall(PID.pack(pid))
    for pid in children:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _step_back(workers: Iterable[int]) -> set[int]:
    """Let the workers that have used the processor for a while wait for all that is quick; tells which."""
    slow = set()
    for pid in workers:
        with contextlib.suppress(OSError):
            told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            if (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK") > _QUICK:
                os.setpriority(os.PRIO_PROCESS, pid, _BEHIND)
                slow.add(pid)
    return slow


def main(arguments: list[str]) -> None:
    """Start as nursery on an inherited line, or as one worker that calls the asking process."""
    how, folder, megabytes, address = arguments
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if how == "nursery":
        with socket.socket(fileno=int(address)) as line:
            nursery(folder, int(megabytes), line)
    else:
        with socket.create_connection(("127.0.0.1", int(address))) as line:
            store = ox.Store.read_only(f"{folder}/store") if folder else None
            answer_one(store, columns_of(Path(folder)) if folder else None, line)


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, ConnectionError):
        main(sys.argv[1:])
