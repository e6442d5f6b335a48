"""Nothing from outside makes the atlas call another server, read a file, or swell: generated attacks on real workers."""

import contextlib
import socket
import time
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.consistency import contradictions_in
from graph.errors import AtlasError
from graph.sandbox import FormError, LimitError, Limits, QueryError, Sandbox

REFUSED = (AtlasError, LimitError, QueryError, FormError, ValueError)


class Ear:
    """A listener on the loopback address that must hear nothing."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._server.getsockname()[1]}/x"

    def heard(self, seconds: float = 0.0) -> bool:
        self._server.settimeout(seconds or 0.001)
        try:
            self._server.accept()[0].close()
        except TimeoutError:
            return False
        return True

    def close(self) -> None:
        self._server.close()


@pytest.fixture(scope="module")
def ear():
    made = Ear()
    yield made
    made.close()


def test_the_ear_hears(ear: Ear):
    with socket.create_connection(("127.0.0.1", int(ear.address.split(":")[2].removesuffix("/x"))), timeout=5):
        assert ear.heard(5)


@pytest.fixture(scope="module")
def sandbox(small):
    with Sandbox(small.folder, Limits(seconds=2, megabytes=300, answer_megabytes=2)) as made:
        yield made


SPACE = st.sampled_from([" ", "\n", "\t", "\r\n", " #x\n", "#\n", "\u00a0", ""])
WORDS = {
    name: st.lists(st.booleans(), min_size=len(name), max_size=len(name)).map(
        lambda big, name=name: "".join(c.upper() if up else c.lower() for c, up in zip(name, big, strict=True))
    )
    for name in ("service", "silent", "from", "named", "load")
}
ESCAPED = st.sampled_from(["", "\\u0053ERVICE", "S\\u0045RVICE", "\\U00000053ERVICE"])


@st.composite
def reaching(draw: st.DrawFn) -> str:
    """Queries that would reach the address ``{ear}`` if anything did."""
    space = "".join(draw(st.lists(SPACE, min_size=1, max_size=3))) or " "
    service = draw(ESCAPED) or draw(WORDS["service"])
    silent = draw(st.sampled_from(["", space + draw(WORDS["silent"])]))
    where = draw(st.sampled_from(["<{ear}>", "?where", "e:x", "<x>"]))
    call = f"{service}{silent}{space}{where}{space}{{ ?s ?p ?o }}"
    head = "PREFIX e: <{ear}/> BASE <{ear}/> "
    whole = draw(
        st.sampled_from(
            [
                "SELECT * {{ {call} }}",
                "SELECT * {{ BIND(<{ear}> AS ?where) {call} }}",
                "SELECT * {{ VALUES ?where {{ <{ear}> }} OPTIONAL {{ {call} }} }}",
                "ASK {{ {{ SELECT * {{ {call} }} }} }}",
                "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH ?g {{ {call} }} }}",
                "SELECT * {{ FILTER EXISTS {{ {call} }} }}",
                "SELECT * {{ ?a ?b ?c MINUS {{ {call} }} }} LIMIT 1",
                "DESCRIBE ?s {{ {call} }}",
                "SELECT * {from_} <{ear}> {{ ?s ?p ?o }}",
                "SELECT * {from_} {named} <{ear}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
                "{load} <{ear}>",
                "{load} {silent} <{ear}> INTO GRAPH <g:g>",
                "SELECT * {{ ?s ?p ?o }} ; {load} <{ear}>",
            ]
        )
    )
    words = {name: draw(word) for name, word in WORDS.items()}
    return head + whole.replace("{call}", call).replace("{from_}", words["from"]).replace("{named}", words["named"]).replace(
        "{load}", words["load"]
    ).replace("{silent}", words["silent"]).replace("{{", "{").replace("}}", "}")  # fmt: skip


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(query=reaching())
def test_no_spelling_reaches_another_server(sandbox: Sandbox, ear: Ear, query: str):
    with contextlib.suppress(REFUSED):
        sandbox.answer(query.replace("{ear}", ear.address))
    assert not ear.heard()


def test_nothing_was_heard_in_the_end(ear: Ear):
    assert not ear.heard(0.3)


@pytest.mark.parametrize(
    "how", ["from", "from named", "default-graph-uri", "named-graph-uri", "service", "load", "update"]
)
def test_a_file_is_never_in_an_answer(client: httpx.Client, tmp_path: Path, how: str):
    canary = tmp_path / "canary.ttl"
    canary.write_text('<http://canary> <http://is> "zang" .')
    file, everything = canary.as_uri(), "{ { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } FILTER(STR(?o) = 'zang') }"
    fields = {
        "from": {"query": f"SELECT * FROM <{file}> {everything}"},
        "from named": {"query": f"SELECT * FROM NAMED <{file}> {everything}"},
        "default-graph-uri": {"query": f"SELECT * {everything}", "default-graph-uri": file},
        "named-graph-uri": {"query": f"SELECT * {everything}", "named-graph-uri": file},
        "service": {"query": f"SELECT * {{ SERVICE <{file}> {{ ?s ?p ?o }} }}"},
        "load": {"query": f"LOAD <{file}>"},
        "update": {"update": f"LOAD <{file}>"},
    }[how]
    for answer in (client.get("/sparql", params=fields), client.post("/sparql", data=fields)):
        assert '"value":"zang"' not in answer.text.replace(" ", "")
        assert answer.status_code in (200, 400, 403)


def bombs() -> dict[str, str]:
    """RDF/XML that asks for gigabytes, and ways to hide it."""
    head, tail = (
        '<?xml version="1.0"?><!DOCTYPE r [',
        ']><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
    )
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return {
        "billion laughs": f'{head}<!ENTITY a0 "ha">{laughs}{tail}',
        "quadratic": f'{head}<!ENTITY a "{"a" * 100_000}">{tail}' + "&a;" * 1000,
        "outside": f'{head}<!ENTITY x SYSTEM "file:///etc/passwd">{tail}',
        "parameter": f'{head}<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;{tail}',
        "never used": f'{head}<!ENTITY a0 "{"ha" * 50}">{laughs}{tail}',
    }


@pytest.mark.parametrize("ending", [".rdf", ".owl", ".xml", ".ttl", ".jsonld"])
@pytest.mark.parametrize("name", bombs())
def test_an_entity_bomb_is_refused_unread(tmp_path: Path, name: str, ending: str):
    file = tmp_path / f"bomb{ending}"
    file.write_text(bombs()[name])
    from graph.statements import from_rdf

    began = time.perf_counter()
    with pytest.raises((AtlasError, SyntaxError)):
        from_rdf(file, "https://example.org/g")
    assert time.perf_counter() - began < 0.05


def test_facts_of_another_form_are_refused_in_a_sentence(tmp_path: Path):
    file = tmp_path / "facts.rdf"
    file.write_text(bombs()["billion laughs"])
    with pytest.raises(AtlasError, match=r"facts\.rdf is not read; expected a file that ends in \.ttl"):
        contradictions_in([file])


def test_a_remote_context_is_not_fetched(ear: Ear):
    text = f'{{"@context": "{ear.address}", "@id": "http://s", "http://p": "o"}}'
    with pytest.raises(SyntaxError):
        list(ox.parse(text.encode(), format=ox.RdfFormat.JSON_LD))
    assert not ear.heard(0.2)


def test_a_hungry_query_leaves_the_parent_as_it_was(sandbox: Sandbox):
    def held() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 if Path("/proc/self/statm").exists() else 0

    before = held()
    with pytest.raises(LimitError):
        sandbox.answer("SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?x) { ?a ?b ?c . ?d ?e ?f }")
    assert held() - before < 64 << 20
    assert sandbox.answer("ASK {}")
