"""The README does what it says: its two commands, its examples, and the gate that calls one of them."""

import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
COMMANDS = [text.strip() for kind, text in BLOCKS if kind == "sh"]
FIRST, SECOND = COMMANDS[:2]


def test_the_first_two_commands_are_the_main_job_and_the_tests():
    assert FIRST.endswith("ketenatlas start")
    assert "-m pytest " in SECOND
    assert "\n" not in FIRST
    assert "\n" not in SECOND


def test_the_gate_calls_exactly_the_test_command():
    assert SECOND in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_first_command_does_the_main_job_in_two_minutes(tmp_path: Path):
    """In a copy of the tree, with an environment of its own: install, build, answer, draw, and say how to go on."""
    copy = tmp_path / "copy"
    ignored = shutil.ignore_patterns(".venv", ".git", "build", "out", "dist", ".*cache", "__pycache__", ".hypothesis")
    shutil.copytree(ROOT, copy, ignore=ignored)
    started = time.monotonic()
    made = subprocess.run(["sh", "-c", FIRST], cwd=copy, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - started
    assert made.returncode == 0, made.stdout + made.stderr
    beside = 2 if "PYTEST_XDIST_WORKER" in os.environ else 1  # other tests run at the same time
    assert seconds < 120 * beside, f"took {seconds:.0f} s"
    out = made.stdout
    for part in ("What was read", "What it holds", "What the gate found", "Keten: Halfgeleiders", "Onderdelen en", "Bronnen",
                 "Picture", "ketenatlas serve", "http://127.0.0.1:8080/"):  # fmt: skip
        assert part in out, part
    current = copy / "build" / (copy / "build" / "current").read_text()
    assert sum(json.loads((current / "report.json").read_text())["seconds"].values()) < 15 * beside
    assert (copy / "out" / "chain-semicon.html").stat().st_size > 100_000


@pytest.mark.parametrize(
    "command", [line for text in COMMANDS[2:] for line in text.splitlines() if line.startswith("ketenatlas")]
)
def test_every_other_command_of_the_readme_runs(command, brabant, capsys, monkeypatch, tmp_path: Path):
    import shlex

    from ketenatlas.cli import main

    monkeypatch.setenv("KETENATLAS_BUILDS", str(brabant.folder.parent))
    monkeypatch.chdir(tmp_path)
    words = shlex.split(command.split("#")[0])[1:]
    if words[0] in ("serve", "build", "start"):
        words.append("--help")
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code in (0, None, 1) if words[0] == "check" else not ended.value.code, capsys.readouterr().err


def test_the_python_of_the_readme_runs(brabant, monkeypatch, tmp_path: Path):
    monkeypatch.setenv("KETENATLAS_BUILDS", str(brabant.folder.parent))
    monkeypatch.chdir(tmp_path)
    code = [text for kind, text in BLOCKS if kind == "python"]
    assert code
    for text in code:
        exec(compile(text, "README.md", "exec"), {})


def test_figures_in_the_readme_come_from_the_atlas(brabant):
    """The sentence with counts is what the build says."""
    held = dict(brabant.classes.rows())
    counts = {name.rsplit("#")[-1]: things for name, things in held.items()}
    sentence = re.search(
        r"(\d+) chains with (\d+) stages, (\d+) establishments of (\d+) organisations, (\d+) supplies and (\d+) collaborations, (\d+) business\s+parks",
        README,
    )
    assert sentence, "the README says what the bundled atlas holds"
    assert [int(number) for number in sentence.groups()] == [
        counts[name] for name in ("ValueChain", "ChainStage", "Establishment", "Organisation", "SupplyRelation", "Collaboration", "BusinessPark")
    ]  # fmt: skip
