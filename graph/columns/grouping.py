"""Grouping: aggregates of columns, by number of the group (SPARQL 1.1, section 18.5.1), with the engine's own errors.

A sum, mean, minimum, maximum or joined text of a group in which anything lacks a value has none; a count leaves such
rows out.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pyoxigraph as ox

from graph.columns.relation import Places, Relation, numbered
from graph.columns.syntax import Call, Constant
from graph.columns.terms import TEXTS, Ids, Number, Terms
from graph.terms import PREFIXES

_XSD = PREFIXES["xsd"]
_EXACT = 2.0**52
"""Whole numbers below this are added up exactly as floating point numbers."""
_DIGITS = 18
"""Digits after the point that the engine's decimals have."""


class Grouped:
    """The rows of a query by group.

    Attributes:
        terms: the terms of the query.
        rows: the rows.
        codes: the number of each row's group.
        size: how many groups there are.
    """

    def __init__(self, terms: Terms, rows: Relation, codes: Places, size: int) -> None:
        self.terms, self.rows, self.codes, self.size = terms, rows, codes, size

    def aggregate(self, call: Call, values: Ids | None) -> Ids:
        """The value of an aggregate in each group; 0 where it has none.

        Args:
            call: the aggregate.
            values: what it is of, by row; None for all of a row.
        """
        if values is None:
            return self._count_rows(call)
        codes = self.codes
        if call.distinct:
            _, first = numbered([codes, values], len(values))
            codes, values = codes[first], values[first]
        return _AGGREGATES[call.name](self, call, codes, values)

    def _count_rows(self, call: Call) -> Ids:
        codes = self.codes
        if call.distinct:
            _, first = numbered([codes, *self.rows.columns.values()], self.rows.rows)
            codes = codes[first]
        return self.terms.of_numbers(np.bincount(codes, minlength=self.size))

    def count(self, call: Call, codes: Places, values: Ids) -> Ids:
        """How many rows have a value."""
        del call
        return self.terms.of_numbers(np.bincount(codes[values != 0], minlength=self.size))

    def sample(self, call: Call, codes: Places, values: Ids) -> Ids:
        """The first value there is."""
        del call
        found = np.zeros(self.size, np.uint32)
        there = np.flatnonzero(values)[::-1]
        found[codes[there]] = values[there]
        return found

    def extreme(self, call: Call, codes: Places, values: Ids) -> Ids:
        """The first or last value in the order of SPARQL."""
        distinct, inverse = np.unique(values, return_inverse=True)
        ranks = self.terms.ranks(distinct)
        order = np.argsort(ranks, kind="stable")
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        down = call.name == "MAX"
        best = np.full(self.size, -1 if down else len(order), np.int64)
        (np.maximum if down else np.minimum).at(best, codes, place[inverse])
        there = (best >= 0) & (best < len(order)) & ~self._lacking(codes, values)
        found = np.zeros(self.size, np.uint32)
        found[there] = distinct[order[best[there]]]
        return found

    def concatenated(self, call: Call, codes: Places, values: Ids) -> Ids:
        """The texts one after the other; they have a language if all have the same."""
        distinct, inverse = np.unique(values, return_inverse=True)
        kinds = self.terms.kinds_of(distinct)
        texts = self.terms.texts(distinct)
        joinable = self.terms.are(distinct, lambda kind: kind[1] in TEXTS)
        wrong = np.zeros(self.size, bool)
        wrong[codes[~joinable[inverse]]] = True
        order = np.argsort(codes, kind="stable")
        bounds = np.cumsum(np.bincount(codes, minlength=self.size))
        ordered = inverse[order].tolist()
        languages = [self.terms.kinds[kind][2] for kind in kinds.tolist()]
        found: list[Constant | None] = []
        known: dict[tuple[int, ...], Constant] = {}
        start = 0
        for end, bad in zip(bounds.tolist(), wrong.tolist(), strict=True):
            members = tuple(ordered[start:end])
            start = end
            if bad:
                found.append(None)
                continue
            if members not in known:
                told = {languages[one] for one in members}
                text = call.separator.join([texts[one] for one in members])
                language = told.pop() if len(told) == 1 else ""
                known[members] = ox.Literal(text, language=language) if language else ox.Literal(text)
            found.append(known[members])
        return self.terms.ids(found)

    def summed(self, call: Call, codes: Places, values: Ids) -> Ids:
        """The sum or the mean of numbers; whole numbers and decimals are added up exactly."""
        distinct, inverse = np.unique(values, return_inverse=True)
        numbers = self.terms.numbers(distinct)
        bad = np.array([number is None for number in numbers], bool)
        wrong = np.zeros(self.size, bool)
        wrong[codes[bad[inverse]]] = True
        many = np.bincount(codes, minlength=self.size)
        kinds = np.array(
            [0 if isinstance(one, int) else 2 if isinstance(one, float) else 1 for one in numbers], np.int64
        )
        kind = np.zeros(self.size, np.int64)
        np.maximum.at(kind, codes, kinds[inverse])
        totals = _totals(numbers, inverse, codes, self.size)
        made: list[Constant | None] = []
        for total, number, none, what in zip(totals, many.tolist(), wrong.tolist(), kind.tolist(), strict=True):
            if none:
                made.append(None)
            elif call.name == "SUM":
                made.append(_written(total, what))
            elif not number:
                made.append(_written(0, 0))
            else:
                made.append(_mean(total, number, what))
        return self.terms.ids(made)

    def _lacking(self, codes: Places, values: Ids) -> npt.NDArray[np.bool_]:
        found = np.zeros(self.size, bool)
        found[codes[values == 0]] = True
        return found


