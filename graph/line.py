"""The line between the sandbox and a worker: messages of a kind, a length and a payload over a socket."""

import socket
import struct
import time

_HEAD = struct.Struct(">cI")


def send(line: socket.socket, kind: bytes, payload: bytes = b"") -> None:
    """Send one message; ``kind`` is one byte."""
    line.sendall(_HEAD.pack(kind, len(payload)) + payload)


def receive(line: socket.socket, deadline: float | None = None) -> tuple[bytes, bytes]:
    """Receive one message.

    Args:
        line: the socket.
        deadline: moment on the monotonic clock after which to give up.

    Raises:
        EOFError: if the other side has ended.
        TimeoutError: if the deadline has passed.
    """
    kind, size = _HEAD.unpack(_exactly(line, _HEAD.size, deadline))
    return kind, _exactly(line, size, deadline)


def _exactly(line: socket.socket, size: int, deadline: float | None) -> bytes:
    parts = []
    while size:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            line.settimeout(left)
        piece = line.recv(min(size, 1 << 20))
        if not piece:
            raise EOFError
        size -= len(piece)
        parts.append(piece)
    return b"".join(parts)
