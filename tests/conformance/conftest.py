"""One server for all suites, with scratch graphs that the data of each test are put into."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from ketenatlas.tokens import UPDATE, new
from tests.conformance.suites import suites
from tests.conftest import need
from tests.ketenatlas.conftest import serving


@dataclass(frozen=True)
class Door:
    """The scratch graphs of a server over HTTP.

    Attributes:
        client: shows the token of its own accord.
    """

    client: httpx.Client

    def put(self, nquads: bytes) -> None:
        """Replace everything there is."""
        told = self.client.put("/scratch/sparql/graph", content=nquads, headers={"Content-Type": "application/n-quads"})
        assert told.status_code == 204, told.text

    def ask(self, query: str, accept: str) -> httpx.Response:
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        return self.client.post("/scratch/sparql", content=query.encode(), headers=headers)

    def update(self, update: str) -> httpx.Response:
        headers = {"Content-Type": "application/sparql-update"}
        return self.client.post("/scratch/sparql", content=update.encode(), headers=headers)


@pytest.fixture(scope="session")
def door(small, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    need(suites(), "W3C test suites (folder suites beside the checkout)")
    folder: Path = tmp_path_factory.mktemp("scratch")
    token = new(folder / "tokens.toml", "suites", [UPDATE], datetime.date.today() + datetime.timedelta(days=1))
    options = ("--scratch", str(folder / "scratch.nq"), "--tokens-file", str(folder / "tokens.toml"))
    for address in serving(small.folder.parent, folder / "server.log", *options):
        with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}) as client:
            yield Door(client)