def _totals(numbers: "list[Number | None]", inverse: Places, codes: Places, size: int) -> "list[Number | Fraction]":
    """Sums by group: floating point in order of the rows, all else exactly."""
    if any(isinstance(number, float) for number in numbers):
        weights = np.array([float(number or 0) for number in numbers])
        return [float(one) for one in np.bincount(codes, weights=weights[inverse], minlength=size)]
    scale = max((_places(number) for number in numbers), default=0)
    whole = [int((number or 0) * 10**scale) if number is not None else 0 for number in numbers]
    if sum(map(abs, whole)) and max(map(abs, whole)) * len(inverse) < _EXACT:
        sums = np.bincount(codes, weights=np.array(whole, np.float64)[inverse], minlength=size)
        exact = [int(one) for one in sums]
    else:
        exact = [0] * size
        for code, at in zip(codes.tolist(), inverse.tolist(), strict=True):
            exact[code] += whole[at]
    return [Fraction(one, 10**scale) if scale else one for one in exact]


def _places(number: "Number | None") -> int:
    if not isinstance(number, Decimal):
        return 0
    exponent = number.normalize().as_tuple().exponent
    return max(0, -int(exponent))


def _written(total: "Number | Fraction", what: int) -> ox.Literal:
    if what == 2:
        return ox.Literal(float(total))
    if what == 0:
        return ox.Literal(int(total))
    return ox.Literal(_decimal(Fraction(total)), datatype=ox.NamedNode(f"{_XSD}decimal"))


def _mean(total: "Number | Fraction", number: int, what: int) -> ox.Literal:
    if what == 2:
        return ox.Literal(float(total) / number)
    return ox.Literal(_decimal(Fraction(total) / number), datatype=ox.NamedNode(f"{_XSD}decimal"))


def _decimal(number: Fraction) -> str:
    """A decimal as the engine writes it: cut off after 18 digits, without closing zeros."""
    scaled = abs(number) * 10**_DIGITS
    whole, part = divmod(scaled.numerator // scaled.denominator, 10**_DIGITS)
    digits = f"{part:0{_DIGITS}d}".rstrip("0")
    return ("-" if number < 0 and (whole or digits) else "") + (f"{whole}.{digits}" if digits else str(whole))


_AGGREGATES: dict[str, Callable[[Grouped, Call, Places, Ids], Ids]] = {
    "COUNT": Grouped.count,
    "SAMPLE": Grouped.sample,
    "MIN": Grouped.extreme,
    "MAX": Grouped.extreme,
    "GROUP_CONCAT": Grouped.concatenated,
    "SUM": Grouped.summed,
    "AVG": Grouped.summed,
}
