"""The journal and the metrics: what was done, and not a word on who asked for it or what."""

import re
import time
from pathlib import Path

import httpx
import pytest

from ketenatlas.server import is_loopback
from ketenatlas.settings import Settings
from ketenatlas.web.journal import Journal, told
from tests.security.conftest import House

LINE = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|other) (\S+) \d{3} \d+ ms \d+ B"
)
PERSONAL = (
    "jan.jansen",
    "192.0.2.77",
    "127.0.0.1",
    "curl/9.9",
    "Sesam",
    "elsewhere.example",
    "kvk-12345678",
    "ketenatlas_",
)


def test_no_line_says_who_asked_or_what(client: httpx.Client, house: House):
    headers = {
        "X-Forwarded-For": "192.0.2.77", "User-Agent": "curl/9.9", "Referer": "https://elsewhere.example/jan.jansen",
        "From": "jan.jansen@example.org", "Cookie": "session=Sesam", **house.as_reader(),
    }  # fmt: skip
    for path in (
        "/vraag/A1-05", "/vraag/A1-05?chain=jan.jansen", "/sparql?query=SELECT * { ?s ?p 'jan.jansen' }", "/jan.jansen", "/?Sesam",
        "/id/organisation/kvk-12345678", "/sparql?query=jan.jansen{", "/vraag/jan.jansen", "/%6aan.jansen/%00", "/aanmelden",
    ):  # fmt: skip
        client.get(path, headers=headers)
        client.request("JAN.JANSEN", path, headers=headers)
    client.post("/aanmelden", data={"token": house.reader, "mark": "jan.jansen"}, headers=headers)
    client.get("/", headers={**headers, "Host": "jan.jansen"})
    client.get("/bronnen")
    time.sleep(0.2)
    lines = house.log.read_text().splitlines()
    assert len(lines) >= 20
    assert any(" /vraag/{identifier} 200 " in line for line in lines)
    assert any(" nowhere 404 " in line for line in lines)
    for line in lines:
        assert LINE.fullmatch(line), line
    for text in (house.log.read_text(), house.said.read_text()):
        for word in (*PERSONAL, house.reader, house.writer):
            assert word not in text.replace("http://127.0.0.1", "http://here"), word


def test_an_error_is_told_without_its_message():
    def fails() -> None:
        raise ValueError("jan.jansen asked for kvk-12345678")

    try:
        fails()
    except ValueError as error:
        line = told(error)
    assert line.startswith("ValueError at tests/security/test_journal.py:")
    assert "jansen" not in line


@pytest.mark.parametrize("begun", [False, True])
def test_what_goes_wrong_becomes_a_page_and_a_line(begun: bool, caplog: pytest.LogCaptureFixture, monkeypatch):
    import asyncio
    import logging

    sent: list[dict] = []

    async def app(scope, receive, send) -> None:
        if begun:
            await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("jan.jansen")

    async def send(message) -> None:
        sent.append(message)

    class Holder:
        state = type("State", (), {})()
        routes = ()

    log = logging.getLogger("ketenatlas.journal")
    monkeypatch.setattr(log, "propagate", True)
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b"", "app": Holder}
    with caplog.at_level(logging.INFO, "ketenatlas.journal"):
        asyncio.run(Journal(app)(scope, None, send))
    assert "RuntimeError at" in caplog.text
    assert "jan.jansen" not in caplog.text
    starts = [message["status"] for message in sent if message["type"] == "http.response.start"]
    assert starts == ([200] if begun else [500]), "an answer that had begun is broken off, never ended as if whole"
    assert not begun or len(sent) == 1


def test_health(client: httpx.Client):
    answer = client.get("/health")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["cache-control"] == "no-store"


def test_metrics_count_and_name_nobody(client: httpx.Client):
    client.get("/vraag/A1-05")
    text = client.get("/metrics").text
    assert re.search(
        r'^ketenatlas_requests_total\{address="/vraag/\{identifier\}",method="GET",status="200"\} \d+$', text, re.M
    )
    for line in text.splitlines():
        assert re.fullmatch(r'# TYPE \w+ (counter|gauge|histogram)|\w+(\{(\w+="[^"\\]*",?)+\})? [\d.]+', line), line
    assert "127.0.0.1" not in text
    counted = re.findall(r'_bucket\{address="/health",le="[^"]+"\} (\d+)', text)
    assert [int(number) for number in counted] == sorted(int(number) for number in counted)


def test_metrics_are_for_this_machine_or_with_a_token(client: httpx.Client, house: House):
    for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
        passed_on = {name: "192.0.2.1"}
        assert client.get("/metrics", headers=passed_on).status_code == 403
        assert client.get("/metrics", headers={**passed_on, **house.as_reader()}).status_code == 200


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("[::1]", True), ("0.0.0.0", False), ("::", False),
     ("192.168.1.4", False), ("atlas.example", False)],
)  # fmt: skip
def test_an_address_that_others_can_reach_is_warned_of(host: str, here: bool, small, monkeypatch: pytest.MonkeyPatch):
    from ketenatlas import server

    told_of: dict[str, object] = {}
    monkeypatch.setattr("uvicorn.run", lambda app, **how: (told_of.update(how), app.state.snapshots.close()))
    said: list[str] = []
    server.run(small.folder.parent, Settings(), host, 8080, said.append)
    assert is_loopback(host) == here
    assert any(line.startswith("warning") for line in said) != here
    assert told_of["host"] == host
    assert told_of["access_log"] is False
    assert told_of["proxy_headers"] is False


def test_by_default_only_this_machine_is_served(capsys, monkeypatch: pytest.MonkeyPatch, small):
    from tests.ketenatlas.test_cli import run

    told_of: dict[str, object] = {}
    monkeypatch.setattr("uvicorn.run", lambda app, **how: (told_of.update(how), app.state.snapshots.close()))
    code, _, said = run(capsys, "serve", "--atlas", str(small.folder.parent))
    assert code == 0
    assert told_of["host"] == "127.0.0.1"
    assert "warning" not in said


def test_a_journal_that_cannot_be_written_is_a_sentence(capsys, monkeypatch: pytest.MonkeyPatch, small, tmp_path: Path):
    from tests.ketenatlas.test_cli import run

    monkeypatch.setattr("uvicorn.run", lambda app, **how: None)
    code, _, said = run(capsys, "serve", "--atlas", str(small.folder.parent), "--log", str(tmp_path))
    assert code == 1
    assert "cannot write the journal" in said
