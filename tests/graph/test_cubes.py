"""Cubes, counted in columns, say what SPARQL counts from the claims: every cell, day, level of place and of evidence."""

import datetime
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from graph import cubing, extracts, observations, oracles
from graph.counting import CELL, CONTRIBUTION, count
from graph.cubing import STATUS, cubes, data_set, data_sets, reference_days
from graph.errors import AtlasError, UsageError
from graph.observations import LEAST, MOST, room_for, shown
from graph.placing import Facts
from graph.store import Store
from ketenatlas.build import Report

DAY = datetime.date(2026, 11, 24)
LONG_AGO = datetime.date(2020, 6, 30)
"""A day that is not counted at build: Tholen and Heusden belonged to more regions, e09 was there and e10 was not."""
TURN = datetime.date(2024, 1, 1)


def rows(folder: Path, name: str, day: datetime.date, *columns: str) -> list[tuple[Any, ...]]:
    """Cells of a data set on a day, of which addresses are shortened."""
    table = cubing.on(folder, name, day)
    short = [pl.col(n).str.extract(r"([^/#]+)$") for n, kind in table.schema.items() if kind == pl.String]
    return table.with_columns(short).select(columns).rows()


@pytest.mark.parametrize("day", [LONG_AGO, TURN, DAY], ids=str)
@pytest.mark.parametrize("name", sorted(oracles.names()))
def test_every_cell_is_what_sparql_counts(name, day, counted: Report, counted_store: Store):
    told = oracles.counted(counted_store, name, day)
    assert told.height > 0
    for one in data_sets().values():
        if one.cube.name in set(told["cube"]):
            assert oracles.differences(told, one, cubing.on(counted.folder, one.name, day)).rows() == []


def test_every_cube_has_an_oracle_that_counts_it(counted_store: Store):
    named = {cube for name in oracles.names() for cube in oracles.counted(counted_store, name, DAY)["cube"]}
    assert named == set(cubes())


def test_a_wrong_cell_a_missing_one_and_one_too_many_are_differences(counted: Report, counted_store: Store):
    told = oracles.counted(counted_store, "establishments", DAY)
    one = data_set("establishments-region")
    cells = cubing.on(counted.folder, one.name, DAY)
    assert oracles.differences(told, one, cells[1:]).height == 1
    assert oracles.differences(told, one, pl.concat([cells, cells[:1].with_columns(place=pl.lit("x"))])).height == 1
    for wrong in ("value", "n", "largest"):
        off = cells.with_columns(pl.when(pl.int_range(pl.len()) == 0).then(99).otherwise(pl.col(wrong)).alias(wrong))
        assert oracles.differences(told, one, off).height == 1


def test_by_hand_a_stage_in_a_municipality(counted: Report):
    """Eindhoven, a3: e02 by two sources, asserted; e03 estimated. On its park e02 is estimated, for the park is."""
    municipality = rows(
        counted.folder, "establishments-municipality", DAY, "stage", "place", "evidence", "value", "sources"
    )
    assert [row[2:4] for row in municipality if row[:2] == ("a3", "gm0772")] == [("asserted", 1), ("estimated", 1)]
    asserted = next(row for row in municipality if row[:3] == ("a3", "gm0772", "asserted"))
    assert [source.rpartition("/")[2] for source in asserted[4]] == ["testbron", "tweede-bron"]
    park = rows(counted.folder, "establishments-park", DAY, "stage", "place", "evidence", "value", "n")
    assert [row for row in park if row[:2] == ("a3", "1001")] == [("a3", "1001", "estimated", 2, 2)]
    claims = rows(
        counted.folder,
        "participations-municipality",
        DAY,
        "stage",
        "place",
        "evidence",
        "value",
        "n",
        "largest",
        "second",
    )
    assert next(row for row in claims if row[:3] == ("a3", "gm0772", "asserted"))[3:] == (2, 1, 2, None)


