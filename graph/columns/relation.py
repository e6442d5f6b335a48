"""Relations: answers as columns of numbered terms, joined, united and taken apart in arrays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

# numpy asks for it when it is first needed, which is too late for a worker in its sandbox
import numpy.ma
import numpy.typing as npt

from graph.columns.syntax import RefusedError
from graph.columns.terms import Ids

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Relation:
    """Rows of answers.

    Attributes:
        rows: how many there are.
        columns: the number of a term in each row, by variable; 0 where it has no value.
    """

    rows: int
    columns: Mapping[str, Ids]

    def at(self, places: "Places | npt.NDArray[np.bool_]") -> "Relation":
        """The rows at places, or those that are marked."""
        rows = int(np.count_nonzero(places)) if places.dtype == bool else len(places)
        return Relation(rows, {name: column[places] for name, column in self.columns.items()})

    def only(self, names: Iterable[str]) -> "Relation":
        """Some of the columns."""
        return Relation(self.rows, {name: self.columns[name] for name in names if name in self.columns})

    def plus(self, columns: Mapping[str, Ids]) -> "Relation":
        """The same with further columns."""
        return Relation(self.rows, {**self.columns, **columns})

    def column(self, name: str) -> Ids:
        """A column; one that is not there has no values."""
        found = self.columns.get(name)
        return np.zeros(self.rows, np.uint32) if found is None else found

    def full(self, name: str) -> bool:
        """Whether a variable has a value in every row."""
        column = self.columns.get(name)
        return column is not None and bool(column.all())


MOST = 20_000_000
"""Rows that are made in between at most: each takes some 20 bytes, and a worker has a gigabyte."""

UNIT = Relation(1, {})
"""One row without columns."""


def nothing(names: Iterable[str] = ()) -> Relation:
    """No rows."""
    return Relation(0, {name: np.zeros(0, np.uint32) for name in names})


def stacked(parts: Sequence[Relation]) -> Relation:
    """All rows of several relations."""
    kept = [part for part in parts if part.rows] or list(parts[:1])
    if len(kept) == 1:
        return kept[0]
    names = dict.fromkeys(name for part in kept for name in part.columns)
    return Relation(
        sum(part.rows for part in kept), {name: np.concatenate([part.column(name) for part in kept]) for name in names}
    )


def numbered(columns: Sequence[Ids | Places], rows: int) -> tuple[Places, Places]:
    """Number the distinct rows of some columns.

    Returns:
        The number of each row, and for each number the place of its first row.
    """
    if not columns:
        return np.zeros(rows, np.int64), np.zeros(min(rows, 1), np.int64)
    codes, size = _dense(columns[0].astype(np.int64), int(columns[0].max(initial=0)) + 1)
    for column in columns[1:]:
        more, many = _dense(column.astype(np.int64), int(column.max(initial=0)) + 1)
        codes, size = _dense(codes * many + more, size * many)
    first = np.full(size, rows, np.int64)
    first[codes[::-1]] = np.arange(rows - 1, -1, -1)
    return codes, first


def different(column: Ids) -> int:
    """How many different terms a column has."""
    there = np.zeros(int(column.max(initial=0)) + 1, bool)
    there[column] = True
    return int(np.count_nonzero(there))


def _dense(keys: Places, size: int) -> tuple[Places, int]:
    """Keys below a size as numbers without gaps, in the same order."""
    if size <= 1:
        return np.zeros(len(keys), np.int64), min(len(keys), 1)
    if size <= 8 * len(keys) + 65536:
        there = np.zeros(size, bool)
        there[keys] = True
        place = np.cumsum(there) - 1
        dense: Places = place[keys]
        return dense, int(place[-1]) + 1
    found, inverse = np.unique(keys, return_inverse=True)
    return inverse.astype(np.int64), len(found)


def distinct(relation: Relation, names: Iterable[str]) -> Relation:
    """The distinct rows of some columns, in order of first appearance."""
    kept = relation.only(names)
    _, first = numbered(list(kept.columns.values()), kept.rows)
    return kept.at(np.sort(first))


def within(rows: int) -> int:
    """A number of rows that fits.

    Raises:
        RefusedError: if it is more than :data:`MOST`; so many are never made.
    """
    if rows > MOST:
        raise RefusedError(f"{rows:,} rows in between, more than {MOST:,}")
    return rows


def ranges(starts: Places, counts: Places) -> Places:
    """The places ``start, start + 1, ...`` of each range, one after the other."""
    total = within(int(counts.sum()))
    ends = np.cumsum(counts)
    places: Places = np.arange(total, dtype=np.int64) + np.repeat(starts - (ends - counts), counts)
    return places


def matches(left: Places, right: Places) -> tuple[Places, Places, Places]:
    """Places of equal keys on two sides.

    Returns:
        Place on the left and place on the right of each match, ordered by the left; and how many each left key has.
    """
    top = int(max(left.max(initial=0), right.max(initial=0))) + 1
    order = np.argsort(right, kind="stable")
    if top <= 8 * (len(left) + len(right)) + 65536:
        many = np.bincount(right, minlength=top)
        begins = np.cumsum(many) - many
        counts, starts = many[left], begins[left]
    else:
        ordered = right[order]
        starts = np.searchsorted(ordered, left, "left")
        counts = np.searchsorted(ordered, left, "right") - starts
    return np.repeat(np.arange(len(left)), counts), order[ranges(starts, counts)], counts


def paired(one: Ids, other: Ids) -> Places:
    """Two columns as one: pairs in order of the first and then the second."""
    both: Places = (one.astype(np.int64) << 32) | other
    return both


def keys(left: Relation, right: Relation, names: Sequence[str]) -> tuple[Places, Places]:
    """Keys of the rows of two relations that are equal where some columns are."""
    if len(names) == 1:
        return left.columns[names[0]].astype(np.int64), right.columns[names[0]].astype(np.int64)
    if len(names) == 2:
        one, two = names
        return paired(left.columns[one], left.columns[two]), paired(right.columns[one], right.columns[two])
    codes, _ = numbered(
        [np.concatenate([left.columns[name], right.columns[name]]) for name in names], left.rows + right.rows
    )
    return codes[: left.rows], codes[left.rows :]


def shared(left: Relation, right: Relation) -> list[str]:
    """The variables of both."""
    return [name for name in left.columns if name in right.columns]


def join(left: Relation, right: Relation) -> Relation:
    """All pairs of rows that agree where both have a value (SPARQL 1.1, section 18.3)."""
    return stacked([_joined(one, other)[0] for one, other, _ in _alike(left, right)] or [_none(left, right)])


def left_join(left: Relation, right: Relation) -> Relation:
    """All pairs that agree, and the rows on the left that agree with none."""
    lone = np.ones(left.rows, bool)
    parts = []
    for one, other, places in _alike(left, right):
        both, at = _joined(one, other)
        lone[places[at]] = False
        parts.append(both)
    return stacked([*parts, left.at(lone)])


def with_any(left: Relation, right: Relation, *, sharing: bool = False) -> npt.NDArray[np.bool_]:
    """Which rows on the left agree with any on the right.

    Args:
        left: rows to look at.
        right: rows to agree with.
        sharing: whether only rows count that have a value in common (MINUS).
    """
    found = np.zeros(left.rows, bool)
    for one, other, places in _alike(left, right):
        names = shared(one, other)
        if not names:
            if other.rows and not sharing:
                found[places] = True
            continue
        ours, theirs = keys(one, other, names)
        found[places[np.isin(ours, theirs)]] = True
    return found


def _alike(left: Relation, right: Relation) -> list[tuple[Relation, Relation, Places]]:
    """Both sides cut by which of their common variables have a value; variables without are left out.

    Returns:
        Parts of the left and of the right, and the places of the rows of the left part.
    """
    names = shared(left, right)
    whole = np.arange(left.rows)
    if all(left.full(name) for name in names) and all(right.full(name) for name in names):
        return [(left, right, whole)]
    lefts, rights = cut(left, names), cut(right, names)
    return [(one, other, places) for one, places in lefts for other, _ in rights]


def cut(relation: Relation, names: Sequence[str]) -> list[tuple[Relation, Places]]:
    """Cut rows by which of some variables have a value: the parts, without those, and their places."""
    pattern = np.zeros(relation.rows, np.int64)
    for at, name in enumerate(names):
        pattern |= (relation.columns[name] != 0).astype(np.int64) << at
    parts = []
    for one in np.unique(pattern):
        places = np.flatnonzero(pattern == one)
        lacking = {name for at, name in enumerate(names) if not (int(one) >> at) & 1}
        part = relation.at(places)
        parts.append((part.only(name for name in part.columns if name not in lacking), places))
    return parts


def _joined(left: Relation, right: Relation) -> tuple[Relation, Places]:
    """Pairs of rows that are equal in the common columns, and the places of their left rows."""
    names = shared(left, right)
    if not names:
        within(left.rows * right.rows)
        here = np.repeat(np.arange(left.rows), right.rows)
        there = np.tile(np.arange(right.rows), left.rows)
    else:
        here, there, _ = matches(*keys(left, right, names))
    both = {name: column[here] for name, column in left.columns.items()}
    both |= {name: column[there] for name, column in right.columns.items() if name not in both}
    return Relation(len(here), both), here


def _none(left: Relation, right: Relation) -> Relation:
    return nothing(dict.fromkeys([*left.columns, *right.columns]))
