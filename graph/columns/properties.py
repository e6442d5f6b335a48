"""Properties: the pairs that each joins, looked up from either side for many terms at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from graph.columns.encoded import Encoded
from graph.columns.relation import Places, paired, ranges
from graph.columns.terms import Ids

_Entry = TypeVar("_Entry", bound=np.generic)

_WIDE, _FEW = 4, 16
"""How much longer than the pairs a table by number may be; and how many times fewer terms are looked up one by one."""
_ALWAYS = 65_536
"""Length that a table by number may always have."""


class Side:
    """The pairs of a property in order of one of their ends.

    Attributes:
        keys: the ends they are ordered by.
        values: the other ends.
        distinct: how many different keys there are.
    """

    def __init__(self, keys: Ids, values: Ids, distinct: int) -> None:
        self.keys, self.values, self.distinct = keys, values, distinct

    def of(self, key: int) -> Ids:
        """The other ends of one term, in order."""
        start, end = np.searchsorted(self.keys, np.array([key, key + 1], np.uint32))
        return self.values[start:end]

    @property
    def _span(self) -> tuple[int, int]:
        if not len(self.keys):
            return 0, 0
        return int(self.keys[0]), int(self.keys[-1]) - int(self.keys[0]) + 1

    @cached_property
    def _table(self) -> Ids | None:
        """The other end by number of the key, where each has one."""
        base, span = self._span
        if self.distinct != len(self.keys) or not self._dense:
            return None
        if span == len(self.keys):
            return self.values
        table = np.zeros(span, np.uint32)
        table[self.keys - np.uint32(base)] = self.values
        return table

    @property
    def _dense(self) -> bool:
        return self._span[1] <= _WIDE * len(self.keys) + _ALWAYS

    @cached_property
    def _counts(self) -> tuple[Places, Places]:
        """By number of the key: where its pairs begin, and how many there are."""
        base, span = self._span
        many = np.bincount(self.keys - np.uint32(base), minlength=span)
        return np.cumsum(many) - many, many

    def follow(self, ids: Ids) -> tuple[Places, Ids]:
        """Follow many terms to their other ends.

        Returns:
            Which of the terms each pair begins with, by place, and its other end.
        """
        base, span = self._span
        few = len(ids) * _FEW < len(self.keys)
        if not span:
            return np.zeros(0, np.int64), np.zeros(0, np.uint32)
        if not few and self._table is not None:
            found = _at(self._table, ids, base, span)
            places = np.flatnonzero(found)
            return places, found[places]
        if not few and self._dense:
            begins, many = self._counts
            starts, counts = _at(begins, ids, base, span), _at(many, ids, base, span)
        else:
            starts = np.searchsorted(self.keys, ids, "left")
            counts = np.searchsorted(self.keys, ids, "right") - starts
        return np.repeat(np.arange(len(ids)), counts), self.values[ranges(starts, counts)]

    def with_value(self, ids: Ids, value: int, other: "Side") -> npt.NDArray[np.bool_]:
        """Which terms are joined to a value; ``other`` is the other side of the same property."""
        if self._table is not None and len(ids) * _FEW >= len(self.keys):
            same: npt.NDArray[np.bool_] = _at(self._table, ids, *self._span) == value
            return same
        members = other.of(value)
        if len(ids) * _FEW < len(members) or len(members) < 2:
            places = np.minimum(np.searchsorted(members, ids), max(len(members) - 1, 0))
            return members[places] == ids if len(members) else np.zeros(len(ids), bool)
        return np.isin(ids, members, kind="table" if int(members[-1]) < _WIDE * len(ids) + 2**22 else None)

    @cached_property
    def _packed(self) -> npt.NDArray[np.int64]:
        return paired(self.keys, self.values)

    def joins(self, ids: Ids, others: Ids) -> npt.NDArray[np.bool_]:
        """Which pairs of terms the property joins."""
        if not len(self.keys):
            return np.zeros(len(ids), bool)
        if self._table is not None:
            found: npt.NDArray[np.bool_] = (_at(self._table, ids, *self._span) == others) & (others != 0)
            return found
        wanted = paired(ids, others)
        places = np.minimum(np.searchsorted(self._packed, wanted), len(self.keys) - 1)
        there: npt.NDArray[np.bool_] = self._packed[places] == wanted
        return there


def _at(table: npt.NDArray[_Entry], ids: Ids, base: int, span: int) -> npt.NDArray[_Entry]:
    """Entries of a table by number; 0 for numbers outside of it."""
    places = ids.astype(np.int64) - base
    inside = (places >= 0) & (places < span)
    if inside.all():
        return table[places]
    found = np.zeros(len(ids), table.dtype)
    found[inside] = table[places[inside]]
    return found


@dataclass(frozen=True)
class Property:
    """A property: its pairs from the side of the subject and from that of the object."""

    forward: Side
    backward: Side

    @property
    def count(self) -> int:
        """How many pairs there are."""
        return len(self.forward.keys)


_NONE = Property(*(Side(np.zeros(0, np.uint32), np.zeros(0, np.uint32), 0) for _ in range(2)))


class Properties:
    """The properties of an atlas, each looked at when it is first asked for."""

    def __init__(self, encoded: Encoded) -> None:
        self._encoded = encoded
        self._arrays: Mapping[str, Ids] = {
            name: np.asarray(getattr(encoded, name)) for name in ("so_s", "so_o", "os_o", "os_s")
        }
        self._known: dict[str, Property] = {}

    def __getitem__(self, iri: str) -> Property:
        """The property of an address; one that joins nothing if the atlas has none."""
        if iri not in self._known:
            self._known[iri] = self._made(iri)
        return self._known[iri]

    def all(self) -> Iterator[tuple[str, Property]]:
        """All properties, with their addresses."""
        for iri in self._encoded.predicates:
            yield iri, self[iri]

    def _made(self, iri: str) -> Property:
        told = self._encoded.predicates.get(iri)
        if told is None:
            return _NONE
        inside = slice(told.start, told.start + told.count)
        arrays = self._arrays
        return Property(
            Side(arrays["so_s"][inside], arrays["so_o"][inside], told.subjects),
            Side(arrays["os_o"][inside], arrays["os_s"][inside], told.objects),
        )
