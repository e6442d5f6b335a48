"""A real server in a process of its own, as its users meet it."""

import datetime
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from benchmarks import virtuoso as virtuoso_server
from ketenatlas.tokens import UPDATE, new
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
        "KETENATLAS_QUERY_RATE": "0",
        "KETENATLAS_PAGE_RATE": "0",
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


@dataclass(frozen=True)
class Endpoint:
    """A server with scratch graphs and small limits.

    Attributes:
        token: what allows updates.
        scratch: the file of the scratch graphs.
        log: what the server wrote.
    """

    address: str
    token: str
    scratch: Path
    log: Path

    def client(self, **headers: str) -> httpx.Client:
        return httpx.Client(base_url=self.address, headers=headers)

    def writer(self) -> httpx.Client:
        return self.client(Authorization=f"Bearer {self.token}")


@pytest.fixture(scope="session")
def endpoint(small, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    folder = tmp_path_factory.mktemp("endpoint")
    tokens, scratch, log = folder / "tokens.toml", folder / "scratch.nq", folder / "server.log"
    token = new(tokens, "writer", [UPDATE], datetime.date.today() + datetime.timedelta(days=1))
    options = ("--tokens-file", str(tokens), "--scratch", str(scratch))
    for address in serving(small.folder.parent, log, *options, answer_megabytes="2", query_seconds="2"):
        yield Endpoint(address, token, scratch, log)


@pytest.fixture(scope="session")
def virtuoso() -> Iterator[virtuoso_server.Server]:
    program = shutil.which("virtuoso-t")
    need(Path(program) if program else None, "Virtuoso (Debian package virtuoso-opensource-7)")
    server = virtuoso_server.Server(buffers=10_000)
    yield server
    server.close()


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


@pytest.fixture(scope="module")
def client(brabant_server: str) -> Iterator[httpx.Client]:
    """What asks the server of the bundled atlas; a file that asks another one has a fixture of this name of its own."""
    with httpx.Client(base_url=brabant_server) as made:
        yield made
