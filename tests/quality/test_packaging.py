"""The wheel, installed outside the checkout, carries everything and runs.

That it names all it depends on is seen where the first command of the README fills an empty environment.
"""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True)
    return next(folder.glob("ketenatlas-*.whl"))


def files_of(room: str) -> set[str]:
    root = ROOT / room
    return {f"graph/{room}/{path.relative_to(root).as_posix()}" for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("room", ["ontology", "queries", "data", "examples"])
def test_wheel_carries_every_file_of_a_data_room(wheel: Path, room):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert files_of(room) <= names
    assert len(files_of(room)) > 5


def test_wheel_carries_code_templates_and_licence_and_no_tests(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in ("ketenatlas/cli.py", "graph/store.py", "loaders/ibis.py", "ketenatlas/web/templates/home.html.j2",
                 "ketenatlas/web/static/atlas.css"):  # fmt: skip
        assert name in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", ".ci/", "docs/"))]


def test_wheel_runs_without_the_checkout(wheel: Path, tmp_path: Path):
    home = tmp_path / "elsewhere"
    venv.create(home, with_pip=False)
    bin_ = home / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", str(bin_ / "python")]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    asked = [str(bin_ / "python"), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    (Path(packages) / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}

    def ketenatlas(*arguments: str) -> str:
        made = subprocess.run(
            [str(bin_ / "ketenatlas"), *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        return made.stdout

    where = subprocess.run(
        [str(bin_ / "python"), "-c", "import graph, ketenatlas; print(graph.__file__, ketenatlas.__version__)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert str(home) in where
    ketenatlas("build")
    told = json.loads(ketenatlas("ask", "A1-05", "--chain", "semicon", "--format", "json"))
    assert len(told["rows"]) > 10
    ketenatlas("network", "chain", "--chain", "semicon", "--out", "out")
    assert (tmp_path / "out" / "chain-semicon.html").stat().st_size > 100_000
    assert "true" in ketenatlas("sparql", "ASK { ?s ?p ?o }")
