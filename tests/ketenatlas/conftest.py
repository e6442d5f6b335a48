"""A real server in a process of its own, as its users meet it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import CHROMIUM, ROOT, need
from tests.ketenatlas.browsing import FLAGS, Watched


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def serving(builds: Path, log: Path, *options: str, **settings: str) -> Iterator[str]:
    """Start ``ketenatlas serve`` and hand out its address."""
    port = free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        **{f"KETENATLAS_{k.upper()}": v for k, v in settings.items()},
    }
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "ketenatlas", "serve", "--atlas", str(builds), "--port", str(port), *options],
            env=environment, stdout=file, stderr=subprocess.STDOUT,
        )  # fmt: skip
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(200):
                try:
                    urllib.request.urlopen(address + "/static/atlas.css", timeout=1).close()
                    break
                except OSError:
                    if process.poll() is not None:
                        pytest.fail(f"the server ended: {log.read_text()}")
                    time.sleep(0.1)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=10)


@pytest.fixture(scope="session")
def small_server(small, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serving(small.folder.parent, tmp_path_factory.mktemp("log") / "server.log", query_seconds="3")


@pytest.fixture(scope="session")
def brabant_server(brabant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serving(brabant.folder.parent, tmp_path_factory.mktemp("log") / "server.log")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for one file of tests: an open one holds an event loop, which notebooks need for themselves."""
    need(CHROMIUM, "Chromium (Debian package chromium)")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield made
        made.close()


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="nl-NL")
    yield Watched(context.new_page())
    context.close()
