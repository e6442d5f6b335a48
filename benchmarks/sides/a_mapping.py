"""Mapping: a register in the shape of LISA, from its file to checked statements in N-Quads."""

import importlib.util
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import polars as pl

from benchmarks import loading, register
from benchmarks.running import Case, Engine, Session, Side, Timed

TASK = "read, check and map a register"
INTERPRETER = "MORPH_KGC_PYTHON"
"""Setting that names the interpreter of an environment of its own with morph-kgc, whose libraries are older."""


def tasks(case: Case) -> Sequence[str]:
    """One register."""
    del case
    return [TASK]


def mapping(work: Callable[[Path, Path], int | None], case: Case) -> Session:
    """A way from a file to N-Quads; counting what was written is not timed."""
    folder = Path(tempfile.mkdtemp(prefix="mapping-"))
    table = folder / "lisa.csv"
    register.write_table(table, case.size)

    def answer(task: str) -> Timed:
        del task
        started = time.perf_counter()
        known = work(table, folder)
        seconds = time.perf_counter() - started
        number = known if known is not None else len(set(next(folder.rglob("*.nq")).read_bytes().splitlines()))
        return Timed(seconds, pl.DataFrame({"statements": [number]}))

    return Session(answer)


def _ours(table: Path, folder: Path) -> None:
    loading.streamed(table, folder / "made")


def _rdflib(table: Path, folder: Path) -> int:
    del folder
    return len(register.plainly(table))


def _morph_kgc(table: Path, folder: Path) -> None:
    register.by_morph_kgc(Path(os.environ.get(INTERPRETER, sys.executable)), table, folder / "morph.nq")


def _lacking() -> str | None:
    there = importlib.util.find_spec("morph_kgc") or os.environ.get(INTERPRETER)
    return None if there else f"morph-kgc is not installed here, and {INTERPRETER} names no environment that has it"


SIDE = Side(
    "mapping",
    "A register of as many rows as there are establishments. Ours also checks every row and passes the gate.",
    tasks,
    (
        Engine("ketenatlas", partial(mapping, _ours), "ours"),
        Engine("rdflib, row by row", partial(mapping, _rdflib), most=100_000),
        Engine("morph-kgc", partial(mapping, _morph_kgc), lacks=_lacking, most=100_000),
    ),
)
