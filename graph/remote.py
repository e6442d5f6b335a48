"""A remote SPARQL server or cluster, asked the same questions through SPARQLWrapper.

Not every server gives what the standard says to a query of some length: some refuse it, some leave rows out without a
word. So a server is first asked questions whose answers are known. One that gives them answers our queries as they are.
Another is asked only for the statements a query needs (:mod:`graph.needs`), which it counts and then hands over, and
the query is answered from those by the engine of a local atlas: the rows are the same, the way is longer.
"""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPException
from urllib.error import URLError

import pyoxigraph as ox
from SPARQLWrapper import BASIC, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from graph.engine import GRAPH_TYPES, RESULT_TYPES, solutions
from graph.errors import AtlasError
from graph.needs import Need, needs
from graph.result import Rows, Value
from graph.terms import PREFIXES, expand

MOST = 5_000_000
"""Most statements one query may bring over, and most that are kept."""
FRESH = 60.0
"""Most seconds that statements are kept: what changed on the server meanwhile shows after that."""

_ROWS = RESULT_TYPES[0]
_STATEMENTS = "application/n-triples"
_XSD = PREFIXES["xsd"]

PROBES: tuple[tuple[str, list[tuple[Value, ...]]], ...] = (
    (
        f'SELECT (COALESCE(1 / 0, 2) AS ?a) (1 = 1 AS ?b) ("2026-01-02"^^<{_XSD}date> > "2026-01-01"^^<{_XSD}date> AS '
        '?c) (LANG("x"@nl) AS ?d) {}',
        [(2, True, True, "nl")],
    ),
    (
        'SELECT (COUNT(DISTINCT ?x) AS ?a) (GROUP_CONCAT(COALESCE(?y, "-")) AS ?b) '
        '{ VALUES ?x { 1 2 } OPTIONAL { VALUES (?x ?y) { (1 "z") } } FILTER(!BOUND(?y)) }',
        [(1, "-")],
    ),
)
"""Queries that need no data, each with its rows by the standard. Our questions rest on what they ask."""

_OURS = f'FILTER(STRSTARTS(STR(?g), "{PREFIXES["graph"]}"))'
_KNOWN = f"<{expand('ka:ValueChain')}> <{expand('rdfs:label')}> ?label"
"""What every atlas says, once in each language."""

_BOOLEANS = ((b'"1"^^<%sboolean>', b'"true"^^<%sboolean>'), (b'"0"^^<%sboolean>', b'"false"^^<%sboolean>'))
_LINE = re.compile(rb"^[<_]", re.MULTILINE)
_SHAPE = re.compile(
    rb'"([A-Z]+) ?(\([^"]*\))"\^\^<(?:http://www\.openlinksw\.com/schemas/virtrdf#Geometry|'
    + re.escape(expand("geo:wktLiteral").encode())
    + rb")>"
)


class RemoteError(AtlasError):
    """A server that did not answer, or answered with an error."""


@dataclass(frozen=True, repr=False)
class Login:
    """What a server is told of who asks; never shown.

    Attributes:
        user, password: name and password.
        token: a bearer token, instead of both.
    """

    user: str = ""
    password: str = ""
    token: str = ""


class _Kept:
    """Statements that were brought over a moment ago, so that one question after another need not wait for them."""

    def __init__(self) -> None:
        self._since = time.monotonic()
        self._lines: dict[tuple[Need, bool], tuple[int, bytes]] = {}
        self._number = 0

    def get(self, key: tuple[Need, bool]) -> tuple[int, bytes] | None:
        if time.monotonic() - self._since > FRESH:
            self._lines.clear()
            self._number, self._since = 0, time.monotonic()
        return self._lines.get(key)

    def put(self, key: tuple[Need, bool], lines: tuple[int, bytes]) -> None:
        if key not in self._lines and self._number + lines[0] <= MOST:
            self._lines[key] = lines
            self._number += lines[0]