def test_by_hand_jobs_are_of_those_that_are_known(counted: Report):
    """e05 performs a3 and a4 in Helmond with 200 jobs: in both stages, and once in the chain; e06's are unknown."""
    stage = rows(counted.folder, "jobs-municipality", DAY, "stage", "place", "evidence", "value", "n", "largest")
    assert [row for row in stage if row[1] == "gm0794" and row[0][0] == "a"] == [
        ("a3", "gm0794", "asserted", 200, 1, 200),
        ("a4", "gm0794", "asserted", 200, 1, 200),
    ]
    chain = rows(counted.folder, "jobs-by-chain-municipality", DAY, "chain", "place", "evidence", "value")
    assert [row for row in chain if row[:2] == ("alfa", "gm0794")] == [("alfa", "gm0794", "asserted", 200)]


def test_by_hand_a_plot_counts_once_whoever_lies_on_it(counted: Report):
    """Moerdijk, a1: e18 lies on a2-k7 (6 ha, with e19) and on kavel-n-een (3.5 ha)."""
    found = rows(counted.folder, "hectares-municipality", DAY, "stage", "place", "evidence", "value", "n", "largest")
    assert [row for row in found if row[:2] == ("a1", "gm1709")] == [("a1", "gm1709", "asserted", 9.5, 1, 9.5)]
    assert [row for row in found if row[:2] == ("b1", "gm1709")] == [("b1", "gm1709", "asserted", 8.5, 1, 8.5)]


def test_by_hand_regions_overlap_by_all_memberships_and_not_by_primary_ones(counted: Report):
    """Heusden (e12, a3) counted in two regions until the end of 2024; Tholen (e21, a2) in West-Brabant until 2020."""

    def regions(level: str, day: datetime.date, stage: str) -> set[str]:
        return {
            place for of, place in rows(counted.folder, f"establishments-{level}", day, "stage", "place") if of == stage
        }

    assert "noordoost-brabant" in regions("memberships", TURN, "a3")
    assert "noordoost-brabant" not in regions("region", TURN, "a3")
    assert "noordoost-brabant" not in regions("memberships", DAY, "a3")
    assert "west-brabant" in regions("memberships", LONG_AGO, "a2")
    assert "west-brabant" not in regions("memberships", TURN, "a2")


def test_by_hand_registers_count_by_division_and_day(counted: Report):
    def eindhoven(name: str, day: datetime.date) -> list[tuple[Any, ...]]:
        found = rows(counted.folder, f"{name}-municipality", day, "register", "division", "place", "value", "n")
        return [row for row in found if row[2] == "gm0772"]

    assert eindhoven("registered", LONG_AGO) == [("lisa-lisa", "sbi2008-26", "gm0772", 1, 1)]
    assert eindhoven("registered", DAY) == [("lisa-lisa", "sbi2008-26", "gm0772", 2, 2)]
    assert eindhoven("registered-jobs", DAY) == [("lisa-lisa", "sbi2008-26", "gm0772", 150, 2)]
    heusden = rows(counted.folder, "registered-jobs-municipality", TURN, "place", "division", "value")
    assert [row for row in heusden if row[0] == "gm0797"] == [("gm0797", "sbi2008-47", 8)]


@pytest.mark.parametrize("cube", ["establishments", "participations", "jobs", "registered"])
@pytest.mark.parametrize("day", [LONG_AGO, TURN, DAY], ids=str)
def test_primary_regions_add_up_to_the_municipalities_that_have_one(cube, day, counted: Report):
    """Sum(primary) = the municipalities of the province: nothing counts twice, nothing is lost."""
    members = extracts.read(counted.folder, "memberships").filter("primary")["municipality"]
    towns = cubing.on(counted.folder, f"{cube}-municipality", day).filter(pl.col("place").is_in(members.implode()))
    regions = cubing.on(counted.folder, f"{cube}-region", day).filter(pl.col("place").str.contains("/region/[a-z]"))
    by = [name for name in cubes()[cube].by if name != "place"]
    assert regions.group_by(by).agg(pl.sum("value")).sort(by).equals(towns.group_by(by).agg(pl.sum("value")).sort(by))


def test_a_total_over_stages_counts_double_and_the_one_by_chain_does_not(counted: Report):
    def sums(name: str) -> int:
        return int(cubing.on(counted.folder, f"{name}-municipality", DAY)["value"].sum())

    assert sums("establishments") - sums("establishments-by-chain") == 1  # e05, in a3 and a4


