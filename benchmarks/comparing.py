"""Comparing: every engine of a side on every task, held against the first that answered."""

from collections.abc import Callable

import polars as pl

from benchmarks.agreeing import difference
from benchmarks.running import Case, Limits, Outcome, Run, Side, run

COLUMNS = {
    "side": pl.String,
    "size": pl.Int64,
    "task": pl.String,
    "engine": pl.String,
    "role": pl.String,
    "rows": pl.Int64,
    "load_s": pl.Float64,
    "cold_s": pl.Float64,
    "warm_s": pl.Float64,
    "ratio": pl.Float64,
    "peak_mib": pl.Float64,
    "disk_mib": pl.Float64,
    "note": pl.String,
}
"""A measurement. ``ratio`` is its warm time to ours: above 1 where ours is faster. ``cold_s`` is the first time in a
new process, ``warm_s`` the best of the times after it. ``note`` says why an engine gave up."""

Tell = Callable[[str], None]


def compared(side: Side, case: Case, limits: Limits, tell: Tell = lambda _: None) -> Run:
    """Run all engines of a side, one after the other, and hold their answers together.

    Returns:
        Their outcomes, and a sentence for each answer that differs from that of the first engine that answered.
    """
    made = Run(side.name, case)
    tasks = list(side.tasks(case))
    references: dict[str, tuple[str, pl.DataFrame]] = {}
    for engine in side.engines:
        outcomes = run(engine, case, tasks, limits)
        made.outcomes[engine.name] = outcomes
        answered = sum(outcome.rows is not None for outcome in outcomes)
        tell(f"{side.name}, {case.size:,}: {engine.name} did {answered} of {len(tasks)}{_first_note(outcomes)}")
        for outcome in outcomes:
            if outcome.rows is None:
                continue
            first, rows = references.setdefault(outcome.task, (engine.name, outcome.rows))
            told = difference(rows, outcome.rows, side.tolerance)
            if told:
                made.differences.append(
                    f"{side.name} at {case.size:,}, {outcome.task}: {engine.name} differs from {first}: {told}"
                )
                outcome.note = f"DIFFERS from {first}"
    return made


def _first_note(outcomes: list[Outcome]) -> str:
    notes = [outcome.note for outcome in outcomes if outcome.note]
    return f" ({notes[0]})" if notes else ""


def table(side: Side, made: Run) -> pl.DataFrame:
    """The measurements of a side (see :data:`COLUMNS`)."""
    own = {outcome.task: outcome.warm_s for outcome in made.outcomes[side.engines[0].name]}
    rows = [
        {
            "side": side.name,
            "size": made.case.size,
            "task": one.task,
            "engine": engine.name,
            "role": engine.role,
            "rows": None if one.rows is None else one.rows.height,
            "load_s": one.load_s,
            "cold_s": one.cold_s,
            "warm_s": one.warm_s,
            "ratio": one.warm_s / base if one.warm_s is not None and (base := own[one.task]) else None,
            "peak_mib": one.peak_mib,
            "disk_mib": one.disk_mib,
            "note": one.note,
        }
        for engine in side.engines
        for one in made.outcomes[engine.name]
    ]
    return pl.DataFrame(rows, schema=COLUMNS)
