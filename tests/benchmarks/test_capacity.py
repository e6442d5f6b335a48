"""The capacity page says what was measured, and grows the rest from it by a rule that is checked by hand."""

from pathlib import Path

import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from benchmarks import capacity
from tests.conftest import ROOT

DOCS = ROOT / "docs"


def made_up(*sizes: int) -> pl.DataFrame:
    """Figures that grow with the power 1.5 of the size, but statements in proportion."""
    rows = [{name: float(size) ** 1.5 for name in capacity.MEASURED} for size in sizes]
    whole = [{**row, "establishments": size, "statements": 10 * size} for row, size in zip(rows, sizes, strict=True)]
    return pl.DataFrame(whole, schema=capacity.MEASURED)


def test_the_exponent_is_that_of_the_figures():
    assert capacity.growth(made_up(100, 400, 900), "build_s") == pytest.approx(1.5)
    assert capacity.growth(made_up(100, 400, 900), "statements") == pytest.approx(1)
    assert capacity.growth(made_up(100), "build_s") == 1


def test_a_size_that_was_measured_is_told_as_it_is_and_others_grow_from_the_nearest():
    measured = made_up(100, 400)
    assert capacity.expected(measured, "build_s", 400) == (8000.0, True)
    figure, known = capacity.expected(measured, "build_s", 1600)
    assert (figure, known) == (pytest.approx(64_000), False)
    off = measured.with_columns(build_s=pl.when(pl.col("establishments") == 400).then(16_000.0).otherwise("build_s"))
    # Twice as long at the largest size: the exponent is 2, and from there 4 x the size takes 16 x as long.
    assert capacity.expected(off, "build_s", 1600)[0] == pytest.approx(256_000)


def test_nothing_grows_slower_than_in_proportion():
    measured = pl.concat([made_up(100), made_up(400).with_columns(memory_mib=pl.lit(2000.0))])
    assert capacity.growth(measured, "memory_mib") == pytest.approx(0.5)
    assert capacity.expected(measured, "memory_mib", 1600)[0] == pytest.approx(8000)
    assert capacity.expected(measured, "memory_mib", 25)[0] == pytest.approx(500)


def test_every_cell_says_whether_it_was_measured():
    text = capacity.page(made_up(100, 400), "A machine")
    rows = [line for line in text.splitlines() if line.startswith("| statements")]
    cells = [cell.strip() for cell in rows[0].strip("|").split("|")]
    assert cells[1:3] == ["0.001 m", "0.004 m"]
    assert all(cell.endswith(" x") for cell in cells[3:-1])
    assert cells[-1] == "1.00"
    assert "A machine" in text


def test_an_atlas_is_measured(tmp_path: Path):
    told = capacity.measure(300, tmp_path)
    assert set(told) == set(capacity.MEASURED)
    assert told["establishments"] == 300
    assert all(value > 0 for value in told.values())
    # The register is in it, once: nothing is restricted, so there is no second atlas inside.
    assert not list((tmp_path / "builds").glob("*/public"))


def test_the_page_is_what_the_figures_beside_it_make(tmp_path: Path):
    figures, there = DOCS / "capacity.csv", (DOCS / "capacity.md").read_text(encoding="utf-8")
    measured = pl.read_csv(figures, schema=capacity.MEASURED)
    machine = there.partition("and the cubes. ")[2].partition("; other work")[0]
    assert capacity.page(measured, machine) == there
    app = typer.Typer()
    app.command()(capacity.main)
    made = CliRunner().invoke(app, ["--figures", str(figures), "--page", str(tmp_path / "page.md")])
    assert made.exit_code == 0, made.output
    assert (tmp_path / "page.csv").read_bytes() == figures.read_bytes()
