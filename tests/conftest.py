"""Atlases that many tests share, built once a session with the project's own build."""

import gzip
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import settings

from graph.store import Store
from ketenatlas.build import Report, build

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "tests" / "fixtures"
IN_CI = bool(os.environ.get("CI"))
CHROMIUM = Path("/usr/bin/chromium")


def shared(name: str) -> Path | None:
    """A folder of inputs that lie beside the checkout and are read in place, or where KETENATLAS_SHARED says."""
    root = Path(os.environ.get("KETENATLAS_SHARED", ROOT.parent / "shared"))
    path = root / name
    return path if path.exists() else None


def need(path: Path | None, what: str) -> Path:
    """A part of the environment a test needs: in CI it must be there, elsewhere the test says what it lacks."""
    if path is not None and path.exists():
        return path
    if IN_CI:
        pytest.fail(f"CI has no {what}")
    pytest.skip(f"no {what} on this machine")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The hand-checkable atlas."""
    return build(tmp_path_factory.mktemp("small"), FIXTURES / "small")


@pytest.fixture(scope="session")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The atlas in which everything ended long ago: every question must answer with nothing."""
    return build(tmp_path_factory.mktemp("ended"), FIXTURES / "ended")


@pytest.fixture(scope="session")
def brabant(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The bundled atlas."""
    return build(tmp_path_factory.mktemp("brabant"))


@pytest.fixture(scope="session")
def with_example(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The bundled atlas with the invented example added."""
    return build(tmp_path_factory.mktemp("example"), added=[ROOT / "examples" / "synthetic"])


REGISTER = """vestigingsnummer,naam,gemeentecode,sbi_code,banen,datum_vestiging,datum_opheffing,source,date
1,Verzonnen een,GM0772,26.11,120,,,testbron,2026-11-24
2,Verzonnen twee,GM0772,26.20,30,2023-01-01,,testbron,2026-11-24
3,Verzonnen drie,GM0797,26,,,,testbron,2026-11-24
4,Verzonnen vier,GM0797,47.11,8,,2024-06-30,testbron,2026-11-24
5,Verzonnen vijf,GM0716,47.11,2,,,testbron,2026-11-24
"""


@pytest.fixture(scope="session")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The hand-checkable atlas with an invented register of five establishments, for cubes to count."""
    folder = tmp_path_factory.mktemp("counted")
    (folder / "add" / "lisa").mkdir(parents=True)
    (folder / "add" / "lisa" / "lisa.csv").write_text(REGISTER)
    return build(folder / "builds", FIXTURES / "small", added=[folder / "add"])


@pytest.fixture(scope="session")
def counted_store(counted: Report) -> Store:
    return Store(counted.folder)


@pytest.fixture(scope="session")
def example_store(with_example: Report) -> Store:
    return Store(with_example.folder)


@pytest.fixture(scope="session")
def small_store(small: Report) -> Store:
    return Store(small.folder)


@pytest.fixture(scope="session")
def ended_store(ended: Report) -> Store:
    return Store(ended.folder)


@pytest.fixture(scope="session")
def brabant_store(brabant: Report) -> Store:
    return Store(brabant.folder)


THEMES = {
    "A1": ("a1",), "A2": ("a2",), "B1": ("b1", "b3"), "B3": ("b1", "b3"), "B2": ("b2", "c1"), "C1": ("b2", "c1"),
    "C2": ("c2nx",), "N": ("c2nx",), "X": ("c2nx",),
}  # fmt: skip
"""Files of the small atlas, beside the shared ones (``test``), that belong to the questions of a theme."""


@pytest.fixture(scope="session")
def themed_store(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Store]:
    """The small atlas with the shared tables and those of one theme only: few enough rows to check by eye."""
    made: dict[tuple[str, ...], Store] = {}

    def of(theme: str) -> Store:
        own = THEMES[theme]
        if own not in made:
            data = tmp_path_factory.mktemp("themed") / "data"

            def others(folder: str, names: list[str]) -> list[str]:
                return [name for name in names if name.endswith(".csv") and name[:-4] not in ("test", *own)]

            shutil.copytree(FIXTURES / "small", data, ignore=others)
            for folder in [path for path in data.iterdir() if path.is_dir() and not any(path.iterdir())]:
                folder.rmdir()
            made[own] = Store(build(tmp_path_factory.mktemp("build"), data).folder)
        return made[own]

    return of


@pytest.fixture(scope="session")
def small_rdflib(small: Report) -> rdflib.Graph:
    """The small atlas in rdflib, all named graphs merged."""
    return in_rdflib(small.folder)


def in_rdflib(folder: Path) -> rdflib.Graph:
    quads = ox.parse(gzip.decompress((folder / "atlas.nq.gz").read_bytes()), format=ox.RdfFormat.N_QUADS)
    lines = (f"{quad.subject} {quad.predicate} {quad.object} ." for quad in quads)
    return rdflib.Graph().parse(data="\n".join(lines), format="nt")


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person who runs the tests changes what they see."""
    for name in [name for name in os.environ if name.startswith("KETENATLAS_") and name != "KETENATLAS_SHARED"]:
        monkeypatch.delenv(name)
