"""What we aim at, and what was measured: each target with its ratio at every size that was run, met or missed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

OURS = "ketenatlas"
FLOOR_SECONDS = 0.020
"""An answer within this time is fast enough, whatever the floor."""


@dataclass(frozen=True)
class Target:
    """One thing we aim at.

    Attributes:
        what: in words.
        bound: the value that meets it.
        measure: computes the value from the measurements of one size (:data:`benchmarks.comparing.COLUMNS`); None
            where nothing it needs was measured.
        most: whether the value may be at most the bound; else it must be at least that.
    """

    what: str
    bound: float
    measure: Callable[[pl.DataFrame], float | None]
    most: bool = True

    def met(self, value: float) -> bool:
        """Whether a value meets it."""
        return value <= self.bound if self.most else value >= self.bound


def _of(table: pl.DataFrame, side: str, engine: str) -> pl.DataFrame:
    return table.filter((pl.col("side") == side) & (pl.col("engine") == engine) & pl.col("warm_s").is_not_null())


def _beside(table: pl.DataFrame, side: str, other: str) -> pl.DataFrame:
    """Tasks that we and another engine both did: ``own`` and ``theirs``, warm seconds."""
    own = _of(table, side, OURS).select("task", own="warm_s")
    return own.join(_of(table, side, other).select("task", theirs="warm_s"), on="task")


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def over_floor(side: str) -> Callable[[pl.DataFrame], float | None]:
    """The largest ratio of ours to DuckDB over the tasks that take us longer than :data:`FLOOR_SECONDS`; else 0."""

    def measure(table: pl.DataFrame) -> float | None:
        both = _beside(table, side, "DuckDB")
        if both.is_empty():
            return None
        return _number(both.select(pl.when(pl.col("own") > FLOOR_SECONDS).then(pl.col("own") / pl.col("theirs")).max())
                       .fill_null(0).item())  # fmt: skip

    return measure


def slow(side: str) -> Callable[[pl.DataFrame], float | None]:
    """How many tasks take us longer than :data:`FLOOR_SECONDS` and have no floor to compare with."""

    def measure(table: pl.DataFrame) -> float | None:
        own = _of(table, side, OURS)
        if own.is_empty():
            return None
        floor = _of(table, side, "DuckDB").select("task")
        return float(own.join(floor, on="task", how="anti").filter(pl.col("warm_s") > FLOOR_SECONDS).height)

    return measure


def unanswered(side: str) -> Callable[[pl.DataFrame], float | None]:
    """How many tasks we gave up or failed at: they have no time, so that the ratios do not count them."""

    def measure(table: pl.DataFrame) -> float | None:
        own = table.filter((pl.col("side") == side) & (pl.col("engine") == OURS))
        return None if own.is_empty() else float(own["warm_s"].null_count())

    return measure


def faster(side: str, other: str) -> Callable[[pl.DataFrame], float | None]:
    """How many times faster ours is than another engine, by the median of the tasks both did."""
    return lambda table: _number(_beside(table, side, other).select((pl.col("theirs") / pl.col("own")).median()).item())


def slowest(side: str, other: str) -> Callable[[pl.DataFrame], float | None]:
    """The largest ratio of ours to another engine."""
    return lambda table: _number(_beside(table, side, other).select((pl.col("own") / pl.col("theirs")).max()).item())


def over_fastest(side: str, others: Sequence[str]) -> Callable[[pl.DataFrame], float | None]:
    """The largest ratio of ours to the fastest of some other engines that did the same task."""

    def measure(table: pl.DataFrame) -> float | None:
        both = pl.concat([_beside(table, side, other) for other in others])
        best = both.group_by("task").agg(pl.col("own").first() / pl.col("theirs").min())
        return _number(best["own"].max())

    return measure


def mapped(table: pl.DataFrame) -> float | None:
    """Statements a second that reading, checking and mapping give; each row of the register makes 21."""
    own = _of(table, "mapping", OURS)
    rows = table.filter(pl.col("side") == "mapping")["size"].max()
    return None if own.is_empty() or rows is None else STATEMENTS_A_ROW * float(str(rows)) / float(own["warm_s"][0])


STATEMENTS_A_ROW = 21
"""Of a register in the shape of LISA: see :data:`benchmarks.register.TEMPLATES`."""


def of_task(side: str, task: str, column: str) -> Callable[[pl.DataFrame], float | None]:
    """A figure of ours for one task."""

    def measure(table: pl.DataFrame) -> float | None:
        found = _of(table, side, OURS).filter(pl.col("task") == task)
        return None if found.is_empty() else _number(found[column][0])

    return measure


def first_answer(table: pl.DataFrame) -> float | None:
    """Seconds to open an atlas and answer the first question."""
    own = _of(table, "library", OURS)
    return None if own.is_empty() else _number(own.select(pl.col("load_s") + pl.col("cold_s")).head(1).to_series()[0])


TARGETS = (
    Target("library: ours to the DuckDB floor, the worst above 20 ms", 3.0, over_floor("library")),
    Target("library: questions above 20 ms that have no floor", 0, slow("library")),
    Target("library: questions that we did not answer in time", 0, unanswered("library")),
    Target(
        "library: times faster than naive SPARQL, median",
        50,
        faster("library", "Oxigraph, naive"),
        most=False,
    ),
    Target("ad-hoc: ours to the DuckDB floor, the worst above 20 ms", 3.0, over_floor("ad-hoc")),
    Target(
        "networks: times faster than networkx that asks the graph too, median",
        40,
        faster("networks", "networkx, from the graph"),
        most=False,
    ),
    Target(
        "networks: times faster than networkx given a numbered table, median",
        40,
        faster("networks", "networkx"),
        most=False,
    ),
    Target(
        "networks: ours to the fastest engine called directly, the worst",
        1.5,
        over_fastest("networks", ("igraph", "rustworkx", "networkit")),
    ),
    Target("build: statements a second read, checked and mapped", 300_000, mapped, most=False),
    Target(
        "build: the whole to the engine's own bulk load of all it stores", 1.3, slowest("build", "Oxigraph, bulk load")
    ),
    Target("build: memory, MiB", 4_096, of_task("build", "all statements in place", "peak_mib")),
    Target("open an atlas and answer the first question, seconds", 1.0, first_answer),
    Target("web: page of a chain, seconds", 2.0, of_task("web", "page: chain", "cold_s")),
)

COLUMNS = {"target": pl.String, "bound": pl.String, "size": pl.Int64, "measured": pl.Float64, "met": pl.Boolean}


def judged(table: pl.DataFrame) -> pl.DataFrame:
    """Every target at every size (see :data:`COLUMNS`); what was not measured is empty."""
    rows = []
    for target in TARGETS:
        for size in sorted(table["size"].unique()):
            value = target.measure(table.filter(pl.col("size") == size))
            bound = f"at {'most' if target.most else 'least'} {target.bound:,g}"
            rows.append((target.what, bound, size, value, None if value is None else target.met(value)))
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")
