"""Rows: an answer as places in a list of its own distinct terms, ready to be sent, written down or read as values.

Little is imported here, so that a query worker starts in milliseconds.
"""

import json
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyoxigraph as ox

from graph.columns.evaluating import Found
from graph.columns.syntax import Constant
from graph.columns.terms import STRING, Ids

MEDIA_TYPE = "application/vnd.ketenatlas.columns"
"""The form in which a worker hands over an answer, between processes of the same program only."""

_HEAD = struct.Struct("<Q")
_AT_ONCE = 2_000
"""Rows that are written down at a time."""


class Word(NamedTuple):
    """A term as plain text: its address, or with a datatype the value of a literal."""

    text: str
    datatype: str = ""
    language: str = ""

    @property
    def term(self) -> Constant:
        """The term itself."""
        if not self.datatype:
            return ox.NamedNode(self.text)
        if self.language:
            return ox.Literal(self.text, language=self.language)
        return (
            ox.Literal(self.text)
            if self.datatype == STRING
            else ox.Literal(self.text, datatype=ox.NamedNode(self.datatype))
        )


@dataclass(frozen=True)
class Table:
    """An answer.

    Attributes:
        names: its columns.
        cells: for each column the place of each row's term among the words; 0 is no term.
        words: the distinct terms, from place 1 on.
        rows: how many rows there are.
    """

    names: tuple[str, ...]
    cells: tuple[Ids, ...]
    words: tuple[Word, ...]
    rows: int

    @classmethod
    def of(cls, found: Found) -> "Table":
        """Take what was found."""
        columns = [found.relation.columns[name] for name in found.names]
        rows = found.relation.rows
        distinct, places = np.unique(np.concatenate([np.zeros(1, np.uint32), *columns]), return_inverse=True)
        kinds = found.terms.kinds
        told = zip(found.terms.kinds_of(distinct).tolist(), found.terms.texts(distinct), strict=True)
        words = tuple(Word(text, kinds[kind][1], kinds[kind][2]) for kind, text in told)[1:]
        cells = places[1:].astype(np.uint32)
        parts = tuple(cells[at * rows : (at + 1) * rows] for at in range(len(columns)))
        return cls(found.names, parts, words, rows)

    def packed(self) -> bytes:
        """The answer as bytes."""
        head = json.dumps([self.names, self.rows, self.words]).encode()
        return b"".join([_HEAD.pack(len(head)), head, *(cell.tobytes() for cell in self.cells)])

    @classmethod
    def unpacked(cls, data: bytes) -> "Table":
        """Read such bytes."""
        (size,) = _HEAD.unpack_from(data)
        start = _HEAD.size + size
        names, rows, words = json.loads(data[_HEAD.size : start])
        numbers = np.frombuffer(data, np.uint32, offset=start).reshape(len(names), rows)
        return cls(tuple(names), tuple(numbers), tuple(Word(*word) for word in words), rows)

    def listed(self, of_words: "Sequence[object]") -> list[tuple[object, ...]]:
        """All rows, with something for each word in place of it, that for no term first."""
        known = np.empty(len(of_words), object)
        known[:] = of_words
        columns = [known[cell].tolist() for cell in self.cells]
        return list(zip(*columns, strict=True)) if columns else [()] * self.rows

    def json(self) -> Iterator[bytes]:
        """The answer in the SPARQL 1.1 JSON results format, piece by piece."""
        head = json.dumps({"vars": self.names})
        yield f'{{"head":{head},"results":{{"bindings":['.encode()
        written = ["", *map(_json, self.words)]
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


def _json(word: Word) -> str:
    if not word.datatype:
        return json.dumps({"type": "uri", "value": word.text})
    told = {"type": "literal", "value": word.text}
    if word.language:
        told["xml:lang"] = word.language
    elif word.datatype != STRING:
        told["datatype"] = word.datatype
    return json.dumps(told)
