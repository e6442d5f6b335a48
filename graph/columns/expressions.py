"""Expressions: what SPARQL computes of a row, computed once for every distinct combination of terms it is computed of.

The engine of the store computes it: it is given the distinct combinations as VALUES, so that every function, comparison
and error is its own. Only what is asked of very many different terms is answered here: the language of a text, whether
there is a value, what is the same address, days before and after each other.
"""

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
import numpy.typing as npt
import pyoxigraph as ox

from graph.columns.relation import Relation, numbered
from graph.columns.scope import exists_in
from graph.columns.syntax import Call, Constant, Exists, Expression, RefusedError, Var, names_in
from graph.columns.terms import STRING, TEXTS, Ids, Terms
from graph.terms import PREFIXES

Mask = npt.NDArray[np.bool_]
ExistsIn = Callable[[Exists, Relation], Mask]
"""Tells for which rows a pattern has an answer."""

_XSD = PREFIXES["xsd"]
_TRUE = ox.Literal("true", datatype=ox.NamedNode(f"{_XSD}boolean"))
_FALSE = ox.Literal("false", datatype=ox.NamedNode(f"{_XSD}boolean"))
_COMPARED = frozenset({"=", "!=", "<", ">", "<=", ">="})
_ABSENT = Var(" absent")
"""A variable that never has a value."""