def test_every_cell_says_that_nobody_checked_it(counted: Report):
    for name in data_sets():
        assert set(cubing.read(counted.folder, name)["status"]) <= {STATUS}


def test_tables_hold_every_reference_day_and_any_other_is_counted_when_asked(counted: Report, counted_store: Store):
    days = reference_days(DAY)
    assert [str(day) for day in days] == [
        "2022-01-01",
        "2023-01-01",
        "2024-01-01",
        "2025-01-01",
        "2026-01-01",
        "2026-11-24",
    ]
    assert set(cubing.read(counted.folder, "establishments-region")["day"]) == set(days)
    assert set(cubing.on(counted.folder, "establishments-region", LONG_AGO)["day"]) == {LONG_AGO}
    assert reference_days(datetime.date(2026, 1, 1))[-1] == datetime.date(2026, 1, 1)


def test_an_atlas_in_which_everything_ended_has_no_cell_now(ended: Report):
    for name in data_sets():
        assert cubing.on(ended.folder, name, DAY).is_empty()


def test_what_there_is_not_is_said(counted: Report, tmp_path: Path):
    with pytest.raises(UsageError, match="there is no cube 'cakes'; there are establishments-park, "):
        cubing.read(counted.folder, "cakes")
    with pytest.raises(AtlasError, match="has no cube 'jobs-region'; make it again with: ketenatlas build"):
        cubing.read(tmp_path, "jobs-region")


@cache
def rows_of(**columns: tuple[Any, ...]) -> pl.DataFrame:
    schema: Mapping[str, Any] = {"place": pl.String, **CONTRIBUTION}
    filled = {"since": None, "until": None, "source": "s", "place": "p", "rank": 1, "amount": 1, **columns}
    height = max(len(value) for value in columns.values())
    return pl.DataFrame(
        {n: v if isinstance(v, tuple) else [v] * height for n, v in filled.items()}, schema=schema, strict=False
    )


def test_an_item_counts_once_at_its_surest_level():
    cells = count(
        rows_of(item=("i", "i", "j"), contributor=("e", "e", "f"), rank=(2, 1, 4), amount=(5, 5, 7)), ["place"], [DAY]
    )
    assert cells.select("evidence", "value", "n", "largest", "second").rows() == [
        ("asserted", 5, 1, 5, None),
        ("synthetic", 7, 1, 7, None),
    ]
    assert cells.columns == ["place", "day", *CELL]


def test_both_ends_of_a_period_hold_and_an_open_end_holds_always():
    dates = {"since": (DAY, None, None, DAY + datetime.timedelta(1)), "until": (None, DAY, None, None)}
    cells = count(rows_of(item=tuple("abcd"), contributor=tuple("abcd"), **dates), ["place"], [DAY])
    assert cells.select("value", "n", "largest", "second").rows() == [(3, 3, 1, 1)]


def test_days_that_are_counted_together_are_counted_as_each_by_itself(monkeypatch: pytest.MonkeyPatch):
    some = rows_of(item=tuple("aabc"), contributor=tuple("efef"), rank=(2, 1, 1, 4), amount=(3, 3, 5, 7))
    dated = some.with_columns(since=pl.Series([None, TURN, DAY, LONG_AGO]))
    days = [LONG_AGO, TURN, DAY]
    together = count(dated, ["place"], days)
    assert together["day"].unique(maintain_order=True).to_list() == days
    assert together.equals(pl.concat(count(dated, ["place"], [day]) for day in days))
    monkeypatch.setattr("graph.counting._AT_ONCE", 2 * dated.height)
    assert count(dated, ["place"], days).equals(together)


def test_what_has_no_place_or_no_amount_counts_nowhere():
    assert count(rows_of(item=("i",), contributor=("e",), place=(None,)), ["place"], [DAY]).is_empty()
    assert count(rows_of(item=("i",), contributor=("e",), amount=(None,)), ["place"], [DAY]).is_empty()


