"""The atlas a server shows: the current build behind a sandbox, replaced when a new one is put in place."""

import json
import threading
from pathlib import Path
from typing import Any

from graph.sandbox import Limits, Sandbox
from graph.store import current
from ketenatlas.settings import Settings


class Snapshot:
    """Hands out a sandbox over the current atlas; a request that began on the old one ends on it."""

    def __init__(self, builds: Path, settings: Settings) -> None:
        self._builds = builds
        self._limits = Limits(settings.query_seconds, settings.query_megabytes, settings.answer_megabytes)
        self._lock = threading.Lock()
        self._folder = current(builds)
        self._sandbox = Sandbox(self._folder, self._limits)
        self._old: list[Sandbox] = []

    @property
    def sandbox(self) -> Sandbox:
        """The sandbox over the atlas that is current now."""
        folder = current(self._builds)
        with self._lock:
            if folder != self._folder:
                for sandbox in self._old:
                    sandbox.close()
                self._old = [self._sandbox]
                self._folder, self._sandbox = folder, Sandbox(folder, self._limits)
            return self._sandbox

    @property
    def folder(self) -> Path:
        """The folder of the atlas that is current now."""
        return self.sandbox.folder

    @property
    def manifest(self) -> dict[str, Any]:
        """What the current atlas is: title, version, date, hash, number of statements."""
        told: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        return told

    def close(self) -> None:
        """End all workers."""
        with self._lock:
            for sandbox in [*self._old, self._sandbox]:
                sandbox.close()
