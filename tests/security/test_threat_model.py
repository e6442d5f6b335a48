"""The threat model names the tests of what it promises, and no security test is left out."""

import ast
import re
from pathlib import Path

from tests.conftest import ROOT

NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def named() -> set[tuple[str, str]]:
    return set(NAMED.findall((ROOT / "THREAT_MODEL.md").read_text(encoding="utf-8")))


def functions_of(path: Path) -> set[str]:
    return {node.name for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}  # fmt: skip


def test_every_test_that_is_named_exists():
    assert len(named()) > 80
    missing = {(file, name) for file, name in named() if name not in functions_of(ROOT / file)}
    assert missing == set()


def test_every_security_test_is_named():
    files = [*(ROOT / "tests" / "security").glob("test_*.py"), *(ROOT / "tests" / "fuzz").glob("test_*.py")]
    there = {(path.relative_to(ROOT).as_posix(), name) for path in files for name in functions_of(path)}
    assert there - named() == set()
