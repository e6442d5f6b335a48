"""The gate of form: linters at zero, strict types, imports one way, and a house a reader finds the way in."""

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.conftest import ROOT

ROOMS = ("graph", "loaders", "ketenatlas")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "command", [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)], ids=["lint", "format", "types"]
)
def test_checker_is_content(command):
    made = run(*command)
    assert made.returncode == 0, made.stdout + made.stderr


def test_imports_point_one_way():
    made = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout
    assert "1 kept, 0 broken" in made.stdout


FIRST = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
    for loaded in [one for one in sys.modules if one.partition(".")[0] in ("graph", "loaders", "ketenatlas")]:
        del sys.modules[loaded]
"""


def test_every_module_can_be_imported_first():
    """A job on a cluster and the programs of others begin anywhere: no module waits for another to be imported."""
    rooms = [path.relative_to(ROOT) for path in MODULES if len(path.relative_to(ROOT).parts) == 2]
    names = [".".join(path.with_suffix("").parts) for path in rooms if path.stem not in ("__init__", "__main__")]
    made = subprocess.run([sys.executable, "-c", FIRST, *names], cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr


def test_an_import_the_other_way_would_be_found(tmp_path: Path):
    """Red fixture: the contract is broken as soon as graph imports a loader."""
    import shutil

    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "graph" / "wrong.py").write_text("import loaders.ibis\n")
    made = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"],
        cwd=tmp_path, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert made.returncode != 0
    assert "0 kept, 1 broken" in made.stdout


@pytest.mark.parametrize("name", ROOMS)
def test_our_package_names_are_ours(name):
    """A distribution that brings a package called graph or loaders would shadow ours."""
    assert set(packages_distributions().get(name, ["ketenatlas"])) == {"ketenatlas"}


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(ROOT)) for path in MODULES])
def test_module_is_one_idea_in_under_400_lines_and_says_which(path: Path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 400
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", sorted((ROOT / "ontology").rglob("*.ttl")), ids=lambda path: path.name)
def test_ontology_module_fits_in_a_mind(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < 300


def test_nothing_shipped_names_a_content_network():
    addresses = re.compile(r"https?://[a-z0-9.]*(?:cdn|unpkg|cdnjs|jsdelivr|googleapis|gstatic)")
    for room in (*ROOMS, "ontology", "queries", "data"):
        for path in (ROOT / room).rglob("*"):
            if path.is_file() and path.suffix in {
                ".py",
                ".j2",
                ".css",
                ".ttl",
                ".rq",
                ".yaml",
                ".toml",
                ".html",
                ".js",
            }:
                assert not addresses.search(path.read_text(encoding="utf-8")), path


OWN_SCRIPTS = {
    "ketenatlas/web/static/asked.js",
    "ketenatlas/web/static/explorer.js",
    "ketenatlas/web/static/search.js",
    "ketenatlas/web/static/sparql-editor.js",
}
"""Scripts we wrote ourselves; what others wrote comes inside the packages we depend on."""


def test_no_third_party_javascript_lies_in_the_tree():
    found = {path.relative_to(ROOT).as_posix() for room in ROOMS for path in (ROOT / room).rglob("*.js")}
    assert found == OWN_SCRIPTS
    for name in found:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert max(map(len, text.splitlines())) < 200, "a script that was pressed together is nobody's own"
        assert "require(" not in text
        assert "import " not in text
