"""Headers, row by row: what browsers, caches and other sites are told, and who is refused."""

import httpx
import pytest

from tests.ketenatlas.conftest import serving
from tests.security.conftest import House

SAFE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/nowhere", 404), ("/vraag/XX", 404), ("/aanmelden", 200), ("/health", 200), ("/metrics", 200),
     ("/static/atlas.css", 200), ("/static/nothing", 404), ("/sparql?query=x", 400), ("/netwerk/none", 400)],
)  # fmt: skip
def test_every_kind_of_answer_carries_the_safe_headers(client: httpx.Client, path: str, status: int):
    answer = client.get(path)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in SAFE} == SAFE
    assert "camera=()" in answer.headers["permissions-policy"]
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    shared = answer.headers.get("access-control-allow-origin") == "*"
    assert answer.headers["cross-origin-resource-policy"] == ("cross-origin" if shared else "same-origin")
    assert "access-control-allow-credentials" not in answer.headers
    assert "server" not in answer.headers
    assert "strict-transport-security" not in answer.headers, "it came without TLS"


@pytest.mark.parametrize(
    ("method", "path", "headers", "statuses"),
    [
        ("GET", "/", {"Host": "evil.example"}, {400}),
        ("GET", "/sparql?query=ASK{}", {"Host": "evil.example"}, {400}),
        ("GET", "/", {"Host": "127.0.0.1.evil.example"}, {400}),
        ("GET", "/", {"Host": "127.0.0.1", "X-Forwarded-Host": "evil.example"}, {200}),
        ("POST", "/aanmelden", {"Origin": "https://evil.example"}, {403}),
        ("POST", "/sparql", {"Origin": "null", "Content-Type": "application/sparql-update"}, {400, 403}),
        ("POST", "/sparql", {"Origin": "https://evil.example", "Content-Type": "text/plain"}, {415}),
        ("PUT", "/sparql", {"Origin": "https://evil.example"}, {405}),
        ("DELETE", "/", {"Origin": "https://evil.example"}, {405}),
        ("TRACE", "/", {}, {405}),
        ("GET", "/afmelden", {}, {405}),
    ],
)
def test_no_other_host_and_no_other_site_gets_in(client: httpx.Client, method, path, headers, statuses):
    answer = client.request(method, path, headers=headers)
    assert answer.status_code in statuses
    assert "evil.example" not in answer.text
    assert "evil.example" not in str(answer.headers)


def test_what_came_by_tls_stays_with_tls(small, house: House, tmp_path):
    """The word of a proxy is taken only where it is named."""
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    assert "strict-transport-security" not in httpx.get(f"{house.address}/health", headers=told).headers
    options = ("--host-name", "atlas.example")
    for address in serving(small.folder.parent, tmp_path / "log", *options, proxies="127.0.0.1"):
        answer = httpx.get(f"{address}/aanmelden", headers={**told, "Host": "atlas.example"})
        assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
        assert "; Secure" in answer.headers["set-cookie"]