def test_the_store_takes_all_days_of_regions_and_the_own_day_of_the_rest_as_long_as_they_are_few(counted: Report):
    region, town = data_set("establishments-region"), data_set("establishments-municipality")
    cells = cubing.read(counted.folder, "establishments-region")
    own = cells.filter(pl.col("day") == DAY).height
    assert 0 < own < cells.height
    assert shown(region, cells, DAY, cells.height).equals(cells)
    assert shown(town, cells, DAY, cells.height).height == own
    assert shown(region, cells, DAY, cells.height - 1).height == own
    assert shown(region, cells, DAY, own - 1).is_empty()
    assert [room_for(number) for number in (0, 40_000_000, 900_000_000)] == [LEAST, 10_000, MOST]


def test_the_store_says_what_the_tables_say(counted: Report, counted_store: Store):
    """Every observation, read back by SPARQL, is a cell of its table, and the other way round."""
    for one in data_sets().values():
        told = observed(counted_store, one)
        cells = shown(one, cubing.read(counted.folder, one.name), DAY, LEAST)
        expected = {
            (*(row[name] for name in one.cube.dimensions), row["day"], row["evidence"]): (
                float(row["value"]),
                row["n"],
                row["status"],
                tuple(row["sources"]),
            )
            for row in cells.iter_rows(named=True)
        }
        assert told == expected


def observed(store: Store, one: cubing.DataSet) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    names = {name: observations.DIMENSIONS[name] for name in one.cube.dimensions}
    answer = store.select(
        "PREFIX ka: <https://w3id.org/ketenatlas/ontology#> PREFIX qb: <http://purl.org/linked-data/cube#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
        f"SELECT {' '.join('?' + name for name in names)} ?day ?evidence ?value ?n ?status (GROUP_CONCAT(STR(?source); separator=' ') AS ?sources) WHERE {{"
        f"?cell qb:dataSet <https://w3id.org/ketenatlas/cube/{one.name}> ; ka:cellDay ?day ; ka:cellEvidence/skos:notation ?evidence ;"
        f"{one.cube.measure} ?value ; ka:cellContributors ?n ; ka:disclosureStatus/skos:notation ?status ; ka:cellSource ?source ;"
        + " ; ".join(f"{prop} ?{name}" for name, prop in names.items())
        + f"}} GROUP BY ?cell {' '.join('?' + name for name in names)} ?day ?evidence ?value ?n ?status"
    )  # fmt: skip
    return {
        (*map(str, row[: len(names)]), row[-6], row[-5]): (
            float(row[-4]),
            row[-3],
            row[-2],
            tuple(sorted(row[-1].split())),
        )
        for row in answer.values
    }


def test_of_equal_facts_nothing_is_counted_twice(counted: Report, tmp_path: Path, monkeypatch):
    """An atlas and its public part often differ in what cubes do not look at."""
    tables = tmp_path / "extracts"
    shutil.copytree(counted.folder / "extracts", tables)
    supplies = pl.read_parquet(tables / "supplies.parquet")
    supplies.head(-1).write_parquet(tables / "supplies.parquet")
    again: list[str] = []
    count_cells = cubing._counted

    def watched(facts: Facts, one: cubing.DataSet, *told: Any) -> pl.DataFrame:
        again.append(one.cube.name)
        return count_cells(facts, one, *told)

    monkeypatch.setattr(cubing, "_counted", watched)
    days = reference_days(datetime.date.fromisoformat(counted.as_of))
    made = {one.name: cells for one, cells in cubing.written(tmp_path, days, like=counted.folder)}
    assert set(again) == {"supplies"}
    for name, cells in made.items():
        if data_set(name).cube.name != "supplies":
            assert cells.equals(cubing.read(counted.folder, name)), name
            assert cubing.read(tmp_path, name).equals(cells), name


def test_an_atlas_of_an_older_version_is_told_to_be_made_again(counted: Report, tmp_path: Path):
    shutil.copytree(counted.folder / "extracts", tmp_path / "extracts")
    (tmp_path / "extracts" / "supplies.parquet").unlink()
    with pytest.raises(AtlasError, match=r"lacks an extract: .*supplies.*; make it again with: ketenatlas build"):
        Facts(tmp_path).asked(cubing.cubes()["supplies"].contributions)
