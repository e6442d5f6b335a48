"""Terms as numbers: those of an atlas, and those that a query makes besides.

A number is the place of a term in the atlas (:mod:`graph.columns.encoded`); what a query computes gets the numbers
after the last of these. 0 is no term.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyoxigraph as ox

from graph.columns.encoded import Encoded
from graph.columns.syntax import Constant
from graph.terms import PREFIXES

Ids = npt.NDArray[np.uint32]
Number = int | Decimal | float

_SEVERAL = 64
"""Terms from which on looking them up together is worth it."""
_XSD, _RDF = PREFIXES["xsd"], PREFIXES["rdf"]
_WHOLE = frozenset(
    _XSD + name
    for name in [
        "integer",
        "long",
        "int",
        "short",
        "byte",
        "nonNegativeInteger",
        "positiveInteger",
        "nonPositiveInteger",
        "negativeInteger",
        "unsignedLong",
        "unsignedInt",
        "unsignedShort",
        "unsignedByte",
    ]
)
STRING = f"{_XSD}string"
TEXTS = frozenset({STRING, f"{_RDF}langString"})
"""Datatypes of texts, without and with a language."""
DATE = f"{_XSD}date"
_NUMERIC = _WHOLE | {f"{_XSD}decimal", f"{_XSD}double"}

Kind = tuple[str, str, str]
"""Type (``iri`` or ``literal``), datatype and language of a term."""


class Terms:
    """The terms of one query on an atlas.

    Attributes:
        known: how many numbers belong to the atlas, 0 included.
    """

    def __init__(self, encoded: Encoded) -> None:
        self._own = encoded
        # An array that is mapped costs more at each look than what it is looked at for.
        self._kind, self._offsets = np.asarray(encoded.kind), np.asarray(encoded.offsets)
        self._iri_order = np.asarray(encoded.iri_order)
        self._text: memoryview = np.asarray(encoded.text).data
        self.known = len(encoded.kind)
        self.kinds: list[Kind] = [(one.type, one.datatype, one.language) for one in encoded.kinds]
        self._numbers = {kind: number for number, kind in enumerate(self.kinds)}
        self._literals = self.known - len(encoded.iri_order)
        self._heads = np.asarray(encoded.heads)
        self._ranges: dict[int, tuple[int, int]] = {}
        self._made: list[Constant] = []
        self._made_kinds: list[int] = []
        self._made_at: dict[Constant, int] = {}

    @property
    def total(self) -> int:
        """One more than the largest number in use."""
        return self.known + len(self._made)

    # from terms to numbers

    def id(self, term: Constant) -> int:
        """The number of a term; one that is new gets one."""
        found = self._made_at.get(term)
        if found is None:
            found = self._find(term) or self._add(term)
            self._made_at[term] = found
        return found

    def ids(self, terms: Iterable[Constant | None]) -> Ids:
        """The numbers of terms; None is 0."""
        known = self._made_at
        asked = list(terms)
        new = [term for term in dict.fromkeys(asked) if term is not None and term not in known]
        self._find_all([term for term in new if isinstance(term, ox.Literal)])
        for term in new:
            self.id(term)
        return np.fromiter((0 if term is None else known[term] for term in asked), np.uint32, len(asked))

    def _find_all(self, literals: Sequence[ox.Literal]) -> None:
        """Find many literals at once by their first bytes; those that are not there get numbers."""
        if len(literals) < _SEVERAL:
            return
        by_kind: dict[int, list[ox.Literal]] = {}
        for one in literals:
            by_kind.setdefault(self._numbers.get(_kind(one), 0), []).append(one)
        for kind, members in by_kind.items():
            low, high = self.range_of(kind) if kind else (0, 0)
            wanted = [one.value.encode() for one in members]
            heads = np.array(wanted, self._heads.dtype)
            starts = low + np.searchsorted(self._heads[low:high], heads, "left")
            ends = low + np.searchsorted(self._heads[low:high], heads, "right")
            for one, text, start, end in zip(members, wanted, starts.tolist(), ends.tolist(), strict=True):
                self._made_at[one] = self._within(text, start, end) or self._add(one)

    def _within(self, wanted: bytes, low: int, high: int) -> int:
        """The number of a value among those of a range, which are in order; 0 if it is not there."""
        at = bisect_left(range(high), wanted, low, key=self._bytes)
        return at if at < high and self._bytes(at) == wanted else 0

    def of_numbers(self, numbers: npt.NDArray[np.int64]) -> Ids:
        """The numbers of whole numbers as terms."""
        distinct, inverse = np.unique(numbers, return_inverse=True)
        return self.ids(ox.Literal(int(one)) for one in distinct)[inverse]

    def _add(self, term: Constant) -> int:
        kind = _kind(term)
        if kind not in self._numbers:
            self._numbers[kind] = len(self.kinds)
            self.kinds.append(kind)
        self._made.append(term)
        self._made_kinds.append(self._numbers[kind])
        return self.known + len(self._made) - 1

    def _find(self, term: Constant) -> int:
        kind = self._numbers.get(_kind(term))
        if kind is None:
            return 0
        wanted = term.value.encode()
        if isinstance(term, ox.Literal):
            return self._within(wanted, *self.range_of(kind))
        order = self._iri_order
        at = bisect_left(order, wanted, key=self._bytes)
        return int(order[at]) if at < len(order) and self._bytes(order[at]) == wanted else 0

    def range_of(self, kind: int) -> tuple[int, int]:
        """First number of a kind of literal in the atlas, and one more than its last."""
        if kind not in self._ranges:
            own = self._kind[1 : self._literals]
            ends = np.searchsorted(own, np.array([kind, kind + 1], own.dtype))
            self._ranges[kind] = 1 + int(ends[0]), 1 + int(ends[1])
        return self._ranges[kind]

    @cached_property
    def days(self) -> tuple[int, int]:
        """First number of the days of the atlas, and one more than the last, if all are written as YYYY-MM-DD."""
        kind = self._numbers.get(("literal", DATE, ""))
        low, high = self.range_of(kind) if kind is not None else (0, 0)
        lengths = np.diff(self._offsets[low : high + 1])
        return (low, high) if (lengths == 10).all() else (0, 0)

    # from numbers to terms

    def _bytes(self, number: int) -> bytes:
        return bytes(self._text[self._offsets[number] : self._offsets[number + 1]])

    def texts(self, ids: Ids) -> list[str]:
        """The addresses or values of terms."""
        starts, ends = self._spans(ids)
        text, made, known = self._text, self._made, self.known
        return [
            str(text[start:end], "utf-8") if number < known else made[number - known].value
            for number, start, end in zip(ids.tolist(), starts, ends, strict=True)
        ]

    def _spans(self, ids: Ids) -> tuple[list[int], list[int]]:
        inside = np.minimum(ids, self.known - 1)
        return self._offsets[inside].tolist(), self._offsets[inside + 1].tolist()

    def kinds_of(self, ids: Ids) -> npt.NDArray[np.uint16]:
        """The kinds of terms."""
        if not self._made or not len(ids) or int(ids.max()) < self.known:
            return self._kind[ids]
        made = np.array(self._made_kinds, np.uint16)
        inside = ids < self.known
        return np.where(
            inside, self._kind[np.where(inside, ids, 0)], made[np.where(inside, 0, ids - self.known)]
        ).astype(np.uint16)

    def are(self, ids: Ids, told: Callable[[Kind], bool]) -> npt.NDArray[np.bool_]:
        """Which terms are of a kind of which something is true."""
        true: npt.NDArray[np.bool_] = np.array([told(kind) for kind in self.kinds], bool)[self.kinds_of(ids)]
        return true

    def terms(self, ids: Ids) -> list[Constant | None]:
        """The terms themselves."""
        told = zip(self.texts(ids), self.kinds_of(ids).tolist(), strict=True)
        return [None if not kind else term(text, self.kinds[kind]) for text, kind in told]

    def written(self, ids: Ids) -> list[str]:
        """The terms as SPARQL has them."""
        heads = [_ending(kind) for kind in self.kinds]
        return [
            "UNDEF" if not kind else f"<{text}>" if ending is None else f'"{_escaped(text)}"{ending}'
            for text, kind, ending in (
                (text, kind, heads[kind])
                for text, kind in zip(self.texts(ids), self.kinds_of(ids).tolist(), strict=True)
            )
        ]

    def numbers(self, ids: Ids) -> "list[Number | None]":
        """The numbers that literals stand for; None where one stands for none."""
        found: list[Number | None] = []
        for kind, text in zip(self.kinds_of(ids).tolist(), self.texts(ids), strict=True):
            found.append(_number(self.kinds[kind][1], text))
        return found

    # order

    def ranks(self, ids: Ids) -> npt.NDArray[np.int64]:
        """Where distinct terms stand in the order of SPARQL (section 15.1), as the engine has it; equals share a place.

        No term comes first, then addresses, then literals: numbers by size, other literals of a kind by value.
        """
        if not len(ids):
            return np.zeros(0, np.int64)
        kinds = self.kinds_of(ids)
        present = [int(kind) for kind in np.unique(kinds) if kind]
        literals = [kind for kind in present if self.kinds[kind][0] != "iri"]
        if len(literals) <= 1 and int(ids.max()) < self.known and self._alike(literals):
            # Literals of one kind are numbered in their order, and literals come after addresses.
            addresses = ids >= self._literals
            by_name = self._order_of_addresses[np.where(addresses, ids - np.uint32(self._literals), 0)]
            return np.where(ids == 0, -1, np.where(addresses, by_name, ids + np.int64(self.known)))
        if all(self.kinds[kind][1] in _NUMERIC for kind in literals):
            key: dict[int, Callable[[Kind, str], object]] = dict.fromkeys(literals, _size)
        elif self._alike(literals):
            key = dict.fromkeys(literals, _value)
        else:
            return self._as_engine(ids)
        texts = self.texts(ids)
        keys: list[Any] = [
            (0, "")
            if not kind
            else (1, text)
            if self.kinds[kind][0] == "iri"
            else (2, key[kind](self.kinds[kind], text))
            for kind, text in zip(kinds.tolist(), texts, strict=True)
        ]
        if any(one[1] is None for one in keys):
            return self._as_engine(ids)
        order = sorted(set(keys))
        place = {one: number for number, one in enumerate(order)}
        return np.fromiter((place[one] for one in keys), np.int64, len(keys))

    @cached_property
    def _order_of_addresses(self) -> npt.NDArray[np.int64]:
        """Where each address of the atlas stands among all, by number from the first of them."""
        places = np.zeros(max(len(self._iri_order), 1), np.int64)
        places[self._iri_order - np.uint32(self._literals)] = np.arange(len(self._iri_order))
        return places

    def _alike(self, literals: list[int]) -> bool:
        """Whether values of these kinds compare as texts: texts with and without languages, or days."""
        kinds = {self.kinds[kind][1] for kind in literals}
        return kinds <= TEXTS or kinds == {DATE}

    def _as_engine(self, ids: Ids) -> npt.NDArray[np.int64]:
        given = " ".join(f"({at} {'UNDEF' if term is None else term})" for at, term in enumerate(self.terms(ids)))
        rows = ox.Store().query(f"SELECT ?i WHERE {{ VALUES (?i ?v) {{ {given} }} }} ORDER BY ?v")
        made = np.zeros(len(ids), np.int64)
        for place, row in enumerate(rows):  # type: ignore[arg-type]
            made[int(row[0].value)] = place
        return made


@lru_cache(maxsize=4096)
def as_kept(literal: ox.Literal) -> ox.Literal:
    """A literal as the engine keeps it: of a number the value, however it is written."""
    store, node = ox.Store(), ox.NamedNode("x:x")
    store.add(ox.Quad(node, node, literal))
    (kept,) = (quad.object for quad in store)
    return kept if isinstance(kept, ox.Literal) else literal


def term(text: str, kind: Kind) -> Constant:
    """A term of its text and kind."""
    type_, datatype, language = kind
    if type_ != "literal":
        return ox.NamedNode(text)
    if language:
        return ox.Literal(text, language=language)
    return ox.Literal(text) if datatype == STRING else ox.Literal(text, datatype=ox.NamedNode(datatype))


def _ending(kind: Kind) -> str | None:
    """What stands behind the value of a literal; None for an address."""
    type_, datatype, language = kind
    if type_ != "literal":
        return None
    return f"@{language}" if language else "" if datatype == STRING else f"^^<{datatype}>"


def _escaped(text: str) -> str:
    if text.isalnum():
        return text
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")


def _size(kind: Kind, text: str) -> "Number | None":
    return _number(kind[1], text)


def _value(kind: Kind, text: str) -> tuple[str, str, str]:
    return text, kind[1], kind[2]


def _kind(term: Constant) -> Kind:
    if isinstance(term, ox.NamedNode):
        return "iri", "", ""
    return "literal", term.datatype.value, term.language or ""


def _number(datatype: str, text: str) -> "Number | None":
    try:
        if datatype in _WHOLE:
            return int(text)
        if datatype == f"{_XSD}decimal":
            return Decimal(text)
        if datatype == f"{_XSD}double":
            return float(text)
    except (ValueError, InvalidOperation):
        return None
    return None
