"""What is sent, and what no answer may be: a crash, a hang, an error that nobody designed, or what is restricted."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

import httpx
import requests
import schemathesis
import schemathesis.schemas
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st

from graph.catalogue import catalogue
from ketenatlas.web import pages
from tests.fuzz.grammar import queries
from tests.security.conftest import CANARY

HANG = 10.0
"""Seconds after the limit on a query in which an answer must have come."""

_ACCEPTED = [
    "*/*",
    "text/html",
    "text/csv",
    "application/sparql-results+xml",
    "text/turtle",
    "application/ld+json",
    "image/png",
    ";q=;",
]
_BROKEN_OFF = "without sending complete message body"
_HEADERS = st.sampled_from([{}, {"Accept": "text/html"}, {"Range": "bytes=0-1"}, {"If-None-Match": "*"}, {"Expect": "x"},
                            {"Cookie": "session=x; lang=%00"}, {"Authorization": "Bearer \x7f"}, {"Content-Encoding": "gzip"}])  # fmt: skip
_NAMES = (
    "lang",
    "format",
    "q",
    "iri",
    "chain",
    "asOf",
    "evidence",
    "by",
    "keten",
    "park",
    "query",
    "graph",
    "default",
    "x",
)


@dataclass
class Report:
    """What came of it.

    Attributes:
        statuses: how many answers of each kind of attack had which status.
        failures: what should not have happened, a line each.
        slowest: seconds of the slowest answer.
    """

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: float = 0.0

    @property
    def requests(self) -> int:
        """How many requests were answered."""
        return sum(self.statuses.values())


class Attack:
    """Sends requests to a server and judges the answers.

    Args:
        address: where the server is.
        limit: its limit on the time of a query, in seconds.
    """

    def __init__(self, address: str, limit: float) -> None:
        self.address, self.report = address, Report()
        self._client = httpx.Client(base_url=address, timeout=limit + HANG)

    def __enter__(self) -> "Attack":
        return self

    def __exit__(self, *exception: object) -> None:
        self._client.close()

    def judge(self, kind: str, what: str, ask: Callable[[], httpx.Response]) -> None:
        """Send one request and judge the answer."""
        began = time.monotonic()
        try:
            answer = ask()
        except httpx.RemoteProtocolError as error:
            if _BROKEN_OFF not in str(error):  # an answer over the limit is broken off by design
                self.report.failures.append(f"{kind}: {error!r} on {what}")
            return
        except (httpx.InvalidURL, httpx.LocalProtocolError, UnicodeEncodeError):
            return  # no request could be made of it
        except httpx.HTTPError as error:
            self.report.failures.append(f"{kind}: {error!r} on {what}")
            return
        self.report.slowest = max(self.report.slowest, time.monotonic() - began)
        self.report.statuses[kind, answer.status_code] += 1
        designed = answer.status_code == 503 and ("stopped" in answer.text or "retry-after" in answer.headers)
        if answer.status_code >= 500 and not designed:
            self.report.failures.append(f"{kind}: {answer.status_code} on {what}: {answer.text[:200]}")
        if "Traceback" in answer.text:
            self.report.failures.append(f"{kind}: a traceback on {what}")
        if CANARY in answer.text.lower() and CANARY not in unquote(what).lower():
            self.report.failures.append(f"{kind}: what is restricted was shown on {what}")

    def sparql(self, query: str, accept: str, way: str, headers: dict[str, str]) -> None:
        """Ask a query in one of the ways there are."""
        told = {**headers, "Accept": accept}
        ways: dict[str, Callable[[], httpx.Response]] = {
            "get": lambda: self._client.get("/sparql", params={"query": query}, headers=told),
            "form": lambda: self._client.post("/sparql", data={"query": query}, headers=told),
            "direct": lambda: self._client.post(
                "/sparql",
                content=query.encode("utf-8", "replace"),
                headers={**told, "Content-Type": "application/sparql-query"},
            ),
        }
        self.judge("sparql", query, ways[way])

    def page(self, path: str, fields: list[tuple[str, str]], method: str, headers: dict[str, str]) -> None:
        """Ask for a page with whatever in its address."""
        told = [(name, value) for name, value in fields]
        self.judge(
            "page", f"{method} {path} {told}", lambda: self._client.request(method, path, params=told, headers=headers)
        )

    def described(self) -> Iterator[schemathesis.schemas.APIOperation]:
        """The operations the server describes, or none where it describes none."""
        if self._client.get("/openapi.json").status_code == 200:
            schema = schemathesis.openapi.from_url(f"{self.address}/openapi.json")
            for found in schema.get_all_operations():
                yield found.ok()

    def well(self) -> bool:
        """Whether the server is well after all that."""
        return self._client.get("/health").text == "ok\n"


def paths() -> list[str]:
    """The forms of the addresses of all pages."""
    return sorted({route.path for route in pages.routes() if route.path != "/metrics"})


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """An address of a page with something in the places that are open."""
    form = draw(st.sampled_from(paths()))
    known = st.sampled_from(
        [*catalogue().questions, "flows", "chain", "alfa", "1001", "o01", "../x", "%00", "organisation/o01"]
    )
    filled = form
    while "{" in filled:
        head, _, tail = filled.partition("{")
        filled = head + quote(draw(st.one_of(known, known, st.text(max_size=20))), safe="/") + tail.partition("}")[2]
    return filled


def fuzz(
    address: str, seconds: float, limit: float, start: int = 0, parts: tuple[str, ...] = ("sparql", "page", "described")
) -> Report:
    """Attack a server for a while.

    Args:
        address: where it is.
        seconds: for how long.
        limit: its limit on the time of a query.
        start: number from which the attacks are made; the same gives the same.
        parts: which attacks.
    """
    with Attack(address, limit) as attack:
        return _attacked(attack, seconds, limit, start, parts)


def _attacked(attack: Attack, seconds: float, limit: float, start: int, parts: tuple[str, ...]) -> Report:
    until = time.monotonic() + seconds
    value = st.one_of(
        st.text(max_size=20), st.sampled_from(["nl", "xx", "2026-11-24", "9999-99-99", "all", "csv", "-1", "alfa"])
    )
    asked = st.tuples(queries, st.sampled_from(_ACCEPTED), st.sampled_from(["get", "form", "direct"]), _HEADERS)
    shown = st.tuples(
        addresses(),
        st.lists(st.tuples(st.sampled_from(_NAMES), value), max_size=4),
        st.sampled_from(["GET", "GET", "GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "X"]),
        _HEADERS,
    )

    def sent(case: schemathesis.Case) -> None:
        what = f"{case.method} {case.formatted_path} {case.query} {case.body}"
        attack.judge("described", what, lambda: _sent(case, limit))

    def round_of(made: st.SearchStrategy[Any], examples: int, act: Callable[..., None]) -> None:
        @seed(number)
        @settings(
            max_examples=examples, database=None, deadline=None, phases=[Phase.generate], verbosity=Verbosity.quiet,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(made)
        def one(told: Any) -> None:
            if time.monotonic() < until:
                act(*told) if isinstance(told, tuple) else act(told)

        one()

    number = start
    operations = [operation.as_strategy() for operation in attack.described()] if "described" in parts else []
    while time.monotonic() < until and not attack.report.failures:
        if "sparql" in parts:
            round_of(asked, 40, attack.sparql)
        if "page" in parts:
            round_of(shown, 40, attack.page)
        for operation in operations:
            round_of(operation, 5, sent)
        if not (operations or {"sparql", "page"} & set(parts)):
            break
        number += 1
    if not attack.well():
        attack.report.failures.append("the server is not well afterwards")
    return attack.report


def _sent(case: schemathesis.Case, limit: float) -> httpx.Response:
    """Send what was made of a description; requests' answer as one of httpx."""
    try:
        with requests.Session() as session:  # a connection that was broken off is closed with it
            answer = case.call(session=session, timeout=limit + HANG)
    except Exception as error:
        text = str(error)
        if "IncompleteRead" in text or "prematurely" in text:
            raise httpx.RemoteProtocolError(_BROKEN_OFF) from None
        raise httpx.ReadError(f"{type(error).__name__}: {text[:300]}") from None
    told = {name: answer.headers[name] for name in ("Retry-After",) if name in answer.headers}
    return httpx.Response(
        answer.status_code, content=answer.content, headers={**told, "Content-Type": "text/plain; charset=utf-8"}
    )
