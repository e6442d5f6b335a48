"""Rules: what follows from what is stated, on a made-up graph; engines must agree statement for statement."""

from collections.abc import Callable, Sequence
from functools import partial

from benchmarks import engines
from benchmarks.running import CannotError, Case, Engine, Session, Side, Timed
from benchmarks.synthetic import statements_of
from graph.consistency import ontology

SMALL = 200
"""Establishments of a graph small enough for every engine."""


def tasks(case: Case) -> Sequence[str]:
    """A small graph, and one of the size of the case."""
    return [f"{size} establishments" for size in sorted({min(SMALL, case.size), case.size})]


def inferring(one: engines.Engine, case: Case) -> Session:
    """An engine that infers; only inferring is timed."""
    del case
    axioms = ontology()

    def answer(task: str) -> Timed:
        statements = statements_of(int(task.split(maxsplit=1)[0]))
        if one.usual is not None and statements.height > one.usual:
            raise CannotError(f"not asked above {one.usual:,} statements, for it takes too long")
        outcome = one.run(statements, axioms)
        return Timed(outcome.seconds, engines.of_ours(outcome.closure, statements))

    return Session(answer)


def _engine(one: engines.Engine, run: Callable[[Case], Session], role: str) -> Engine:
    return Engine(one.name, run, role, lacks=one.lacks)


def _ours(case: Case) -> Session:
    return inferring(engines.OURS, case)


def _peer(name: str, case: Case) -> Session:
    return inferring(next(one for one in engines.PEERS if one.name == name), case)


SIDE = Side(
    "rules",
    "Closure of a made-up graph under the axioms of the ontology.",
    tasks,
    (_engine(engines.OURS, _ours, "ours"), *(_engine(one, partial(_peer, one.name), "peer") for one in engines.PEERS)),
)
