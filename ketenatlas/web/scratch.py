"""Scratch graphs: what may be written, apart from the atlas and never part of it.

They are one file of N-Quads. A change is made by a worker that gets all statements and gives all of them back; then the
file is replaced as a whole. A change that is refused, too long or too large leaves everything as it was.
"""

import os
import threading
from pathlib import Path

from graph.sandbox import Limits, Sandbox, Stream
from graph.scratch import Change


class Scratch:
    """The scratch graphs of a server. Safe to use from several threads: changes are made one after another.

    Attributes:
        file: where they are kept.
    """

    def __init__(self, file: Path, limits: Limits) -> None:
        self.file = file
        file.parent.mkdir(parents=True, exist_ok=True)
        self._statements = file.read_bytes() if file.exists() else b""
        self._sandbox = Sandbox(None, limits)
        self._lock = threading.Lock()

    def begin(
        self,
        query: str,
        media_types: list[str] | None = None,
        default_graphs: list[str] | None = None,
        named_graphs: list[str] | None = None,
        *,
        base: str | None = None,
    ) -> Stream:
        """Begin to answer a query (see :meth:`graph.sandbox.Sandbox.begin`)."""
        return self._sandbox.begin(
            query, media_types, default_graphs, named_graphs, base=base, statements=self._statements
        )

    def change(self, change: Change) -> str:
        """Make a change and keep it (see :meth:`graph.sandbox.Sandbox.change`).

        Returns:
            What became of the graph: ``created``, ``changed`` or ``absent``.
        """
        with self._lock:
            became, statements = self._sandbox.change(self._statements, change)
            aside = self.file.with_name(f"{self.file.name}.new")
            with aside.open("wb") as written:
                written.write(statements)
                written.flush()
                os.fsync(written.fileno())
            aside.replace(self.file)
            self._statements = statements
        return became

    def close(self) -> None:
        """End the workers."""
        self._sandbox.close()
