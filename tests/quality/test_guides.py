"""The how-to pages are followed literally: their files written, their commands run, what they promise seen.

Services on the web are stood in for by a local server that answers as they do.
"""

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.standin import Standin

GUIDES = sorted((ROOT / "docs" / "howto").glob("*.md"))
BLOCK = re.compile(r"```(\w+)(?: ([\w./-]+))?\n(.*?)```", re.DOTALL)


def follow(text: str, run) -> list[str]:
    """Write the files of a page, run its commands in order, and return the promises that were not kept."""
    shown, broken = "", []
    for kind, path, content in BLOCK.findall(text):
        if path:
            file = Path(path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
        elif kind == "sh":
            shown = "".join(run(line) for line in content.strip().splitlines())
        elif kind == "text":
            broken += [line for line in content.strip().splitlines() if line not in shown]
    return broken


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    from ketenatlas.cli import main

    monkeypatch.chdir(tmp_path)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)

    def command(line: str) -> str:
        words = shlex.split(line, comments=True)
        assert words[0] == "ketenatlas", line
        with pytest.raises(SystemExit) as ended:
            main(words[1:])
        assert ended.value.code in (0, 1), line
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err, line
        assert captured.out or "written" in captured.err, line
        return captured.out

    with Standin() as web:
        monkeypatch.setenv("KETENATLAS_SERVICES", json.dumps(web.addresses))
        yield command


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_guide_can_be_followed_literally(guide: Path, run):
    assert follow(guide.read_text(encoding="utf-8"), run) == []


def test_a_promise_that_is_not_kept_is_found(run):
    assert follow("```sh\nketenatlas doctor\n```\n```text\nPython\nthe moon\n```\n", run) == ["the moon"]


def test_a_command_that_fails_is_found(run):
    with pytest.raises(AssertionError):
        follow("```sh\nketenatlas nonsense\n```\n", run)


def test_there_is_a_guide_for_a_new_chain():
    assert "new-chain" in {guide.stem for guide in GUIDES}
