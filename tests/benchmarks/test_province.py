"""The made-up atlas has the proportions it promises, says that it is made up, and has rows for every question."""

import hashlib
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import policy, province
from graph.catalogue import catalogue

SITES = 20_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return province.write_data(tmp_path_factory.mktemp("province") / "data", SITES)


def table(folder: Path, name: str, file: str = "made") -> pl.DataFrame:
    return pl.read_csv(folder / name / f"{file}.csv", infer_schema_length=None)


def digest(folder: Path) -> str:
    files = sorted(folder.rglob("*.*"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sites=st.integers(100, 400), seed=st.integers(0, 99))
def test_a_seed_writes_the_same_bytes_and_keeps_the_proportions(tmp_path: Path, sites: int, seed: int):
    one = province.write_data(tmp_path / f"{sites}-{seed}", sites, seed)
    two = province.write_data(tmp_path / f"{sites}-{seed}-again", sites, seed)
    other = province.write_data(tmp_path / f"{sites}-{seed}-other", sites, seed + 1)
    assert digest(one) == digest(two) != digest(other)
    assert table(one, "establishments").height == table(one, "lisa").height == sites
    assert table(one, "ibis")["rin"].n_unique() == max(policy.PARKS_TOLD, sites // province.SITES_PER_PARK)
    assert table(one, "stages").height == province.CHAINS * province.STAGES
    supplies = table(one, "relations")
    assert (supplies["supplier"] != supplies["customer"]).all()
    assert 0.7 * province.SUPPLIES * sites < supplies.height <= province.SUPPLIES * sites


def test_at_the_size_of_a_country_there_are_its_municipalities_and_regions(made: Path):
    assert table(made, "municipalities").height == province.MUNICIPALITIES
    regions = table(made, "memberships").filter(pl.col("primary"))["region"]
    assert regions.n_unique() == province.REGIONS


@pytest.mark.parametrize("end", ["supplier", "customer"])
def test_parties_to_supplies_follow_a_power_law(made: Path, end: str):
    degrees = table(made, "relations")[end].value_counts()["count"].to_numpy()
    most = np.sort(degrees)[::-1]
    assert most[0] > 50 * np.median(degrees)
    ranks = np.arange(10, 1_000)
    slope = np.polyfit(np.log(ranks), np.log(most[ranks]), 1)[0]
    assert slope == pytest.approx(-2 / 3, abs=0.1)


def test_jobs_and_stages_of_an_establishment_have_a_heavy_tail(made: Path):
    jobs = table(made, "establishments")["jobs"].drop_nulls().to_numpy()
    assert jobs.max() > 100 * np.median(jobs)
    stages = table(made, "participations")["establishment"].value_counts()["count"]
    assert (stages.min(), stages.median()) == (1, 1)
    assert stages.max() > 10


def test_every_level_of_evidence_occurs_and_days_differ(made: Path):
    claims = table(made, "participations")
    assert set(claims["evidence"]) == {"asserted", "estimated", "reconstructed", "synthetic"}
    assert claims["valid_to"].drop_nulls().n_unique() > 100
    assert set(table(made, "ibis")["year"]) == {2022, 2024}


def test_it_says_that_it_is_made_up(made: Path):
    assert "Kunstmatige" in (made / "atlas.toml").read_text()
    assert set(table(made, "sources")["title"]) == {"Made up"}
    kept = {
        path.parent.name: pl.read_csv(path, infer_schema=False)["source"]
        for path in made.glob("*/*.csv")
        if path.parent.name not in ("sources", "elaborations")
    }
    assert {source for told in kept.values() for source in told} <= {"made-up", "made-up-too", policy.EXAMPLE}


def test_there_is_a_table_for_every_question(made: Path):
    there = {path.parent.name for path in made.glob("*/*.csv")}
    wanted = {name for question in catalogue().questions.values() for name in question.requires}
    assert wanted <= there


def test_no_word_of_the_example_is_left_without_its_copy(made: Path):
    issues = pl.read_csv(made / "issues" / "example.csv", infer_schema=False)
    assert issues["issue_id"].n_unique() == issues.height == 4 * province.REGIONS
    assert issues["chain"].drop_nulls().str.contains(r"^c\d+$").all()
    assert issues["candidate_park"].drop_nulls().str.contains(r"^\d{4}(;\d{4})?$").all()