class Expressions:
    """Computes expressions of the rows of one query."""

    def __init__(self, terms: Terms, exists: ExistsIn) -> None:
        self._terms = terms
        self._exists = exists
        self._engine = ox.Store()

    def holds(self, condition: Expression, rows: Relation) -> Mask:
        """For which rows a condition holds; where it cannot be told it does not (SPARQL 1.1, section 17.2)."""
        return self._holds(self._plain(condition, rows), rows)

    def value(self, expression: Expression, rows: Relation) -> Ids:
        """The value of an expression in each row; 0 where it has none."""
        plain = self._plain(expression, rows)
        if isinstance(plain, Var):
            return rows.column(plain.name)
        if isinstance(plain, Call | Exists):
            return self._computed(plain, rows)
        return np.full(rows.rows, self._terms.id(plain), np.uint32)

    # conditions

    def _holds(self, condition: Expression, rows: Relation) -> Mask:
        if isinstance(condition, Exists):
            return self._exists(condition, rows)
        if isinstance(condition, Call):
            args = condition.args
            if condition.name == "&&":
                return self._holds(args[0], rows) & self._holds(args[1], rows)
            if condition.name == "||":
                return self._holds(args[0], rows) | self._holds(args[1], rows)
            if condition.name == "IN":
                return self._any([Call("=", (args[0], part)) for part in args[1:]], rows)
            if condition.name == "!" and isinstance(args[0], Call) and args[0].name == "IN":
                one, *others = args[0].args
                holds = [self._holds(Call("!=", (one, part)), rows) for part in others]
                return np.logical_and.reduce(holds) if holds else np.ones(rows.rows, bool)
            if condition.name == "BOUND" and isinstance(args[0], Var):
                return _there(rows.column(args[0].name))
            if condition.name == "!" and _certain(args[0]):
                return ~self._holds(args[0], rows)
            quick = self._compared(condition, rows) if condition.name in _COMPARED else None
            if quick is not None:
                return quick
        found, inverse = self._distinct(Call("IF", (condition, _TRUE, _FALSE)), rows)
        true: Mask = found == self._terms.id(_TRUE)
        return true[inverse]

    def _any(self, conditions: Sequence[Expression], rows: Relation) -> Mask:
        found = np.zeros(rows.rows, bool)
        for condition in conditions:
            found |= self._holds(condition, rows)
        return found

    def _compared(self, condition: Call, rows: Relation) -> Mask | None:
        """Comparisons of many terms without looking into each; None where that is not possible."""
        one, other = condition.args
        if condition.name in ("=", "!=") and _is_language(one) and isinstance(other, ox.Literal):
            return self._language(condition.name, one, other, rows)  # type: ignore[arg-type]
        sides = [self._ids(side, rows) for side in (one, other)]
        if sides[0] is None or sides[1] is None or rows.rows < _MANY:
            return None
        left, right = sides[0], sides[1]
        if condition.name in ("=", "!=") and self._same_or_not(left) and self._same_or_not(right):
            return _there(left) & _there(right) & _SIGNS[condition.name](left, right)
        days = self._days(left), self._days(right)
        if days[0] and days[1]:
            return _there(left) & _there(right) & _SIGNS[condition.name](left, right)
        return None

    def _language(self, sign: str, call: Call, wanted: ox.Literal, rows: Relation) -> Mask:
        ids = self._ids(call.args[0], rows)
        if ids is None or wanted.language or wanted.datatype.value != f"{_XSD}string":
            return np.zeros(rows.rows, bool)
        same = sign == "="
        return self._terms.are(ids, lambda kind: kind[0] == "literal" and (kind[2] == wanted.value) == same)

    def _ids(self, side: Expression, rows: Relation) -> Ids | None:
        if isinstance(side, Var):
            return rows.column(side.name)
        if isinstance(side, ox.NamedNode | ox.Literal):
            return np.full(rows.rows, self._terms.id(side), np.uint32)
        return None

    def _same_or_not(self, ids: Ids) -> bool:
        """Whether terms are equal only if they are the same: addresses and plain texts."""
        return bool(self._terms.are(ids, lambda kind: kind[0] != "literal" or kind[1] == STRING).all())

    def _days(self, ids: Ids) -> bool:
        """Whether all that have a value are days of the atlas, whose numbers are in order of time."""
        there = ids[ids != 0]
        if not len(there):
            return True
        low, high = self._terms.days
        return low <= int(there.min()) and int(there.max()) < high

    # values

    def _computed(self, expression: Call | Exists, rows: Relation) -> Ids:
        if isinstance(expression, Exists):
            there = self._exists(expression, rows)
            return np.where(there, self._terms.id(_TRUE), self._terms.id(_FALSE)).astype(np.uint32)
        if expression.name == "IF" and not isinstance(expression.args[0], Var):
            return self._chosen(expression, rows)
        if expression.name == "COALESCE" and all(_simple(part) for part in expression.args):
            return self._first(expression.args, rows)
        if expression.name == "STR" and isinstance(expression.args[0], Var):
            texts = self._texts(rows.column(expression.args[0].name))
            if texts is not None:
                return texts
        found, inverse = self._distinct(expression, rows)
        return found[inverse]

    def _texts(self, ids: Ids) -> Ids | None:
        """Addresses and texts as plain texts; None where there are other terms."""
        distinct, inverse = np.unique(ids, return_inverse=True)
        if not self._terms.are(distinct, lambda kind: kind[0] != "literal" or kind[1] in TEXTS).all():
            return None
        made = zip(distinct.tolist(), self._terms.texts(distinct), strict=True)
        return self._terms.ids(ox.Literal(text) if number else None for number, text in made)[inverse]

    def _chosen(self, expression: Call, rows: Relation) -> Ids:
        """IF: each of what it chooses between is computed for the rows that need it."""
        condition, yes, no = expression.args
        if not self._sure(condition, rows):
            found, inverse = self._distinct(expression, rows)
            return found[inverse]
        holds = self._holds(condition, rows)
        made = np.zeros(rows.rows, np.uint32)
        for part, where in ((yes, holds), (no, ~holds)):
            if where.any():
                made[where] = self.value(part, rows.at(where))
        return made

    def _sure(self, condition: Expression, rows: Relation) -> bool:
        """Whether a condition is true or false in every row of these, never an error."""
        if _certain(condition):
            return True
        if not (isinstance(condition, Call) and condition.name in ("=", "!=")):
            return False
        sides = [self._ids(part, rows) for part in condition.args]
        return all(side is not None and bool(side.all()) and self._same_or_not(side) for side in sides)

    def _first(self, args: Sequence[Expression], rows: Relation) -> Ids:
        found = np.zeros(rows.rows, np.uint32)
        for part in args:
            lacking = found == 0
            if not lacking.any():
                break
            found = np.where(lacking, self.value(part, rows), found).astype(np.uint32)
        return found

    def _distinct(self, expression: Expression, rows: Relation) -> tuple[Ids, npt.NDArray[np.int64]]:
        """The value for each distinct combination of what the expression is computed of, and which each row has."""
        for at, inner in enumerate(dict.fromkeys(exists_in(expression))):
            rows = rows.plus({f" there {at}": self._computed(inner, rows)})
            expression = _replaced(expression, inner, Var(f" there {at}"))
        names = [name for name in dict.fromkeys(names_in(expression)) if name in rows.columns]
        codes, first = numbered([rows.columns[name] for name in names], rows.rows)
        cells = [self._terms.written(rows.columns[name][first]) for name in names]
        return self._asked(expression, names, cells, len(first)), codes

    def _asked(self, expression: Expression, names: Sequence[str], cells: "Sequence[list[str]]", rows: int) -> Ids:
        if not rows:
            return np.zeros(0, np.uint32)
        renamed = {name: f"v{at}" for at, name in enumerate(names)}
        text = written(expression, renamed)
        heads = " ".join(f"?{name}" for name in renamed.values())
        lines = [f"({at} {' '.join(row)})" for at, row in enumerate(zip(*cells, strict=True) if cells else [()] * rows)]
        query = f"SELECT ?i ({text} AS ?r) WHERE {{ VALUES (?i {heads}) {{ {' '.join(lines)} }} }}"
        made: list[Constant | None] = [None] * rows
        for place, result in cast(ox.QuerySolutions, self._engine.query(query)):
            made[int(place.value)] = result
        return self._terms.ids(made)

    # what is known before any row is looked at

    def _plain(self, expression: Expression, rows: Relation) -> Expression:
        """An expression without what is the same in all rows: constants computed, absent variables left out."""
        if isinstance(expression, Var):
            return expression if expression.name in rows.columns else _ABSENT
        if not isinstance(expression, Call):
            return expression
        if expression.name == "BOUND":
            return expression
        args = tuple(self._plain(part, rows) for part in expression.args)
        if expression.name == "COALESCE":
            return self._coalesced(args, rows)
        made = Call(expression.name, args)
        if args and not any(isinstance(part, Exists | Call | Var) for part in args):
            (term,) = self._terms.terms(self._asked(made, (), (), 1))
            return _ABSENT if term is None else term
        return made

    def _coalesced(self, args: Sequence[Expression], rows: Relation) -> Expression:
        kept = [part for part in args if part != _ABSENT]
        for at, part in enumerate(kept):
            always = isinstance(part, Var) and rows.full(part.name)
            if always or isinstance(part, ox.NamedNode | ox.Literal):
                kept = kept[: at + 1]
                break
        if not kept:
            return _ABSENT
        return kept[0] if len(kept) == 1 and not isinstance(kept[0], Call) else Call("COALESCE", tuple(kept))


