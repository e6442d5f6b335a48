"""The notebooks, one a user story: kept without output, run from first to last cell on the bundled atlas."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
WRITTEN = {
    "analyst": {"out/semicon.gpkg", "out/semicon.xlsx"},
    "ministry": {"out/keten-regio.xlsx"},
    "strategist": set(),
}
"""What each leaves behind."""
TOLD = {
    "analyst": ["ibis: 1 of 3 rows would load", "bekende vestigingen", "p_value"],
    "ministry": ["Zuidoost-Brabant", "Halfgeleiders", "hhi"],
    "strategist": ["West-Brabant", "bronnen, bewijs: asserted"],
}
"""What each shows."""


def shown(notebook: nbformat.NotebookNode) -> str:
    """All output of a notebook as text."""
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return "\n".join(str(output.get("text", "")) + str(output.get("data", "")) for output in outputs)


def test_there_is_one_for_each_story():
    assert {path.stem for path in NOTEBOOKS} == set(WRITTEN) == set(TOLD)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_kept_without_output(path: Path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_and_shows_what_it_promises(path: Path, brabant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("KETENATLAS_BUILDS", str(brabant.folder.parent))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    notebook = nbformat.read(path, as_version=4)
    folder = tmp_path / "work"
    folder.mkdir()
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    told = shown(notebook)
    for words in TOLD[path.stem]:
        assert words in told
    for name in WRITTEN[path.stem]:
        assert (folder / name).stat().st_size > 0
