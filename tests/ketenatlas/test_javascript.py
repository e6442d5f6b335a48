"""JavaScript reads the endpoint: a page of another site in Chromium, and a published client in node."""

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.conftest import need
from tests.ketenatlas.browsing import Watched
from tests.ketenatlas.conftest import Endpoint

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
PARK = "https://w3id.org/ketenatlas/park/1006"
CLIENT = "fetch-sparql-endpoint@7.2.0"
"""The client Comunica speaks to endpoints with (MIT); fetched for this test only."""

PROGRAM = """
import { SparqlEndpointFetcher } from "fetch-sparql-endpoint";

const [address, park] = process.argv.slice(2);
const fetcher = new SparqlEndpointFetcher({ method: process.argv[4] });
const read = stream => new Promise((resolve, reject) => {
  const found = [];
  stream.on("data", item => found.push(item)).on("error", reject).on("end", () => resolve(found));
});
const rows = await read(await fetcher.fetchBindings(address, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"));
const there = await fetcher.fetchAsk(address, `ASK { <${park}> ?p ?o }`);
const statements = await read(await fetcher.fetchTriples(address, `CONSTRUCT WHERE { <${park}> ?p ?o }`));
const wrong = await fetcher.fetchBindings(address, "SELECT * {").then(() => "", error => error.message);
console.log(JSON.stringify({ n: rows[0].n.value, there, statements: statements.length, wrong }));
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has there
        """Say nothing."""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """A page of another site."""
    (tmp_path / "index.html").write_text("<!doctype html><title>elsewhere</title>")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()


def fetched(page: Page, address: str, **options: object) -> dict[str, object]:
    """What a script of the page gets: status, text and the headers it may see, or that the browser kept it away."""
    script = """async ([address, options]) => {
      try {
        const answer = await fetch(address, options);
        return { status: answer.status, text: await answer.text(), mark: answer.headers.get("etag") };
      } catch (error) { return { kept: error.name }; }
    }"""
    told: dict[str, object] = page.evaluate(script, [address, options])
    return told


def test_a_page_of_another_site_reads_what_everybody_may_read(
    watched: Watched, elsewhere: str, small_server: str, small_store
):
    watched.page.goto(elsewhere)
    get = fetched(
        watched.page,
        f"{small_server}/sparql?query={COUNT.replace(' ', '+')}",
        headers={"Accept": "application/sparql-results+json"},
    )
    direct = {"method": "POST", "body": COUNT, "headers": {"Content-Type": "application/sparql-query"}}
    post = fetched(watched.page, f"{small_server}/sparql", **direct)
    for answer in (get, post):
        assert answer["status"] == 200
        assert (
            int(json.loads(str(answer["text"]))["results"]["bindings"][0]["n"]["value"])
            == small_store.manifest["statements"]
        )
    assert str(get["mark"]).startswith('W/"')
    again = fetched(
        watched.page, f"{small_server}/sparql?query={COUNT.replace(' ', '+')}", headers={"If-None-Match": get["mark"]}
    )
    assert again["status"] in (200, 304)
    wrong = fetched(watched.page, f"{small_server}/sparql?query=SELECT", headers={"Accept": "text/csv"})
    assert wrong["status"] == 400
    assert "not SPARQL" in str(wrong["text"])
    for path in ("/.well-known/void", "/sparql/graph?default", "/openapi.json", "/download/atlas.nq.gz"):
        assert fetched(watched.page, small_server + path)["status"] == 200


def test_a_page_of_another_site_gets_no_further(watched: Watched, elsewhere: str, endpoint: Endpoint):
    watched.page.goto(elsewhere)
    query = f"{endpoint.address}/sparql?query=ASK%7B%7D"
    assert fetched(watched.page, query)["status"] == 200
    assert fetched(watched.page, query, credentials="include") == {"kept": "TypeError"}
    token = {"Authorization": f"Bearer {endpoint.token}"}
    assert fetched(watched.page, query, headers=token) == {"kept": "TypeError"}
    for path in ("/scratch/sparql?query=ASK%7B%7D", "/scratch/sparql/graph?default"):
        assert fetched(watched.page, endpoint.address + path, headers=token) == {"kept": "TypeError"}
        assert fetched(watched.page, endpoint.address + path) == {"kept": "TypeError"}


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the client in it."""
    npm = shutil.which("npm")
    need(Path(npm) if npm else None, "npm (Debian package npm)")
    folder = tmp_path_factory.mktemp("node")
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    command = [str(npm), "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", CLIENT]
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240, check=False)
    need(folder / "node_modules" / "fetch-sparql-endpoint", f"{CLIENT} from the npm registry: {made.stderr[-500:]}")
    (folder / "program.js").write_text(PROGRAM)
    return folder


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_published_client_reads_it(node: Path, small_server: str, small_store, method: str):
    command = ["node", "program.js", f"{small_server}/sparql", PARK, method]
    ran = subprocess.run(command, cwd=node, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert int(told["n"]) == small_store.manifest["statements"]
    assert told["there"] is True
    query = f"SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT ?p ?o {{ <{PARK}> ?p ?o }} }}"
    assert told["statements"] == small_store.select(query).values[0][0] > 0
    assert "this is not SPARQL the engine understands" in told["wrong"]
