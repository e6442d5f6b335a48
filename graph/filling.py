"""Filling: the store of an atlas while it is made, loaded in a thread of its own.

The engine holds up nobody while it loads, so that columns can be worked on meanwhile.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

import polars as pl
import pyoxigraph as ox

from graph.statements import COLUMNS, nquads, write_nquads

STORE = "store"
"""Folder of an atlas that holds its store."""


class Filling:
    """A store that is being filled; what is asked of it is done one after the other, and :meth:`done` waits for it."""

    def __init__(self, folder: Path) -> None:
        """Begin the store of the atlas in a folder, or go on with what there is of it."""
        self._folder = folder
        self._store = ox.Store(str(folder / STORE))
        self._thread = ThreadPoolExecutor(1)
        self._asked: list[Future[None]] = []

    def add(self, statements: pl.DataFrame) -> None:
        """Load statements; the same one twice counts once."""
        self._asked.append(self._thread.submit(self._add, statements, f"part-{len(self._asked)}.nq"))

    def _add(self, statements: pl.DataFrame, name: str) -> None:
        path = self._folder / name
        with path.open("wb") as lines:
            write_nquads(statements, lines)
        self._store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
        path.unlink()

    def done(self) -> None:
        """Wait until all is in the store, and on disk."""
        for one in self._asked:
            one.result()
        self._asked.clear()
        self._store.flush()

    def copy(self, folder: Path, before: pl.DataFrame, after: pl.DataFrame) -> None:
        """Make the store of another atlas that says nearly the same: a copy, in which what differs is mended.

        The files of both stores are shared, and only what differs is written.

        Args:
            folder: the other atlas.
            before: what this one holds, packed; all of it is in the store.
            after: what the other is to hold, packed.
        """
        self._store.backup(str(folder / STORE))
        gone = before.join(after, on=COLUMNS, how="anti")
        with Filling(folder) as other:
            other.add(after.join(before, on=COLUMNS, how="anti"))
            other.done()
            for quad in ox.parse(nquads(gone), format=ox.RdfFormat.N_QUADS):
                other._store.remove(quad)
            # A graph in which nothing is said any more would still be there by name.
            for name in set(gone["g"].unique().cast(pl.String)) - set(after["g"].unique().cast(pl.String)):
                other._store.remove_graph(ox.NamedNode(name[1:-1]))
            other.done()

    def __enter__(self) -> "Filling":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown(cancel_futures=True)
        # The store is closed when nobody knows it any more.
        del self._store
