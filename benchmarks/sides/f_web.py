"""Pages and the endpoint over HTTP, as a person or a program meets them; nothing in between, nothing beside."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial

import httpx
import polars as pl

from benchmarks import floor, virtuoso
from benchmarks.load import served
from benchmarks.running import CannotError, Case, Engine, Session, Side
from graph.result import Rows

PAGES = {
    "page: home": "/",
    "page: chain": "/?keten=c1",
    "page: question A1-05": "/vraag/A1-05?chain=c1",
    "page: sources": "/bronnen",
    "page: flows": "/netwerk/flows?by=region",
}
ENDPOINT = ("neighbourhood", "suitable-parks", "chain-region")
SECONDS = 60.0


def tasks(case: Case) -> Sequence[str]:
    """Pages, then queries."""
    del case
    return [*PAGES, *(f"endpoint: {name}" for name in ENDPOINT)]


def _page(client: httpx.Client, path: str) -> pl.DataFrame:
    answer = client.get(path, follow_redirects=True)
    answer.raise_for_status()
    return pl.DataFrame({"status": [answer.status_code]})


def _asked(post: Callable[..., httpx.Response], query: str, **more: str) -> pl.DataFrame:
    answer = post(data={"query": query, **more}, headers={"Accept": "application/sparql-results+json"})
    answer.raise_for_status()
    return Rows.from_json(answer.content).frame()


def ours(case: Case) -> Session:
    """Our own server."""
    open_ = ExitStack()
    client = open_.enter_context(
        httpx.Client(base_url=open_.enter_context(served(case.builds, SECONDS)), timeout=2 * SECONDS)
    )
    queries = floor.asked("adhoc")

    def answer(task: str) -> pl.DataFrame:
        if task in PAGES:
            return _page(client, PAGES[task])
        kinds = queries[task.removeprefix("endpoint: ")]
        return _asked(partial(client.post, "/sparql"), floor.bound(kinds.get("best.rq", kinds["rq"]), case))

    return Session(answer, close=open_.close)


def on_virtuoso(case: Case) -> Session:
    """Virtuoso's endpoint, over the statements that the queries need."""
    server = virtuoso.Server(case.micro)
    queries = floor.asked("adhoc")

    def answer(task: str) -> pl.DataFrame:
        if task in PAGES:
            raise CannotError("it has no such page")
        kinds = queries[task.removeprefix("endpoint: ")]
        return server.select(floor.bound(kinds.get("virtuoso.rq", kinds["rq"]), case))

    return Session(answer, server.disk, server.memory, server.close)


SIDE = Side(
    "web",
    "Time until the whole answer is there. Memory is that of the asking process, except for Virtuoso.",
    tasks,
    (
        Engine("ketenatlas", ours, "ours"),
        Engine("Virtuoso", on_virtuoso, lacks=virtuoso.lacking),
    ),
)
