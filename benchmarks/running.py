"""Running one engine on one side: in a process of its own, with a limit on time and memory, cold and warm.

What an engine answers is kept, so that engines can be compared row for row. An engine that goes over a limit, fails or
cannot do a task is not an error of the run: the table says that it gave up, and why.
"""

import multiprocessing
import os
import re
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import polars as pl

WARM_ROUNDS, WARM_SECONDS = 3, 2.0
"""A task is asked again so often, but not beyond so many seconds; the best counts as warm."""
RESTARTS = 8
"""So often a peer is started again after it gave up on a task; what is left then is given up too. Ours and the floor
are started again after each, so that one slow task costs no other."""


@dataclass(frozen=True)
class Case:
    """What all engines of a run work on.

    Attributes:
        size: number of establishments.
        data: the made-up data set, in our own formats.
        atlas: folder of the atlas that was built of it.
        builds: folder of builds.
        micro: statements of the properties that ad-hoc questions name, as N-Triples.
        site: key of an establishment that supplies others.
        as_of: the day (ISO).
    """

    size: int
    data: Path
    atlas: Path
    builds: Path
    micro: Path
    site: str
    as_of: str


@dataclass(frozen=True)
class Timed:
    """An answer whose engine measured itself, because asking is not all it had to do."""

    seconds: float
    rows: pl.DataFrame
    peak_mib: float | None = None


@dataclass(frozen=True)
class Session:
    """An engine that has loaded what it needs.

    Attributes:
        answer: does a task, and gives its rows, or a :class:`Timed` that holds them.
        disk: bytes it keeps on disk.
        memory: peak memory in MiB where the work is done elsewhere; else that of the process counts.
        close: ends what was started.
        rows: makes rows of what was answered to a task, where that is no table yet; it is not timed.
    """

    answer: Callable[[str], Any]
    disk: int = 0
    memory: Callable[[], float | None] | None = None
    close: Callable[[], None] = lambda: None
    rows: Callable[[str, Any], pl.DataFrame] = lambda _, told: told.rows if isinstance(told, Timed) else told


@dataclass(frozen=True)
class Engine:
    """One way to do the tasks of a side.

    Attributes:
        name: what people call it.
        open: loads; called in the process of the engine, so that it must be a function of a module.
        role: ``ours``, ``floor`` (what the data allows) or ``peer``.
        most: most establishments it is asked for; beyond, it takes too long to wait for.
        lacks: says what is missing on this machine, if anything.
    """

    name: str
    open: Callable[[Case], Session]
    role: str = "peer"
    most: int | None = None
    lacks: Callable[[], str | None] = lambda: None


@dataclass(frozen=True)
class Side:
    """One comparison: tasks, and engines that do them.

    Attributes:
        name: its key.
        about: what is compared, in a sentence.
        tasks: names of the tasks.
        engines: ours first; the others are compared with the first that answers.
        tolerance: relative difference below which two numbers are the same.
    """

    name: str
    about: str
    tasks: Callable[[Case], Sequence[str]]
    engines: Sequence[Engine]
    tolerance: float = 1e-9


@dataclass(frozen=True)
class Limits:
    """What an engine may use.

    Attributes:
        seconds: for a task.
        load_seconds: for loading.
        megabytes: memory.
    """

    seconds: float = 30.0
    load_seconds: float = 300.0
    megabytes: float = 4096.0


@dataclass
class Outcome:
    """What came of one task.

    Attributes:
        rows: the answer; None where the engine gave up.
        note: why it gave up.
    """

    task: str
    load_s: float | None = None
    cold_s: float | None = None
    warm_s: float | None = None
    peak_mib: float | None = None
    disk_mib: float | None = None
    rows: pl.DataFrame | None = None
    note: str = ""


class CannotError(Exception):
    """An engine says that it cannot do a task."""


def run(engine: Engine, case: Case, tasks: Sequence[str], limits: Limits) -> list[Outcome]:
    """Let an engine do the tasks, in order.

    Returns:
        An outcome for each task.
    """
    if engine.most is not None and case.size > engine.most:
        return [Outcome(task, note=f"not asked above {engine.most:,} establishments") for task in tasks]
    if missing := engine.lacks():
        return [Outcome(task, note=missing) for task in tasks]
    done: dict[str, Outcome] = {}
    why = ""
    for _ in range((RESTARTS if engine.role == "peer" else len(tasks)) + 1):
        left = [task for task in tasks if task not in done]
        if not left:
            break
        why = _attempt(engine, case, left, limits, done)
        if why and left[0] not in done and not any(task in done for task in left):
            break
    return [done.get(task) or Outcome(task, note=why or "given up") for task in tasks]


