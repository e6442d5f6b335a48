"""Some users and queries of death beside them, small: nobody is turned away, and every death is stopped."""

import polars as pl

from benchmarks import load


def test_users_are_served_and_deaths_stopped(brabant):
    with load.served(brabant.folder.parent, query_seconds=2.0) as address:
        rows = load.run(address, load.Plan(users=5, seconds=4.0, think=0.2))
    told = load.summary(rows)
    assert told.filter(pl.col("failures") > 0).rows() == [], rows.group_by("kind", "status").len().rows()
    assert set(told["kind"]) == {"page", "question", "sparql", *load.DEATHS}
    assert (told["median_ms"] <= told["p95_ms"]).all()
    assert (told["p95_ms"] <= told["worst_ms"]).all()


def test_a_failure_is_counted():
    rows = pl.DataFrame(
        [("page", 200, 1.0), ("page", 500, 2.0), ("endless", 503, 3.0), ("endless", 200, 4.0), ("huge", 0, 5.0)],
        schema=load.ROWS,
        orient="row",
    )
    told = {row["kind"]: row for row in load.summary(rows).iter_rows(named=True)}
    assert (told["page"]["requests"], told["page"]["failures"]) == (2, 1)
    assert told["endless"]["failures"] == 1
    assert told["huge"]["failures"] == 0
