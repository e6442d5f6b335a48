"""The clock of a build: how long each stage took, and how much memory was held by its end."""

import re
import sys
import time
from pathlib import Path


class Clock:
    """Times the stages of a build.

    A clock may run within a stage of another, by turns with other stages of it: each then counts its own turns only.

    Attributes:
        seconds: duration of each stage.
        memory: most memory, in MiB, that the process had held by the end of each stage since it started; empty where
            the system does not tell.
    """

    def __init__(self, within: "tuple[Clock, str] | None" = None) -> None:
        self._within = within
        self.seconds: dict[str, float] = {}
        self.memory: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> float:
        """End a stage, or a turn of it; returns how long it took so far, in seconds."""
        now = time.perf_counter()
        since = self._last
        if self._within:
            other, part = self._within
            since = max(since, other._last)
            other.lap(part)
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - since
        self._last = now
        held = most_memory()
        if held is not None:
            self.memory[stage] = held
        return self.seconds[stage]


def most_memory() -> float | None:
    """Most memory, in MiB, that this process has held since it started; None where the system does not tell."""
    status = Path("/proc/self/status")
    if status.exists():
        # The figure of getrusage would count the memory of the parent at the moment this process was started.
        told = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8"))
        return int(told[1]) / 1024 if told else None
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 - there is none on Windows

    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