def _attempt(engine: Engine, case: Case, tasks: Sequence[str], limits: Limits, done: dict[str, Outcome]) -> str:
    """Start the engine once; returns why it ended before the last task, or nothing."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    with tempfile.TemporaryDirectory() as folder:
        process = context.Process(target=_work, args=(engine.open, case, tasks, theirs, Path(folder)), daemon=False)
        process.start()
        theirs.close()
        try:
            loaded = _wait(process, ours, limits.load_seconds, limits.megabytes)
            if isinstance(loaded, str):
                return f"while loading: {loaded}"
            for task in tasks:
                told = _wait(process, ours, limits.seconds, limits.megabytes)
                if isinstance(told, str):
                    done[task] = Outcome(task, load_s=loaded["seconds"], note=told)
                    return told
                done[task] = Outcome(task, load_s=loaded["seconds"], disk_mib=loaded["disk"] / 2**20, **told["outcome"])
                if told["file"]:
                    done[task].rows = pl.read_parquet(told["file"])
            return ""
        finally:
            _end(process)


def _end(process: Any) -> None:
    process.join(timeout=5)
    if process.is_alive():
        process.terminate()
        process.join(timeout=10)
    if process.is_alive():
        process.kill()
        process.join()


def _wait(process: Any, pipe: Connection, seconds: float, megabytes: float) -> dict[str, Any] | str:
    """What the engine tells next, or why it will not."""
    until = time.monotonic() + seconds
    while True:
        if pipe.poll(0.05):
            try:
                told: dict[str, Any] = pipe.recv()
            except EOFError:
                return "gave up: its process ended"
            return str(told["error"]) if "error" in told else told
        if time.monotonic() > until:
            return f"gave up: over {seconds:g} s"
        held = memory_mib(process.pid, "VmRSS")
        if held is not None and held > megabytes:
            return f"gave up: over {megabytes:,.0f} MiB"


def memory_mib(pid: int | None, what: str = "VmHWM") -> float | None:
    """Memory of a process in MiB, where the system tells: its peak (``VmHWM``) or what it holds now (``VmRSS``)."""
    status = Path(f"/proc/{pid}/status")
    try:
        found = re.search(rf"{what}:\s+(\d+) kB", status.read_text(encoding="utf-8"))
    except OSError:
        return None
    return int(found[1]) / 1024 if found else None


def _work(load: Callable[[Case], Session], case: Case, tasks: Sequence[str], pipe: Connection, folder: Path) -> None:
    """What the process of an engine does; what it writes to the screen is not for the reader of the table."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    started = time.perf_counter()
    try:
        session = load(case)
    except Exception as error:
        pipe.send({"error": f"failed: {_short(error)}"})
        return
    try:
        pipe.send({"seconds": time.perf_counter() - started, "disk": session.disk})
        for at, task in enumerate(tasks):
            pipe.send(_done(session, task, folder / f"{at}.parquet"))
    finally:
        session.close()


def _done(session: Session, task: str, file: Path) -> dict[str, Any]:
    outcome: dict[str, Any] = {}
    try:
        started = time.perf_counter()
        told = session.answer(task)
        cold = time.perf_counter() - started
        rows = session.rows(task, told)
        outcome["cold_s"] = told.seconds if isinstance(told, Timed) else cold
        outcome["warm_s"] = outcome["cold_s"] if isinstance(told, Timed) else min([cold, *_again(session, task, cold)])
        rows.write_parquet(file)
    except CannotError as error:
        return {"outcome": {**outcome, "note": f"cannot: {error}"}, "file": None}
    except Exception as error:
        return {"outcome": {**outcome, "note": f"failed: {_short(error)}"}, "file": None}
    own = told.peak_mib if isinstance(told, Timed) else None
    outcome["peak_mib"] = own or (
        session.memory() if session.memory else memory_mib(multiprocessing.current_process().pid)
    )
    return {"outcome": outcome, "file": str(file)}


def _again(session: Session, task: str, cold: float) -> Iterator[float]:
    spent = 0.0
    for _ in range(WARM_ROUNDS):
        if spent + cold > WARM_SECONDS:
            return
        started = time.perf_counter()
        session.answer(task)
        took = time.perf_counter() - started
        spent += took
        yield took


def _short(error: BaseException) -> str:
    line = traceback.format_exception_only(error)[-1].strip().splitlines()[0]
    return line[:160]


@dataclass
class Run:
    """A side at one size: outcomes by engine, and the sentences on what differs."""

    side: str
    case: Case
    outcomes: dict[str, list[Outcome]] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)