class Remote:
    """An atlas behind a SPARQL address.

    Its named graphs are those of an atlas (``ketenatlas push`` puts them there), or its default graph holds the atlas.
    """

    def __init__(self, address: str, timeout: int = 60, login: Login | None = None) -> None:
        self.address = address
        self.timeout = timeout
        self.login = login
        self._kept = _Kept()

    def select(self, query: str) -> Rows:
        """Answer a SELECT query as the standard has it.

        Raises:
            RemoteError: if the server cannot be reached or refuses, holds no atlas, or would hand over too much.
            UsageError: if the server does not keep to the standard and the query cannot be answered without it.
        """
        if self.whole:
            return self._rows(query)
        needed = needs(query)
        return Rows.of(solutions(self.statements(needed.statements, graphs=needed.graphs), query))

    def answer(self, query: str, media_types: list[str] | None = None) -> tuple[str, bytes]:
        """Answer any query in one of the wanted forms, just as the server does.

        Raises:
            RemoteError: if the server cannot be reached or refuses.
        """
        wrapper = SPARQLWrapper(self.address)
        wrapper.setTimeout(self.timeout)
        wrapper.setMethod("POST")
        wrapper.setOnlyConneg(True)
        wrapper.addCustomHttpHeader("Accept", ", ".join(media_types or [RESULT_TYPES[0], GRAPH_TYPES[0]]))
        if self.login and self.login.token:
            wrapper.addCustomHttpHeader("Authorization", f"Bearer {self.login.token}")
        elif self.login:
            wrapper.setHTTPAuth(BASIC)
            wrapper.setCredentials(self.login.user, self.login.password)
        wrapper.setQuery(query)
        try:
            with wrapper.query().response as response:
                data: bytes = response.read()
                media_type = response.headers.get_content_type()
        except (URLError, OSError, HTTPException, SPARQLWrapperException) as error:
            raise RemoteError(f"{self.address} did not answer: {str(error).strip()}") from None
        return media_type, data

    def graphs(self) -> dict[str, int]:
        """The named graphs of an atlas on the server, each with its number of statements.

        Raises:
            RemoteError: if the server cannot be reached or refuses.
        """
        rows = self._rows(f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {_OURS} }} GROUP BY ?g")
        return {str(graph): int(str(number)) for graph, number in rows.values}

    @cached_property
    def whole(self) -> bool:
        """Whether the server answers our queries as they are.

        It keeps to the standard in what they rest on, and its default graph holds what its named graphs hold.

        Raises:
            RemoteError: if it cannot be reached or holds no atlas.
        """
        named = self._number(f"GRAPH ?g {{ {_KNOWN} }} {_OURS}")
        plain = self._number(_KNOWN)
        if not named and not plain:
            raise RemoteError(f"{self.address} holds no atlas; load one with: ketenatlas push")
        keeps = plain == named or not named
        for query, expected in PROBES if keeps else ():
            try:
                keeps = keeps and self._rows(query).values == expected
            except RemoteError:
                keeps = False
        if not keeps and not named:
            raise RemoteError(
                f"{self.address} does not keep to the SPARQL standard, and its atlas is not in named graphs under "
                f"{PREFIXES['graph']}; load it with: ketenatlas push"
            )
        return keeps

    def statements(self, wanted: Iterable[Need], *, graphs: bool = False) -> ox.Store:
        """Bring statements over.

        Args:
            wanted: which.
            graphs: whether each is to stand in its named graph.

        Returns:
            A store in memory that holds them.

        Raises:
            RemoteError: if the server cannot be reached, hands over less than it has, or has more than :data:`MOST`.
        """
        store, all_ = ox.Store(), 0
        form = ox.RdfFormat.N_QUADS if graphs else ox.RdfFormat.N_TRIPLES
        for need in wanted:
            kept = self._kept.get((need, graphs)) or self._brought(need, MOST - all_, graphs=graphs)
            self._kept.put((need, graphs), kept)
            all_ += kept[0]
            store.bulk_load(kept[1], format=form)
        return store

    def _brought(self, need: Need, most: int, *, graphs: bool) -> tuple[int, bytes]:
        """The number of statements of a need, and their lines."""
        pattern = f"GRAPH ?g {{ {need.pattern} }} {_OURS} {need.conditions}"
        number = self._number(pattern)
        if number > most:
            raise RemoteError(
                f"{self.address} cannot answer this query by itself, and what it needs is more than the {MOST:,} "
                "statements that are brought over for one; narrow the question, or ask an atlas on this machine"
            )
        lines = (self._quads if graphs else self._triples)(need, pattern) if number else b""
        got = sum(1 for _ in _LINE.finditer(lines))
        if got != number:
            raise RemoteError(
                f"{self.address} gave {got:,} of the {number:,} statements for {need.pattern}; raise the number of "
                "rows it hands over (for Virtuoso ResultSetMaxRows), or see that no statement is in two graphs"
            )
        return number, lines

    def _triples(self, need: Need, pattern: str) -> bytes:
        return _mended(self.answer(f"CONSTRUCT {{ {need.pattern} }} WHERE {{ {pattern} }}", [_STATEMENTS])[1])

    def _quads(self, need: Need, pattern: str) -> bytes:
        rows = self._rows(f"SELECT * WHERE {{ {pattern} }}")
        ends = {name: ox.NamedNode(value) for name in "spo" if (value := getattr(need, _PARTS[name]))}
        found = [{**dict(zip(rows.columns, row, strict=True)), **ends} for row in rows.terms]
        return _mended("".join(f"{one['s']} {one['p']} {one['o']} {one['g']} .\n" for one in found).encode())

    def _number(self, pattern: str) -> int:
        return int(str(self._rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}").values[0][0]))

    def _rows(self, query: str) -> Rows:
        data = self.answer(query, [_ROWS])[1]
        try:
            return Rows.from_json(data)
        except (SyntaxError, TypeError):
            raise RemoteError(f"{self.address} did not answer with rows of a query ({_ROWS})") from None


_PARTS = {"s": "subject", "p": "predicate", "o": "object"}


def _mended(lines: bytes) -> bytes:
    """N-Triples with the literals that Virtuoso writes in its own way as an atlas has them: truth values and shapes."""
    for there, ours in _BOOLEANS:
        lines = lines.replace(there % _XSD.encode(), ours % _XSD.encode())
    return _SHAPE.sub(_shape, lines)


def _shape(match: re.Match[bytes]) -> bytes:
    coordinates = re.sub(rb",\s*", b", ", match[2])
    return b'"' + match[1] + b" " + coordinates + b'"^^<' + expand("geo:wktLiteral").encode() + b">"
