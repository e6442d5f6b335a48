"""kill -9 at random moments of a build and of a load: the atlas is the old one or the new one, never half.

``KETENATLAS_KILLS=200 python -m pytest tests/crash`` does it two hundred times; ``KETENATLAS_SEED`` repeats a run.
"""

import os
import random
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.store import Store
from ketenatlas.build import build
from tests.conftest import FIXTURES, ROOT

KILLS = int(os.environ.get("KETENATLAS_KILLS", "12"))
SEED = int(os.environ.get("KETENATLAS_SEED", "0")) or time.time_ns() % 1_000_000
SMALL = FIXTURES / "small"
SOURCE = ("--title", "Eigen opgave", "--licence", "CC0 1.0", "--published", "2025-01-01")


@dataclass(frozen=True)
class Work:
    """Something that changes an atlas, how long it takes, and the identity of the atlas before and after it."""

    old: Path
    command: tuple[str, ...]
    seconds: float
    before: str
    after: str

    def start(self, builds: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "ketenatlas", *self.command, "--atlas", str(builds)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def finish(self, builds: Path) -> None:
        process = self.start(builds)
        _, said = process.communicate()
        assert process.returncode == 0, said.decode()


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> list[Work]:
    """A build of changed data, and the load of one more file."""
    root = tmp_path_factory.mktemp("kills")
    before = build(root / "old", SMALL).hash
    data = Path(shutil.copytree(SMALL, root / "data"))
    table = data / "ibis" / "test.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("TESTHAVEN", "ANDERE HAVEN"), encoding="utf-8")
    town = next((SMALL / "municipalities").glob("*.csv")).read_text(encoding="utf-8").splitlines()[1].partition(",")[0]
    parks = root / "eigen.csv"
    parks.write_text(f"RIN_NUMMER;PLAN_NAAM;GEM_CODES;JAAR;HA_BRUTO\n99001;NIEUW TERREIN;{town};2025;12,5\n")
    commands = [
        ("build", "--data", str(data)),
        ("load", "ibis", str(parks), "--data", str(SMALL), *SOURCE),
    ]
    found = []
    for at, command in enumerate(commands):
        builds = Path(shutil.copytree(root / "old", root / f"trial-{at}"))
        work = Work(root / "old", command, 0.0, before, "")
        started = time.monotonic()
        work.finish(builds)
        seconds = time.monotonic() - started
        found.append(Work(root / "old", command, seconds, before, Store.open(builds).manifest["hash"]))
    return found


@pytest.mark.parametrize("number", range(KILLS))
def test_killed_at_any_moment_it_is_the_old_atlas_or_the_new(number, works: list[Work], tmp_path: Path):
    work = works[number % len(works)]
    assert work.before != work.after
    builds = Path(shutil.copytree(work.old, tmp_path / "builds"))
    moment = random.Random(SEED + number).uniform(0.1, 1.1) * work.seconds
    process = work.start(builds)
    time.sleep(moment)
    process.kill()
    process.communicate()
    left = Store.open(builds)
    told = f"seed {SEED}, kill {number} at {moment:.2f} s of {work.command[0]}"
    assert left.manifest["hash"] in (work.before, work.after), told
    counted = left.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").values[0][0]
    assert counted == left.manifest["statements"], told
    if number % 7 < len(works):
        work.finish(builds)
        assert Store.open(builds).manifest["hash"] == work.after, told
        assert not list(builds.glob(".making-*")), told
