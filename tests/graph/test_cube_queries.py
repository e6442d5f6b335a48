"""Cubes as SQL, run by DuckDB over the extracts, say what the columns say: every cell of every data set."""

import datetime
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest

from graph import cube_queries, cubing
from graph.cubing import Cube, DataSet, cubes
from graph.extracts import FOLDER
from graph.placing import Facts
from ketenatlas.build import Report

DAYS = [datetime.date(2020, 6, 30), datetime.date(2024, 1, 1), datetime.date(2026, 11, 24)]
Run = Callable[[str], pl.DataFrame]


def engine(folder: Path) -> Run:
    connection = duckdb.connect()
    for name in cube_queries.TABLES:
        files = (folder / FOLDER / f"{name}.parquet").as_posix()
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{files}')")
    return lambda query: connection.sql(query).pl()


def same(folder: Path, told: pl.DataFrame, cube: Cube) -> bool:
    """Whether a query gave the cells of all data sets of a cube, column for column and type for type."""
    order, facts = [*cube.dimensions, "day", "evidence"], Facts(folder)
    for level in cube.levels:
        ours = cubing.cells(facts, DataSet(cube, level), DAYS).sort(order)
        theirs = told.filter(pl.col(cube_queries.LEVEL) == level).select(ours.columns).sort(order)
        if theirs.schema != ours.schema or not theirs.equals(ours):
            return False
    return True


@pytest.mark.parametrize("name", sorted(cubes()))
@pytest.mark.parametrize("atlas", ["counted", "with_example"])
def test_every_cell_is_what_columns_count(name, atlas, request: pytest.FixtureRequest):
    folder = request.getfixturevalue(atlas).folder
    told = engine(folder)(cube_queries.query(cubes()[name], DAYS))
    # The bundled atlas has no register; the one made by hand has something in every cube.
    assert (told.height > 0) == (atlas == "counted" or not name.startswith("registered"))
    assert same(folder, told, cubes()[name])


def test_a_figure_that_is_off_a_cell_too_many_and_one_too_few_are_seen(counted: Report):
    cube = cubes()["jobs"]
    told = engine(counted.folder)(cube_queries.query(cube, DAYS))
    assert not same(counted.folder, told[1:], cube)
    assert not same(counted.folder, pl.concat([told, told[:1]]), cube)
    for figure in ("value", "n", "largest", "second"):
        assert not same(counted.folder, told.with_columns(pl.col(figure).fill_null(0) + 1), cube)


def test_the_steps_are_the_query(counted: Report):
    cube, run = cubes()["supplies"], engine(counted.folder)
    whole = run(cube_queries.query(cube, DAYS))
    connection = duckdb.connect()
    for name in cube_queries.TABLES:
        files = (counted.folder / FOLDER / f"{name}.parquet").as_posix()
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{files}')")
    for name, text in {**cube_queries.VIEWS, **cube_queries.steps(cube, DAYS)}.items():
        connection.execute(f"CREATE VIEW {name} AS {text}")
    parts = connection.sql(f"SELECT * FROM {cube_queries.CELLS}").pl()
    order = [cube_queries.LEVEL, *cube.dimensions, "day", "evidence"]
    assert tuple(cube_queries.steps(cube, DAYS)) == (*cube_queries.ASKED_AGAIN, cube_queries.CELLS)
    assert parts.sort(order).equals(whole.sort(order))
