"""The spatial benchmark: all ways find the same pairs, one that does not fails the run, and the areas fill the square."""

import pytest
import shapely
from typer.testing import CliRunner

from benchmarks import space
from graph.errors import AtlasError


def test_every_way_is_measured_on_the_same_points():
    measured = space.measure(60, 20, 9)
    assert measured.columns == list(space.COLUMNS)
    seconds = dict(measured.select("work", "seconds").rows())
    assert {"points in areas: ketenatlas", "points in areas: plain loop, sample", "municipalities that touch"} <= set(
        seconds
    )
    pairs = dict(measured.select("work", "pairs").rows())
    assert pairs["points in areas: ketenatlas"] == pairs["points in areas: plain loop, sample"] > 0
    assert pairs["municipalities that touch"] == 20  # three by three: twelve sides and eight corners


def test_made_up_municipalities_share_their_borders_and_do_not_overlap():
    towns, parks = space.areas(9, 5, 1)
    assert len(parks) == 5
    assert shapely.is_valid(towns.shapes).all()
    assert shapely.area(towns.shapes).sum() == pytest.approx(shapely.area(shapely.union_all(towns.shapes)), rel=1e-9)


def test_points_are_the_same_for_the_same_seed():
    assert space.points(20, 1).equals(space.points(20, 1))
    assert not space.points(20, 1).equals(space.points(20, 2))


def test_a_way_that_differs_fails_the_run(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(space, "loop", lambda spots, places: set())
    with pytest.raises(AtlasError, match="a plain loop does not find the same pairs: 0 beside"):
        space.measure(60, 20, 9)
    ran = CliRunner().invoke(space.app, ["--points", "60", "--parks", "20", "--municipalities", "9"])
    assert ran.exit_code == 1


def test_a_run_prints_the_figures():
    ran = CliRunner().invoke(space.app, ["--points", "60", "--parks", "20", "--municipalities", "9"])
    assert ran.exit_code == 0
    assert "60 points, 20 parks, 9 municipalities" in ran.stdout
