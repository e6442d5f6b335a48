"""Rows: an answer as places in a list of its own distinct terms, ready to be sent, written down or read as values.

Little is imported here, so that a query worker starts in milliseconds.
"""

import json
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from graph.columns.evaluating import Found
from graph.columns.syntax import Constant
from graph.columns.terms import STRING, Ids, Kind, term

MEDIA_TYPE = "application/vnd.ketenatlas.columns"
"""The form in which a worker hands over an answer, between processes of the same program only."""

_HEAD = struct.Struct("<Q")
_CLOSE = (",", ":")
"""What stands between members and after names in JSON: no spaces."""
_AT_ONCE = 2_000
"""Rows that are written down at a time."""


@dataclass(frozen=True)
class Table:
    """An answer.

    Attributes:
        names: its columns.
        cells: for each column the place of each row's term among the words; 0 is no term.
        texts: the addresses and values of the distinct terms; the first is for no term.
        kinds: the kind of each of them.
        told: what the kinds are.
        rows: how many rows there are.
    """

    names: tuple[str, ...]
    cells: tuple[Ids, ...]
    texts: Sequence[str]
    kinds: Sequence[int]
    told: Sequence[Kind]
    rows: int

    @classmethod
    def of(cls, found: Found) -> "Table":
        """Take what was found."""
        columns = [found.relation.columns[name] for name in found.names]
        rows, terms = found.relation.rows, found.terms
        used = np.zeros(terms.total, bool)
        used[0] = True
        for column in columns:
            used[column] = True
        distinct = np.flatnonzero(used).astype(np.uint32)
        place = np.zeros(terms.total, np.uint32)
        place[distinct] = np.arange(len(distinct), dtype=np.uint32)
        cells = tuple(place[column] for column in columns)
        return cls(found.names, cells, terms.texts(distinct), terms.kinds_of(distinct).tolist(), terms.kinds, rows)

    def packed(self) -> bytes:
        """The answer as bytes."""
        head = json.dumps([self.names, self.rows, self.texts, self.kinds, self.told]).encode()
        return b"".join([_HEAD.pack(len(head)), head, *(cell.tobytes() for cell in self.cells)])

    @classmethod
    def unpacked(cls, data: bytes) -> "Table":
        """Read such bytes."""
        (size,) = _HEAD.unpack_from(data)
        start = _HEAD.size + size
        names, rows, texts, kinds, told = json.loads(data[_HEAD.size : start])
        numbers = np.frombuffer(data, np.uint32, offset=start).reshape(len(names), rows)
        return cls(tuple(names), tuple(numbers), texts, kinds, [(one[0], one[1], one[2]) for one in told], rows)

    def terms(self) -> list[Constant | None]:
        """The distinct terms, after none."""
        return [
            None if not kind else term(text, self.told[kind]) for text, kind in zip(self.texts, self.kinds, strict=True)
        ]

    def listed(self, of_words: Sequence[object]) -> list[tuple[object, ...]]:
        """All rows, with something for each distinct term in place of it, that for no term first."""
        columns = [picked(of_words, cell) for cell in self.cells]
        return list(zip(*columns, strict=True)) if columns else [()] * self.rows

    def json(self) -> Iterator[bytes]:
        """The answer in the SPARQL 1.1 JSON results format, piece by piece."""
        head = json.dumps({"vars": self.names}, separators=_CLOSE)
        yield f'{{"head":{head},"results":{{"bindings":['.encode()
        written = [_json(text, self.told[kind]) for text, kind in zip(self.texts, self.kinds, strict=True)]
        keys = [f"{json.dumps(name)}:" for name in self.names]
        for start in range(0, self.rows, _AT_ONCE):
            slices = [cell[start : start + _AT_ONCE].tolist() for cell in self.cells]
            rows = zip(*slices, strict=True) if slices else [()] * min(_AT_ONCE, self.rows - start)
            lines = [
                "{" + ",".join([key + written[at] for key, at in zip(keys, row, strict=True) if at]) + "}"
                for row in rows
            ]
            yield (("," if start else "") + ",".join(lines)).encode()
        yield b"]}}"


def picked(known: Sequence[object], places: Ids) -> list[object]:
    """What stands at places of a list."""
    array = np.empty(len(known), object)
    array[:] = known
    found: list[object] = array[places].tolist()
    return found


def _json(text: str, kind: Kind) -> str:
    type_, datatype, language = kind
    if type_ != "literal":
        return json.dumps({"type": "uri", "value": text}, separators=_CLOSE)
    told = {"type": "literal", "value": text}
    if language:
        told["xml:lang"] = language
    elif datatype != STRING:
        told["datatype"] = datatype
    return json.dumps(told, separators=_CLOSE)
