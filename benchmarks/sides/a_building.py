"""Building: from tables to an atlas, beside what engines take to load the same statements and nothing else."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import polars as pl

from benchmarks import sparql
from benchmarks.case import in_quads, told_of
from benchmarks.running import CannotError, Case, Engine, Session, Side, Timed

WHOLE = "all statements in place"


def tasks(case: Case) -> Sequence[str]:
    """The whole of it, then what ours spends on each stage."""
    return [WHOLE, *(name for name in told_of(case) if name.startswith("stage "))]


def ours(case: Case) -> Session:
    """The build that made the atlas of the case; it is not repeated."""
    told = told_of(case)

    def answer(task: str) -> Timed:
        seconds = told["whole"] if task == WHOLE else told[task]
        return Timed(seconds, pl.DataFrame({"statements": [int(told["stored"])]}), told["peak_mib"])

    return Session(answer, sum(path.stat().st_size for path in case.atlas.rglob("*") if path.is_file()))


def loading(load: Callable[[Path], int], case: Case) -> Session:
    """An engine that loads the statements from a file; that is its loading, once, within the limit on loading."""
    statements = in_quads(case)
    started = time.perf_counter()
    number = load(statements)
    seconds = time.perf_counter() - started

    def answer(task: str) -> Timed:
        if task != WHOLE:
            raise CannotError("a stage of ours")
        return Timed(seconds, pl.DataFrame({"statements": [number]}))

    return Session(answer)


def _oxigraph(statements: Path) -> int:
    number, done = sparql.oxigraph_loaded(statements)
    done()
    return number


def _rdflib(statements: Path) -> int:
    from rdflib import Dataset  # noqa: PLC0415 - a peer

    return len(list(Dataset().parse(str(statements), format="nquads").quads()))


SIDE = Side(
    "build",
    "Reading, checking, mapping, inferring, counting and storing; peers only load the statements that came of it.",
    tasks,
    (
        Engine("ketenatlas", ours, "ours"),
        Engine("Oxigraph, bulk load", partial(loading, _oxigraph)),
        Engine("rdflib, load", partial(loading, _rdflib), most=1_000),
    ),
)
