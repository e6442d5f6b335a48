"""Building: from tables to an atlas, beside what engines take to load the same statements and nothing else.

Where the data hold something restricted, two atlases come of it: the whole, and its public part. Both are stored, so
that the others load both, one after the other.
"""

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import polars as pl

from benchmarks import sparql
from benchmarks.case import in_quads, told_of
from benchmarks.running import CannotError, Case, Engine, Session, Side, Timed
from graph.store import Store, public

WHOLE = "all statements in place"


def tasks(case: Case) -> Sequence[str]:
    """The whole of it, then what ours spends on each stage."""
    return [WHOLE, *(name for name in told_of(case) if name.startswith("stage "))]


def ours(case: Case) -> Session:
    """The build that made the atlas of the case; it is not repeated."""
    told = told_of(case)

    number = sum(len(Store(atlas).statements) for atlas in atlases(case))

    def answer(task: str) -> Timed:
        seconds = told["whole"] if task == WHOLE else told[task]
        return Timed(seconds, pl.DataFrame({"statements": [number]}), told["peak_mib"])

    return Session(answer, _disk(case.atlas))


def _disk(folder: Path) -> int:
    """Bytes on disk; a file that stands in both atlases counts once."""
    told = [path.stat() for path in folder.rglob("*") if path.is_file()]
    return sum({one.st_ino: one.st_size for one in told}.values())


def atlases(case: Case) -> list[Path]:
    """The atlas that was built, and its public part if that is another one."""
    return sorted({case.atlas, public(case.atlas)})


def loading(load: Callable[[Path], int], case: Case) -> Session:
    """An engine that loads the statements from files; that is its loading, once, within the limit on loading."""
    files = [in_quads(case, atlas) for atlas in atlases(case)]
    started = time.perf_counter()
    number = sum(map(load, files))
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
    "Reading, checking, mapping, inferring, counting and storing; peers only load the statements that "
    "came of it, those of the public part too where anything is restricted.",
    tasks,
    (
        Engine("ketenatlas", ours, "ours"),
        Engine("Oxigraph, bulk load", partial(loading, _oxigraph)),
        Engine("rdflib, load", partial(loading, _rdflib), most=1_000),
    ),
)
