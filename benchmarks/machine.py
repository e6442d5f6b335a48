"""What a measurement needs to know of the machine: what it is, and how much memory a piece of work takes."""

import multiprocessing
import os
import platform
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version

from ketenatlas.clock import most_memory


def machine_line(packages: Iterable[str]) -> str:
    """Say in one line what the numbers were measured with.

    Args:
        packages: distributions whose version matters.
    """
    tools = ", ".join(f"{name} {version(name)}" for name in packages)
    cores = os.cpu_count()
    return f"Python {platform.python_version()}, {cores} cores, {platform.system()} {platform.machine()}; {tools}"


def peak_memory(work: Callable[..., object], *given: object) -> float | None:
    """Most memory, in MiB, that a process of its own held while it did the work.

    What the process needs to start (interpreter, libraries) is part of it. None where the system does not tell.

    Args:
        work: a function of a module, for it is called in another process.
        given: what it is called with.
    """
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_watched, work, given).result()


def _watched(work: Callable[..., object], given: tuple[object, ...]) -> float | None:
    work(*given)
    return most_memory()
