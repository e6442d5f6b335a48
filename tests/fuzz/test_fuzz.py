"""A minute of the fuzzing that ``python -m tests.fuzz --minutes 30`` does at length."""

from collections.abc import Iterator

import pytest

from ketenatlas.web import pages
from tests.fuzz.attack import Attack, fuzz
from tests.ketenatlas.conftest import serving
from tests.security.conftest import SECRET, SMALL, write

LIMIT = 0.5


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from ketenatlas.build import build

    folder = tmp_path_factory.mktemp("fuzz")
    build(folder / "builds", SMALL, added=[write(folder / "secret", SECRET)])
    yield from serving(folder / "builds", folder / "log", query_seconds=str(LIMIT))


@pytest.mark.parametrize(("part", "seconds", "least"), [("sparql", 30, 150), ("page", 18, 80), ("described", 12, 0)])
def test_no_crash_no_hang_no_error_and_nothing_restricted(server: str, part: str, seconds: float, least: int):
    report = fuzz(server, seconds, LIMIT, parts=(part,))
    assert report.failures == []
    assert report.requests >= least
    if part == "sparql":
        assert report.statuses["sparql", 200] > report.requests / 4, "most of what the grammar makes is SPARQL"
    if part == "described" and any(getattr(route, "path", "") == "/openapi.json" for route in pages.routes()):
        assert report.requests > 0


def test_a_failure_is_seen(server: str):
    """The judge does judge: an error, a hang-up and a leak are failures."""
    import httpx

    with Attack(server, LIMIT) as attack:
        for answer in (
            httpx.Response(500, text="x"),
            httpx.Response(503, text="x"),
            httpx.Response(200, text="de Kanarie"),
        ):
            before = len(attack.report.failures)
            attack.judge("test", "x", lambda answer=answer: answer)
            assert len(attack.report.failures) == before + 1

        def gone() -> httpx.Response:
            raise httpx.ConnectError("refused")

        attack.judge("test", "x", gone)
        assert "refused" in attack.report.failures[-1]
        attack.judge("test", "x", lambda: httpx.Response(503, text="the query was stopped"))
        assert len(attack.report.failures) == 4