_MANY = 512
"""Rows from which on comparing without looking is worth it."""

_SIGNS: dict[str, Callable[[Ids, Ids], Mask]] = {
    "=": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    ">": np.greater,
    "<=": np.less_equal,
    ">=": np.greater_equal,
}


def _there(ids: Ids) -> Mask:
    found: Mask = ids != 0
    return found


def _is_language(expression: Expression) -> bool:
    return isinstance(expression, Call) and expression.name == "LANG" and isinstance(expression.args[0], Var)


def _simple(expression: Expression) -> bool:
    return not isinstance(expression, Call | Exists)


def _certain(condition: Expression) -> bool:
    """Whether a condition is true or false in every row, never an error."""
    if isinstance(condition, Exists):
        return True
    if not isinstance(condition, Call):
        return False
    if condition.name in ("&&", "||", "!"):
        return all(map(_certain, condition.args))
    return condition.name == "BOUND"


def _replaced(expression: Expression, old: Exists, new: Var) -> Expression:
    if isinstance(expression, Call):
        return Call(expression.name, tuple(_replaced(part, old, new) for part in expression.args))
    return new if expression == old else expression


def written(expression: Expression, names: "dict[str, str]") -> str:
    """An expression as text, under other names of variables; those without one never have a value."""
    if isinstance(expression, Var):
        return f"?{names.get(expression.name, 'absent')}"
    if isinstance(expression, Exists):
        raise RefusedError("EXISTS inside an expression")
    if not isinstance(expression, Call):
        return str(expression)
    args = [written(part, names) for part in expression.args]
    if expression.name == "IN":
        return f"({args[0]} IN ({', '.join(args[1:])}))"
    if expression.name == "!" or (expression.name == "-" and len(args) == 1):
        return f"({expression.name} {args[0]})"
    if not expression.name[0].isalpha():
        return f"({f' {expression.name} '.join(args)})"
    head = f"<{expression.name}>" if ":" in expression.name else expression.name
    return f"{head}({', '.join(args)})"
