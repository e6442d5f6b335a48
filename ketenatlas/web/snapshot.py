"""The atlas a server shows: the current build behind a sandbox, replaced when a new one is put in place.

Where anything is restricted there are two: all of it, and the atlas that everybody may see. They are separate atlases
in separate folders, each behind workers that have only its own store open, so that no query on the one can reach what
is only in the other.
"""

import json
import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from graph.sandbox import Limits, Sandbox
from graph.store import current, public
from ketenatlas.settings import Settings


@dataclass(frozen=True)
class Snapshot:
    """One atlas as it is; a request that began on it ends on it.

    Attributes:
        sandbox: answers queries on it.
    """

    sandbox: Sandbox

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.sandbox.folder

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What it is: title, version, date, hash, number of statements."""
        told: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        return told


class Snapshots:
    """Hands out the current atlas, for those who may read what is restricted and for everybody else."""

    def __init__(self, builds: Path, settings: Settings) -> None:
        self._builds = builds
        self._limits = Limits(settings.query_seconds, settings.query_megabytes, settings.answer_megabytes)
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._now: dict[Path, Snapshot] = {}
        self._former: dict[Path, Snapshot] = {}
        self.of(everything=False)

    def of(self, *, everything: bool) -> Snapshot:
        """The atlas that is current now.

        Args:
            everything: with what is restricted; without it, as if that had never been there.

        Raises:
            NoAtlasError: if there is none, or it does not tell what in it is restricted.
        """
        folder = current(self._builds)
        wanted = folder if everything else public(folder)
        with self._lock:
            if folder != self._folder:
                for old in self._former.values():
                    old.sandbox.close()
                self._folder, self._former, self._now = folder, self._now, {}
            if wanted not in self._now:
                self._now[wanted] = Snapshot(Sandbox(wanted, self._limits))
            return self._now[wanted]

    def close(self) -> None:
        """End all workers."""
        with self._lock:
            for snapshot in [*self._former.values(), *self._now.values()]:
                snapshot.sandbox.close()
            self._now, self._former = {}, {}
