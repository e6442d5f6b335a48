"""Cubes as SQL: one query per cube, for engines that read the facts of an atlas elsewhere, as Parquet in a lake.

What counts is said once, in SQL, by the cubes themselves (:mod:`graph.cubes`) and by :mod:`graph.placing`; Polars runs
that when an atlas is built and :mod:`graph.counting` counts. Here the counting is said in SQL too, so that DuckDB and
Spark run the whole. Both give the same cells.

The text keeps to what these engines understand alike. Names stand in double quotes as in standard SQL, for some are
words of the language (``"from"``, ``"primary"``); Spark takes that with ``spark.sql.ansi.doubleQuotedIdentifiers``.
"""

import datetime
from collections.abc import Iterable, Mapping

from graph.cubing import STATUS, Cube, DataSet, placing
from graph.evidence import levels
from graph.placing import VIEWS

TABLES = ("establishments", "memberships", "occupants", "participations", "plots", "registered", "stages", "supplies")
"""The extracts that the queries ask."""
CELLS = "cells"
"""The last part, which gives the cells."""
LEVEL = "place_level"
"""The column that says on which level of place a cell counts; its values are :data:`graph.placing.LEVELS`."""
_FIGURES = ("value", "largest", "second")
ASKED_AGAIN = ("contributions", "counting")
"""Parts that several later ones ask; an engine that would work them out each time does well to keep them."""


def query(cube: Cube, days: Iterable[datetime.date], status: str = STATUS) -> str:
    """SQL for the cells of a cube on all its levels of place, as one text.

    Args:
        cube: the cube.
        days: the days to count, at least one.
        status: disclosure status of the cells (:mod:`graph.cubing`).

    Returns:
        The query. It asks :data:`TABLES` and gives :data:`LEVEL` and the columns of :attr:`graph.cubing.Cube.schema`;
        the order of its rows is not told.
    """
    return _with({**VIEWS, **_parts(cube, days, status)})


def steps(cube: Cube, days: Iterable[datetime.date], status: str = STATUS) -> dict[str, str]:
    """The same in steps, for an engine that would work out again what is asked again.

    Returns:
        SQL by name of the view it makes, in order: :data:`ASKED_AGAIN` and then :data:`CELLS`. They ask :data:`TABLES`,
        :data:`graph.placing.VIEWS` and each other.
    """
    made, waiting = {}, {}
    for name, text in _parts(cube, days, status).items():
        waiting[name] = text
        if name in (*ASKED_AGAIN, CELLS):
            made[name], waiting = _with(waiting), {}
    return made


def _with(parts: Mapping[str, str]) -> str:
    """Named queries, each of which may ask those before it, as one query that gives the last."""
    *first, last = parts
    named = ",\n".join(f"{name} AS ({parts[name]})" for name in first)
    return f"WITH {named}\n{parts[last]}" if first else parts[last]


def _parts(cube: Cube, days: Iterable[datetime.date], status: str) -> dict[str, str]:
    """The parts of the query by name, in order."""
    named = [LEVEL, *cube.dimensions]
    cell = _listed([*named, "day", "rank"])
    item = _listed([*named, "day", "item"])
    known = " AND ".join(f'p."{name}" IS NOT NULL' for name in (*cube.dimensions, "amount"))
    told = ", ".join(f"(DATE '{day}')" for day in days)
    names = " ".join(f"WHEN {rank} THEN '{name}'" for name, (rank, _) in levels().items())
    unit = "" if cube.parts == 1 else f" / CAST({cube.parts} AS DOUBLE)"
    figures = ", ".join(f"CAST({name} AS {'DOUBLE' if unit else 'BIGINT'}){unit} AS {name}" for name in _FIGURES)
    return {
        "contributions": cube.contributions,
        "placed": " UNION ALL ".join(_on_level(DataSet(cube, level)) for level in cube.levels),
        "days": f"SELECT day FROM (VALUES {told}) AS told (day)",
        "held": f"""
            SELECT d.day, p.* FROM placed p CROSS JOIN days d
            WHERE COALESCE(p.since <= d.day, TRUE) AND COALESCE(p.until >= d.day, TRUE) AND {known}""",
        # An item counts once in a cell, at the surest level that any claim gives it.
        "ranked": f"""
            SELECT *, MIN(rank) OVER (PARTITION BY {item}) AS surest, MAX(amount) OVER (PARTITION BY {item}) AS most
            FROM held""",
        "counting": f"""
            SELECT DISTINCT {item}, rank, contributor, source, most AS amount FROM ranked WHERE rank = surest""",
        "items": f"""
            SELECT {cell}, SUM(amount) AS value FROM (SELECT DISTINCT {item}, rank, amount FROM counting) each_once
            GROUP BY {cell}""",
        "given": f"""
            SELECT {cell}, contributor, SUM(amount) AS amount
            FROM (SELECT DISTINCT {item}, rank, contributor, amount FROM counting) each_once
            GROUP BY {cell}, contributor""",
        "in_order": f"""
            SELECT *, ROW_NUMBER() OVER (PARTITION BY {cell} ORDER BY amount DESC) AS place_in_order FROM given""",
        "contributors": f"""
            SELECT {cell}, COUNT(*) AS n, MAX(amount) AS largest,
                   MAX(CASE WHEN place_in_order = 2 THEN amount END) AS second
            FROM in_order GROUP BY {cell}""",
        "named": f"SELECT {cell}, ARRAY_SORT(ARRAY_AGG(DISTINCT source)) AS sources FROM counting GROUP BY {cell}",
        CELLS: f"""
            SELECT {_listed(named)}, day, CASE rank {names} END AS evidence, {figures}, CAST(n AS BIGINT) AS n, sources,
                   '{status}' AS status
            FROM items JOIN contributors USING ({cell}) JOIN named USING ({cell})""",
    }


def _on_level(one: DataSet) -> str:
    kept = _listed([*one.cube.dimensions, "item", "contributor", "amount", "rank", "source", "since", "until"])
    return f"SELECT '{one.level}' AS {LEVEL}, {kept} FROM ({placing(one, 'contributions')}) {one.level}"


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
