"""Limits: no client crowds out the others, a full server says so, and what is too large is not read."""

import asyncio
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from starlette.types import Message

from ketenatlas.settings import Settings
from ketenatlas.web import limits
from ketenatlas.web.limits import Allowance, FullError, Limited, Turnstile, client_of
from tests.ketenatlas.conftest import serving

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
NARROW = {
    "query_rate": "1", "query_burst": "12", "page_rate": "1", "page_burst": "30", "queries_at_once": "2", "waiting": "1",
    "wait_seconds": "0.3", "query_seconds": "2", "request_megabytes": "1", "proxies": "127.0.0.1",
}  # fmt: skip


@pytest.fixture(scope="module")
def narrow(small, tmp_path_factory: pytest.TempPathFactory):
    """A server with little room that trusts a proxy on this machine, so that a test can be many clients."""
    yield from serving(small.folder.parent, tmp_path_factory.mktemp("log") / "log", **NARROW)


def get(narrow: str, who: str, path: str = "/sparql?query=ASK{}") -> httpx.Response:
    return httpx.get(narrow + path, headers={"X-Forwarded-For": who}, timeout=20)


def test_who_asks_too_often_is_told_when_to_come_back(narrow: str):
    answers = [get(narrow, "192.0.2.1") for _ in range(20)]
    assert [answer.status_code for answer in answers[:12]] == [200] * 12
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert all(int(answer.headers["retry-after"]) >= 1 for answer in refused)
    assert refused[0].headers["x-content-type-options"] == "nosniff"
    assert get(narrow, "192.0.2.2").status_code == 200
    assert get(narrow, "192.0.2.1", "/bronnen").status_code == 200, "pages are counted apart"


def test_a_network_of_the_new_kind_is_one_client(narrow: str):
    answers = [get(narrow, f"2001:db8::{n:x}") for n in range(1, 20)]
    assert 429 in {answer.status_code for answer in answers}
    assert get(narrow, "2001:db8:0:1::1").status_code == 200


def test_a_full_server_says_so_and_recovers(narrow: str):
    with ThreadPoolExecutor(8) as pool:
        slow = [pool.submit(get, narrow, f"198.51.100.{n}", f"/sparql?query={SLOW}") for n in range(6)]
        time.sleep(0.4)
        assert get(narrow, "198.51.100.99", "/bronnen").status_code == 200, "pages go on"
        assert get(narrow, "198.51.100.99", "/health").status_code == 200
        answers = [task.result() for task in slow]
    turned_away = [answer for answer in answers if "busy" in answer.text]
    assert len(turned_away) == 4
    assert all(answer.status_code == 503 and answer.headers["retry-after"] for answer in turned_away)
    assert get(narrow, "198.51.100.99").status_code == 200


def test_what_is_too_large_is_not_read(narrow: str):
    def pieces():
        for _ in range(40):
            yield b"#" * 65_536

    headers = {"Content-Type": "application/sparql-query", "X-Forwarded-For": "203.0.113.1"}
    for content in (b"#" * 3_000_000, pieces()):
        try:
            answer = httpx.post(f"{narrow}/sparql", content=content, headers=headers)
        except httpx.TransportError:
            continue  # refused while it was still being sent
        assert answer.status_code == 413
    assert get(narrow, "203.0.113.2").status_code == 200


def test_headers_without_end_are_refused(narrow: str):
    host, port = narrow.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        try:
            for _ in range(200):
                line.sendall(b"X-More: " + b"x" * 1000 + b"\r\n")
            answered = line.recv(1000)
        except ConnectionError:
            answered = b""
    assert answered[:12] in (b"", b"HTTP/1.1 400")
    assert get(narrow, "203.0.113.2").status_code == 200


def test_whom_a_request_is_counted_for():
    assert client_of({"client": ("192.0.2.7", 1)}) == "192.0.2.7"
    assert client_of({"client": ("2001:db8::7", 1)}) == "2001:db8::/64"
    assert client_of({"client": None}) == ""
    assert client_of({"client": ("a name", 1)}) == "a name"


def test_an_allowance_comes_back_with_time_and_remembers_so_many():
    now = 0.0
    allowance = Allowance(2.0, 3, most=100, clock=lambda: now)
    assert [allowance.take("a") for _ in range(4)] == [0, 0, 0, 0.5]
    now = 0.5
    assert [allowance.take("a"), allowance.take("a")] == [0, 0.5]
    now = 1000.0
    assert [allowance.take("a") for _ in range(4)] == [0, 0, 0, 0.5]
    for n in range(1000):
        allowance.take(str(n))
    assert len(allowance) == 100
    assert not any(Allowance(0, 1).take("a") for _ in range(1000))


def test_a_turnstile_lets_the_next_in_when_one_leaves():
    async def scene() -> list[str]:
        turnstile = Turnstile(at_once=1, queue=1, seconds=5)
        await turnstile.enter()
        waiting = asyncio.create_task(turnstile.enter())
        await asyncio.sleep(0)
        with pytest.raises(FullError):
            await turnstile.enter()
        gone = asyncio.create_task(Turnstile(1, 1, 5).enter())
        await gone
        await turnstile.leave()
        await waiting
        assert (turnstile.inside, turnstile.waiting) == (1, 0)
        cancelled = asyncio.create_task(turnstile.enter())
        await asyncio.sleep(0)
        cancelled.cancel()
        await asyncio.gather(cancelled, return_exceptions=True)
        assert (turnstile.inside, turnstile.waiting) == (1, 0), "who gives up leaves no gap"
        return ["done"]

    assert asyncio.run(scene()) == ["done"]


def test_a_request_that_stops_arriving_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.05)
    sent: list[Message] = []

    async def app(scope, receive, send) -> None:
        await receive()

    async def never() -> Message:
        await asyncio.sleep(60)
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    class Holder:
        state = type("State", (), {})()

    scope = {"type": "http", "method": "POST", "path": "/sparql", "headers": [], "client": ("a", 1), "app": Holder}
    asyncio.run(Limited(app, Settings())(scope, never, send))
    assert sent[0]["status"] == 408


def test_many_at_once_all_get_an_answer(never: str):
    """More than there is room for, but not more than may wait: nobody is turned away."""
    statuses: list[int] = []
    lock = threading.Lock()

    def ask() -> None:
        answer = httpx.get(f"{never}/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 5"}, timeout=60)
        with lock:
            statuses.append(answer.status_code)

    with ThreadPoolExecutor(60) as pool:
        for _ in range(60):
            pool.submit(ask)
    assert statuses == [200] * 60


def test_a_page_whose_own_query_is_stopped_says_so(small, tmp_path: Path):
    for address in serving(small.folder.parent, tmp_path / "log", query_seconds="0.0001"):
        answer = httpx.get(f"{address}/bronnen", timeout=20)
        assert answer.status_code == 200
        answer = httpx.get(f"{address}/", timeout=20)
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert "gestopt" in answer.text
